"""What fired, what is near, and what is due: the last lines of a brief."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.market.events import CorporateAction
from bot.market.instruments import Symbol
from bot.news.claims import Figure
from bot.news.counting.kinds import Bound
from bot.news.findings import Verdict
from tests.briefed import News, Predictable, Predicted, a_finding, a_morning, fact, line, told
from tests.builders import a_bot, a_quote, a_rule, a_watchlist, at

MOVER = a_rule("premarket > 4%", name="mover", for_each="miners")
NEARLY = a_rule("premarket > 5%", name="mover", for_each="miners")


def predicted(
    value: str = "5e9",
    due: str = "2025-12-31",
    *,
    outlet: str = "Grid Wire",
    bound: Bound = Bound.EXACT,
    scored: bool = False,
) -> Predictable:
    """Make a prediction of what the sector will be worth."""
    day = date.fromisoformat(due)
    finding = a_finding(
        Verdict.PREDICTION, subject="miners", figure=Figure.CAP, value=value, due=day, bound=bound
    )
    became = replace(finding, verdict=Verdict.OFF) if scored else None
    return Predictable(finding=finding, due=day, outlet=outlet, scored=became)


def test_what_fired_is_told_by_rule_with_whom_and_when():
    bot = a_morning([MOVER])
    bot.trades("WULF", 103, "2025-10-10T12:45:30Z")
    bot.trades("CIFR", 105, "2025-10-10T12:46Z")

    assert "mover: WULF 08:38 (over), CIFR 08:46" == fact(told(bot), "Fired since Thu 16:00")


def test_a_rule_on_the_sector_needs_no_name():
    bot = a_morning([a_rule("miners.cap crosses above 3.1B", name="past")])

    assert "past: 08:38" == fact(told(bot), "Fired")


def test_what_fired_again_is_told_once():
    bot = a_morning([MOVER])
    bot.trades("WULF", 103, "2025-10-10T12:45:30Z")
    bot.trades("WULF", 105, "2025-10-10T12:46Z")

    assert "mover: WULF 08:38" == fact(told(bot), "Fired")


def test_what_fired_before_the_last_close_is_old():
    bot = a_bot(rules=[a_rule("IREN.price > 101", name="up")], at="2025-10-09T19:00Z")
    bot.sees(
        a_quote("IREN", 100, at="2025-10-09T19:30Z"), a_quote(price=102, at="2025-10-09T19:40Z")
    )
    bot.turns_to("2025-10-10T12:45Z")

    assert "nothing" == fact(told(bot), "Fired")


def test_what_fired_on_something_else_is_told_elsewhere():
    others = [a_watchlist(), a_watchlist("others", "MSFT")]
    bot = a_bot(rules=[a_rule("premarket > 4%", for_each="others")], watchlists=others)
    bot.sees(a_quote("MSFT", 101), a_quote("MSFT", 105, at="2025-10-10T12:01Z"))

    assert ["nothing", "a-rule: MSFT 08:01"] == [
        fact(told(bot, name=name), "Fired") for name in ("miners", "others")
    ]


def test_what_fired_by_a_rule_of_another_room_is_not_told():
    bot = a_morning([a_rule("IREN.price > 101", name="mine@telegram:7")])

    assert ["nothing", "mine: IREN 08:38"] == [
        fact(told(bot, viewer=viewer), "Fired") for viewer in ("", "telegram:7")
    ]


def test_after_a_restart_what_lives_is_known_all_the_same():
    """The last transitions are not kept; living alerts are."""
    bot = a_morning([MOVER])
    bot.book.transitions.clear()

    assert "mover: WULF 08:38" == fact(told(bot), "Fired")


def test_what_is_near_is_told_with_how_far_it_has_to_go():
    assert "mover: IREN +4.00% (+1.00 points to go)" == fact(told(a_morning([NEARLY])), "Nearly")


def test_a_cap_that_is_near_is_told_in_percent():
    bot = a_morning([a_rule("miners.cap crosses above 3.15B", name="past")])

    assert "past: miners $3.13B (+0.64% to go)" == fact(told(bot), "Nearly")


@pytest.mark.parametrize(
    ("when", "near"),
    [
        ("IREN.premarket > 6%", True),
        ("IREN.premarket > 6.01%", False),
        ("IREN.premarket < 2%", True),
        ("IREN.premarket > 50% or IREN.premarket > 5%", True),
        ("IREN.premarket > 50% and IREN.premarket > 5%", False),
        ("IREN.premarket > 5% and IREN.premarket > 3%", True),
        ("not IREN.premarket > 3%", False),
        ("at least 2 of miners have premarket > 5%", True),
        ("at least 3 of miners have premarket > 5%", False),
        ("IREN.price crosses below 103", True),
        ("IREN.price crosses below 105", False),
        ("MSFT.price > 0.01", False),
    ],
)
def test_what_is_left_of_a_condition_says_how_near_it_is(when: str, near: bool):
    """One part of an `or` is enough; every part of an `and` is needed; of a count, the last."""
    assert near is (fact(told(a_morning([a_rule(when)])), "Nearly") != "nothing")


def test_the_nearest_rule_is_told_first_and_a_few_of_each():
    rules = [NEARLY, a_rule("IREN.premarket > 4.5%", name="nearer")]
    nearly = fact(told(a_morning(rules, WULF=103, CIFR="103.5")), "Nearly")

    assert nearly.startswith("nearer: IREN")
    assert "mover: IREN +4.00% (+1.00 points to go), CIFR +3.50% (+1.50 points to go)" in nearly


def test_of_more_rules_than_are_told_the_rest_is_counted():
    rules = [a_rule(f"WULF.premarket > {n}%", name=f"r{n}") for n in range(1, 7)]
    fired = fact(told(a_morning(rules)), "Fired")

    assert fired.endswith("r4: WULF 08:38; and 2 more rules")


def test_after_one_thing_another_is_near_nothing():
    """What has to come first may never come."""
    rule = a_rule("IREN.premarket > 5% then IREN.premarket > 5.5% within 30m")

    assert "nothing" == fact(told(a_morning([rule])), "Nearly")


def test_a_list_has_a_rule_on_something_else_in_it():
    """A rule that reads no member of it is near for others."""
    lists = [a_watchlist(), a_watchlist("others", "MSFT")]
    bot = a_bot(rules=["MSFT.premarket > 5%"], watchlists=lists)
    bot.sees(a_quote("MSFT", 104))

    assert ["nothing", True] == [
        fact(told(bot), "Nearly"),
        "MSFT +4.00%" in fact(told(bot, name="others"), "Nearly"),
    ]


def test_what_is_paused_is_near_nothing():
    bot = a_morning([NEARLY])
    bot.engine.pause("mover")

    assert "nothing" == fact(told(bot), "Nearly")


def test_what_a_room_waits_for_is_told_to_it_alone():
    bot = a_morning([a_rule("IREN.premarket > 5%", name="mine@telegram:7")])

    assert ["nothing", "mine: IREN +4.00% (+1.00 points to go)"] == [
        fact(told(bot, viewer=viewer), "Nearly") for viewer in ("", "telegram:7")
    ]


def test_looking_changes_no_rule():
    """A brief between two quotes must not be what fires a rule."""
    bot = a_morning([NEARLY])
    told(bot)
    bot.trades("IREN", "105.01", "2025-10-10T12:46Z")

    assert [("mover", "WULF", "firing"), ("mover", "IREN", "firing")] == bot.told


def test_on_a_day_like_any_other_nothing_is_due():
    assert "nothing" == fact(told(a_morning()), "Due")


@pytest.mark.parametrize(
    ("when", "due"),
    [
        ("2025-11-28T13:00Z", "closes early, at 13:00"),
        ("2025-11-26T13:00Z", "no session on Thu 2025-11-27; closes early on Fri 2025-11-28"),
    ],
)
def test_odd_hours_are_due(when: str, due: str):
    bot = a_bot(at=when)

    assert due == fact(told(bot), "Due")


def test_a_split_of_today_is_due():
    bot = a_morning()
    bot.sees(
        CorporateAction(
            symbol=Symbol("CIFR"),
            ratio=Decimal(3),
            successor=None,
            effective=at("2025-10-10T04:00Z"),
            source="test",
            seen=at("2025-10-10T12:46Z"),
        )
    )

    assert "CIFR splits 3 for 1" in fact(told(bot), "Due")


@pytest.mark.parametrize(("hours", "due"), [(24, "old expires within a day"), (25, "nothing")])
def test_a_rule_that_ends_within_a_day_is_due(hours: int, due: str):
    ends = at("2025-10-10T12:45Z") + timedelta(hours=hours)
    bot = a_morning([replace(a_rule("IREN.price > 500", name="old"), expires_at=ends)])

    assert due == fact(told(bot), "Due")


def test_a_prediction_for_today_is_due():
    news = News(predictions=Predicted([predicted(due="2025-10-10")]))

    assert "predicted for today: miners market value $5B (Grid Wire)" == fact(
        told(a_morning(), news), "Due"
    )


def test_what_became_of_a_prediction_is_told_the_morning_after():
    news = News(predictions=Predicted([predicted(due="2025-10-09", scored=True)]))

    assert "predicted for Thu: miners market value $5B (Grid Wire), off by" == fact(
        told(a_morning(), news), "Due"
    )


def test_what_was_predicted_is_what_is_worked_out():
    """Two outlets say $4B; it takes 27.8 %, and the brief says neither that it will nor won't."""
    both = [predicted("4e9", "2025-11-28"), predicted("4e9", "2025-11-28", outlet="Hash Daily")]
    news = News(predictions=Predicted([*both, predicted("9e9")]))

    expected = "$4B by 2025-11-28 takes +27.8%, or +0.70% in each of 35 sessions (predicted by"
    assert f"{expected} Grid Wire, Hash Daily): arithmetic, not a forecast." == line(
        told(a_morning(), news), "$4B"
    )


@pytest.mark.parametrize(
    ("value", "bound", "level"),
    [
        ("3.1e9", Bound.OVER, "$5B"),
        ("3.2e9", Bound.OVER, "$3.2B"),
        ("3.2e9", Bound.UNDER, "$5B"),
        ("3.1e9", Bound.UNDER, "$3.1B"),
        ("3.1e9", Bound.EXACT, "$3.1B"),
    ],
)
def test_what_was_predicted_and_is_there_takes_nothing(value: str, bound: Bound, level: str):
    """From $3.13B nobody has to come over $3.1B."""
    news = News(predictions=Predicted([predicted(value, bound=bound)]))

    assert f"{level} by 2025-12-31 takes" in told(a_morning(), news).body
