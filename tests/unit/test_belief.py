"""Belief: share counts and closes that cannot be are not taken, and the operator is asked."""

from datetime import date

import pytest

from bot.market.events import Reference
from tests.builders import a_reference
from tests.mornings import BELL, IREN, SECOND, a_morning


@pytest.mark.parametrize(
    ("shares", "expected", "doubts"),
    [
        (12_000_000, 12_000_000, 0),
        (12_000_001, 10_000_000, 1),
        (7_999_999, 10_000_000, 1),
        (660_000_000, 10_000_000, 1),
    ],
)
def test_a_share_count_that_no_issue_explains_is_not_believed(
    shares: int, expected: int, doubts: int
):
    """One free source had a miner at 4.3 M shares, and at 284.7 M the day after."""
    bot = a_morning()

    bot.sees(a_reference("IREN", at=BELL + SECOND, shares=shares))

    assert (expected, doubts) == (bot.market.tape(IREN).shares, len(bot.market.doubts))


def told(shares: int | None, second: int, source: str = "test") -> Reference:
    return a_reference("IREN", at=BELL + second * SECOND, shares=shares, source=source)


def test_a_share_count_that_two_sources_tell_is_believed():
    """Then the old one was wrong."""
    bot = a_morning()
    bot.sees(told(660_000_000, 1), told(660_000_000, 2))
    before = bot.market.tape(IREN).shares

    bot.sees(told(661_000_000, 3, "another"))

    after = bot.market.tape(IREN).shares
    assert (10_000_000, 661_000_000, 0) == (before, after, len(bot.market.doubts))


def test_a_share_count_of_none_is_unknown_and_the_last_one_is_remembered():
    """A blank between two counts must not let the second one through."""
    bot = a_morning()
    bot.sees(told(0, 1))
    blank = bot.market.tape(IREN).shares

    bot.sees(told(660_000_000, 2))

    assert (None, 10_000_000) == (blank, bot.market.tape(IREN).shares)


def test_a_close_that_becomes_another_price_altogether_is_not_believed():
    """A provider that adjusts for a split nobody else has heard of."""
    bot = a_morning()

    bot.sees(a_reference("IREN", at=BELL + SECOND, previous_close=50))

    close = bot.market.tape(IREN).bells.of(date(2025, 10, 9))
    assert close is not None
    assert 100 == close.price
    assert ["IREN: test says previous close of 50.00 after 100.00, which is not believed"] == [
        doubt.text for doubt in bot.market.doubts
    ]
