"""News feeds against a real server: what is told of them, and what is made of their faults."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from random import Random
from time import perf_counter

import pytest

from bot.clock import ManualClock, SystemClock
from bot.errors import FeedError
from bot.feeds.door import Door
from bot.feeds.failover import Failover
from bot.feeds.live import Live
from bot.feeds.news.following import Following
from bot.feeds.news.memory import Known
from bot.feeds.news.newsstand import Newsstand
from bot.feeds.news.presets.base import Wanted
from bot.feeds.news.presets.finnhub import publication as finnhub
from bot.feeds.news.presets.sec import publication as sec
from bot.feeds.news.presets.yahoo import publication as yahoo
from bot.feeds.news.reader import Reader
from bot.feeds.news.wiring import AT_ONCE, Asks, opened
from bot.feeds.web.budget import Budgets
from bot.feeds.web.client import Client, Times
from bot.feeds.web.reach import anywhere, is_public
from bot.market.events import Article
from tests.builders import a_market
from tests.faulty_server import Fault, FaultyServer
from tests.newsfeeds import (
    DAY,
    FREELY,
    MINUTE,
    NOON,
    PATH,
    Followed,
    a_document,
    a_publication,
    an_entry,
    followed,
    numbered,
)

SECOND = timedelta(seconds=1)
PATIENCE = 30  # seconds, for a busy machine; a test that waits so long has failed
PAGE = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body></body></html>"
CANARY = "c0ffee-canary"


@pytest.fixture
async def wire(server: FaultyServer) -> AsyncIterator[Followed]:
    """Follow a wire that had two stories as it was first read."""
    reader = Reader(limit=10 * SECOND)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(reader.close)
        it = await stack.enter_async_context(followed(server, reader))
        it.publishes(*numbered(2))
        await it.round()
        yield it


async def test_an_article_says_all_that_its_feed_does(wire: Followed):
    entry = an_entry(
        "https://example.com/1",
        "IREN signs a lease",
        text="It is for 2 GW.",
        published=NOON,
        tickers=["Nasdaq:IREN", "TSX:HUT"],
    )
    wire.publishes(entry, *numbered(2))
    await wire.round()

    assert [
        Article(
            id="https://example.com/1",
            outlet="A Wire",
            url="https://example.com/https://example.com/1",
            title="IREN signs a lease",
            text="It is for 2 GW.",
            published=NOON,
            seen=wire.clock.now(),
            feed="wire",
            tickers=("IREN",),  # type: ignore[arg-type]  # as it was tagged; TSX:HUT may be another
        )
    ] == wire.articles


async def test_what_stood_there_at_first_is_backlog(server: FaultyServer):
    reader = Reader(limit=10 * SECOND)
    async with followed(server, reader) as it:
        it.publishes(*numbered(100))
        titles = await it.round()
        await reader.close()

    assert ([f"Story n{n}" for n in range(95, 100)], {True}) == (
        titles,
        {article.backlog for article in it.articles},
    )
    assert (95, True) == (it.following.health.left_out, not it.statuses)


async def test_a_restart_tells_what_is_new_and_no_flood(server: FaultyServer):
    """What was kept is asked of the newsroom, not of this process."""
    reader = Reader(limit=10 * SECOND)
    kept = Known(ids=frozenset({"n0", "n1"}), newest=NOON - DAY + MINUTE)
    async with followed(server, reader, memory=lambda _name: kept) as it:
        it.publishes(*numbered(100))
        titles = await it.round()
        await reader.close()

    assert [f"Story n{n}" for n in range(80, 100)] == titles
    assert {False} == {article.backlog for article in it.articles}
    assert 78 == it.following.health.left_out


async def test_what_is_not_new_is_not_sent_again(wire: Followed):
    document = a_document(*numbered(3))
    wire.answers(
        document, headers={"ETag": '"3"', "Last-Modified": "Fri, 10 Oct 2025 11:00:00 GMT"}
    )
    first = await wire.round()
    wire.answers(b"", status=304)
    again = await wire.round()
    asked = wire.server.asked[-1].headers

    assert (["Story n2"], [], '"3"') == (first, again, asked["If-None-Match"])
    assert "Fri, 10 Oct 2025 11:00:00 GMT" == asked["If-Modified-Since"]
    assert [] == wire.statuses


async def test_two_who_follow_one_address_have_each_their_own_version(server: FaultyServer):
    """What one has read already, the other has not."""
    reader = Reader(limit=10 * SECOND)
    told: list[list[str]] = []
    async with followed(server, reader) as it:
        other = Following(a_publication(server.url + PATH, name="other"), it.following.means)
        for number in (2, 3):
            it.answers(a_document(*numbered(number)), headers={"ETag": f'"{number}"'})
            mine = await it.round()
            theirs = await it.round(of=other)
            told += [mine, theirs]
        await reader.close()

    had = [asked.headers.get("If-None-Match") for asked in server.asked]
    assert [["Story n0", "Story n1"]] * 2 + [["Story n2"]] * 2 == told
    assert [None, None, '"2"', '"2"'] == had


async def test_a_fault_is_said_once_and_its_end_too(wire: Followed):
    told: list[tuple[bool, str]] = []
    wire.answers(b"", status=500)
    for _ in range(3):
        await wire.round()
        told += [(status.healthy, status.detail) for status in wire.statuses]
    wire.publishes(*numbered(3))
    titles = await wire.round()
    told += [(status.healthy, status.detail) for status in wire.statuses]

    assert [False, True] == [healthy for healthy, _ in told]
    assert told[0][1].endswith("answered 500")
    assert ["Story n2"] == titles


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"status": 403, "body": PAGE}, "answered 403"),
        ({"status": 429, "headers": {"Retry-After": "120"}}, "too many requests"),
        ({"status": 503, "body": PAGE}, "answered 503"),
        ({"status": 404}, "answered 404"),
        ({"status": 410}, "answered 410"),
        ({"body": PAGE, "headers": {"Content-Type": "text/html"}}, "page"),
        ({"body": PAGE.encode("utf-16")}, "page"),
        ({"body": ""}, "empty"),
        ({"body": "Too Many Requests"}, "no feed"),
        ({"body": "<svg><g/></svg>"}, ""),
        ({"body": '{"items": 3}'}, ""),
        ({"body": b"\x00\x01\x02\x03"}, ""),
        ({"status": 302, "headers": {"Location": "http://169.254.169.254/latest"}}, "internet"),
        ({"status": 302, "headers": {"Location": "http://127.0.0.1:9/"}}, "internet"),
        ({"status": 302, "headers": {"Location": "file:///etc/passwd"}}, "safe way"),
        ({"body": b"no", "headers": {"Content-Encoding": "br"}}, "did not ask for"),
    ],
)
async def test_what_is_no_feed_is_said_in_a_sentence(
    how: dict[str, object], why: str, server: FaultyServer
):
    reader = Reader(limit=10 * SECOND)
    reached = [0]

    # The server is out there, for its first time alone; what it sends us to is judged as ever.
    def first(address: str) -> bool:
        reached[0] += 1
        return reached[0] == 1 or is_public(address)

    body = how.pop("body", "")
    server.answers(PATH, body, **how)  # type: ignore[arg-type]  # as it takes them
    async with followed(server, reader, reach=first) as it:
        await it.round()
        await reader.close()

    assert ([], [False]) == (it.articles, [status.healthy for status in it.statuses])
    assert why in it.statuses[0].detail


@pytest.mark.parametrize("fault", list(Fault))
async def test_a_server_that_fails_is_said_once_and_takes_no_time_for_ever(
    fault: Fault, server: FaultyServer
):
    reader = Reader(limit=10 * SECOND)
    server.fails(PATH, fault)
    times = Times(connect=SECOND, piece=0.3 * SECOND, whole=SECOND)
    async with followed(server, reader, times=times) as it:
        began = perf_counter()
        await it.round()
        took = perf_counter() - began
        await reader.close()

    assert ([], [False]) == (it.articles, [status.healthy for status in it.statuses])
    assert took < PATIENCE


async def test_who_asks_to_be_left_alone_is(wire: Followed):
    """Whatever its pace would be."""
    wire.answers(b"", status=429, headers={"Retry-After": "1800"})
    await wire.round()
    asked = len(wire.server.asked)
    await wire.round()

    assert asked == len(wire.server.asked)


async def test_a_correction_is_told_again(wire: Followed):
    """The newsroom has the words of both."""
    wire.publishes(an_entry("x", "IREN led with 4 %", published=NOON), *numbered(2))
    first = await wire.round()
    wire.publishes(an_entry("x", "TeraWulf led with 5 %", published=NOON), *numbered(2))
    second = await wire.round()

    assert (["IREN led with 4 %"], ["TeraWulf led with 5 %"]) == (first, second)
    assert ["x"] == [article.id for article in wire.articles]


async def test_ids_that_change_each_time_are_told_once(wire: Followed):
    titles = []
    for n in range(5):
        wire.publishes(an_entry(f"id-{n}", "The same words", published=NOON), *numbered(2))
        titles += await wire.round()

    assert ["The same words"] == titles


async def test_a_hundred_thousand_entries_are_read_within_bounds(wire: Followed):
    """Five megabytes of them are as good as a thousand."""
    entry = "<item><guid>{}</guid><title>{}</title></item>"
    whole = "".join(entry.format(n, n) for n in range(100_000))
    wire.answers(gzip.compress(a_document(whole).encode()), headers={"Content-Encoding": "gzip"})

    titles = await wire.round()

    assert len(titles) <= 60
    assert 100_000 <= len(titles) + wire.following.health.left_out + 1


@pytest.mark.parametrize(
    ("date", "is_now"),
    [
        ("Thu, 01 Jan 1970 00:00:00 GMT", True),
        ("Thu, 01 Jan 2099 00:00:00 GMT", True),
        ("yesterday, I think", True),
        (None, True),
        ("Fri, 10 Oct 2025 11:30 EDT", False),
    ],
)
async def test_a_date_that_cannot_be_is_the_present(
    date: str | None, *, is_now: bool, wire: Followed
):
    wire.publishes(an_entry("x", published=date), *numbered(2))
    await wire.round()

    published = wire.articles[0].published
    assert (wire.clock.now() if is_now else NOON - 30 * MINUTE) == published
    assert not wire.articles[0].backlog


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "no-such-encoding"])
async def test_an_encoding_that_is_declared_wrongly_costs_no_article(
    encoding: str, declared: str, wire: Followed
):
    head = f'<?xml version="1.0" encoding="{declared}"?>'
    document = head + a_document(an_entry("x", "Café größer"), *numbered(2))
    wire.answers(document.encode(encoding))

    titles = await wire.round()

    assert 1 == len(titles)
    assert titles[0].startswith("Caf")


async def test_a_busy_feed_is_asked_more_often_and_a_quiet_one_less(wire: Followed):
    pace = wire.following._pace  # noqa: SLF001 (how long it waits is all that it decides)
    for n in range(3, 20):
        wire.publishes(*numbered(n))
        await wire.round()
    busy = pace.wait()
    for _ in range(30):
        await wire.round()

    assert (timedelta(seconds=30), timedelta(minutes=30)) == (busy, pace.wait())


async def test_a_feed_of_each_share_asks_for_those_on_lists(server: FaultyServer):
    """Who comes on a list brings no flood with it."""
    reader = Reader(limit=10 * SECOND)

    def publication(url: str):
        return yahoo(Wanted(url=url, every=MINUTE))

    server.answers("/rss/2.0/headline", a_document(*numbered(10)))
    async with followed(server, reader, publication=publication, symbols=["IREN", "BTC-USD"]) as it:
        await it.round()
        first = [asked.query["s"] for asked in server.asked]
        it.following.follow(["IREN", "BRK.B"])  # type: ignore[list-item]  # as they are typed
        await it.round()
        await reader.close()

    assert (["IREN"], {"IREN", "BRK-B"}) == (first, {a.query["s"] for a in server.asked[1:]})
    assert [] == it.articles


async def test_one_share_that_is_not_known_costs_the_others_nothing(server: FaultyServer):
    reader = Reader(limit=10 * SECOND)
    server.answers("/api/v1/company-news", b"", status=404)
    row = {"id": 7, "headline": "IREN leases", "datetime": 1760112000, "source": "Reuters"}
    server.answers("/api/v1/company-news", _json([row | {"related": "IREN"}]))

    def publication(url: str):
        return finnhub(Wanted(url=url, every=MINUTE, key=CANARY))

    async with followed(server, reader, publication=publication, symbols=["WULF", "IREN"]) as it:
        await it.round()

    assert [("7", "Reuters", ("IREN",))] == [(a.id, a.outlet, a.tickers) for a in it.articles]
    assert [] == it.statuses
    assert [("2025-10-08", "2025-10-10")] == list(
        dict.fromkeys((a.query["from"], a.query["to"]) for a in server.asked)
    )


async def test_filings_have_the_symbols_of_their_issuers(server: FaultyServer):
    """The SEC tells numbers; who they are is on a list that is asked for once a day."""
    reader = Reader(limit=10 * SECOND)
    entry = """<entry><title>8-K - IREN Ltd (0001878848) (Filer)</title>
    <link rel="alternate" href="https://www.sec.gov/Archives/edgar/data/1.htm"/>
    <summary type="html">&lt;b&gt;Filed:&lt;/b&gt; 2025-10-10 &lt;br&gt;Item 1.01: Entry</summary>
    <updated>2025-10-10T11:00:00-04:00</updated>
    <id>urn:tag:sec.gov,2008:accession-number=0001878848-25-000001</id></entry>"""
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Latest</title>{entry}</feed>'
    server.answers("/cgi-bin/browse-edgar", atom)
    server.answers("/files/company_tickers.json", {"0": {"cik_str": 1878848, "ticker": "IREN"}})

    def publication(url: str):
        return sec(Wanted(url=url, every=MINUTE, contact="desk@example.com"))

    async with followed(server, reader, publication=publication) as it:
        await it.round()
        articles = it.articles
        await it.round()
        await reader.close()

    asked = [one.path for one in server.asked]
    assert [(("IREN",), "SEC")] == [(a.tickers, a.outlet) for a in articles]
    assert (1, {"8-K", "6-K"}) == (
        asked.count("/files/company_tickers.json"),
        {one.query["type"] for one in server.asked if "type" in one.query},
    )
    assert {"Prebell desk@example.com"} == {one.headers["User-Agent"] for one in server.asked}


async def test_a_hostile_feed_keeps_no_other_ones_news_back(server: FaultyServer):
    """Ten rooms name servers that hang, drip or flood; the operator's wire comes on time."""
    clock = SystemClock()
    budgets = Budgets(clock=clock, otherwise=FREELY)
    faults = [Fault.HANGS, Fault.DRIPS, Fault.FLOODS_UNSAID, Fault.GZIP_BOMB, Fault.RESET]
    for n in range(10):
        server.fails(f"/{n}", faults[n % len(faults)])
    server.answers(PATH, a_document(*numbered(2)))
    stand = Newsstand([a_publication(server.url + PATH)])
    for n in range(10):
        name, url = f"bad-{n}@telegram:1", f"{server.url}/{n}"
        stand.take(a_publication(url, name=name, owner="telegram:1"))
    market = a_market()
    live = Live([], door=Door(market), failover=Failover([], patience=MINUTE), clock=clock)
    times = Times(connect=SECOND, piece=5 * SECOND, whole=5 * SECOND)
    reader, other = Reader(limit=10 * SECOND), Reader(limit=10 * SECOND)
    async with (
        Client(clock=clock, budgets=budgets, reach=anywhere) as web,
        Client(clock=clock, budgets=budgets, reach=anywhere, times=times) as rooms,
    ):
        stand.open(
            opened(
                live,
                ours=Asks(web=web, reader=reader),
                theirs=Asks(web=rooms, reader=other),
                clock=clock,
                steady=clock,
                random=Random(1),  # noqa: S311 (to be the same each time)
            )
        )
        async with asyncio.timeout(PATIENCE):
            events = live.events()
            came = await _first(events, 2)
        await events.aclose()  # type: ignore[attr-defined]  # it is a generator
    await reader.close()
    await other.close()

    assert ["Story n0", "Story n1"] == [article.title for article in came]


