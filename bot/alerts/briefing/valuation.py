"""Valuation: what a sector is worth, between which milestones, and whose dollars moved it."""

from bisect import bisect_left
from collections.abc import Iterator
from decimal import Decimal

from bot import figures
from bot.alerts.briefing.basis import View
from bot.alerts.briefing.words import clock, listed, weekday
from bot.market.attribution import Attribution, attributed, previous_closes
from bot.market.instruments import Symbol
from bot.market.sessions import CalendarEnds, Session
from bot.rules.metrics import cap, watchlist
from bot.texts import counted, said, unsaid

NAMED = 3
"""Members whose dollars are told, and stale or missing ones that are named."""

_WHEN = {
    Session.PRE: unsaid("before the bell"),
    Session.REGULAR: unsaid("in the session"),
    Session.POST: unsaid("after the close"),
    Session.CLOSED: unsaid("at the close"),
}
_AHEAD = unsaid("{milestone} is {distance} away ({share})")
_BEHIND = unsaid("{milestone} is {distance} behind")
_AT = unsaid("it stands at {milestone}")
_WITHOUT = unsaid("{change} without {symbol}")


def title(view: View) -> str:
    """Return the headline: what the sector is worth, how far it has moved, and when."""
    sector, now = view.sector, view.now
    worth = cap.sector_cap.read(sector, now).value
    change = watchlist.change.read(sector, now).value
    return said(
        "{title}: {cap}, {change} {when}",
        title=sector.watchlist.title,
        cap=figures.money(worth),
        change=figures.percent(change),
        when=said(_WHEN[view.session]),
    )


def lines(view: View) -> Iterator[str]:
    """Say where it stands among its milestones, who moved it, and how much of it is fresh."""
    yield _time(view)
    if doubt := cap.untold(view.sector, view.now):
        yield said("Its value cannot be told: {why}.", why=doubt.note)
    else:
        yield from _milestones(view)
        yield from _move(view)
    yield from _fresh(view)
    yield from _halted(view)


def _time(view: View) -> str:
    at = figures.day_and_time(view.now)
    opens = _opens(view)
    told = said("{at}, {session}", at=at, session=said(view.session.label))
    return said("{told}; the bell is at {opens}", told=told, opens=opens) if opens else told


# The next opening bell; while the session is on nobody waits for it.
def _opens(view: View) -> str:
    hours = view.calendar.hours(view.day)
    if hours is not None and view.now < hours.open:
        return clock(hours.open, view.now)
    if view.session is Session.REGULAR:
        return ""
    try:
        hours = view.calendar.hours(view.calendar.next_day(view.day))
    except CalendarEnds:
        return ""
    return clock(hours.open, view.now) if hours else ""


def _milestones(view: View) -> Iterator[str]:
    value, milestones = view.sector.cap, view.sector.watchlist.milestones
    place = bisect_left(milestones, value)
    told = []
    if place < len(milestones):
        level = milestones[place]
        share = (level / value - 1) * 100
        away = {"distance": figures.money(level - value), "share": figures.percent(share)}
        name = figures.level(level)
        told.append(said(_AHEAD, milestone=name, **away) if share else said(_AT, milestone=name))
    if place:
        level = milestones[place - 1]
        distance = figures.money(value - level)
        told.append(said(_BEHIND, milestone=figures.level(level), distance=distance))
    if told:
        yield said("{milestones}.", milestones=", ".join(told))


def _move(view: View) -> Iterator[str]:
    closes = previous_closes(view.sector, view.now)
    if set(view.members) - closes.keys():
        return
    moved = attributed(view.sector, closes)
    day = weekday(view.day_before)
    since = said("{dollars} since {day}'s closes", dollars=_signed(moved.dollars), day=day)
    if (before := _day_before(view, closes)) is not None:
        change = figures.percent(before, places=1)
        since = said("{move}, after {change} on {day}", move=since, change=change, day=day)
    yield said("{move}: {parts}.", move=since, parts=_parts(moved))


# How far the sector moved on the day before, at today's share counts.
def _day_before(view: View, closes: dict[Symbol, Decimal]) -> Decimal | None:
    terms, was, came = view.sector.terms, Decimal(0), Decimal(0)
    for symbol, price in closes.items():
        before = view.sector.tapes[symbol].bells.before(view.day_before)
        if before is None:
            return None
        was += before.price * terms[symbol].shares
        came += price * terms[symbol].shares
    return (came / was - 1) * 100 if was else None


# Of a rise those who added most, of a fall those who took most; and the move without the first.
def _parts(moved: Attribution) -> str:
    order = sorted(moved.parts, key=lambda part: part.dollars, reverse=moved.dollars >= 0)
    shown = [f"{part.symbol} {_signed(part.dollars)}" for part in order[:NAMED] if part.dollars]
    rest = moved.without(order[0].symbol)
    if rest.parts and rest.base and order[0].dollars:
        change = figures.percent(rest.percent, places=1)
        shown.append(said(_WITHOUT, change=change, symbol=order[0].symbol))
    return ", ".join(shown) or said("nobody moved")


def _signed(dollars: Decimal) -> str:
    return f"{'+' if dollars > 0 else ''}{figures.money(dollars)}"


def _fresh(view: View) -> Iterator[str]:
    sector, now = view.sector, view.now
    told = []
    if sector.cap and sector.whole:
        share = figures.percent(sector.coverage(now) * 100, places=0, signed=False)
        told.append(said("{share} of the cap is fresh", share=share))
    start = view.calendar.span(now).start
    carried = [s for s, term in sector.terms.items() if term.at is None or term.at < start]
    stale = [s for s in sector.terms if s in sector.freshness(now).stale]
    if carried and view.session is not Session.CLOSED:  # then everybody does
        told.append(
            counted(
                len(carried),
                "{n} stands at an earlier session's price",
                "{n} stand at an earlier session's price",
            )
        )
    if stale:
        told.append(said("stale: {members}", members=listed(stale, NAMED)))
    if told:
        yield said("{parts}.", parts="; ".join(told))


def _halted(view: View) -> Iterator[str]:
    tapes = [view.basis.market.tape(symbol) for symbol in view.members]
    halted = [
        f"{tape.symbol} ({tape.trading.halt.reason}, {clock(tape.trading.halt.at, view.now)})"
        for tape in tapes
        if tape.trading.halt is not None and tape.trading.halted(view.now)
    ]
    if halted:
        yield said("Halted: {members}.", members=listed(halted, NAMED))
