"""Pictures for tests: a morning that is drawn, and the dots of a PNG."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO

import numpy as np
from matplotlib.image import imread

from bot.charts.framing import scene_of
from bot.charts.scene import Scene
from bot.chat import Drawing, Picture
from bot.market.course import Courses
from bot.market.watchlists import Watchlist
from tests.builders import a_bot, a_watchlist, at
from tests.watched import Time, Watched

PRE_OPEN = at("2025-10-10T08:00Z")

Colour = tuple[int, int, int]


class Morning:
    """A bot before the pre-market of 10 October 2025, with its courses; members closed at 100."""

    def __init__(
        self, watchlists: Iterable[Watchlist] | None = None, *, at: Time = "2025-10-10T07:30Z"
    ) -> None:
        lists = [a_watchlist(benchmark="BTC-USD")] if watchlists is None else watchlists
        self.bot: Watched = a_bot(at=at, watchlists=lists)
        self.market = self.bot.market
        self.courses = Courses(self.market)
        self.bot.pipeline.moved.append(self.courses)

    def trades(self, symbol: str, prices: Iterable[float], *, since: Time, step: float = 1) -> None:
        """Trade once in so many minutes."""
        for number, price in enumerate(prices):
            when = at(since) + timedelta(minutes=number * step)
            self.bot.trades(symbol, Decimal(repr(float(price))), when)

    def scene(
        self,
        now: Time,
        subject: str = "IREN",
        *,
        drawing: Drawing = Drawing.SESSION,
        level: int | str | None = None,
        marked: bool = False,
    ) -> Scene | None:
        """Return what a picture of that instant shows."""
        asked = Picture(
            drawing=drawing,
            subject=subject,
            at=at(now),
            level=None if level is None else Decimal(level),
            marked=marked,
        )
        return scene_of(asked, self.market, self.courses)

    def shown(self, now: Time, subject: str = "IREN", **more: object) -> Scene:
        """Return what is surely there to be seen."""
        scene = self.scene(now, subject, **more)  # type: ignore[arg-type]  # as above
        assert scene is not None
        return scene


def minutes(scene: Scene) -> list[float]:
    """Return the instants of its line, in minutes since the pre-market opened."""
    return [(time - PRE_OPEN.timestamp()) / 60 for time in scene.line.times]


def moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, PRE_OPEN.tzinfo)


class Dots:
    """The dots of a PNG; columns from the left, rows from the top."""

    def __init__(self, png: bytes) -> None:
        self._dots = (imread(BytesIO(png))[..., :3] * 255).round()
        self.height, self.width = self._dots.shape[:2]

    def at(self, column: int, row: int) -> Colour:
        red, green, blue = (int(part) for part in self._dots[row][column])
        return red, green, blue

    def places(self, colour: Colour, *, within: int = 6) -> list[tuple[int, int]]:
        """Return the columns and rows of all dots of a colour, or nearly of it."""
        near = abs(self._dots - colour) <= within
        rows, columns = np.nonzero(near.all(axis=-1))
        return list(zip(columns.tolist(), rows.tolist(), strict=True))


def colour(written: str) -> Colour:
    """Read a colour as the plot names it: `#b45309`."""
    red, green, blue = bytes.fromhex(written.removeprefix("#"))
    return red, green, blue
