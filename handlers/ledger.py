"""What a sector comes to, worked out once for those who ask and for the web desk."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot import figures
from bot.chat import ACTION_LIMIT, Action, Fact
from bot.errors import UserError
from bot.market.annals import Annals
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.market.sessions import Session
from bot.rules.measure import Measure
from bot.rules.metrics import cap, percent, watchlist
from bot.texts import said, unsaid
from handlers import moves
from handlers.desk import Desk
from handlers.words import ListName

_BUTTONS = {
    "attribution": unsaid("Attribution"),
    "breadth": unsaid("Breadth"),
    "cap": unsaid("Cap"),
    "history": unsaid("History"),
    "members": unsaid("Members"),
    "milestones": unsaid("Milestones"),
}
"""Buttons by the last word of the command they ask."""


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone and how far the cap is from it: `gap` in USD, `share` in percent of the cap."""

    milestone: Decimal
    gap: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a sector's cap stands among its milestones.

    `cap` is None while a member is missing; `doubt` says why the cap is not to be believed.
    `progress` is the fraction of the way from the milestone behind to the one ahead.
    """

    cap: Decimal | None
    doubt: str
    ahead: Step | None
    behind: Step | None
    progress: float


def standing(sector: Sector, now: datetime) -> Standing:
    """Find where a sector stands; a cap that is not whole stands nowhere."""
    doubt = cap.untold(sector, now)
    note = doubt.note if doubt else ""
    if sector.missing or not sector.cap:
        return Standing(cap=None, doubt=note, ahead=None, behind=None, progress=0.0)
    value, milestones = sector.cap, sector.watchlist.milestones
    at = bisect_left(milestones, value)  # at a milestone is not yet past it
    ahead = _step(milestones[at], value) if at < len(milestones) else None
    behind = _step(milestones[at - 1], value) if at else None
    progress = _progress(value, ahead, behind)
    return Standing(cap=value, doubt=note, ahead=ahead, behind=behind, progress=progress)


def changes(sector: Sector, desk: Desk) -> dict[Symbol, Measure]:
    """Measure each member's change against its previous close."""
    tapes = {s: desk.market.tape(s) for s in sector.watchlist.members}
    return {s: percent.change.read(tape, desk.now) for s, tape in tapes.items()}


def ranked(measures: dict[Symbol, Measure]) -> list[Symbol]:
    """Order symbols by their figure, highest first; those without one come last."""
    known = [(m.value, s) for s, m in measures.items() if m.value is not None]
    best = [s for _, s in sorted(known, key=lambda pair: pair[0], reverse=True)]
    return [*best, *(s for s, m in measures.items() if m.value is None)]


def by_cap(sector: Sector) -> list[Symbol]:
    """Order the members by market value; those without one come last."""
    members, terms = sector.watchlist.members, sector.terms
    worth = {s: terms[s].value if s in terms else Decimal(0) for s in members}
    return sorted(members, key=lambda s: worth[s], reverse=True)


def session(sector: Sector, desk: Desk) -> Session:
    """Return the session its first member is in; a sector's members keep the same hours."""
    return desk.market.tape(sector.watchlist.members[0]).calendar.session(desk.now)


def carried(sector: Sector, desk: Desk) -> int:
    """Count the members that stand at a price from before this session."""
    starts = {s: desk.market.tape(s).calendar.span(desk.now).start for s in sector.terms}
    return sum(t.at is None or t.at < starts[s] for s, t in sector.terms.items())


def asked_for(desk: Desk, name: ListName | None) -> tuple[Sector, str]:
    """Return the watchlist that was asked for, or the default and a word that says so."""
    sectors = desk.lists
    if name is not None:
        return sectors[name], ""
    if not sectors:
        raise UserError(
            said("There is no watchlist yet; /watchlist create mine IREN WULF makes one.")
        )
    default = next((s for s in sectors.values() if s.watchlist.milestones), None)
    sector = default or next(iter(sectors.values()))
    others = len(sectors) - 1
    named = desk.shown(sector.watchlist.name)
    return sector, said("This is {list}, as you named no list.", list=named) if others else ""


def worth(sector: Sector, desk: Desk) -> list[Fact]:
    """Say in two facts what a list adds up to, and how far it has moved."""
    stands = standing(sector, desk.now)
    doubt = f" ({stands.doubt})" if stands.doubt else ""
    change = watchlist.change.read(sector, desk.now)
    return [
        Fact(said("Cap"), f"{figures.money(stands.cap)}{doubt}"),
        Fact(said("Change"), moves.told(change)),
    ]


def buttons(sector: Sector, desk: Desk, *words: str) -> tuple[Action, ...]:
    """Make a button for each command about a sector that tells more of it."""
    name = desk.shown(sector.watchlist.name)
    asked = ((said(_BUTTONS[word]), f"/sector {word} {name}") for word in words)
    return tuple(Action(*pair) for pair in asked if len(pair[1].encode()) <= ACTION_LIMIT)


def step(step: Step | None) -> str:
    """Say which milestone is next, or was last, and how far away it is."""
    if step is None:
        return said("none")
    return said(
        "{milestone}, {distance} away ({share})",
        milestone=figures.level(step.milestone),
        distance=figures.money(abs(step.gap)),
        share=figures.percent(step.share),
    )


def lacks(symbol: Symbol, desk: Desk) -> str:
    """Say what a member lacks to be added up."""
    priced = desk.market.tape(symbol).last(desk.now) is not None
    return said("no share count") if priced else said("no price")


def covered(sector: Sector, desk: Desk) -> str:
    """Say how much of a cap is fresh, and who is not."""
    share = figures.percent(sector.coverage(desk.now) * 100, places=0, signed=False)
    stale = sector.freshness(desk.now).stale
    named = f" ({', '.join(s for s in sector.terms if s in stale)})" if stale else ""
    told = said(
        "{share} of the cap is fresh, {carried} carried, {stale} stale",
        share=share,
        carried=carried(sector, desk),
        stale=len(stale),
    )
    return f"{told}{named}"


def breadth(measured: dict[Symbol, Measure]) -> str:
    """Say how many are up and down."""
    values = [m.value for m in measured.values() if m.value is not None]
    up, down = sum(v > 0 for v in values), sum(v < 0 for v in values)
    unknown = len(measured) - len(values)
    same = len(values) - up - down
    told = [said("{up} up, {down} down, {same} unchanged", up=up, down=down, same=same)]
    return ", ".join([*told, said("{number} unknown", number=unknown)] if unknown else told)


def annals(desk: Desk) -> Annals:
    """Return what is kept of the sectors; where nobody has begun it, the first question does."""
    kept = next((it for it in desk.pipeline.moved if isinstance(it, Annals)), None)
    if kept is None:
        kept = Annals(desk.market)
        desk.pipeline.moved.append(kept)
    return kept


def _step(milestone: Decimal, value: Decimal) -> Step:
    gap = milestone - value
    return Step(milestone, gap, gap / value * 100)


def _progress(value: Decimal, ahead: Step | None, behind: Step | None) -> float:
    if ahead is None:
        return 1.0
    start = behind.milestone if behind else Decimal(0)
    return float((value - start) / (ahead.milestone - start))
