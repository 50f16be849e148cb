"""Trails: the lowest or the highest of a span that moves along."""

from collections import deque
from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

Seen = tuple[datetime, Decimal]
"""When a value was seen, and the value."""


class Trail:
    """Keeps the lowest (or the highest) of the last `span`, each value in and out once."""

    __slots__ = ("_lowest", "_span", "_values")

    def __init__(self, span: timedelta, *, lowest: bool) -> None:
        self._span = span
        self._lowest = lowest
        self._values: deque[Seen] = deque()

    def add(self, at: datetime, value: Decimal) -> None:
        """Take a value; those it outdoes can never be the extreme again."""
        values = self._values
        while values and (values[-1][1] >= value if self._lowest else values[-1][1] <= value):
            values.pop()
        values.append((at, value))

    def extreme(self, now: datetime) -> Decimal | None:
        """Return the extreme of what was seen less than `span` ago; None where nothing was."""
        values = self._values
        while values and values[0][0] <= now - self._span:
            values.popleft()
        return values[0][1] if values else None

    def ends(self) -> datetime | None:
        """Return when the present extreme will be too old."""
        return self._values[0][0] + self._span if self._values else None

    def clear(self) -> None:
        self._values.clear()

    def memory(self) -> list[Seen]:
        """Return the values that may yet be the extreme, the present one first."""
        return list(self._values)

    def recall(self, memory: Iterable[Seen]) -> None:
        """Take up what was remembered."""
        self._values = deque(memory)
