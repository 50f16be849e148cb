"""The lexis: every word and phrase of the vocabulary, found by its first word."""

from collections.abc import Iterator
from typing import NamedTuple

from bot.news.claiming import directions, vocabulary
from bot.news.claiming.parts import Part

__all__ = ["ENTRIES", "Entry", "Part"]


class Entry(NamedTuple):
    """A word or phrase that plays a part; `sign` is which way a move goes."""

    words: tuple[str, ...]
    part: Part
    sign: int = 0


# Of two tables that have a word the first counts.
def _tables() -> Iterator[Entry]:
    rises = (directions.UP_PHRASES, directions.UP, 1)
    for phrases, words, sign in (rises, (directions.DOWN_PHRASES, directions.DOWN, -1)):
        yield from (Entry(tuple(one.split()), Part.MOVE, sign) for one in phrases.split("|"))
        yield from (Entry((one,), Part.MOVE, sign) for one in words.split())
    yield from (Entry((one,), Part.SIDE, sign) for one, sign in directions.SIDES.items())
    for phrase, sign in directions.SIDE_PHRASES.items():
        yield Entry(tuple(phrase.split()), Part.SIDE, sign)
    yield from (Entry((one,), Part.CARRY, sign) for one, sign in directions.CARRIES.items())
    for part, phrases in vocabulary.PHRASES.items():
        yield from (Entry(tuple(one.split()), part) for one in phrases.split("|"))
    for part, words in vocabulary.PLAIN.items():
        yield from (Entry((one,), part) for one in words.split())


def _indexed() -> dict[str, tuple[Entry, ...]]:
    first: dict[tuple[str, ...], Entry] = {}
    for entry in _tables():
        first.setdefault(entry.words, entry)
    found: dict[str, list[Entry]] = {}
    for entry in sorted(first.values(), key=_longest):
        found.setdefault(entry.words[0], []).append(entry)
    return {word: tuple(entries) for word, entries in found.items()}


def _longest(entry: Entry) -> int:
    return -len(entry.words)


ENTRIES = _indexed()
"""Every word and phrase by its first word, the longest first."""
