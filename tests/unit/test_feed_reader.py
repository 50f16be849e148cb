"""The process that reads feeds: what it says, that it is bounded, that it is gone afterwards."""

import asyncio
import resource
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from bot.errors import FeedError
from bot.feeds.news import reader as reader_module
from bot.feeds.news import reading_process
from bot.feeds.news.reader import Reader, start_reading
from bot.worker import Worker, WorkerGone
from tests.feed_bombs import BOMBS
from tests.feed_documents import URL, an_item, rss, told
from tests.unit.test_recorded import has_children

DOCUMENT = rss(an_item(guid="one", pubDate="2099-01-01"), channel="<title>é</title><ttl>5</ttl>")


class Counted:
    """Starts processes, and remembers them."""

    def __init__(self) -> None:
        self.started: list[Worker] = []

    async def __call__(self) -> Worker:
        worker = await start_reading()
        self.started.append(worker)
        return worker


def environment(pid: int) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


async def read(reader: Reader, body: bytes = DOCUMENT.encode()) -> str:
    """Read a document, and say what came of it."""
    try:
        return (await reader.read(body, url=URL)).title
    except FeedError as error:
        return str(error)


async def test_a_document_is_read_there_as_it_would_be_here():
    """Nothing is lost in the pipes."""
    reader = Reader()
    entries = await reader.read(DOCUMENT.encode("cp1252"), url=URL, content_type="x;charset=cp1252")
    await reader.close()

    assert told(DOCUMENT) == entries
    assert not has_children()


async def test_one_process_reads_them_all():
    """It is started for the first, and again where it was closed."""
    start = Counted()
    reader = Reader(start=start)
    await asyncio.gather(*(read(reader) for _ in range(10)))
    await reader.close()
    await read(reader)
    await reader.close()

    assert 2 == len(start.started)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<!doctype html><p>Sorry", "wire.example/news/feed.xml answered a web page, no feed"),
        (b"", "wire.example/news/feed.xml answered an empty body"),
        (BOMBS["a billion laughs"](), "with a DTD, which is not read"),
    ],
)
async def test_what_is_no_feed_is_said_with_where_it_is(body: bytes, said: str):
    """The next one is read by the same process, for nothing is wrong with it."""
    start = Counted()
    reader = Reader(start=start)
    refused = await read(reader, body)
    after = await read(reader)
    await reader.close()

    assert refused.endswith(said)
    assert ("é", 1) == (after, len(start.started))


async def test_a_document_without_an_address_is_said_to_be_it():
    """A secret in an address is not said either."""
    reader = Reader()
    with pytest.raises(FeedError, match=r"^it answered an empty body$"):
        await reader.read(b"")
    with pytest.raises(FeedError) as refused:
        await reader.read(b"", url="https://a.example/f?key=canary")
    await reader.close()

    assert "canary" not in str(refused.value)


async def test_what_takes_too_long_is_ended():
    """The next one has a process of its own."""
    start = Counted()
    reader = Reader(limit=timedelta(), start=start)
    first, second = await read(reader), await read(reader)
    await reader.close()

    assert "wire.example/news/feed.xml answered what takes too long to read" == first == second
    assert 2 == len(start.started)
    assert not has_children()


async def test_one_that_died_meanwhile_is_replaced():
    """Nobody notices but the one that ended it."""
    start = Counted()
    reader = Reader(start=start)
    await read(reader)
    await start.started[0].end()
    after = await read(reader)
    await reader.close()

    assert ("é", 2) == (after, len(start.started))


async def test_one_that_dies_of_a_document_is_replaced_after_it(monkeypatch: pytest.MonkeyPatch):
    """What it died of is said to the operator alone."""
    reader = Reader()
    monkeypatch.setattr(reader_module, "LARGEST", 1)  # whatever it answers is too much
    refused = await read(reader)
    monkeypatch.undo()
    after = await read(reader)
    await reader.close()

    assert "wire.example/news/feed.xml answered what could not be read" == refused
    assert "é" == after


async def test_one_that_is_no_longer_waited_for_is_ended():
    """Half its answer would be taken for the next one's."""
    start = Counted()
    reader = Reader(start=start)
    await read(reader)
    task = asyncio.create_task(read(reader))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    after = await read(reader)
    await reader.close()

    assert ("é", 2) == (after, len(start.started))


async def test_one_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch):
    """The log of the bot is where an operator looks; nothing of it is left."""
    monkeypatch.setattr(reader_module, "READING", "bot.feeds.news.nobody")

    with pytest.raises(WorkerGone, match=r"No module named bot\.feeds\.news\.nobody"):
        await start_reading()

    assert not has_children()


async def test_one_that_breaks_says_why():
    """What broke is ours to mend, and is in its last words."""
    worker = await start_reading()
    with pytest.raises(WorkerGone, match="ValidationError"):
        await worker.ask(b"no document")
    with pytest.raises(WorkerGone):
        await worker.ask(b"another")
    await worker.end()

    assert not worker.lives


async def test_it_is_given_no_secret(monkeypatch: pytest.MonkeyPatch):
    """What reads strangers' texts has nothing that would be worth stealing."""
    monkeypatch.setenv("PREBELL_TOKEN", "canary")
    worker = await start_reading()
    given = environment(worker.pid)
    await worker.end()

    assert given == b""


async def test_its_memory_and_its_time_are_bounded():
    """By the system, should the bot be too busy to look, or gone."""
    worker = await start_reading()
    before = resource.prlimit(worker.pid, resource.RLIMIT_AS)[0]
    await worker.ask(msgspec.msgpack.encode(("", "", b"")))
    seconds = resource.prlimit(worker.pid, resource.RLIMIT_CPU)[0]
    await worker.end()

    assert reading_process.MEMORY < before < reading_process.MEMORY + (200 << 20)
    assert 0 < seconds < 20


async def test_what_takes_too_much_memory_is_refused():
    """Its process is replaced, for what it grew by it keeps."""
    start = Counted()
    reader = Reader(limit=timedelta(seconds=30), start=start)
    # Four bytes for each letter, and broken, so that it is copied as it is mended.
    refused = await read(reader, rss(f"<item>\U0001f514 & {'x' * (24 << 20)}</item>").encode())
    after = await read(reader)
    await reader.close()

    assert refused.endswith("answered what takes more memory than a feed may")
    assert ("é", 2) == (after, len(start.started))
