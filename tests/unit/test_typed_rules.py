"""What people type of a rule is read to the letter, and what is wrong with it is pointed at."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat import Severity
from bot.market.sessions import Session
from bot.rules import typed
from bot.rules.documents import document
from bot.rules.faults import RuleFault
from bot.rules.model import EVERY_TIME, Initial, NoData, Repeat, Rule, Trigger
from bot.rules.units import amount
from config.documents import rule_of
from tests.builders import at

NOW = at("2025-10-10T12:00Z")
LISTS = ["miners"]


def read(text: str, *, partly: bool = False) -> typed.Typed:
    return typed.read(text, watchlists=LISTS, now=NOW, partly=partly)


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("IREN > 70", {"subject": "IREN", "when": "price > 70"}),
        ("$iren premarket > 4%", {"subject": "IREN", "when": "premarket > 4%"}),
        ("miners > 90B", {"subject": "miners", "when": "cap > 90B"}),
        ("each of miners change > 5%", {"for_each": "miners", "when": "change > 5%"}),
        ("each miners change > 5% once", {"for_each": "miners", "trigger": "once"}),
        (
            "at least 2 of miners have change > 2%",
            {"when": "at least 2 of miners have change > 2%"},
        ),
        ("IREN > 70 for 60s", {"when": "price > 70", "for": "60s"}),
        ("IREN > 70 For: 60s, Reset: 1%", {"for": "60s", "reset": "1%"}),
        ("IREN no data for 10m", {"when": "no data for 10m"}),
        ("IREN no data for 10m for 60s", {"when": "no data for 10m", "for": "60s"}),
        ("IREN > 70 once per session", {"trigger": "once_per_session"}),
        ("IREN > 70 once per bar 5m", {"trigger": "once_per_bar(5m)"}),
        ("IREN > 70 once per bar close 5m", {"trigger": "once_per_bar_close(5m)"}),
        ("IREN > 70 trigger once_per_bar(5m)", {"trigger": "once_per_bar(5m)"}),
        ("IREN > 70 expires 2d", {"expires_at": "2025-10-12T12:00:00Z"}),
        ("IREN > 70 expires in 90m", {"expires_at": "2025-10-10T13:30:00Z"}),
        ("IREN > 70 expires 2025-10-31", {"expires_at": "2025-11-01T04:00:00Z"}),
        ("IREN > 70 during pre", {"fire_during": ["pre"]}),
        ("IREN > 70 during regular and pre", {"fire_during": ["pre", "regular"]}),
        ("IREN > 70 cooldown 1h keep 5m", {"cooldown": "1h", "keep_firing_for": "5m"}),
        ("IREN > 70 severity critical", {"severity": "critical"}),
        ("IREN > 70 critical", {"severity": "critical"}),
        ("IREN > 70 no_data alert initial fire", {"no_data": "alert", "initial": "fire"}),
        ("IREN > 70 label team=credit label a=b", {"labels": {"team": "credit", "a": "b"}}),
        ("IREN > 70 message {symbol} for you", {"message": "{symbol} for you"}),
        ('IREN > 70 message "for you" for 60s', {"message": "for you", "for": "60s"}),
        ("IREN > 70 reset none", {"reset": None}),
    ],
)
def test_a_rule_is_what_the_settings_file_would_say(text: str, document: dict[str, object]):
    """Whoever knows the file can type it, and whoever types it can read the file."""
    found = read(text).document

    assert document == {key: found[key] for key in document}


@pytest.mark.parametrize(
    ("text", "message", "pointed"),
    [
        ("IREN premarkt > 4% for 60s", "did you mean `premarket`?", "premarkt"),
        ("each minrs change > 4%", "`minrs` is no watchlist; did you mean `miners`?", "minrs"),
        ("each of miners chnge > 4%", "did you mean `change`?", "chnge"),
        ("IREN > 70 for sixty", "no duration", "sixty"),
        ("IREN > 70 for", "`for` needs something after it, as in `for 60s`", "for"),
        ("IREN > 70 for 60s for 3m", "`for` is said twice", "for"),
        ("IREN > 70 for 60s sevrity critical", "did you mean `severity`?", "sevrity"),
        ("IREN > 70 severity criticl", "did you mean `critical`?", "criticl"),
        ("IREN > 70 critical now", "`now` is no modifier; after a rule there may be for,", "now"),
        ("IREN > 70 during night", "no session to fire in", "night"),
        ("IREN > 70 once a day", "write `once`, `once per session`", "a day"),
        ("IREN > 70 once per bar 7m", "do not fill a day", "per bar 7m"),
        ("IREN > 70 expires 2020-01-01", "past already", "2020-01-01"),
        ("IREN > 70 expires soon", "no day or instant", "soon"),
        ("IREN change > 4% reset $2", "`change` is a percent", "$2"),
        ("IREN > 70 reset 0%", "no way back", "0%"),
        ("IREN > 70 label team", "write one like `team=credit`", "team"),
        ("IREN > 70 and for 60s", "expected a condition", "for"),
        ("for 60s", "", "for"),
    ],
)
def test_what_is_wrong_is_pointed_at(text: str, message: str, pointed: str):
    """The caret stands under it, however much was typed before."""
    with pytest.raises(RuleFault) as caught:
        read(text)

    fault = caught.value
    assert (True, pointed) == (
        message in fault.message,
        fault.text[fault.at : fault.at + fault.length],
    ), fault


def test_modifiers_alone_are_read_where_a_part_is_asked_for():
    """`/alert edit dips for 5m` changes no condition."""
    found = read("for 5m reset none", partly=True)

    assert (None, {"for": "5m", "reset": None}) == (found.condition, found.document)


def test_many_modifier_words_are_read_in_no_time():
    """A line of nothing else is a fault like any other, and does not stop the bot."""
    with pytest.raises(RuleFault):
        read("IREN " + "for " * 120)


SPANS = st.sampled_from([timedelta(), timedelta(seconds=90), timedelta(minutes=5)])
RULES: st.SearchStrategy[Rule] = st.builds(
    Rule,
    name=st.just("dips"),
    when=st.sampled_from(["premarket > 4%", "change crosses above 2%", "no data for 10m"]),
    subject=st.just("IREN"),
    hold=SPANS,
    keep_firing_for=SPANS,
    cooldown=SPANS,
    initial=st.sampled_from(Initial),
    no_data=st.sampled_from(NoData),
    severity=st.sampled_from(Severity),
    trigger=st.sampled_from(
        [
            EVERY_TIME,
            Trigger(Repeat.ONCE),
            Trigger(Repeat.ONCE_PER_SESSION),
            Trigger(Repeat.ONCE_PER_BAR_CLOSE, timedelta(minutes=5)),
        ]
    ),
    expires_at=st.sampled_from([None, at("2025-12-31T21:00Z")]),
    fire_during=st.none()
    | st.sets(st.sampled_from([Session.PRE, Session.POST]), min_size=1).map(frozenset),
    reset=st.sampled_from([None, amount("1%")]),
    labels=st.dictionaries(st.sampled_from(["team", "desk"]), st.sampled_from(["a", "b"])),
)


def _fit(rule: Rule) -> Rule:
    silent: dict[str, Any] = {"reset": None} if rule.when.startswith("no data") else {}
    return Rule(**{**{name: getattr(rule, name) for name in rule.__slots__}, **silent})


@given(RULES.map(_fit))
def test_a_rule_that_is_told_can_be_typed_again(rule: Rule):
    """What an answer shows is what its reader may copy, word for word."""
    assert rule == read(typed.told(rule)).rule("dips")


@given(RULES.map(_fit))
def test_a_rule_as_a_document_is_the_same_rule(rule: Rule):
    """A clone says what the other does, and so does an export that is taken in again."""
    assert rule == rule_of("", "dips", document(rule), watchlists=LISTS)
