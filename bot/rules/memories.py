"""Memories: what joins go by from one reading to the next, as plain values for JSON."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import msgspec

from bot.rules.leaves import Holds

Ours = TypeVar("Ours")
Known = TypeVar("Known")


class OfJoin(NamedTuple):
    """Says which part decided last, and what each of them remembers."""

    deciding: int
    parts: list[Any]


class OfMember(NamedTuple):
    """Says what was last answered for a member, and when its part has to be read again."""

    name: str
    answer: Holds
    due: datetime | None
    part: Any


class OfSequence(NamedTuple):
    """Says when the first part began, what each of the two last answered, and remembers."""

    held: bool
    began: datetime | None
    before: dict[str, Holds]
    first: Any
    second: Any


def pairs(ours: Collection[Ours], known: Collection[Known]) -> Iterator[tuple[Ours, Known]]:
    """Pair parts with what is remembered of them. Raises ValidationError where one is left over."""
    if len(ours) != len(known):
        message = f"{len(known)} parts are remembered, and there are {len(ours)}"
        raise msgspec.ValidationError(message)
    return zip(ours, known, strict=True)
