"""The index of levels: it may name too many, and never one too few."""

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.rules.levels import Levels

Edge = tuple[float, int]

PRICES = st.integers(0, 400).map(lambda quarters: quarters / 4)  # coarse, so that edges coincide
OWNERS = st.integers(0, 30)


def levels_of(*edges: Edge, start: float) -> Levels:
    levels = Levels()
    levels.extend(edges)
    levels.start(start)
    return levels


def told(levels: Levels, price: float) -> list[int]:
    """Move as callers do, past the gate."""
    return [] if levels.low < price < levels.high else sorted(levels.passed(price))


@pytest.mark.parametrize(
    ("price", "expected"), [(101.0, []), (102.0, [1]), (103.0, [1]), (106.0, [1, 2]), (94.0, [0])]
)
def test_a_move_names_the_owner_of_every_edge_on_its_way(price: float, expected: list[int]):
    """Whoever is not named is not read again."""
    levels = levels_of((95, 0), (102, 1), (105, 2), start=100)

    assert expected == told(levels, price)


def test_an_edge_at_the_end_of_one_move_is_on_the_way_of_the_next_too():
    """Strict or not is for the exact reading to decide, so each end belongs to both moves."""
    levels = levels_of((102, 1), start=100)

    assert [[1], [1], []] == [told(levels, price) for price in (102, 103, 104)]


def test_the_first_value_passes_nothing():
    """Where a series comes in is no move."""
    levels = Levels()
    levels.extend([(95, 0), (105, 1)])

    assert [[], [1]] == [told(levels, price) for price in (100, 110)]


def test_the_gate_is_the_nearest_edge_on_each_side():
    """A value in between costs the caller two comparisons."""
    levels = levels_of((90, 0), (95, 1), (105, 2), (110, 3), start=100)

    assert (95, 105) == (levels.low, levels.high)


def test_the_gate_is_shut_while_the_value_stands_on_an_edge():
    """The next move passes that edge, whichever way it goes."""
    levels = levels_of((95, 0), (100, 1), (105, 2), start=100)

    assert not levels.low < levels.high


@pytest.mark.parametrize("many", [False, True])
def test_an_edge_that_is_new_in_an_open_gate_is_passed_by_the_next_move(*, many: bool):
    """Values inside the gate are never told, so the index cannot know which side it stands on."""
    levels = levels_of((90, 0), (110, 1), start=100)
    assert [] == told(levels, 108)

    if many:
        levels.extend([(105, 2)])
    else:
        levels.add(105, 2)

    assert [2] == told(levels, 104)


def test_an_edge_that_was_taken_out_is_passed_no_more():
    """A rule that is gone is not read."""
    levels = levels_of((105, 1), (105, 2), start=100)

    levels.remove(105, 1)

    assert [2] == told(levels, 106)


@pytest.mark.parametrize("edge", [(105, 2), (104, 1), (106, 1)])
def test_taking_out_what_is_not_there_is_an_error(edge: Edge):
    """Two accounts of the same edges have come apart, and going on would hide it."""
    levels = levels_of((105, 1), start=100)

    with pytest.raises(KeyError):
        levels.remove(*edge)


def test_an_owner_that_is_no_uint32_leaves_everything_as_it_was():
    """Levels and owners are two columns, and must stay as long as each other."""
    levels = levels_of((105, 1), start=100)

    with pytest.raises(OverflowError):
        levels.add(104, 2**32)

    assert (1, [1]) == (len(levels), told(levels, 106))


def test_a_rebase_passes_nothing():
    """New baselines move every edge; the value has not moved."""
    levels = levels_of((90, 0), (105, 1), start=100)

    levels.clear()
    levels.extend([(90, 0), (95, 1)])
    levels.start(100)

    assert [[], [1]] == [told(levels, price) for price in (101, 95)]


@pytest.mark.parametrize("edges", [3, 30_000])
def test_a_leap_over_everything_names_everyone(edges: int):
    """A gap at the open is one move, over however many blocks."""
    levels = levels_of(*((float(n), n) for n in range(edges)), start=-1)

    assert list(range(edges)) == told(levels, edges)


