"""People act while the bot runs: a storm, an ack on the desk, a restart, and a store in trouble."""

import asyncio
import json
import sqlite3
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clock import SystemClock
from bot.feeds.recording import Recording
from tests.contracts.test_store_trouble import Disk, disk
from tests.flows.conftest import DAY, Prebell
from tests.flows.test_programs import rings
from tests.flows.test_running import Running, asked, running
from tests.gated import GatedClock
from tests.receiver import SECRET, Receiver
from tests.watched import instant

__all__ = ["disk"]

BEGINS = Recording(DAY).begins
PATIENCE = 30

Json = dict[str, Any]


class Played:
    """A bot that plays the recorded day as far as a test lets it."""

    def __init__(self, bot: Running, clock: GatedClock, since: datetime) -> None:
        self.bot = bot
        self._clock = clock
        self._since = since

    async def reaches(self, when: str) -> None:
        """Play on to an instant of the recording."""
        await self._clock.opens(instant(when) - self._since)

    async def asks(self, text: str) -> str:
        _, answer = await asked(self.bot.url, "/api/ask", json={"text": text})
        told: Json = json.loads(answer)
        facts = [f"{fact['label']}: {fact['value']}" for fact in told["facts"]]
        return "\n".join([told["title"], told["body"], *facts])

    async def probes(self, path: str) -> tuple[int, Json]:
        status, body = await asked(self.bot.url, path)
        return status, json.loads(body)

    async def titles(self) -> list[str]:
        """What has fired or is over by now, as the desk lists it."""
        _, desk = await asked(self.bot.url, "/api/desk")
        return [alert["title"] for alert in json.loads(desk)["alerts"]]


@asynccontextmanager
async def played(
    folder: Path, receiver: Receiver, *, since: datetime = BEGINS
) -> AsyncIterator[Played]:
    """Run a bot that keeps all in its store, and tells a program of everything."""
    clock = GatedClock()
    settings = {
        "PREBELL_RECORDING__RESUME": "true",
        "PREBELL_RECORDING__SPEED": "1",
        "PREBELL_WEBHOOKS__DESK__URL": receiver.url,
        "PREBELL_WEBHOOKS__DESK__SECRET": SECRET,
        "PREBELL_EXTERNAL__SCREENER__SECRET": SECRET,
    }
    async with running(folder, settings, clock) as bot:
        yield Played(bot, clock, since)


