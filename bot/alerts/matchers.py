"""Matchers: what an alert's labels are held against, written `severity=critical`."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.alerts.model import Alert
from bot.errors import UserError
from bot.owners import owner_of, plain

OWN = ("rule", "subject", "list", "severity", "session", "owner")
"""Labels that every alert has beside those of its rule.

`list` is "" where there is none, and so is `owner` where the rule is everybody's.
"""

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_SIGN = re.compile(r"!=|!~|=~|==|=|~")


class Sign(StrEnum):
    """How a label is compared with what was written."""

    IS = "="
    IS_NOT = "!="
    LIKE = "~"
    """In which `*` stands for whatever there is, also for nothing."""


class MatcherFault(UserError):
    """Says what is wrong with a matcher, at the character `at` of its text."""

    def __init__(self, message: str, *, at: int = 0) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True, slots=True, kw_only=True)
class Matcher:
    """Holds one label against a text; a label that is not there is an empty one."""

    label: str
    sign: Sign
    value: str

    @classmethod
    def parse(cls, text: str) -> "Matcher":
        """Read a matcher as people write it. Raises MatcherFault."""
        name, sign, value, at = _parts(text)
        if not _NAME.fullmatch(name):
            hint = "write the label's name first, such as `severity`"
            raise MatcherFault(f"`{name}` is no name of a label; {hint}")
        if sign not in {known.value for known in Sign}:
            raise MatcherFault(f"`{sign}` compares nothing here; write `=`, `!=` or `~`", at=at)
        if "*" in value and sign != Sign.LIKE:
            raise MatcherFault(f"`*` is a plain letter to `{sign}`; write `{name}~{value}`", at=at)
        return cls(label=name, sign=Sign(sign), value=value)

    def takes(self, labels: Mapping[str, str]) -> bool:
        found = labels.get(self.label, "")
        if self.sign is Sign.LIKE:
            return _pattern(self.value).fullmatch(found) is not None
        return (found == self.value) is (self.sign is Sign.IS)

    def __str__(self) -> str:
        return f"{self.label}{self.sign}{self.value}"


def take(matchers: Iterable[Matcher], labels: Mapping[str, str]) -> bool:
    """Tell whether every one of some matchers takes these labels."""
    return all(matcher.takes(labels) for matcher in matchers)


def shown(matchers: Iterable[Matcher]) -> str:
    """Write matchers as they were typed."""
    return ", ".join(map(str, matchers))


def labels_of(alert: Alert) -> dict[str, str]:
    """Name what an alert may be found by; its rule's own labels give way to ours.

    Names are as their owner types them, and `owner` says whose they are.
    """
    return {
        **alert.labels,
        "rule": plain(alert.rule),
        "subject": plain(alert.subject),
        "list": plain(alert.watchlist),
        "severity": alert.severity.value,
        "session": alert.session.value,
        "owner": owner_of(alert.rule),
    }


def _parts(text: str) -> tuple[str, str, str, int]:
    found = _SIGN.search(text)
    if found is None:
        hint = "write a label, a sign and a text, such as `severity=critical`"
        raise MatcherFault(f"`{text.strip()}` compares nothing; {hint}")
    name, value = text[: found.start()].strip(), text[found.end() :].strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]  # as other systems write it
    return name, found[0], value, found.start()


@lru_cache(maxsize=1024)
def _pattern(value: str) -> re.Pattern[str]:
    return re.compile(".*".join(re.escape(part) for part in re.split(r"\*+", value)), re.DOTALL)
