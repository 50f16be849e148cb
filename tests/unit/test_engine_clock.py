"""What time alone decides: ages, silences and what is usual, told at their instant."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.market.events import Quote
from bot.market.sessions import Session
from bot.rules.model import Initial, NoData
from tests.builders import Watched, a_bot, a_quote, a_reference, a_rule, a_watchlist, at

NOON = at("2025-10-10T12:00Z")
INSTANT = timedelta(microseconds=1)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def fired(bot: Watched) -> list[timedelta]:
    """Return when a rule fired, counted from noon."""
    return [a.updated - NOON for a in bot.alerts if a.state.value == "firing"]


def a_trade(symbol: str, minute: float, price: int = 100, *, volume: int = 1000) -> Quote:
    return a_quote(symbol, price, at=NOON + minutes(minute), volume=volume)


def test_the_age_of_a_member_is_told_in_time_whoever_trades_meanwhile():
    """That WULF trades at five past makes IREN no younger."""
    bot = a_bot(rules=["any of miners have age > 10m"], at=NOON)
    bot.sees(*(a_trade(s, 0) for s in ("IREN", "WULF", "CIFR")))

    bot.sees(a_trade("WULF", 5), a_trade("CIFR", 5))
    bot.turns_to(NOON + minutes(14))

    assert [minutes(10) + INSTANT] == fired(bot)


@pytest.mark.parametrize(
    ("when", "after"),
    [
        ("IREN.age crosses 10m", minutes(10) + INSTANT),
        ("IREN.age leaves 0s..10m", minutes(10) + INSTANT),
        ("IREN.age enters 5m..10m", minutes(5)),
        ("IREN.age * 2 >= 10m", minutes(5)),
        ("IREN.age / 2 >= 10m", minutes(20)),
    ],
)
def test_an_age_turns_every_kind_of_comparison_on_the_clock(when: str, after: timedelta):
    """Nothing is heard, which is what it is about."""
    bot = a_bot(rules=[when], at=NOON)
    bot.sees(a_trade("IREN", 0))

    bot.turns_to(NOON + minutes(30))

    assert after == fired(bot)[0]


def test_two_ages_that_grow_alike_wake_nobody():
    """Time never tells which of two trades of one moment is the older."""
    bot = a_bot(rules=["IREN.age > WULF.age"], at=NOON)

    bot.sees(a_trade("IREN", 0), a_trade("WULF", 0))

    assert bot.engine.next_due() >= at("2025-10-10T13:30Z")


def test_a_trade_that_a_venue_dates_ahead_begins_to_age_when_its_time_has_come():
    """Ten minutes after it was made, by the clock that dated it."""
    bot = a_bot(rules=["IREN.age >= 10m"], at=NOON)
    bot.sees(a_quote("IREN", 100, at=NOON + timedelta(seconds=2), seen=NOON))

    bot.turns_to(NOON + minutes(30))

    assert [minutes(10) + timedelta(seconds=2)] == fired(bot)


def test_a_member_whose_time_has_come_is_counted_whatever_else_happens_then():
    """A coin falls silent at the very instant at which the exchange's short evening ends."""
    mixed, start = a_watchlist("mixed", "WULF BTC-USD"), at("2025-11-28T21:58:30Z")
    rule = a_rule("50% of mixed have no data for 60s", initial=Initial.FIRE)
    bot = a_bot(rules=[rule], watchlists=[mixed], references=[], at=start)
    bot.sees(a_quote("BTC-USD", 100, at=start + minutes(0.5)))

    bot.turns_to(start + minutes(3))

    assert ["firing"] == [state for _, _, state in bot.told]


def test_a_coin_is_silent_through_midnight():
    """Its session goes on; only the exchange's begins anew."""
    bot = a_bot(rules=["no data of BTC-USD for 10m"], at="2025-10-10T23:00Z")
    bot.sees(a_quote("BTC-USD", 100, at="2025-10-10T23:55Z"))

    bot.turns_to("2025-10-11T00:30Z")

    assert [at("2025-10-11T00:05Z")] == [a.updated for a in bot.alerts if a.fired][-1:]


