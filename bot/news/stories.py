"""Stories: articles about one event, told once whoever tells it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.news.pieces import Piece


class Step(StrEnum):
    """What an article is to the story it belongs to."""

    NEW = "new"
    """The first article of its story."""
    UPDATE = "update"
    """It adds facts to a story that was told."""
    CORRECTION = "correction"
    """It is another version of an item, which says something else than before."""
    JOINED = "joined"
    """Another outlet tells what was told already."""
    SAME = "same"
    """The item is there already, in these words."""


@dataclass(slots=True, kw_only=True)
class Story:
    """One event, with every article about it in the order they came.

    `id` is the same in every run. `owner` is whose feed began it, "" where it is everybody's. Of
    an item that was corrected `pieces` hold every version, the last one last. Of a story that is
    everybody's `updated` is when its last article came that is everybody's too.
    """

    id: str
    owner: str
    began: datetime
    updated: datetime
    pieces: list[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Says where an article was put, and `why` in a sentence that people can check.

    `fresh` are the facts that it adds or changes, as people read them: `2 GW`, `MSFT`, `$90B`.
    `beside` is the article of the story that it was matched with, None where it began one.
    """

    step: Step
    story: Story
    piece: Piece
    why: str
    fresh: tuple[str, ...] = ()
    beside: Piece | None = None


def seen(story: Story, owner: str) -> tuple[Piece, ...]:
    """Return the articles of a story that an owner sees: everybody's, and those of his own feeds.

    Without an owner it is what everybody sees.
    """
    return tuple(piece for piece in story.pieces if piece.article.owner in {"", owner})


def latest(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """Return the last version of each item, in the order in which the items came."""
    versions = {(piece.article.owner, piece.key): piece for piece in pieces}
    return tuple(versions.values())
