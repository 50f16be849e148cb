"""Limits as a platform counts them: strict windows over what arrives, and a no with a time."""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Refusal:
    """Says no: when to come back, and whether that is for everybody."""

    retry_after: timedelta
    everywhere: bool


class Sliding:
    """Counts arrivals; lets no more than `count` in within any stretch of that length."""

    def __init__(self, count: int, span: timedelta) -> None:
        self.count, self.span = count, span
        self.arrived: deque[datetime] = deque()

    def closed_for(self, now: datetime) -> timedelta:
        """Return how long the next one has to wait; nothing where it may come in."""
        while self.arrived and self.arrived[0] <= now - self.span:
            self.arrived.popleft()
        if len(self.arrived) < self.count:
            return timedelta()
        return self.arrived[0] + self.span - now


class LimitRules:
    """Lets requests in as a platform does; `refused` are those it said no to.

    A request that is refused counts for nothing.
    """

    def __init__(
        self,
        *,
        overall: tuple[int, timedelta],
        chat: tuple[int, timedelta],
        group: tuple[int, timedelta] | None = None,
        is_group: Callable[[str], bool] = lambda _chat: False,
    ) -> None:
        self.refused: list[tuple[datetime, str, Refusal]] = []
        self._overall = Sliding(*overall)
        self._chats: defaultdict[str, list[Sliding]] = defaultdict(list)
        self._chat, self._group, self._is_group = chat, group, is_group
        self._frozen: dict[str, datetime] = {}

    def freeze(self, chat: str, until: datetime) -> None:
        """Say no to a chat until then, whatever its windows say."""
        self._frozen[chat] = until

    def admit(self, chat: str, now: datetime) -> Refusal | None:
        """Let a request in, or say no."""
        frozen = self._frozen.get(chat, now) - now
        of_chat = max([frozen, *(window.closed_for(now) for window in self.windows(chat))])
        everywhere = self._overall.closed_for(now)
        if max(of_chat, everywhere) > timedelta():
            refusal = Refusal(max(of_chat, everywhere), everywhere=everywhere >= of_chat)
            self.refused.append((now, chat, refusal))
            return refusal
        for window in (self._overall, *self.windows(chat)):
            window.arrived.append(now)
        return None

    def windows(self, chat: str) -> Sequence[Sliding]:
        """Return the windows of a chat."""
        if chat not in self._chats:
            self._chats[chat].append(Sliding(*self._chat))
            if self._group is not None and self._is_group(chat):
                self._chats[chat].append(Sliding(*self._group))
        return self._chats[chat]


SECOND = timedelta(seconds=1)


def telegram() -> LimitRules:
    """Make Telegram's: 30 a second in all, 1 a second a chat, 20 a minute a group."""
    return LimitRules(
        overall=(30, SECOND),
        chat=(1, SECOND),
        group=(20, 60 * SECOND),
        is_group=lambda chat: chat.startswith("-"),
    )


def discord() -> LimitRules:
    """Make Discord's: 50 a second in all, 5 in 5 seconds a channel."""
    return LimitRules(overall=(50, SECOND), chat=(5, 5 * SECOND))
