"""Confirmation: who else has seen a large move, and what explains one that nobody has."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.confirmation import Confirmation, Found
from bot.market.events import CorporateAction, Event, Halt, Quote
from bot.market.instruments import Symbol
from bot.market.state import Market
from tests.builders import a_market, a_quote, a_watchlist, at

IREN = Symbol("IREN")
NOON = at("2025-10-10T12:00Z")
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def a_halt(resumes: timedelta | None, since: timedelta = HOUR) -> Halt:
    over = None if resumes is None else NOON + resumes
    return Halt(symbol=IREN, at=NOON - since, reason="T1", resumes=over, seen=NOON)


def a_split(since: timedelta) -> CorporateAction:
    return CorporateAction(
        symbol=IREN, ratio=Decimal(2), successor=None, effective=NOON - since, source="x", seen=NOON
    )


def found(market: Market, move: str, *, said: Quote | None = None) -> Found:
    """Judge a move of one source to 120."""
    quote = said or a_quote("IREN", "120", at=NOON, source="one")
    return Confirmation(market).of(quote, Decimal(move), NOON)


def told(
    market: Market, source: str, price: str = "120", *, ago: int = 0, since: int = 0
) -> Market:
    """Let a source tell a price so many seconds ago, of a trade of `since` so many before that."""
    seen = NOON - ago * SECOND
    market.witnesses.hear(IREN, source, Decimal(price), at=seen - since * SECOND, seen=seen)
    return market


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        ("4", "confirmed"),
        ("15", "confirmed"),
        ("15.00000001", "unconfirmed"),
        ("-15.01", "unconfirmed"),
        ("40", "unconfirmed"),
        ("40.00000001", "suspicious"),
        ("-99.97", "suspicious"),
    ],
)
def test_a_large_move_that_one_source_tells_is_not_confirmed(move: str, expected: str):
    """A small one needs nobody's word; past forty percent it looks like a fault."""
    assert (expected, "") == found(a_market(), move)


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        ([], "unconfirmed"),
        (["25"], "confirmed"),
        (["25", "10"], "unconfirmed"),
        (["30", "20.01"], "confirmed"),
    ],
)
def test_the_strictest_list_an_instrument_is_in_decides(lists: list[str], expected: str):
    """In no list it is 15 %."""
    watchlists = [
        replace(a_watchlist(f"list-{n}", "IREN"), confirm_over=Decimal(over))
        for n, over in enumerate(lists)
    ]

    assert expected == found(a_market(watchlists=watchlists), "20").verdict


@pytest.mark.parametrize(
    ("source", "price", "ago", "since", "expected"),
    [
        ("another", "120.90", 0, 0, "confirmed"),
        ("another", "120.91", 0, 0, "unconfirmed"),
        ("another", "119.10", 300, 0, "confirmed"),
        ("another", "120", 301, 0, "unconfirmed"),
        ("another", "120", 0, 300, "confirmed"),
        ("another", "120", 0, 301, "unconfirmed"),
        ("one", "120", 0, 0, "unconfirmed"),
    ],
)
def test_a_second_source_confirms_what_it_has_just_told_alike(
    source: str, price: str, ago: int, since: int, expected: str
):
    """Within 0.75 % and five minutes; a frozen source repeats an old trade, and its own goes on."""
    market = told(a_market(), source, price, ago=ago, since=since)

    assert expected == found(market, "20").verdict


def test_who_confirmed_it_is_named():
    market = told(told(told(a_market(), "cnbc"), "nasdaq", "120.10"), "yahoo", "100")

    assert "cnbc, nasdaq" == found(market, "60").by


@pytest.mark.parametrize(("ago", "expected"), [(0, "cnbc"), (300, "cnbc"), (301, "")])
def test_an_old_trade_that_two_tell_alike_is_confirmed(ago: int, expected: str):
    """Thin names go many minutes without a trade before the bell; who fell silent tells nothing."""
    old = a_quote("IREN", "120", at=NOON - HOUR, seen=NOON, source="one")
    market = told(a_market(), "cnbc", ago=ago, since=3600 - ago)

    assert expected == found(market, "20", said=old).by


def test_a_source_is_taken_at_its_newest_word():
    """One that has come away from a price no longer tells it."""
    assert "unconfirmed" == found(told(told(a_market(), "cnbc"), "cnbc", "104"), "20").verdict


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (a_halt(None), "a halt"),
        (a_halt(HOUR), "a halt"),
        (a_halt(-HOUR / 2), "a halt"),
        (a_halt(-timedelta(days=1), timedelta(days=2)), ""),
        (a_halt(2 * HOUR, -HOUR), ""),
        (a_split(HOUR), "a split"),
        (a_split(timedelta(days=1)), ""),
    ],
)
def test_a_halt_or_a_split_explains_a_move_for_a_day(event: Event, expected: str):
    """What opens after one may open anywhere; what is still to come explains nothing."""
    market = a_market(at=NOON - timedelta(days=3))
    market.take(replace(event, seen=NOON))

    assert expected == found(market, "60").by


def test_what_is_heard_of_one_instrument_says_nothing_of_another():
    market = a_market()
    market.witnesses.hear(Symbol("WULF"), "another", Decimal(120), at=NOON, seen=NOON)

    assert "unconfirmed" == found(market, "20").verdict


MOVES = st.decimals(min_value=-99, max_value=900, places=4)
PRICES = st.sampled_from(["1.20", "119.09", "119.10", "120", "120.90", "120.91", "12000"])
AGES = st.integers(0, 600)


@given(MOVES, st.lists(st.tuples(PRICES, AGES), max_size=50))
def test_what_one_source_repeats_never_confirms(move: Decimal, prints: list[tuple[str, int]]):
    """M1: Berkshire stood at 185.10 for two hours, again and again."""
    market = a_market()
    for price, ago in prints:
        told(market, "one", price, ago=ago)
    alone = found(a_market(), str(move))

    assert alone == found(market, str(move))


Word = tuple[str, str, int, int]
WORDS = st.lists(st.tuples(st.sampled_from(["one", "cnbc", "nasdaq"]), PRICES, AGES, AGES))


@given(MOVES, WORDS)
def test_a_move_is_confirmed_by_another_sources_newest_word_and_by_nothing_else(
    move: Decimal, words: list[Word]
):
    """Held against the sentence itself, over all that was ever said."""
    market, newest = a_market(), dict[str, Word]()
    for word in words:
        source, price, ago, since = newest[word[0]] = word
        told(market, source, price, ago=ago, since=since)

    def stands_behind(word: Word) -> bool:
        source, price, ago, since = word
        alike = Decimal("119.1") <= Decimal(price) <= Decimal("120.9")
        return source != "one" and alike and ago <= 300 and ago + since <= 300

    by = {word[0] for word in newest.values() if stands_behind(word)}
    large, far = abs(move) > 15, abs(move) > 40
    expected = "suspicious" if far else "unconfirmed" if large else "confirmed"
    verdict = found(market, str(move))

    assert by == set(filter(None, verdict.by.split(", ")))
    assert ("confirmed" if by else expected) == verdict.verdict


def test_only_who_waits_for_an_instrument_hears_of_it():
    """Most words are about what nobody waits for, and are heard by the thousand."""
    market, heard = a_market(), list[tuple[Symbol, datetime]]()
    market.witnesses.heard.append(lambda symbol, when: heard.append((symbol, when)))
    told(market, "one")
    market.witnesses.awaited.add(IREN)

    told(market, "one", ago=-1)

    assert [(IREN, NOON + SECOND)] == heard
