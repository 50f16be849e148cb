"""Modifiers: how long, how often and when a rule may ring, on the clock and not by the quote."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.market.sessions import Session
from bot.rules.engine import Stage
from bot.rules.model import NoData, Repeat, Trigger
from bot.rules.units import amount
from tests.builders import a_bot, a_quote, a_reference, a_rule, at
from tests.watched import Watched

EVER = frozenset({Session.CLOSED, Session.PRE, Session.REGULAR, Session.POST})
EARLY, NOON = "2025-10-10T07:55Z", at("2025-10-10T12:00Z")


def a_modified_bot(when: str = "change > 4%", **modifiers: Any) -> Watched:  # noqa: ANN401 (of every kind)
    bot = a_bot(rules=[replace(a_rule(when, subject="IREN"), **modifiers)], at=EARLY)
    bot.trades("IREN", 100, "2025-10-10T11:59Z")
    return bot


def trades(bot: Watched, *told: tuple[float, float]) -> list[tuple[str, float]]:
    """Trade at these minutes after noon and return the transitions with their minutes."""
    for minute, price in told:
        bot.trades("IREN", str(price), NOON + timedelta(minutes=minute))
    return story(bot)


def story(bot: Watched) -> list[tuple[str, float]]:
    return [(a.state.value, (a.updated - NOON) / timedelta(minutes=1)) for a in bot.alerts]


def test_an_alert_may_stand_a_while_after_its_condition_has_ended():
    """One alert for a price that hangs about its level, not five."""
    bot = a_modified_bot(keep_firing_for=timedelta(minutes=10))

    trades(bot, (0, 105), (2, 103), (5, 105), (7, 103))
    bot.turns_to(NOON + timedelta(minutes=30))

    assert [("firing", 0), ("resolved", 17)] == story(bot)


def test_an_alert_that_stands_on_is_over_on_the_clock():
    """Without another quote, at the very minute."""
    bot = a_modified_bot(keep_firing_for=timedelta(minutes=10))
    trades(bot, (0, 105), (2, 103))

    bot.turns_to(NOON + timedelta(minutes=11, seconds=59))
    assert [("firing", 0)] == story(bot)
    bot.turns_to(NOON + timedelta(minutes=12))

    assert [("firing", 0), ("resolved", 12)] == story(bot)


def test_a_rule_that_rings_once_rings_once():
    """A price target is reached once."""
    bot = a_modified_bot(trigger=Trigger(Repeat.ONCE))

    assert [("firing", 0), ("resolved", 1)] == trades(bot, (0, 105), (1, 103), (2, 105))


def test_once_per_session_rings_again_in_the_next():
    """The pre-market's news is told, and the open's."""
    bot = a_modified_bot(trigger=Trigger(Repeat.ONCE_PER_SESSION))

    told = trades(bot, (0, 105), (1, 103), (2, 105), (3, 103), (91, 105))

    assert [("firing", 0), ("resolved", 1), ("firing", 91)] == told


def test_once_per_bar_rings_again_in_the_next_bar():
    """Bars are counted from midnight: 12:00, 12:05, 12:10."""
    bot = a_modified_bot(trigger=Trigger(Repeat.ONCE_PER_BAR, timedelta(minutes=5)))

    told = trades(bot, (3, 105), (4, 103), (4.5, 105), (4.9, 103), (5, 105))

    assert [("firing", 3), ("resolved", 4), ("firing", 5)] == told


def test_once_per_bar_close_looks_only_when_a_bar_ends():
    """What happens within the bar and is gone by its end was nothing."""
    bot = a_modified_bot(trigger=Trigger(Repeat.ONCE_PER_BAR_CLOSE, timedelta(minutes=5)))
    trades(bot, (1, 105), (4, 103), (6, 105), (9, 106))

    bot.turns_to(NOON + timedelta(minutes=15))

    assert [("firing", 10)] == story(bot)


def test_a_crossing_back_at_the_end_of_a_bar_is_told_with_the_crossing():
    """Two bars end on either side of the level; the reset lies beyond it."""
    close = Trigger(Repeat.ONCE_PER_BAR_CLOSE, timedelta(minutes=5))
    bot = a_modified_bot("price crosses 104", trigger=close, reset=amount("$1"))
    trades(bot, (1, 100), (6, 106), (11, 100))

    bot.turns_to(NOON + timedelta(minutes=16))

    assert [("firing", 10), ("resolved", 15), ("firing", 15)] == story(bot)


def test_a_cooldown_is_the_least_time_between_two_firings():
    """And an edge within it is not made up for: it must be seen not holding again."""
    bot = a_modified_bot(cooldown=timedelta(minutes=10))

    told = trades(bot, (0, 105), (1, 103), (2, 105), (12, 106), (13, 103), (14, 105))

    assert [("firing", 0), ("resolved", 1), ("firing", 14)] == told


def test_a_cooldown_is_over_at_its_last_moment():
    """Ten minutes later is ten minutes later."""
    bot = a_modified_bot(cooldown=timedelta(minutes=10))

    told = trades(bot, (0, 105), (1, 103), (10, 105))

    assert [("firing", 0), ("resolved", 1), ("firing", 10)] == told


def test_a_rule_that_has_expired_rings_no_more_and_lets_its_alert_end():
    """The event it was made for is past."""
    bot = a_modified_bot(expires_at=NOON + timedelta(minutes=5))

    told = trades(bot, (0, 105), (6, 103), (7, 105))

    assert [("firing", 0), ("resolved", 6)] == told


def test_outside_its_sessions_a_rule_waits_and_rings_when_they_come():
    """What still holds at the bell is news at the bell."""
    bot = a_modified_bot(fire_during=frozenset({Session.REGULAR}))

    trades(bot, (0, 105))
    assert ([], Stage.ARMED) == (bot.told, bot.engine.instances[0].stage)
    bot.turns_to("2025-10-10T13:30Z")

    assert [("firing", 90)] == story(bot)


def test_what_no_longer_holds_when_the_session_comes_does_not_ring():
    """The rally was over before the bell."""
    bot = a_modified_bot(fire_during=frozenset({Session.REGULAR}))

    trades(bot, (0, 105), (60, 101))
    bot.turns_to("2025-10-10T13:30Z")

    assert [] == bot.told


@pytest.mark.parametrize(
    ("no_data", "expected"),
    [
        (NoData.KEEP, ["firing"]),
        (NoData.OK, ["firing", "resolved"]),
        (NoData.ALERT, ["firing"]),
    ],
)
def test_what_becomes_of_an_alert_that_cannot_be_told_any_more(
    no_data: NoData, expected: list[str]
):
    """By default nothing; a watchdog wants to ring, a figure to be taken down."""
    bot = a_modified_bot("cap > 1.04B", no_data=no_data)
    trades(bot, (0, 105))

    bot.sees(a_reference("IREN", at=NOON + timedelta(minutes=1), shares=0))

    assert expected == [state for _, _, state in bot.told]


def test_what_cannot_be_told_does_not_arm_a_rule_that_held_already():
    """It takes alerts down; it is no sight of the condition not holding."""
    bot = a_modified_bot("volume > 500", no_data=NoData.OK)
    for second, volume in enumerate([1000, None, 1000]):
        moment = NOON + timedelta(seconds=second)
        bot.sees(a_quote("IREN", 100, at=moment, volume=volume))

    assert [] == bot.told


def test_a_silence_that_ends_with_its_session_is_told_at_that_instant():
    """The day turns for those whose session it waits for, and changes nothing that it reads."""
    rule = replace(a_rule("no data of BTC-USD for 60s", subject="IREN"), fire_during=EVER)
    midnight = at("2025-10-14T04:00Z")  # in New York
    bot = a_bot(rules=[rule], at=midnight - timedelta(hours=1))
    bot.trades("BTC-USD", 100, midnight - timedelta(minutes=1))

    bot.turns_to(midnight)

    assert [midnight] == [a.updated for a in bot.alerts if a.state.value == "firing"][-1:]


def test_a_percentage_of_nothing_is_no_way_back():
    """`age <= 0s` with 1 % holds as long as it reads 0, however often that is."""
    rule = replace(a_rule("IREN.volume <= 0"), reset=amount("1%"))
    bot = a_bot(rules=[rule], at=EARLY)
    for second, volume in enumerate([10, 0, 0, 0]):
        moment = NOON + timedelta(seconds=second)
        bot.sees(a_quote("IREN", 100, at=moment, volume=volume))

    assert ["firing"] == [state for _, _, state in bot.told]


def test_near_to_nothing_is_told_without_a_percentage():
    """How far it is from 0 is no percent of 0."""
    bot = a_modified_bot("volume within 50% of 0")

    bot.sees(a_quote("IREN", 100, at=NOON, volume=5))
    bot.sees(a_quote("IREN", 100, at=NOON + timedelta(seconds=1), volume=0))

    assert ["firing"] == [state for _, _, state in bot.told]


def test_a_rule_may_ring_because_it_cannot_be_told():
    """Everybody has gone quiet for half an hour, and the clock notices: no quote will come."""
    rule = replace(a_rule("miners.cap > 4B"), no_data=NoData.ALERT)
    bot = a_bot(rules=[rule], at=EARLY)
    for symbol in ("IREN", "WULF", "CIFR"):
        bot.trades(symbol, 100, NOON)

    bot.turns_to(NOON + timedelta(minutes=40))

    assert [("firing", 30)] == story(bot)


def test_what_was_due_and_cannot_be_told_waits_for_news_and_not_for_the_clock():
    """A timer that found no answer must neither fire nor spin."""
    bot = a_modified_bot("cap > 1.04B", hold=timedelta(minutes=5))
    trades(bot, (0, 105))
    bot.market.tape(bot.alerts[0].subject).reference = None  # type: ignore[arg-type]  # a subject is a symbol here

    bot.turns_to(NOON + timedelta(minutes=30))
    assert [("pending", 0)] == story(bot)
    bot.sees(a_reference("IREN", at=NOON + timedelta(minutes=31)))

    assert [("pending", 0), ("firing", 31)] == story(bot)


@pytest.mark.parametrize(
    ("modifiers", "says"),
    [
        ({}, "Muted by nothing"),
        ({"cooldown": timedelta(hours=1)}, "its cooldown lasts until 2025-10-10T13:00:00Z"),
        ({"trigger": Trigger(Repeat.ONCE)}, "it rings once, and has"),
        ({"expires_at": NOON + timedelta(minutes=1)}, "it expired at 2025-10-10T12:01:00Z"),
        ({"fire_during": frozenset({Session.PRE})}, "Muted by nothing"),
        ({"fire_during": frozenset({Session.POST})}, "does not ring in this session (pre-market)"),
    ],
)
async def test_why_says_what_would_mute_a_rule(modifiers: dict[str, Any], says: str):
    """Quiet for a reason is not broken."""
    bot = a_modified_bot(**modifiers)
    trades(bot, (0, 105), (1, 103), (2, 103.5))

    reply = await bot.asks("/why a-rule")

    assert says in "; ".join(f"{f.label} {f.value}" for f in reply.facts)