def test_a_trade_told_late_makes_nobody_more_silent():
    """The trade of nine past was heard of before that of one past."""
    bot = a_bot(rules=["no data of IREN for 10m"], at=NOON)
    late = a_quote("IREN", 99, at=NOON + minutes(1), seen=NOON + minutes(10))

    bot.sees(a_trade("IREN", 0), a_trade("IREN", 9), late)
    bot.turns_to(NOON + minutes(20))

    assert [minutes(19)] == fired(bot)


def test_relative_volume_falls_as_more_is_usual_by_now():
    """Yesterday the second half of the volume came at ten past; today it does not."""
    bot = a_bot(rules=["IREN.rvol < 0.75x"], references=[], at="2025-10-08T23:00Z")
    yesterday, today = timedelta(days=-1), timedelta()
    bot.sees(
        *(
            a_quote("IREN", 100, at=NOON + day + minutes(minute), volume=volume)
            for day, minute, volume in (
                (yesterday, 0, 500),
                (yesterday, 10, 1000),
                (today, 0, 500),
            )
        )
    )

    bot.turns_to(NOON + minutes(30))

    assert [minutes(10)] == fired(bot)


def test_the_growth_that_a_date_takes_is_another_each_midnight_also_on_a_weekend():
    """Two days before the date it takes 10 % in two days, then 10 % in one."""
    miners = a_watchlist("miners", "IREN")
    bot = a_bot(
        rules=["miners.required(1.1B, 2025-10-13) > 80%"],
        watchlists=[miners],
        references=[a_reference("IREN", at="2025-10-10T07:00Z")],
        at="2025-10-10T19:00Z",
    )
    bot.sees(a_quote("IREN", 100, at="2025-10-10T19:59Z"))

    bot.turns_to("2025-10-13T03:00Z")

    assert [at("2025-10-12T04:00Z")] == [a.updated for a in bot.alerts if a.fired]


def test_a_sum_with_a_cap_ages_as_the_cap_does():
    """Who asks to be told that data is missing is told in time, also where he reckons with it."""
    rule = replace(a_rule("miners.cap / 2 > 2.5B"), no_data=NoData.ALERT)
    bot = a_bot(rules=[rule], at=NOON)

    bot.sees(*(a_trade(symbol, 0) for symbol in ("IREN", "WULF", "CIFR")))
    bot.turns_to(NOON + minutes(40))

    assert [minutes(30)] == fired(bot)


def test_a_silence_of_a_member_is_over_with_its_session_whatever_else_turns_then():
    """At midnight UTC a coin's day turns too; nobody is silent in a market that is closed."""
    rule = a_rule("50% of miners have no data for 60s", subject="IREN")
    bot = a_bot(
        rules=[replace(rule, fire_during=frozenset({Session.CLOSED}))],
        watchlists=[a_watchlist("miners", "IREN WULF")],
        at="2025-10-10T19:40Z",
    )

    bot.turns_to("2025-10-11T00:10Z")

    assert [] == bot.told


def test_what_began_in_a_lull_is_over_at_its_own_instant():
    """The quotes that follow are more of the same, and come after what is due before them."""
    start = at("2025-10-10T14:00Z")
    rule, alone = a_rule("IREN.price > 101", hold="3s"), a_watchlist(members="IREN")
    bot = a_bot(rules=[rule], watchlists=[alone], at=start)

    for second, price in enumerate(["100", "100", "102", "102.01", "102.02", "102.03", "102.04"]):
        bot.trades("IREN", price, start + timedelta(seconds=second + 1))

    due = start + timedelta(seconds=6)
    assert [("pending", start + timedelta(seconds=3)), ("firing", due)] == [
        (alert.state, alert.updated) for alert in bot.alerts
    ]
