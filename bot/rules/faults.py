"""Faults in a text a person wrote: where it went wrong, and what to write instead."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches
from enum import Enum
from typing import TypeVar

from bot.errors import UserError

EXCERPT = 60  # characters shown around a fault; a phone shows about that many on two lines
WORD = 30  # characters of a word repeated in a sentence

Word = TypeVar("Word", bound=Enum)


class RuleFault(UserError):
    """Says in a sentence what is wrong with `text`, at the `length` characters from `at` on."""

    def __init__(self, message: str, *, text: str, at: int, length: int = 1) -> None:
        self.text = text
        self.message = message
        self.at = min(at, len(text))
        self.length = min(length, len(text) - self.at)
        super().__init__(f"{message}\n{_pointed(text, self.at, self.length)}")


def quoted(word: str) -> str:
    """Repeat a word as code, cut where it would drown the sentence."""
    return f"`{word if len(word) <= WORD else word[: WORD - 1] + '…'}`"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word somebody most likely meant."""
    found = get_close_matches(word.lower(), list(known), n=1)
    return found[0] if found else None


def listed(words: Iterable[str], most: int = 12) -> str:
    """Name the words there are, the first few of many."""
    known = list(words)
    return ", ".join(known[:most]) + (" …" if len(known) > most else "")


def one_of(words: type[Word]) -> Callable[[str], Word]:
    """Make a reader for the words of an enumeration, which raises ValueError for any other."""

    def read(written: str) -> Word:
        try:
            return words(written)
        except ValueError:
            known = [str(word.value) for word in words]
            close = nearest(written, known)
            hint = f"did you mean {quoted(close)}?" if close else f"write one of {listed(known)}"
            raise ValueError(f"{quoted(written)} is not known here; {hint}") from None

    return read


def _pointed(text: str, at: int, length: int) -> str:
    start = max(0, min(at - EXCERPT // 2, len(text) - EXCERPT))
    end = min(len(text), start + EXCERPT)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    # One character each, or the caret would stand under the wrong one.
    shown = "".join(c if c.isprintable() else " " for c in text[start:end])
    caret = " " * (len(before) + at - start) + "^" * max(1, min(length, end - at))
    return f"  {before}{shown}{after}\n  {caret}"
