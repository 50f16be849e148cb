"""Wiring of the news: the operator's feeds on the web that quotes come by, rooms' on their own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from bot.clock import Clock
from bot.feeds.news.following import Following, Means, Reads
from bot.feeds.news.item import Entries
from bot.feeds.news.memory import Memory, nothing
from bot.feeds.news.newsstand import Follows, Opened
from bot.feeds.news.publication import Publication
from bot.feeds.news.reader import Reader
from bot.feeds.polling import Web
from bot.feeds.web.answer import Answer
from bot.feeds.web.breaker import Breaker
from bot.feeds.web.budget import Allowance, Budgets
from bot.feeds.web.client import Client
from bot.feeds.web.names import Names
from bot.feeds.web.reach import Reach
from bot.feeds.web.request import Request
from bot.feeds.web.steady import SteadyClock

MANNERS = Allowance(requests=30, burst=4, at_once=2)
"""How often a host is asked for what rooms want of it, all of them together."""

LARGEST = 5 << 20
"""Bytes of a document that a room names; a feed has a tenth of that."""

AT_ONCE = 8
"""Requests for rooms that may be under way: hosts that hang keep other rooms waiting, not us."""

_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """Holds who asks the web, and who reads what it answers: apart for those who may be hostile."""

    web: Web
    reader: Reader


@dataclass(frozen=True, slots=True)
class Gate:
    """Lets some requests through at a time."""

    web: Web
    places: asyncio.Semaphore

    async def get(self, request: Request) -> Answer:
        async with self.places:
            return await self.web.get(request)

    def forget(self, request: Request) -> None:
        self.web.forget(request)


@asynccontextmanager
async def client_of_rooms(clock: Clock, reach: Reach) -> AsyncIterator[Client]:
    """Open the client that asks for what rooms want, apart from the one that quotes come by."""
    budgets = Budgets(clock=SteadyClock(clock.now()), otherwise=MANNERS)
    names = Names()
    try:
        async with Client(
            clock=clock, budgets=budgets, reach=reach, limit=LARGEST, resolver=names
        ) as client:
            yield client
    finally:
        await names.close()


def opened(  # noqa: PLR0913 (what it stands on, each by name)
    live: Follows,
    *,
    ours: Asks,
    theirs: Asks,
    clock: Clock,
    steady: Clock,
    random: Random,
    memory: Memory = nothing,
) -> Opened:
    """Say how feeds are followed: `ours` are the operator's, `theirs` those of rooms."""

    def breaker() -> Breaker:
        return Breaker(random=random, first=_FIRST, longest=_LONGEST)

    means = Means(
        web=ours.web,
        reads=reads_of(ours.reader),
        memory=memory,
        clock=clock,
        steady=steady,
        breaker=breaker,
    )
    gate = Gate(theirs.web, asyncio.Semaphore(AT_ONCE))
    strangers = replace(means, web=gate, reads=reads_of(theirs.reader))

    def following(publication: Publication) -> Following:
        return Following(publication, strangers if publication.owner else means)

    return Opened(live=live, following=following, web=gate, reads=strangers.reads)


def reads_of(reader: Reader) -> Reads:
    """Read what was answered as what it says it is, by a reader."""

    async def read(answer: Answer, url: str) -> Entries:
        return await reader.read(answer.body, url=url, content_type=answer.content_type)

    return read
