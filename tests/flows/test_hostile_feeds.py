"""Feeds that mean harm: each is read within bounds or refused with a sentence, and nobody waits.

What a machine takes for it in seconds is measured, but not held here, where others use it as well:
`LIMIT` ends what takes too long, and `MEMORY` what takes too much.
"""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import FeedError
from bot.feeds.news.item import MOST, Entries
from bot.feeds.news.reader import LIMIT, Reader, start_reading
from bot.feeds.news.reading_process import WORN
from bot.worker import Worker
from tests.feed_bombs import BOMBS, MEGABYTE, entries
from tests.feed_documents import URL, an_item, rss
from tests.fuzz_feeds import Tally, tried

GROWTH = 50 * MEGABYTE
"""What S3 of the measurements allows."""

PLENTY = timedelta(seconds=60)
"""So that what is held is the memory, on a machine with much else to do."""


class Watched(Reader):
    """A reader whose process can be asked how much it ever held."""

    def __init__(self, limit: timedelta = LIMIT) -> None:
        super().__init__(limit=limit, start=self._watched)
        self.processes: list[Worker] = []

    async def _watched(self) -> Worker:
        worker = await start_reading()
        self.processes.append(worker)
        return worker

    @property
    def peak(self) -> int:
        """Bytes that the present process has held at once."""
        status = Path(f"/proc/{self.processes[-1].pid}/status").read_text(encoding="ascii")
        (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) << 10


@pytest.fixture(scope="module")
def harmless() -> bytes:
    return rss(an_item(guid="one")).encode()


@pytest.mark.parametrize("name", BOMBS)
async def test_a_bomb_is_read_within_bounds_or_refused(name: str, harmless: bytes):
    """And whoever is read after it hears nothing of it."""
    reader = Watched(PLENTY)
    await reader.read(harmless)
    before, bomb = reader.peak, BOMBS[name]()
    try:
        said: Entries | str = await reader.read(bomb, url=URL)
    except FeedError as error:
        said = str(error)
    grown = reader.peak - before if reader.processes[-1].lives else 0
    after = await reader.read(harmless)
    await reader.close()

    assert _is_bounded(said)
    assert grown <= max(GROWTH, WORN)
    assert ("one",) == tuple(item.id for item in after.items)


def _is_bounded(said: Entries | str) -> bool:
    if isinstance(said, str):
        return said.startswith("wire.example/news/feed.xml answered") and len(said) < 200
    return len(said.items) <= MOST


async def test_of_a_hundred_thousand_entries_the_newest_are_read():
    """The rest is counted."""
    reader = Reader(limit=PLENTY)
    told = await reader.read(entries(), url=URL)
    await reader.close()

    assert (MOST, 100_000 - MOST) == (len(told.items), told.left_out)
    assert "0" == told.items[0].id


async def test_the_loop_turns_while_a_bomb_is_read():
    """Whatever it takes, nobody else is kept from a tick."""
    reader = Reader(limit=PLENTY)
    reading = asyncio.create_task(reader.read(BOMBS["two million elements"](), url=URL))
    turns = 0
    while not reading.done():
        await asyncio.sleep(0)
        turns += 1
    await reader.close()

    assert isinstance(reading.exception(), FeedError)
    assert turns > 100


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_what_nobody_would_write_is_read_or_refused(first: int):
    """A hundred of what `python -m tests.fuzz_feeds` makes by the hour."""
    tally = Tally()
    for number in range(first, first + 100):
        tried(number, tally)

    assert 100 == tally.documents
