"""Who moves: a watchlist's members, ranked by the move of the session that is on."""

from functools import reduce

from bot import figures
from bot.chat import Call, Reply, Table
from bot.market.instruments import Symbol
from bot.rules.measure import Measure
from bot.rules.metrics import percent
from bot.texts import counted, said
from handlers import ledger, moves
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName

ROWS = 20


@command("movers", "Who moves most, before the bell or since the close", example="/movers miners")
async def movers(call: Call, desk: Desk, name: ListName | None = None) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with the members in the order of their moves, gains first."""
    asked, default = ledger.asked_for(desk, name)
    session = ledger.session(asked, desk)
    metric = moves.of_the_session(session)
    tapes = {s: desk.market.tape(s) for s in asked.watchlist.members}
    measured = {s: metric.read(tape, desk.now) for s, tape in tapes.items()}
    order = ledger.ranked(measured)
    label = said(moves.LABELS[metric.name])
    shown = [_row(s, measured[s], desk) for s in order[:ROWS]]
    body = [default, _baselines(label, measured), *_unknown(measured), _left_out(order)]
    return Reply(
        title=said(
            "Movers: {title}, {session}", title=asked.watchlist.title, session=said(session.label)
        ),
        body="\n".join(filter(None, body)),
        table=Table(_headings(label), tuple(shown)),
    )


def _headings(label: str) -> tuple[str, ...]:
    return (said("Symbol"), said("Price"), label, said("Yesterday"), said("Year to date"))


def _row(symbol: Symbol, move: Measure, desk: Desk) -> tuple[str, ...]:
    tape, now = desk.market.tape(symbol), desk.now
    return (
        symbol,
        figures.price(moves.price_now(tape, now)),
        figures.percent(move.value),
        figures.percent(percent.yesterday.read(tape, now).value),
        figures.percent(percent.ytd.read(tape, now).value),
    )


def _baselines(label: str, measured: dict[Symbol, Measure]) -> str:
    names = dict.fromkeys(m.baseline.name for m in measured.values() if m.baseline)
    if not names:
        return ""
    listed = reduce(lambda one, other: said("{one} or {other}", one=one, other=other), names)
    return said("{label}: against {baselines}.", label=label, baselines=listed)


def _unknown(measured: dict[Symbol, Measure]) -> list[str]:
    reasons = dict.fromkeys(m.note for m in measured.values() if m.value is None)
    return [said("Not ranked: {reasons}.", reasons="; ".join(reasons))] if reasons else []


def _left_out(order: list[Symbol]) -> str:
    left = len(order) - ROWS
    return counted(left, "{n} more is not shown.", "{n} more are not shown.") if left > 0 else ""
