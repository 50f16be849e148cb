"""The sector ledger: cap = Σ price × shares, each term with where its figures come from."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.market.events import Quote
from bot.market.instruments import Symbol
from bot.market.sessions import Session
from bot.market.tape import Tape
from bot.market.watchlists import Watchlist

_SERIES_STEP = timedelta(minutes=1)
_SERIES_KEPT = 1500
FOREVER = datetime.max.replace(tzinfo=UTC)
LONG_AGO = datetime.min.replace(tzinfo=UTC)


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


@dataclass(slots=True)
class _Held:
    """What a member adds to the sum, and the trade in it that its term does not show yet."""

    shares: int
    value: Decimal
    limit: timedelta | None = None
    news: Quote | None = None


@dataclass(frozen=True, slots=True)
class Rebase:
    """Records that the series changed its meaning, not its value: `before` and `after` in USD."""

    at: datetime
    why: str
    before: Decimal
    after: Decimal


class Sector:
    """Adds up a watchlist as it trades, one multiply and two adds a quote.

    `cap` is exact: a Decimal holds every product and sum of prices and share counts whole.
    `traded` is the moment of the newest trade in it. Until `settled` every term is fresh, and
    between `low` and `high` (both excluded) no rule on the cap can turn.
    """

    def __init__(self, watchlist: Watchlist, tapes: Mapping[Symbol, Tape]) -> None:
        self.watchlist = watchlist
        self.tapes = tapes
        self.cap = Decimal(0)
        self._traded = LONG_AGO
        self.rebases: deque[Rebase] = deque(maxlen=100)
        self.settled = LONG_AGO
        self.low = self.high = Decimal(0)
        self._terms: dict[Symbol, Term] = {}
        self._held: dict[Symbol, _Held] = {}
        self._fresh: set[Symbol] = set()
        self._fresh_cap = Decimal(0)
        self._stale_at: dict[Symbol, datetime] = {}
        self._sooner = FOREVER
        self._series: deque[tuple[datetime, Decimal]] = deque(maxlen=_SERIES_KEPT)
        self._next_point = LONG_AGO
        self._newest = Decimal(0)

    @property
    def terms(self) -> Mapping[Symbol, Term]:
        """Each member's part of the cap, as far as it is known."""
        self._catch_up()
        return self._terms

    @property
    def traded(self) -> datetime | None:
        """The moment of the newest trade in it."""
        return None if self._traded == LONG_AGO else self._traded

    @property
    def series(self) -> Sequence[tuple[datetime, Decimal]]:
        """The cap at the end of each minute in which it was whole; the last is the newest."""
        if not self._series:
            return ()
        *ended, (minute, _) = self._series
        return (*ended, (minute, self._newest))

    @property
    def missing(self) -> tuple[Symbol, ...]:
        """Members without a price or a share count, which leave the whole cap unknown."""
        return tuple(s for s in self.watchlist.members if s not in self._terms)

    @property
    def whole(self) -> bool:
        """Whether every member is in the sum."""
        return len(self._terms) == len(self.watchlist.members)

    def coverage(self, now: datetime) -> Decimal:
        """Return the fraction of the cap whose prices are fresh at `now`; 0 before it is whole."""
        self._expire(now)
        if not self.cap or not self.whole:
            return Decimal(0)
        return self._fresh_cap / self.cap

    def next_stale(self, now: datetime) -> datetime | None:
        """Return when the next term goes stale unless it trades before; None where none will."""
        self._expire(now)
        self._catch_up()
        return min(self._stale_at.values(), default=None)

    def believed(self, now: datetime) -> bool:
        """Tell whether the cap is whole and fresh enough to be compared with anything."""
        return bool(self.cap) and self.coverage(now) >= self.watchlist.coverage

    def stale(self, now: datetime) -> tuple[Symbol, ...]:
        """Return the members whose price is too old to count as fresh at `now`."""
        self._expire(now)
        return tuple(s for s in self._terms if s not in self._fresh)

    def base(self, now: datetime) -> Decimal | None:
        """Return the cap at every member's previous close, with today's share counts."""
        total = Decimal(0)
        for symbol, term in self._terms.items():
            tape = self.tapes[symbol]
            close = tape.close_before(tape.today(now))
            if close is None:
                return None
            total += close.price * term.shares
        return total if total and self.whole else None

    def stay(self, quote: Quote) -> bool:
        """Put a trade in the sum that came in a lull, and tell whether the cap stays in its own.

        In a lull the member has traded in this stretch of time before, no later than now, and
        everything is fresh: what was traded since goes stale no sooner than it would have.
        """
        held, at = self._held[quote.symbol], quote.at
        value = quote.price * held.shares
        cap = self.cap = self._fresh_cap = self.cap + (value - held.value)
        held.value, held.news = value, quote
        if at > self._traded:  # noqa: PLR1730 (a call would cost as much as the rest)
            self._traded = at
        if quote.seen >= self._next_point:
            self._sample(quote.seen)
        self._newest = cap
        return self.low < cap < self.high

    def refresh(self, symbol: Symbol, now: datetime, *, why: str = "") -> None:
        """Put a member's newest figures in the sum; with `why`, record it as a rebase."""
        before, was_whole = self.cap, self.whole
        self._replace(symbol, self._term(symbol, now), now)
        self._settle(now)
        if why and was_whole and before != self.cap:
            self.rebases.append(Rebase(now, why, before, self.cap))
        if self.whole:
            self._sample(now)

    def refresh_all(self, now: datetime) -> None:
        """Judge every term anew, because another session has begun."""
        for symbol in self.watchlist.members:
            self._replace(symbol, self._term(symbol, now), now)
        self._settle(now)

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
        gone = self._held.pop(symbol, None)
        old = gone.value if gone else Decimal(0)
        self.cap -= old
        if symbol in self._fresh:
            self._fresh.remove(symbol)
            self._fresh_cap -= old
        self._terms.pop(symbol, None)
        self._stale_at.pop(symbol, None)
        if term is None:
            return
        self._terms[symbol] = term
        self._held[symbol] = _Held(term.shares, term.value)
        self.cap += term.value
        if term.at is not None:
            self._traded = max(self._traded, term.at)
        until = self._fresh_until(term, now)
        if until > now:
            self._fresh.add(symbol)
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
        self._held[term.symbol].limit = limit
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
        self._catch_up()
        for symbol in [s for s, until in self._stale_at.items() if until <= now]:
            del self._stale_at[symbol]
            self._fresh.remove(symbol)
            self._fresh_cap -= self._held[symbol].value
        self._sooner = min(self._stale_at.values(), default=FOREVER)

    # Terms, and when they go stale, are worked out for those who ask, not at every trade.
    def _catch_up(self) -> None:
        for symbol, held in self._held.items():
            quote, held.news = held.news, None
            if quote is None:
                continue
            self._terms[symbol] = replace(
                self._terms[symbol],
                price=quote.price,
                value=held.value,
                at=quote.at,
                source=quote.source,
            )
            if held.limit is not None:
                self._stale_at[symbol] = quote.at + held.limit

    def _settle(self, now: datetime) -> None:
        self._expire(now)
        complete = self.whole and len(self._fresh) == len(self._terms) and self.cap
        self.settled = self._sooner if complete else LONG_AGO

    def _sample(self, now: datetime) -> None:
        if now >= self._next_point:
            if self._series:
                self._series[-1] = (self._series[-1][0], self._newest)
            minute = now.replace(second=0, microsecond=0)
            self._series.append((minute, self.cap))
            self._next_point = minute + _SERIES_STEP
        self._newest = self.cap
