"""The plot: what is put on the canvas beside the line of the day."""

from functools import cache

import pytest
from matplotlib.axes import Axes
from matplotlib.text import Text

from bot.charts.easel import Easel
from bot.charts.scene import Scene
from bot.chat import Drawing
from tests.builders import a_reference, a_watchlist
from tests.charting import Morning


@cache
def the_easel() -> Easel:
    return Easel()


def gids(axes: Axes) -> set[str]:
    """Return what the lines on the canvas stand for."""
    return {str(line.get_gid()) for line in axes.lines if line.get_gid() and len(line.get_xdata())}  # type: ignore[arg-type]  # it is a list of them


def written(axes: Axes) -> list[str]:
    """Return the texts on the plot."""
    return [text.get_text() for text in axes.findobj(Text)]


def a_list(**more: object) -> Morning:
    """A list beside BTC, all of which trade from 08:00Z on."""
    morning = Morning([a_watchlist(benchmark="BTC-USD", milestones=["3.02e9"], **more)])  # type: ignore[arg-type]  # as the builder takes them
    morning.bot.sees(a_reference("BTC-USD", at="2025-10-10T07:31Z", previous_close=120_000))
    for minute in range(10):
        now = f"2025-10-10T08:{minute:02}Z"
        for symbol in ("IREN", "WULF", "CIFR"):
            morning.trades(symbol, [100 + minute / 10], since=now)
        morning.trades("BTC-USD", [120_000 + minute * 60], since=now)
    return morning


def composed(scene: Scene) -> Axes:
    return the_easel().compose(scene)


def test_a_list_stands_among_its_milestones_beside_its_benchmark():
    """All that a room wants to know of its sector at a glance."""
    axes = composed(a_list().shown("2025-10-10T08:09Z", "miners", drawing=Drawing.CAP))

    assert {"line", "overlay", "baseline", "milestone"} == gids(axes)


def test_a_milestone_is_written_as_people_name_it():
    """They say ninety billion, and not 90.00."""
    axes = composed(a_list().shown("2025-10-10T08:09Z", "miners", drawing=Drawing.CAP))

    assert {"$3.02B", "$3.03B", "$3.00B"} <= set(written(axes))


def test_an_alert_has_its_level_and_its_moment():
    """They are what the message is about."""
    scene = a_list().shown("2025-10-10T08:09Z", level="100.5", marked=True)

    assert {"line", "overlay", "baseline", "level", "mark"} == gids(composed(scene))


def test_a_rebase_is_marked_as_one():
    """Who sees the cap jump there knows why."""
    morning = a_list()
    morning.bot.sees(a_reference("IREN", at="2025-10-10T08:20Z", shares=10_500_000))
    morning.trades("IREN", [101], since="2025-10-10T08:21Z")
    axes = composed(morning.shown("2025-10-10T08:30Z", "miners", drawing=Drawing.CAP))

    assert ("rebase" in gids(axes), "rebased" in written(axes)) == (True, True)


@pytest.mark.parametrize(
    ("price", "shown"),
    [("117089.26", "117,089"), ("1234.5", "1,234.50"), ("66.4123", "66.41"), ("0.05123", "0.0512")],
)
def test_a_price_beside_the_plot_has_as_many_digits_as_there_is_room_for(price: str, shown: str):
    """Six of them at the most, of a coin as of a penny stock."""
    morning = Morning()
    morning.bot.sees(a_reference("NEW", at="2025-10-10T07:31Z", previous_close=price))
    morning.trades("NEW", [float(price)], since="2025-10-10T12:00Z")

    assert shown in written(composed(morning.shown("2025-10-10T12:10Z", "NEW")))


def test_without_a_close_it_is_drawn_all_the_same():
    """Without percents, and without a side it is on."""
    morning = Morning()
    morning.bot.sees(a_reference("NEW", at="2025-10-10T07:31Z", previous_close=None))
    morning.trades("NEW", [30, 31, 32], since="2025-10-10T12:00Z")
    axes = composed(morning.shown("2025-10-10T12:10Z", "NEW"))

    assert ({"line"}, False) == (gids(axes), any("%" in text for text in written(axes)))
