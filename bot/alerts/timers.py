"""Timers: what is due when, soonest first; setting one anew moves it."""

from datetime import datetime
from heapq import heapify, heappop, heappush


class Timers:
    """Holds at most one instant for each key."""

    def __init__(self) -> None:
        self._set: dict[str, datetime] = {}
        self._heap: list[tuple[datetime, str]] = []

    def set(self, key: str, when: datetime | None) -> None:
        """Let `key` be due at `when`, and no more at what was said before; None is never."""
        if when is None:
            self._set.pop(key, None)
        elif self._set.get(key) != when:
            self._set[key] = when
            heappush(self._heap, (when, key))
        if len(self._heap) > 2 * len(self._set) + 64:  # mostly instants that were moved
            self._heap = [(when, key) for key, when in self._set.items()]
            heapify(self._heap)

    def when(self, key: str) -> datetime | None:
        """Say when a key is due."""
        return self._set.get(key)

    def next(self) -> datetime | None:
        """Say when the first is due."""
        while self._heap and self._set.get(self._heap[0][1]) != self._heap[0][0]:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def due(self, now: datetime, most: int | None = None) -> list[str]:
        """Take out the keys that are due by `now`, in their order, and at most so many."""
        taken: list[str] = []
        while len(taken) != most and (first := self.next()) is not None and first <= now:
            _, key = heappop(self._heap)
            del self._set[key]
            taken.append(key)
        return taken
