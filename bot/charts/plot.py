"""The plot of a scene: the line of the day on its ground, and what it is held against."""

from collections.abc import Sequence
from decimal import Decimal

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation
from matplotlib.ticker import FixedLocator, MaxNLocator

from bot import figures
from bot.charts import ruler
from bot.charts.scene import Across, Part, Scene, Shown, written

APART = 900.0
"""Seconds without a point past which a line is only guessed: a silent quarter of an hour."""

SMALL = 15.0
"""The size of what stands beside the plot, in points; a phone shows the picture at a third."""

INK, DIM = "#16202c", "#566270"
UP, DOWN, LEVEL, BESIDE = "#0b7a4b", "#c3272b", "#b45309", "#6d5bb5"

_GRID, _UNKNOWN = "#e2e6eb", "#f1f1ef"
_SHADES = {"pre": "#e3ecf9", "post": "#e9e4f6", "closed": "#e9e9e9"}
_COLOURS = {Part.BASELINE: DIM, Part.LEVEL: LEVEL, Part.MILESTONE: LEVEL}
_DASHES, _DOTS = (0, (6, 4)), (0, (1, 2.2))
_LABELLED = 0.14  # of the width: what the name of a session takes
_TAG = 29.0  # dots a tag takes, with the air around it
_GRID_LINES = 5
_AIR = 0.09  # of the height, over and under what is shown
_EDGE = 0.012  # of the width, before the first instant and behind the last
_TENTH = 0.1
_ROUND = 10_000  # a price from which nobody asks for its cents
_FEW = 3  # points that make no line to be seen
_HALO = [withStroke(linewidth=3, foreground="white")]


def plot(axes: Axes, scene: Scene) -> None:
    """Draw a scene on blank axes."""
    _measure(axes, scene)
    _ground(axes, scene)
    _across(axes, scene)
    _beside(axes, scene)
    _line(axes, scene)
    tagged = _tags(axes, scene)
    _rulers(axes, scene, tagged)


def colour(scene: Scene) -> str:
    """Return the colour of the day: up, down, or neither where nobody knows from what."""
    return INK if scene.rises is None else UP if scene.rises else DOWN


def _measure(axes: Axes, scene: Scene) -> None:
    shown = [*scene.line.values, *(one.value for one in scene.across)]
    if scene.overlay is not None:
        shown += scene.overlay.line.values
    low, high, width = min(shown), max(shown), scene.end - scene.start
    air = (high - low) * _AIR or abs(high) * _AIR / 10
    axes.set_xlim(scene.start - width * _EDGE, scene.end + width * _EDGE)
    axes.set_ylim(low - air, high + air)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(DIM)


def _ground(axes: Axes, scene: Scene) -> None:
    width = scene.end - scene.start
    left, right = axes.get_xlim()
    known = min(scene.known, scene.line.times[0])
    for part in scene.stretches:
        shade = _SHADES.get(part.session)
        if shade is not None:
            start = left if part.start == scene.start else part.start
            end = right if part.end == scene.end else part.end
            axes.axvspan(start, end, facecolor=shade, linewidth=0, zorder=0, gid=part.session)
        seen = max(part.start, known if scene.known > scene.start else part.start)
        if part.label and part.end - seen >= width * _LABELLED:
            _name(axes, (seen + part.end) / 2, part.label)
    if scene.known > scene.start:
        axes.axvspan(
            left,
            known,
            facecolor=_UNKNOWN,
            edgecolor="#cfcfca",
            hatch="//",
            linewidth=0,
            zorder=1,
            gid="unknown",
        )
        if known - scene.start >= width * _LABELLED:
            _name(axes, (scene.start + known) / 2, "not watched")


def _name(axes: Axes, at: float, label: str, *, top: bool = True) -> None:
    axes.text(
        at,
        0.985 if top else 0.015,
        label,
        transform=axes.get_xaxis_transform(),
        ha="center",
        va="top" if top else "bottom",
        fontsize=SMALL - 2,
        color=DIM,
        zorder=6,
        path_effects=_HALO,
    )


def _across(axes: Axes, scene: Scene) -> None:
    for one in scene.across:
        axes.axhline(
            one.value,
            color=_COLOURS[one.part],
            linewidth=1.8,
            linestyle=_DASHES if one.part is Part.BASELINE else "-",
            zorder=2,
            gid=one.part.value,
        )
        if one.part is Part.BASELINE:
            _call(axes, scene, one)
    for at in scene.rebases:
        axes.axvline(at, color=DIM, linewidth=1.2, linestyle=_DOTS, zorder=2, gid="rebase")
        _name(axes, at, "rebased", top=False)


