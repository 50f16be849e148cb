"""Notes: what somebody remembers past a restart, piece by piece, and which of it has changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")

_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What somebody has to remember, a `stage` of the way out, say; an empty body is nothing."""

    stage: str
    key: str
    body: str


class Memory(Generic[T]):
    """Holds the pieces of one stage under their keys; what is changed in place is kept again."""

    def __init__(self, stage: str, kind: type[T]) -> None:
        self.stage = stage
        self.kept: dict[str, T] = {}
        self._changed: dict[str, None] = {}
        self._decoder = msgspec.json.Decoder(kind)

    def keep(self, key: str, piece: T) -> None:
        self.kept[key] = piece
        self._changed[key] = None

    def forget(self, key: str) -> None:
        if self.kept.pop(key, None) is not None:
            self._changed[key] = None

    def changes(self) -> list[Note]:
        """Write down what has changed since this was last asked."""
        changed, self._changed = self._changed, {}
        return [Note(stage=self.stage, key=key, body=self._body(key)) for key in changed]

    def restore(self, notes: Iterable[Note]) -> None:
        """Take back what was written down of this stage, in whatever order it comes."""
        mine = [note for note in notes if note.stage == self.stage and note.body]
        for note in sorted(mine, key=lambda note: note.key):
            self.kept[note.key] = self._decoder.decode(note.body)

    def _body(self, key: str) -> str:
        return _encode(self.kept[key]).decode() if key in self.kept else ""
