"""A kind of word, and what may be meant by what somebody has typed so far of one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.commands import Choice
from handlers import listed
from handlers.desk import Desk
from handlers.words import likeliest


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of word: how a usage line names it, what it is, and how it is read.

    `read` raises UserError for a word that is none. A `greedy` kind takes the rest of the line, a
    `whole` one is a whole number. `suggest` lists all that may be meant, else `choices` are; of
    `several` words it is the last that is still being typed.
    """

    word: str
    meaning: str
    read: Callable[[str, Desk], object]
    greedy: bool = False
    whole: bool = False
    choices: tuple[str, ...] = ()
    suggest: Callable[[Desk], Iterable[Choice]] | None = None
    several: bool = False


def suggested(kind: Kind, typed: str, desk: Desk) -> list[Choice]:
    """Say what may be meant by what somebody has typed so far of a kind, the likeliest first."""
    known = kind.suggest(desk) if kind.suggest else ()
    if not kind.several:
        return likeliest(typed, known)
    before, last = listed.parted(typed)
    values = [f"{before}{choice.value}" for choice in likeliest(last, known)]
    return [Choice(value, value) for value in values if len(value) <= listed.CHOICE_LIMIT]
