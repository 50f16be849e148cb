"""The market as we know it now: a tape for each instrument, a ledger for each watchlist."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.market.events import Event, Quote, Reference
from bot.market.instruments import Asset, Symbol
from bot.market.sector import Sector
from bot.market.sessions import Calendar
from bot.market.tape import Tape
from bot.market.watchlists import Watchlist

VENUES = {Asset.EQUITY: "US", Asset.CRYPTO: "crypto"}
"""The venue whose hours an instrument keeps, where its reference has not said."""


@dataclass(frozen=True, slots=True)
class Change:
    """Says whose figures an event changed; a `rebase` changed what they mean, not the market.

    A `quote` was one trade of one instrument.
    """

    symbols: tuple[Symbol, ...] = ()
    rebase: bool = False
    quote: bool = False


NOTHING = Change()


class Market:
    """Holds what feeds have told, and answers for any instant from then on."""

    def __init__(
        self, calendars: Mapping[str, Calendar], watchlists: Iterable[Watchlist], now: datetime
    ) -> None:
        self.calendars = calendars
        self.now = now
        self.tapes: dict[Symbol, Tape] = {}
        self._alone: dict[Symbol, Change] = {}  # one for each symbol, as every quote needs it
        self.sectors = {w.name: Sector(w, self.tapes) for w in watchlists}
        self._lists_of: dict[Symbol, list[Sector]] = {}
        for sector in self.sectors.values():
            for symbol in sector.watchlist.members:
                self._lists_of.setdefault(symbol, []).append(sector)
                self.tape(symbol)  # its session is known, and we watch it, before it is heard of

    def tape(self, symbol: Symbol) -> Tape:
        """Return the tape of `symbol`, blank if nothing was ever heard of it."""
        tape = self.tapes.get(symbol)
        if tape is None:
            # A pair such as BTC-USD trades around the clock; all else keeps the exchange's hours.
            asset = Asset.CRYPTO if "-" in symbol else Asset.EQUITY
            self._alone[symbol] = Change((symbol,), quote=True)
            tape = self.tapes[symbol] = Tape(symbol, self.calendars[VENUES[asset]], self.now)
        return tape

    def take(self, event: Event) -> Change:
        """Take an event that has been found sane, and say what it changed."""
        self.now = max(self.now, event.seen)
        if isinstance(event, Quote):
            self.tape(event.symbol).trade(event)
            for sector in self._lists_of.get(event.symbol, ()):
                sector.refresh(event.symbol, self.now)
            return self._alone[event.symbol]
        if isinstance(event, Reference):
            return self._refer(event)
        return NOTHING

    def lists_of(self, symbol: Symbol) -> Sequence[Sector]:
        """Return the ledgers that an instrument is in."""
        return self._lists_of.get(symbol, ())

    def next_change(self) -> datetime:
        """Return the next instant at which some venue's session or trading day changes."""
        return min(c.next_change(self.now) for c in self.calendars.values())

    def turn_to(self, now: datetime) -> list[Change]:
        """Move time on, and say for whom a session or, as a rebase, a trading day began."""
        before, self.now = self.now, max(self.now, now)
        changes = []
        for calendar in self.calendars.values():
            old, new = calendar.span(before), calendar.span(self.now)
            if old != new:
                symbols = tuple(s for s, t in self.tapes.items() if t.calendar is calendar)
                changes.append(Change(symbols, rebase=old.day != new.day))
        if changes:
            for sector in self.sectors.values():
                sector.refresh_all(self.now)
        return changes

    def _refer(self, reference: Reference) -> Change:
        tape = self.tape(reference.symbol)
        tape.calendar = self.calendars[reference.venue]
        tape.refer(reference)
        for sector in self._lists_of.get(reference.symbol, ()):
            sector.refresh(reference.symbol, self.now, why=f"{reference.symbol} reference")
        return Change((reference.symbol,), rebase=True)
