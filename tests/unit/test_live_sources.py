"""Sources come and go while a feed is followed, and none of them takes another along."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from bot.clock import ManualClock
from bot.feeds.door import Door
from bot.feeds.failover import Failover
from bot.feeds.live import Live
from bot.feeds.polling import Told
from bot.market.events import Article
from tests.builders import a_market, at

NOON = at("2025-10-10T12:00Z")


class Wire:
    """A source that says one article and then waits; `is_left` once nobody follows it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.is_left = False

    def told(self) -> str:
        return f"{self.name}: well"

    async def run(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        await tell(
            Article(
                id=self.name,
                outlet=self.name,
                url="",
                title=self.name,
                text="",
                published=NOON,
                seen=NOON,
            )
        )
        try:
            await asyncio.Event().wait()
        finally:
            self.is_left = True


def a_live(*sources: Wire) -> Live:
    failover = Failover([], patience=timedelta(seconds=30))
    return Live(sources, door=Door(a_market()), failover=failover, clock=ManualClock(NOON))


@asynccontextmanager
async def heard(live: Live):
    events = live.events()
    assert isinstance(events, AsyncGenerator)
    async with asyncio.timeout(5):
        yield events
        await events.aclose()


async def test_an_article_is_told_as_it_came_and_seen_in_its_turn():
    async with heard(a_live(Wire("a"), Wire("b"))) as events:
        came = [await anext(events) for _ in range(2)]

    assert ["a", "b"] == [article.title for article in came]
    assert NOON == came[0].published
    assert came[0].seen < came[1].seen


async def test_who_joins_is_followed_at_once():
    live = a_live(Wire("a"))
    async with heard(live) as events:
        first = await anext(events)
        live.join(Wire("b"))
        second = await anext(events)

    assert (["a", "b"], ("a: well", "b: well")) == (
        [first.title, second.title],
        live.details(),
    )


async def test_who_joins_before_anybody_listens_is_followed_then():
    live = a_live()
    live.join(Wire("a"))
    async with heard(live) as events:
        assert "a" == (await anext(events)).title


async def test_who_leaves_is_followed_no_more():
    wire = Wire("a")
    live = a_live(wire, Wire("b"))
    async with heard(live) as events:
        await anext(events)
        live.leave(wire)
        await asyncio.sleep(0)
        before = wire.is_left

    assert (True, ("b: well",)) == (before, live.details())


async def test_two_of_one_name_are_two():
    """A provider is asked, and listened to as well."""
    live = a_live(Wire("a"), Wire("a"))
    async with heard(live) as events:
        came = [await anext(events) for _ in range(2)]

    assert 2 == len(came)
