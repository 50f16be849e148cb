"""Positions: where a character of a file, or of a value written in it, stands."""

import re
from bisect import bisect_right

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_ESCAPE = re.compile(r"\\(?:x.{2}|u.{4}|U.{8}|.)", re.DOTALL)
_JOINED_LINES = re.compile(r"\\\r?\n[ \t]*")


class Lines:
    """Knows on which line and in which column each character of a text stands, counted from 1."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]

    def place(self, index: int) -> tuple[int, int]:
        line = bisect_right(self._starts, index)
        return line, index - self._starts[line - 1] + 1


def after_properties(source: str) -> int:
    """Return where a value begins whose anchor and tag may stand before it."""
    found = _PROPERTIES.match(source)
    return found.end() if found else 0


def written_at(source: str, value: str, style: str | None, offset: int) -> int:
    """Return where in `source` the character `offset` of `value` was written.

    `source` is a YAML scalar as it stands in the file, quotes and indentation included, and `value`
    what it means; they differ in escapes, doubled quotes, folded lines and indentation.
    """
    if style is None and "\n" not in source:
        return offset
    at = source.find("\n") + 1 if style in {"|", ">"} else 1 if style else 0
    for char in value[:offset]:
        at = _stands(source, char, style, at)
        at += _width(source, style, at)
    return _stands(source, value[offset], style, at) if offset < len(value) else at


def _stands(source: str, char: str, style: str | None, at: int) -> int:
    # What stands in the source and not in the value is white space, or an escaped end of line.
    while at < len(source):
        if style == '"' and source[at] == "\\":
            joined = _JOINED_LINES.match(source, at)
            if not joined:
                break
            at = joined.end()
        elif source[at] == char or (source[at] == "\n" and char == " "):
            break
        else:
            at += 1
    return at


def _width(source: str, style: str | None, at: int) -> int:
    if style == '"' and (escape := _ESCAPE.match(source, at)):
        return len(escape[0])
    return 2 if style == "'" and source.startswith("''", at) else 1
