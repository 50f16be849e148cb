"""A carrier: everything that goes over one platform, as soon as its limits let it."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from bot.chat import Destination
from bot.delivery.ending import Ending
from bot.delivery.lane import Errand, Lane
from bot.delivery.limits import Learned
from bot.delivery.means import Means
from bot.delivery.merging import Merging
from bot.delivery.parcel import Parcel, Priority
from bot.delivery.platform import Platform
from bot.delivery.saying import Saying
from bot.delivery.schedule import Schedule
from bot.delivery.tasks import Tasks, told
from bot.delivery.trying import Reroute, Trying
from bot.delivery.waker import Waker
from bot.errors import DeliveryError, StoreError

log = logging.getLogger(__name__)

LONGEST_LEAD = timedelta(milliseconds=50)


class Departure(NamedTuple):
    """An errand that goes by a lane once its slot opens."""

    lane: Lane
    errand: Errand
    when: datetime


class Carrier:
    """Carries errands over a platform: many at once, one at a time to each destination."""

    def __init__(
        self, platform: Platform, means: Means, ending: Ending, *, reroute: Reroute
    ) -> None:
        self._platform = platform
        self._means = means
        self._ending = ending
        self._lanes: dict[Destination, Lane] = {}
        self._schedule = Schedule(platform.limits)
        self._waker = Waker(means.clock)
        self._saying = Saying(platform, means, self._waker.ring)
        self._trying = Trying(
            platform, means, schedule=self._schedule, ending=ending, reroute=reroute
        )
        self._merging = Merging(platform.limits, means, ending=ending, free=self._free)
        self._lead = timedelta()
        self._tasks = Tasks()
        self._running = asyncio.create_task(self._run())
        self._running.add_done_callback(told)

    def take(self, lane: Lane, errands: Iterable[Errand]) -> None:
        """Let errands wait in a lane until they can be carried."""
        self._lanes[lane.destination] = lane
        for errand in errands:
            lane.put(errand)
        self._want(lane)

    def learn(self, learned: Learned) -> None:
        """Take what the platform says of one of its limits."""
        self._schedule.learn(learned, self._means.clock.now())
        self._waker.ring()

    async def halt(self) -> None:
        """Let nothing more leave, and return once what is under way has been settled."""
        self._running.cancel()
        await self._tasks.wait()

    async def drop(self) -> None:
        """Wait for nothing that is under way any longer."""
        self._running.cancel()
        await asyncio.gather(self._running, self._tasks.cancel(), return_exceptions=True)

    async def _run(self) -> None:
        while True:
            now = self._means.clock.now()
            if departing := self._departing(now):
                self._tasks.start(self._depart(departing))
            self._saying.end_overdue(now)
            wakes = self._schedule.wakes(now)
            ahead = filter(None, (wakes and wakes - self._lead, self._saying.due))
            await self._waker.wait(min(ahead, default=None))

    def _departing(self, now: datetime) -> list[Departure]:
        departing = []
        while (chosen := self._schedule.choose(now, self._lead)) is not None:
            destination, when = chosen
            lane = self._lanes[destination]
            lane.busy = self._next(lane, now)
            if lane.busy is None:
                self._schedule.spare(destination, now)
            else:
                departing.append(Departure(lane, lane.busy, when))
        return departing

    def _next(self, lane: Lane, now: datetime) -> Errand | None:
        while (errand := lane.head()) is not None:
            lane.take(errand)
            over = self._trying.judge.before(errand, now)
            if over is None:
                return errand
            self._tasks.start(self._ending.over(lane, [errand], over.fate, over.reason))
        return None

    async def _depart(self, departing: Sequence[Departure]) -> None:
        try:
            may = await self._noted([one.errand.parcel for one in departing])
        except StoreError as error:
            self._stay(departing, error)
            return
        for one in departing:
            if one.errand.parcel.key in may:
                self._tasks.start(self._carry(one))
            else:  # somebody else is to tell it
                self._ending.forget(one.errand.parcel)
                self._schedule.spare(one.lane.destination, self._means.clock.now())
                self._free(one.lane)

    # A slot is taken as long before it opens as the outbox took lately to note that.
    async def _noted(self, parcels: Sequence[Parcel]) -> frozenset[str]:
        means, begun = self._means, self._means.clock.now()
        may = await means.outbox.leaving(parcels, means.holder, begun, means.lease)
        self._lead = min(max(means.clock.now() - begun, self._lead * 0.9), LONGEST_LEAD)
        return may

    def _stay(self, departing: Sequence[Departure], error: StoreError) -> None:
        log.warning("nothing leaves before that is written down: %s", error)
        now = self._means.clock.now()
        for one in departing:
            one.lane.put(one.errand)
            self._schedule.spare(one.lane.destination, now)
            self._schedule.hold(one.lane.destination, now + self._means.patience.first)
            self._free(one.lane)

    # The seam of one destination: what breaks here must not silence the other rooms.
    async def _carry(self, departure: Departure) -> None:
        lane, errand = departure.lane, departure.errand
        if departure.when > self._means.clock.now():
            await self._means.clock.until(departure.when)
        errand.attempts += 1
        try:
            ref = await self._said(lane, errand)
        except DeliveryError as error:
            await self._trying.failed(lane, errand, error)
        except Exception as error:
            where = {"destination": str(lane.destination), "title": errand.parcel.message.title}
            log.exception("a platform broke", extra=where)
            await self._trying.failed(lane, errand, error)
        else:
            await self._ending.sent(lane, errand, ref)
        finally:
            self._free(lane)

    async def _said(self, lane: Lane, errand: Errand) -> str:
        try:
            return await self._saying.say(errand)
        finally:
            self._schedule.answered(lane.destination, self._means.clock.now())
            self._waker.ring()

    def _free(self, lane: Lane) -> None:
        lane.busy = None
        self._want(lane)

    def _want(self, lane: Lane) -> None:
        if lane.busy is not None:
            return
        self._merging.merge(lane, self._tasks)
        head, now = lane.head(), self._means.clock.now()
        if head is None or lane.busy is not None:
            self._schedule.want(lane.destination, Priority.DIGEST, 0, now)
        else:
            self._schedule.want(lane.destination, head.priority, lane.waiting, now)
        self._waker.ring()
