"""Values of the news, each read from the text it was written as."""

import re
from typing import Annotated

from bot.news.names.phrases import LONGEST, spelled
from bot.rules.faults import quoted
from config.values import reads

_THEME = re.compile(r"[a-z][a-z0-9-]{0,31}")


def _called(written: str) -> str:
    said = " ".join(written.split())
    if len(said) > LONGEST:
        raise ValueError(f"this is too long; write at most {LONGEST} characters")
    if sum(c.isalnum() for c in said) < 2:  # noqa: PLR2004 (one letter is everywhere)
        raise ValueError(f"{quoted(written)} is no name; write at least two letters of one")
    return said


def _phrase(written: str) -> str:
    said = _called(written)
    if not spelled(said):
        raise ValueError(f"{quoted(written)} is no word; write one such as `gigawatt`")
    return said


def _theme(written: str) -> str:
    if not _THEME.fullmatch(written):
        hint = "write lower case letters, digits and `-`, such as `power-price`"
        raise ValueError(f"{quoted(written)} is no name for a theme; {hint}")
    return written


CalledName = Annotated[str, reads(_called)]
Phrase = Annotated[str, reads(_phrase)]
ThemeName = Annotated[str, reads(_theme)]
