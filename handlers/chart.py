"""One picture: an instrument's day, or what a watchlist was worth over it, with its members."""

from collections.abc import Iterator
from datetime import datetime

from bot import charts, figures
from bot.charts.framing import Day, day_of
from bot.charts.sparkline import UNKNOWN, sparkline
from bot.chat import Call, Drawing, Fact, Picture, Reply, Table
from bot.market.course import Courses
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.market.watchlists import Watchlist
from bot.rules.metrics import percent, watchlist
from bot.texts import counted, said, unsaid
from handlers import ledger, moves
from handlers.base import command
from handlers.desk import Desk
from handlers.words import Subject

ROWS = 20
"""Members in the table; the others are counted."""

LETTERS = 16
"""Of a sparkline: as many as a phone shows beside three columns."""

DAY = unsaid("Day so far")
_SCALES = unsaid("{day} is since {began}, each on a scale of its own; {sign} is before its first.")


@command("chart", "The day of an instrument or a list as a picture", example="/chart IREN")
async def chart(call: Call, desk: Desk, subject: Subject) -> Reply:
    """Answer with a picture of the trading day so far; of a list, with a line of each member."""
    sector = desk.sector(subject)
    if sector is not None:
        return _of_list(sector, call, desk)
    return _of_instrument(Symbol(subject), call, desk)


def courses(desk: Desk) -> Courses:
    """Return what is kept of the day; where nobody has begun it, the first question does."""
    kept = next((it for it in desk.pipeline.moved if isinstance(it, Courses)), None)
    if kept is None:
        kept = Courses(desk.market)
        desk.pipeline.moved.append(kept)
    return kept


def _of_instrument(symbol: Symbol, call: Call, desk: Desk) -> Reply:
    tape, now = desk.market.tape(symbol), desk.now
    last, change = tape.last(now), percent.change.read(tape, now)
    day = day_of(tape.calendar, courses(desk).of(symbol), now)
    headline = figures.price(last.price if last else None)
    return Reply(
        title=f"{symbol} {headline}, {figures.percent(change.value)}",
        body="\n".join(_unseen(symbol, known=day is not None)),
        facts=(
            Fact(said("Price"), moves.last_price(last, now, call.timezone)),
            Fact(said("Change"), moves.told(change)),
        ),
        picture=_picture(Drawing.SESSION, symbol, now) if day is not None else None,
    )


def _of_list(sector: Sector, call: Call, desk: Desk) -> Reply:
    asked, now = sector.watchlist, desk.now
    first = desk.market.tape(asked.members[0])
    day = day_of(first.calendar, courses(desk).of(asked.name), now)
    change, stands = watchlist.change.read(sector, now), ledger.standing(sector, now)
    doubt = f" ({stands.doubt})" if stands.doubt else ""
    cap = figures.money(stands.cap)
    return Reply(
        title=f"{asked.title}: {cap}, {figures.percent(change.value)}",
        body="\n".join(_words(asked, day, call, desk)),
        facts=(Fact(said("Cap"), f"{cap}{doubt}"), Fact(said("Change"), moves.told(change))),
        table=_members(sector, day, desk),
        picture=_picture(Drawing.CAP, asked.name, now) if day is not None else None,
    )


def _words(asked: Watchlist, day: Day | None, call: Call, desk: Desk) -> Iterator[str]:
    yield from _unseen(desk.shown(asked.name), known=day is not None)
    if day is not None:
        began = figures.time_of_day(day.start, call.timezone)
        yield said(_SCALES, day=said(DAY), began=began, sign=UNKNOWN)
    left = len(asked.members) - ROWS
    if left > 0:
        yield counted(left, "{n} more is not shown.", "{n} more are not shown.")


def _members(sector: Sector, day: Day | None, desk: Desk) -> Table:
    measured = ledger.changes(sector, desk)
    rows = (
        (
            symbol,
            figures.price(moves.price_now(desk.market.tape(symbol), desk.now)),
            figures.percent(measured[symbol].value),
            figures.UNKNOWN if day is None else _drawn(symbol, day, desk),
        )
        for symbol in ledger.ranked(measured)[:ROWS]
    )
    return Table((said("Symbol"), said("Price"), said("Change"), said(DAY)), tuple(rows))


def _drawn(symbol: Symbol, day: Day, desk: Desk) -> str:
    times, values = courses(desk).of(symbol).between(day.start, day.moment)
    start, end = day.start.timestamp(), day.moment.timestamp()
    return sparkline(times, values, start=start, end=end, width=LETTERS)


def _picture(drawing: Drawing, subject: str, at: datetime) -> Picture:
    return Picture(drawing=drawing, subject=subject, at=at)


def _unseen(name: str, *, known: bool) -> list[str]:
    if not known:
        return [said("Nothing is known of the day of {name} yet.", name=name)]
    return [] if charts.installed() else [f"{charts.MISSING[0].upper()}{charts.MISSING[1:]}."]
