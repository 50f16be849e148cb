"""The studio: pictures from a process of their own, in time or not at all."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.charts.studio import KEPT, WAITING, Studio, start_painter
from bot.chat import Drawing, Picture
from bot.worker import Worker, WorkerGone
from tests.builders import at
from tests.charting import Dots, Morning
from tests.unit.test_recorded import has_children

PATIENT = timedelta(seconds=60)  # a machine that is busy is no fault of the studio
FLAT = 6 * 2**20
"""Bytes by which the process may have grown over a hundred pictures: fonts and the like."""

Start = Callable[[], Awaitable[Worker]]


def a_morning() -> Morning:
    morning = Morning()
    morning.trades("IREN", [100 + n / 10 for n in range(240)], since="2025-10-10T08:00Z")
    return morning


def a_picture(minute: int = 0, *, level: int | None = None) -> Picture:
    """Of one minute after 11:00Z; each is another picture."""
    now = at("2025-10-10T11:00Z") + timedelta(minutes=minute)
    told = None if level is None else Decimal(level)
    return Picture(drawing=Drawing.SESSION, subject="IREN", at=now, level=told)


class Workshop:
    """Starts workers and remembers them."""

    def __init__(self) -> None:
        self.workers: list[Worker] = []

    async def start(self) -> Worker:
        self.workers.append(await start_painter())
        return self.workers[-1]


@asynccontextmanager
async def a_studio(
    start: Start | None = None, *, limit: timedelta = PATIENT
) -> AsyncIterator[Studio]:
    morning = a_morning()
    studio = Studio(morning.market, morning.courses, limit=limit, start=start or start_painter)
    try:
        yield studio
    finally:
        await studio.close()


async def drawn(studio: Studio, picture: Picture) -> bytes:
    png = await studio.draw(picture)
    assert png is not None
    return png


def resident(pid: int) -> int:
    """Return the bytes of memory that a process has in use."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def test_a_picture_is_a_png_of_the_usual_size():
    """Platforms cut others, and a phone downloads it."""
    async with a_studio() as studio:
        png = await drawn(studio, a_picture())

    assert (1000, 560, True) == (Dots(png).width, Dots(png).height, len(png) < 300_000)


async def test_no_process_is_there_before_the_first_picture_or_after_the_last():
    """Who never asks for one pays nothing; a bot that stops leaves nothing running."""
    async with a_studio() as studio:
        before = has_children()
        await drawn(studio, a_picture())
        meanwhile = has_children()

    assert (False, True, False) == (before, meanwhile, has_children())


async def test_the_same_data_gives_the_same_bytes():
    """Another process, another day: what was sent can be drawn again and compared."""
    pictures = []
    for _ in range(2):
        async with a_studio() as studio:
            pictures.append(await drawn(studio, a_picture(level=112)))

    assert pictures[0] == pictures[1]


async def test_many_rooms_share_one_picture():
    """Fifty rooms that hear of an alert at once are one drawing."""
    async with a_studio() as studio:
        drawings = await asyncio.gather(*(studio.draw(a_picture()) for _ in range(50)))
        again = await studio.draw(a_picture())

    assert (1, True) == (len({id(png) for png in drawings}), again is drawings[0])


async def test_a_process_that_died_is_replaced():
    """Whatever ended it, whoever asks next has their picture."""
    workshop = Workshop()
    async with a_studio(workshop.start) as studio:
        await drawn(studio, a_picture())
        os.kill(workshop.workers[0].pid, signal.SIGKILL)
        await drawn(studio, a_picture(1))

        assert 2 == len({worker.pid for worker in workshop.workers})


async def test_what_takes_too_long_is_given_up():
    """The alert leaves without its picture; the process that hangs is ended."""
    workshop = Workshop()
    async with a_studio(workshop.start) as studio:
        await drawn(studio, a_picture())
        os.kill(workshop.workers[0].pid, signal.SIGSTOP)
        studio.limit = timedelta(0)
        given_up = await studio.draw(a_picture(1))
        studio.limit = PATIENT

        assert (None, True) == (given_up, await studio.draw(a_picture(2)) is not None)


async def test_more_than_can_be_drawn_in_time_is_left_out_at_once():
    """Whoever would come too late anyway does not wait."""
    never = asyncio.Event()

    async def start() -> Worker:
        await never.wait()
        raise AssertionError

    async with a_studio(start) as studio:
        asked = [asyncio.create_task(studio.draw(a_picture(n))) for n in range(WAITING)]
        await asyncio.sleep(0)
        one_more = await studio.draw(a_picture(WAITING))

        assert (None, False) == (one_more, any(task.done() for task in asked))
        for task in asked:
            task.cancel()


async def test_what_cannot_be_started_is_not_tried_for_every_picture():
    """Where no process can be started, alerts do not cost one failed start each."""
    tried = 0

    async def start() -> Worker:
        nonlocal tried
        tried += 1
        raise WorkerGone("no memory")

    async with a_studio(start) as studio:
        for number in range(40):
            assert await studio.draw(a_picture(number)) is None

    assert 6 == tried


async def test_nobody_who_stops_waiting_takes_the_picture_from_others():
    """One room's platform gave up; the other's did not."""
    async with a_studio() as studio:
        hasty = asyncio.create_task(studio.draw(a_picture()))
        patient = asyncio.create_task(studio.draw(a_picture()))
        await asyncio.sleep(0)
        hasty.cancel()

        assert await patient is not None


async def test_a_studio_that_is_closed_draws_nothing():
    """What is asked for while the bot stops starts no process again."""
    async with a_studio() as studio:
        await drawn(studio, a_picture())

    assert (None, False) == (await studio.draw(a_picture(1)), has_children())


async def test_closing_ends_what_is_under_way():
    """A stop waits for no picture."""
    async with a_studio() as studio:
        asked = asyncio.create_task(studio.draw(a_picture()))
        while not has_children():  # noqa: ASYNC110 (the system knows of it, no event does)
            await asyncio.sleep(0)
        await studio.close()

        with pytest.raises(asyncio.CancelledError):
            await asked


async def test_of_what_nobody_knows_no_process_is_asked():
    """It takes no time to say that there is nothing."""
    async with a_studio() as studio:
        unknown = Picture(drawing=Drawing.CAP, subject="none", at=at("2025-10-10T12:00Z"))

        assert (None, False) == (await studio.draw(unknown), has_children())


async def test_without_matplotlib_there_are_no_pictures(monkeypatch: pytest.MonkeyPatch):
    """It is an extra; all the rest works without it."""
    monkeypatch.setattr("bot.charts.find_spec", lambda _name: None)
    async with a_studio() as studio:
        assert (None, False) == (await studio.draw(a_picture()), has_children())


async def test_a_hundred_pictures_take_no_more_memory_than_twenty():
    """The process lives as long as the bot; `make bench-charts` draws a thousand."""
    workshop = Workshop()
    async with a_studio(workshop.start) as studio:
        sizes = []
        for number in range(100):
            await drawn(studio, a_picture(number % 60, level=100 + number))
            sizes.append(resident(workshop.workers[0].pid))

    assert sizes[-1] - sizes[20] < FLAT


async def test_no_more_pictures_are_kept_than_are_asked_for_again():
    """Fifty kilobytes each add up."""
    async with a_studio() as studio:
        first = await drawn(studio, a_picture())
        for number in range(1, KEPT + 1):
            await drawn(studio, a_picture(number))
        again = await drawn(studio, a_picture())

    assert (True, False) == (again == first, again is first)
