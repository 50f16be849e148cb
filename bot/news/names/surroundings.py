"""Surroundings: what stands around a place of an article, as far as it tells what a name means."""

import re
from bisect import bisect_right
from typing import NamedTuple

from bot.news.names.plain_words import words_of
from bot.news.words import Span, Words

_REACH = 48  # characters to either side
_BEHIND = 110  # characters of a sentence that may say what a name is
_SMALL = 4  # letters; shorter words have no capital in headlines
_AMID = words_of("with from into over than upon amid after about under before near against during")
_FEWEST = 2  # words with a capital; of fewer nothing can be told
_ASIDE = " ,.;:!?()[]\"'-\u2010\u2013\u2014\u2018\u2019\u201c\u201d"  # what stands between words
_NEXT = re.compile(r"(['\u2019]s?(?!\w))?([^\w$]*)([\w&]+(?:\.\w+)*)?")
_OWN = ("'s", "\u2019s")
_WORDLY = frozenset("&$%_")
_OPENING = frozenset('.!?:*|\u2022"\u201c\u201d\u2018')


class Neighbour(NamedTuple):
    """The word beside a place, "" for none: what is between, and where it begins.

    `owns` says that the first of the two has an ending that makes the other its own.
    """

    word: str
    gap: str
    at: int
    owns: bool

    @property
    def low(self) -> str:
        return self.word.casefold().strip(".")

    @property
    def capital(self) -> bool:
        return self.word[:1].isupper()

    @property
    def close(self) -> bool:
        """Whether nothing but a blank is between, so that both may be one name."""
        return self.gap == " " and not self.owns


class Surroundings:
    """Reads an article's words around a place, each line looked at once."""

    def __init__(self, words: Words) -> None:
        self._all = words.all
        self._sentences = words.sentences
        self._starts = [span.start for span in words.sentences]
        self._last = Span(0, 0)  # looked at: what follows is most often there too
        self._lines: dict[int, tuple[bool, bool]] = {}

    def loud(self, at: int) -> bool:
        """Whether the line is all in capitals."""
        return self._line(at)[0]

    def titled(self, at: int) -> bool:
        """Whether the line gives its words capitals, as headlines do, or is all in them."""
        return any(self._line(at))

    def opens(self, at: int) -> bool:
        """Whether a sentence begins here, or what is as one: a quotation, or after a colon."""
        before = self.lead(at).rstrip()
        return not any(map(str.isalnum, before)) or before[-1] in _OPENING

    def before(self, at: int) -> Neighbour:
        chunk = self.lead(at)
        bare = chunk.rstrip(_ASIDE)
        word = bare.rpartition(" ")[2]
        if not word.isalnum():
            word = _end_of(word)
        owns = bare.endswith(_OWN)
        if owns:
            word = _end_of(bare[:-2])
        begin = at - len(chunk) + len(bare) - len(word) - 2 * owns
        return Neighbour(word, chunk[len(bare) :], begin, owns)

    def after(self, at: int) -> Neighbour:
        end = min(self._sentence(at - 1).end, at + _REACH)
        found = _NEXT.match(self._all, at, end)
        if found is None or not found[3]:
            return Neighbour("", "", end, bool(found and found[1]))
        return Neighbour(found[3], found[2], found.start(3), bool(found[1]))

    def common(self, said: str) -> bool:
        """Whether the article writes a word small as well, and so means a thing by it."""
        small = said.casefold()
        return small != said and re.search(rf"\b{re.escape(small)}\b", self._all) is not None

    def between(self, start: int, end: int) -> str:
        return self._all[start:end]

    def rest(self, at: int) -> str:
        """Return some of the sentence behind a place."""
        return self._all[at : min(self._sentence(at - 1).end, at + _BEHIND)]

    def lead(self, at: int) -> str:
        """Return some of the sentence before a place."""
        return self._all[max(self._sentence(at).start, at - _REACH) : at]

    def _sentence(self, at: int) -> Span:
        if not self._last.start <= at < self._last.end:
            index = bisect_right(self._starts, at) - 1
            self._last = self._sentences[index] if index >= 0 else Span(0, len(self._all))
        return self._last

    def _line(self, at: int) -> tuple[bool, bool]:
        span = self._sentence(at)
        if span.start not in self._lines:
            self._lines[span.start] = _looks(self._all[span.start : span.end])
        return self._lines[span.start]


# The letters and digits that a piece of text ends in.
def _end_of(piece: str) -> str:
    at = len(piece)
    while at and (piece[at - 1].isalnum() or piece[at - 1] in _WORDLY):
        at -= 1
    return piece[at:]


# Whether a line is all in capitals, and whether all its longer words begin with them.
def _looks(line: str) -> tuple[bool, bool]:
    longer = [word for word in line.split() if len(word) >= _SMALL and word not in _AMID]
    loud = line.isupper() or (longer != [] and all(map(str.isupper, longer)))
    capital = sum(word[0].isupper() or word[1].isupper() for word in longer)
    lower = sum(word[0].islower() for word in longer)
    return loud, capital >= _FEWEST and not lower
