"""The sector ledger: cap = Σ price × shares, each term with where its figures come from."""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.market.events import Quote
from bot.market.freshness import FOREVER, Freshness, fresh_until
from bot.market.instruments import Symbol
from bot.market.minutes import Minutes
from bot.market.tape import Tape
from bot.market.volatility import History
from bot.market.watchlists import Watchlist

__all__ = ["FOREVER", "LONG_AGO", "Rebase", "Sector", "Term"]

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
    `minutes` keeps it at the end of each minute in which it was whole, `history` of each day. Until
    `settled` every term is fresh, and between `low` and `high` (both excluded) no rule on the cap
    can turn.
    """

    def __init__(self, watchlist: Watchlist, tapes: Mapping[Symbol, Tape]) -> None:
        self.watchlist = watchlist
        self.tapes = tapes
        self.cap = Decimal(0)
        self.rebases: deque[Rebase] = deque(maxlen=100)
        self.minutes = Minutes()
        self.history = History(watchlist.members, tapes)
        self.settled = LONG_AGO
        self.low = self.high = Decimal(0)
        self._traded = LONG_AGO
        self._terms: dict[Symbol, Term] = {}
        self._held: dict[Symbol, _Held] = {}
        self._freshness = Freshness()

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
    def missing(self) -> tuple[Symbol, ...]:
        """Members without a price or a share count, which leave the whole cap unknown."""
        return tuple(s for s in self.watchlist.members if s not in self._terms)

    @property
    def whole(self) -> bool:
        """Whether every member is in the sum."""
        return len(self._terms) == len(self.watchlist.members)

    def freshness(self, now: datetime) -> Freshness:
        """Return who is too old to count as fresh at `now`, and when the next will be."""
        self._catch_up()
        self._expire(now)
        return self._freshness

    def coverage(self, now: datetime) -> Decimal:
        """Return the fraction of the cap whose prices are fresh at `now`; 0 before it is whole."""
        self._expire(now)
        if not self.cap or not self.whole:
            return Decimal(0)
        return (self.cap - self._freshness.worth) / self.cap

    def believed(self, now: datetime) -> bool:
        """Tell whether the cap is whole and fresh enough to be compared with anything."""
        return bool(self.cap) and self.coverage(now) >= self.watchlist.coverage

    def stay(self, quote: Quote) -> bool:
        """Put a trade in the sum that came in a lull, and tell whether the cap stays in its own.

        In a lull the member has traded in this stretch of time before, no later than now, and
        everything is fresh: what was traded since goes stale no sooner than it would have.
        """
        held, at, minutes = self._held[quote.symbol], quote.at, self.minutes
        value = quote.price * held.shares
        cap = self.cap = self.cap + (value - held.value)
        held.value, held.news = value, quote
        if at > self._traded:  # noqa: PLR1730 (a call would cost as much as the rest)
            self._traded = at
        if quote.seen >= minutes.due:
            minutes.begin(quote.seen)
        minutes.newest = cap
        return self.low < cap < self.high

    def refresh(self, symbol: Symbol, now: datetime, *, why: str = "") -> None:
        """Put a member's newest figures in the sum; with `why`, record it as a rebase."""
        before, was_whole = self.cap, self.whole
        self._replace(symbol, now)
        self._settle(now)
        if why and was_whole and before != self.cap:
            self.rebases.append(Rebase(now, why, before, self.cap))
        if self.whole:
            self.minutes.add(self.cap, now)

    def relist(self, watchlist: Watchlist, now: datetime) -> None:
        """Go on as another list of its name; other members are recorded as a rebase."""
        before, old, new = self.cap, self.watchlist.members, watchlist.members
        self.watchlist = watchlist
        if new != old:
            self.history = History(new, self.tapes)
        for symbol in (s for s in old if s not in new):
            self._let_go(symbol)
        self._traded = LONG_AGO
        self.refresh_all(now)
        if self.whole:
            self.minutes.add(self.cap, now)
        if why := _relisted(old, new):
            self.rebases.append(Rebase(now, why, before, self.cap))

    def refresh_all(self, now: datetime) -> None:
        """Judge every term anew, because another session has begun."""
        for symbol in self.watchlist.members:
            self._replace(symbol, now)
        self._settle(now)

    def _let_go(self, symbol: Symbol) -> None:
        gone = self._held.pop(symbol, None)
        self.cap -= gone.value if gone else 0
        self._freshness.drop(symbol)
        self._terms.pop(symbol, None)

    def _replace(self, symbol: Symbol, now: datetime) -> None:
        self._let_go(symbol)
        tape = self.tapes.get(symbol)
        term = _term(tape, now) if tape is not None else None
        if tape is None or term is None:
            return
        span = tape.calendar.span(now)
        limit = self.watchlist.fresh_within.get(span.session)
        self._terms[symbol] = term
        self._held[symbol] = _Held(term.shares, term.value, limit)
        self.cap += term.value
        if term.at is not None:
            self._traded = max(self._traded, term.at)
        until = fresh_until(tape, term.at, span, limit, now)
        self._freshness.take(symbol, term.value, until, now)

    def _expire(self, now: datetime) -> None:
        if now < self._freshness.soonest:
            return
        self._catch_up()
        self._freshness.expire({s: held.value for s, held in self._held.items()}, now)

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
                self._freshness.prolong(symbol, quote.at + held.limit)

    def _settle(self, now: datetime) -> None:
        self._expire(now)
        freshness = self._freshness
        complete = self.whole and not freshness.stale and self.cap
        self.settled = freshness.soonest if complete else LONG_AGO


def _relisted(old: Sequence[Symbol], new: Sequence[Symbol]) -> str:
    came, went = [s for s in new if s not in old], [s for s in old if s not in new]
    told = {"added": came, "removed": went}
    return ", ".join(f"{' '.join(symbols)} {word}" for word, symbols in told.items() if symbols)


def _term(tape: Tape, now: datetime) -> Term | None:
    last = tape.last(now)
    if last is None or tape.shares is None or tape.reference is None:
        return None
    return Term(
        symbol=tape.symbol,
        price=last.price,
        shares=tape.shares,
        value=last.price * tape.shares,
        at=last.at,
        source=last.source,
        shares_as_of=tape.reference.shares_as_of,
    )
