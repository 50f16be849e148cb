"""Fitting: text made harmless and as long as a platform takes, before any markup is added."""

import re
from collections.abc import Callable, Iterable
from unicodedata import category, combining

Measure = Callable[[str], int]
"""Counts a text as a platform counts it."""

ELLIPSIS = "…"
"""Stands where a text was cut."""

_JOINER = "\u200d"
_MARKS_IN_A_ROW = 3
"""Combining marks that may stand on one letter; more of them run over the lines around."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_TAG = re.compile("[\U000e0000-\U000e007f]")


def utf16(text: str) -> int:
    """Count as Telegram counts: https://core.telegram.org/api/entities#entity-length."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Leave out what is not seen, or turns what is around it: controls, direction, marks in heaps.

    Lines stay lines. What joins emoji stays between them.
    """
    found: list[str] = []
    marks = 0
    for place, letter in enumerate(text.replace("\r\n", "\n").replace("\t", " ")):
        marks = marks + 1 if combining(letter) else 0
        kept = letter == "\n" or (letter == _JOINER and _joins(text, place))
        if kept or (category(letter) not in _UNSEEN and marks <= _MARKS_IN_A_ROW):
            found.append(letter)
    return "".join(found)


def cut(text: str, most: int, measure: Measure = len) -> str:
    """Return a text that measures at most so much; one that was cut ends in an ellipsis.

    It is cut between two letters, never within one, and at a space where one is near.
    """
    if measure(text) <= most:
        return text
    room = most - measure(ELLIPSIS)
    if room < 0:
        return ""
    end = _longest(text, room, measure)
    while end > 0 and _within(text, end):
        end -= 1
    space = text.rfind(" ", max(0, end * 4 // 5), end)
    shortened = text[: space if space > 0 else end].rstrip()
    return f"{shortened}{ELLIPSIS}"


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


def _joins(text: str, place: int) -> bool:
    return 0 < place < len(text) - 1 and category(text[place + 1]) == "So"


# How many letters from the start measure at most so much; measures grow with the text.
def _longest(text: str, room: int, measure: Measure) -> int:
    low, high = 0, min(len(text), room)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return low


# Whether a text would be cut within what people see as one letter.
def _within(text: str, end: int) -> bool:
    if end >= len(text):
        return False
    after, before = text[end], text[end - 1]
    return bool(
        combining(after)
        or after in {_JOINER, "\ufe0f"}
        or before == _JOINER
        or "\U0001f3fb" <= after <= "\U0001f3ff"
        or _TAG.match(after)
        or (_is_flag(before) and _is_flag(after))
    )


def _is_flag(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"
