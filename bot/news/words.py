"""The words of an article as they are read: plain, and in sentences."""

import re
from dataclasses import dataclass
from hashlib import sha256
from unicodedata import normalize

MOST = 20_000
"""Characters of an article that are read; what comes after them was never news."""

_BLANK = re.compile(r"\s+")
_SIGNS = re.compile(r"[\W_]+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Inc|Corp|Ltd|Co|Cos|Plc|No|vs|approx|est|Mr|Mrs|Ms|Dr|St|Jr|Sr|Gov|Sen|Rep|Gen"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|cf|e\.g|i\.e|a\.m|p\.m|N\.V|S\.A"
    r"|U\.S|U\.K|E\.U)|\b[A-Z])\.$",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)")
_OPENS = re.compile(r"\s*[\"'“\u2018(\[]*[A-Z0-9$€£¥#@]")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's words, from the character `start` up to `end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What an article says: the title, a line break, the text; spans count characters in `all`.

    `sentences` are in order, the title first. `digest` is the same for the same words, whatever
    their case, spacing and punctuation.
    """

    title: str
    all: str
    sentences: tuple[Span, ...]

    @classmethod
    def of(cls, title: str, text: str) -> "Words":
        """Read a title and a text, neither of which has markup any more."""
        head, body = plain(title), plain(text)[:MOST]
        whole = f"{head}\n{body}"
        spans = [Span(0, len(head))] if head else []
        return cls(title=head, all=whole, sentences=(*spans, *_sentences(whole, len(head) + 1)))

    @property
    def text(self) -> str:
        return self.all[len(self.title) + 1 :]

    @property
    def digest(self) -> str:
        said = _SIGNS.sub("", self.all.casefold())
        return sha256(said.encode()).hexdigest()[:32]

    def said(self, span: Span) -> str:
        return self.all[span.start : span.end]


def plain(text: str) -> str:
    """Make one line of a text: compatible letters, single blanks, nothing that cannot be seen."""
    said = normalize("NFKC", text)
    seen = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in said)
    return _BLANK.sub(" ", seen).strip()


# A full stop ends a sentence where a new one can begin after it, and no abbreviation has it.
def _sentences(words: str, start: int) -> list[Span]:
    spans, begins = [], start
    for end in _END.finditer(words, start):
        so_far = words[begins : end.start() + 1]
        if _ABBREVIATION.search(so_far) or not _OPENS.match(words, end.end()):
            continue
        spans.append(Span(begins, end.end()))
        begins = end.end() + 1
    if words[begins:].strip():
        spans.append(Span(begins, len(words)))
    return spans
