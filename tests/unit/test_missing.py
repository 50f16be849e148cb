"""Missing: whom no provider tells of, noticed at the bell and once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from bot.feeds.missing import LEAST, Missing
from bot.market.doubts import About
from bot.market.events import CorporateAction, Halt
from bot.market.instruments import Asset, Symbol
from bot.market.state import Market
from tests.builders import a_market, a_watchlist, at

FB, IREN, BITCOIN = Symbol("FB"), Symbol("IREN"), Symbol("BTC-USD")
NOON, CLOSE = at("2025-10-10T16:00Z"), at("2025-10-10T20:00Z")
MINUTE = timedelta(minutes=1)


def unknown(market: Market) -> list[str]:
    return [doubt.symbol for doubt in market.doubts if doubt.about is About.UNKNOWN]


def watched(members: str = "IREN FB", *, since: datetime = NOON) -> tuple[Market, Missing]:
    market = a_market(watchlists=[a_watchlist(members=members)], at=since)
    return market, Missing(market)


def hears(missing: Missing, symbol: Symbol, times: Iterable[datetime]) -> None:
    for moment in times:
        missing.hear(symbol, moment)


@pytest.mark.parametrize(
    ("last", "expected"), [(CLOSE - MINUTE, []), (CLOSE, ["FB"]), (CLOSE + MINUTE, ["FB"])]
)
def test_whom_nobody_told_of_until_the_bell_is_missed_at_it(last: datetime, expected: list[str]):
    """A thin name may not trade for hours, and its provider still tells its last trade."""
    market, missing = watched()

    hears(missing, IREN, [NOON + MINUTE, last])

    assert expected == unknown(market)


def test_one_word_in_a_session_is_enough():
    market, missing = watched()
    missing.hear(FB, NOON + MINUTE)

    hears(missing, IREN, [NOON + MINUTE, CLOSE])

    assert [] == unknown(market)


def test_who_is_told_of_each_day_is_never_missed():
    """And who was told of on one day alone is missed on the next."""
    market, missing = watched("IREN WULF FB")
    missing.hear(FB, NOON)
    for day in range(4):  # from Friday to Monday
        for symbol in (IREN, Symbol("WULF")):
            missing.hear(symbol, CLOSE - MINUTE + timedelta(days=day))
    before = unknown(market)

    missing.hear(IREN, CLOSE + timedelta(days=3))

    assert ([], ["FB"]) == (before, unknown(market))


def test_where_nobody_was_told_of_nobody_is_missed():
    """The providers are down, and that is told as such."""
    market, missing = watched()

    hears(missing, IREN, [CLOSE + MINUTE])

    assert [] == unknown(market)


def test_a_refusal_is_an_answer():
    """Where all that is asked for is one symbol, it is the only one there is."""
    market, missing = watched("FB")
    missing.refused(Asset.EQUITY, NOON + MINUTE)

    missing.refused(Asset.EQUITY, CLOSE)

    assert ["FB"] == unknown(market)


def test_coins_are_no_shares():
    """Nobody may have been asked about the others, and their day ends at another hour."""
    market, missing = watched("IREN FB BTC-USD")

    hears(missing, IREN, [NOON + MINUTE, CLOSE, at("2025-10-11T00:00Z")])

    assert ["FB"] == unknown(market)


def test_it_is_told_once_and_over_when_somebody_tells_of_it():
    market, missing = watched()
    noted: list[str] = []
    market.doubts.noted.append(lambda doubt: noted.append(doubt.symbol))
    days = [CLOSE + timedelta(days=day) for day in range(5)]
    hears(missing, IREN, [NOON, *days])
    before = unknown(market)

    missing.hear(FB, days[-1] + MINUTE)

    assert (["FB"], ["FB"], []) == (noted, before, unknown(market))


def test_a_halted_one_is_not_missed():
    """Some tell nothing of what does not trade."""
    market, missing = watched()
    market.take(Halt(symbol=FB, at=NOON, reason="T1", resumes=None, seen=NOON))

    hears(missing, IREN, [NOON, CLOSE])

    assert [] == unknown(market)


def test_a_renamed_one_was_told_of_already():
    """Two notices of one thing are one too many."""
    market, missing = watched()
    renamed = CorporateAction(
        symbol=FB,
        ratio=Decimal(1),
        successor=Symbol("META"),
        effective=NOON,
        source="x",
        seen=NOON,
    )
    market.take(renamed)

    hears(missing, IREN, [NOON, CLOSE])

    assert [About.NAME] == [doubt.about for doubt in market.doubts]


@pytest.mark.parametrize(("before", "expected"), [(LEAST, ["FB"]), (LEAST - MINUTE, [])])
def test_who_began_to_listen_just_before_the_bell_misses_nobody(
    before: timedelta, expected: list[str]
):
    market, missing = watched(since=CLOSE - before)

    hears(missing, IREN, [CLOSE - MINUTE, CLOSE])

    assert expected == unknown(market)


def test_one_that_was_added_within_the_session_is_missed_at_the_next_bell():
    market, missing = watched("IREN")
    market.now = CLOSE - MINUTE
    market.tape(FB)

    hears(missing, IREN, [NOON, CLOSE])
    early = unknown(market)
    hears(missing, IREN, [CLOSE + timedelta(days=3)])

    assert ([], ["FB"]) == (early, unknown(market))
