"""Rights: who may change what a chat has, as Telegram says who its admins are."""

from datetime import datetime, timedelta
from http import HTTPStatus

from telegram.constants import ChatMemberStatus
from telegram.error import TelegramError

from bot.chat import Right
from bot.clock import Clock
from bot.platforms.telegram.askers import Asker
from bot.platforms.telegram.options import Options
from bot.platforms.telegram.wire import Answered, Line

KNOWN_FOR = timedelta(minutes=1)
"""How long an admin who was one is taken for one."""

KNOWN = 5000
_ADMINS = {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}


class Rights:
    """Says what somebody may do where they are; whom Telegram does not vouch for may read."""

    def __init__(self, line: Line, options: Options, clock: Clock) -> None:
        self._line = line
        self._options = options
        self._clock = clock
        self._known: dict[tuple[int, int], tuple[datetime, bool]] = {}

    async def of(self, asker: Asker) -> Right:
        """Return what an asker may do."""
        if asker.guest:
            return Right.READ
        if not asker.as_chat and asker.person in self._options.operators:
            return Right.OPERATE
        if asker.as_chat or asker.private or asker.person in self._options.users:
            return Right.CHANGE  # in private everything is one's own
        return Right.CHANGE if await self._is_admin(asker) else Right.READ

    def forget(self, chat: int) -> None:
        """Take nobody for an admin of a chat any more without asking."""
        for key in [key for key in self._known if key[0] == chat]:
            del self._known[key]

    async def _is_admin(self, asker: Asker) -> bool:
        key, now = (asker.chat, asker.person), self._clock.now()
        asked, is_admin = self._known.get(key, (None, False))
        if asked is not None and asked <= now < asked + KNOWN_FOR:
            return is_admin
        try:
            member = await self._line.get_chat_member(asker.chat, asker.person)
        except TelegramError as error:
            # A member who cannot be told from a stranger; whatever else it is may soon be over.
            if isinstance(error, Answered) and error.code == HTTPStatus.BAD_REQUEST:
                self._note(key, now, is_admin=False)
            return False
        self._note(key, now, is_admin=member.status in _ADMINS)
        return member.status in _ADMINS

    def _note(self, key: tuple[int, int], now: datetime, *, is_admin: bool) -> None:
        self._known.pop(key, None)
        self._known[key] = (now, is_admin)
        if len(self._known) > KNOWN:
            del self._known[next(iter(self._known))]
