"""Settings of how figures are read: by which clock, and in which language."""

from decimal import Decimal

from bot import figures
from bot.chat import Call, Fact, Reply, Right
from bot.reading import Reader, reading
from bot.texts import said
from handlers import locales
from handlers.base import command
from handlers.desk import Desk
from handlers.locales import LocaleName
from handlers.preferring import overview, prefer
from handlers.zones import Zone

_MOVE, _CAP, _PRICE = Decimal("4.01"), Decimal(90012345678), Decimal("1066.41")
"""Figures whose writing tells one language from another."""


@command(
    "settings timezone",
    "By which clock times are shown here",
    example="/settings timezone Berlin",
    right=Right.CHANGE,
)
async def timezone(call: Call, desk: Desk, zone: Zone) -> Reply:
    """Answer with what that clock shows now."""
    await prefer(call, desk, "timezone", zone)
    us = desk.market.calendars["US"]
    change = figures.day_and_time(us.next_change(desk.now), zone)
    return Reply(
        title=said("Times are shown as in {zone}", zone=zone),
        facts=(
            Fact(said("Now"), figures.day_and_time(desk.now, zone)),
            Fact(said("Next change of session"), change),
        ),
        actions=overview(),
    )


@command(
    "settings language",
    "In which language figures and dates are written here",
    example="/settings language de",
    right=Right.CHANGE,
)
async def language(call: Call, desk: Desk, locale: LocaleName) -> Reply:
    """Answer with how figures look from now on."""
    await prefer(call, desk, "locale", locale)
    return Reply(
        title=said("Figures are written as in {language}", language=locales.title(locale)),
        facts=shown(call, desk, locale),
        actions=overview(),
    )


def shown(call: Call, desk: Desk, locale: str) -> tuple[Fact, ...]:
    """Show some figures as a locale has them."""
    with reading(Reader(locale, call.timezone)):
        return (
            Fact(said("A move"), figures.percent(_MOVE)),
            Fact(said("A cap"), figures.money(_CAP)),
            Fact(said("A price"), figures.price(_PRICE)),
            Fact(said("Now"), figures.day_and_time(desk.now, call.timezone)),
        )
