"""Fitting: text made harmless and as long as a platform takes, before any markup is added."""

import re
from collections.abc import Callable, Iterable, Sequence
from unicodedata import category, combining

Measure = Callable[[str], int]
"""Counts a text as a platform counts it; never less for more of the same text."""

ELLIPSIS = "…"
"""Stands where a text was cut."""

MARKS = 4
"""Marks above and below one letter; heaps of them run over the lines around.

Vietnamese taken apart has two, Hebrew with accents three, Burmese and Tibetan seldom four.
"""

LETTER = 32
"""The longest that people see as one letter, in characters; a longer heap is cut within."""

_JOINER = "\u200d"
_JOINERS = frozenset("\u200c\u200d")
_STACKED = frozenset({"Mn", "Me"})
_VIRAMA = 9
"""What Unicode calls a mark that joins two consonants: combining class 9."""

# What may be drawn as an emoji, with what is reserved for those to come.
# https://www.unicode.org/Public/UCD/latest/ucd/emoji/emoji-data.txt
_EMOJI = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2194-\u21aa\u231a-\u23ff\u24c2\u25aa-\u27bf\u2934\u2935"
    "\u2b05-\u2b55\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
_ARABIC = "\u0620-\u065f\u066e-\u06ff\u0710-\u074f\u0750-\u077f\u08a0-\u08ff"
VIRAMAS = (
    "\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84"
    "\u1039\u103a\u1714\u1715\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua82c"
    "\ua8c4\ua953\ua9c0\uaaf6\uabed"
)
"""The viramas of the scripts in use today."""

_SPACES = (
    "\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
)
_TAGS = "\U000e0061-\U000e007f"
# England, Scotland and Wales: the flags that are spelt in tags, each with its last.
_FLAG = "\U0001f3f4(?:{})\U000e007f".format(
    "|".join("".join(chr(0xE0000 + ord(c)) for c in name) for name in ("gbeng", "gbsct", "gbwls"))
)

_BREAK = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# What Python does not call printable, and yet may stay: some of it depends on what is around.
_ODD = frozenset(
    "\n\u200c\u200d"
    + _SPACES
    + "".join(map(chr, (*range(0xE0061, 0xE0080), *range(0x1F000, 0x1FB00))))
)
# Letters, marks and signs of which nothing is seen.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0d\uffa0\ufffc"
    "\U0001d159\U000e0100-\U000e01ef]"
)
_TAG = re.compile(rf"[{_TAGS}]++(?<!{_FLAG})")
_SELECTOR = re.compile(rf"[\ufe0e\ufe0f](?<![{_EMOJI}][\ufe0e\ufe0f])(?!(?<=[0-9#*]\ufe0f)\u20e3)")
# They stay between emoji; where consonants stand apart, or half joined; within words in Persian.
# https://www.rfc-editor.org/rfc/rfc5892#appendix-A
_JOIN = re.compile(
    rf"[\u200c\u200d](?!(?<=[{_EMOJI}\ufe0f]\u200d)[{_EMOJI}]"
    rf"|(?<=[{VIRAMAS}][\u200c\u200d])|[{VIRAMAS}]"
    rf"|(?<=[{_ARABIC}]\u200c)[{_ARABIC}])"
)
# No letter, digit or space, and outside what holds no marks: so it is a mark, or rare.
_MARK = (
    r"[^\w\s\x00-\xbf\u2000-\u200b\u200e-\u20cf\u2100-\u2bff\u3000-\u3029\u3030-\u303f"
    r"\uff00-\uffef\U0001f000-\U0001faff]"
)
_HEAP = re.compile(f"{_MARK}{{{MARKS + 1},}}")
_BARE = re.compile(rf"(?<!\S){_MARK}+")
_BLANKS = re.compile(r"\n(?:[^\S\n]*\n){2,}")


