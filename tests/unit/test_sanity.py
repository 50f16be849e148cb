"""Sanity: what is refused at the door changes nothing, and is counted by its reason."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.events import CorporateAction, Event, FeedStatus
from bot.market.instruments import Symbol
from bot.market.lull import HIGHEST
from bot.market.sanity import Sanity
from tests.builders import a_bot, a_market, a_quote, a_reference, at

IREN = Symbol("IREN")
NOON = at("2025-10-10T12:00Z")


def a_split(ratio: str) -> CorporateAction:
    return CorporateAction(
        symbol=IREN, ratio=Decimal(ratio), successor=None, effective=NOON, source="x", seen=NOON
    )


def reason(event: Event, *before: Event) -> str | None:
    market = a_market(at="2025-10-10T07:00Z")
    sanity = Sanity(market)
    for earlier in before:
        assert sanity.judge(earlier) is None
        market.take(earlier)
    refusal = sanity.judge(event)
    return refusal.reason if refusal else None


@pytest.mark.parametrize(
    "price", ["0", "-1", "NaN", "sNaN", "Infinity", "-Infinity", "1E+9", "1E+400"]
)
def test_a_price_that_is_none_is_refused(price: str):
    """Providers write 0 and NaN where they know nothing."""
    assert "price" == reason(replace(a_quote(), price=Decimal(price)))


@pytest.mark.parametrize("price", ["0.0001", "66.41", "741236.00", str(HIGHEST - 1)])
def test_a_price_that_is_one_is_let_in(price: str):
    """From a tenth of a cent to Berkshire's A shares."""
    assert reason(a_quote("IREN", price)) is None


def test_a_volume_below_nothing_is_refused():
    """It counts shares."""
    assert "volume" == reason(a_quote(volume=-1))


@pytest.mark.parametrize("field", ["previous_close", "close_before", "year_close"])
def test_a_close_that_is_no_price_is_refused(field: str):
    """Every percent of the day would be wrong, or a division by nought."""
    reference = a_reference()
    object.__setattr__(reference, field, Decimal(0))

    assert "price" == reason(reference)


def test_a_reference_that_knows_little_is_let_in():
    """Unknown is not wrong."""
    assert reason(a_reference(previous_close=None, close_before=None, shares=None)) is None


def test_a_share_count_below_nothing_is_refused():
    """It would take value from the sector."""
    assert "shares" == reason(a_reference(shares=-5))


def test_a_venue_without_sessions_here_is_refused():
    """Without its hours no percent of it could be told."""
    assert "venue" == reason(replace(a_reference(), venue="LSE"))


@pytest.mark.parametrize(("ratio", "expected"), [("2", None), ("0", "price"), ("-2", "price")])
def test_a_split_multiplies_by_something(ratio: str, expected: str | None):
    """Nought and less are no ratios."""
    assert expected == reason(a_split(ratio))


def test_time_that_goes_backwards_is_refused():
    """An event of the past would be read as news of the present."""
    assert "backwards" == reason(a_quote(at=NOON - timedelta(seconds=1)), a_quote(at=NOON))


def test_the_same_instant_is_not_backwards():
    """Fifteen members print at the bell."""
    assert reason(a_quote("WULF", at=NOON), a_quote("IREN", at=NOON)) is None


def test_a_leap_of_a_week_is_refused_but_not_at_the_start():
    """A wrong year would make everything after it look like the past."""
    far = NOON + timedelta(days=8)

    assert "ahead" == reason(a_quote(at=far), a_quote(at=NOON))
    assert reason(a_quote(at=far)) is None


def test_a_long_weekend_is_no_leap():
    """Markets rest for four days and a half at most."""
    assert reason(a_quote(at=NOON + timedelta(days=5)), a_quote(at=NOON)) is None


@pytest.mark.parametrize(
    "event",
    [
        a_quote(),
        a_reference(),
        a_split("2"),
        FeedStatus(feed="f", healthy=True, detail="", seen=NOON),
    ],
)
def test_the_same_thing_twice_is_a_duplicate(event: Event):
    """Feeds repeat themselves when they reconnect."""
    assert "duplicate" == reason(event, event)


def test_the_same_price_a_second_later_is_a_trade_of_its_own():
    """Two people may agree on a price."""
    later = a_quote(at=NOON + timedelta(seconds=1))

    assert reason(later, a_quote(at=NOON)) is None


@given(
    st.decimals(allow_nan=True, allow_infinity=True) | st.sampled_from([Decimal(0), Decimal(-1)])
)
def test_no_price_whatever_raises_or_fires_for_want_of_sense(price: Decimal):
    """Bad input is no data: never 0 %, never -100 %, never an exception."""
    bot = a_bot(rules=["IREN.change < -99%"])
    bot.sees(a_quote("IREN", 100, at=NOON))

    bot.sees(replace(a_quote("IREN", at=NOON), price=price))

    sane = price.is_finite() and 0 < price < HIGHEST
    duplicate = sane and price == 100  # the very quote that came first
    jump = sane and not 60 <= price <= 140
    assert (not sane or duplicate or jump) == bool(bot.refused)
    assert [] == bot.told


def test_refusals_are_counted_by_reason():
    """`/status` shows them, so that a feed gone bad is seen."""
    bot = a_bot()
    bot.sees(a_quote(price=0), a_quote(price=-1), a_quote(), a_quote())

    assert {"price": 2, "duplicate": 1} == dict(bot.pipeline.sanity.refused)


def test_what_is_refused_changes_no_market_state():
    """Neither the price nor the time nor the sum."""
    bot = a_bot()
    bot.sees(a_quote("IREN", 100, at=NOON))
    before = (bot.market.now, bot.market.sectors["miners"].cap, bot.market.tapes[IREN].quote)

    bot.sees(a_quote("IREN", 0, at=NOON + timedelta(minutes=5)))

    after = (bot.market.now, bot.market.sectors["miners"].cap, bot.market.tapes[IREN].quote)
    assert before == after
