"""Standings: what is known of a rule outlives the process, and what happened meanwhile is news."""

import logging
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.alerts.model import Alert
from bot.journal import Standing
from bot.market.events import CorporateAction
from bot.market.instruments import Symbol
from bot.market.sessions import Session
from bot.rules.engine import Engine, Stage
from bot.rules.model import NoData, Repeat, Rule, Trigger
from bot.storage import bodies
from tests.builders import Watched, a_bot, a_market, a_quote, a_reference, a_rule, at

START = "2025-10-10T12:00Z"
LATER = "2025-10-10T12:30Z"
MOVER = a_rule("premarket > 4%", name="mover", for_each="miners", reset="1%")
LEVEL = a_rule("IREN.price crosses above 104", name="level")
CAP = a_rule("miners.cap > 3.1B", name="cap")


def a_morning(*rules: Rule, prices: Iterable[int] = ()) -> Watched:
    bot = a_bot(rules=rules, at=START)
    for minute, price in enumerate(prices, 1):
        bot.trades("IREN", price, at(START) + timedelta(minutes=minute))
    return bot


def begun_again(bot: Watched, *rules: Rule, when: str = LATER) -> Watched:
    """Begin again as a live bot does: of the market nothing is known, of rules what was kept."""
    again = Watched(a_market(at=when), rules=(), known=())
    for rule in rules:
        again.engine.add(rule)
    living = [bodies.written(alert) for alert in bot.book.living.values()]
    again.book.restore(bodies.read(body, Alert) for body in living)
    left = again.engine.restore(bot.engine.logbook.changes())
    again.alerts += again.book.abandon(left)
    again.pipeline.begin()
    return again


def sees(bot: Watched, price: int, when: str = "2025-10-10T12:31Z", symbol: str = "IREN") -> None:
    """See what a provider tells first of an instrument: what it is, and then its price."""
    bot.sees(a_reference(symbol, at=when))
    bot.trades(symbol, price, at(when) + timedelta(seconds=1))
    assert [] == bot.refused


def sees_all(bot: Watched, price: int) -> None:
    """See the same of each member, one after the other."""
    for second, symbol in enumerate(("IREN", "WULF", "CIFR")):
        sees(bot, price, str(at("2025-10-10T12:32Z") + timedelta(seconds=10 * second)), symbol)


def states(bot: Watched) -> list[str]:
    return [alert.state.value for alert in bot.alerts]


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


@pytest.mark.parametrize("rules", [(), (replace(MOVER, when="premarket > 5%"),)], ids=str)
def test_the_alert_of_a_rule_that_is_gone_or_another_is_over(rules: tuple[Rule, ...]):
    """Nobody would ever end it."""
    bot = begun_again(a_morning(MOVER, prices=[100, 106]), *rules)

    assert [("mover", "IREN", "resolved")] == bot.told


def test_a_rule_that_was_written_anew_begins_anew():
    """What the old one had read says nothing about the new one."""
    bot = begun_again(a_morning(MOVER, prices=[100]), replace(MOVER, reset=None))

    sees(bot, 106)

    assert [] == bot.told


def test_two_rules_of_one_name_and_subject_are_told_apart():
    """A person may say one thing twice, with another level."""
    lower, upper = (a_rule(f"IREN.price > {level}", name="level") for level in (104, 108))
    bot = begun_again(a_morning(lower, upper, prices=[100, 106]), upper, lower)

    stages = [instance.stage for instance in bot.engine.instances]

    assert [Stage.ARMED, Stage.FIRING] == stages


@pytest.mark.parametrize(
    "body",
    [
        "",
        "no JSON",
        '{"stage":"ARMED","armed":true,"memory":[true]}',
        '{"stage":"ASLEEP","armed":true,"memory":[false,null]}',
        '{"stage":"ARMED","armed":true,"memory":[false,null],"cause":7}',
        '{"stage":"ARMED","armed":true,"memory":[false,null],"mood":"good"}',
    ],
)
def test_a_standing_that_cannot_be_read_costs_its_own_rule_alone(body: str):
    """It begins anew, and its neighbours go on."""
    before = a_morning(MOVER, CAP, prices=[100])
    kept = before.engine.logbook.changes()
    broken = [replace(s, body=body) if s.subject == "IREN" else s for s in kept]
    bot = Watched(a_market(at=LATER), rules=(), known=())
    for rule in (MOVER, CAP):
        bot.engine.add(rule)

    bot.engine.restore(broken)

    stages = {i.subject: i.stage for i in bot.engine.instances}
    assert Stage.UNREAD is stages["IREN"]


