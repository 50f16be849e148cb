"""The members of a sector: each one's price, moves, cap and share of the whole."""

from bot import figures
from bot.chat import Call, Reply, Table
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.rules.metrics import percent
from bot.texts import counted, said
from handlers import ledger, moves
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName

ROWS = 30


@command(
    "sector members",
    "Every member of a sector: price, change, year to date, cap and share",
    example="/sector members miners",
)
async def members(call: Call, desk: Desk, name: ListName | None = None) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with the members, largest first, each against its previous close."""
    asked, default = ledger.asked_for(desk, name)
    order = ledger.by_cap(asked)
    largest = said("The largest {rows} of {number}:", rows=ROWS, number=len(order))
    more = largest if len(order) > ROWS else ""
    title, against = asked.watchlist.title, said("Changes are against the previous close.")
    return Reply(
        title=counted(len(order), "{title}: {n} member", "{title}: {n} members", title=title),
        body="\n".join(filter(None, [default, against, more])),
        table=Table(_headings(), tuple(_row(symbol, asked, desk) for symbol in order[:ROWS])),
        actions=ledger.buttons(asked, desk, "cap", "breadth", "attribution"),
    )


def _headings() -> tuple[str, ...]:
    moved = (said("Price"), said("Change"), said("Year to date"))
    return (said("Symbol"), *moved, said("Cap"), said("Share"))


def _row(symbol: Symbol, asked: Sector, desk: Desk) -> tuple[str, ...]:
    tape, now, term = desk.market.tape(symbol), desk.now, asked.terms.get(symbol)
    share = term.value / asked.cap * 100 if term and asked.whole and asked.cap else None
    return (
        symbol,
        figures.price(moves.price_now(tape, now)),
        figures.percent(percent.change.read(tape, now).value),
        figures.percent(percent.ytd.read(tape, now).value),
        figures.money(term.value if term else None),
        figures.percent(share, places=1, signed=False),
    )
