"""The sector ledger: cap = Σ price × shares, each term with where its figures come from."""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.market.instruments import Symbol
from bot.market.sessions import Session
from bot.market.tape import Tape
from bot.market.watchlists import Watchlist

_SERIES_STEP = timedelta(minutes=1)
_SERIES_KEPT = 1500
FOREVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One member's part of the cap: `value` = `price` × `shares`, in USD.

    `at` is the moment of the trade; None where the price is the last finished close, because
    nothing has traded since.
    """

    symbol: Symbol
    price: Decimal
    shares: int
    value: Decimal
    at: datetime | None
    source: str
    shares_as_of: date | None


@dataclass(frozen=True, slots=True)
class Rebase:
    """Records that the series changed its meaning, not its value: `before` and `after` in USD."""

    at: datetime
    why: str
    before: Decimal
    after: Decimal


class Sector:
    """Adds up a watchlist as it trades, one multiply and one add a quote.

    `cap` is exact: a Decimal holds every product and sum of prices and share counts whole.
    `traded` is the moment of the newest trade in it.
    """

    def __init__(self, watchlist: Watchlist, tapes: Mapping[Symbol, Tape]) -> None:
        self.watchlist = watchlist
        self.tapes = tapes
        self.terms: dict[Symbol, Term] = {}
        self.cap = Decimal(0)
        self.traded: datetime | None = None
        self.series: deque[tuple[datetime, Decimal]] = deque(maxlen=_SERIES_KEPT)
        self.rebases: deque[Rebase] = deque(maxlen=100)
        self._fresh: dict[Symbol, Decimal] = {}
        self._fresh_cap = Decimal(0)
        self._stale_at: dict[Symbol, datetime] = {}
        self._sooner = FOREVER

    @property
    def missing(self) -> tuple[Symbol, ...]:
        """Members without a price or a share count, which leave the whole cap unknown."""
        return tuple(s for s in self.watchlist.members if s not in self.terms)

    @property
    def whole(self) -> bool:
        """Whether every member is in the sum."""
        return len(self.terms) == len(self.watchlist.members)

    def coverage(self, now: datetime) -> Decimal:
        """Return the fraction of the cap whose prices are fresh at `now`; 0 before it is whole."""
        self._expire(now)
        if not self.cap or not self.whole:
            return Decimal(0)
        return self._fresh_cap / self.cap

    def next_stale(self, now: datetime) -> datetime | None:
        """Return when the next term goes stale unless it trades before; None where none will."""
        self._expire(now)
        return min(self._stale_at.values(), default=None)

    def believed(self, now: datetime) -> bool:
        """Tell whether the cap is whole and fresh enough to be compared with anything."""
        return bool(self.cap) and self.coverage(now) >= self.watchlist.coverage

    def stale(self, now: datetime) -> tuple[Symbol, ...]:
        """Return the members whose price is too old to count as fresh at `now`."""
        self._expire(now)
        return tuple(s for s in self.terms if s not in self._fresh)

    def base(self, now: datetime) -> Decimal | None:
        """Return the cap at every member's previous close, with today's share counts."""
        total = Decimal(0)
        for symbol, term in self.terms.items():
            tape = self.tapes[symbol]
            close = tape.close_before(tape.today(now))
            if close is None:
                return None
            total += close.price * term.shares
        return total if total and self.whole else None

    def refresh(self, symbol: Symbol, now: datetime, *, why: str = "") -> None:
        """Put a member's newest figures in the sum; with `why`, record it as a rebase."""
        before, was_whole = self.cap, self.whole
        self._replace(symbol, self._term(symbol, now), now)
        if why and was_whole and before != self.cap:
            self.rebases.append(Rebase(now, why, before, self.cap))
        if self.whole:
            self._sample(now)

    def refresh_all(self, now: datetime) -> None:
        """Judge every term anew, because another session has begun."""
        for symbol in self.watchlist.members:
            self._replace(symbol, self._term(symbol, now), now)

    def _term(self, symbol: Symbol, now: datetime) -> Term | None:
        tape = self.tapes.get(symbol)
        last = tape.last(now) if tape else None
        if tape is None or last is None or tape.shares is None or tape.reference is None:
            return None
        return Term(
            symbol=symbol,
            price=last.price,
            shares=tape.shares,
            value=last.price * tape.shares,
            at=last.at,
            source=last.source,
            shares_as_of=tape.reference.shares_as_of,
        )

    def _replace(self, symbol: Symbol, term: Term | None, now: datetime) -> None:
        old = self.terms.pop(symbol, None)
        self.cap -= old.value if old else 0
        self._fresh_cap -= self._fresh.pop(symbol, 0)
        self._stale_at.pop(symbol, None)
        if term is None:
            return
        self.terms[symbol] = term
        self.cap += term.value
        if term.at is not None and (self.traded is None or term.at > self.traded):
            self.traded = term.at
        until = self._fresh_until(term, now)
        if until > now:
            self._fresh[symbol] = term.value
            self._fresh_cap += term.value
            if until != FOREVER:
                self._stale_at[symbol] = until
                self._sooner = min(self._sooner, until)

    # Before the bell and after hours a name that has not traded stands at its last price and is
    # none the worse for it. A trade of the session itself ages: they were coming, and have stopped.
    def _fresh_until(self, term: Term, now: datetime) -> datetime:
        tape = self.tapes[term.symbol]
        span = tape.calendar.span(now)
        limit = self.watchlist.fresh_within.get(span.session)
        in_session = term.at is not None and term.at >= span.start
        if span.session is Session.REGULAR and limit is not None:
            return max(term.at or span.start, span.start) + limit
        if in_session and limit is not None and term.at is not None:
            return term.at + limit
        last = tape.last(now)
        return FOREVER if last is not None and last.fresh else now

    # `_sooner` is no later than the first limit, so that until then nothing has to be looked at; a
    # late print may have an earlier limit than one that came before it.
    def _expire(self, now: datetime) -> None:
        if now < self._sooner:
            return
        for symbol in [s for s, until in self._stale_at.items() if until <= now]:
            del self._stale_at[symbol]
            self._fresh_cap -= self._fresh.pop(symbol)
        self._sooner = min(self._stale_at.values(), default=FOREVER)

    def _sample(self, now: datetime) -> None:
        if not self.series or now - self.series[-1][0] >= _SERIES_STEP:
            minute = now.replace(second=0, microsecond=0)
            self.series.append((minute, self.cap))
        else:
            self.series[-1] = (self.series[-1][0], self.cap)
