"""Routes, receivers and hours: what the file says is what is done, and its faults have a place."""

import re
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.alerts.budget import PingBudget
from bot.alerts.inhibition import Inhibition
from bot.alerts.plan import Plan
from bot.alerts.quiet import QuietHours
from bot.alerts.routing import Receiver, Route
from config.faults import ConfigFaults
from config.load import PACKAGED, load
from tests.dispatches import a_room, matching

PAGE = Path(__file__).parents[2] / "docs/delivery.md"
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text(), re.MULTILINE | re.DOTALL)


def planned(folder: Path, text: str) -> Plan:
    file = folder / "prebell.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file, {}).plan_of_the_alerts()


def told(folder: Path, text: str) -> list[str]:
    """Load a text and return the faults it is refused with, without the file's name."""
    with pytest.raises(ConfigFaults) as refusal:
        planned(folder, text)
    return [str(fault).partition("prebell.yaml:")[2] for fault in refusal.value.faults]


@pytest.mark.parametrize("number", range(len(EXAMPLES)))
def test_every_example_of_the_page_has_no_fault(tmp_path: Path, number: int):
    """It is what people copy."""
    file = tmp_path / "prebell.yaml"
    file.write_text(EXAMPLES[number], encoding="utf-8")

    assert load(file, {}).model_fields_set


def test_the_examples_of_the_page_go_together(tmp_path: Path):
    plan = planned(tmp_path, "\n".join(EXAMPLES))

    assert (2, 1, 2, 20) == (
        len(plan.receivers),
        len(plan.inhibitions),
        len(plan.quiet_hours),
        plan.budget.pings_a_day,
    )


def test_without_settings_everything_is_told_everywhere(tmp_path: Path):
    """And the packaged file says the same, with every default spelt out."""
    assert (Plan(), Plan()) == (planned(tmp_path, ""), load(PACKAGED, {}).plan_of_the_alerts())


def test_a_route_has_what_its_parent_has_unless_it_says_otherwise(tmp_path: Path):
    text = """
route:
  group_wait: 10s
  follow_up: 30m
  routes:
    - matchers: [severity=critical]
      group_wait: 0s
      group_by: []
      continue: true
      routes:
        - matchers: [list!=miners]
          repeat_interval: 1h
"""
    inner = Route(
        matchers=matching("list!=miners"),
        group_wait=timedelta(),
        group_by=(),
        follow_up=timedelta(minutes=30),
        repeat_interval=timedelta(hours=1),
    )
    outer = Route(
        matchers=matching("severity=critical"),
        group_wait=timedelta(),
        group_by=(),
        follow_up=timedelta(minutes=30),
        continues=True,
        routes=(inner,),
    )

    assert (outer,) == planned(tmp_path, text).route.routes


def test_all_that_can_be_said_is_taken(tmp_path: Path):
    text = """
route: {receiver: desk}
receivers:
  - {name: desk, destinations: ["telegram:-100:7", "discord:42"], send_resolved: no,
     escalate_to: everywhere, escalate_after: 5m}
inhibit_rules:
  - {source_matchers: [rule=a], target_matchers: [rule=b, list=c], equal: [list]}
quiet_hours:
  - {start: "22:00", end: "07:00", days: [sat, mon], location: Europe/Berlin,
     destinations: ["discord:42"], critical_may_pass: no}
ping_budget: {pings_a_day: 9, digest: "08:00", location: Asia/Tokyo}
"""
    assert planned(tmp_path, text) == Plan(
        route=Route(receiver="desk"),
        receivers=(
            Receiver(
                name="desk",
                destinations=(
                    a_room("telegram:-100:7"),
                    a_room("discord:42"),
                ),
                send_resolved=False,
                escalate_to="everywhere",
                escalate_after=timedelta(minutes=5),
            ),
        ),
        inhibitions=(
            Inhibition(
                source=matching("rule=a"), target=matching("rule=b", "list=c"), equal=("list",)
            ),
        ),
        quiet_hours=(
            QuietHours(
                start=time(22),
                end=time(7),
                days=frozenset([0, 5]),
                location="Europe/Berlin",
                destinations=frozenset([a_room("discord:42")]),
                critical_may_pass=False,
            ),
        ),
        budget=PingBudget(pings_a_day=9, digest=time(8), location="Asia/Tokyo"),
    )


