"""What a sector comes to, worked out once for those who ask and for the web desk."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.errors import UserError
from bot.market.annals import Annals
from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.market.sessions import Session
from bot.rules.measure import Measure
from bot.rules.metrics import cap, percent
from handlers.desk import Desk
from handlers.words import ListName


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
        raise UserError("There is no watchlist yet; the operator adds one to the settings.")
    default = next((s for s in sectors.values() if s.watchlist.milestones), None)
    sector = default or next(iter(sectors.values()))
    others = len(sectors) - 1
    named = desk.shown(sector.watchlist.name)
    return sector, f"This is {named}, as you named no list." if others else ""


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
