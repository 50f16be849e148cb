"""Freshness: which members of a sum have a price of now, until when, and what the rest come to."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from bot.market.instruments import Symbol
from bot.market.sessions import Session, Span
from bot.market.tape import Tape

FOREVER = datetime.max.replace(tzinfo=UTC)


class Freshness:
    """Holds until when each member is fresh.

    `stale` is what every other adds to the sum, and `worth` what all of these come to. Until
    `soonest` nothing has to be looked at: it is no later than the first limit, which a late print
    may have brought forward.
    """

    __slots__ = ("_until", "soonest", "stale", "worth")

    def __init__(self) -> None:
        self.stale: dict[Symbol, Decimal] = {}
        self.worth = Decimal(0)
        self.soonest = FOREVER
        self._until: dict[Symbol, datetime] = {}

    def take(self, symbol: Symbol, value: Decimal, until: datetime, now: datetime) -> None:
        """Take a member in, as fresh until an instant or, where that is over, as stale."""
        if until <= now:
            self.stale[symbol] = value
            self.worth += value
        elif until != FOREVER:
            self._until[symbol] = until
            self.soonest = min(self.soonest, until)

    def drop(self, symbol: Symbol) -> None:
        """Forget a member."""
        self.worth -= self.stale.pop(symbol, 0)
        self._until.pop(symbol, None)

    def prolong(self, symbol: Symbol, until: datetime) -> None:
        """Put off when a fresh member goes stale, for it has traded."""
        self._until[symbol] = until

    def expire(self, values: Mapping[Symbol, Decimal], now: datetime) -> None:
        """Let go stale whose time is over; `values` are what those add who have a time."""
        for symbol in [s for s, until in self._until.items() if until <= now]:
            del self._until[symbol]
            self.stale[symbol] = values[symbol]
            self.worth += values[symbol]
        self.soonest = self.next() or FOREVER

    def next(self) -> datetime | None:
        """Return when the next member goes stale unless it trades before; None where none will."""
        return min(self._until.values(), default=None)


# Before the bell and after hours a name that has not traded stands at its last price and is
# none the worse for it. A trade of the session itself ages: they were coming, and have stopped.
def fresh_until(
    tape: Tape, at: datetime | None, span: Span, limit: timedelta | None, now: datetime
) -> datetime:
    """Return until when a price of the moment `at` is fresh, in the stretch that is on now."""
    if span.session is Session.REGULAR and limit is not None:
        return max(at or span.start, span.start) + limit
    if at is not None and at >= span.start and limit is not None:
        return at + limit
    last = tape.last(now)
    return FOREVER if last is not None and last.fresh else now
