"""Telling: why an article is where it is, in sentences that people can check."""

from collections.abc import Sequence
from datetime import timedelta

from bot import figures
from bot.news.pieces import Piece
from bot.news.shelving.filing import WINDOW
from bot.news.shelving.likeness import Held, Likeness

SHOWN = 5
"""Shared facts of a sort that are told."""

WORTH = 0.5
"""What a number is worth that is told: not the five of five years."""

HALF, LITTLE = 0.5, 0.1

DAY = timedelta(days=1)


def nothing_near() -> str:
    """Say that an article has no neighbour."""
    return f"nothing that came within {figures.age(WINDOW)} before it shares a fact with it"


def same_words(piece: Piece) -> str:
    """Say that an article was told before, word by word."""
    return f"the same words as {_of(piece)}"


def nothing_new(piece: Piece) -> str:
    """Say that an item is there already."""
    return f"{_of(piece)} again, and it says nothing else"


def corrected(piece: Piece, added: Sequence[str], dropped: Sequence[str]) -> str:
    """Say what another version of an item says that it did not say, and what no longer."""
    parts = [f"another version of {_of(piece)}"]
    if added:
        parts.append(f"now it says {_listed(added)}")
    if dropped:
        parts.append(f"it no longer says {_listed(dropped)}")
    return "; ".join(parts if len(parts) > 1 else [*parts, "its words differ, not its facts"])


def joined(piece: Piece, held: Held, likeness: Likeness) -> str:
    """Say by what two articles are one story."""
    within = figures.age(likeness.apart)
    alike = f"titles {likeness.titles_alike:.0%} alike".replace("%", " %")
    shared = _shared(held, likeness) or "both use the same words"
    return f"same story as {_of(piece)}: {shared} within {within}; {alike}"


def apart(piece: Piece, held: Held, likeness: Likeness) -> str:
    """Say which article was nearest, and why it is about something else all the same."""
    shared = _shared(held, likeness) or "they share some words"
    return f"nearest was {_of(piece)}: {shared}, but {_but(likeness)}"


# Whose it was, and of when, which is all it takes to find it.
def _of(piece: Piece) -> str:
    return f"{piece.article.outlet}'s of {piece.article.seen:%H:%M} UTC"


def _shared(held: Held, likeness: Likeness) -> str:
    parts = []
    if likeness.who:
        names = [_name(held, fact) for fact in likeness.who]
        parts.append(f"name {_listed(names)}")
    if said := _numbers(held, likeness):
        parts.append(f"say {_listed(said)}")
    return f"both {' and '.join(parts)}" if parts else ""


def _name(held: Held, fact: str) -> str:
    return held.facts.spelled.get(fact, fact.removeprefix("@"))


def _numbers(held: Held, likeness: Likeness) -> list[str]:
    said = set(likeness.said)
    numbers = (number for number in held.facts.numbers if number.key in said)
    return [number.shown for number in numbers if number.worth >= WORTH]


def _but(likeness: Likeness) -> str:
    if likeness.strangers == 1:
        return "each is about somebody else"
    if likeness.apart > DAY * HALF:
        return f"they are {figures.age(likeness.apart)} apart"
    if likeness.differing > HALF:
        return "the numbers they begin with differ"
    if likeness.covered < LITTLE:
        return "they have nothing else in common"
    if likeness.covered < HALF:
        return f"only {likeness.covered:.0%} of one is about that".replace("%", " %")
    return "that is too little"


def _listed(told: Sequence[str]) -> str:
    named = list(told[:SHOWN])
    if (more := len(told) - SHOWN) > 0:
        named.append(f"{more} more")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
