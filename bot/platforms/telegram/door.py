"""The door: in which chats the bot answers, and how seldom it tells others that it does not."""

import json
import logging
from datetime import datetime, timedelta
from pathlib import Path

from bot.platforms.telegram.askers import Asker
from bot.platforms.telegram.options import Options, chats

REFUSED_FOR = timedelta(hours=1)
"""How long nobody is told again that the bot is not for them."""

REMEMBERED = 10_000
"""A bound on what strangers can make us remember."""

log = logging.getLogger(__name__)


class Door:
    """Lets in whom the operator meant to: by name, by room, or by a listed person who invites it.

    Groups that a listed person has added the bot to are kept in a `file`, if there is one.
    """

    def __init__(self, options: Options, file: Path | None = None) -> None:
        self._options = options
        self._rooms = set(chats(options.rooms))
        self._file = file
        self._invited = _read(file)
        self._refused: dict[int, datetime] = {}

    def lets_in(self, asker: Asker) -> bool:
        """Tell whether somebody is answered where they are."""
        if self._options.open or str(asker.chat) in self._rooms | self._invited:
            return True
        # One of their own is listened to in private alone: elsewhere others would hear it.
        return asker.private and self._options.listed(asker.person)

    def refuses(self, asker: Asker, now: datetime) -> bool:
        """Tell whether somebody is to be told now that the bot is not for them."""
        last = self._refused.get(asker.chat)
        if last is not None and last <= now < last + REFUSED_FOR:
            return False
        self._refused.pop(asker.chat, None)
        self._refused[asker.chat] = now
        if len(self._refused) > REMEMBERED:
            del self._refused[next(iter(self._refused))]
        return True

    def invited(self, chat: int, by: int) -> bool:
        """Note that somebody has added the bot to a group; tell whether it answers there."""
        if self._options.listed(by):
            self._refused.pop(chat, None)
            self._keep(self._invited | {str(chat)})
        return self._options.open or str(chat) in self._rooms | self._invited

    def left(self, chat: int) -> None:
        """Note that the bot is in a group no more."""
        self._keep(self._invited - {str(chat)})

    def moved(self, old: int, new: int) -> None:
        """Note that a group goes on under another number."""
        if str(old) in self._rooms:
            self._rooms.add(str(new))
        if str(old) in self._rooms | self._invited:
            self._keep(self._invited - {str(old)} | {str(new)})

    def _keep(self, invited: set[str]) -> None:
        if invited == self._invited:
            return
        self._invited = invited
        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            fresh = self._file.with_suffix(".new")
            fresh.write_text(json.dumps(sorted(invited)), encoding="utf-8")
            fresh.replace(self._file)
        except OSError as error:
            log.warning("groups are remembered until the bot stops: %s", error.strerror)


def _read(file: Path | None) -> set[str]:
    if file is None:
        return set()
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return set()
    return {chat for chat in told if isinstance(chat, str)} if isinstance(told, list) else set()