def test_a_standing_of_which_half_can_be_read_leaves_nothing_behind():
    """A level that was thought to hold would be easier to hold than to reach."""
    rule = a_rule("IREN.price > 104 or WULF.price > 104", name="either", reset="2%")
    [kept] = a_morning(rule, prices=[100]).engine.logbook.changes()
    half = '{"stage":"FIRING","armed":false,"memory":[0,[[true,"104"],["far",null]]]}'
    bot = Watched(a_market(at=LATER), rules=(), known=())
    bot.engine.add(rule)
    bot.engine.restore([replace(kept, body=half)])
    bot.pipeline.begin()

    bot.trades("WULF", 100, "2025-10-10T12:31Z")
    for price in (103, 105):
        bot.trades("IREN", price, "2025-10-10T12:32Z")

    assert [("either", "IREN", "firing")] == bot.told


def test_that_a_rule_begins_anew_is_logged_with_its_name(caplog: pytest.LogCaptureFixture):
    """Somebody may wonder why it was silent."""
    before = a_morning(LEVEL, prices=[100])
    [kept] = before.engine.logbook.changes()
    bot = Watched(a_market(at=LATER), rules=(), known=())
    bot.engine.add(LEVEL)

    with caplog.at_level(logging.WARNING):
        bot.engine.restore([replace(kept, body="{}")])

    assert [("level", "IREN")] == [(vars(r)["rule"], vars(r)["subject"]) for r in caplog.records]


def test_what_is_left_aside_is_forgotten_where_it_was_kept():
    """Else it would come back with each restart."""
    bot = begun_again(a_morning(MOVER, prices=[100]))

    assert ["", "", ""] == [standing.body for standing in bot.engine.logbook.changes()]


def test_only_who_has_changed_is_written_down():
    """A page is written for what is new on it."""
    bot = a_morning(MOVER, LEVEL, prices=[100])
    bot.engine.logbook.changes()
    bot.trades("IREN", 101, "2025-10-10T12:05Z")
    assert [] == bot.engine.logbook.changes()

    bot.trades("IREN", "104.5", "2025-10-10T12:06Z")

    assert ["mover", "level"] == [standing.name for standing in bot.engine.logbook.changes()]


def a_ladder(*levels: int) -> Watched:
    return a_morning(*(a_rule(f"IREN.price > {n}", name=f"over-{n}") for n in levels), prices=[100])


def test_many_are_written_down_a_few_at_a_time():
    """A page of a hundred thousand rules would hold up the next quote for a second."""
    bot = a_ladder(101, 102, 103, 104, 105)

    asked = [[standing.name for standing in bot.engine.logbook.changes(2)] for _ in range(4)]

    assert [["over-101", "over-102"], ["over-103", "over-104"], ["over-105"], []] == asked


def test_who_turns_is_written_down_at_once():
    """Its alert stands on the same page."""
    bot = a_ladder(101, 102, 103)

    bot.trades("IREN", "102.5", "2025-10-10T12:05Z")

    assert {"over-101", "over-102"} == {s.name for s in bot.engine.logbook.changes(0)}


def test_who_always_learns_something_keeps_nobody_from_being_written_down():
    """They are looked at in turns."""
    bot = a_ladder(101, 102, 103)
    bot.engine.logbook.changes(1)
    bot.trades("IREN", 102, "2025-10-10T12:05Z")  # the first one turns again
    bot.engine.logbook.changes(0)
    bot.trades("IREN", 100, "2025-10-10T12:06Z")

    assert ["over-101", "over-102"] == [s.name for s in bot.engine.logbook.changes(1)]


def test_a_reading_that_changes_nothing_writes_nothing_down():
    """Who looks at every quote does not learn something from each."""
    rule = a_rule("IREN.price - WULF.price > 10", name="gap", subject="IREN")
    bot = a_morning(rule, prices=[100])
    bot.trades("WULF", 100, "2025-10-10T12:02Z")
    bot.engine.logbook.changes()

    bot.trades("IREN", 101, "2025-10-10T12:03Z")

    assert [] == bot.engine.logbook.changes()


def test_of_a_rule_that_is_dropped_nothing_stands():
    """One that is made anew later begins anew, under its old name too."""
    bot = a_morning(LEVEL, prices=[100])
    [kept] = bot.engine.logbook.changes()

    bot.engine.drop("level")

    assert [replace(kept, body="")] == bot.engine.logbook.changes()


def test_a_standing_is_text_that_says_which_rule_and_subject_it_is_of():
    """The store keeps it under both; a person who looks finds the name."""
    bot = a_morning(LEVEL, prices=[100])

    [standing] = bot.engine.logbook.changes()

    assert isinstance(standing, Standing)
    assert ("level", "IREN") == (standing.name, standing.subject)