# Named at the left, on the side where the day does not begin.
def _call(axes: Axes, scene: Scene, one: Across) -> None:
    first = scene.line.values[: max(1, len(scene.line.values) // 4)]
    below = sum(first) / len(first) >= one.value
    axes.annotate(
        one.label,
        (0.008, one.value),
        xycoords=axes.get_yaxis_transform(),
        xytext=(0, -4 if below else 4),
        textcoords="offset points",
        va="top" if below else "bottom",
        fontsize=SMALL - 2,
        color=DIM,
        path_effects=_HALO,
        zorder=6,
    )


def _beside(axes: Axes, scene: Scene) -> None:
    if scene.overlay is not None:
        known, guessed = ruler.strokes(scene.overlay.line, APART, ())
        axes.plot(*known, color=BESIDE, linewidth=1.6, alpha=0.85, zorder=3, gid="overlay")
        axes.plot(*guessed, color=BESIDE, linewidth=1.2, linestyle=_DOTS, zorder=3)


def _line(axes: Axes, scene: Scene) -> None:
    tint = colour(scene)
    known, guessed = ruler.strokes(scene.line, APART, scene.rebases)
    few = "o" if len(scene.line.times) < _FEW else None
    axes.plot(*known, color=tint, linewidth=2.6, marker=few, zorder=4, gid="line")
    axes.plot(*guessed, color=tint, linewidth=1.8, linestyle=_DOTS, zorder=4, gid="guess")
    if scene.baseline is not None:
        axes.fill_between(*known, scene.baseline, color=tint, alpha=0.09, linewidth=0, zorder=2)
    if scene.mark is not None:
        at, value = scene.mark
        axes.axvline(at, color=LEVEL, linewidth=1.2, alpha=0.6, zorder=3)
        axes.plot(
            [at],
            [value],
            "o",
            ms=13,
            mfc=LEVEL,
            mec="white",
            mew=2.4,
            zorder=7,
            gid="mark",
            clip_on=False,
        )


# What each line across comes to stands at the right, and the last figure; none hides another.
def _tags(axes: Axes, scene: Scene) -> list[float]:
    tags = [(one.value, _COLOURS[one.part], _beside_a_line(one, scene)) for one in scene.across]
    last = scene.line.values[-1]
    tags.append((last, colour(scene), _short(last, scene)))
    places = ruler.spread([_dots(axes, value) for value, _, _ in tags], _TAG)
    back = axes.transData.inverted()
    for (_, tint, text), place in zip(tags, places, strict=True):
        box = {"boxstyle": "round,pad=0.22", "facecolor": tint, "edgecolor": "none"}
        tag = _aside(axes, float(back.transform((0, place))[1]), text)
        tag.set(color="white", weight="bold", zorder=8, bbox=box)
    return places


def _beside_a_line(one: Across, scene: Scene) -> str:
    return one.label if one.part is Part.MILESTONE else _short(one.value, scene)


# Percents of the baseline at the left, with a grid that has a line at 0; figures at the right.
def _rulers(axes: Axes, scene: Scene, tagged: Sequence[float]) -> None:
    low, high = axes.get_ylim()
    base, prices = scene.baseline, _round(low, high)
    lines = prices
    if base is not None:
        percents = _round((low / base - 1) * 100, (high / base - 1) * 100)
        lines = [base * (1 + percent / 100) for percent in percents]
        step = percents[1] - percents[0] if len(percents) > 1 else 1.0
        places = 0 if step >= 1 else 1 if step >= _TENTH else 2
        axes.yaxis.set_major_locator(FixedLocator(lines))
        axes.set_yticklabels([figures.percent(Decimal(p), places=places) for p in percents])
    else:
        axes.yaxis.set_major_locator(FixedLocator(lines))
        axes.set_yticklabels([""] * len(lines))
    axes.grid(visible=True, axis="y", color=_GRID, linewidth=1.0)
    axes.set_axisbelow(True)
    for price in prices:
        if all(abs(_dots(axes, price) - other) >= _TAG for other in tagged):
            _aside(axes, price, _short(price, scene))
    instants = ruler.instants(scene.start, scene.end, scene.zone)
    axes.xaxis.set_major_locator(FixedLocator(list(instants)))
    axes.set_xticklabels(list(instants.values()))
    axes.tick_params(colors=DIM, length=0, labelsize=SMALL, pad=7)


def _aside(axes: Axes, value: float, text: str) -> Annotation:
    return axes.annotate(
        text,
        (1.012, value),
        xycoords=axes.get_yaxis_transform(),
        va="center",
        annotation_clip=False,
        fontsize=SMALL,
        color=DIM,
    )


def _short(value: float, scene: Scene) -> str:
    exact = Decimal(repr(float(value)))
    if scene.shown is Shown.PRICE and abs(value) >= _ROUND:
        return f"{figures.rounded(exact, 0):,f}"
    return written(exact, scene.shown)


def _round(low: float, high: float) -> list[float]:
    ticks = MaxNLocator(_GRID_LINES, steps=[1, 2, 5, 10]).tick_values(low, high)
    return [float(value) for value in ticks if low <= value <= high]


def _dots(axes: Axes, value: float) -> float:
    return float(axes.transData.transform((0, value))[1])
