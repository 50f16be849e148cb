"""The market as we know it now: a tape for each instrument, a ledger for each watchlist."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from bot.market.actions import Actions
from bot.market.belief import Belief
from bot.market.doubts import About, Doubt, Doubts
from bot.market.events import CorporateAction, Event, Halt, Quote, Reference
from bot.market.halts import Halts
from bot.market.instruments import Asset, Symbol
from bot.market.sector import Sector
from bot.market.sessions import Calendar
from bot.market.tape import Tape
from bot.market.watchlists import CONFIRM_OVER, Watchlist
from bot.market.witnesses import Witnesses

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
    """Holds what feeds have told, and answers for any instant from then on.

    `doubts` are what an operator should look up; `splits` those that have taken effect, in order;
    `witnesses` what every source said last, whether or not it was taken. `edition` counts how often
    a watchlist was made, changed or dropped.
    """

    def __init__(
        self, calendars: Mapping[str, Calendar], watchlists: Iterable[Watchlist], now: datetime
    ) -> None:
        self.calendars = calendars
        self.now = now
        self.tapes: dict[Symbol, Tape] = {}
        self.doubts = Doubts()
        self.witnesses = Witnesses()
        self.splits: list[CorporateAction] = []
        self.actions = Actions()
        self._belief = Belief(self.actions, self.doubts)
        self._halts = Halts()
        self._alone: dict[Symbol, Change] = {}  # one for each symbol, as every quote needs it
        self.edition = 0
        self.sectors: dict[str, Sector] = {}
        self._lists_of: dict[Symbol, list[Sector]] = {}
        for watchlist in watchlists:
            self.enlist(watchlist)

    def enlist(self, watchlist: Watchlist) -> Change:
        """Watch a list, new or in the place of the one of its name, of which the ledger goes on."""
        sector = self.sectors.get(watchlist.name)
        before = self._unlist(sector) if sector is not None else ()
        for symbol in watchlist.members:
            self.tape(symbol)  # its session is known, and we watch it, before it is heard of
        if sector is None:
            sector = self.sectors[watchlist.name] = Sector(watchlist, self.tapes)
            sector.refresh_all(self.now)
        else:
            sector.relist(watchlist, self.now)
        for symbol in watchlist.members:
            self._lists_of.setdefault(symbol, []).append(sector)
        return self._edited((*before, *watchlist.members))

    def delist(self, name: str) -> Change:
        """Watch a list no more; what is known of its members stays."""
        return self._edited(self._unlist(self.sectors.pop(name)))

    def _unlist(self, sector: Sector) -> tuple[Symbol, ...]:
        members = sector.watchlist.members
        for symbol in members:
            self._lists_of[symbol].remove(sector)
            if not self._lists_of[symbol]:
                del self._lists_of[symbol]
        return members

    # What is calm on a tape was calm for the lists it was on.
    def _edited(self, symbols: Iterable[Symbol]) -> Change:
        self.edition += 1
        concerned = tuple(dict.fromkeys(symbols))
        for symbol in concerned:
            self.tape(symbol).lull = None
        return Change(concerned, rebase=True)

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
            tape = self.tape(event.symbol)
            tape.trade(event)
            for sector in self._lists_of.get(event.symbol, ()):
                sector.refresh(event.symbol, self.now)
            # What is told late is no price of now; it may be the close that one is measured from.
            return self._alone[event.symbol] if tape.quote is event else Change((event.symbol,))
        if isinstance(event, Reference):
            return self._refer(event)
        if isinstance(event, CorporateAction):
            return self._act(event)
        if isinstance(event, Halt):
            return self._halt(event)
        return NOTHING

    def alias(self, symbol: Symbol) -> Symbol | None:
        """Return the name an instrument goes by now, to be proposed; None if it was not renamed."""
        return self.actions.alias(symbol, self.now)

    @property
    def listed(self) -> Collection[Symbol]:
        """The instruments that are on a watchlist."""
        return self._lists_of.keys()

    def lists_of(self, symbol: Symbol) -> Sequence[Sector]:
        """Return the ledgers that an instrument is in."""
        return self._lists_of.get(symbol, ())

    def confirm_over(self, symbol: Symbol) -> Decimal:
        """Return the move of an instrument, in percent, past which one source is not enough."""
        lists = (sector.watchlist.confirm_over for sector in self.lists_of(symbol))
        return min(lists, default=CONFIRM_OVER)

    def next_change(self) -> datetime:
        """Return the next instant at which a session, a trading day, a split or a halt turns."""
        change = min(c.next_change(self.now) for c in self.calendars.values())
        others = (self.actions.next(), self._halts.next(self.now))
        return min((at for at in others if at is not None and at < change), default=change)

    def turn_to(self, now: datetime) -> list[Change]:
        """Move time on, and say for whom a session began or, as a rebase, a day or a split did."""
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
        halts = [Change((symbol,)) for symbol in self._halts.turned(before, self.now)]
        return [*changes, *self._split(), *halts]

    def _refer(self, reference: Reference) -> Change:
        tape = self.tape(reference.symbol)
        tape.calendar = tape.bells.calendar = self.calendars[reference.venue]
        tape.refer(self._belief.of(reference, tape))
        return self._rebased(reference.symbol, "reference")

    def _act(self, action: CorporateAction) -> Change:
        tape = self.tape(action.symbol)
        if action.effective >= tape.since:
            action = replace(action, effective=_first_trade(tape.calendar, action.effective))
        self.actions.hear(action)
        if action.successor is not None:
            day = tape.calendar.trading_day(action.effective)
            text = f"{action.symbol} is {action.successor} from {day}; what names it has to be told"
            doubt = Doubt(symbol=action.symbol, about=About.NAME, text=text, since=action.seen)
            self.doubts.note(doubt)
        changes = self._split()
        return changes[0] if changes else NOTHING

    def _split(self) -> list[Change]:
        changes = []
        for action in self.actions.due(self.now):
            tape = self.tape(action.symbol)
            if not tape.split(action):
                continue
            self._belief.split(action.symbol, tape)
            self.splits.append(action)
            changes.append(self._rebased(action.symbol, "split"))
        return changes

    def _halt(self, halt: Halt) -> Change:
        tape = self.tape(halt.symbol)
        if not tape.trading.stop(halt):
            return NOTHING
        tape.lull = None
        self._halts.hear(halt)
        return Change((halt.symbol,))

    def _rebased(self, symbol: Symbol, why: str) -> Change:
        for sector in self._lists_of.get(symbol, ()):
            sector.refresh(symbol, self.now, why=f"{symbol} {why}")
        return Change((symbol,), rebase=True)


# Feeds date an action by any hour between two sessions; it is there as the next begins to trade.
def _first_trade(calendar: Calendar, at: datetime) -> datetime:
    day = calendar.trading_day(at)
    hours = calendar.hours(day)
    if hours is None or at >= hours.close:
        hours = calendar.hours(calendar.next_day(day))
    return hours.pre_open if hours is not None else at
