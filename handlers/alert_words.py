"""Words of alert commands: a new rule's name, its text, and what may be said besides."""

from collections.abc import Iterable
from typing import NewType

from bot import owners
from bot.chat import Severity
from bot.commands import Choice
from bot.errors import UserError
from bot.rules import modifiers
from bot.texts import said, unsaid
from handlers.desk import Desk

NewRule = NewType("NewRule", str)
"""A name that no rule the viewer sees has yet."""

RuleText = NewType("RuleText", str)
"""A rule as it is typed, with its modifiers; whoever uses it reads it."""

Held = NewType("Held", str)
"""How long a condition must hold, as it is typed."""

Back = NewType("Back", str)
"""How far a figure must come back, as it is typed."""

Weight = NewType("Weight", str)
"""A severity, as it is typed."""

Headline = NewType("Headline", str)
"""What an alert is to say, as it is typed."""

OwnRule = NewType("OwnRule", str)
"""The name of a rule that may be the viewer's own to change."""

Sure = NewType("Sure", str)
"""Says that somebody means it."""

SEVERITIES = tuple(one.value for one in Severity)
HELD = ("30s", "60s", "5m", "15m")
BACK = ("0.5%", "1%", "2%")
SURE = "yes"

_CHANGES_IT = unsaid("There is an alert {name} already; {command} changes it.")
_ANOTHER = unsaid("There is an alert {name} already; choose another name.")


def new_rule(word: str, desk: Desk) -> NewRule:
    """Read a name for a rule to be. Raises UserError where it is taken, or is none."""
    try:
        name = modifiers.name(word)
    except ValueError as error:
        raise UserError(f"{error}.") from None
    taken = next((known for known in desk.rules if known.lower() == name.lower()), None)
    if taken is not None:
        command = f"/alert edit {taken}"
        told = _CHANGES_IT if is_own(taken, desk) else _ANOTHER
        raise UserError(said(told, name=taken, command=command))
    return NewRule(name)


def sure(word: str, _desk: Desk) -> Sure:
    """Read a yes. Raises UserError for any other word."""
    if word.lower() != SURE:
        raise UserError(
            said("Type {yes} at the end to go on, or leave it out to be asked.", yes=SURE)
        )
    return Sure(SURE)


def starts(desk: Desk) -> Iterable[Choice]:
    """Suggest rules to start from, about what the viewer follows."""
    for name, sector in desk.lists.items():
        first = sector.watchlist.members[0]
        yield from (
            Choice(text, text)
            for text in (
                f"{first} premarket > 4% reset 1%",
                f"{first} change < -5% for 60s",
                f"{first} price moves 3% within 15m",
                f"each of {name} change > 5% once per session",
                f"at least 3 of {name} have change > 3%",
                f"{name} cap moves 2% within 1h",
            )
        )


def as_they_are(words: tuple[str, ...]) -> list[Choice]:
    """Suggest words that are sent as they are shown."""
    return [Choice(word, word) for word in words]


def is_own(name: str, desk: Desk) -> bool:
    """Tell whether a rule, by the name that is typed, is the viewer's own."""
    return owners.owner_of(desk.rules[name].name) == desk.viewer
