"""What a conversation stands on: the line, the bot, and whom it is for."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.chat import Destination
from bot.commands import Service
from bot.platforms.telegram.answering import Answering
from bot.platforms.telegram.commands import Commands
from bot.platforms.telegram.door import Door
from bot.platforms.telegram.inline import Inline
from bot.platforms.telegram.rights import Rights
from bot.platforms.telegram.wire import Line

Learn = Callable[[Destination, str], None]
"""Is told whose a room is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ties:
    """What Telegram tells the rest: whose each room is, and where a chat goes on.

    `notice` takes what operators have to know at once: a headline, and what to do.
    """

    learn: Learn = lambda _room, _owner: None
    follow: Callable[[Destination, Destination], None] = lambda _old, _new: None
    notice: Callable[[str, str], None] = lambda _title, _why: None


@dataclass(slots=True, kw_only=True)
class Standing:
    """Holds what a conversation needs; `username` is the bot's own, once Telegram has told it."""

    line: Line
    service: Service
    commands: Commands
    door: Door
    rights: Rights
    answering: Answering
    inline: Inline
    ties: Ties
    username: str = ""
