"""Comparisons over time: the same answer as a slow look back over everything that was seen."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.state import Market
from bot.rules import conditions as c
from bot.rules.bound import Bound, Fixed, Source, Worked
from bot.rules.comparisons import Passage, Sides
from bot.rules.joins import Sequence
from bot.rules.leaves import Holds, Leaf
from bot.rules.metrics.price import price
from bot.rules.silence import Silence
from bot.rules.units import Amount, Unit, amount
from bot.rules.windows import Channel, Extreme, Movement
from tests.builders import a_market, a_quote, a_reference, at

NOON = at("2025-10-10T12:00Z")
MINUTE = timedelta(minutes=1)
FIFTEEN = 15 * MINUTE


class Scene:
    """A market in which IREN trades, and one comparison that is read after every trade."""

    def __init__(self) -> None:
        self.market: Market = a_market(at=NOON - timedelta(hours=1))
        self.market.take(a_reference("IREN", at=NOON - timedelta(hours=1)))
        tape = self.market.tape(a_quote("IREN").symbol)
        self.tape = tape
        self.price: Source = Bound(metric=price, of=tape, name="IREN")

    def trades(self, leaf: Leaf | Sequence, *told: tuple[float, float | str]) -> list[Holds]:
        answers = []
        for minute, level in told:
            self.market.take(a_quote("IREN", str(level), at=NOON + minute * MINUTE))
            answers.append(leaf.read(self.market.now, None))
        return answers


def a_move(scene: Scene, way: c.Way, margin: str, span: timedelta = FIFTEEN) -> Movement:
    told = c.Moves(left=_term(), way=way, margin=amount(margin), span=span, text="moves")
    return Movement(scene.price, told)


def _term() -> c.Term:
    return c.Term(price, c.Own())


@pytest.mark.parametrize(
    ("way", "expected"),
    [
        (c.Way.UP, [False, False, True, True, False]),
        (c.Way.DOWN, [False, False, False, False, True]),
        (c.Way.EITHER, [False, False, True, True, True]),
    ],
)
def test_a_move_is_measured_from_the_extreme_of_its_window(way: c.Way, expected: list[bool]):
    """Up from the lowest, down from the highest: 100, 98, 103, 104, 98.7."""
    scene = Scene()
    told = [(0, 100), (1, 98), (2, 103), (3, 104), (4, 98.7)]

    assert expected == scene.trades(a_move(scene, way, "5%"), *told)


def test_exactly_the_margin_counts():
    """To rise 5 % is to rise at least that, as TradingView reads it."""
    scene = Scene()

    assert [False, True] == scene.trades(a_move(scene, c.Way.UP, "5%"), (0, 100), (1, 105))


def test_a_margin_in_dollars_is_taken_as_it_is():
    """Two dollars are two dollars."""
    scene = Scene()

    assert [False, False, True] == scene.trades(
        a_move(scene, c.Way.UP, "$2"), (0, 100), (1, 101.99), (2, 102)
    )


def test_a_price_that_stood_still_was_there_all_the_while():
    """A quiet hour is no gap: it jumps from where it stood."""
    scene = Scene()

    assert [False, True] == scene.trades(a_move(scene, c.Way.UP, "5%"), (0, 100), (60, 106))


def test_a_move_is_over_when_its_window_has_passed_though_nothing_trades():
    """And it says beforehand when that is."""
    scene = Scene()
    leaf = a_move(scene, c.Way.UP, "5%")
    scene.trades(leaf, (0, 100), (1, 106))

    wake = leaf.wake(scene.market.now)

    assert NOON + MINUTE + FIFTEEN == wake
    assert (True, False) == (leaf.read(wake - MINUTE, None), leaf.read(wake, None))


PRICES = st.lists(st.tuples(st.integers(1, 9), st.integers(90, 110)), min_size=1, max_size=60)


@given(PRICES, st.integers(1, 12), st.sampled_from(list(c.Way)))
def test_a_move_agrees_with_a_look_back_over_everything(
    told: list[tuple[int, int]], margin: int, way: c.Way
):
    """The deque forgets what can never matter again, and nothing else."""
    scene = Scene()
    leaf = a_move(scene, way, f"{margin}%")
    seen: list[tuple[datetime, Decimal]] = []
    minute = 0
    for step, level in told:
        minute += step
        [answer] = scene.trades(leaf, (minute, level))
        seen.append((scene.market.now, Decimal(level)))

        assert looked_back(seen, Decimal(margin), way) == answer


def looked_back(seen: list[tuple[datetime, Decimal]], margin: Decimal, way: c.Way) -> bool:
    now, value = seen[-1]
    # A price stands from its trade to the next one.
    ends = [at for at, _ in seen[1:]] + [now]
    standing = [p for (_, p), end in zip(seen, ends, strict=True) if end > now - FIFTEEN]
    rise = (value - min(standing)) * 100 >= margin * min(standing)
    fall = (max(standing) - value) * 100 >= margin * max(standing)
    return (rise and way is not c.Way.DOWN) or (fall and way is not c.Way.UP)


def test_a_high_is_new_only_once_the_whole_span_was_watched():
    """The high of ten minutes is none of a quarter of an hour."""
    scene = Scene()
    told = c.Extreme(left=_term(), high=True, span=FIFTEEN, text="at new high")
    leaf = Extreme(scene.price, told)

    answers = scene.trades(leaf, (0, 100), (5, 110), (14, 120), (15, 119), (16, 121), (17, 121))

    assert [None, None, None, False, True, True] == answers


def test_coming_back_to_a_high_is_no_new_one():
    """It has to be passed."""
    scene = Scene()
    told = c.Extreme(left=_term(), high=True, span=FIFTEEN, text="at new high")
    leaf = Extreme(scene.price, told)

    answers = scene.trades(leaf, (0, 100), (5, 110), (16, 105), (17, 110), (18, 111))

    assert [False, False, True] == answers[2:]


def test_a_low_is_the_mirror_of_a_high():
    """A wrong sign would hide here."""
    scene = Scene()
    told = c.Extreme(left=_term(), high=False, span=FIFTEEN, text="at new low")
    leaf = Extreme(scene.price, told)

    assert [None, True, False] == scene.trades(leaf, (0, 100), (15, 99), (16, 99.5))


def a_channel(scene: Scene, *, inside: bool, crossing: bool, reset: str = "") -> Channel:
    low, high = amount("100"), amount("110")
    told = c.Channel(
        left=_term(), low=low, high=high, inside=inside, crossing=crossing, text="channel"
    )
    edges = (Fixed(low, Unit.PRICE), Fixed(high, Unit.PRICE))
    return Channel(scene.price, *edges, amount(reset) if reset else None, told)


WALK = [(0, 105), (1, 99.99), (2, 100), (3, 110), (4, 110.01), (5, 105)]


@pytest.mark.parametrize(
    ("inside", "crossing", "expected"),
    [
        (True, False, [True, False, True, True, False, True]),
        (False, False, [False, True, False, False, True, False]),
        (True, True, [False, False, True, True, False, True]),
        (False, True, [False, True, False, False, True, False]),
    ],
)
def test_a_channel_has_its_edges_inside(*, inside: bool, crossing: bool, expected: list[bool]):
    """Inside, outside, enters, leaves: what enters was seen outside first."""
    scene = Scene()

    assert expected == scene.trades(a_channel(scene, inside=inside, crossing=crossing), *WALK)


def test_the_way_out_of_a_channel_is_widened_by_the_reset():
    """It hangs about its edge, and is inside all the while."""
    scene = Scene()
    leaf = a_channel(scene, inside=True, crossing=False, reset="$1")

    assert [True, True, False] == scene.trades(leaf, (0, 105), (1, 110.99), (2, 111))


def test_the_way_back_into_a_channel_is_further_in():
    """The same from outside."""
    scene = Scene()
    leaf = a_channel(scene, inside=False, crossing=False, reset="$1")

    assert [True, True, False] == scene.trades(leaf, (0, 111), (1, 109.5), (2, 109))


def test_nothing_traded_for_a_while_is_a_silence_and_a_trade_ends_it():
    """A feed that goes quiet is news too."""
    scene = Scene()
    told = c.Silent(owner=c.Own(), span=10 * MINUTE, text="no data for 10m")
    leaf = Silence(scene.price, scene.tape, told)
    scene.trades(leaf, (0, 100))

    wake = leaf.wake(scene.market.now)
    answers = [leaf.read(NOON + m * MINUTE, None) for m in (9, 10)]

    assert (NOON + 10 * MINUTE, [False, True]) == (wake, answers)
    assert [False] == scene.trades(leaf, (11, 100))


def test_while_the_market_is_closed_nobody_is_silent():
    """Else every Saturday would ring."""
    scene = Scene()
    told = c.Silent(owner=c.Own(), span=10 * MINUTE, text="no data for 10m")
    leaf = Silence(scene.price, scene.tape, told)
    saturday = at("2025-10-11T15:00Z")

    assert (False, None) == (leaf.read(saturday, None), leaf.wake(saturday))


def test_the_beginning_of_a_session_counts_as_a_word():
    """Ten minutes after the bell, not at it."""
    scene = Scene()
    told = c.Silent(owner=c.Own(), span=10 * MINUTE, text="no data for 10m")
    leaf = Silence(scene.price, scene.tape, told)
    scene.trades(leaf, (0, 100))
    bell = at("2025-10-10T13:30Z")

    assert (False, True) == (leaf.read(bell, None), leaf.read(bell + 10 * MINUTE, None))


def a_passage(scene: Scene, reset: str = "") -> Passage:
    level: Amount = amount("100")
    back = amount(reset) if reset else None
    right = Fixed(level, Unit.PRICE)
    return Passage(Sides(subject=scene.price, right=right, reset=back, text="crosses"))


def looks(scene: Scene, leaf: Passage, *told: tuple[float, float]) -> list[Holds]:
    """Read as the engine does: again where the leaf asks for it."""
    answers: list[Holds] = []
    for trade in told:
        answers += scene.trades(leaf, trade)
        if leaf.wake(scene.market.now) == scene.market.now:
            answers.append(leaf.read(scene.market.now, None))
    return answers


def test_a_crossing_either_way_counts_each_time():
    """Over, back under (which ends the one and is the other), and over again."""
    scene = Scene()

    answers = looks(scene, a_passage(scene), (0, 99), (1, 101), (2, 99), (3, 101))

    assert [False, True, False, True, False, True] == answers


def test_starting_beyond_the_level_is_no_crossing():
    """Where we came in is not news, on either side."""
    scene = Scene()

    assert [False, False] == looks(scene, a_passage(scene), (0, 101), (1, 102))


def test_the_level_itself_is_on_neither_side():
    """Touching it from under and going on is one crossing, at the going on."""
    scene = Scene()

    assert [False, False, True] == looks(scene, a_passage(scene), (0, 99), (1, 100), (2, 101))


def test_touching_the_level_from_above_is_no_crossing_either():
    """Down to it and up again: it was never under."""
    scene = Scene()

    assert [False, False, False] == looks(scene, a_passage(scene), (0, 101), (1, 100), (2, 101))


def test_with_a_reset_it_hangs_about_its_level_in_peace():
    """Half a dollar back is not back."""
    scene = Scene()

    answers = looks(scene, a_passage(scene, "$1"), (0, 99), (1, 101), (2, 99.5), (3, 101), (4, 99))

    assert [False, True, True, True, False, True] == answers


def a_sequence(scene: Scene) -> Sequence:
    first, second = (_over(scene, level) for level in ("105", "110"))
    return Sequence(first, second, 10 * MINUTE, "a then b within 10m")


def _over(scene: Scene, level: str) -> Passage:
    right = Fixed(amount(level), Unit.PRICE)
    return Passage(Sides(subject=scene.price, right=right, reset=None, text=level))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([(0, 100), (1, 106), (11, 111)], True),
        ([(0, 100), (1, 106), (11.1, 111)], False),
        ([(0, 100), (1, 111)], True),
        ([(0, 106), (1, 111)], False),
    ],
)
def test_one_thing_after_another_counts_within_its_span(
    told: list[tuple[float, float]], *, expected: bool
):
    """To the second; what held from the start has not begun."""
    scene = Scene()

    assert expected == scene.trades(a_sequence(scene), *told)[-1]


@pytest.mark.parametrize(
    ("how", "value"),
    [(c.Sum.PLUS, 102), (c.Sum.MINUS, 98), (c.Sum.TIMES, 200), (c.Sum.OVER, 50)],
)
def test_figures_can_be_reckoned_with(how: c.Sum, value: int):
    """Exactly, as everything that is compared."""
    scene = Scene()
    scene.market.take(a_quote("IREN", 100, at=NOON))
    two = Fixed(amount("2"), Unit.PRICE)

    worked = Worked(left=scene.price, sum=how, right=two, unit=Unit.PRICE)

    assert value == worked.measure(NOON).value


def test_what_is_divided_by_nothing_is_unknown():
    """Not infinite, and no exception on a tick."""
    scene = Scene()
    scene.market.take(a_quote("IREN", 100, at=NOON))
    nothing = Fixed(amount("0"), Unit.PRICE)

    worked = Worked(left=scene.price, sum=c.Sum.OVER, right=nothing, unit=Unit.RATIO)

    assert (None, "0 is 0") == (worked.measure(NOON).value, worked.measure(NOON).note)


def test_reckoning_with_the_unknown_is_unknown():
    """And says what is missing."""
    scene = Scene()
    two = Fixed(amount("2"), Unit.PRICE)

    worked = Worked(left=two, sum=c.Sum.PLUS, right=scene.price, unit=Unit.PRICE)

    assert "no quote of IREN yet" == worked.measure(NOON).note
