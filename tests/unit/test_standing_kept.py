"""Standings: splits, silences and pauses are what they were when the process ended."""

from decimal import Decimal

import pytest

from bot.market.events import CorporateAction
from bot.market.instruments import Symbol
from bot.rules.engine import Engine
from bot.rules.model import Rule
from tests.builders import a_bot, a_market, a_quote, a_rule, at
from tests.standings import LEVEL, MOVER, a_morning, begun_again, sees, states


def test_a_split_that_somebody_has_dealt_with_pauses_nobody_again():
    """They looked at the level and took the rule up again, before the restart."""
    split = CorporateAction(
        symbol=Symbol("IREN"),
        ratio=Decimal(2),
        successor=None,
        effective=at("2025-10-10T08:00Z"),
        source="test",
        seen=at("2025-10-10T07:59Z"),
    )
    heard = (split, a_quote("IREN", 51, at="2025-10-10T12:00Z"))
    bot = a_bot(rules=[LEVEL], at="2025-10-10T07:55Z")
    bot.sees(*heard)
    assert {0} == bot.engine.paused
    bot.engine.resume("level")

    market = a_market(at="2025-10-10T07:55Z")
    for event in heard:
        market.turn_to(event.seen)
        market.take(event)
    again = Engine(market)
    again.add(LEVEL)
    again.restore(bot.engine.logbook.changes(), at=bot.market.now)
    again.begin()
    again.changed(market.take(a_quote("IREN", 52, at="2025-10-10T12:01Z")))

    assert set() == again.paused


def test_what_fires_after_a_restart_is_explained_by_what_had_been_missing():
    """Of two that hold, the one that did not until now is the news."""
    rule = a_rule("IREN.price > 90 and WULF.price > 104", name="both")
    bot = a_morning(rule, prices=[100])
    bot.trades("WULF", 100, "2025-10-10T12:02Z")
    bot = begun_again(bot, rule)
    sees(bot, 100)

    sees(bot, 106, "2025-10-10T12:32Z", "WULF")

    assert [True] == [alert.because.startswith("WULF") for alert in bot.alerts]


def test_a_silence_that_was_told_lasts_until_something_is_heard():
    """That we were away as well is no word."""
    rule = a_rule("no data of IREN for 10m", name="silence")
    before = a_morning(rule, prices=[100])
    before.turns_to("2025-10-10T12:20Z")
    bot = begun_again(before, rule)
    bot.turns_to("2025-10-10T12:50Z")
    assert [] == bot.told

    sees(bot, 100, when="2025-10-10T12:51Z")

    assert ["resolved"] == states(bot)


def test_a_silence_that_began_while_nobody_looked_is_none():
    """Nobody knows whether anything was said; it is counted from when we are back."""
    rule = a_rule("no data of IREN for 10m", name="silence")
    bot = begun_again(a_morning(rule, prices=[100]), rule)

    bot.turns_to("2025-10-10T13:00Z")

    assert [at("2025-10-10T12:40Z")] == [alert.updated for alert in bot.alerts]


def test_what_was_paused_stays_paused():
    """Whoever paused it was not asked whether it may ring again."""
    before = a_morning(MOVER, LEVEL, prices=[100])
    before.engine.pause("mover", "IREN")
    bot = begun_again(before, MOVER, LEVEL)

    sees(bot, 106)

    assert [("level", "IREN", "firing")] == bot.told


def test_what_is_resumed_after_a_restart_comes_in_where_it_stands():
    """As without one: what began to hold while it was paused is no news."""
    before = a_morning(MOVER, prices=[100])
    before.engine.pause("mover")
    bot = begun_again(before, MOVER)
    sees(bot, 106)

    bot.engine.resume("mover")
    bot.trades("IREN", 107, "2025-10-10T12:32Z")

    assert [] == bot.told


@pytest.mark.parametrize("rule", [MOVER, LEVEL], ids=["a percent", "a crossing"])
def test_what_is_paused_and_resumed_before_anything_is_heard_comes_in_where_it_stands(rule: Rule):
    """Resuming says so, whatever was known from before."""
    bot = begun_again(a_morning(rule, prices=[100]), rule)
    bot.engine.pause(rule.name)
    sees(bot, 106)

    bot.engine.resume(rule.name)
    bot.trades("IREN", 107, "2025-10-10T12:32Z")

    assert [] == bot.told
