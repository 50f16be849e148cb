"""Alerts: one life each, worded so that a person can trust the figure."""

import json
from decimal import Decimal

import pytest

from bot.alerts.model import fingerprint
from bot.alerts.record import alert_line, message_line
from bot.chat import Destination, Severity
from bot.rules.model import Rule
from tests.builders import a_bot, a_reference, a_rule, a_watchlist, at
from tests.watched import Watched

MOVER = a_rule(
    "premarket > 4%",
    name="mover",
    for_each="miners",
    reset="1%",
    severity=Severity.WARNING,
    message="{symbol} {premarket:+.1f%} before the bell at {price}",
)


def a_mover(*trades: tuple[str, float], rule: Rule = MOVER) -> Watched:
    bot = a_bot(rules=[rule], at="2025-10-10T07:55Z")
    for when, price in trades:
        bot.trades("IREN", str(price), f"2025-10-10T{when}Z")
    return bot


def test_an_alert_carries_what_it_rests_on():
    """Value, threshold, baseline, session, source and moment: all that one would check."""
    alert = a_mover(("12:00", 105)).alerts[0]

    assert (Decimal(5), Decimal(4), Decimal(100)) == (alert.value, alert.threshold, alert.baseline)
    assert ("pre", "test", at("2025-10-10T12:00Z")) == (alert.session, alert.source, alert.priced)
    assert "IREN premarket +5.00% at 105.00, over 4% (against the close of 2025-10-09, 100.00)" == (
        alert.because
    )


@pytest.mark.parametrize(
    ("rule", "watchlist"),
    [
        (MOVER, "miners"),
        (a_rule("miners.cap > 3.01B"), "miners"),
        (a_rule("IREN.price > 101", subject="IREN"), ""),
    ],
)
def test_an_alert_knows_the_list_it_is_of(rule: Rule, watchlist: str):
    """A level of the sector may keep its members' own alerts quiet."""
    alert = a_mover(("11:00", 100), ("12:00", 105), rule=rule)

    assert watchlist == alert.alerts[0].watchlist


def test_an_alert_keeps_its_beginning_to_its_end():
    """How long it lasted is what a morning review asks."""
    alert = a_mover(("12:00", 105), ("12:10", 106), ("12:20", 102)).alerts[-1]

    assert (at("2025-10-10T12:00Z"), at("2025-10-10T12:20Z")) == (alert.started, alert.ended)


def test_the_same_finding_has_the_same_fingerprint_in_every_run():
    """It names the alert to programs, across restarts and platforms."""
    assert fingerprint("r", "IREN", {"a": "1", "b": "2"}) == fingerprint(
        "r", "IREN", {"b": "2", "a": "1"}
    )
    assert "9d466e7369691977" == fingerprint("premarket-mover", "APLD", {})


@pytest.mark.parametrize("other", [("q", "IREN", {}), ("r", "WULF", {}), ("r", "IREN", {"a": "1"})])
def test_another_rule_subject_or_label_is_another_finding(other: tuple[str, str, dict[str, str]]):
    """Two alerts must not share one life."""
    assert fingerprint("r", "IREN", {}) != fingerprint(*other)


def test_a_living_alert_is_on_the_board_until_it_resolves():
    """The board says what is so, not what was."""
    bot = a_mover(("12:00", 105))
    assert ["IREN"] == [a.subject for a in bot.book.living.values()]

    bot.trades("IREN", 100, "2025-10-10T12:30Z")

    assert {} == bot.book.living


def test_the_message_of_a_rule_is_its_headline():
    """Its author chose the words; the reason follows below."""
    message = a_mover(("12:00", 105)).said[0]

    assert "IREN +5.0% before the bell at 105.00" == message.title
    assert message.body.startswith("IREN premarket +5.00%")


def test_without_a_message_the_reason_is_the_headline_and_is_said_once():
    """Saying it twice makes people read past it."""
    bot = a_mover(("12:00", 105), rule=a_rule("premarket > 4%", for_each="miners"))

    message = bot.said[0]

    assert ("IREN premarket +5.00% at 105.00", "") == (
        message.title.partition(",")[0],
        message.body,
    )


def test_every_message_says_where_from_how_old_in_which_session_and_by_which_rule():
    """A figure without these cannot be trusted or argued with."""
    facts = {f.label: f.value for f in a_mover(("12:00", 105)).said[0].facts}

    assert {
        "Source": "test, 0 s old",
        "Session": "pre-market",
        "Rule": "mover: premarket > 4%",
    } == facts


