"""Figures of a list's members."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from bot.market.events import Event
from bot.market.state import Market
from bot.rules import metrics
from bot.rules.measure import Measure, Scope
from tests.builders import a_market, a_quote, a_reference, a_watchlist

MEMBERS = ("IREN", "WULF", "CIFR", "RIOT")
MORNING = "2025-10-10T12:00Z"
BELL = "2025-10-10T13:31Z"


def a_list(*heard: Event, members: Sequence[str] = MEMBERS, begun: str = "10-10T06:00Z") -> Market:
    market = a_market(watchlists=[a_watchlist(members=" ".join(members))], at=f"2025-{begun}")
    for event in heard:
        market.turn_to(event.seen)
        market.take(event)
    return market


def measured(market: Market, name: str, *arguments: object) -> Measure:
    metric = metrics.find(name, Scope.WATCHLIST)
    assert metric is not None
    return metric.read(market.sectors["miners"], market.now, *arguments)


def of_a_member(name: str) -> object:
    return metrics.find(name, Scope.INSTRUMENT)


def moved(*prices: int, when: str = MORNING, members: Sequence[str] = MEMBERS) -> Market:
    """Trade each member once; all of them closed at 100."""
    quotes = [a_quote(m, price, at=when) for m, price in zip(members, prices, strict=False)]
    return a_list(*(a_reference(m) for m in members), *quotes, members=members)


@pytest.mark.parametrize(
    ("name", "arguments", "value"),
    [
        ("mean", ["change"], "3"),
        ("mean", ["premarket"], "3"),
        ("median", ["change"], "1"),
        ("breadth", [], "50"),
        ("breadth", ["premarket"], "50"),
        ("breadth", ["yesterday"], "100"),
        ("leader", [], "14"),
        ("laggard", [], "-4"),
    ],
)
def test_each_member_counts_once(name: str, arguments: list[str], value: str):
    """Moves of +14, +2, 0 and −4 %: a mean of 3, a middle of 1, and half of them up."""
    market = moved(114, 102, 100, 96)

    measure = measured(market, name, *map(of_a_member, arguments))

    assert Decimal(value) == measure.value


def test_the_middle_of_an_odd_number_is_a_members_own():
    """Of three, the second."""
    market = moved(114, 102, 90, members=MEMBERS[:3])

    assert Decimal(2) == measured(market, "median", of_a_member("change")).value


@pytest.mark.parametrize(("name", "who"), [("leader", "IREN"), ("laggard", "RIOT")])
def test_the_evidence_names_who_leads(name: str, who: str):
    """That the leader is up 14 % begs the question."""
    measure = measured(moved(114, 102, 100, 96), name)

    assert measure.baseline is not None
    assert f"{who}'s close of 2025-10-09" == measure.baseline.name


def test_of_two_that_lead_the_first_of_the_list_is_named():
    """The same recording must give the same words."""
    measure = measured(moved(110, 110, 100, 100), "leader")

    assert measure.baseline is not None
    assert "IREN's close of 2025-10-09" == measure.baseline.name


def test_a_figure_of_a_session_that_is_over_is_absent_for_the_list_too():
    """The mean pre-market move at noon is no 0."""
    market = moved(114, 102, 100, 96, when=BELL)

    assert measured(market, "mean", of_a_member("premarket")).outside


@pytest.mark.parametrize(
    ("name", "metric", "note"),
    [
        ("mean", "change", "the change of only 3 members is known"),
        ("median", "gap", "the gap of only 3 members is known"),
        ("breadth", "change", "the change of only 3 members is known"),
        ("leader", None, "the change of only 3 members is known"),
        ("mean", "residual", "residual takes something in brackets, which a list cannot give it"),
    ],
)
def test_too_few_members_speak_for_no_list(name: str, metric: str | None, note: str):
    """The missing one may be the one that fell by half."""
    market = moved(110, 110, 110, when=BELL)

    measure = measured(market, name, *([of_a_member(metric)] if metric else []))

    assert (None, False, note) == (measure.value, measure.outside, measure.note)


def test_the_largest_members_share_of_the_cap_is_told_with_its_name():
    """One of four worth $3B of $6B."""
    market = moved(300, 100, 100, 100)

    measure = measured(market, "concentration")

    assert measure.baseline is not None
    assert (Decimal(50), "a cap of which IREN is the largest part") == (
        measure.value,
        measure.baseline.name,
    )


def test_a_metric_that_takes_nothing_needs_no_brackets():
    """A message can only tell those; what may stand bare is for the language to ask."""
    bare = {m.name for m in metrics.METRICS if not m.bare}

    assert {
        "high",
        "low",
        "sma",
        "ema",
        "beta",
        "residual",
        "mean",
        "median",
        "required",
        "projected",
    } == bare
