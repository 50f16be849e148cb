"""Members: who leads and who lags, each with the day before and the year, from one set of bases."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from bot import figures
from bot.alerts.briefing.basis import View
from bot.alerts.briefing.words import fitted, listed, weekday
from bot.market.instruments import Symbol
from bot.market.sessions import Session
from bot.market.tape import Tape
from bot.rules.measure import Measure, Metric
from bot.rules.metrics import percent
from bot.texts import counted, said, unsaid

ROWS = 16
"""Members that have a line each; of a longer list the ends have, and the middle is one line."""

LEADERS, LAGGARDS = 8, 4

PLACES = (1, 1, 0)
"""Digits after the point of a move, of the day before, and of a year."""

NAMED = 5
"""Members that are named of those of whom something is not known."""

LONGEST = 160
"""Characters of a line that says what is not known."""

_HEADING = unsaid("Last, {move} · {day} · year to date:")
_BEFORE, _DAY = unsaid("before the bell"), unsaid("the day")
_BETWEEN = unsaid("{n} more, between {high} and {low}")
_BASES = unsaid("Measured from the closes of {move} · {day} · {year}, of all alike; {age}.")
_CLOSE = "the close of "

Metrics = tuple[Metric[Tape], Metric[Tape], Metric[Tape]]


class Row(NamedTuple):
    """A member with its move, that of the day before, and that of the year."""

    symbol: Symbol
    measures: tuple[Measure, Measure, Measure]

    @property
    def move(self) -> Decimal | None:
        return self.measures[0].value


def lines(view: View) -> Iterator[str]:
    """Rank the members by the move of the session that is on, gains first."""
    rows = _ranked(view)
    yield said(
        _HEADING,
        move=said(_BEFORE if view.session is Session.PRE else _DAY),
        day=weekday(view.day_before),
    )
    yield from _table(rows, view)
    yield _bases(rows, view)
    if unknown := list(_unknown(rows, view)):
        yield fitted(said("Not known: {what}.", what="; ".join(unknown)), LONGEST)


def benchmark(view: View) -> Iterator[str]:
    """Say how what the members are held against stands."""
    symbol = view.sector.watchlist.benchmark
    if symbol is None:
        return
    tape, now = view.basis.market.tape(symbol), view.now
    last = tape.last(now)
    if last is None:
        yield said("{symbol}: no price yet.", symbol=symbol)
        return
    named = (said("day"), percent.change), (said("year to date"), percent.ytd)
    told = [f"{name} {_told(metric.read(tape, now))}" for name, metric in named]
    old = said("{age} old", age=figures.age(now - last.at)) if last.at else said("the last close")
    price = f"{figures.price(last.price)} ({old} [{last.source}])"
    yield f"{symbol} {price}: {', '.join(told)}."


def _told(measure: Measure) -> str:
    shown = figures.percent(measure.value, places=1)
    if measure.value is None:
        return f"{shown} ({measure.note})"
    base = measure.baseline.name.removeprefix(_CLOSE) if measure.baseline else ""
    return said("{change} from the close of {day}", change=shown, day=base) if base else shown


def _ranked(view: View) -> list[Row]:
    move = percent.premarket if view.session is Session.PRE else percent.change
    metrics = (move, percent.yesterday, percent.ytd)
    rows = [_row(symbol, metrics, view) for symbol in view.members]
    return sorted(rows, key=lambda row: (row.move is None, -(row.move or Decimal(0))))


def _row(symbol: Symbol, metrics: Metrics, view: View) -> Row:
    tape, now = view.basis.market.tape(symbol), view.now
    move, day, year = (metric.read(tape, now) for metric in metrics)
    return Row(symbol, (move, day, year))


def _table(rows: list[Row], view: View) -> Iterator[str]:
    if len(rows) <= ROWS:
        yield from (_line(row, view) for row in rows)
        return
    yield from (_line(row, view) for row in rows[:LEADERS])
    yield _middle(rows[LEADERS:-LAGGARDS])
    yield from (_line(row, view) for row in rows[-LAGGARDS:])


def _line(row: Row, view: View) -> str:
    last = view.basis.market.tape(row.symbol).last(view.now)
    pairs = zip(row.measures, PLACES, strict=True)
    shown = (figures.percent(measure.value, places=places) for measure, places in pairs)
    return f"{row.symbol} {figures.price(last.price if last else None)}  {' · '.join(shown)}"


# Of one member why not, of several who they are.
def _unknown(rows: list[Row], view: View) -> Iterator[str]:
    columns = (said("the move"), weekday(view.day_before), said("the year"))
    for place, name in enumerate(columns):
        lacking = [row for row in rows if row.measures[place].value is None]
        if len(lacking) == 1:
            yield lacking[0].measures[place].note
        elif lacking:
            members = listed([row.symbol for row in lacking], NAMED)
            yield said("{column} of {members}", column=name, members=members)


def _middle(rows: list[Row]) -> str:
    known = [row.move for row in rows if row.move is not None]
    if not known:
        return counted(len(rows), "{n} more, not known", "{n} more, not known")
    high, low = (figures.percent(value, places=1) for value in (max(known), min(known)))
    return said(_BETWEEN, n=len(rows), high=high, low=low)


# Each column has one base, unless somebody's close is of another day: then both are named.
def _bases(rows: list[Row], view: View) -> str:
    columns = list(zip(*(row.measures for row in rows), strict=True))
    move, day, year = (_base(column) for column in columns)
    return said(_BASES, move=move, day=day, year=year, age=_age(columns[0], view.now))


def _base(column: Iterable[Measure]) -> str:
    names = (m.baseline.name.removeprefix(_CLOSE) for m in column if m.baseline)
    return "/".join(dict.fromkeys(names)) or figures.UNKNOWN


def _age(column: Iterable[Measure], now: datetime) -> str:
    known = [(m.at, m.source) for m in column if m.at is not None]
    if not known:
        return said("no trade yet")
    ages = sorted(now - at for at, _ in known)
    sources = ", ".join(dict.fromkeys(source for _, source in known))
    young, old = figures.age(ages[0]), figures.age(ages[-1])
    if young == old:
        return said("trades {old} old [{sources}]", old=old, sources=sources)
    return said("trades {young} to {old} old [{sources}]", young=young, old=old, sources=sources)
