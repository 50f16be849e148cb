"""What goes through the pipes between the bot and the process that reads documents."""

import msgspec

from bot.feeds.news.item import Entries


class Asked(msgspec.Struct, array_like=True):
    """A document to read: where it was found, what the server called it, what it is."""

    url: str
    content_type: str
    body: bytes


class Told(msgspec.Struct, array_like=True):
    """What a document says, or why it says nothing; one that is `worn` is to be replaced."""

    entries: Entries | None = None
    fault: str = ""
    worn: bool = False
