"""Standings: who has changed is written down, and what is no standing costs its own rule alone."""

import logging
from dataclasses import replace

import pytest

from bot.journal import Standing
from bot.rules.engine import Stage
from bot.rules.model import Rule
from tests.builders import Watched, a_market, a_rule
from tests.standings import CAP, LATER, LEVEL, MOVER, a_morning, begun_again, sees


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
