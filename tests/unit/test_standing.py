"""Standings: what is known of a rule outlives the process, and what happened meanwhile is news."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.market.sessions import Session
from bot.rules.model import NoData, Repeat, Trigger
from tests.builders import a_bot, a_reference, a_rule, at
from tests.standings import (
    CAP,
    LATER,
    LEVEL,
    MOVER,
    START,
    a_morning,
    begun_again,
    sees,
    sees_all,
    states,
)


def test_what_fired_before_a_restart_and_holds_still_does_not_fire_again():
    """A restart in the middle of a rally does not replay it."""
    bot = begun_again(a_morning(MOVER, prices=[100, 106]), MOVER)

    sees(bot, 107)

    assert [] == bot.told


def test_what_ended_while_nobody_looked_is_over_at_the_first_quote_with_its_title_and_start():
    """Whoever was told that it began is told that it is over."""
    before = a_morning(MOVER, prices=[100, 106])
    bot = begun_again(before, MOVER)

    sees(bot, 101)

    [fired], [over] = before.alerts, bot.alerts
    assert (fired.title, fired.started, "resolved") == (over.title, over.started, over.state.value)


def test_what_ended_with_its_session_is_over_as_soon_as_we_are_back():
    """No quote of the morning is to come in the afternoon."""
    bot = begun_again(a_morning(MOVER, prices=[100, 106]), MOVER, when="2025-10-10T15:00Z")

    assert [("mover", "IREN", "resolved")] == bot.told


def test_what_began_while_nobody_looked_fires_at_the_first_quote():
    """It was seen not holding before; that it holds now is news, not where we came in."""
    bot = begun_again(a_morning(MOVER, prices=[100]), MOVER)

    sees(bot, 106)

    assert [("mover", "IREN", "firing")] == bot.told


def test_a_rule_that_is_new_since_takes_what_holds_for_where_it_came_in():
    """Nothing is known of it from before."""
    bot = begun_again(a_morning(prices=[100]), MOVER)

    sees(bot, 106)

    assert [] == bot.told


def test_a_level_that_was_crossed_while_nobody_looked_has_been_crossed():
    """The reference that a feed tells first is a rebase, and forgets no side we knew."""
    bot = begun_again(a_morning(LEVEL, prices=[100]), LEVEL)

    sees(bot, 106)

    assert [("level", "IREN", "firing")] == bot.told


def test_what_the_clock_alone_tells_settles_nothing_that_a_quote_is_to_tell():
    """Before the bell the whole is False, whatever the price crossed meanwhile."""
    rule = a_rule("IREN.price crosses above 104 and IREN.regular > 1%", name="both")
    bot = begun_again(a_morning(rule, prices=[100]), rule)
    sees(bot, 106)

    bot.trades("IREN", 105, "2025-10-10T13:30:01Z")
    bot.trades("IREN", 107, "2025-10-10T13:31Z")

    assert [("both", "IREN", "firing")] == bot.told


def test_a_figure_that_a_rebase_completes_fires_at_the_quote_after_it():
    """A cap is known once the last share count is; that is no reason to miss what it passed."""
    bot = a_bot(rules=[CAP], at=START)
    for symbol in ("IREN", "WULF", "CIFR"):
        bot.trades(symbol, 100, "2025-10-10T12:01Z")
    bot = begun_again(bot, CAP)
    for minute, symbol in enumerate(("IREN", "WULF", "CIFR"), 31):
        bot.sees(a_reference(symbol, at=f"2025-10-10T12:{minute}Z", shares=None))
        bot.trades(symbol, 110, f"2025-10-10T12:{minute}:01Z")
    for symbol in ("IREN", "WULF", "CIFR"):
        bot.sees(a_reference(symbol, at="2025-10-10T12:35Z"))
    assert [] == bot.refused

    bot.trades("IREN", 110, "2025-10-10T12:36Z")

    assert [("cap", "miners", "firing")] == bot.told


def test_a_cap_that_is_told_piece_by_piece_is_not_over_in_between():
    """Until its quote comes, what is told first of the last member leaves it at its close."""
    rule = replace(CAP, when="miners.cap > 3.25B")
    bot = a_bot(rules=[rule], at=START)
    for symbol in ("IREN", "WULF", "CIFR"):
        bot.trades(symbol, 110, "2025-10-10T12:01Z")
    assert [("cap", "miners", "firing")] == bot.told

    bot = begun_again(bot, rule)
    sees_all(bot, 110)

    assert [] == bot.told


def test_a_count_does_not_go_by_what_its_members_read_before():
    """Two of three held yesterday; of today nothing is known but the third."""
    rule = a_rule("all of miners have change > 4%", name="rally")
    bot = a_bot(rules=[rule], at=START)
    for symbol in ("IREN", "WULF"):
        bot.trades(symbol, 106, "2025-10-10T12:01Z")
    bot.trades("CIFR", 100, "2025-10-10T12:01Z")
    bot = begun_again(bot, rule)

    sees(bot, 106, symbol="CIFR")

    assert [] == bot.told


@pytest.mark.parametrize(
    ("back", "told"),
    [("2025-10-10T12:05Z", ["firing"]), (LATER, ["firing"])],
    ids=["in time", "overdue"],
)
def test_what_was_pending_keeps_since_when(back: str, told: list[str]):
    """Ten minutes are ten minutes, whoever was away for some of them."""
    rule = a_rule("premarket > 4%", name="mover", for_each="miners", hold="10m")
    bot = begun_again(a_morning(rule, prices=[100, 106]), rule, when=back)
    sees(bot, 106, when=str(at(back) + timedelta(minutes=1)))
    rang = len(bot.told)

    bot.turns_to("2025-10-10T12:12Z")

    assert told == states(bot)
    assert (back == LATER) == bool(rang)


def test_what_was_pending_and_holds_no_longer_lapses():
    """It had not rung; its line says that it is over."""
    rule = a_rule("premarket > 4%", name="mover", for_each="miners", hold="10m")
    bot = begun_again(a_morning(rule, prices=[100, 106]), rule)

    sees(bot, 101)

    assert ["resolved"] == states(bot)


@pytest.mark.parametrize(
    ("modifier", "fires"),
    [
        ({"cooldown": timedelta(hours=1)}, False),
        ({"cooldown": timedelta(minutes=10)}, True),
        ({"trigger": Trigger(Repeat.ONCE)}, False),
        ({"trigger": Trigger(Repeat.ONCE_PER_SESSION)}, False),
        ({"trigger": Trigger(Repeat.ONCE_PER_BAR, timedelta(minutes=30))}, True),
        ({"trigger": Trigger(Repeat.ONCE_PER_BAR, timedelta(days=1))}, False),
        ({"expires_at": at(LATER)}, False),
        ({"fire_during": frozenset({Session.REGULAR})}, False),
    ],
    ids=str,
)
def test_what_keeps_a_rule_from_ringing_again_is_kept(modifier: dict[str, Any], fires: bool):
    """It rang before the restart and was over; the next edge is held to the same."""
    rule = replace(a_rule("premarket > 4%", name="mover", for_each="miners"), **modifier)
    bot = begun_again(a_morning(rule, prices=[100, 106, 100]), rule)

    sees(bot, 106)

    assert fires == ("firing" in states(bot))


def test_an_alert_that_is_kept_on_is_over_when_it_would_have_been():
    """`keep_firing_for` ends on the clock, with or without a quote."""
    base = a_rule("premarket > 4%", name="mover", for_each="miners")
    rule = replace(base, keep_firing_for=timedelta(hours=1))
    bot = begun_again(a_morning(rule, prices=[100, 106, 100]), rule)

    bot.turns_to("2025-10-10T13:03Z")

    assert [at("2025-10-10T13:03Z")] == [alert.updated for alert in bot.alerts]


def test_what_is_unknown_at_the_start_is_no_missing_data():
    """`no_data: ok` takes an alert down where data fails, not where nobody has heard any yet."""
    rule = replace(CAP, when="miners.cap > 2.9B", no_data=NoData.OK)
    bot = a_bot(rules=[rule], at=START)
    for symbol, price in (("WULF", 100), ("CIFR", 100), ("IREN", 80), ("IREN", 100)):
        bot.trades(symbol, price, "2025-10-10T12:01Z")
    assert [("cap", "miners", "firing")] == bot.told

    bot = begun_again(bot, rule)
    sees_all(bot, 100)

    assert [] == bot.told


def test_data_that_fails_once_some_was_heard_is_missing():
    """Also for a rule that looks only when a bar ends."""
    quarters = Trigger(Repeat.ONCE_PER_BAR_CLOSE, timedelta(minutes=15))
    rule = replace(CAP, when="miners.cap > 2.9B", no_data=NoData.OK, trigger=quarters)
    bot = a_bot(rules=[rule], at=START)
    for symbol, price in (("WULF", 100), ("CIFR", 100), ("IREN", 80)):
        bot.trades(symbol, price, "2025-10-10T12:01Z")
    bot.trades("IREN", 100, "2025-10-10T12:20Z")
    bot.turns_to(LATER)
    bot = begun_again(bot, rule, when="2025-10-10T12:31Z")
    sees_all(bot, 100)

    bot.turns_to("2025-10-10T13:20Z")

    assert ["resolved"] == states(bot)


def test_a_move_is_measured_from_before_the_restart():
    """Half of it was seen before, half after: it is one move."""
    rule = a_rule("IREN.price rises 5% within 1h", name="move")
    bot = begun_again(a_morning(rule, prices=[100, 103]), rule)

    sees(bot, 106)

    assert [("move", "IREN", "firing")] == bot.told


def test_once_a_rule_has_heard_something_a_rebase_is_one_again():
    """What it changes may end an alert, and never begins one."""
    bot = begun_again(a_morning(MOVER, prices=[100]), MOVER)
    sees(bot, 100)

    bot.sees(a_reference("IREN", at="2025-10-10T12:32Z", previous_close=90))
    bot.trades("IREN", 100, "2025-10-10T12:33Z")

    assert [] == bot.told
