"""Keywords: every one of many spellings found in one pass over a text, nested ones too."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

T = TypeVar("T")

_ODD = ("\u2019", "'"), ("\u02bc", "'"), ("\u2018", "'"), ("-", " "), ("\u2010", " ")
_PLURALS = ("s", "es")


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write words; hyphens and blanks are the same in all of them.

    `exact` ones are found in their own case alone, a `plural` one also with `s` or `es`, and a
    `glued` one also right behind a number, as 750MW has it.
    """

    text: str
    exact: bool = False
    plural: bool = False
    glued: bool = False


class Hit(NamedTuple, Generic[T]):
    """Says that characters `start` to `end` of a text spell what `of` stands for."""

    of: T
    start: int
    end: int


class Keywords(Generic[T]):
    """Holds spellings, each with what it stands for, and finds them as whole words.

    A spelling may stand for several things, and a text be spelled in several ways.
    """

    def __init__(self, spellings: Iterable[tuple[Spelling, T]]) -> None:
        meant: dict[str, list[tuple[Spelling, T]]] = {}
        for spelling, of in spellings:
            text = " ".join(folded(spelling.text).split())
            if text:
                meant.setdefault(text, []).append((spelling, of))
        self._meant = [tuple(of) for of in meant.values()]
        self._automaton = AhoCorasick(list(meant), matchkind=MatchKind.Standard)

    def __len__(self) -> int:
        return len(self._meant)

    def find(self, text: str) -> Iterator[Hit[T]]:
        """Find every spelling in a text, in the order they end; those of one place together."""
        low = folded(text)
        for which, start, end in self._automaton.find_matches_as_indexes(low, overlapping=True):
            if start and low[start - 1].isalpha():
                continue
            stop = _stop(low, end)
            if stop:
                yield from self._meanings(text, which, start, end, stop)

    def _meanings(self, text: str, which: int, start: int, end: int, stop: int) -> Iterator[Hit[T]]:
        number = start > 0 and text[start - 1].isalnum()
        for spelling, of in self._meant[which]:
            if (number and not spelling.glued) or (stop > end and not spelling.plural):
                continue
            if spelling.exact and blank(text[start:end]) != blank(spelling.text):
                continue
            yield Hit(of, start, stop)


def folded(text: str) -> str:
    """Return a text without what spellings do not differ in, as many characters as it has.

    That is case, hyphens, which are blanks, and the shapes of apostrophes.
    """
    lower = text.lower()
    if len(lower) != len(text):  # as `İ` has it, which is two characters in lower case
        lower = "".join(low if len(low := c.lower()) == 1 else c for c in text)
    return blank(lower)


def blank(text: str) -> str:
    """Return a text with blanks for its hyphens and one shape of apostrophe, in its own case."""
    for odd, plain in _ODD:
        text = text.replace(odd, plain)
    return text


# Where the word ends that a spelling is, 0 where it is but the beginning of another.
def _stop(low: str, end: int) -> int:
    if not low[end : end + 1].isalnum():
        return end
    for ending in _PLURALS:
        stop = end + len(ending)
        if low.startswith(ending, end) and not low[stop : stop + 1].isalnum():
            return stop
    return 0
