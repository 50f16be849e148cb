"""Rooms follow feeds by command: what is there is said at once, and what is wrong with it."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from bot.belongings import Kind
from bot.chat import Right
from bot.clock import ManualClock
from bot.errors import FeedError
from bot.feeds.news.following import Following
from bot.feeds.news.item import Entries, Item
from bot.feeds.news.newsstand import Newsstand, Opened
from bot.feeds.news.publication import Publication
from bot.feeds.news.sieve import Bounds
from bot.feeds.web.answer import Answer
from bot.feeds.web.request import Request
from bot.holdings import Holdings
from bot.keepers.feeds import Feeds
from bot.owners import owned
from tests.builders import a_bot
from tests.housed import DESK, HERE, Housed, housed
from tests.newsfeeds import HOUR, NOON, a_publication, an_item, means

URL = "https://example.com/feed.xml?key=canary"
OTHER = "telegram:2"


class Outlet:
    """Stands for the web and for the reader of one feed, and for who follows it."""

    def __init__(self, title: str = "Hashrate Weekly", *, fault: str = "") -> None:
        self.title = title
        self.fault = fault
        self.items: Iterable[Item] = (an_item("a", "IREN signs", published=NOON - HOUR),)

    async def get(self, request: Request) -> Answer:
        if self.fault:
            raise FeedError(f"{request.where} {self.fault}")
        return Answer(body=b"<rss/>", at=NOON)

    def forget(self, request: Request) -> None: ...

    async def read(self, answer: Answer, url: str) -> Entries:  # noqa: ARG002 (as a reader does)
        return Entries(title=self.title, items=tuple(self.items), faults=("it is odd",))

    def join(self, source: Following) -> None: ...

    def leave(self, source: Following) -> None: ...


def a_room(*written: Publication, outlet: Outlet | None = None) -> Housed:
    """Make a bot whose rooms may add feeds; without an outlet a recording is played."""
    it = housed(a_bot())
    stand = Newsstand(written)
    if outlet is not None:
        clock = ManualClock(it.bot.market.now)

        def following(publication: Publication) -> Following:
            return Following(publication, means(outlet, outlet.read, clock))

        stand.open(Opened(live=outlet, following=following, web=outlet, reads=outlet.read))
    keepers = {Kind.FEED: Feeds(stand, bounds=Bounds())}
    holdings = Holdings(keepers, it.bot.pipeline.herald.keep)
    it.bot.desk = replace(it.bot.desk, holdings=holdings, newsstand=stand)
    return it


async def test_a_room_is_told_what_it_has_begun_to_follow():
    it = a_room(outlet=Outlet())

    assert [
        "hashrate-weekly is followed",
        "It calls itself Hashrate Weekly, with 1 item in it.",
        "The first: IREN signs (11:00:00 EDT)",
        "What stands in it is filed, and rings nobody; news is what comes from now on.",
    ] == (await it.asks(f"/feed add {URL}")).splitlines()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Miner Mag!", "the-miner-mag"),
        ("", "example-com"),
        ("新闻", "example-com"),
        ("x" * 500, "x" * 32),
        ("@everyone <b>", "everyone-b"),
    ],
)
async def test_a_feed_without_a_name_is_called_by_its_title_or_its_host(title: str, name: str):
    it = a_room(outlet=Outlet(title))
    reply = await it.replies(f"/feed add {URL}")

    assert f"{name} is followed" == reply.title


async def test_two_feeds_of_one_title_have_two_names():
    it = a_room(outlet=Outlet("News"))
    await it.asks(f"/feed add {URL}")

    assert (await it.asks("/feed add https://b.example/f")).startswith("news-2 is followed")


async def test_what_cannot_be_followed_is_said_and_nothing_is_kept():
    it = a_room(outlet=Outlet(fault="answered a web page, no feed"))
    said = await it.asks(f"/feed add {URL}")

    assert (
        "It cannot be followed: example.com/feed.xml?… answered a web page, no feed."
        == said.strip()
    )
    assert (await it.asks("/feed list")).startswith("You have no feed of your own")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("/feed add http://169.254.169.254/latest", "not on the open internet"),
        ("/feed add http://[::ffff:127.0.0.1]/x", "not on the open internet"),
        ("/feed add file:///etc/passwd", "over http or https"),
        (f"/feed add {URL} Not_A_Name", "is no name for a feed"),
        ("/feed add", "needs URL"),
        ("/feed show wire", "You have no feed `wire`"),
        ("/feed pause wire", "You have no feed `wire`"),
        ("/feed resume wire", "You have no feed `wire`"),
        ("/feed remove wire", "You have no feed `wire`"),
        ("/feed show hashrat", "did you mean hashrate?"),
    ],
)
async def test_what_is_wrong_is_said(typed: str, says: str):
    it = a_room(outlet=Outlet())
    await it.asks("/feed add https://c.example/feed hashrate")

    assert says in await it.asks(typed)


async def test_a_feed_is_added_once():
    it = a_room(a_publication("https://wire.example/rss"), outlet=Outlet())
    await it.asks(f"/feed add {URL} mine")

    assert "You have that feed already, as mine.\n" == await it.asks(f"/feed add {URL} again")
    assert "You have a feed mine already; choose another name.\n" == await it.asks(
        "/feed add https://b.example mine"
    )
    assert (
        "Everybody has that feed already, as wire; its news is yours as well.\n"
        == await it.asks("/feed add https://wire.example/rss")
    )


async def test_the_operators_feeds_are_in_the_settings():
    it = a_room(outlet=Outlet())

    said = await it.asks(f"/feed add {URL}", room=DESK, owner="", right=Right.OPERATE)
    assert "`feeds: news:`" in said


async def test_operators_hear_how_much_rooms_follow():
    """And not what: that is theirs."""
    it = a_room(outlet=Outlet())
    await it.asks(f"/feed add {URL} wire")

    said = await it.asks("/feed list", room=DESK, owner="", right=Right.OPERATE)
    assert "Rooms follow 1 of their own, of which 0 give nothing." in said
    assert "wire" not in said


@pytest.mark.parametrize("verb", ["add", "pause", "resume", "remove"])
async def test_who_may_only_read_changes_nothing(verb: str):
    it = a_room(outlet=Outlet())
    await it.asks(f"/feed add {URL} wire")
    word = "https://b.example/f" if verb == "add" else "wire"
    await it.asks(f"/feed {verb} {word}", right=Right.READ)

    assert (await it.asks("/feed list")).startswith("1 feed of yours")


async def test_nobody_sees_the_feeds_of_another_room_nor_what_is_asked_in_an_address():
    it = a_room(outlet=Outlet())
    mine = await it.asks(f"/feed add {URL} wire")
    mine += await it.asks("/feed list") + await it.asks("/feed show wire")
    theirs = await it.asks("/feed list", room=OTHER)

    assert "canary" not in mine
    assert theirs.startswith("You have no feed of your own")
    assert "You have no feed" in await it.asks("/feed show wire", room=OTHER)


async def test_a_feed_can_be_paused_resumed_and_removed():
    it = a_room(outlet=Outlet())
    name = owned("wire", HERE)
    await it.asks(f"/feed add {URL} wire")
    stand = it.bot.desk.newsstand
    seen = [stand.of(name) is not None]
    titles = []
    for verb in ("pause", "resume", "remove"):
        titles.append((await it.replies(f"/feed {verb} wire")).title)
        seen.append(stand.of(name) is not None)

    assert ["wire is paused", "wire is followed", "wire is removed"] == titles
    assert [True, False, True, False] == seen
    assert (await it.asks("/feed list")).startswith("You have no feed of your own")


async def test_a_feed_tells_how_it_is_doing():
    outlet = Outlet()
    it = a_room(outlet=outlet)
    await it.asks(f"/feed add {URL} wire")
    following = it.bot.desk.newsstand.of(owned("wire", HERE))
    assert following is not None
    await following.once(_unheard)
    outlet.fault = "answered 503"
    await following.once(_unheard)
    said = (await it.asks("/feed show wire")).splitlines()

    assert "wire" == said[0]
    assert {
        "Address: example.com/feed.xml?…",
        "Called: Hashrate Weekly",
        "Requests: 1 of 2 answered",
        "Articles told: 1",
        "Left out: 0",
        "Read in spite of: it is odd",
    } <= set(said)
    assert ["State: example.com/feed.xml?… answered 503"] == [
        line.partition(";")[0] for line in said if line.startswith("State")
    ]


async def test_while_a_recording_is_played_a_feed_is_kept_and_not_asked():
    it = a_room()
    said = await it.asks(f"/feed add {URL} wire")

    assert "A recording is played" in said
    assert "wire example.com/feed.xml?…: not asked while a recording is played" in (
        await it.asks("/feed list")
    )


async def test_a_long_headline_of_a_stranger_is_cut():
    outlet = Outlet("T" * 1000)
    outlet.items = (an_item("a", "H" * 1000),)
    it = a_room(outlet=outlet)

    assert len(await it.asks(f"/feed add {URL} wire")) < 600


async def _unheard(_told: object) -> None:
    return None
