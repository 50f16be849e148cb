"""Words of feed commands: where a feed is, and what it is called."""

import re
from collections.abc import Iterable
from typing import NewType

from bot.belongings import Kind
from bot.commands import Choice
from bot.errors import UserError
from bot.feeds.web.request import shown
from bot.holdings import read
from bot.keepers.feeds import URL
from bot.rules import faults
from bot.texts import said, unsaid
from handlers.desk import Desk
from handlers.words import echo, nearest

FeedAddress = NewType("FeedAddress", str)
"""Where a feed is, as far as that can be told without asking."""

FeedName = NewType("FeedName", str)
"""The name of a feed that the viewer has."""

NewFeed = NewType("NewFeed", str)
"""A name that a feed may have."""

LONGEST = 32
"""Characters of a name."""

_NAME = re.compile(rf"[a-z0-9][a-z0-9-]{{0,{LONGEST - 1}}}")
_NO_FEED = unsaid("You have no feed {typed}; /feed list shows what there is.")
_MEANT = unsaid("You have no feed {typed}; did you mean {close}?")


def address(word: str, desk: Desk) -> FeedAddress:
    """Read where a feed is. Raises UserError where nothing could be there."""
    return FeedAddress(desk.newsstand.address(word))


def new_feed(word: str, desk: Desk) -> NewFeed:
    """Read a name for a feed. Raises UserError where it is none, or is taken."""
    name = word.lower()
    if not _NAME.fullmatch(name):
        raise UserError(
            said(
                "{typed} is no name for a feed; write letters, digits and `-`, such as hashrate.",
                typed=echo(word),
            )
        )
    if desk.holdings.find(desk.viewer, Kind.FEED, name) is not None:
        raise UserError(said("You have a feed {name} already; choose another name.", name=name))
    return NewFeed(name)


def feed(word: str, desk: Desk) -> FeedName:
    """Read the name of a feed. Raises UserError where the viewer has none of that name."""
    names = [one.name for one in desk.holdings.of(desk.viewer, Kind.FEED)]
    if word.lower() in names:
        return FeedName(word.lower())
    close = nearest(word.lower(), names)
    if close:
        raise UserError(said(_MEANT, typed=faults.quoted(word), close=close))
    raise UserError(said(_NO_FEED, typed=faults.quoted(word)))


def feeds(desk: Desk) -> Iterable[Choice]:
    """Suggest the feeds that the viewer has."""
    found = desk.holdings.of(desk.viewer, Kind.FEED)
    return [Choice(f"{one.name} {shown(str(read(one).get(URL)))}", one.name) for one in found]


def called(*titles: str, taken: Iterable[str]) -> str:
    """Make a name of what a feed calls itself, or of where it is, that is not taken."""
    known = set(taken)
    words = (re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") for title in titles)
    name = next((word[:LONGEST].strip("-") for word in words if word), "feed")
    numbered = (f"{name[: LONGEST - 4]}-{number}" for number in range(2, 1000))
    return next(one for one in (name, *numbered) if one not in known)
