"""Locales: how people name the language whose figures and dates they want to read."""

from collections.abc import Iterator
from functools import cache
from typing import NewType

from babel import Locale, UnknownLocaleError, localedata

from bot.commands import Choice
from bot.errors import UserError
from bot.rules import faults
from bot.texts import said

LocaleName = NewType("LocaleName", str)
"""A locale as Babel names it: `de`, `pt_BR`; https://cldr.unicode.org."""

_COMMON = """
    en en_GB en_IN de de_CH fr es es_MX pt_BR pt it nl pl cs sv da nb fi tr el he ar fa hi id vi th
    ja ko zh_Hans zh_Hant uk ru ro hu
"""

COMMON = tuple(_COMMON.split())
"""Locales that are offered before anything is typed; every other one can be typed."""

_LONGEST = 40
"""Characters of what may name a language; the longest of CLDR has fewer."""


def locale(text: str) -> LocaleName:
    """Read what somebody calls a language: `de`, `de-CH`, `german`, `Deutsch`. Raises UserError."""
    typed = " ".join(text.split())
    if len(typed) <= _LONGEST and (found := _parsed(typed) or _named().get(typed.lower())):
        return LocaleName(found)
    close = faults.nearest(typed[:_LONGEST], _named())
    shown = faults.quoted(typed)
    if close is not None:
        meant = _named()[close]
        raise UserError(
            said("I know no language {typed}; did you mean {meant}?", typed=shown, meant=meant)
        )
    raise UserError(
        said("I know no language {typed}; write one like de, fr or pt-BR.", typed=shown)
    )


def locales() -> Iterator[Choice]:
    """Offer the common ones with what they are called in English."""
    return (Choice(f"{name}: {title(name)}", name) for name in COMMON)


def title(name: str) -> str:
    """Say in English what a locale is: `German (Switzerland)`."""
    return Locale.parse(name).get_display_name("en") or name


def _parsed(typed: str) -> str | None:
    try:
        found = str(Locale.parse(typed.replace("-", "_"), resolve_likely_subtags=False))
    except (UnknownLocaleError, ValueError, TypeError):
        return None
    return found if localedata.exists(found) else None


# By what it is called in English, and in the language itself.
@cache
def _named() -> dict[str, str]:
    english = Locale("en").languages
    known = {c: str(n).lower() for c, n in english.items() if localedata.exists(c)}
    own = {c: (Locale.parse(c).get_language_name() or "").lower() for c in COMMON if "_" not in c}
    return {n: c for names in (own, known) for c, n in names.items() if n}
