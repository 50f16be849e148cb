"""Options: what the operator has settled about the bot on Telegram, as plain data."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.chat import Destination
from bot.platforms.telegram.wire import OFFICIAL

NAME = "telegram"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """Where Telegram posts updates: the `url` it knows, and where we listen for it.

    Whoever posts to `path` without the `secret` is a stranger.
    """

    url: str = field(repr=False)
    secret: str = field(repr=False)
    path: str = field(repr=False)
    host: str = "127.0.0.1"
    port: int = 8443


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Says who the bot is, where it speaks, and who may ask.

    `rooms` are spoken in from the start. `users` may change things wherever they are, `operators`
    look after the bot. Unless it is `open`, others may ask in its rooms, and nowhere else.
    """

    token: str = field(repr=False)
    base_url: str = OFFICIAL
    base_file_url: str = OFFICIAL
    rooms: tuple[Destination, ...] = ()
    users: frozenset[int] = frozenset()
    operators: frozenset[int] = frozenset()
    open: bool = False
    webhook: Hook | None = None

    def listed(self, person: int) -> bool:
        """Tell whether the operator has named somebody."""
        return person in self.users or person in self.operators


def room(chat: int | str, thread: str | None = None) -> Destination:
    """Name a chat as a room, or one of its topics."""
    return Destination(platform=NAME, chat=str(chat), thread=thread)


def owner(chat: int | str) -> str:
    """Name the owner of what belongs to a chat; its topics share it."""
    return f"{NAME}:{chat}"


def chats(rooms: Iterable[Destination]) -> frozenset[str]:
    return frozenset(one.chat for one in rooms)
