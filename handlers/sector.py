"""One sector: what it is worth, how far it has moved, and who moved it."""

from bot import figures
from bot.chat import Call, Fact, Reply, Table
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.rules.measure import Measure
from bot.rules.metrics import percent, watchlist
from bot.texts import said
from handlers import ledger, moves
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName

ROWS = 10
"""Members in the table; a phone shows about as many without scrolling."""


@command(
    "sector show", "What a sector is worth now and who moves it", example="/sector show miners"
)
async def sector(call: Call, desk: Desk, name: ListName | None = None) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with a sector's cap among its milestones, and its members by cap."""
    asked, default = ledger.asked_for(desk, name)
    now, stands = desk.now, ledger.standing(asked, desk.now)
    change, measured = watchlist.change.read(asked, now), ledger.changes(asked, desk)
    cap = figures.money(stands.cap)
    facts = [
        Fact(said("Cap"), f"{cap}{f' ({stands.doubt})' if stands.doubt else ''}"),
        Fact(said("Change"), moves.told(change)),
        Fact(said("Coverage"), ledger.covered(asked, desk)),
        Fact(said("Next milestone"), ledger.step(stands.ahead)),
        Fact(said("Previous milestone"), ledger.step(stands.behind)),
        Fact(said("Breadth"), ledger.breadth(measured)),
        *_ends(measured),
        *_benchmark(asked, desk),
    ]
    return Reply(
        title=f"{asked.watchlist.title}: {cap}, {figures.percent(change.value)}",
        body="\n".join(filter(None, [default, *_missing(asked, desk), _left_out(asked)])),
        facts=tuple(facts),
        table=_table(asked, measured),
        actions=ledger.buttons(asked, desk, "attribution", "members", "milestones", "history"),
    )


def _ends(measured: dict[Symbol, Measure]) -> list[Fact]:
    order = [s for s in ledger.ranked(measured) if measured[s].value is not None]
    if not order:
        return []
    ends = ((said("Leader"), order[0]), (said("Laggard"), order[-1]))
    return [Fact(label, f"{s} {_at(measured[s])}") for label, s in ends]


def _at(measure: Measure) -> str:
    change, price = figures.percent(measure.value), figures.price(measure.price)
    return said("{change} at {price}", change=change, price=price)


def _benchmark(asked: Sector, desk: Desk) -> list[Fact]:
    symbol = asked.watchlist.benchmark
    if symbol is None:
        return []
    tape = desk.market.tape(symbol)
    shown = figures.price(moves.price_now(tape, desk.now))
    move = moves.told(percent.change.read(tape, desk.now))
    return [Fact(said("Benchmark"), f"{symbol} {shown}, {move}")]


def _missing(asked: Sector, desk: Desk) -> list[str]:
    named = ", ".join(f"{s} ({ledger.lacks(s, desk)})" for s in asked.missing)
    return [said("Missing: {members}.", members=named)] if named else []


def _left_out(asked: Sector) -> str:
    number = len(asked.watchlist.members)
    if number <= ROWS:
        return ""
    return said("The largest {rows} of {number} members:", rows=ROWS, number=number)


def _table(asked: Sector, measured: dict[Symbol, Measure]) -> Table:
    rows = []
    for symbol in ledger.by_cap(asked)[:ROWS]:
        term = asked.terms.get(symbol)
        share = term.value / asked.cap * 100 if term and not asked.missing else None
        rows.append(
            (
                symbol,
                figures.price(term.price if term else None),
                figures.percent(measured[symbol].value),
                figures.money(term.value if term else None),
                figures.percent(share, places=1, signed=False),
            )
        )
    return Table(_headings(), tuple(rows))


def _headings() -> tuple[str, ...]:
    return (said("Symbol"), said("Price"), said("Change"), said("Cap"), said("Share"))
