"""Rules of rooms outlive the process: the real store, the real way out, and a room that listens."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from bot.chat import Answer, Call, Destination, Reply, Right
from bot.clock import SystemClock
from bot.delivery.limits import Limits
from bot.delivery.parcel import Manner, Parcel
from bot.market.events import Quote
from bot.market.instruments import Symbol
from bot.parts import Bot
from bot.rooms import open_platform
from bot.storage.address import Address
from bot.storage.keeping import in_store
from bot.storage.store import open_store
from config.load import load
from handlers.desk import Source
from tests.builders import a_reference
from tests.flows.test_people_act import played
from tests.receiver import Receiver
from tests.scenes import shown
from tests.watched import instant

ROOMS = (Destination(platform="telegram", chat="1"), Destination(platform="telegram", chat="2"))
SETTINGS = """
watchlists:
  miners: {members: [IREN, WULF]}
rules:
  - {name: mover, for_each: miners, when: change > 50%}
"""


class Ears:
    """A chat platform whose rooms keep what they heard, edits left out."""

    name = "telegram"
    limits = Limits()
    keyed = False

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    async def start(self, answer: Answer) -> None: ...

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:  # noqa: ARG002 (the port's)
        if parcel.manner is not Manner.EDIT:
            self.heard.append((str(parcel.destination), parcel.message.title))
        return f"m{len(self.heard)}"

    async def stop(self) -> None: ...


class Run:
    """One run of the bot, whose feed and time are the test."""

    def __init__(self, bot: Bot, ears: Ears) -> None:
        self.bot = bot
        self._ears = ears

    async def trades(self, symbol: str, price: int, when: str) -> None:
        """Follow a trade, and all that is due by then, until it is on disk and has left."""
        pipeline, at = self.bot.pipeline, instant(f"2025-10-10T{when}Z")
        await self.turns_to(when)
        quote = Quote(
            symbol=Symbol(symbol), price=Decimal(price), at=at, seen=at, source="test", volume=1000
        )
        assert pipeline.offer(quote) is None
        await self._written()

    async def turns_to(self, when: str) -> None:
        pipeline, at = self.bot.pipeline, instant(f"2025-10-10T{when}Z")
        while (due := pipeline.next_due()) <= at:
            pipeline.tick(due)
        pipeline.tick(at)
        await self._written()

    async def _written(self) -> None:
        self.bot.pipeline.herald.turn_in(most=None)
        await self.bot.journal.settle()
        await self.bot.courier.drain()

    async def replies(self, text: str, room: Destination = ROOMS[0]) -> Reply:
        call = Call(text=text, person="ann", room=room, owner=str(room), right=Right.CHANGE)
        return await self.bot.answer(call)

    async def asks(self, text: str, room: Destination = ROOMS[0]) -> str:
        return shown(await self.replies(text, room))

    async def now(self, name: str) -> str:
        """Where an alert stands, in a word."""
        return (await self.replies(f"/alert show {name}")).title

    @property
    def heard(self) -> list[tuple[str, str]]:
        return self._ears.heard


@asynccontextmanager
async def a_run(folder: Path, since: str = "12:00", settings: str = SETTINGS) -> AsyncIterator[Run]:
    """Start the bot as `prebell run` does with a live feed, and stop it as that does."""
    file = folder / "prebell.yaml"
    file.write_text(settings, encoding="utf-8")
    source = Source(
        title="A test",
        recording=True,  # whose time is the market's
        speed="1×",
        progress=lambda: 0.0,
        ended=lambda: False,
    )
    begins, ears = instant(f"2025-10-10T{since}Z"), Ears()
    async with AsyncExitStack() as stack:
        store = await stack.enter_async_context(open_store(Address.of("", folder=folder)))
        keeping = await in_store(store)
        bot = Bot(load(file, {}), begins, source, files=lambda: (), keeping=keeping)
        stack.push_async_callback(bot.close)
        await open_platform(ears, ROOMS, bot, stack)
        await bot.courier.resume()
        bot.pipeline.market.turn_to(begins)
        bot.pipeline.begin()
        for symbol in ("IREN", "WULF"):
            bot.pipeline.take(a_reference(symbol, at=begins + timedelta(seconds=1)))
        yield Run(bot, ears)


async def test_an_alert_that_rings_when_the_bot_stops_rings_no_second_time(tmp_path: Path):
    """It goes on where it was, and its end is told."""
    async with a_run(tmp_path) as it:
        await it.trades("IREN", 100, "12:01")
        await it.asks("/alert create over IREN > 104")
        await it.trades("IREN", 105, "12:02")
        await it.turns_to("12:05")
        first = list(it.heard)
    async with a_run(tmp_path, "12:10") as it:
        stands = await it.now("over")
        await it.trades("IREN", 106, "12:11")
        await it.turns_to("12:20")
        meanwhile = list(it.heard)
        await it.trades("IREN", 100, "12:21")
        await it.turns_to("12:30")
        last = list(it.heard)

    assert ([("telegram:1", "IREN price 105.00, over 104.00")], "over: firing", []) == (
        first,
        stands,
        meanwhile,
    )
    assert [("telegram:1", "Over: over IREN")] == last


async def test_an_alert_that_is_armed_when_the_bot_stops_rings_when_it_is_time(tmp_path: Path):
    """It is no new rule, which would have to be seen not holding first."""
    async with a_run(tmp_path) as it:
        await it.trades("IREN", 100, "12:01")
        await it.asks("/alert create over IREN > 104")
        await it.trades("IREN", 101, "12:02")
    async with a_run(tmp_path, "12:10") as it:
        await it.trades("IREN", 105, "12:11")
        await it.turns_to("12:15")
        heard = list(it.heard)

    assert [("telegram:1", "IREN price 105.00, over 104.00")] == heard


async def test_an_alert_that_is_paused_stays_paused(tmp_path: Path):
    """Until somebody resumes it, after which it comes in where it is."""
    async with a_run(tmp_path) as it:
        await it.trades("IREN", 100, "12:01")
        await it.asks("/alert create over IREN > 104")
        await it.asks("/alert pause over")
    async with a_run(tmp_path, "12:10") as it:
        before = await it.now("over")
        await it.trades("IREN", 105, "12:11")
        await it.asks("/alert resume over")
        after = await it.now("over")
        await it.turns_to("12:20")

        assert ("over: paused", "over: already holding", []) == (before, after, it.heard)


async def test_what_was_changed_is_what_is_there_after_a_restart(tmp_path: Path):
    """With who made it; what was deleted is gone, and what rang of it is over."""
    async with a_run(tmp_path) as it:
        await it.trades("IREN", 100, "12:01")
        await it.asks("/alert create over IREN > 104 for 60s")
        await it.asks("/alert create other IREN > 104")
        await it.asks("/alert edit over WULF > 104 reset 1%")
        await it.trades("IREN", 105, "12:02")
        await it.asks("/alert delete other yes")
    async with a_run(tmp_path, "12:10") as it:
        listed = (await it.replies("/alert list")).table
        shows = await it.asks("/alert show over")

    assert listed is not None
    assert ["over", "mover"] == [row[0] for row in listed.rows]
    assert (True, True) == (
        "Rule: WULF price > 104\nModifiers: for 60s, reset 1%" in shows.replace("1m", "60s"),
        "Made: by ann on telegram, 08:01:00 EDT" in shows,
    )


async def test_each_room_hears_of_its_own_alerts_alone(tmp_path: Path):
    """Of two of one name each rings in its own room, now and after a restart."""
    async with a_run(tmp_path) as it:
        await it.trades("IREN", 100, "12:01")
        await it.asks("/alert create over IREN > 104")
        await it.asks("/alert create over IREN > 105", ROOMS[1])
    async with a_run(tmp_path, "12:10") as it:
        await it.trades("IREN", 106, "12:11")
        await it.turns_to("12:15")
        heard = sorted(it.heard)

    assert [
        ("telegram:1", "IREN price 106.00, over 104.00"),
        ("telegram:2", "IREN price 106.00, over 105.00"),
    ] == heard


async def test_a_rule_whose_list_is_gone_is_left_out_and_its_neighbours_are_not(tmp_path: Path):
    """One thing that cannot be takes nothing else with it."""
    async with a_run(tmp_path) as it:
        await it.asks("/alert create each each of miners change > 5%")
        await it.asks("/alert create over IREN > 104")
    async with a_run(tmp_path, "12:10", SETTINGS.replace("miners", "diggers")) as it:
        listed = (await it.replies("/alert list")).table

    assert listed is not None
    assert ["over", "mover"] == [row[0] for row in listed.rows]


async def test_a_rule_joins_a_recording_where_it_was_made(tmp_path: Path):
    """Read again from the start it would have rung before anybody had made it."""
    async with Receiver(now=SystemClock().now) as receiver:
        async with played(tmp_path, receiver) as it:
            await it.reaches("2025-10-10T12:45Z")
            made = await it.asks("/alert create held IREN premarket > 1%")
            await it.asks("/alert create armed IREN premarket > 90%")
            await it.asks("/alert pause armed")
            await it.reaches("2025-10-10T12:46Z")
        async with played(tmp_path, receiver, since=instant("2025-10-10T12:46Z")) as it:
            held, armed = await it.asks("/alert show held"), await it.asks("/alert show armed")

    assert (True, "held: already holding", "armed: paused") == (
        "✓ IREN already holding" in made,
        held.splitlines()[0],
        armed.splitlines()[0],
    )
