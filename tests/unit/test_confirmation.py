"""Confirmation: who else has seen a large move, and what explains one that nobody has."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.market.confirmation import Confirmation, Verdict
from bot.market.events import CorporateAction, Event, Halt
from bot.market.instruments import Symbol
from tests.builders import a_quote, at

IREN = Symbol("IREN")
NOON = at("2025-10-10T12:00Z")
HOUR = timedelta(hours=1)


def a_halt(resumes: timedelta | None) -> Halt:
    over = None if resumes is None else NOON + resumes
    return Halt(symbol=IREN, at=NOON - HOUR, reason="T1", resumes=over, seen=NOON)


def a_split(since: timedelta) -> CorporateAction:
    return CorporateAction(
        symbol=IREN, ratio=Decimal(2), successor=None, effective=NOON - since, source="x", seen=NOON
    )


def verdict(move: str, *heard: Event, price: str = "120", over: str = "15") -> str:
    """Judge a move of one source to 120, after what else was heard."""
    confirmation = Confirmation()
    confirmation.hear(a_quote("IREN", "120", at=NOON, source="one"))
    for event in heard:
        confirmation.hear(event)
    found = confirmation.verdict(IREN, Decimal(price), NOON, move=Decimal(move), over=Decimal(over))
    assert isinstance(found, Verdict)
    return found.value


@pytest.mark.parametrize(
    ("move", "expected"),
    [
        ("4", "confirmed"),
        ("15", "confirmed"),
        ("15.01", "unconfirmed"),
        ("-15.01", "unconfirmed"),
        ("40", "unconfirmed"),
        ("40.01", "suspicious"),
        ("-99.97", "suspicious"),
    ],
)
def test_a_large_move_that_one_source_tells_is_not_confirmed(move: str, expected: str):
    """A small one needs nobody's word; past forty percent it looks like a fault."""
    assert expected == verdict(move)


@pytest.mark.parametrize(
    ("price", "ago", "source", "expected"),
    [
        ("120.90", 0, "another", "confirmed"),
        ("120.91", 0, "another", "unconfirmed"),
        ("119.10", 300, "another", "confirmed"),
        ("120", 301, "another", "unconfirmed"),
        ("120", 0, "one", "unconfirmed"),
    ],
)
def test_a_second_source_confirms_what_it_has_just_told_alike(
    price: str, ago: int, source: str, expected: str
):
    """Within 0.75 % and five minutes; what one source says twice is said once."""
    told = a_quote("IREN", price, at=NOON - timedelta(seconds=ago), source=source)

    assert expected == verdict("20", told)


def test_a_source_is_taken_at_its_newest_word():
    """One that has come away from a price no longer tells it."""
    heard = [a_quote("IREN", price, at=NOON, source="another") for price in (120, 104)]

    assert "unconfirmed" == verdict("20", *heard)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (a_halt(None), "confirmed"),
        (a_halt(-HOUR / 2), "confirmed"),
        (a_halt(timedelta(days=-2)), "suspicious"),
        (a_split(HOUR), "confirmed"),
        (a_split(timedelta(days=2)), "suspicious"),
    ],
)
def test_a_halt_or_a_split_explains_a_move_for_a_day(event: Event, expected: str):
    """What opens after one may open anywhere."""
    assert expected == verdict("60", event)


def test_what_is_heard_of_one_instrument_says_nothing_of_another():
    assert "unconfirmed" == verdict("20", a_quote("WULF", "120", at=NOON, source="another"))
