"""Backtests in their parts: other amounts, what came after, which way a rule looks, how near."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bot.backtest import direction
from bot.backtest.amounts import variants
from bot.backtest.model import Horizon
from bot.backtest.nearness import is_known, nearest, why_unknown
from bot.backtest.trail import Known, Trail
from bot.market.events import Event
from bot.market.sessions import ExchangeCalendar
from bot.rules import language, plan
from bot.rules.joins import Part
from bot.rules.model import Rule
from tests.builders import a_market, a_quote, a_reference, a_rule, at

OPEN = "2025-10-10T14:00Z"


def bound(rule: Rule, *events: Event) -> Part:
    """Bind a rule to a market that has heard these events, and read it once after each."""
    market = a_market(at="2025-10-10T13:30Z")
    condition = language.parse(rule.when, watchlists=market.sectors, own=plan.own_scope(rule))
    [subject] = plan.subjects(rule, condition, market)
    part = plan.bind(condition, rule, subject, market)
    for event in events:
        market.take(event)
        part.read(market.now, None)
    return part


def at_price(when: str, *prices: object, subject: str | None = "IREN") -> Part:
    """Bind a rule about IREN, which closed at 100, after trades at these prices."""
    references = [a_reference(symbol) for symbol in ("IREN", "WULF", "CIFR")]
    trades = [
        a_quote("IREN", str(price), at=f"2025-10-10T14:{minute:02}Z")
        for minute, price in enumerate(prices)
    ]
    return bound(a_rule(when, subject=subject), *references, *trades)


@pytest.mark.parametrize(
    ("when", "amounts"),
    [
        ("change > 4%", ["2%", "3%", "4%", "5%", "6%"]),
        ("change < -4%", ["-2%", "-3%", "-4%", "-5%", "-6%"]),
        ("change > 0.5%", ["0.3%", "0.4%", "0.5%", "0.6%", "0.7%"]),
        ("price crosses above $70", ["$68", "$69", "$70", "$71", "$72"]),
        ("cap > 90B", ["86B", "88B", "90B", "92B", "94B"]),
        ("volume > 5000000", ["4800000", "4900000", "5000000", "5100000", "5200000"]),
        ("price rises 5 within 15m", ["4.8", "4.9", "5", "5.1", "5.2"]),
        ("price falls 4% within 4m", ["2%", "3%", "4%", "5%", "6%"]),
        ("cap within 2% below 90B", ["86B", "88B", "90B", "92B", "94B"]),
        ("4% < change", ["2%", "3%", "4%", "5%", "6%"]),
        ("high(5) > 5", []),  # which of the two would be another?
        ("change > 0%", []),
        ("change > BTC-USD.change", []),
    ],
)
def test_neighbours_of_an_amount_are_those_people_would_choose(when: str, amounts: list[str]):
    """About a quarter apart for a percent, two hundredths for a level; none of nothing."""
    found = variants(a_rule(when, subject="IREN"), ["miners"])

    assert amounts == [variant.amount for variant in found]


def test_mirrored_comparisons_change_together():
    """A mover is one either way; and its other words stay as they are."""
    rule = a_rule("premarket > 4% or premarket < -4%", for_each="miners", reset="1%", hold="60s")

    last = variants(rule, ["miners"])[-1].rule

    assert ("premarket > 6% or premarket < -6%", rule.reset, rule.hold) == (
        last.when,
        last.reset,
        last.hold,
    )


def test_only_the_deciding_amount_changes():
    """The first comparison with one; how many it takes is no threshold."""
    rule = a_rule("at least 50% of miners have change > 2% and BTC-USD.change < 1%")

    assert "at least 50% of miners have change > 3% and BTC-USD.change < 1%" == (
        variants(rule, ["miners"])[-1].rule.when
    )


@pytest.mark.parametrize(
    ("when", "way"),
    [
        ("price > 90", 1),
        ("change <= 4%", -1),
        ("price crosses above 90", 1),
        ("price crosses below 90", -1),
        ("price within 2% below 90", 1),
        ("price within 2% above 90", -1),
        ("price within 2% of 90", 0),
        ("price != 90", 0),
        ("price rises 2% within 5m", 1),
        ("price falls 2% within 5m", -1),
        ("price moves 2% within 5m", 0),
        ("price at new high over 1h", 1),
        ("price at new low over 1h", -1),
        ("volume > 5M", 0),
        ("price inside 80..90", 0),
    ],
)
def test_which_way_a_rule_looks(when: str, way: int):
    """A volume that rises says nothing about the price."""
    assert way == direction.way(at_price(when, 85).deciding())


@pytest.mark.parametrize(
    ("when", "level"),
    [("change > 4%", "104"), ("price > 90", "90"), ("cap > 1.1B", "110"), ("volume > 5M", None)],
)
def test_a_threshold_is_shown_as_the_price_it_stands_for(when: str, level: str | None):
    """A chart of prices has no axis for percents."""
    [leaf] = at_price(when, 102).leaves()

    found = direction.level(leaf, Decimal(102))

    assert (None if level is None else Decimal(level)) == found


@pytest.mark.parametrize(
    ("when", "distance"),
    [
        ("change > 4%", "2"),
        ("change > 4% or change > 3%", "1"),
        ("change > 4% and change > 3%", "2"),
        ("change > 1%", "0"),
        ("price crosses below 51", "-50"),
        ("price crosses above 51", None),  # it was never below, and cannot come nearer from there
        ("not change > 4%", None),
        ("premarket > 4%", None),
        ("ytd > 4% and BTC-USD.change > 1%", None),
    ],
)
def test_how_near_a_condition_is(when: str, distance: str | None):
    """The nearest part of an `or`, the furthest of an `and`; where nothing is known, nothing."""
    near = nearest(at_price(when, 102), at("2025-10-10T14:01Z"))

    assert (None if distance is None else Decimal(distance)) == (near and near.distance)


def test_a_count_is_as_near_as_the_last_member_it_takes():
    """Two of three have to be over: the second nearest decides."""
    events = [a_reference(s) for s in ("IREN", "WULF", "CIFR")]
    prices = {"IREN": 103, "WULF": 101, "CIFR": 99}
    trades = [a_quote(symbol, price, at=OPEN) for symbol, price in prices.items()]

    part = bound(a_rule("at least 2 of miners have change > 4%"), *events, *trades)
    near = nearest(part, at(OPEN))

    assert Decimal(3) == (near and near.distance)


def test_why_a_condition_cannot_be_told_is_that_of_the_first_figure():
    """People then know which data to look for."""
    part = at_price("change > 4% and WULF.change > 1%", 102)

    assert "no quote of WULF yet" == why_unknown(part)


def test_a_sequence_whose_figures_are_known_is_known():
    """There is no telling how near it is, which is no want of data."""
    part = at_price("change > 4% then change < 1% within 1h", 102)

    assert (None, True) == (nearest(part, at("2025-10-10T14:01Z")), is_known(part))


def test_a_condition_that_can_be_read_but_not_gauged_says_so():
    """Every figure is known, and so is why nothing is told."""
    assert "its figures were never known together" == why_unknown(at_price("change > 4%", 102))


def a_trail(*points: tuple[str, int]) -> Trail:
    trail = Trail(ExchangeCalendar.load())
    for moment, price in points:
        trail.add(at(moment), Decimal(price))
    return trail


def known(until: str, step: timedelta = timedelta(0)) -> Known:
    return Known(at(until), step)


FIRED = at("2025-10-10T19:40Z")


def test_what_came_after_is_the_last_price_by_then():
    """And the last up to the bell, itself included, is the close."""
    trail = a_trail(
        ("2025-10-10T19:40Z", 100),
        ("2025-10-10T19:44Z", 101),
        ("2025-10-10T20:00Z", 102),
        ("2025-10-10T20:09Z", 103),
        ("2025-10-13T19:59Z", 110),
    )

    after = trail.after(FIRED, Decimal(100), known("2025-10-13T20:00Z"))

    assert [1, 3, 2, 10] == [after[horizon] for horizon in Horizon]


@pytest.mark.parametrize(
    ("points", "until", "step"),
    [
        ([], "2025-10-10T19:41Z", 0),
        ([("2025-10-10T19:42Z", 100)], "2025-10-10T19:43Z", 0),  # the data end too soon
        ([("2025-10-10T19:30Z", 99)], "2025-10-13T21:00Z", 0),  # it never traded again
    ],
)
def test_what_nobody_knows_is_unknown_and_never_0(
    points: list[tuple[str, int]], until: str, step: int
):
    """A stock that was not heard of has not stood still."""
    after = a_trail(*points).after(FIRED, Decimal(100), known(until, timedelta(step)))

    assert dict.fromkeys(Horizon) == after


def test_bars_know_nothing_sooner_than_their_own_span():
    """A quarter of an hour cannot tell five minutes; it can tell thirty."""
    trail = a_trail(("2025-10-10T19:44Z", 101), ("2025-10-10T19:59Z", 102))

    after = trail.after(FIRED, Decimal(100), known("2025-10-13T20:00Z", timedelta(minutes=15)))

    assert [None, 2, 2, None] == [after[horizon] for horizon in Horizon]


def test_an_official_close_stands_over_the_last_print():
    """A reference of the next morning tells it."""
    trail = a_trail(("2025-10-10T19:59Z", 102))
    trail.official[at("2025-10-10T12:00Z").date()] = Decimal(104)

    assert Decimal(4) == trail.after(FIRED, Decimal(100), known("2025-10-13T09:00Z"))[Horizon.CLOSE]


def test_after_the_bell_the_close_is_the_next_day_s():
    """The one it follows is past already."""
    trail = a_trail(("2025-10-13T19:59Z", 105), ("2025-10-14T19:59Z", 107))

    after = trail.after(at("2025-10-10T20:30Z"), Decimal(100), known("2025-10-14T20:00Z"))

    assert [5, 7] == [after[Horizon.CLOSE], after[Horizon.NEXT_CLOSE]]


@pytest.mark.parametrize(("price", "way"), [(101, 1), (99, -1), (100, 0)])
def test_a_rule_that_looks_neither_way_takes_the_last_move(price: int, way: int):
    """Whichever way it broke out is the way it should go on."""
    trail = a_trail(("2025-10-10T19:30Z", 100), ("2025-10-10T19:40Z", price))

    assert way == trail.last_way(FIRED, Decimal(price))
