"""Metrics: what each figure is measured from, and the difference between unknown and absent."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.events import Event
from bot.market.instruments import Symbol
from bot.rules import metrics
from bot.rules.conditions import Compares, Condition, Crosses, Term, walk
from bot.rules.language import parse
from bot.rules.measure import Measure, Metric, Scope
from bot.rules.units import Unit
from tests.builders import a_market, a_quote, a_reference, a_watchlist, at

IREN = Symbol("IREN")
DAY = "2025-10-10T"
PRINTS = [
    a_quote("IREN", 104, at=DAY + "12:00Z", volume=10),
    a_quote("IREN", 106, at=DAY + "13:30Z", volume=20),
    a_quote("IREN", 90, at=DAY + "19:59Z", volume=30),
    a_quote("IREN", 99, at=DAY + "21:00Z", volume=40),
]


def measured(name: str, when: str, *heard: Event, scope: Scope = Scope.INSTRUMENT) -> Measure:
    market = a_market(watchlists=[a_watchlist(members="IREN WULF")], at="2025-10-10T06:00Z")
    for event in heard:
        market.turn_to(event.seen)
        market.take(event)
    market.turn_to(at(when))
    metric = metrics.find(name, scope)
    assert metric is not None
    of = market.tape(IREN) if scope is Scope.INSTRUMENT else market.sectors["miners"]
    return metric.read(of, market.now)


def test_a_trade_from_a_clock_ahead_of_ours_is_new_and_no_younger():
    """Venues' clocks run ahead by milliseconds; an age below 0 would look like a fault of ours."""
    ahead = a_quote("IREN", 1, at=DAY + "12:00:01Z", seen=DAY + "12:00Z")

    assert 0 == measured("age", DAY + "12:00Z", ahead).value


def so_far(when: str) -> list[Event]:
    return [a_reference("IREN"), *(q for q in PRINTS if q.at <= at(when))]


@pytest.mark.parametrize(
    ("name", "when", "value", "base"),
    [
        ("price", "12:30Z", "104", None),
        ("price", "21:00Z", "99", None),
        ("volume", "21:00Z", "40", None),
        ("cap", "12:30Z", "1040000000", None),
        ("change", "12:30Z", "4", "the close of 2025-10-09"),
        ("change", "13:30Z", "6", "the close of 2025-10-09"),
        ("change", "21:00Z", "-1", "the close of 2025-10-09"),
        ("premarket", "12:30Z", "4", "the close of 2025-10-09"),
        ("regular", "13:30Z", "0", "the open of 2025-10-10"),
        ("regular", "19:59Z", "-15.094339", "the open of 2025-10-10"),
        ("postmarket", "21:00Z", "10", "the close of 2025-10-10"),
        ("gap", "13:30Z", "6", "the close of 2025-10-09"),
        ("gap", "21:00Z", "6", "the close of 2025-10-09"),
        ("yesterday", "12:30Z", "25", "the close of 2025-10-08"),
        ("ytd", "12:30Z", "108", "the close of 2024-12-31"),
        ("age", "12:00Z", "0", None),
        ("age", "12:30Z", "1800", None),
        ("age", "22:30Z", "5400", None),
    ],
)
def test_a_figure_and_what_it_is_measured_from(name: str, when: str, value: str, base: str | None):
    """A percent without its baseline is how two articles came to disagree about one stock."""
    measure = measured(name, DAY + when, *so_far(DAY + when))

    assert measure.value is not None
    assert Decimal(value) == measure.value.quantize(Decimal("0.000001"), "ROUND_DOWN")
    assert base == (measure.baseline.name if measure.baseline else None)


@pytest.mark.parametrize(
    ("name", "when"),
    [
        ("premarket", "07:55Z"),
        ("premarket", "13:30Z"),
        ("premarket", "21:00Z"),
        ("regular", "12:00Z"),
        ("regular", "20:00Z"),
        ("postmarket", "13:30Z"),
        ("gap", "12:00Z"),
    ],
)
def test_outside_its_session_a_figure_is_absent_and_not_unknown(name: str, when: str):
    """Absent reads False, which is what arms a rule for the first print."""
    assert measured(name, DAY + when, *so_far(DAY + when)).outside


