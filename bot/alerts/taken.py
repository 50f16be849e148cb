"""What was taken from outside is known for a day, so that nothing rings twice."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.notes import Memory, Note

KNOWN_FOR = timedelta(days=1)
KNOWN = 50_000
"""How many are known at most; the oldest is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Says when something was taken."""

    at: datetime


class Taken:
    """Knows by their keys what was taken."""

    def __init__(self) -> None:
        self._memory = Memory("external", At)
        self._order: deque[str] = deque()

    def knows(self, key: str, now: datetime) -> bool:
        found = self._memory.kept.get(key)
        return found is not None and now - found.at <= KNOWN_FOR

    def keep(self, key: str, now: datetime) -> None:
        """Take note of a key, and forget what is too old."""
        while self._order and (len(self._order) >= KNOWN or not self.knows(self._order[0], now)):
            self._memory.forget(self._order.popleft())
        if key not in self._memory.kept:
            self._order.append(key)
        self._memory.keep(key, At(at=now))

    def changes(self) -> list[Note]:
        return self._memory.changes()

    def restore(self, notes: Iterable[Note]) -> None:
        self._memory.restore(notes)
        kept = self._memory.kept
        self._order = deque(sorted(kept, key=lambda key: kept[key].at))
