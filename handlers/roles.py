"""Roles: whom of a server an alert may call, and who may change things there."""

import re
from typing import NewType

from bot.errors import UserError
from bot.rules import faults
from bot.texts import said, unsaid

Role = NewType("Role", str)
"""The number of a role of a Discord server; "" for none."""

Roles = NewType("Roles", tuple[str, ...])
"""The numbers of some roles; none at all where nobody else may."""

MOST = 10
"""Roles that may be named: with more of them everybody may."""

NONE = "none"

# A mention as Discord sends it, or the number alone: https://docs.discord.com/developers/reference
_ROLE = re.compile(r"<@&(\d{15,20})>|(\d{15,20})", re.ASCII)
_ONE = unsaid("{word} is no role; pick one as @role, or write its number; `none` for nobody.")
_ALL = unsaid(
    "{word} is everybody, and no role; pick one as @role, or write its number; `none` for nobody."
)


def role(text: str) -> Role:
    """Read a role, or `none`. Raises UserError."""
    word = text.strip()
    return Role("" if word.lower() == NONE else _number(word))


def roles(text: str) -> Roles:
    """Read one role or some, or `none`. Raises UserError."""
    words = text.replace(",", " ").replace("><", "> <").split()
    if [word.lower() for word in words] == [NONE]:
        return Roles(())
    found = tuple(dict.fromkeys(_number(word) for word in words))
    if len(found) > MOST:
        raise UserError(
            said("Those are {number} roles; name at most {most}.", number=len(found), most=MOST)
        )
    return Roles(found)


def called(number: str) -> str:
    """Write a role as Discord shows it."""
    return f"<@&{number}>"


def _number(word: str) -> str:
    if word.lower() in {"@everyone", "@here", "everyone", "here"}:
        raise UserError(said(_ALL, word=word))
    found = _ROLE.fullmatch(word)
    if found is None:
        raise UserError(said(_ONE, word=faults.quoted(word)))
    return found[1] or found[2]
