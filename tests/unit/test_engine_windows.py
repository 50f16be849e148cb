"""Windows from day to day: a rebase leaves in them what it does not change, and nothing else."""

from datetime import timedelta

import pytest

from bot.market.events import Event
from bot.rules.checks import reset_fault
from bot.rules.conditions import Channel
from bot.rules.language import parse
from bot.rules.units import amount
from tests.builders import Watched, a_bot, a_quote, a_reference, at

EVENING = at("2025-10-09T21:00Z")


def a_watch(when: str) -> Watched:
    known = [a_reference("IREN", at=EVENING, previous_close=100, previous_close_date="2025-10-08")]
    return a_bot(rules=[when], references=known, at=EVENING)


def firings(bot: Watched, *events: Event) -> list[str]:
    bot.sees(*events)
    return [f"{alert.updated:%d %H:%M}" for alert in bot.alerts if alert.state.value == "firing"]


def test_a_price_is_at_a_new_high_of_days():
    """The turn of a day is none of a price, whatever it is of a percent."""
    bot = a_watch("IREN.price at new high over 1d")

    told = firings(
        bot,
        a_quote("IREN", 100, at="2025-10-09T21:00Z"),
        a_quote("IREN", 103, at="2025-10-09T22:00Z"),
        a_quote("IREN", 102, at="2025-10-10T21:10Z"),
        a_quote("IREN", 104, at="2025-10-10T21:30Z"),
    )

    assert ["10 21:30"] == told


def test_a_price_that_stays_at_its_new_high_is_there_until_it_leaves_it():
    """However often it is looked at, and whoever else trades meanwhile."""
    bot = a_watch("IREN.price at new high over 5m or WULF.price > 1000")
    start = at("2025-10-10T14:00Z")

    firings(
        bot,
        *(
            a_quote(symbol, price, at=start + timedelta(minutes=minute))
            for symbol, price, minute in (
                ("IREN", 100, 0),
                ("WULF", 50, 1),
                ("IREN", 99, 6),
                ("IREN", 101, 7),
                ("WULF", 51, 8),
                ("IREN", 101, 9),
                ("IREN", 100, 10),
            )
        ),
    )

    assert [("firing", 7), ("resolved", 10)] == [
        (alert.state.value, alert.updated.minute) for alert in bot.alerts
    ]


@pytest.mark.parametrize(
    ("when", "told"),
    [("IREN.price rises 5% within 1d", ["10 12:00"]), ("IREN.change rises 5% within 1d", [])],
)
def test_a_move_goes_on_through_the_night_unless_its_figure_became_another(
    when: str, told: list[str]
):
    """From midnight on a change is measured from another close; a price is a price."""
    bot = a_watch(when)
    settled = a_reference(
        "IREN", at="2025-10-10T07:00Z", previous_close=103, previous_close_date="2025-10-09"
    )

    assert told == firings(
        bot,
        a_quote("IREN", 100, at="2025-10-09T21:30Z"),
        a_quote("IREN", 103, at="2025-10-09T22:00Z"),
        settled,
        a_quote("IREN", 106, at="2025-10-10T12:00Z"),
    )


def test_what_a_session_s_figure_was_does_not_stand_until_the_next_one():
    """The last print before Thursday's bell was not seen in the first hour of Friday."""
    bot = a_bot(
        rules=["IREN.premarket at new high over 1h"],
        references=[
            a_reference("IREN", at="2025-10-09T08:00Z", previous_close_date="2025-10-08"),
        ],
        at="2025-10-09T08:00Z",
    )
    friday = a_reference("IREN", at="2025-10-10T07:00Z", previous_close_date="2025-10-09")

    told = firings(
        bot,
        a_quote("IREN", 109, at="2025-10-09T13:00Z"),
        friday,
        a_quote("IREN", 101, at="2025-10-10T08:00Z"),
        a_quote("IREN", 102, at="2025-10-10T08:30Z"),
        a_quote("IREN", 101, at="2025-10-10T08:40Z"),
        a_quote("IREN", 103, at="2025-10-10T09:10Z"),
    )

    assert ["10 08:30", "10 09:10"] == told


def test_a_sequence_is_none_the_worse_for_what_becomes_of_another():
    """A reference of WULF says nothing of whether IREN began to rise."""
    bot = a_bot(rules=["any of miners have (price > 101 then price > 103 within 1h)"])

    told = firings(
        bot,
        a_quote("IREN", 100, at="2025-10-10T12:01Z"),
        a_reference("WULF", at="2025-10-10T12:02Z"),
        a_quote("IREN", 102, at="2025-10-10T12:03Z"),
        a_quote("IREN", 104, at="2025-10-10T12:04Z"),
    )

    assert ["10 12:04"] == told


def test_a_channel_whose_way_back_is_wider_than_itself_is_refused():
    """What left it could never be back inside."""
    outside = parse("IREN.premarket outside -1%..1%", watchlists=(), own=None)
    assert isinstance(outside, Channel)

    assert "half of `-1%..1%`" in (reset_fault(outside, amount("1%")) or "")
    assert reset_fault(outside, amount("0.5%")) is None
