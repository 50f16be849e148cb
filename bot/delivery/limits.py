"""Limits as schedules: when the next message may leave, so that no platform has to say no."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat import Destination

WIDER = 5, 4
"""By how much a window grows when a platform said no though we thought we were within it."""

WIDEST = 4
"""How many times as long as it was a window may become."""

SMOOTH = 100
"""Answers without a no after which a window that had grown is taken back a step."""


@dataclass(frozen=True, slots=True)
class Window:
    """Allows so many messages within any stretch of time of that length."""

    count: int
    span: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a platform takes: from us in all, for each chat, and besides that for each group.

    Threads of a chat share its limits, unless each is a chat of its own.
    """

    overall: tuple[Window, ...] = ()
    chat: tuple[Window, ...] = ()
    group: tuple[Window, ...] = ()
    is_group: Callable[[Destination], bool] = lambda _destination: False
    threads_apart: bool = False

    def windows(self, destination: Destination) -> tuple[Window, ...]:
        """Return the windows of the chat that a destination is in."""
        return (*self.chat, *self.group) if self.is_group(destination) else self.chat

    def chat_of(self, destination: Destination) -> str:
        """Name what shares its limits."""
        if self.threads_apart and destination.thread is not None:
            return destination.thread
        return destination.chat

    def within(self, span: timedelta, destination: Destination) -> int | None:
        """Return how many messages a chat may be sent in that time; None where nothing says."""
        return min(
            (w.count * max(span // w.span, 1) for w in self.windows(destination)), default=None
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What a platform told of a chat's limit: how many in all, how many now, and till when."""

    destination: Destination
    limit: int
    remaining: int
    reset_after: timedelta


class Slots:
    """A window at work: a message takes a slot, which is free again one span after its answer.

    When the platform counted it is not known; it was after we sent and before it answered.
    """

    def __init__(self, window: Window) -> None:
        self.count, self.span = window.count, window.span
        self._under_way = 0
        self._answered: deque[datetime] = deque()

    def opens(self, now: datetime) -> datetime | None:
        """Return when there is a slot, `now` where there is one; None while it hangs on answers."""
        while self._answered and self._answered[0] + self.span <= now:
            self._answered.popleft()
        over = self._under_way + len(self._answered) - self.count
        if over < 0:
            return now
        return self._answered[over] + self.span if over < len(self._answered) else None

    def take(self) -> None:
        self._under_way += 1

    def spare(self) -> None:
        """Give a slot back that nothing was sent with."""
        self._under_way -= 1

    def answered(self, now: datetime) -> None:
        self._under_way -= 1
        self._answered.append(now)


class Gate:
    """Lets a message through once each of its windows has a slot and nobody asked to wait."""

    def __init__(self, windows: Iterable[Window]) -> None:
        self._slots = [Slots(window) for window in windows]
        self._usual = [slots.span for slots in self._slots]
        self._frozen: datetime | None = None
        self._smooth = 0

    @property
    def pace(self) -> float:
        """The seconds between two messages where there are many."""
        return max((s.span.total_seconds() / s.count for s in self._slots), default=0.0)

    def opens(self, now: datetime) -> datetime | None:
        """Return when a message may leave, `now` where it may; None while it hangs on answers."""
        latest = now if self._frozen is None else max(now, self._frozen)
        for slots in self._slots:
            opens = slots.opens(now)
            if opens is None:
                return None
            latest = max(latest, opens)
        return latest

    def take(self) -> None:
        for slots in self._slots:
            slots.take()

    def spare(self) -> None:
        for slots in self._slots:
            slots.spare()

    def answered(self, now: datetime) -> None:
        for slots in self._slots:
            slots.answered(now)
        self._smooth += 1
        if self._smooth >= SMOOTH:
            self._smooth = 0
            for slots, usual in zip(self._slots, self._usual, strict=True):
                slots.span = max(usual, slots.span * WIDER[1] / WIDER[0])

    def freeze(self, until: datetime) -> None:
        """Let nothing through until then, and less after it: the platform said no."""
        self._frozen = until if self._frozen is None else max(self._frozen, until)
        self._smooth = 0
        for slots, usual in zip(self._slots, self._usual, strict=True):
            slots.span = min(usual * WIDEST, slots.span * WIDER[0] / WIDER[1])

    def learn(self, learned: Learned, now: datetime) -> None:
        """Take what the platform says of a chat's bucket over what we thought."""
        if not self._slots:
            self._slots, self._usual = [Slots(Window(1, timedelta()))], [timedelta()]
        bucket = self._slots[0]
        bucket.count = learned.limit
        if learned.remaining == learned.limit - 1:  # it has just begun, so this is all of it
            bucket.span = self._usual[0] = max(self._usual[0], learned.reset_after)
        if learned.remaining <= 0:
            until = now + learned.reset_after
            self._frozen = until if self._frozen is None else max(self._frozen, until)
