"""The door of the market: what is let in, what is told of it, and what is turned away."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.door import AHEAD, OLDEST, Door
from bot.feeds.reading import Reading
from bot.feeds.share_count import ShareCount
from bot.market.events import Event, Quote, Reference
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from bot.market.state import Market
from tests.builders import a_market, a_reference, at

IREN, BITCOIN = Symbol("IREN"), Symbol("BTC-USD")
BEFORE, WITHIN, AFTER = at("2025-10-10T12:00Z"), at("2025-10-10T15:00Z"), at("2025-10-10T21:00Z")
SATURDAY, MONDAY = at("2025-10-11T12:00Z"), at("2025-10-13T12:00Z")


def a_reading(price: str = "104", *, when: datetime = BEFORE, **more: Any) -> Reading:  # noqa: ANN401 (of every kind)
    told: dict[str, Any] = {"symbol": IREN, "provider": "yahoo"} | more
    return Reading(price=Decimal(price), at=when, **told)


def based(day: str, close: str = "100", **more: Any) -> Reading:  # noqa: ANN401 (of every kind)
    return a_reading(base=Decimal(close), base_day=date.fromisoformat(day), **more)


def reason(reading: Reading, seen: datetime) -> str:
    refusal = Door(a_market()).judge(reading, seen)
    return refusal.reason if refusal else ""


def told(events: list[Event], market: Market) -> list[type[Event]]:
    for event in events:
        market.take(event)
    return [type(event) for event in events]


def reference(events: list[Event]) -> Reference:
    (one,) = (event for event in events if isinstance(event, Reference))
    return one


@pytest.mark.parametrize(
    ("day", "when", "seen"),
    [
        ("2025-10-09", BEFORE, BEFORE),  # before the bell Thursday's close
        ("2025-10-09", WITHIN, WITHIN),
        ("2025-10-10", AFTER, AFTER),  # after it today's, which everybody saw
        ("2025-10-09", AFTER, AFTER),  # or still Thursday's: some wait for the day to end
        ("2025-10-10", WITHIN, AFTER),  # the last trade came before the bell, the answer after it
        ("2025-10-10", AFTER, SATURDAY),
        ("2025-10-10", MONDAY, MONDAY),  # a weekend has no close of its own
    ],
)
def test_a_base_of_the_last_session_to_finish_is_believed(day: str, when: datetime, seen: datetime):
    """It is our calendar that says which session that was."""
    assert "" == reason(based(day, when=when), seen)


@pytest.mark.parametrize(
    ("day", "when"),
    [
        ("2025-10-08", BEFORE),  # trap 2: the panel of Wednesday night, as it stood for weeks
        ("2025-10-10", BEFORE),  # today has no close yet
        ("2025-10-10", WITHIN),
        ("2025-10-08", AFTER),
        ("2025-10-09", MONDAY),
        ("2025-10-12", MONDAY),  # a Sunday has none at all
        ("2052-10-09", BEFORE),
        ("1970-01-01", BEFORE),
    ],
)
def test_a_stale_base_is_refused_and_the_price_with_it(day: str, when: datetime):
    """Trap 2: whoever has the wrong close may have the price from the same panel."""
    assert "base" == reason(based(day, when=when), when)


def test_the_refusal_says_which_close_it_was_and_which_it_should_have_been():
    """An operator has to see which side is wrong."""
    refusal = Door(a_market()).judge(based("2025-10-08"), BEFORE)

    assert refusal is not None
    assert "2025-10-08" in refusal.detail
    assert "2025-10-09" in refusal.detail


@given(st.dates(date(2025, 9, 1), date(2025, 11, 1)))
def test_of_all_days_one_alone_is_a_base_before_the_bell(day: date):
    """Thursday's, on a Friday."""
    assert (day == date(2025, 10, 9)) is (reason(based(day.isoformat()), BEFORE) == "")


def test_a_base_of_no_told_day_is_no_base():
    """The price is good all the same: a reading says what it was told, and no more."""
    market = a_market()
    events = Door(market).take(a_reading(base=Decimal(80)), BEFORE)

    assert [Quote] == told(events, market)


@pytest.mark.parametrize(
    ("off", "expected"),
    [
        (AHEAD, ""),
        (AHEAD + timedelta(microseconds=1), "future"),
        (timedelta(days=9000), "future"),
        (-timedelta(days=3), ""),  # a thin name over a weekend
        (-OLDEST, ""),
        (-OLDEST - timedelta(microseconds=1), "old"),
        (at("1971-01-04T00:00Z") - BEFORE, "old"),
    ],
)
def test_a_trade_is_of_about_now(off: timedelta, expected: str):
    """Venues' clocks differ a little; a time in other units is of 1970, where no calendar is."""
    assert expected == reason(a_reading(when=BEFORE + off), BEFORE)


def test_a_reading_becomes_its_quote():
    """Nothing is lost on the way: M17 wants to know who said it, and pence are no dollars."""
    expected = Quote(
        symbol=IREN,
        price=Decimal(104),
        at=BEFORE,
        seen=AFTER,
        source="yahoo",
        volume=900,
        currency="GBp",
    )

    assert [expected] == Door(a_market()).take(a_reading(volume=900, currency="GBp"), AFTER)


def test_what_is_measured_from_is_told_before_the_price():
    """A rule that reads the quote must not read it against the close of the day before."""
    market = a_market()
    events = Door(market).take(based("2025-10-09", name="IREN Ltd", shares=7), BEFORE)
    known = reference(events)

    assert [Reference, Quote] == [type(event) for event in events]
    assert (Decimal(100), date(2025, 10, 9), 7, "IREN Ltd", "yahoo") == (
        known.previous_close,
        known.previous_close_date,
        known.shares_outstanding,
        known.name,
        known.source,
    )


