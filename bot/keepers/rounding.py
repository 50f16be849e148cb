"""Rounding: the rounds of a bot, made of what it knows and of what its rooms want."""

from collections.abc import Callable, Iterable
from datetime import datetime

from bot.alerts.briefing.basis import Basis
from bot.alerts.quiet import QuietHours
from bot.alerts.rounds import Circuit, Rounds, Timetable
from bot.alerts.writing import Writer
from bot.belongings import Kind
from bot.chat import Destination, Message
from bot.commands import Preferences
from bot.holdings import Holdings
from bot.market.instruments import Asset
from bot.market.state import VENUES
from bot.pipeline import Pipeline
from bot.reading import ANYBODY, Reader
from bot.tenants import Tenants

TOLD_OF = (Kind.WATCHLIST, Kind.RULE, Kind.FEED)
"""What of a room's own its brief tells of."""


def rounds_of(  # noqa: PLR0913 (what rounds are made with, each by name)
    pipeline: Pipeline,
    tenants: Tenants,
    holdings: Callable[[], Holdings],
    *,
    usual: Timetable,
    rooms: Callable[[], Iterable[Destination]],
    tell: Callable[[Destination, Message], None],
    quiet_hours: Callable[[Destination], Iterable[QuietHours]],
    preferences: Callable[[str], Preferences],
) -> Rounds:
    """Make the rounds of a bot, by the clock of the exchange.

    `rooms` have the `usual` briefs, `quiet_hours` are those of a room, `preferences` an owner's.
    """

    def owns(owner: str) -> bool:
        return any(holdings().of(owner, kind) for kind in TOLD_OF)

    def reader(owner: str) -> Reader:
        wanted = preferences(owner)
        return Reader(wanted.locale or ANYBODY.locale, wanted.timezone or ANYBODY.zone)

    def asleep(room: Destination, now: datetime) -> bool:
        return any(hours.around(now) is not None for hours in quiet_hours(room))

    market = pipeline.market
    basis = Basis(
        market=market, engine=pipeline.engine, book=pipeline.book, newsroom=pipeline.newsroom
    )
    return Rounds(
        Circuit(
            calendar=market.calendars[VENUES[Asset.EQUITY]],
            now=lambda: market.now,
            rooms=rooms,
            write=Writer(basis, owner=tenants.owner, owns=owns, reader=reader),
            tell=tell,
            asleep=asleep,
            usual=usual,
        )
    )
