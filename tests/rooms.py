"""Rooms that a courier speaks in: they keep what they heard, and fail as they are told to."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.chat import Answer
from bot.delivery.courier import Courier
from bot.delivery.limits import Limits
from bot.delivery.means import Means
from bot.delivery.outbox import MemoryOutbox
from bot.delivery.parcel import Outcome, Parcel
from bot.delivery.platform import marked
from bot.errors import DeliveryError, DeliveryUnsure
from tests.limit_rules import LimitRules
from tests.parcels import NOW
from tests.stepped import SteppedClock

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What a message runs into: an error, `after` a while, and whether it was said all the same.

    Without an error it is said; an answer that never comes takes for ever.
    """

    error: Exception | None = None
    said: bool = False
    after: timedelta = timedelta()


LOST_BEFORE = Trouble(error=DeliveryUnsure("reset"))
LOST_AFTER = Trouble(error=DeliveryUnsure("reset"), said=True)
SILENT = Trouble(error=DeliveryUnsure("reset"), said=True, after=timedelta(days=1))
DOWN = Trouble(error=DeliveryError("down"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Is something that people in a room have read."""

    at: datetime
    chat: str
    title: str
    key: str
    face: str


@dataclass(slots=True, kw_only=True)
class Rooms:
    """A platform whose rooms take everything, but for what they were told to run into.

    Where it is `keyed`, a key it has heard is not said again. `rules` may say no, as 429 does.
    """

    clock: SteppedClock
    name: str = "room"
    limits: Limits = field(default_factory=Limits)
    keyed: bool = False
    rules: LimitRules | None = None
    latency: timedelta = timedelta()
    heard: list[Heard] = field(default_factory=list)
    asked: int = 0
    troubles: defaultdict[str, deque[Trouble]] = field(default_factory=lambda: defaultdict(deque))
    _refs: dict[str, str] = field(default_factory=dict)

    async def start(self, answer: Answer) -> None: ...

    async def stop(self) -> None: ...

    def meets(self, *troubles: Trouble | Exception, chat: str = "1") -> None:
        """Let the next messages to a chat run into these, one each."""
        made = [t if isinstance(t, Trouble) else Trouble(error=t) for t in troubles]
        self.troubles[chat].extend(made)

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:
        self.asked += 1
        chat = parcel.destination.chat
        waiting = self.troubles[chat]
        trouble = waiting.popleft() if waiting else Trouble(said=True)
        if self.rules is not None and (no := self.rules.admit(chat, self.clock.now())):
            everywhere, wait = no.everywhere, no.retry_after
            raise DeliveryError("slow down", retry_after=wait, everywhere=everywhere)
        ref = self._say(parcel, face, repeat=repeat) if trouble.said else ""
        await self.clock.until(self.clock.now() + self.latency + trouble.after)
        if trouble.error is not None:
            raise trouble.error
        return ref

    def titles(self, chat: str = "1") -> list[str]:
        """Return what was read in a chat, in order."""
        return [heard.title for heard in self.heard if heard.chat == chat]

    def _say(self, parcel: Parcel, face: str, *, repeat: bool) -> str:
        if self.keyed and parcel.key in self._refs:
            return self._refs[parcel.key]
        title = marked(parcel.message, repeat=repeat).title
        self.heard.append(
            Heard(
                at=self.clock.now(),
                chat=parcel.destination.chat,
                title=title,
                key=parcel.key,
                face=face,
            )
        )
        self._refs[parcel.key] = str(len(self.heard))
        return self._refs[parcel.key]


class Post:
    """A courier with rooms to speak in, on a clock that the test turns."""

    def __init__(self, clock: SteppedClock, rooms: Rooms, **means: Any) -> None:  # noqa: ANN401 (any of them)
        self.clock, self.rooms = clock, rooms
        self.told: list[tuple[str, str]] = []
        self.failed: list[tuple[str, str]] = []
        self.warned: list[tuple[str, str]] = []
        self.outbox: MemoryOutbox = means.pop("outbox", MemoryOutbox())
        self.courier = Courier(
            Means(
                clock=clock,
                outbox=self.outbox,
                random=Random(1),  # noqa: S311 (pauses are no secret)
                told=lambda parcel, outcome: self.told.append(_short(parcel, outcome)),
                failed=lambda parcel, outcome: self.failed.append(_short(parcel, outcome)),
                warn=lambda destination, why: self.warned.append((str(destination), why)),
                **means,
            )
        )
        self.courier.serve(rooms)

    def offers(self, *parcels: Parcel) -> None:
        """Hand parcels over, as a journal does once they are safe."""
        self.outbox.add(parcels)
        self.courier.offer(parcels)

    async def passes(self, span: timedelta) -> None:
        """Let time go by."""
        await self.clock.turn_to(self.clock.now() + span)

    async def stops(self) -> None:
        """Stop the courier, for which time may have to go by."""
        stopping = asyncio.ensure_future(self.courier.stop())
        await self.clock.settled()
        if not stopping.done():
            await self.passes(timedelta(seconds=10))
        await stopping

    def fates(self) -> list[tuple[str, str]]:
        """Return what became of everything that has an end, in its order."""
        return [(outcome.fate.value, outcome.reason) for outcome in self.outbox.settled]

    def waiting(self) -> int:
        """How much is still to be told."""
        return sum(lane.waiting + (lane.busy is not None) for lane in self.courier.lanes)


@asynccontextmanager
async def a_post(rooms: Rooms | None = None, **means: Any) -> AsyncIterator[Post]:  # noqa: ANN401 (any of them)
    """Open a courier's post; it has ended with the block."""
    clock = rooms.clock if rooms is not None else SteppedClock(NOW)
    post = Post(clock, rooms or Rooms(clock=clock), **means)
    try:
        yield post
    finally:
        await post.stops()


def _short(parcel: Parcel, outcome: Outcome) -> tuple[str, str]:
    return parcel.message.title, outcome.fate.value


def titles(parcels: Iterable[Parcel]) -> list[str]:
    return [parcel.message.title for parcel in parcels]
