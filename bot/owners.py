"""Owners: whose a rule or a watchlist is, said in its name: `dips@discord:123`.

What the operator has written down is everybody's, and has a plain name. What a server or a chat
has made is its own: two of them may each have `dips`, and neither hears of the other's.
"""

from collections.abc import Mapping
from typing import TypeVar

EVERYBODY = ""
"""The owner of what all may see; and the viewer who sees all: the operator."""

_SIGN = "@"

T = TypeVar("T")


def owned(name: str, owner: str) -> str:
    """Name something of an owner so that nobody else's is meant."""
    return f"{name}{_SIGN}{owner}" if owner else name


def plain(name: str) -> str:
    """Return a name as its owner types it."""
    return name.partition(_SIGN)[0]


def owner_of(name: str) -> str:
    """Return whose a name is; EVERYBODY where it is nobody's own."""
    return name.partition(_SIGN)[2]


def sees(viewer: str, owner: str) -> bool:
    """Tell whether somebody may see what belongs to an owner."""
    return viewer == EVERYBODY or owner in {EVERYBODY, viewer}


def seen(things: Mapping[str, T], viewer: str) -> Mapping[str, T]:
    """Return what somebody may see, by the names they type; their own before everybody's."""
    if viewer == EVERYBODY:
        return things
    ending = owned("", viewer)
    shared = {name: thing for name, thing in things.items() if _SIGN not in name}
    own = {plain(name): thing for name, thing in things.items() if name.endswith(ending)}
    return shared | own
