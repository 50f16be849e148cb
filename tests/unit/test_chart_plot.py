"""The plot: what the dots of a picture say."""

from array import array
from collections import Counter
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

from bot.charts import plot, ruler
from bot.charts.easel import Easel
from bot.charts.scene import Line, Scene
from tests.builders import a_watchlist
from tests.charting import Dots, Morning, colour

HEIGHT, WIDTH = 560, 1000
BYTES = 300_000
LEFT, RIGHT, TOP, BOTTOM = 90, 875, 105, 502  # where the plot stands
PRE, POST = (227, 236, 249), (233, 228, 246)
WHITE = (255, 255, 255)


@cache
def the_easel() -> Easel:
    return Easel()


def a_day(now: str = "2025-10-10T23:00Z", *, level: str | None = None) -> Scene:
    """IREN is at 108 before the bell, at 96 after it, and at 99 after hours; it closed at 100."""
    morning = Morning()
    morning.trades("IREN", [108] * 60, since="2025-10-10T08:00Z", step=5)
    morning.trades("IREN", [96] * 78, since="2025-10-10T13:30Z", step=5)
    morning.trades("IREN", [99] * 20, since="2025-10-10T20:01Z", step=9)
    return morning.shown(now, level=level, marked=level is not None)


@cache
def drawn(now: str = "2025-10-10T23:00Z", level: str | None = None) -> Dots:
    return Dots(the_easel().png(a_day(now, level=level)))


def row_of(dots: Dots, tint: str) -> float:
    """Return the row in which most dots of a colour stand."""
    found = dots.places(colour(tint))
    rows = Counter(row for column, row in found if LEFT < column < RIGHT and row < BOTTOM)
    most = max(rows.values())
    level = [row for row, count in rows.items() if count == most]
    return sum(level) / len(level)


def middle_of(dots: Dots, tint: str) -> tuple[float, float]:
    """Return the middle of the largest heap of a colour: that of the dot, whose lines are thin."""
    places = [p for p in dots.places(colour(tint), within=2) if LEFT < p[0] < RIGHT + 4]
    known = set(places)
    thick = [(x, y) for x, y in places if {(x - 3, y - 3), (x + 3, y + 3), (x - 3, y + 3)} <= known]
    columns, rows = zip(*thick, strict=True)
    return sum(columns) / len(columns), sum(rows) / len(rows)


def test_it_is_as_large_as_a_phone_shows_well():
    """Whatever is drawn: platforms show pictures of one shape alike."""
    dots = drawn()

    assert (WIDTH, HEIGHT) == (dots.width, dots.height)


@pytest.mark.parametrize(
    ("share", "shade"), [(0.02, PRE), (0.33, PRE), (0.37, WHITE), (0.79, WHITE), (0.81, POST)]
)
def test_it_is_shaded_before_the_bell_and_after_hours(share: float, shade: tuple[int, int, int]):
    """From 04:00 to 19:00, the bell rings after 0.367 of the width and again after 0.8."""
    column = round(LEFT + (RIGHT - LEFT) * (0.012 + share * 0.976))
    row = TOP + 40 if share > 0.35 else HEIGHT - 85

    assert shade == drawn().at(column, row)


def test_the_line_the_close_and_the_level_stand_where_their_figures_are():
    """IREN at 108 is twice as far from its close at 100 as the level at 104."""
    dots = drawn("2025-10-10T13:00Z", level="104")
    line, level, close = (row_of(dots, tint) for tint in (plot.UP, plot.LEVEL, plot.DIM))

    assert 2.0 == pytest.approx((close - line) / (close - level), abs=0.03)


def test_the_moment_of_an_alert_is_a_dot_on_the_line_at_the_end():
    """There is nothing behind it: that had not happened."""
    dots = drawn("2025-10-10T13:00Z", level="104")
    column, row = middle_of(dots, plot.LEVEL)

    assert column == pytest.approx(RIGHT - 9, abs=2)
    assert row == pytest.approx(row_of(dots, plot.UP), abs=1.5)


def test_without_a_level_there_is_none():
    """A picture that somebody asked for has no alert in it."""
    assert [] == drawn().places(colour(plot.LEVEL), within=2)


