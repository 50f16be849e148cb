"""Breadth of a sector: how many of its members a move is made of."""

from collections import Counter
from decimal import Decimal

from bot import figures
from bot.chat import Call, Fact, Reply, Table
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.rules.measure import Measure
from bot.rules.metrics import members, watchlist
from bot.rules.metrics.percent import change
from bot.texts import said, unsaid
from handlers import ledger, moves
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName

EDGES = (Decimal(5), Decimal(2), Decimal(0), Decimal(-2), Decimal(-5))
"""Moves in percent between which members are counted."""

NAMED = 6
"""Members that are named in a row."""

_BANDS = (
    unsaid("over +5%"),
    unsaid("+2% to +5%"),
    unsaid("0% to +2%"),
    unsaid("-2% to 0%"),
    unsaid("-5% to -2%"),
    unsaid("under -5%"),
)


@command(
    "sector breadth",
    "How many members of a sector are up and down, and by how much",
    example="/sector breadth miners",
)
async def breadth(call: Call, desk: Desk, name: ListName | None = None) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with the members counted by how far they are from their previous closes."""
    asked, default = ledger.asked_for(desk, name)
    now, measured = desk.now, ledger.changes(asked, desk)
    shares = members.breadth.read(asked, now)
    return Reply(
        title=f"{asked.watchlist.title}: {ledger.breadth(measured)}",
        body="\n".join(filter(None, [default, said("Changes are against the previous close.")])),
        facts=(
            Fact(said("Up"), _share(shares)),
            Fact(said("Cap-weighted"), moves.told(watchlist.change.read(asked, now))),
            Fact(said("Mean"), moves.told(members.mean.read(asked, now, change))),
            Fact(said("Median"), moves.told(members.median.read(asked, now, change))),
        ),
        table=Table((said("Change"), said("Members"), said("Who")), _bands(_known(asked, desk))),
        actions=ledger.buttons(asked, desk, "members", "attribution"),
    )


def _share(up: Measure) -> str:
    if up.value is None:
        return moves.told(up)
    share = figures.percent(up.value, places=0, signed=False)
    return said("{share} of the members that are known", share=share)


def _known(asked: Sector, desk: Desk) -> list[tuple[Symbol, Decimal]]:
    measured = ledger.changes(asked, desk)
    values = [(symbol, measured[symbol].value) for symbol in ledger.ranked(measured)]
    return [(symbol, value) for symbol, value in values if value is not None]


def _bands(known: list[tuple[Symbol, Decimal]]) -> tuple[tuple[str, ...], ...]:
    held = Counter(_band(value) for _, value in known)
    rows = []
    for band, label in enumerate(_BANDS):
        who = [symbol for symbol, value in known if _band(value) == band]
        rows.append((said(label), figures.count(held[band]), _named(who)))
    return tuple(rows)


def _named(who: list[Symbol]) -> str:
    if not who:
        return said("nobody")
    named, more = " ".join(who[:NAMED]), len(who) - NAMED
    if more <= 0:
        return named
    return said("{names} and {number} more", names=named, number=more)


# A move on an edge belongs to the band nearer to nothing; one of nothing is no fall.
def _band(value: Decimal) -> int:
    if value >= 0:
        return sum(value <= edge for edge in EDGES[:2])
    return 3 + sum(value < edge for edge in EDGES[3:])