@pytest.mark.parametrize(
    ("name", "when", "heard", "note"),
    [
        ("price", "12:00Z", [], "no quote of IREN yet"),
        ("volume", "12:00Z", [a_quote("IREN", 1, volume=None)], "no volume of IREN"),
        ("volume", "12:00Z", [a_quote("IREN", 1, at="2025-10-09T19:00Z")], "not traded today"),
        ("cap", "12:00Z", [], "no quote of IREN yet"),
        ("cap", "12:00Z", [a_quote("IREN", 1)], "no share count of IREN"),
        ("age", "12:00Z", [], "no quote of IREN yet"),
        ("change", "12:00Z", [], "no quote of IREN yet"),
        ("change", "12:00Z", [a_quote("IREN", 1)], "no close of IREN for 2025-10-09"),
        ("premarket", "12:00Z", [a_reference("IREN")], "has not traded in this session"),
        ("premarket", "12:00Z", [a_quote("IREN", 1)], "no close of IREN for 2025-10-09"),
        ("regular", "13:31Z", [a_quote("IREN", 1)], "has not traded in this session"),
        ("postmarket", "21:00Z", [PRINTS[3]], "no close of IREN for 2025-10-10"),
        ("gap", "13:31Z", [a_reference("IREN")], "the open of IREN was not seen"),
        ("gap", "13:31Z", [PRINTS[1]], "no close of IREN for 2025-10-09"),
        ("yesterday", "12:00Z", [], "no close of IREN for 2025-10-09"),
        (
            "yesterday",
            "12:00Z",
            [a_reference("IREN", close_before=None)],
            "no close of IREN before 2025-10-09",
        ),
        ("ytd", "12:00Z", [], "no quote of IREN yet"),
        (
            "ytd",
            "12:00Z",
            [a_reference("IREN", year_close=None), a_quote("IREN", 1)],
            "no close of IREN for the end of 2024",
        ),
    ],
)
def test_what_cannot_be_told_says_why(name: str, when: str, heard: list[Event], note: str):
    """A bare "n/a" sends people to the source code."""
    heard = sorted(heard, key=lambda e: e.seen)

    measure = measured(name, DAY + when, *heard)

    assert (None, False, True) == (measure.value, measure.outside, note in measure.note)


def test_a_stale_base_is_no_base():
    """A source that serves the close of the day before yesterday makes every move wrong."""
    stale = a_reference("IREN", previous_close_date="2025-10-08")

    measure = measured("change", DAY + "12:00Z", stale, PRINTS[0])

    assert "no close of IREN for 2025-10-09" == measure.note


BOTH = [a_reference("IREN"), a_reference("WULF")]


@pytest.mark.parametrize(
    ("name", "value"), [("cap", 2_100_000_000), ("change", 5), ("breadth", 50)]
)
def test_a_watchlist_has_figures_of_its_own(name: str, value: int):
    """One member up 10 %, one unchanged: $2.1B, +5 %, and half of them up."""
    quotes = [a_quote("IREN", 110), a_quote("WULF", 100)]

    measure = measured(name, DAY + "12:00Z", *BOTH, *quotes, scope=Scope.WATCHLIST)

    assert value == measure.value


@pytest.mark.parametrize(
    ("name", "heard", "note"),
    [
        ("cap", [a_reference("IREN")], "no price or share count yet of WULF"),
        ("change", [a_reference("IREN")], "no price or share count yet of WULF"),
        ("breadth", [*BOTH, PRINTS[0]], "the change of only 1 members is known"),
        (
            "cap",
            [
                *BOTH,
                a_quote("IREN", 1, at="2025-10-10T10:00Z"),
                a_quote("WULF", 99, at=DAY + "10:00Z"),
            ],
            "only 0% of the cap is fresh, and it takes 95%",
        ),
        (
            "change",
            [
                a_reference("IREN", previous_close=None, close_before=None),
                a_reference("WULF"),
                a_quote("IREN", 1),
                a_quote("WULF", 1),
            ],
            "a member's previous close is not known",
        ),
    ],
)
def test_a_watchlist_that_cannot_be_told_says_why(name: str, heard: list[Event], note: str):
    """Most of all which member is missing, for that can be mended."""
    measure = measured(name, DAY + "12:00Z", *heard, scope=Scope.WATCHLIST)

    assert (None, note) == (measure.value, measure.note)


@given(
    close=st.decimals("0.0001", "100000", places=4),
    points=st.integers(-9000, 9000),
)
def test_a_price_exactly_at_the_level_measures_exactly_the_percent(close: Decimal, points: int):
    """Thresholds are exact: the level of +4 % reads 4, not 3.9999999."""
    percent = Decimal(points) / 100
    price = close * (100 + percent) / 100
    heard: list[Event] = [
        a_reference("IREN", previous_close=close),
        a_quote("IREN", price),
    ]

    measure = measured("change", DAY + "12:00Z", *heard)

    assert percent == measure.value


def test_every_metric_says_what_it_means():
    """The help and the documents are made of these sentences."""
    assert [] == [m.name for m in metrics.METRICS if not m.meaning.endswith(".")]


def test_every_metric_tells_how_it_is_worked_out_and_what_it_takes():
    """A figure that nobody can check is a figure that nobody trusts."""
    assert [] == [m.name for m in metrics.METRICS if not (m.formula and m.needs)]


@pytest.mark.parametrize("metric", metrics.METRICS, ids=lambda m: f"{m.scope.name}-{m.name}")
def test_every_metric_has_an_example_of_itself(metric: Metric[Any]):
    """People copy examples before they read anything."""
    condition = parse(metric.example, watchlists=["miners"], own=None)

    assert metric in [term.metric for term in terms_of(condition)]


def test_every_percent_has_a_baseline():
    """But for the one that is a share of its own movement."""
    percents = [m for m in metrics.METRICS if m.unit is Unit.PERCENT]

    assert ["rsi"] == [m.name for m in percents if not m.baseline]


def terms_of(condition: Condition) -> list[Term]:
    found: list[Term] = []
    for part in walk(condition):
        if isinstance(part, Compares | Crosses):
            found += [side for side in (part.left, part.right) if isinstance(side, Term)]
    return found


def test_every_metric_has_one_name_in_its_scope():
    """Two of a name, and a rule would read the wrong one."""
    assert len({(m.name, m.scope) for m in metrics.METRICS}) == len(metrics.METRICS)