def test_nothing_is_told_twice():
    """M6: a feed that stands still is asked every few seconds, and answers."""
    market = a_market()
    door = Door(market)
    first = told(door.take(based("2025-10-09"), BEFORE), market)
    again = told(door.take(based("2025-10-09"), BEFORE + timedelta(seconds=15)), market)

    assert ([Reference, Quote], []) == (first, again)


@pytest.mark.parametrize("changed", [{"price": "105"}, {"when": BEFORE + AHEAD}, {"volume": 1_000}])
def test_whatever_is_new_about_a_trade_is_told(changed: dict[str, Any]):
    """Shares are traded at the price that was."""
    door = Door(a_market())
    door.take(a_reading(), BEFORE)

    assert 1 == len(door.take(a_reading(**changed), BEFORE + AHEAD))


def test_what_a_reading_does_not_tell_stays_as_it_is_known():
    """Shares come from one provider, closes from another."""
    market = a_market()
    market.take(a_reference("IREN", shares=5, previous_close=100))
    events = Door(market).take(based("2025-10-09", close="101"), BEFORE)

    assert (5, Decimal(101)) == (
        reference(events).shares_outstanding,
        reference(events).previous_close,
    )


def test_a_new_day_makes_the_last_close_the_one_before_it():
    """Yesterday's move is from one to the other."""
    market = a_market()
    market.take(a_reference("IREN", previous_close=100, previous_close_date="2025-10-09"))
    events = Door(market).take(based("2025-10-10", close="110", when=MONDAY), MONDAY)

    assert (Decimal(110), Decimal(100)) == (
        reference(events).previous_close,
        reference(events).close_before,
    )


def test_a_close_before_a_gap_is_not_made_up():
    """Who was away on Thursday does not know what Friday moved."""
    market = a_market()
    market.take(a_reference("IREN", previous_close=100, previous_close_date="2025-10-08"))
    events = Door(market).take(based("2025-10-10", close="110", when=MONDAY), MONDAY)

    assert reference(events).close_before is None


def test_a_coin_keeps_the_days_of_coins():
    """Its day ends at midnight, UTC, and Saturday is one."""
    door = Door(a_market())
    coin: dict[str, Any] = {"symbol": BITCOIN, "when": MONDAY, "provider": "kraken"}

    assert door.judge(based("2025-10-12", **coin), MONDAY) is None
    assert door.judge(based("2025-10-10", **coin), MONDAY) is not None


def a_count(shares: int, as_of: str, provider: str = "sec") -> ShareCount:
    day = date.fromisoformat(as_of)
    return ShareCount(symbol=IREN, shares=shares, as_of=day, provider=provider)


def counted(market: Market, *counts: ShareCount) -> int | None:
    """Take counts in, and return how many shares the market believes there are."""
    for count in counts:
        for event in Door(market).counted(count, BEFORE):
            if not isinstance(event, Refusal):
                market.take(event)
    return market.tape(IREN).shares


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (a_count(100_000, "2025-06-30", "settings"), a_count(110_000, "2025-08-20"), 110_000),
        (a_count(100_000, "2025-09-30", "settings"), a_count(110_000, "2025-08-20"), 100_000),
        (a_count(100_000, "2025-08-20", "settings"), a_count(110_000, "2025-08-20"), 110_000),
        (a_count(100_000, "2025-06-30", "settings"), a_count(6_600_000, "2025-08-20"), 100_000),
    ],
)
def test_the_count_of_the_later_day_stands(first: ShareCount, then: ShareCount, expected: int):
    """The operator's is replaced by a newer one of the register's, unless that is far from it."""
    assert expected == counted(a_market(), first, then)


def test_a_count_that_is_known_is_no_event():
    """It is told every morning."""
    market = a_market()
    counted(market, a_count(100_000, "2025-08-20"))

    assert [] == Door(market).counted(a_count(100_000, "2025-08-20"), BEFORE)


def test_a_count_of_a_day_to_come_is_refused():
    """It would stand against every true one."""
    [refusal] = Door(a_market()).counted(a_count(100_000, "2025-10-11"), BEFORE)

    assert isinstance(refusal, Refusal)
    assert "future" == refusal.reason


def test_a_count_of_no_day_does_not_replace_one_that_has_one():
    """A provider of quotes may count one class alone, and says so every few seconds."""
    market = a_market()
    counted(market, a_count(100_000, "2025-08-20"))

    told(Door(market).take(based("2025-10-09", shares=90_000), BEFORE), market)

    assert 100_000 == market.tape(IREN).shares


def test_a_doubted_count_stands_once_another_source_tells_it_too():
    """Of no day, it would not be heard otherwise."""
    market = a_market()
    counted(market, a_count(100_000, "2025-06-30", "settings"), a_count(284_700, "2025-10-01"))

    told(Door(market).take(based("2025-10-09", shares=284_700), BEFORE), market)

    assert (284_700, []) == (market.tape(IREN).shares, list(market.doubts))


@given(st.lists(st.tuples(st.integers(100_000, 105_000), st.integers(1, 9)), min_size=1))
def test_of_counts_near_one_another_the_last_told_of_the_latest_day_stands(
    tellings: list[tuple[int, int]],
):
    """Whoever tells them, and in whichever order."""
    counts = [a_count(shares, f"2025-10-0{day}") for shares, day in tellings]
    latest = max(day for _, day in tellings)

    believed = counted(a_market(), *counts)

    assert [shares for shares, day in tellings if day == latest][-1] == believed
