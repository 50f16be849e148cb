"""Markup: text that people see as it was written, whatever signs are in it."""

import re

from bot.fitting import clean, cut, utf16

# A backslash before a sign lets it be that sign. A colon before two slashes begins a link.
_SIGNS = re.compile(r"[\\*_~`|\[\]<>@#]|:(?=//)")
_LIST = re.compile(r"^(\s*\d*)([-+.])(?=\s)", re.MULTILINE)
_FENCED = "\u02cb"
"""Stands for a backtick within a block of code, which knows no backslashes."""


def escaped(text: str) -> str:
    """Return text in which no sign means anything to Discord."""
    return _LIST.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", text))


def measure(text: str) -> int:
    """Count a text as it is sent; Discord does not say of what it counts, so the most there is."""
    return utf16(escaped(text))


def fitted(text: str, most: int) -> str:
    """Return a text that is harmless, and measures at most so much as it is sent."""
    return escaped(cut(clean(text).strip(), most, measure))


def code(text: str) -> str:
    """Return a block of code, in which columns stay columns."""
    return f"```\n{clean(text).replace('`', _FENCED)}\n```"