@pytest.mark.parametrize(("now", "up"), [("2025-10-10T13:00Z", True), ("2025-10-10T19:00Z", False)])
def test_its_colour_says_which_way_the_day_went(now: str, *, up: bool):
    """It is seen before anything is read."""
    dots = drawn(now)
    counted = [len(dots.places(colour(tint), within=2)) for tint in (plot.UP, plot.DOWN)]

    assert up is (counted[0] > 1000 > counted[1])


def test_what_was_not_watched_is_hatched():
    """A gap that looks like a quiet morning would be a lie."""
    morning = Morning(at="2025-10-10T12:00Z")
    morning.trades("IREN", [101] * 30, since="2025-10-10T12:05Z")
    axes = the_easel().compose(morning.shown("2025-10-10T12:40Z"))

    assert [(None, 1), ("//", 1)] == sorted(
        Counter(patch.get_hatch() for patch in axes.patches).items(), key=str, reverse=True
    )


def test_a_silence_is_joined_by_dots():
    """From 08:05 to 10:00 nobody knows what it would have traded at."""
    times, values = [0.0, 300.0, 7200.0, 7260.0], [1.0, 2.0, 3.0, 4.0]
    known, guessed = ruler.strokes(_line(times, values), plot.APART, ())

    assert ([0, 300, 7200, 7200, 7260], [300, 7200, 7200]) == (known[0], guessed[0])


def test_nothing_joins_what_a_rebase_has_parted():
    """The one is no continuation of the other."""
    known, guessed = ruler.strokes(_line([0.0, 60.0], [1.0, 2.0]), plot.APART, [30.0])

    assert ([0, 60, 60], []) == (known[0], guessed[0])


def _line(times: list[float], values: list[float]) -> Line:
    return Line(array("d", times), array("d", values))


@given(st.lists(st.floats(0, 600), max_size=12), st.floats(1, 60))
def test_tags_never_stand_on_one_another(places: list[float], least: float):
    """And they keep their order, so that the highest price is the highest tag."""
    moved = ruler.spread(places, least)
    order = sorted(range(len(places)), key=lambda number: (places[number], number))
    steps = [moved[b] - moved[a] for a, b in pairwise(order)]

    assert all(step >= least - 1e-6 for step in steps)
    assert sum(moved) == pytest.approx(sum(places))


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (1, ["04:00", "04:10", "04:20", "04:30", "04:40", "04:50", "05:00"]),
        (5, ["04:00", "05:00", "06:00", "07:00", "08:00", "09:00"]),
        (16, ["06:00", "09:00", "12:00", "15:00", "18:00"]),
    ],
)
def test_round_hours_of_new_york_stand_under_it(hours: int, expected: list[str]):
    """Sixteen labels would run into one another on a phone."""
    start = 1760083200.0  # 04:00 in New York on 10 October 2025

    assert expected == list(
        ruler.instants(start, start + hours * 3600, "America/New_York").values()
    )


NAMES = [
    "$x_{",
    r"$\frac{1}{0}$",
    "a\nb\rc",
    "WIDE " * 40,
    "₿" * 90,
    "\u202etlob",
    "矿工",
    "🚀" * 9,
]


@settings(max_examples=12)
@given(st.text(max_size=200) | st.sampled_from(NAMES), st.floats(1e-6, 1e14))
def test_whatever_people_call_their_list_is_drawn(name: str, figure: float):
    """A name is no formula, and is cut before it touches the price."""
    morning = Morning([a_watchlist(title=name or "x")])
    morning.trades("IREN", [100, 101], since="2025-10-10T12:00Z")
    scene = morning.shown("2025-10-10T12:20Z")
    hostile = replace(scene, title=name, note=name, figure=f"{figure:,.2f}")
    easel = the_easel()

    assert len(easel.png(hostile)) < BYTES
    assert not _overlap(_heading(easel.compose(hostile)))


def _heading(axes: Axes) -> list[Text]:
    figure = axes.get_figure()
    assert isinstance(figure, Figure)
    return list(figure.texts)


def _overlap(texts: list[Text]) -> bool:
    boxes = [text.get_window_extent() for text in texts if text.get_text()]
    return any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[n + 1 :])


def test_the_same_scene_is_the_same_bytes():
    """Whatever was drawn before it, on whichever easel."""
    scene = a_day()
    first = Easel().png(scene)
    the_easel().png(a_day("2025-10-10T13:00Z"))

    assert first == the_easel().png(scene)
