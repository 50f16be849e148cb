"""How long people want to hear nothing: for a while, until the open, or until it is over."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import figures
from bot.alerts.incidents import Until
from bot.alerts.matchers import Matcher
from bot.errors import UserError
from bot.rules import faults, units
from bot.texts import said, unsaid

_NO_TIME = unsaid(
    "{typed} is no time to wait; write one like 1h, `until open` or `until it resolves`."
)
_HOW_LONG = unsaid("Say for how long after the matchers: 1h, `until open` or `until it resolves`.")

_LONGEST = 3
"""Words that say how long: `until it resolves`."""

_WORD = re.compile(r'(?:[^\s"]|"[^"]*")+|"')
_MATCHER = re.compile(r"[=~]")
_UNTIL = {
    "open": Until.OPEN,
    "the open": Until.OPEN,
    "resolved": Until.RESOLVED,
    "it resolves": Until.RESOLVED,
    "it is over": Until.RESOLVED,
}


@dataclass(frozen=True, slots=True)
class Lasting:
    """Lasts a while, or until something has come."""

    span: timedelta | Until

    def after(self, now: datetime) -> datetime | Until:
        """Say when it ends, if it begins now."""
        return self.span if isinstance(self.span, Until) else now + self.span


@dataclass(frozen=True, slots=True, kw_only=True)
class Hush:
    """Asks for a silence: of what, for how long, and why."""

    matchers: tuple[Matcher, ...]
    lasting: Lasting
    why: str


def lasting(text: str) -> Lasting:
    """Read `1h`, `until open` or `until it resolves`. Raises UserError."""
    words = " ".join(text.lower().split())
    if (until := _UNTIL.get(words.removeprefix("until "))) is not None:
        return Lasting(until)
    try:
        return Lasting(units.span(words))
    except (ValueError, OverflowError):
        shown = "".join(c if c.isprintable() else "·" for c in text)
        known = faults.quoted(shown)
        raise UserError(said(_NO_TIME, typed=known)) from None


def hush(text: str) -> Hush:
    """Read matchers, a time and a reason, with spaces between them. Raises UserError."""
    words = _WORD.findall(text)
    count = next((n for n, word in enumerate(words) if not _MATCHER.search(word)), len(words))
    matchers = tuple(Matcher.parse(word) for word in words[: max(1, count)])
    if count == len(words):
        raise UserError(said(_HOW_LONG))
    ends, why = _leading(words[count:])
    if not why:
        raise UserError(said("Say why at the end: others will want to know."))
    return Hush(matchers=matchers, lasting=ends, why=why)


def ending(ends: datetime | None, now: datetime, zone: str) -> str:
    """Say until when something lasts."""
    if ends is None:
        return said("until it resolves")
    return said("until {end}", end=figures.moment(ends, now, zone))


# As many of the first words as say how long, and the rest of them.
def _leading(words: Sequence[str]) -> tuple[Lasting, str]:
    for count in range(min(_LONGEST, len(words)), 1, -1):
        try:
            return lasting(" ".join(words[:count])), " ".join(words[count:])
        except UserError:
            continue
    return lasting(words[0]), " ".join(words[1:])
