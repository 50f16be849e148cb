"""Phrases: whether an article says certain words, however they are written and counted."""

import re
from dataclasses import dataclass, field

from bot.news.names.keywords import Spelling
from bot.news.words import Span, Words, plain

LONGEST = 100
"""Characters of a phrase; longer ones are sentences, and nobody repeats those."""

MEANS = (
    ("AI", "A.I.", "artificial intelligence"),
    ("HPC", "high-performance computing"),
    ("GW", "gigawatt"),
    ("MW", "megawatt"),
    ("kW", "kilowatt"),
    ("GWh", "gigawatt-hour"),
    ("MWh", "megawatt-hour"),
    ("EH/s", "exahash"),
    ("GPU", "graphics processing unit"),
    ("ETF", "exchange-traded fund"),
    ("IPO", "initial public offering"),
    ("PPA", "power purchase agreement"),
    ("SEC", "Securities and Exchange Commission"),
)
"""What means the same; each row is one thing."""

UNITS = frozenset({"GW", "MW", "kW", "GWh", "MWh", "EH/s"})
"""What may follow its number without a blank: 750MW."""

_SHORT = 5  # letters; longer words in capitals are words that somebody shouts
_STAYS = ("ss", "us", "is", "ics", "news")  # ends of words that are no plurals
_SHORTEST_PLURAL = 6
_APOSTROPHE = re.compile("['\u2019\u02bc]")
_GAPS = re.compile(r"[\s\-\u2010]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that an article may say, as `find` finds them.

    Whole words only, in the singular and the plural; a hyphen is a blank; case does not matter but
    in short words of capitals such as `AI`; what means the same is found as well.
    """

    text: str
    _found: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        spellings = spelled(self.text)
        if not spellings:
            message = f"a phrase has a letter or a digit, and at most {LONGEST} characters"
            raise ValueError(message)
        either = "|".join(map(_pattern, spellings))
        object.__setattr__(self, "_found", re.compile(either))

    def find(self, words: Words) -> tuple[Span, ...]:
        """Return where the words say it, in their order."""
        return tuple(Span(*found.span()) for found in self._found.finditer(words.all))

    def said(self, words: Words) -> bool:
        return self._found.search(words.all) is not None


def spelled(text: str) -> tuple[Spelling, ...]:
    """List the ways in which a phrase is written, the longest first; none of what is no phrase."""
    once = _GAPS.sub(" ", plain(text)).strip()
    if len(once) > LONGEST or not any(c.isalnum() for c in once):
        return ()
    ways = [way for same in _same(once) for way in _singulars(same)]
    found = (_spelling(way) for way in dict.fromkeys(ways))
    return tuple(sorted(found, key=lambda way: (-len(way.text), way.text)))


# A word of capitals and the words it stands for are one phrase; each has its own way of being told.
def _same(once: str) -> tuple[str, ...]:
    for row in MEANS:
        forms = [_GAPS.sub(" ", form) for form in row]
        if _matches(once, forms):
            return tuple(dict.fromkeys((once, *forms)))
    return (once,)


def _matches(once: str, forms: list[str]) -> bool:
    singulars = {single.casefold() for single in _singulars(once)}
    return once in forms or any(
        len(form) > _SHORT and form.casefold() in singulars for form in forms
    )


# `tariffs` is found where it says `tariff`; `news` is no more than one `new`.
def _singulars(once: str) -> tuple[str, ...]:
    if once.endswith("ies") and len(once) >= _SHORTEST_PLURAL:
        return (once, f"{once[:-3]}y")
    last = once.rpartition(" ")[2]
    if last.endswith("s") and not last.endswith(_STAYS) and len(last) >= _SHORTEST_PLURAL:
        return (once, once[:-1])
    if once.endswith("y") and len(once) > 1 and once[-2] not in "aeiou":
        return (once, f"{once[:-1]}ies")
    return (once,)


def _spelling(once: str) -> Spelling:
    short = len(once) <= _SHORT and " " not in once and any(c.isupper() for c in once)
    exact = short and not once.istitle()
    text = once if exact else once.lower()
    return Spelling(text, exact=exact, plural=True, glued=once in UNITS)


# Whole words are between what is neither letter nor digit; lookarounds keep it linear.
def _pattern(way: Spelling) -> str:
    before = r"(?<![^\W\d_])" if way.glued else r"(?<![^\W_])"
    words = r"[ \-\u2010]{1,3}".join(map(re.escape, way.text.split()))
    words = _APOSTROPHE.sub("['\u2019\u02bc]", words)
    said = words if way.exact else f"(?i:{words})"
    return rf"{before}{said}(?:e?s)?(?![^\W_])"
