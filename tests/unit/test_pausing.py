"""Rules that are left unread for a while, wholly or about one of their subjects."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.market.events import CorporateAction
from bot.market.instruments import Symbol
from bot.rules.instance import Stage
from tests.builders import a_bot, a_quote, a_rule, a_watchlist, at
from tests.watched import Watched

START = at("2025-10-10T13:25Z")  # five minutes before the bell
OVER = a_rule("price > 101", name="over", for_each="pair")
PAIR = [a_watchlist("pair", "IREN WULF")]


def a_pair(*rules: str) -> Watched:
    made = [a_rule(when, name=when, for_each="pair") for when in rules] or [OVER]
    bot = a_bot(rules=made, watchlists=PAIR, at=START)
    both(bot, 100, after=1)
    return bot


def both(bot: Watched, price: int, *, after: int) -> None:
    """Let both members trade, so many seconds after the start."""
    moment = START + timedelta(seconds=after)
    bot.sees(*(a_quote(symbol, price, at=moment) for symbol in ("IREN", "WULF")))


def test_one_subject_of_a_rule_can_be_paused():
    """A split of one member says nothing about the levels of the others."""
    bot = a_pair()

    paused = bot.engine.pause("over", "IREN")
    both(bot, 102, after=2)

    assert (1, [("over", "WULF", "firing")]) == (paused, bot.told)


def test_one_subject_is_resumed_and_the_others_stay_paused():
    """It comes in where it is now, and rings at the next turn."""
    bot = a_pair()
    bot.engine.pause("over")

    both(bot, 102, after=2)
    edges = bot.engine.resume("over", "WULF")
    both(bot, 100, after=3)
    both(bot, 102, after=4)

    assert ([], [("over", "WULF", "firing")]) == (edges, bot.told)


def test_what_fired_when_it_was_paused_may_be_over_when_it_is_resumed():
    """Its alert stands meanwhile, for nobody can tell; then it ends at once."""
    bot = a_pair()
    both(bot, 102, after=2)
    bot.engine.pause("over", "IREN")

    both(bot, 100, after=3)
    edges = bot.engine.resume("over", "IREN")

    assert [("IREN", "resolved")] == [(edge.subject, edge.turn.value) for edge in edges]


def test_pausing_twice_is_pausing_once():
    """A split may pause what a person has paused already; one word of theirs resumes it."""
    bot = a_pair("price moves 1% within 5m")
    [name] = {instance.rule.name for instance in bot.engine.instances}

    bot.engine.pause(name, "IREN")
    bot.engine.pause(name)
    bot.engine.resume(name)
    both(bot, 105, after=2)
    bot.engine.drop(name)
    both(bot, 110, after=3)

    assert [(name, "IREN", "firing"), (name, "WULF", "firing")] == bot.told


@pytest.mark.parametrize("when", ["price moves 1% within 5m", "price > 101"])
def test_what_is_not_paused_need_not_be_resumed(when: str):
    """It is read as it was, and once it is dropped nobody looks for it."""
    bot = a_pair(when)

    bot.engine.resume(when)
    bot.engine.drop(when)
    both(bot, 105, after=2)

    assert [] == bot.told


def test_a_paused_rule_can_be_dropped():
    """And its neighbour reads on."""
    bot = a_pair()
    bot.engine.pause("over", "IREN")

    dropped = bot.engine.drop("over", "IREN")
    both(bot, 102, after=2)

    assert (1, 1, [("over", "WULF", "firing")]) == (dropped, len(bot.engine.instances), bot.told)


def test_nothing_paused_is_read_at_a_start():
    """What is known then is no reading of theirs."""
    bot = a_pair()
    bot.engine.drop("over")
    bot.engine.add(OVER)
    bot.engine.pause("over", "IREN")

    bot.engine.begin()

    assert [Stage.UNREAD, Stage.ARMED] == [instance.stage for instance in bot.engine.instances]


def test_a_paused_rule_waits_for_no_alarm():
    """What was pending when it was paused does not ring by the clock alone."""
    rule = a_rule("price > 101", name="over", for_each="pair", hold="1m")
    bot = a_bot(rules=[rule], watchlists=PAIR, at=START)
    both(bot, 100, after=1)
    both(bot, 102, after=2)

    bot.engine.pause("over", "IREN")
    bot.turns_to(START + timedelta(minutes=2))

    assert [("over", "WULF", "firing")] == [told for told in bot.told if "firing" in told]


def test_a_split_pauses_the_levels_of_its_own_share_alone():
    """Once its level has been looked at, that one subject goes on, and the other always did."""
    bot = a_bot(rules=[a_rule("price < 60", name="low", for_each="pair")], watchlists=PAIR)
    day = at("2025-10-13T08:00Z")
    split = CorporateAction(
        symbol=Symbol("IREN"),
        ratio=Decimal(2),
        successor=None,
        effective=day,
        source="test",
        seen=at("2025-10-10T21:00Z"),
    )
    bot.sees(
        a_quote("IREN", 100, at="2025-10-10T14:00Z"),
        a_quote("WULF", 61, at="2025-10-10T14:00Z"),
        split,
    )
    bot.sees(
        a_quote("IREN", 50, at=day + timedelta(hours=1)),
        a_quote("WULF", 59, at=day + timedelta(hours=1)),
    )
    before = bot.told[:]

    bot.engine.resume("low", "IREN")
    bot.sees(a_quote("IREN", 61, at=day + timedelta(hours=2)))
    bot.sees(a_quote("IREN", 59, at=day + timedelta(hours=3)))

    assert [("low", "WULF", "firing")] == before
    assert [*before, ("low", "IREN", "firing")] == bot.told
