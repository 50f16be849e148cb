"""Reading: for whom something is worded, in whose language and by whose clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads figures as a locale writes them (`de`, `pt-BR`), and times by a zone's wall clock."""

    locale: str = "en"
    zone: str = "America/New_York"


ANYBODY = Reader()
"""Whoever reads: what rooms are told, files and the web desk are for nobody in particular."""

_reader: ContextVar[Reader] = ContextVar("reader", default=ANYBODY)


def reader() -> Reader:
    """Return for whom things are worded just now."""
    return _reader.get()


@contextmanager
def reading(who: Reader) -> Iterator[None]:
    """Word for somebody, as long as it lasts.

    Tasks made meanwhile go on wording for them: who begins what outlives an answer, or words what
    others read as well, does so `reading(ANYBODY)`.
    """
    token = _reader.set(who)
    try:
        yield
    finally:
        _reader.reset(token)
