"""The online check: a question to each configured provider and feed, and tables of what came."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot import figures
from bot.clock import SystemClock
from bot.feeds.news.reader import Reader
from bot.feeds.news.trying import FeedTrial, FeedTried
from bot.feeds.news.wiring import reads_of
from bot.feeds.trying import Trial, Tried
from bot.feeds.web.reach import anywhere, is_public
from bot.feeds.wiring import client_for
from bot.settled import ground_of
from config.settings import Settings


@dataclass(frozen=True, slots=True)
class Answers:
    """What each provider and each feed of articles answered."""

    providers: Sequence[Tried]
    feeds: Sequence[FeedTried]

    @property
    def faulty(self) -> bool:
        return any(one.fault for one in self.providers) or any(one.fault for one in self.feeds)

    def told(self) -> dict[str, object]:
        """Write them for a program."""
        return {
            "providers": [one.told() for one in self.providers],
            "feeds": [one.told() for one in self.feeds],
        }


def tried(settings: Settings, patience: timedelta) -> Answers:
    """Ask each provider of the settings about one symbol, and each feed, all of them at once."""
    return asyncio.run(_tried(settings, patience))


async def _tried(settings: Settings, patience: timedelta) -> Answers:
    clock, feeds, reader = SystemClock(), settings.feeds, Reader()
    ground = ground_of(settings)
    watched = chain.from_iterable(watchlist.members for watchlist in ground.watchlists)
    members = list(watched)
    reach = anywhere if feeds.private else is_public
    async with AsyncExitStack() as stack:
        stack.push_async_callback(reader.close)
        web = await stack.enter_async_context(client_for(feeds.asked(), clock, reach))
        quotes = Trial(web=web, clock=clock, calendars=ground.calendars, patience=patience)
        news = FeedTrial(web=web, reads=reads_of(reader), clock=clock, patience=patience)
        return Answers(
            *await asyncio.gather(
                quotes.of(feeds.asked(), members), news.of(feeds.publications(), members)
            )
        )


def shown(answers: Answers) -> RenderableType:
    """Show what each answered, and below that what is wrong, in a sentence each."""
    parts = [_providers(answers.providers)] if answers.providers else []
    return Group(*parts, *([_feeds(answers.feeds)] if answers.feeds else []))


def _feeds(answers: Sequence[FeedTried]) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("Feed", no_wrap=True)
    for heading in ("Items", "Newest", "Answered in"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in answers:
        newest = f"{figures.age(one.at - one.newest)} ago" if one.newest else figures.UNKNOWN
        items = figures.UNKNOWN if one.fault else f"{one.items:,}"
        table.add_row(*map(Text, (one.feed, items, newest, _took(one.took))))
    said = [f"{one.feed}: {one.fault}." for one in answers if one.fault]
    said += [f"{one.feed}: {odd}; it is read all the same." for one in answers for odd in one.odd]
    return Group(table, *map(Text, said))


def _providers(answers: Sequence[Tried]) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("Provider", no_wrap=True)
    table.add_column("Symbol", no_wrap=True)
    for heading in ("Price", "Traded", "Measured from", "Answered in"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in answers:
        table.add_row(*(Text(cell) for cell in _cells(one)))
    return Group(table, *(Text(f"{one.provider}: {one.fault}.") for one in answers if one.fault))


def _cells(one: Tried) -> tuple[str, ...]:
    took, reading = _took(one.took), one.reading
    if reading is None:
        return one.provider, one.symbol, *[figures.UNKNOWN] * 3, took
    base = figures.price(reading.base)
    if reading.base is not None:
        base += f" of {reading.base_day}" if reading.base_day else ", of a day it does not tell"
    age = f"{figures.age(one.at - reading.at)} ago"
    return one.provider, one.symbol, figures.price(reading.price), age, base, took


def _took(span: timedelta) -> str:
    return f"{span.total_seconds() * 1000:,.0f} ms"
