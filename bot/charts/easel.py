"""An easel: draws one scene after another as PNG, on a canvas that is made once."""

import logging
from io import BytesIO

from matplotlib import rcParams
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

from bot import fitting
from bot.charts.plot import BESIDE, DIM, INK, SMALL, colour, plot
from bot.charts.scene import Scene

INCHES = (10.0, 5.6)
DOTS_AN_INCH = 100
"""Together 1000 × 560 dots: a phone shows them at a third, so what is to be read is large."""

LARGE = 23.0
"""The size of the title, in points."""

_LEFT, _RIGHT = 0.09, 0.985
_PLOT = (_LEFT, 0.1, 0.785, 0.715)  # left, bottom, width, height
_FIRST, _SECOND = 0.97, 0.885  # where the lines of the heading begin
_AIR = 24  # dots between two texts of a line


class Easel:
    """Draws scenes; the same scene gives the same bytes, whatever was drawn before."""

    def __init__(self) -> None:
        logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it tells of the fonts it finds
        rcParams["text.parse_math"] = False  # the names of people's lists are no formulas
        self._figure = Figure(figsize=INCHES, dpi=DOTS_AN_INCH, facecolor="white")
        FigureCanvasAgg(self._figure)
        self._font = get_font(findfont(FontProperties()))

    def png(self, scene: Scene) -> bytes:
        """Draw a scene."""
        self.compose(scene)
        target = BytesIO()
        self._figure.savefig(target, format="png", metadata={"Software": None})
        return target.getvalue()

    def compose(self, scene: Scene) -> Axes:
        """Put a scene on the canvas, in place of the last one."""
        self._figure.clear()
        axes = self._figure.add_axes(_PLOT)
        plot(axes, scene)
        told = f"{scene.figure}  {scene.move}".rstrip()
        self._heading(_FIRST, LARGE, (scene.title, INK), (told, colour(scene)), bold=True)
        beside = scene.overlay.label if scene.overlay is not None else ""
        self._heading(_SECOND, SMALL, (scene.note, DIM), (beside, BESIDE), bold=False)
        return axes

    # What stands at the right is a figure and stays whole; what stands at the left takes the rest.
    def _heading(
        self, top: float, size: float, left: tuple[str, str], right: tuple[str, str], *, bold: bool
    ) -> None:
        text, tint = right
        told = self._text(_RIGHT, top, text, size, tint, bold=True)
        told.set_horizontalalignment("right")
        begins = told.get_window_extent().x0 if text else _RIGHT * self._figure.bbox.width
        text, tint = left
        name = self._text(_LEFT, top, self._writable(text), size, tint, bold=bold)
        _fit(name, begins - _AIR - _LEFT * self._figure.bbox.width)

    def _text(  # noqa: PLR0913 (what a text is)
        self, x: float, y: float, text: str, size: float, tint: str, *, bold: bool
    ) -> Text:
        weight = "bold" if bold else "normal"
        return self._figure.text(x, y, text, size=size, color=tint, weight=weight, va="top")

    # A letter that the font lacks would be drawn as an empty box.
    def _writable(self, text: str) -> str:
        line = " ".join(fitting.clean(text).split())
        known = "".join(c for c in line if c == " " or self._font.get_char_index(ord(c)))
        return " ".join(known.split())


def _fit(text: Text, room: float) -> None:
    whole = text.get_text()
    most = len(whole)
    while most > 1 and text.get_window_extent().width > room:
        wide = text.get_window_extent().width
        most = min(most - 1, int(most * room / wide) + 1)
        text.set_text(fitting.cut(whole, most))
