"""Any schedule of faults: nothing is lost, nothing doubles unmarked, and everything has one end."""

import asyncio
from collections import Counter, defaultdict
from datetime import timedelta
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from bot.delivery.limits import Limits, Window
from bot.delivery.outbox import MemoryOutbox
from bot.delivery.parcel import Fate, Parcel, Priority
from bot.delivery.patience import Patience, Unsure
from bot.errors import DeliveryError, DeliveryRefused, DeliveryUnfit
from tests.parcels import NOW, a_parcel
from tests.rooms import DOWN, LOST_AFTER, LOST_BEFORE, SECOND, SILENT, Post, Rooms, Trouble
from tests.stepped import SteppedClock

CHATS = ("1", "2", "3")
TROUBLES = {
    "down": DOWN,
    "slow": Trouble(said=True, after=7 * SECOND),
    "silent": SILENT,
    "lost before": LOST_BEFORE,
    "lost after": LOST_AFTER,
    "429": Trouble(error=DeliveryError("429", retry_after=60 * SECOND)),
    "429 for all": Trouble(error=DeliveryError("429", retry_after=9 * SECOND, everywhere=True)),
    "unfit": Trouble(error=DeliveryUnfit("too long")),
    "blocked": Trouble(error=DeliveryRefused("blocked")),
}
UNCERTAIN = {"silent", "lost before", "lost after"}
LIMITS = Limits(overall=(Window(3, SECOND),), chat=(Window(1, SECOND),))


class Faults(RuleBasedStateMachine):
    """Offers, fails, ends and begins again in any order, then lets everything come to an end."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.clock = SteppedClock(NOW)
        self.outbox = MemoryOutbox()
        self.offered: list[Parcel] = []
        self.uncertain = 0

    @initialize(keyed=st.booleans(), unsure=st.sampled_from(Unsure))
    def begin(self, *, keyed: bool, unsure: Unsure) -> None:
        self.keyed, self.unsure = keyed, unsure
        self.rooms = Rooms(clock=self.clock, limits=LIMITS, keyed=keyed)
        self.rooms.latency = SECOND / 20
        self.runner.run(self._starts())

    @rule(
        chat=st.sampled_from(CHATS),
        incident=st.sampled_from(["", "", "i", "j"]),
        priorities=st.lists(st.sampled_from(Priority), min_size=1, max_size=4),
    )
    def offers(self, chat: str, incident: str, priorities: list[Priority]) -> None:
        now = self.clock.now()
        parcels = [
            a_parcel("a", chat, made=now, priority=priority, incident=incident)
            for priority in priorities
        ]
        self.offered += parcels
        self._run(lambda: self.post.offers(*parcels))

    @rule(chat=st.sampled_from(CHATS), names=st.lists(st.sampled_from(list(TROUBLES)), max_size=4))
    def meets(self, chat: str, names: list[str]) -> None:
        self.rooms.meets(*[TROUBLES[name] for name in names], chat=chat)
        self.uncertain += sum(name in UNCERTAIN for name in names)

    @rule(seconds=st.sampled_from([0.01, 0.5, 1, 5, 30, 100]))
    def passes(self, seconds: float) -> None:
        self.runner.run(self.post.passes(timedelta(seconds=seconds)))

    @rule()
    def is_killed(self) -> None:
        """At whatever point it is; what is under way has no end, and another begins."""
        self.uncertain += sum(lane.busy is not None for lane in self.post.courier.lanes)
        self.runner.run(self._killed())
        self.runner.run(self._starts())

    @rule()
    def is_stopped(self) -> None:
        """With time for what is under way."""
        self.uncertain += sum(lane.busy is not None for lane in self.post.courier.lanes)
        self.runner.run(self.post.stops())
        self.runner.run(self._starts())

    def teardown(self) -> None:
        if not hasattr(self, "post"):
            self.runner.close()
            return
        self.rooms.troubles.clear()
        self.runner.run(self.post.passes(timedelta(minutes=10)))
        self.runner.run(self.post.stops())
        self.runner.close()
        self._every_parcel_has_one_end()
        self._nothing_is_lost()
        self._nothing_doubles_unmarked()
        self._order_is_kept()

    def _every_parcel_has_one_end(self) -> None:
        ends = Counter(outcome.key for outcome in self.outbox.settled)
        assert Counter(parcel.key for parcel in self.offered) == ends

    def _nothing_is_lost(self) -> None:
        heard = {one.key for one in self.rooms.heard}
        sent = {o.key for o in self.outbox.settled if o.fate is Fate.SENT}
        given_up = {o.key for o in self.outbox.settled if o.fate is Fate.GIVEN_UP}
        assert (set(), set()) == (sent - heard, given_up & heard)

    def _nothing_doubles_unmarked(self) -> None:
        plain = Counter(h.key for h in self.rooms.heard if "repeat" not in h.title)
        repeats = sum("repeat" in heard.title for heard in self.rooms.heard)
        assert not plain or max(plain.values()) == 1
        assert repeats <= (0 if self.unsure is Unsure.HOLD else self.uncertain)

    # What matters alike, or is about one incident, is heard for the first time as it was made.
    def _order_is_kept(self) -> None:
        offered = {parcel.key: (n, parcel) for n, parcel in enumerate(self.offered)}
        first: defaultdict[Any, list[int]] = defaultdict(list)
        for key, chat in {heard.key: heard.chat for heard in self.rooms.heard}.items():
            number, parcel = offered[key]
            first[chat, parcel.incident or parcel.priority].append(number)
        assert [] == [numbers for numbers in first.values() if numbers != sorted(numbers)]

    async def _starts(self) -> None:
        patience = Patience(unsure=self.unsure)
        self.post = Post(self.clock, self.rooms, outbox=self.outbox, patience=patience)
        await self.post.courier.resume()
        await self.clock.settled()

    async def _killed(self) -> None:
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await self.clock.settled()

    def _run(self, work: Any) -> None:  # noqa: ANN401 (a call without arguments)
        async def run() -> None:
            work()
            await self.clock.settled()

        self.runner.run(run())


Faults.TestCase.settings = settings(max_examples=60, stateful_step_count=20)
TestFaults = Faults.TestCase
