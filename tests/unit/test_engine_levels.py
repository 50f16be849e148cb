"""Levels: what crosses one, what is near it, and what at the level itself."""

from datetime import timedelta

import pytest

from bot.rules.model import Initial
from tests.builders import a_bot, a_quote, a_rule, at
from tests.movers import EARLY, PRE, prices, states


def test_a_crossing_needs_the_other_side_first():
    """Starting above the level is where we came in, not news."""
    bot = a_bot(rules=["IREN.price crosses above 104"], known=[a_quote("IREN", 105)])

    prices(bot, 106, 103, 105)

    assert ["firing"] == states(bot)
    assert at(PRE) + timedelta(minutes=3) == bot.alerts[0].started


def test_not_even_a_rule_that_fires_at_once_has_crossed_what_it_starts_beyond():
    """`initial: fire` rings for what holds; a crossing nobody saw does not."""
    rule = a_rule("IREN.price crosses above 104", initial=Initial.FIRE)
    bot = a_bot(rules=[rule], known=[a_quote("IREN", 105)])

    prices(bot, 106)

    assert [] == bot.told


def test_touching_the_level_is_not_crossing_it():
    """From under to exactly the level, and back."""
    bot = a_bot(rules=["IREN.price crosses above 104"], at=EARLY)

    prices(bot, 103, 104, 103)

    assert [] == bot.told


def test_crossing_below_is_the_mirror_of_crossing_above():
    """A wrong sign would hide here."""
    rule = a_rule("IREN.price crosses below 104", reset="$1")
    bot = a_bot(rules=[rule], at=EARLY)

    prices(bot, 105, "103.99", "104.99", 105, "103.99")

    assert ["firing", "resolved", "firing"] == states(bot)


def test_a_session_metric_that_gaps_over_the_level_has_crossed_it():
    """Before the session there was no move, so the first print makes it."""
    bot = a_bot(
        rules=[a_rule("premarket crosses above 4%", subject="IREN")], at="2025-10-10T07:55Z"
    )

    bot.trades("IREN", 109, "2025-10-10T08:00Z")

    assert ["firing"] == states(bot)


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ("IREN.price within 2% below 100", ["98", "99", "100"]),
        ("IREN.price within 2% above 100", ["100", "101", "102"]),
        ("IREN.price within 2% of 100", ["98", "99", "100", "101", "102"]),
        ("IREN.price within $1 of 100", ["99", "100", "101"]),
        ("IREN.change within 1% below 1%", ["100", "101"]),
    ],
)
def test_near_is_a_zone_with_both_its_edges(when: str, holds: list[str]):
    """To near is not to cross: past the level it is near no more."""
    near = []
    for price in ["97", "97.99", "98", "99", "100", "101", "102", "102.01"]:
        bot = a_bot(rules=[a_rule(when, initial=Initial.FIRE)], at=EARLY)
        bot.trades("IREN", price, PRE)
        near += [price] * (states(bot) == ["firing"])

    assert holds == near


def test_a_reset_widens_the_far_edge_of_a_zone_and_not_the_level():
    """Coming from below, the zone ends at the level whatever the reset."""
    rule = a_rule("IREN.price within 2% below 100", reset="1%")
    bot = a_bot(rules=[rule], at=EARLY)
    prices(bot, 95, 98, "97.5", "97.02")
    assert ["firing"] == states(bot)

    prices(bot, "100.01", start="2025-10-10T12:10Z")

    assert ["firing", "resolved"] == states(bot)


@pytest.mark.parametrize(
    ("sign", "holds"),
    [
        (">", ["101"]),
        (">=", ["100", "101"]),
        ("<", ["99"]),
        ("<=", ["99", "100"]),
        ("=", ["100"]),
        ("!=", ["99", "101"]),
    ],
)
def test_every_sign_means_what_it_says_at_the_level_itself(sign: str, holds: list[str]):
    """Off by one at a level is the mistake nobody sees."""
    held = []
    for price in ["99", "100", "101"]:
        bot = a_bot(rules=[a_rule(f"IREN.price {sign} 100", initial=Initial.FIRE)], at=EARLY)
        bot.trades("IREN", price, PRE)
        held += [price] * (states(bot) == ["firing"])

    assert holds == held
