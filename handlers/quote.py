"""One instrument: its price, its moves, and what it is worth."""

from bot import figures
from bot.chat import Call, Fact, Reply
from bot.market.instruments import Symbol
from bot.market.tape import Tape
from bot.rules.metrics import cap, percent, price
from bot.texts import said, unsaid
from handlers import moves
from handlers.base import command
from handlers.desk import Desk

_SHARES_OF_A_DAY = unsaid("{shares} as of {day} [{source}, told {age} ago]")
_SHARES = unsaid("{shares} of an unknown date [{source}, told {age} ago]")


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
            Fact(said("Price"), moves.last_price(last, now, call.timezone)),
            Fact(said("Session"), said(tape.calendar.session(now).label)),
            Fact(said("Change"), moves.told(change)),
            *_session_moves(tape, desk),
            Fact(said("Yesterday"), moves.told(percent.yesterday.read(tape, now))),
            Fact(said("Year to date"), moves.told(percent.ytd.read(tape, now))),
            Fact(said("Volume"), moves.told(price.volume.read(tape, now), price.volume.unit)),
            Fact(said("Market cap"), moves.told(cap.cap.read(tape, now), cap.cap.unit)),
            Fact(said("Shares"), _shares(tape, desk)),
        ),
    )


def _session_moves(tape: Tape, desk: Desk) -> list[Fact]:
    measured = (
        (said("Pre-market"), moves.premarket(tape, desk.now)),
        (said("Regular session"), percent.regular.read(tape, desk.now)),
        (said("After hours"), percent.postmarket.read(tape, desk.now)),
        (said("Gap"), percent.gap.read(tape, desk.now)),
    )
    return [Fact(name, moves.told(m)) for name, m in measured if not m.outside]


def _shares(tape: Tape, desk: Desk) -> str:
    known = tape.reference
    if known is None or tape.shares is None:
        why = said("no share count of {symbol}", symbol=tape.symbol)
        return f"{figures.UNKNOWN} ({why})"
    return said(
        _SHARES_OF_A_DAY if known.shares_as_of else _SHARES,
        shares=figures.count(tape.shares),
        day=known.shares_as_of,
        source=known.source,
        age=figures.age(desk.now - known.seen),
    )