def test_an_alert_keeps_its_headline_to_its_end():
    """Its figures are gone after the bell, and "IREN n/a before the bell" tells nobody anything."""
    bot = a_mover(("12:00", 105))
    bot.turns_to("2025-10-10T13:30Z")

    assert ["IREN +5.0% before the bell at 105.00"] * 2 == [a.title for a in bot.alerts]


def test_the_end_of_an_alert_is_told_with_how_long_it_lasted():
    """Who was called wants to know that it is over."""
    message = a_mover(("12:00", 105), ("12:45", 102)).said[-1]

    assert ("resolved", "Over: mover IREN") == (message.reason, message.title)
    assert "back under 3%" in message.body
    assert "45 min" in [f.value for f in message.facts]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("IREN.price > $104", "IREN price 105.00, over 104.00"),
        ("IREN.price >= 104", "IREN price 105.00, at least 104.00"),
        ("IREN.cap > 1.04B", "IREN cap $1.05B, over $1.04B"),
        ("IREN.price crosses above 104", "IREN price 105.00, crossed above 104.00"),
        ("IREN.price within 10% below 110", "IREN price 105.00, 5.00 (4.55%) below 110.00"),
        ("IREN.price within 2% of 105", "IREN price 105.00, at 105.00"),
        ("IREN.change within 2% below 6%", "IREN change +5.00% at 105.00, 1.00 points below 6%"),
        ("IREN.change > WULF.change", "over WULF change 0%"),
        ("any of miners have change > 4%", "1 of 2 hold, and it takes 1: IREN"),
        ("not IREN.change < 4%", "IREN change +5.00%"),
        ("IREN.change > 4% and WULF.price < 200", "IREN change +5.00%"),
    ],
)
def test_a_reason_is_a_sentence_with_its_figures(rule: str, told: str):
    """What by how much, against what: the bell explains itself."""
    bot = a_bot(
        rules=[rule],
        watchlists=[a_watchlist(members="IREN WULF")],
        references=[a_reference("IREN"), a_reference("WULF")],
        at="2025-10-10T07:55Z",
    )
    bot.trades("IREN", 80, "2025-10-10T11:00Z")
    if "IREN.price" not in rule and "cap" not in rule:
        bot.trades("WULF", 100, "2025-10-10T11:00Z")

    bot.trades("IREN", 105, "2025-10-10T12:00Z")

    firing = [a.because for a in bot.alerts if a.state == "firing"]
    assert [True] == [told in reason for reason in firing[-1:]]


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("IREN.price < 104", "back over 104.00"),
        ("IREN.price within 2% of 100", "no longer within 2% of 100.00"),
        ("IREN.price = 100", "no longer exactly 100.00"),
    ],
)
def test_an_end_says_which_way_it_went(rule: str, told: str):
    """A bare "over" leaves people guessing."""
    bot = a_bot(rules=[rule], at="2025-10-10T07:55Z")

    for minute, price in enumerate((110, 100, 110)):
        bot.trades("IREN", price, f"2025-10-10T12:0{minute}Z")

    assert told in bot.alerts[-1].because


def test_a_line_of_the_alerts_file_is_for_programs():
    """Decimal strings, no exponent, no trailing noughts, unknown as null."""
    line = json.loads(alert_line(a_mover(("12:00", 105.5)).alerts[0]))

    assert {
        "at": "2025-10-10T12:00:00Z",
        "rule": "mover",
        "subject": "IREN",
        "state": "firing",
        "value": "5.5",
        "baseline": "100",
        "threshold": "4",
        "session": "pre",
        "because": "IREN premarket +5.50% at 105.50, over 4% (against the close of 2025-10-09,"
        " 100.00)",
        "fingerprint": fingerprint("mover", "IREN", {}),
    } == line


def test_a_resolution_whose_figure_is_gone_has_none():
    """At the bell there is no pre-market move any more; 0 would be a lie."""
    bot = a_mover(("12:00", 105))
    bot.turns_to("2025-10-10T13:30Z")

    line = json.loads(alert_line(bot.alerts[-1]))

    assert (None, "4", "IREN premarket has ended with its session") == (
        line["value"],
        line["threshold"],
        line["because"],
    )


def test_a_line_of_the_messages_file_says_what_left_and_where():
    """One for each message that left."""
    message = a_mover(("12:00", 105)).said[0]

    line = json.loads(message_line(message, Destination(platform="web", chat="desk")))

    assert ("web", "desk", None, "first", "IREN +5.0% before the bell at 105.00") == tuple(
        line[k] for k in ("platform", "chat", "thread", "reason", "title")
    )
    assert [fingerprint("mover", "IREN", {})] == line["fingerprints"]