# The first articles that come, whatever else is told between them.
async def _first(events: AsyncIterator[object], number: int) -> list[Article]:
    came: list[Article] = []
    while len(came) < number:
        event = await anext(events)
        came += [event] if isinstance(event, Article) else []
    return came


def _json(rows: list[dict[str, object]]) -> bytes:
    return json.dumps(rows).encode()


@asynccontextmanager
async def a_stand() -> AsyncIterator[Newsstand]:
    """Open a stand that asks loopback; nobody listens to its feed."""
    clock = ManualClock(NOON)
    stand = Newsstand([a_publication("http://127.0.0.1:9/wire")], reach=anywhere)
    live = Live([], door=Door(a_market()), failover=Failover([], patience=MINUTE), clock=clock)
    reader = Reader(limit=10 * SECOND)
    budgets = Budgets(clock=clock, otherwise=FREELY)
    async with Client(clock=clock, budgets=budgets, reach=anywhere) as client:
        asks = Asks(web=client, reader=reader)
        random = Random(1)  # noqa: S311 (to be the same each time)
        stand.open(opened(live, ours=asks, theirs=asks, clock=clock, steady=clock, random=random))
        yield stand
    await reader.close()


async def test_a_room_hears_at_once_what_an_address_has(server: FaultyServer):
    async with a_stand() as stand:
        server.answers(PATH, a_document(*numbered(3), title="Hashrate Weekly"))
        sample = await stand.tried(f"{server.url}{PATH}?key={CANARY}")

    assert ("Hashrate Weekly", 3, "Story n2") == (sample.title, sample.items, sample.headline)
    assert NOON - DAY + 2 * MINUTE == sample.newest


