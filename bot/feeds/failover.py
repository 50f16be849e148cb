"""Failover: whose word counts for an instrument, while the first of its providers is behind.

Each instrument has its providers in order. The first whose answers are fresh wins; one that is
silent, refusing or behind the next one steps back, and is still asked, so that it can return.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.market.instruments import Symbol

BEHIND = timedelta(seconds=90)
"""How much older than another's trade a provider's newest may be, and still be the market's.

Some tell the minute of a trade and no seconds.
"""

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Says that an instrument is heard from another provider now, and why; for operators."""

    symbol: Symbol
    before: str
    after: str
    why: str
    at: datetime


@dataclass(slots=True)
class _Heard:
    """What one provider last said of one instrument: when we heard it, and of which trade."""

    seen: datetime = NEVER
    traded: datetime = NEVER


NOBODY: dict[str, _Heard] = {}


class Failover:
    """Judges whose reading of an instrument counts.

    `patience` is how long a provider may be silent before the next one is believed; whoever says
    that it gives nothing is not waited for.
    """

    def __init__(self, order: Sequence[str], *, patience: timedelta) -> None:
        self.order = tuple(order)
        self.patience = patience
        self._rank = {name: rank for rank, name in enumerate(order)}
        self._heard: dict[Symbol, dict[str, _Heard]] = {}
        self._chosen: dict[Symbol, str] = {}
        self._out: set[str] = set()

    def chosen(self, symbol: Symbol) -> str | None:
        """Return whose word counts for an instrument; None where nobody has said anything yet."""
        return self._chosen.get(symbol)

    def fails(self, provider: str) -> None:
        """Note that a provider gives nothing, until it is heard again."""
        self._out.add(provider)

    def hear(
        self, symbol: Symbol, provider: str, *, traded: datetime, seen: datetime
    ) -> tuple[bool, Switch | None]:
        """Say whether this provider's word counts now, and whether that is a change."""
        heard = self._heard.get(symbol, NOBODY)
        mine = heard.get(provider)
        if mine is None:
            mine = _Heard()
            by_place = sorted([*heard.items(), (provider, mine)], key=self._place)
            heard = self._heard[symbol] = dict(by_place)
        mine.seen = seen
        self._out.discard(provider)
        mine.traded = max(mine.traded, traded)
        before = self._chosen.get(symbol)
        if len(heard) == 1 and before is not None:
            return True, None
        best, why = self._best(heard, seen)
        if best != provider:
            return False, None
        self._chosen[symbol] = provider
        if before is None or before == provider:
            return True, None
        return True, Switch(symbol=symbol, before=before, after=provider, why=why, at=seen)

    def _best(self, heard: dict[str, _Heard], now: datetime) -> tuple[str, str]:
        newest = max(h.traded for h in heard.values() if now - h.seen <= self.patience)
        why = "it is the first in order again"
        for name, said in heard.items():  # in their order
            if name in self._out:
                why = f"{name} gives nothing"
            elif now - said.seen > self.patience:
                why = f"{name} has been silent"
            elif newest - said.traded > BEHIND:
                why = f"{name} is behind"
            else:
                return name, why
        raise AssertionError("whoever spoke last is never behind itself")

    def _place(self, heard: tuple[str, _Heard]) -> int:
        return self._rank.get(heard[0], len(self._rank))