def utf16(text: str) -> int:
    """Count as Telegram counts: https://core.telegram.org/api/entities#entity-length."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Leave out what is not seen, or turns what is around it: controls, direction, marks in heaps.

    Lines stay lines, with at most one blank line between two. What joins emoji stays between them,
    and what shapes letters where a script needs it. Cleaned again, it stays as it is.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _BREAK.sub("\n", text).replace("\t", " ").replace("\u2800", " ")  # no dots in Braille
    if not text.replace("\n", "").isprintable():
        text = "".join([c for c in text if c.isprintable() or c in _ODD])
    if not text.isascii():
        text = _JOIN.sub("", _SELECTOR.sub("", _TAG.sub("", _UNSEEN.sub("", text))))
        levelled = _BARE.sub(_based, _HEAP.sub(_level, text))
        text = _JOIN.sub("", levelled)  # a mark that is gone joins nothing any more
    return _BLANKS.sub("\n\n", text)


def cut(text: str, most: int, measure: Measure = len) -> str:
    """Return a text that measures at most so much; one that was cut ends in an ellipsis.

    It is cut between what people see as letters, and between words where that is near. Where not
    even an ellipsis fits, nothing is left.
    """
    if measure(text) <= most:
        return text
    if measure(ELLIPSIS) > most:
        return ""
    return f"{text[: _end(text, most, measure, ELLIPSIS)].rstrip()}{ELLIPSIS}"


def broken(line: str, most: int, measure: Measure = len) -> list[str]:
    """Break a line into parts that measure at most so much, as it would be cut; nothing is lost.

    Where not even a letter fits, it is broken as well.
    """
    found: list[str] = []
    while measure(line) > most:
        end = _end(line, most, measure) or 1
        found.append(line[:end])
        line = line[end:]
    return [*found, line] if line or not found else found


def in_columns(lines: Sequence[str]) -> list[bool]:
    """Tell which lines say something by where it stands: carets, and what they point at."""
    points = [bool(line.strip()) and not line.strip(" ^") for line in lines]
    return [here or below for here, below in zip(points, [*points, False][1:], strict=True)]


def pages(lines: Iterable[str], most: int, measure: Measure = len) -> list[str]:
    """Put lines on as few pages as hold them, in order; a line longer than a page is cut."""
    found: list[str] = []
    for line in lines:
        fitted = cut(line, most, measure)
        joined = f"{found[-1]}\n{fitted}" if found else fitted
        if found and measure(joined) <= most:
            found[-1] = joined
        else:
            found.append(fitted)
    return found


# As many marks as a letter bears; what shapes it is none, and no letter either.
def _level(found: re.Match[str]) -> str:
    kinds = [category(letter) for letter in found[0]]
    if _STACKED.issuperset(kinds):
        return found[0][:MARKS]
    kept: list[str] = []
    marks = 0
    for letter, kind in zip(found[0], kinds, strict=True):
        if kind in _STACKED:
            marks += 1
        elif kind != "Mc" and letter not in _JOINERS:
            marks = 0
        if marks <= MARKS or kind not in _STACKED:
            kept.append(letter)
    return "".join(kept)


# What a word begins with, without the marks that would hang upon whatever comes to stand there.
def _based(found: re.Match[str]) -> str:
    for place, letter in enumerate(found[0]):
        if category(letter)[0] != "M" and letter not in _JOINERS:
            return found[0][place:]
    return ""


# Where a text ends if it is to measure so much with its tail: after a space, where one is near.
def _end(text: str, most: int, measure: Measure, tail: str = "") -> int:
    end = _boundary(text, _longest(text, most, measure, tail))
    near = end * 4 // 5
    return max(text.rfind(" ", near, end), text.rfind("\n", near, end)) + 1 or end


# How many characters from the start fit together with a tail.
def _longest(text: str, most: int, measure: Measure, tail: str) -> int:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(f"{text[:middle]}{tail}") <= most:
            low = middle
        else:
            high = middle - 1
    return low


# The last place up to `end` between what people see as letters.
def _boundary(text: str, end: int) -> int:
    for place in range(end, max(0, end - LETTER), -1):
        if not _within(text, place):
            return place
    return 0 if end <= LETTER else end


# Whether a place is within what people see as one letter, as of
# https://www.unicode.org/reports/tr29/#Grapheme_Cluster_Boundary_Rules.
def _within(text: str, place: int) -> bool:
    if place >= len(text):
        return False
    after, before = text[place], text[place - 1]
    if _is_flag(after) and _is_flag(before):
        return _flags_before(text, place) % 2 == 1
    return (
        category(after).startswith("M")
        or _hangs(after)
        or before == _JOINER
        or combining(before) == _VIRAMA
        or ("\ud800" <= before <= "\udbff" and "\udc00" <= after <= "\udfff")
        or ("\u1100" <= before <= "\u115f" and "\u1100" <= after <= "\ud7a3")
    )


# What belongs to the letter before it, though Unicode calls it no mark: joiners, the colours of
# skin, tags, parts of Korean syllables, and a few of Thai, Lao and Japanese.
def _hangs(letter: str) -> bool:
    return (
        letter in "\u200c\u200d\u0e33\u0eb3\uff9e\uff9f"
        or "\U0001f3fb" <= letter <= "\U0001f3ff"
        or "\U000e0020" <= letter <= "\U000e007f"
        or "\u1160" <= letter <= "\u11ff"
        or "\ud7b0" <= letter <= "\ud7fb"
    )


def _is_flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"


def _flags_before(text: str, place: int) -> int:
    return next((n for n in range(place) if not _is_flag(text[place - 1 - n])), place)
