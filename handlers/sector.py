"""One sector: what it is worth, how far it has moved, and who moved it."""

from bot import figures
from bot.chat import Call, Fact, Reply, Table
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.rules.measure import Measure
from bot.rules.metrics import percent, watchlist
from handlers import ledger, moves
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName

ROWS = 10
"""Members in the table; a phone shows about as many without scrolling."""


@command("sector", "What a sector is worth now and who moves it", example="/sector miners")
async def sector(call: Call, desk: Desk, name: ListName | None = None) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with a sector's cap among its milestones, and its members by cap."""
    asked, default = ledger.asked_for(desk, name)
    now, stands = desk.now, ledger.standing(asked, desk.now)
    change, measured = watchlist.change.read(asked, now), ledger.changes(asked, desk)
    facts = [
        Fact("Cap", f"{figures.money(stands.cap)}{f' ({stands.doubt})' if stands.doubt else ''}"),
        Fact("Change", moves.told(change)),
        Fact("Coverage", _coverage(asked, desk)),
        Fact("Next milestone", _step(stands.ahead)),
        Fact("Previous milestone", _step(stands.behind)),
        Fact("Breadth", _breadth(measured)),
        *_ends(measured),
        *_benchmark(asked, desk),
    ]
    cap = figures.money(stands.cap)
    return Reply(
        title=f"{asked.watchlist.title}: {cap}, {figures.percent(change.value)}",
        body="\n".join(filter(None, [default, *_missing(asked, desk), _left_out(asked)])),
        facts=tuple(facts),
        table=_table(asked, measured),
    )


def _step(step: ledger.Step | None) -> str:
    if step is None:
        return "none"
    away = f"{figures.money(abs(step.gap))} away ({figures.percent(step.share)})"
    return f"{figures.level(step.milestone)}, {away}"


def _coverage(asked: Sector, desk: Desk) -> str:
    covered = figures.percent(asked.coverage(desk.now) * 100, places=0, signed=False)
    stale = asked.freshness(desk.now).stale
    said = [f"{covered} of the cap is fresh", f"{ledger.carried(asked, desk)} carried"]
    named = f" ({', '.join(s for s in asked.terms if s in stale)})" if stale else ""
    return ", ".join([*said, f"{len(stale)} stale{named}"])


def _breadth(measured: dict[Symbol, Measure]) -> str:
    values = [m.value for m in measured.values() if m.value is not None]
    up, down = sum(v > 0 for v in values), sum(v < 0 for v in values)
    unknown = len(measured) - len(values)
    told = f"{up} up, {down} down, {len(values) - up - down} unchanged"
    return f"{told}, {unknown} unknown" if unknown else told


def _ends(measured: dict[Symbol, Measure]) -> list[Fact]:
    order = [s for s in ledger.ranked(measured) if measured[s].value is not None]
    if not order:
        return []
    ends = {"Leader": order[0], "Laggard": order[-1]}
    return [Fact(label, f"{s} {_at(measured[s])}") for label, s in ends.items()]


def _at(measure: Measure) -> str:
    return f"{figures.percent(measure.value)} at {figures.price(measure.price)}"


def _benchmark(asked: Sector, desk: Desk) -> list[Fact]:
    symbol = asked.watchlist.benchmark
    if symbol is None:
        return []
    tape = desk.market.tape(symbol)
    shown = figures.price(moves.price_now(tape, desk.now))
    move = moves.told(percent.change.read(tape, desk.now))
    return [Fact("Benchmark", f"{symbol} {shown}, {move}")]


def _missing(asked: Sector, desk: Desk) -> list[str]:
    reasons = {
        s: "no price" if desk.market.tape(s).last(desk.now) is None else "no share count"
        for s in asked.missing
    }
    named = ", ".join(f"{s} ({why})" for s, why in reasons.items())
    return [f"Missing: {named}."] if named else []


def _left_out(asked: Sector) -> str:
    more = len(asked.watchlist.members) - ROWS
    return f"The largest {ROWS} of {len(asked.watchlist.members)} members:" if more > 0 else ""


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
    return Table(("Symbol", "Price", "Change", "Cap", "Share"), tuple(rows))
