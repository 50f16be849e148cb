"""An ordeal: days lived through kills until there were enough, each held against a calm one."""

import asyncio
import os
import shutil
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import msgspec

from bot.delivery.parcel import Fate
from tests.chaos.day import WHOLE, kept, morning, written
from tests.chaos.nursery import LOG, Death, Order
from tests.chaos.sink import FAILING, Sink
from tests.chaos.verdict import Day, faults

POINTS = ("before commit", "after commit", "before send", "after acceptance", "before mark")
KILL, STOP = "at any instant", "asked to stop"

SPEED = 800.0
OFTEN = 9
"""Within how many passes of a point a process dies there."""

SHUT = 0.08
"""How often nobody takes anything for as long as a process lives."""

PATIENCE = 120.0
"""Seconds after which a process that nobody kills hangs."""

Stores = Callable[[], AbstractAsyncContextManager[str]]
"""Makes the address of a store that nobody has used; "" for a file in the run's own folder."""


@dataclass(slots=True)
class Tally:
    """Counts what happened: deaths by their kind, days, and what of it could be noticed."""

    deaths: Counter[str] = field(default_factory=Counter)
    days: int = 0
    repeats: int = 0
    unsure: int = 0
    again: int = 0
    longest_stop: float = 0.0
    faults: list[str] = field(default_factory=list)


class Ordeal:
    """Lives days with a nursery's bots; `tally` counts."""

    def __init__(
        self, nursery: Process, folder: Path, *, recording: Path, seed: int, policy: str
    ) -> None:
        self.tally = Tally()
        self._nursery = nursery
        self._folder = folder
        self._recording = recording
        self._random = Random(seed)  # noqa: S311 (deaths are no secret)
        self._policy = policy
        self._span = 0.6
        self._life = 0

    async def calm(self) -> Day:
        """Live the day undisturbed, as fast as it goes."""
        folder = self._folder / "calm"
        async with Sink() as sink:
            settings = self._written(folder, sink, None)
            order = Order(settings=str(settings), people=f"{sink.url}/plain", life=0)
            death = await self._lived(order)
            if death.status:
                raise RuntimeError(f"the calm day ended with {death.status}; see {folder / LOG}")
            return Day.of(kept(folder), sink)

    async def suffer(
        self, wanted: Mapping[str, int], calm: Day, stores: Stores, *, failing: float = FAILING
    ) -> None:
        """Live days until there were so many deaths of each kind, while answers fail so often."""
        left = Counter(wanted)
        while left.total() and not self.tally.faults:
            self.tally.days += 1
            folder = self._folder / f"day-{self.tally.days}"
            async with stores() as store, Sink(self._random, failing) as sink:
                await self._day(folder, store, sink, left, calm)
            if not self.tally.faults:
                shutil.rmtree(folder)

    async def _day(
        self, folder: Path, store: str, sink: Sink, left: Counter[str], calm: Day
    ) -> None:
        slow, fast = (self._written(folder, sink, speed, store) for speed in (SPEED, None))
        cut = 0
        while True:
            kind = self._random.choice([kind for kind in left if left[kind] > 0] or [""])
            died = await self._died(slow if kind else fast, sink, kind)
            if died is None:
                break
            cut += died != STOP
            left[died] -= 1
            self.tally.deaths[died] += 1
        await self._judge(folder, store, sink, calm, cut=cut + sink.unanswered)

    def _written(self, folder: Path, sink: Sink, speed: float | None, store: str = "") -> Path:
        return written(
            folder,
            recording=self._recording,
            sink=sink.url,
            speed=speed,
            store=store,
            policy=self._policy,
        )

    # Tells the kind of a death; None where the day has ended before it.
    async def _died(self, settings: Path, sink: Sink, kind: str) -> str | None:
        random, before = self._random, sum(map(len, sink.took.values()))
        self._life += 1
        order = Order(
            settings=str(settings),
            people=f"{sink.url}/plain",
            life=self._life,
            after=random.uniform(0, self._span) if kind in {KILL, STOP} else None,
            number=signal.SIGTERM if kind == STOP else signal.SIGKILL,
            point=kind if kind in POINTS else "",
            times=random.randint(1, OFTEN),
        )
        shut = kind == KILL and random.random() < SHUT
        await (sink.shut() if shut else sink.open())
        death = await self._lived(order)
        # As long as it takes to come to something new, and not much longer.
        grown = sum(map(len, sink.took.values())) > before
        self._span = max(0.2, self._span * 0.85) if grown else min(self._span * 1.1, 3)
        if kind == STOP and death.took:
            self.tally.longest_stop = max(self.tally.longest_stop, death.took)
            # Where nothing listens yet there is nothing to end.
            return self._expected(death, {0, -signal.SIGTERM}, STOP)
        if death.status == 0:
            return None
        return self._expected(death, {-signal.SIGKILL}, kind)

    def _expected(self, death: Death, statuses: set[int], kind: str) -> str:
        if death.status not in statuses:
            self.tally.faults.append(f"a process ended by itself with {death.status}")
        return kind

    async def _lived(self, order: Order) -> Death:
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write(msgspec.json.encode(order) + b"\n")
        async with asyncio.timeout(PATIENCE):
            return msgspec.json.decode(await self._nursery.stdout.readline(), type=Death)

    async def _judge(self, folder: Path, store: str, sink: Sink, calm: Day, *, cut: int) -> None:
        left = await asyncio.to_thread(kept, folder, store)
        day, tally = Day.of(left, sink), self.tally
        tally.repeats += sum(heard.marked for heard in day.heard)
        tally.unsure += sum(fate is Fate.UNSURE for _, fate in day.kept.told)
        tally.again += sink.again.total()
        tally.faults += faults(calm, day, policy=self._policy, cut=cut)


@asynccontextmanager
async def an_ordeal(
    folder: Path, *, seed: int = 1, policy: str = "resend", whole: bool = False
) -> AsyncIterator[Ordeal]:
    """Make an ordeal, with a nursery that ends with it; what it leaves is in `folder`.

    It is about the busy part of the day, or the `whole` of it.
    """
    recording = WHOLE if whole else morning(folder)
    what = ("-m", "tests.chaos.nursery")
    nursery = await asyncio.create_subprocess_exec(
        sys.executable, *what, stdin=PIPE, stdout=PIPE, start_new_session=True
    )
    try:
        yield Ordeal(nursery, folder, recording=recording, seed=seed, policy=policy)
    finally:
        os.killpg(nursery.pid, signal.SIGKILL)  # and whom it has forked
        await nursery.wait()


@asynccontextmanager
async def files() -> AsyncIterator[str]:
    """Make the address of a file in the folder of the run."""
    yield ""
