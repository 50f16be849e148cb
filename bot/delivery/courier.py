"""The courier: takes parcels that are safe, and brings each to its destination once, in order."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.chat import Destination
from bot.delivery.carrier import Carrier
from bot.delivery.ending import Ending
from bot.delivery.lane import Errand, Lane
from bot.delivery.limits import Learned
from bot.delivery.means import Means
from bot.delivery.parcel import Fate, Parcel
from bot.delivery.platform import Platform
from bot.delivery.tasks import Tasks
from bot.errors import StoreError

log = logging.getLogger(__name__)

AT_ONCE = 500
"""Parcels that are sorted before anything else gets its turn: a storm must not stop the market."""


class Courier:
    """Has a lane for each destination and a carrier for each platform; none waits for another.

    `lanes` say how it goes in each room.
    """

    def __init__(self, means: Means) -> None:
        self.lanes: list[Lane] = []
        self._means = means
        self._ending = Ending(means)
        self._open: dict[Destination, Lane] = {}
        self._disabled: dict[str, str] = {}
        self._moved: dict[str, Destination] = {}
        self._carriers: dict[str, Carrier] = {}
        self._offered: deque[Parcel] = deque()
        self._sorting = False
        self._keeping: asyncio.Task[None] | None = None
        self._tasks = Tasks()

    def serve(self, platform: Platform) -> None:
        """Begin to carry over a platform."""
        self._carriers[platform.name] = Carrier(
            platform, self._means, self._ending, reroute=self._reroute
        )

    def open(self, destination: Destination) -> Lane:
        """Return the lane to a destination, or to where that is now."""
        while (moved := self._moved.get(str(destination))) is not None:
            destination = moved
        lane = self._open.get(destination)
        if lane is None:
            lane = self._open[destination] = Lane(destination)
            lane.disabled = self._disabled.pop(str(destination), "")
            self.lanes.append(lane)
        return lane

    async def resume(self) -> None:
        """Take over what the outbox holds, and hold it; to be called before anything is offered."""
        for room in await self._means.outbox.rooms():
            if room.moved_to is not None:
                self._moved[room.name] = room.moved_to
                self._means.followed(Destination.parse(room.name), room.moved_to)
            else:
                self._disabled[room.name] = room.disabled
        for lane in self.lanes:  # those that were opened before
            lane.disabled = self._disabled.pop(str(lane.destination), lane.disabled)
        await self._claim(own=True)
        self._keeping = asyncio.create_task(self._keep())

    def offer(self, parcels: Iterable[Parcel]) -> None:
        """Take parcels that the outbox holds; one that is known already is no other."""
        self._offered.extend(parcels)
        if not self._sorting:
            self._sort_some()
            if self._offered:
                self._sorting = True
                self._tasks.start(self._sort())

    def learn(self, learned: Learned) -> None:
        """Take what a platform says of one of its limits."""
        if (carrier := self._carriers.get(learned.destination.platform)) is not None:
            carrier.learn(learned)

    async def enable(self, destination: Destination) -> None:
        """Let a destination take messages again."""
        await self._means.outbox.disable(destination, "", self._means.clock.now())
        self.open(destination).disabled = ""

    async def drain(self) -> None:
        """Wait until everything that was offered has left or been given up."""
        await self._tasks.wait()
        await self._ending.wait()

    async def stop(self) -> None:
        """Let nothing more leave; what is under way has a while to be answered and noted."""
        clock, carriers = self._means.clock, self._carriers.values()
        late = clock.until(clock.now() + self._means.patience.stop)
        ending = {asyncio.create_task(self._end()), asyncio.create_task(late)}
        await asyncio.wait(ending, return_when=asyncio.FIRST_COMPLETED)
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, *(c.drop() for c in carriers), return_exceptions=True)
        await self._tasks.cancel()

    async def _end(self) -> None:
        if self._keeping is not None:
            self._keeping.cancel()
        halting = [carrier.halt() for carrier in self._carriers.values()]
        await asyncio.gather(*halting, self._tasks.wait())
        await self._means.outbox.renew(self._means.holder, self._means.clock.now())

    def _sort_some(self) -> None:
        now = self._means.clock.now()
        some = [self._offered.popleft() for _ in range(min(AT_ONCE, len(self._offered)))]
        self._take(Errand(parcel=p, since=now) for p in some if self._ending.know(p))

    async def _sort(self) -> None:
        try:
            while self._offered:
                await asyncio.sleep(0)
                self._sort_some()
        finally:
            self._sorting = False

    def _take(self, errands: Iterable[Errand]) -> None:
        at: defaultdict[Destination, list[Errand]] = defaultdict(list)
        for errand in errands:
            lane = self.open(errand.parcel.destination)
            if lane.destination != errand.parcel.destination:
                errand.parcel = replace(errand.parcel, destination=lane.destination)
            at[lane.destination].append(errand)
        for destination, its in at.items():
            lane, carrier = self._open[destination], self._carriers.get(destination.platform)
            if carrier is not None and not lane.disabled:
                carrier.take(lane, its)
            else:
                why = lane.disabled or f"there is no {destination.platform}"
                reason = f"the destination is disabled: {why}"
                self._tasks.start(self._ending.over(lane, its, Fate.GIVEN_UP, reason))

    def _reroute(self, old: Destination, new: Destination, errands: Sequence[Errand]) -> None:
        log.warning("a room has moved", extra={"from": str(old), "to": str(new)})
        self._moved.pop(str(new), None)
        self._moved[str(old)] = new
        self.lanes.remove(self._open.pop(old))
        for errand in errands:
            errand.number = 0  # it takes its place anew
        self._take(errands)
        self._means.followed(old, new)

    # Whatever is ours stays ours while we live; what another let go of becomes ours.
    async def _keep(self) -> None:
        clock, lease = self._means.clock, self._means.lease
        while True:
            await clock.until(clock.now() + lease / 3)
            try:
                await self._means.outbox.renew(self._means.holder, clock.now() + lease)
                await self._claim(own=False)
            except StoreError as error:
                log.warning("the outbox could not be kept: %s", error)

    async def _claim(self, *, own: bool) -> None:
        means = self._means
        claimed = await means.outbox.claim(means.holder, means.clock.now(), means.lease, own=own)
        self._take(Errand.resumed(one) for one in claimed if self._ending.know(one.parcel))