DIGITS = st.integers(-(10**15) + 1, 10**15 - 1)
PLACES = st.integers(0, 15)


@st.composite
def decimals(draw: st.DrawFn) -> tuple[Decimal, Decimal, Decimal]:
    """Three of at most 15 digits, often so close that only the last of them differ."""
    digits, places = draw(DIGITS), draw(PLACES)
    near = st.integers(-3, 3).map(lambda step: min(max(digits + step, 1 - 10**15), 10**15 - 1))
    near_or_far = [(draw(near | DIGITS), places) for _ in range(2)]
    return tuple(  # type: ignore[return-value]  # three go in, three come out
        Decimal(number).scaleb(-exponent) for number, exponent in [(digits, places), *near_or_far]
    )


def _side(level: Decimal, price: Decimal) -> int:
    return (level > price) - (level < price)


@given(decimals(), st.permutations(range(3)))
@settings(max_examples=500)
def test_no_rounding_hides_a_level_that_two_prices_stand_differently_to(
    figures: tuple[Decimal, Decimal, Decimal], order: list[int]
):
    """The index is of floats, and what is promised is exact."""
    before, after, level = (figures[place] for place in order)
    levels = levels_of((float(level), 7), start=float(before))

    passed = told(levels, float(after))

    assert _side(level, before) == _side(level, after) or [7] == passed


class Moves(RuleBasedStateMachine):
    """Adds, removes and moves in any order, beside a list that is searched from end to end."""

    def __init__(self) -> None:
        super().__init__()
        self.levels = Levels()
        self.edges: list[Edge] = []
        self.fresh: list[Edge] = []
        self.price = 50.0

    @initialize(size=st.sampled_from([0, 5, 2_600, 4_995, 5_600]), price=PRICES)
    def begin(self, size: int, price: float) -> None:
        self.edges = [((n * 37 % 401) / 4, n % 31) for n in range(size)]
        self.levels.extend(self.edges)
        self.price = price
        self.levels.start(price)

    @rule(level=PRICES, owner=OWNERS)
    def add(self, level: float, owner: int) -> None:
        self.levels.add(level, owner)
        self._added([(level, owner)])

    @rule(edges=st.lists(st.tuples(PRICES, OWNERS), max_size=8), times=st.sampled_from([1, 200]))
    def extend(self, edges: list[Edge], times: int) -> None:
        self.levels.extend(edges * times)
        self._added(edges * times)

    @rule(level=PRICES, times=st.integers(1, 600))
    def pile_up(self, level: float, times: int) -> None:
        """Let many people choose the same round figure."""
        for owner in range(times):
            self.levels.add(level, owner % 31)
        self._added([(level, owner % 31) for owner in range(times)])

    @precondition(lambda self: self.edges)
    @rule(data=st.data(), many=st.booleans())
    def remove(self, data: st.DataObject, *, many: bool) -> None:
        start = data.draw(st.integers(0, len(self.edges) - 1))
        gone = self.edges[start : start + (3_000 if many else 1)]
        for edge in gone:
            self.levels.remove(*edge)
        del self.edges[start : start + len(gone)]
        self.fresh = list((Counter(self.fresh) & Counter(self.edges)).elements())

    @rule(price=PRICES)
    def move(self, price: float) -> None:
        low, high = sorted((self.price, price))
        owed = Counter(owner for level, owner in self.edges if low <= level <= high)
        spare = Counter(owner for _, owner in self.fresh)
        inside = self.levels.low < price < self.levels.high
        passed = Counter[int]() if inside else Counter(self.levels.passed(price))

        assert not owed - passed, "an edge on the way was not named"
        assert not passed - owed - spare, "an edge was named that is not on the way"
        self.price = price
        if not inside:
            self.fresh = []

    @rule(price=PRICES)
    def restart(self, price: float) -> None:
        self.price = price
        self.levels.start(price)
        self.fresh = []

    @invariant()
    def is_as_long(self) -> None:
        assert len(self.edges) == len(self.levels)

    def _added(self, edges: Iterable[Edge]) -> None:
        self.edges.extend(edges)
        self.fresh.extend(edges)


TestMoves = Moves.TestCase
TestMoves.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