RULES = "rules: [{name: sector-90B, when: IREN.price > 70, labels: {team: credit}}]\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "route: {receiver: dsek}\nreceivers: [{name: desk, destinations: ['test:a']}]",
            "1:19: `dsek` is no receiver; did you mean `desk`?",
        ),
        (
            "route: {routes: [{routes: [{receiver: nobody}]}]}",
            "1:39: `nobody` is no receiver; there is everywhere; add it under `receivers`",
        ),
        (
            "receivers: [{name: a, destinations: ['test:a'], escalate_to: evrywhere}]",
            "1:62: `evrywhere` is no receiver; did you mean `everywhere`?",
        ),
        (
            "receivers: [{name: a, destinations: ['test:a'], escalate_to: a}]",
            "1:62: `a` cannot escalate to itself; name another receiver",
        ),
        (
            "receivers: [{name: everywhere, destinations: ['test:a']}]",
            "1:20: `everywhere` is every open room already; choose another name",
        ),
        (
            "receivers: [{name: a, destinations: []}]",
            "1:37: this list is empty; write a room such as `telegram:-1001234`",
        ),
        (
            "receivers: [{name: a, destinations: [telegram]}]",
            "1:38: `telegram` is no destination; write its platform and its chat",
        ),
        (
            "receivers: [{name: on call, destinations: ['test:a']}]",
            "1:20: `on call` is no name for a receiver; write letters, digits",
        ),
        (
            "receivers: [{destinations: ['test:a']}]",
            "1:13: `name` is missing; write it, such as `name: night-desk`",
        ),
        (
            "route: {routes: [{matchers: [severity=~x]}]}",
            "1:38: `=~` compares nothing here; write `=`, `!=` or `~`",
        ),
        (
            "route: {routes: [{matchers: [severty=critical]}]}",
            "1:30: `severty` is not known here; did you mean `severity`?",
        ),
        (
            "route: {routes: [{matchers: [severity=critcal]}]}",
            "1:30: `critcal` is not known here; did you mean `critical`?",
        ),
        (
            RULES + "route: {routes: [{matchers: [rule=sector-90b]}]}",
            "2:30: `sector-90b` is not known here; did you mean `sector-90B`?",
        ),
        (
            RULES + "route: {routes: [{matchers: [tem=credit]}]}",
            "2:30: `tem` is not known here; did you mean `team`?",
        ),
        (
            "inhibit_rules: [{source_matchers: [], target_matchers: ['rule~*']}]",
            "1:35: this list is empty; write a matcher such as `rule=sector-90B`",
        ),
        (
            "inhibit_rules: [{source_matchers: ['rule=a*'], target_matchers: ['rule~*']}]",
            "1:41: `*` is a plain letter to `=`; write `rule~a*`",
        ),
        (
            "route: {group_wiat: 10s}",
            "1:9: `group_wiat` is not known here; did you mean `group_wait`?",
        ),
        ("route: {group_interval: 0s}", "1:25: `0s` is no time at all; write one like `15m`"),
        (
            "quiet_hours: [{start: '22', end: '07:00'}]",
            "1:23: `22` is no time of day; write one like `22:00`",
        ),
        (
            "quiet_hours: [{start: '22:00', end: '07:00', days: [monday]}]",
            "1:53: `monday` is no day of the week; did you mean `mon`?",
        ),
        (
            "quiet_hours: [{start: '22:00', end: '07:00', location: Berlin}]",
            "1:56: `Berlin` is no time zone; did you mean `Europe/Berlin`?",
        ),
        (
            "quiet_hours: [{start: '07:00', end: '07:00'}]",
            "1:16: these quiet hours never end, so nothing is ever told; write fewer days",
        ),
        (
            "ping_budget: {pings_a_day: 0}",
            "1:28: `0` is no number of pings; write one from 1 to 10,000",
        ),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(tmp_path: Path, text: str, fault: str):
    [line] = told(tmp_path, text)

    assert line.startswith(fault)


def test_two_receivers_of_one_name_are_told_apart(tmp_path: Path):
    text = (
        "receivers:\n- {name: a, destinations: ['test:a']}\n- {name: a, destinations: ['test:b']}"
    )

    [fault] = told(tmp_path, text)

    assert fault.startswith("3:10: a receiver `a` is at ")
    assert fault.endswith("2:10 already; give this one another name")


def test_matchers_that_rules_made_later_may_need_are_no_faults(tmp_path: Path):
    """A rule may be made in a chat; only what looks like a slip is one."""
    text = "route: {routes: [{matchers: [rule=my-own, desk=credit, subject=IREN]}]}"

    assert 1 == len(planned(tmp_path, text).route.routes)
