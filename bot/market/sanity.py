"""What is refused at the door: prices that are none, times that run back, the same thing twice."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bot import figures
from bot.market.events import CorporateAction, Event, Quote, Reference
from bot.market.lull import HIGHEST, LOWEST
from bot.market.state import Market

FURTHEST_AHEAD = timedelta(days=7)
"""No market rests this long, so a longer leap is a fault of the time, not of the market."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Says why something was not let in: `reason` to count by, `detail` for a person."""

    reason: str
    detail: str


class Sanity:
    """Judges each event before the market takes it, and counts what it turned away.

    `first` is the first event of the newest instant there was.
    """

    def __init__(self, market: Market) -> None:
        self.refused: Counter[str] = Counter()
        self._market = market
        self._told = False
        self.first: Event | None = None
        self._others: set[Event] = set()

    def judge(self, event: Event) -> Refusal | None:
        """Return why `event` may not enter, or None where it may."""
        refusal = self._figures(event) or self._time(event) or self._again(event)
        if refusal:
            self.count(refusal)
        return refusal

    def count(self, refusal: Refusal) -> None:
        """Count a refusal, made here or by a feed that could not read what it was given."""
        self.refused[refusal.reason] += 1

    def _figures(self, event: Event) -> Refusal | None:
        if isinstance(event, Quote):
            return _price("price", event.price) or _volume(event.volume)
        if isinstance(event, Reference):
            return self._reference(event)
        if isinstance(event, CorporateAction):
            return _price("ratio", event.ratio)
        return None

    def _reference(self, event: Reference) -> Refusal | None:
        if event.venue not in self._market.calendars:
            known = ", ".join(self._market.calendars)
            return Refusal(
                "venue", f"venue {event.venue[:20]!r} has no sessions here, only {known}"
            )
        for name in ("previous_close", "close_before", "year_close"):
            value = getattr(event, name)
            if value is not None and (refusal := _price(name, value)):
                return refusal
        if event.shares_outstanding is not None and event.shares_outstanding < 0:
            return Refusal("shares", f"a share count of {event.shares_outstanding}")
        return None

    def _time(self, event: Event) -> Refusal | None:
        now = self._market.now
        if event.seen < now:
            at, latest = figures.utc(event.seen), figures.utc(now)
            return Refusal("backwards", f"time goes backwards: {at} after {latest}")
        if self._told and event.seen - now > FURTHEST_AHEAD:
            return Refusal("ahead", f"time leaps ahead from {figures.utc(now)} to {event.seen}")
        self._told = True
        return None

    # Time never runs back, so an event can only be repeated within its own instant; most have it
    # for themselves, and are hashed only once another comes.
    def _again(self, event: Event) -> Refusal | None:
        first, others = self.first, self._others
        if first is None or first.seen != event.seen:
            self.first = event
            others.clear()
            return None
        if event == first or event in others:
            kind = type(event).__name__.lower()
            return Refusal("duplicate", f"the same {kind} again, at {figures.utc(event.seen)}")
        others.add(event)
        return None


def _price(name: str, value: Decimal) -> Refusal | None:
    if value.is_finite() and LOWEST < value < HIGHEST:
        return None
    return Refusal(
        "price", f"{name} {str(value)[:30]} is none; it must be over 0 and under {HIGHEST:,}"
    )


def _volume(value: int | None) -> Refusal | None:
    if value is None or value >= 0:
        return None
    return Refusal("volume", f"volume {value} is none; it must be 0 or more")
