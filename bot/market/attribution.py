"""Attribution: whose dollars a sector's move is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.market.instruments import Symbol
from bot.market.sector import Sector


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one member was worth at the base and is worth now, in USD, with today's shares."""

    symbol: Symbol
    base: Decimal
    value: Decimal

    @property
    def dollars(self) -> Decimal:
        return self.value - self.base


@dataclass(frozen=True, slots=True)
class Attribution:
    """A move taken apart: the dollars of its parts are the whole move to the last digit."""

    parts: tuple[Part, ...]

    @property
    def base(self) -> Decimal:
        return sum((part.base for part in self.parts), Decimal(0))

    @property
    def cap(self) -> Decimal:
        return sum((part.value for part in self.parts), Decimal(0))

    @property
    def dollars(self) -> Decimal:
        return self.cap - self.base

    @property
    def percent(self) -> Decimal | None:
        """The move in percent of the base; None where there is nothing to measure it from."""
        return self.dollars / self.base * 100 if self.base else None

    @property
    def largest(self) -> Part:
        """The member that is worth most, whichever way it moved."""
        return max(self.parts, key=lambda part: part.value)

    def points(self, part: Part) -> Decimal:
        """Return how many points of the sector's percent are one member's."""
        return part.dollars / self.base * 100

    def without(self, symbol: Symbol) -> "Attribution":
        """Leave a member out, at the base as well as now."""
        return Attribution(tuple(part for part in self.parts if part.symbol != symbol))


def attributed(sector: Sector, prices: Mapping[Symbol, Decimal]) -> Attribution:
    """Take apart how a whole sector moved since its members stood at `prices`, most gained first.

    A new share count moves nothing: both ends are valued with today's.
    """
    parts = (
        Part(symbol=symbol, base=prices[symbol] * term.shares, value=term.value)
        for symbol, term in sector.terms.items()
    )
    return Attribution(tuple(sorted(parts, key=lambda part: part.dollars, reverse=True)))


def previous_closes(sector: Sector, now: datetime) -> dict[Symbol, Decimal]:
    """Return each member's close of the session day before; those without one are left out."""
    tapes = {symbol: sector.tapes[symbol] for symbol in sector.terms}
    closes = {symbol: tape.bells.previous(now) for symbol, tape in tapes.items()}
    return {symbol: close.price for symbol, close in closes.items() if close is not None}


def base(sector: Sector, now: datetime) -> Decimal | None:
    """Return the cap at every member's previous close, with today's share counts."""
    total = Decimal(0)
    for symbol, term in sector.terms.items():
        close = sector.tapes[symbol].bells.previous(now)
        if close is None:
            return None
        total += close.price * term.shares
    return total if total and sector.whole else None