async def test_a_feed_can_be_left_and_taken_up_again(server: FaultyServer):
    async with a_stand() as stand:
        url = server.url + PATH
        mine = a_publication(url, name="mine@telegram:1", owner="telegram:1")
        stand.take(mine)
        before = stand.of(mine.name)
        stand.drop(mine.name)
        gone = stand.of(mine.name)
        stand.take(mine)

    assert (True, None, True) == (before is not None, gone, stand.of(mine.name) is not None)
    assert ["wire"] == list(stand.shared)


async def test_a_feed_that_everybody_has_is_known_by_its_address():
    async with a_stand() as stand:
        assert ("wire", "") == (stand.everybodys("http://127.0.0.1:9/wire"), stand.everybodys("x"))


async def test_of_what_rooms_want_only_so_much_is_under_way(server: FaultyServer):
    """However many of their servers hang, those of others wait no longer than these take."""
    door = asyncio.Event()
    for n in range(20):
        server.waits(f"/{n}", door, a_document(*numbered(1)).encode())
    async with a_stand() as stand, asyncio.TaskGroup() as group:
        for n in range(20):
            group.create_task(stand.tried(f"{server.url}/{n}"))
        await server.crowded(AT_ONCE)
        before = server.most_at_once
        door.set()

    assert (AT_ONCE, AT_ONCE, 20) == (before, server.most_at_once, len(server.asked))


async def test_an_article_can_be_read_by_its_address(server: FaultyServer):
    page = "<title>IREN leads</title><nav>Log in</nav><article><p>By 4 %.</p></article>"
    server.answers("/a", page, headers={"Content-Type": "text/html; charset=utf-8"})
    async with a_stand() as stand:
        found = await stand.article(f"{server.url}/a?key={CANARY}")

    assert ("IREN leads", "By 4 %.") == (found.title, found.text)


@pytest.mark.parametrize("fault", [Fault.GZIP_BOMB, Fault.FLOODS_UNSAID, Fault.GARBLED])
async def test_a_page_that_is_none_is_said(fault: Fault, server: FaultyServer):
    server.fails("/a", fault)
    async with a_stand() as stand:
        with pytest.raises(FeedError) as error:
            await stand.article(f"{server.url}/a?key={CANARY}")

    assert CANARY not in str(error.value)


async def test_while_a_recording_is_played_nobody_is_asked(server: FaultyServer):
    for asks in (Newsstand().tried, Newsstand().article):
        with pytest.raises(FeedError, match="a recording is played"):
            await asks(f"{server.url}/a")

    assert [] == server.asked
