"""Who moved a sector: each member's dollars, and the move without its largest."""

from decimal import Decimal

from bot import figures
from bot.chat import Call, Fact, Reply, Table
from bot.market.attribution import Attribution, attributed, previous_closes
from bot.market.sector import Sector
from bot.rules.metrics import cap
from bot.texts import said
from handlers import ledger
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName

ROWS = 20


@command(
    "sector attribution",
    "Whose dollars a sector's move since the previous closes is made of",
    example="/sector attribution miners",
)
async def attribution(call: Call, desk: Desk, name: ListName | None = None) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with each member's part of the move; the parts add up to the whole."""
    asked, default = ledger.asked_for(desk, name)
    untold = _untold(asked, desk)
    if untold:
        return Reply(
            title=f"{asked.watchlist.title}: {figures.UNKNOWN}",
            body="\n".join(filter(None, [default, untold])),
        )
    moved = attributed(asked, previous_closes(asked, desk.now))
    return Reply(
        title=f"{asked.watchlist.title}: {_move(moved)}",
        body="\n".join(filter(None, [default, _left_out(moved)])),
        facts=(
            Fact(said("Cap"), figures.money(moved.cap)),
            Fact(said("At the previous closes"), figures.money(moved.base)),
            Fact(said("Move"), _move(moved)),
            *_without_largest(moved),
        ),
        table=_table(moved),
    )


def _untold(asked: Sector, desk: Desk) -> str:
    doubt = cap.untold(asked, desk.now)
    if doubt:
        return said("Not told: {why}.", why=doubt.note)
    known = previous_closes(asked, desk.now)
    unknown = [s for s in asked.watchlist.members if s not in known]
    if not unknown:
        return ""
    return said("Not told: no previous close of {members}.", members=", ".join(unknown))


def _without_largest(moved: Attribution) -> list[Fact]:
    rest = moved.without(moved.largest.symbol)
    if not rest.parts:
        return []
    told = f"{figures.money(rest.cap)}, {_move(rest)}"
    return [Fact(said("Without {symbol}, the largest", symbol=moved.largest.symbol), told)]


def _move(moved: Attribution) -> str:
    return f"{_signed(moved.dollars)} ({figures.percent(moved.percent)})"


def _signed(dollars: Decimal) -> str:
    return f"{'+' if dollars > 0 else ''}{figures.money(dollars)}"


def _left_out(moved: Attribution) -> str:
    number = len(moved.parts)
    if number <= ROWS:
        return ""
    return said("The {rows} that moved most, of {number}:", rows=ROWS, number=number)


def _table(moved: Attribution) -> Table:
    weightiest = sorted(moved.parts, key=lambda part: abs(part.dollars), reverse=True)[:ROWS]
    rows = tuple(
        (
            part.symbol,
            _signed(part.dollars),
            figures.percent(moved.points(part)),
            figures.money(part.value),
        )
        for part in moved.parts
        if part in weightiest
    )
    return Table((said("Symbol"), said("Part"), said("Points"), said("Cap")), rows)
