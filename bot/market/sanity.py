"""What is refused at the door: prices that are none or jump, times out of order, the same twice."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from bot import figures
from bot.market.events import CorporateAction, Event, Quote, Reference
from bot.market.jumps import Jumps
from bot.market.lull import HIGHEST, LOWEST
from bot.market.state import Market
from bot.market.tape import Tape

FURTHEST_AHEAD = timedelta(days=7)
"""No market rests this long, so a longer leap is a fault of the time, not of the market."""

CLOCKS_APART = timedelta(seconds=2)
"""How far a venue's clock may be ahead of ours; a trade of later than that has not been made."""


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
        self.jumps = Jumps(market.actions, market.doubts, market.witnesses)
        self._market = market
        self._told = False
        self.first: Event | None = None
        self._others: set[Event] = set()

    def judge(self, event: Event) -> Refusal | None:
        """Return why `event` may not enter, or None where it may."""
        refusal = (
            self._figures(event) or self._time(event) or self._trade(event) or self._again(event)
        )
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

    def _trade(self, event: Event) -> Refusal | None:
        if not isinstance(event, Quote):
            return None
        if event.at - event.seen > CLOCKS_APART:
            at, seen = figures.utc(event.at), figures.utc(event.seen)
            return Refusal("future", f"a trade of {at}, told at {seen}")
        tape = self._market.tapes.get(event.symbol)
        if tape is None:
            return None
        refusal = _currency(event, tape) or _order(event, tape)
        if refusal is None and (fault := self.jumps.fault(event, tape)):
            return Refusal("jump", fault)
        return refusal

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


def _currency(quote: Quote, tape: Tape) -> Refusal | None:
    known = tape.reference
    if known is None or known.currency == quote.currency:
        return None
    told = f"a price in {quote.currency[:5]!r}, and {quote.symbol} trades in {known.currency}"
    return Refusal("currency", told)


# What is told late adds nothing to the stretch of time that is on: the newest price is known, and
# its volume counts every share before it. Of a session before, it may be the close nobody told.
def _order(quote: Quote, tape: Tape) -> Refusal | None:
    newest = tape.quote
    if newest is None or quote.at >= newest.at:
        return None
    if quote.at < tape.calendar.span(newest.at).start:
        return None
    at, latest = figures.utc(quote.at), figures.utc(newest.at)
    return Refusal("order", f"a trade of {at}, told after that of {latest}")


def _volume(value: int | None) -> Refusal | None:
    if value is None or value >= 0:
        return None
    return Refusal("volume", f"volume {value} is none; it must be 0 or more")
