"""One instrument: its price, its moves, and what it is worth."""

from bot import figures
from bot.chat import Call, Fact, Reply
from bot.market.instruments import Symbol
from bot.market.tape import Tape
from bot.rules.metrics import cap, percent, price
from handlers import moves
from handlers.base import command
from handlers.desk import Desk


@command("quote", "What an instrument trades at and how it has moved", example="/quote IREN")
async def quote(call: Call, desk: Desk, symbol: Symbol) -> Reply:
    """Answer with every figure of an instrument, each percent with its baseline."""
    tape, now = desk.market.tape(symbol), desk.now
    last, change = tape.last(now), percent.change.read(tape, now)
    headline = figures.price(last.price if last else None)
    known = tape.reference
    return Reply(
        title=f"{symbol} {headline}, {figures.percent(change.value)}",
        body=f"{known.name}, {known.currency}" if known else "",
        facts=(
            Fact("Price", moves.last_price(last, now, call.timezone)),
            Fact("Session", tape.calendar.session(now).label),
            Fact("Change", moves.told(change)),
            *_session_moves(tape, desk),
            Fact("Yesterday", moves.told(percent.yesterday.read(tape, now))),
            Fact("Year to date", moves.told(percent.ytd.read(tape, now))),
            Fact("Volume", moves.told(price.volume.read(tape, now), price.volume.unit)),
            Fact("Market cap", moves.told(cap.cap.read(tape, now), cap.cap.unit)),
            Fact("Shares", _shares(tape, desk)),
        ),
    )


def _session_moves(tape: Tape, desk: Desk) -> list[Fact]:
    measured = {
        "Pre-market": moves.premarket(tape, desk.now),
        "Regular session": percent.regular.read(tape, desk.now),
        "After hours": percent.postmarket.read(tape, desk.now),
        "Gap": percent.gap.read(tape, desk.now),
    }
    return [Fact(name, moves.told(m)) for name, m in measured.items() if not m.outside]


def _shares(tape: Tape, desk: Desk) -> str:
    known = tape.reference
    if known is None or tape.shares is None:
        return f"{figures.UNKNOWN} (no share count of {tape.symbol})"
    counted = f"as of {known.shares_as_of}" if known.shares_as_of else "of an unknown date"
    told = f"told {figures.age(desk.now - known.seen)} ago"
    return f"{figures.count(tape.shares)} {counted} [{known.source}, {told}]"