async def until_it(holds: Callable[[], object]) -> None:
    """Let everybody go on until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not holds():  # noqa: ASYNC110 (several programs, which share no event)
            await asyncio.sleep(0)


async def until(holds: Callable[[], Awaitable[object]]) -> None:
    """Ask again and again until something is so."""
    async with asyncio.timeout(PATIENCE):
        while not await holds():  # noqa: ASYNC110 (several programs, which share no event)
            await asyncio.sleep(0)


async def told_of(receiver: Receiver, what: str, *, manner: str) -> Json:
    """Wait until a program has been told of something in that manner, and return that."""

    def found() -> list[Json]:
        said = receiver.took.values()
        return [m for m in said if what in m["title"] and m["manner"] == manner]

    await until_it(found)
    return found()[0]


def _about(receiver: Receiver, incident: str) -> list[Json]:
    return [message for message in receiver.took.values() if message["incident"] == incident]


async def test_a_storm_is_one_incident_that_one_person_has_in_every_room(tmp_path: Path):
    """One message for all of it; a bot that starts again knows who has it, and repeats nothing."""
    async with Receiver(now=SystemClock().now) as receiver:
        async with played(tmp_path, receiver) as it:
            await it.reaches("2025-10-10T12:45Z")
            for number in range(15):
                await rings(it.bot.url, id=f"{number}", title=f"{number} moves", severity="warning")
            await it.reaches("2025-10-10T12:46Z")
            storm = await told_of(receiver, "15 alerts", manner="new")
            name = str(storm["incident"])
            listed = await it.asks("/incidents")
            answer = await it.asks(f"/ack {name[:8]}")
            face = await told_of(receiver, "15 alerts", manner="edit")
        async with played(tmp_path, receiver, since=instant("2025-10-10T12:46Z")) as it:
            after = await it.asks("/incidents")
            await it.reaches("2025-10-10T12:47Z")
            await it.asks(f"/unack {name[:8]}")
            await until_it(lambda: len(_about(receiver, name)) > len(["new", "edit"]))

    assert (True, True) == (
        f"{name[:5]} external:screener: " in listed,
        "Acked by desk on web" in answer,
    )
    assert ("by desk on web at 08:45", True) == (
        dict(face["facts"])["Acked"][:23],
        "; acked by desk on web at 08:45" in after,
    )
    assert ([("new", False), ("edit", True), ("edit", False)], 0) == (
        [(m["manner"], "Acked" in dict(m["facts"])) for m in _about(receiver, name)],
        receiver.repeated,
    )


def test_where_no_bot_runs_nobody_is_told_that_something_was_done(prebell: Prebell):
    """`prebell ask` looks at a recording then; what is done to it is gone a moment later."""
    said = prebell("ask", "/mute IREN 1h", "--at", "12:55Z")

    assert "No bot runs here, so nothing would come of it; start `prebell run`." in said.out


@contextmanager
def locked(folder: Path, disk: Disk) -> Iterator[None]:  # noqa: ARG001 (every trouble takes both)
    """Somebody looks at the store with a tool of theirs, which keeps it to itself."""
    with closing(sqlite3.connect(folder / "prebell.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(folder: Path, disk: Disk) -> Iterator[None]:  # noqa: ARG001 (every trouble takes both)
    """The disk has not a page left."""
    disk.room = 1
    yield
    disk.room = 0


@contextmanager
def well(folder: Path, disk: Disk) -> Iterator[None]:  # noqa: ARG001 (every trouble takes both)
    yield


Trouble = Callable[[Path, Disk], AbstractContextManager[None]]


async def a_morning(
    folder: Path, disk: Disk, trouble: Trouble, told: Callable[[Played], Awaitable[None]]
) -> tuple[dict[str, list[str]], int]:
    """Play until ten, with trouble from before nine on; return what a program was told of each.

    What matters more may overtake the rest, but nothing what was said of the same incident.
    """
    async with Receiver(now=SystemClock().now) as receiver, played(folder, receiver) as it:
        await it.reaches("2025-10-10T12:45Z")
        with trouble(folder, disk):
            await it.reaches("2025-10-10T13:40Z")
            await told(it)

        async def well_again() -> bool:
            status, health = await it.probes("/readyz")
            return (status, health["status"]) == (200, "ok")

        await until(well_again)
        await it.reaches("2025-10-10T14:00Z")
        await has_all(it)
        took: defaultdict[str, list[str]] = defaultdict(list)
        for key, message in receiver.took.items():
            took[message["incident"]].append(key)
        return took, receiver.repeated


async def has_all(it: Played) -> None:
    """Wait until nothing waits for the store, nor to be sent."""

    async def quiet() -> bool:
        return "Courier: 0 waiting" in await it.asks("/status")

    await until(quiet)


@pytest.mark.parametrize(
    ("trouble", "why"), [(locked, "database is locked"), (full, "database or disk is full")]
)
async def test_while_the_store_takes_nothing_rules_are_watched_and_nothing_is_lost(
    tmp_path: Path, disk: Disk, trouble: Trouble, why: str
):
    """It says so, tells nobody what might be forgotten, and goes on by itself."""
    seen: list[object] = []

    async def nothing(_it: Played) -> None: ...

    async def looks(it: Played) -> None:
        async def degraded() -> bool:
            _, health = await it.probes("/healthz")
            return "degraded" == str(health["status"])

        await until(degraded)
        (lives, health), (ready, _) = await it.probes("/healthz"), await it.probes("/readyz")
        seen.extend([lives, ready, why in health["detail"]])
        seen.append(any("IREN" in title for title in await it.titles()))
        seen.append(f"the store takes nothing ({why})" in await it.asks("/status"))

    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    undisturbed = await a_morning(tmp_path / "a", disk, well, nothing)
    disturbed = await a_morning(tmp_path / "b", disk, trouble, looks)

    assert [200, 503, True, True, True] == seen
    assert (True, undisturbed) == (len(undisturbed[0]) > 2, disturbed)


def acked(receiver: Receiver) -> list[str]:
    """In which manners a program was told that somebody has acked something."""
    return [m["manner"] for m in receiver.took.values() if "Acked" in dict(m["facts"])]


async def test_what_somebody_does_meanwhile_is_told_once_it_is_written(tmp_path: Path, disk: Disk):
    """They are answered at once, and are not told that it is safe."""
    async with Receiver(now=SystemClock().now) as receiver, played(tmp_path, receiver) as it:
        await it.reaches("2025-10-10T12:45Z")
        news = await told_of(receiver, "APLD", manner="new")
        with locked(tmp_path, disk):
            first = await it.asks("/mute HUT 1h")
            second = await it.asks(f"/ack {news['incident']}")
            early = acked(receiver)
        await until_it(lambda: acked(receiver))

    assert "HUT is muted until 09:4" in first
    assert "It is told once it is written; just now database is locked." in second
    assert ([], ["edit"]) == (early, acked(receiver))
