"""Watchers: which instances a change concerns, and which quotes concern nobody."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from bot.market.instruments import Symbol
from bot.market.lull import Lull
from bot.market.sector import Sector
from bot.market.state import Market
from bot.market.tape import Tape
from bot.rules.edges import Series, series_of
from bot.rules.gates import Edges, Gate
from bot.rules.instance import Instance
from bot.rules.model import NoData
from bot.rules.readership import Readership
from bot.rules.search import ANY_NEWS
from bot.rules.shapes import Shape
from bot.rules.sources import reads, sectors

_ANY_CAP = (Decimal("-Infinity"), Decimal("Infinity"))


class Watchers:
    """Keeps by instrument who waits for an edge, and who has to look at every quote.

    The `readership` keeps who waits for news.
    """

    def __init__(self, market: Market, rows: Sequence[Shape | None], edges: Edges) -> None:
        self._market = market
        self._rows = rows
        self._edges = edges
        self._readers: dict[Symbol, list[int]] = {}
        self._gates: dict[Symbol, list[Gate]] = {}
        self._gate_of: dict[int, Gate] = {}
        self.readership = Readership()

    def add(self, instance: Instance) -> None:
        """Let an instance hear of what it reads; nobody else has to be read again for it."""
        gated = self._gated(instance)
        for series in gated:
            self._lift(_symbols(series))
            self._gate(series).add(instance.number, self._market.now)
        if not gated:
            self.readership.add(instance)
            concerned = reads(instance.part) | self._sessions_of(instance)
            self._lift(concerned)
            for symbol in sorted(concerned):
                self._readers.setdefault(symbol, []).append(instance.number)

    def remove(self, instance: Instance) -> None:
        """Let an instance hear of nothing any more."""
        gated = self._gated(instance)
        for series in gated:
            self._gate(series).remove(instance.number, self._market.now)
        if not gated:
            self.readership.remove(instance)
            for symbol in reads(instance.part) | self._sessions_of(instance):
                self._readers[symbol].remove(instance.number)
                if not self._readers[symbol]:
                    del self._readers[symbol]

    def relist(self, ledger: Sector, before: Iterable[Symbol]) -> None:
        """Let a ledger hear of the members it has now, and not of those it had."""
        gate = self._gate_of.get(id(ledger))
        if gate is None:
            return
        gate.shut()
        for symbol in before:
            self._gates[symbol].remove(gate)
        for symbol in ledger.watchlist.members:
            self._gates.setdefault(symbol, []).append(gate)

    def forget(self, ledger: Sector) -> None:
        """Let go of a ledger that nobody reads any more."""
        gate = self._gate_of.pop(id(ledger), None)
        if gate is not None:
            for symbol in ledger.watchlist.members:
                self._gates[symbol].remove(gate)

    def ask_again(self, instance: Instance) -> None:
        """Ask an instance at the next quote, for it may have been unknown just now.

        Where the clock moved its edges as well, they are worked out anew.
        """
        for series in self._gated(instance):
            self._lift(_symbols(series))
            self._gate(series).ask_again(instance.number)
            if instance.part.timed:
                self._gate(series).shut()

    def of(self, symbols: Iterable[Symbol]) -> Sequence[int]:
        """Return whoever reads any of these instruments, in order; all is to be read anew."""
        found: set[int] = set()
        for symbol in symbols:
            self._market.tape(symbol).lull = None
            found.update(self._readers.get(symbol, ()))
            for gate in self._gates.get(symbol, ()):
                gate.shut()
                found.update(gate.readers)
        return sorted(found)

    def naming(self, symbol: Symbol) -> Sequence[int]:
        """Return whoever reads an instrument, in order, and leave all as it is."""
        gates = self._gates.get(symbol, ())
        return sorted({*self._readers.get(symbol, ()), *(n for g in gates for n in g.readers)})

    def of_quote(self, tape: Tape) -> Sequence[int]:
        """Return whom the newest quote concerns, in order."""
        symbol, now = tape.symbol, self._market.now
        concerned: Sequence[int] = self._readers.get(symbol, ())
        late = tape.quote is not None and tape.quote.at < tape.calendar.span(now).start
        for gate in self._gates.get(symbol, ()):
            if late and gate.of is not tape:
                gate.shut()  # it may be the close that a ledger's base had been waiting for
            passed = gate.passed(now)
            concerned = (*concerned, *passed) if concerned and passed else concerned or passed
        return concerned if len(concerned) < 2 else sorted({*concerned})  # noqa: PLR2004 (one has an order)

    def calm(self, tape: Tape) -> None:
        """Say of which quotes to come nobody has to hear."""
        lull = tape.lull = tape.lull or self._lull(tape)
        gate = self._gate_of.get(id(tape))
        if lull is not None:
            bounds = (lull.least, lull.most)
            lull.low, lull.high = gate.bounds(*bounds) if gate else bounds
        for ledger in self._market.lists_of(tape.symbol):
            gate = self._gate_of.get(id(ledger))
            ledger.low, ledger.high = gate.bounds(*_ANY_CAP) if gate else _ANY_CAP

    # For an instrument that nobody follows trade by trade, has traded in the stretch of time that
    # is on, and is in no ledger whose terms have aged.
    def _lull(self, tape: Tape) -> Lull | None:
        now, quote, ledgers = self._market.now, tape.quote, self._market.lists_of(tape.symbol)
        span = tape.calendar.span(now)
        if quote is None or tape.followed or not span.start <= quote.at <= now:
            return None
        if tape.reference is not None and tape.reference.currency != quote.currency:
            return None
        if tape.symbol in self._readers or any(now >= ledger.settled for ledger in ledgers):
            return None
        return Lull.since(quote, span, ledgers)

    def _lift(self, symbols: Iterable[Symbol]) -> None:
        for symbol in symbols:
            self._market.tape(symbol).lull = None

    # The series that alone can turn an instance; none where it has to look at more than they tell.
    def _gated(self, instance: Instance) -> frozenset[Series]:
        shape = self._rows[instance.number]
        if shape is not None:  # it is found once for a shape, not for each of its million rules
            if shape.series is None:
                shape.series = series_of(instance.part) or frozenset()
            return shape.series
        rule, part = instance.rule, instance.part
        if instance.at_bar_close or rule.fire_during is not None:
            return frozenset()
        if rule.no_data is not NoData.KEEP and sectors(part):  # a ledger ages without a quote
            return frozenset()
        return series_of(part) or frozenset()

    # A rule that waits for a session has to hear of it, also where it reads another venue alone.
    def _sessions_of(self, instance: Instance) -> set[Symbol]:
        if instance.rule.fire_during is None:
            return set()
        sector = self._market.sectors.get(instance.subject)
        if instance.subject == ANY_NEWS:
            return set()
        return set(sector.watchlist.members if sector else (Symbol(instance.subject),))

    def _gate(self, series: Series) -> Gate:
        gate = self._gate_of.get(id(series))
        if gate is None:
            gate = self._gate_of[id(series)] = Gate(series, self._edges)
            for symbol in _symbols(series):
                self._gates.setdefault(symbol, []).append(gate)
        return gate


def _symbols(series: Series) -> tuple[Symbol, ...]:
    return (series.symbol,) if isinstance(series, Tape) else series.watchlist.members
