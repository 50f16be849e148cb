"""A line over time, with the level a rule watches and the moments it fired, as a PNG."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from io import BytesIO
from zoneinfo import ZoneInfo

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter, date2num
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke
from matplotlib.ticker import FuncFormatter, MaxNLocator

INCHES = (12.0, 6.3)
DOTS_AN_INCH = 100
LABEL_WIDTH = 0.14
"""What the label of a mark takes of the width; where there is less room it is left out."""

FEW = 12
"""Marks that have room to be large, and to be named."""

_INK, _DIM, _LINE, _LEVEL, _MARK = "#1c2430", "#6b7686", "#2563a8", "#b45309", "#c0272d"
_LARGE, _SMALL = 8.0, 4.5
_SHADES = {"pre": "#eef3fa", "post": "#f2f0f8", "closed": "#ececec"}


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the time shown, of a session, named where there is room."""

    start: datetime
    end: datetime
    session: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class LevelLine:
    """The level a rule watched from `start` to `end`."""

    start: datetime
    end: datetime
    value: Decimal


@dataclass(frozen=True, slots=True)
class Mark:
    """A firing: when, at which value, and what to write beside it."""

    at: datetime
    value: Decimal
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What to draw; `shown` writes a value as people read it."""

    title: str
    note: str
    times: Sequence[datetime]
    values: Sequence[Decimal]
    shown: Callable[[Decimal], str]
    zone: str
    stretches: Sequence[Stretch] = ()
    levels: Sequence[LevelLine] = ()
    marks: Sequence[Mark] = field(default_factory=tuple)


def png(chart: Chart) -> bytes:
    """Draw a chart; the same chart gives the same bytes."""
    logging.getLogger("matplotlib").setLevel(logging.WARNING)  # it tells of the fonts it finds
    figure = Figure(figsize=INCHES, dpi=DOTS_AN_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    _frame(axes, chart)
    for stretch in chart.stretches:
        _shade(axes, stretch)
    axes.plot(
        [date2num(at) for at in chart.times],
        [float(value) for value in chart.values],
        color=_LINE,
        linewidth=1.3,
        zorder=3,
    )
    for number, level in enumerate(chart.levels):
        _draw_level(axes, level, chart.shown, named=number == len(chart.levels) - 1)
    size = _LARGE if len(chart.marks) <= FEW else _SMALL
    for mark in chart.marks:
        at, value = date2num(mark.at), float(mark.value)
        axes.plot([at], [value], "o", ms=size, mfc=_MARK, mec="white", mew=size / 6, zorder=5)
    if len(chart.marks) <= FEW:
        _name_marks(axes, chart)
    target = BytesIO()
    figure.savefig(target, format="png", metadata={"Software": None})
    return target.getvalue()


def _frame(axes: Axes, chart: Chart) -> None:
    axes.set_title(chart.title, loc="left", fontsize=14, fontweight="bold", color=_INK, pad=24)
    axes.text(0, 1.025, chart.note, transform=axes.transAxes, fontsize=9.5, color=_DIM)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_DIM)
    axes.grid(visible=True, axis="y", color="#e3e7ec", linewidth=0.8)
    axes.tick_params(colors=_DIM, length=0)
    axes.set_axisbelow(True)
    zone = ZoneInfo(chart.zone)
    locator = AutoDateLocator(tz=zone)
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, tz=zone))
    axes.yaxis.set_major_locator(MaxNLocator(8))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: chart.shown(Decimal(repr(float(y))))))
    axes.margins(x=0.01, y=0.08)


def _shade(axes: Axes, stretch: Stretch) -> None:
    start, end = date2num(stretch.start), date2num(stretch.end)
    shade = _SHADES.get(stretch.session)
    if shade:
        axes.axvspan(start, end, facecolor=shade, edgecolor="none", zorder=0)
    axes.text(
        (start + end) / 2,
        0.985,
        stretch.label,
        transform=axes.get_xaxis_transform(),
        ha="center",
        va="top",
        fontsize=9,
        color=_DIM,
    )


def _draw_level(
    axes: Axes, level: LevelLine, shown: Callable[[Decimal], str], *, named: bool
) -> None:
    start, end, value = date2num(level.start), date2num(level.end), float(level.value)
    axes.hlines(value, start, end, colors=_LEVEL, linestyles=(0, (5, 3)), linewidth=1.3, zorder=2)
    if named:
        label = shown(level.value)
        axes.annotate(
            label,
            (end, value),
            xytext=(-2, 4),
            textcoords="offset points",
            ha="right",
            fontsize=9,
            color=_LEVEL,
        )


# From the left, where each has room; it stands before its mark, or behind one at the left edge.
def _name_marks(axes: Axes, chart: Chart) -> None:
    begins, ends = chart.times[0], chart.times[-1]
    room = (ends - begins) * LABEL_WIDTH
    free = begins
    for mark in sorted(chart.marks, key=lambda mark: mark.at):
        before = mark.at - room >= free
        if not before and mark.at < free:
            continue
        free = mark.at if before else mark.at + room
        axes.annotate(
            mark.label,
            (date2num(mark.at), float(mark.value)),
            xytext=(-8 if before else 8, 10),
            textcoords="offset points",
            ha="right" if before else "left",
            fontsize=9.5,
            color=_MARK,
            fontweight="bold",
            path_effects=[withStroke(linewidth=3, foreground="white")],
            zorder=6,
        )
