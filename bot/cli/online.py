"""The online check: a question to each configured provider, and a table of what came."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import chain

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot import figures
from bot.clock import SystemClock
from bot.feeds.trying import Trial, Tried
from bot.feeds.web.reach import anywhere, is_public
from bot.feeds.wiring import client_for
from bot.settled import ground_of
from config.settings import Settings


def tried(settings: Settings, patience: timedelta) -> list[Tried]:
    """Ask each provider of the settings about one symbol, all of them at once."""
    return asyncio.run(_tried(settings, patience))


async def _tried(settings: Settings, patience: timedelta) -> list[Tried]:
    clock, feeds = SystemClock(), settings.feeds
    ground = ground_of(settings)
    members = chain.from_iterable(watchlist.members for watchlist in ground.watchlists)
    reach = anywhere if feeds.private else is_public
    async with client_for(feeds.asked(), clock, reach) as web:
        trial = Trial(web=web, clock=clock, calendars=ground.calendars, patience=patience)
        return await trial.of(feeds.asked(), list(members))


def shown(answers: Sequence[Tried]) -> RenderableType:
    """Show what each answered, and below that what is wrong, in a sentence each."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("Provider", no_wrap=True)
    table.add_column("Symbol", no_wrap=True)
    for heading in ("Price", "Traded", "Measured from", "Answered in"):
        table.add_column(heading, justify="right", no_wrap=True)
    for one in answers:
        table.add_row(*(Text(cell) for cell in _cells(one)))
    return Group(table, *(Text(f"{one.provider}: {one.fault}.") for one in answers if one.fault))


def _cells(one: Tried) -> tuple[str, ...]:
    took, reading = f"{one.took.total_seconds() * 1000:,.0f} ms", one.reading
    if reading is None:
        return one.provider, one.symbol, *[figures.UNKNOWN] * 3, took
    base = figures.price(reading.base)
    if reading.base is not None:
        base += f" of {reading.base_day}" if reading.base_day else ", of a day it does not tell"
    age = f"{figures.age(one.at - reading.at)} ago"
    return one.provider, one.symbol, figures.price(reading.price), age, base, took
