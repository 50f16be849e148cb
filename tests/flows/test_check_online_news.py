"""`prebell check --online`: what each feed of articles answers, beside the providers of quotes."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot import figures
from tests.faulty_server import Fault, FaultyServer
from tests.feed_documents import an_item, rss
from tests.flows.conftest import Prebell, Said
from tests.live import YAHOO, LastDay, settings_for

pytestmark = pytest.mark.usefixtures("untouched_logging")

FEED = "/hashrate.xml"


@pytest_asyncio.fixture
async def server() -> AsyncIterator[FaultyServer]:
    async with FaultyServer() as server:
        server.answers(YAHOO, LastDay().chart())
        yield server


@pytest.fixture
def an_hour_ago() -> datetime:
    return datetime.now(UTC).replace(microsecond=0) - timedelta(hours=1)


def news(server: FaultyServer) -> dict[str, object]:
    return {"news": {"feeds": [{"name": "hashrate", "url": f"{server.url}{FEED}"}]}}


def document(*days: datetime) -> str:
    return rss(*(an_item(guid=str(day), pubDate=day.isoformat()) for day in days))


async def checked(prebell: Prebell, file: Path, *options: str) -> Said:
    """Check beside the server, which has this thread."""
    return await asyncio.to_thread(prebell, "check", file, "--online", *options)


async def tried(prebell: Prebell, file: Path, *options: str) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((await checked(prebell, file, "--json", *options)).out)
    [feed] = told["feeds"]
    assert isinstance(feed, dict)
    return feed


async def test_a_good_feed_is_shown_with_how_much_it_has_and_how_new_that_is(
    prebell: Prebell, tmp_path: Path, server: FaultyServer, an_hour_ago: datetime
):
    server.answers(FEED, document(an_hour_ago - timedelta(days=1), an_hour_ago))

    said = await checked(prebell, settings_for(server, tmp_path, ["yahoo"], **news(server)))

    headings, row = [line.split() for line in said.out.splitlines()[-2:]]
    assert "Feed Items Newest Answered in" == " ".join(headings)
    assert (["hashrate", "2", "60"], "ago", "ms") == (row[:3], row[-3], row[-1])
    assert 0 == said.status


async def test_for_programs_it_is_json(
    prebell: Prebell, tmp_path: Path, server: FaultyServer, an_hour_ago: datetime
):
    server.answers(FEED, document(an_hour_ago))

    feed = await tried(prebell, settings_for(server, tmp_path, ["yahoo"], **news(server)))

    assert 0 < feed.pop("took") < 10
    assert 3600 <= feed.pop("age") < 3700
    assert {
        "feed": "hashrate",
        "items": 1,
        "newest": figures.utc(an_hour_ago),
        "odd": [],
        "fault": None,
    } == feed


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (404, b"gone", "answered 404; try again, and look at `hashrate` under `feeds: news:`"),
        (429, b"no", "ask again in 60 s"),
        (500, b"no", "answered 500; try again, and look at `hashrate` under `feeds: news:`"),
        (200, b"<html><body>hello</body></html>", "a web page, no feed; try again"),
        (200, b"", "an empty body; try again"),
    ],
)
async def test_a_fault_says_what_to_do(  # noqa: PLR0913, PLR0917 (a case and its fixtures)
    prebell: Prebell, tmp_path: Path, server: FaultyServer, status: int, body: bytes, says: str
):
    server.answers(FEED, body, status=status)

    said = await checked(prebell, settings_for(server, tmp_path, ["yahoo"], **news(server)))

    assert says in said.out
    assert ("hashrate", "n/a") == tuple(said.out.splitlines()[-2].split()[:2])
    assert 1 == said.status


async def test_a_feed_that_hangs_is_waited_for_no_longer_than_was_said(
    prebell: Prebell, tmp_path: Path, server: FaultyServer
):
    server.fails(FEED, Fault.HANGS)

    file = settings_for(server, tmp_path, ["yahoo"], **news(server))
    said = await checked(prebell, file, "--within", "0.2")

    assert "hashrate: nothing came in 0.2 s; try again" in said.out


async def test_what_is_broken_in_a_feed_is_said_though_it_can_be_read(
    prebell: Prebell, tmp_path: Path, server: FaultyServer, an_hour_ago: datetime
):
    """Whoever writes it may mend it; nobody has to do anything here."""
    server.answers(FEED, document(an_hour_ago).replace("The Wire", "Bit & Bell"))

    said = await checked(prebell, settings_for(server, tmp_path, ["yahoo"], **news(server)))

    assert "hashrate: it is no whole XML" in said.out
    assert said.out.rstrip().endswith("it is read all the same.")
    assert 0 == said.status


async def test_feeds_alone_are_enough_to_ask(
    prebell: Prebell, tmp_path: Path, server: FaultyServer, an_hour_ago: datetime
):
    server.answers(FEED, document(an_hour_ago))

    said = await checked(prebell, settings_for(server, tmp_path, [], **news(server)))

    assert (True, False, 0) == ("hashrate" in said.out, "Provider" in said.out, said.status)
