"""Who takes part: each finds the rules that a quote fires, in the quickest way it has.

A rule fires when the price was at or under its level and is now over it.
"""

import sqlite3
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Protocol

from benchmarks.streams import SYMBOLS, Quote, Stream
from bot.rules.levels import Levels

OURS = "prebell levels"
LIMIT = "empty loop"
ASKING = "two comparisons"
SAME_WORK = "array bisect, both ways"
STORE = "sqlite, in memory"


class Contender(Protocol):
    """Is armed once, and then takes the same quotes again and again."""

    @property
    def name(self) -> str: ...

    def arm(self, stream: Stream) -> None:
        """Take the rules up."""

    def reset(self) -> None:
        """Go back to where the stream starts."""

    def run(self, quotes: Sequence[Quote]) -> list[int]:
        """Follow the quotes, and return what fired, quote by quote."""


class Nothing:
    """Looks at every quote and does nothing: the limit of the loop itself."""

    name = LIMIT

    def arm(self, stream: Stream) -> None: ...

    def reset(self) -> None: ...

    def run(self, quotes: Sequence[Quote]) -> list[int]:
        for _symbol, _price in quotes:
            pass
        return []


class Unarmed:
    """Looks at the gate of a series without an edge: the limit of what asks anything at all."""

    name = ASKING

    def arm(self, stream: Stream) -> None:
        self._series = [Levels() for _ in stream.starts]

    def reset(self) -> None:
        for levels in self._series:
            levels.start(1.0)

    def run(self, quotes: Sequence[Quote]) -> list[int]:
        series = self._series
        for symbol, price in quotes:
            levels = series[symbol]
            if levels.low < price < levels.high:
                continue
        return []


class Prebell:
    """Asks the levels for whose turn it is, and reads those exactly."""

    name = OURS

    def arm(self, stream: Stream) -> None:
        self._stream = stream
        self._series = [Levels() for _ in range(SYMBOLS)]
        for symbol, levels in enumerate(self._series):
            levels.extend((stream.levels[owner], owner) for owner in stream.owners(symbol))

    def reset(self) -> None:
        self._last = list(self._stream.starts)
        for levels, price in zip(self._series, self._last, strict=True):
            levels.start(price)

    def run(self, quotes: Sequence[Quote]) -> list[int]:
        series, thresholds, last = self._series, self._stream.levels, self._last
        fired: list[int] = []
        for symbol, price in quotes:
            levels = series[symbol]
            if levels.low < price < levels.high:
                continue
            passed = levels.passed(price)
            was = last[symbol]
            last[symbol] = price
            if was < price:
                for owner in passed:
                    if was <= thresholds[owner] < price:
                        fired.append(owner)  # noqa: PERF401 - a list of one or two costs more
        return fired


class Bisect:
    """Answers as the levels do, for moves both ways, by bisecting sorted arrays on every quote."""

    name = SAME_WORK

    def arm(self, stream: Stream) -> None:
        self._stream = stream
        self._levels, self._owners = _columns(stream)

    def reset(self) -> None:
        self._last = list(self._stream.starts)

    def run(self, quotes: Sequence[Quote]) -> list[int]:
        columns, owners, last = self._levels, self._owners, self._last
        thresholds = self._stream.levels
        fired: list[int] = []
        for symbol, price in quotes:
            was = last[symbol]
            last[symbol] = price
            levels = columns[symbol]
            if was < price:
                start = bisect_left(levels, was)
                passed = owners[symbol][start : bisect_right(levels, price, start)]
                for owner in passed:
                    if was <= thresholds[owner] < price:
                        fired.append(owner)  # noqa: PERF401 - a list of one or two costs more
            else:
                start = bisect_left(levels, price)
                passed = owners[symbol][start : bisect_right(levels, was, start)]
        return fired


class Rising:
    """Bisects on rising quotes alone, which is enough where no rule has a way back."""

    name = "array bisect, rising only"

    def arm(self, stream: Stream) -> None:
        self._starts = stream.starts
        self._levels, self._owners = _columns(stream)

    def reset(self) -> None:
        self._last = list(self._starts)

    def run(self, quotes: Sequence[Quote]) -> list[int]:
        columns, owners, last = self._levels, self._owners, self._last
        fired: list[int] = []
        for symbol, price in quotes:
            was = last[symbol]
            last[symbol] = price
            if was < price:
                levels = columns[symbol]
                start = bisect_left(levels, was)
                stop = bisect_left(levels, price, start)
                if start < stop:
                    fired += owners[symbol][start:stop]
        return fired


class Store:
    """Asks a B-tree on rising quotes alone."""

    name = STORE
    _ASK = "SELECT owner FROM edge WHERE symbol = ? AND level >= ? AND level < ?"

    def arm(self, stream: Stream) -> None:
        self._starts = stream.starts
        self._base = sqlite3.connect(":memory:")
        self._base.execute(
            "CREATE TABLE edge (symbol INTEGER, level REAL, owner INTEGER,"
            " PRIMARY KEY (symbol, level, owner)) WITHOUT ROWID"
        )
        rows = ((owner % SYMBOLS, level, owner) for owner, level in enumerate(stream.levels))
        self._base.executemany("INSERT INTO edge VALUES (?, ?, ?)", rows)

    def reset(self) -> None:
        self._last = list(self._starts)

    def run(self, quotes: Sequence[Quote]) -> list[int]:
        ask, last, text = self._base.cursor().execute, self._last, self._ASK
        fired: list[int] = []
        for symbol, price in quotes:
            was = last[symbol]
            last[symbol] = price
            if was < price:
                for (owner,) in ask(text, (symbol, was, price)):
                    fired.append(owner)
        return fired


def _columns(stream: Stream) -> tuple[list["array[float]"], list["array[int]"]]:
    rows = [sorted((stream.levels[n], n) for n in stream.owners(s)) for s in range(SYMBOLS)]
    levels = [array("d", [level for level, _ in row]) for row in rows]
    return levels, [array("I", [owner for _, owner in row]) for row in rows]
