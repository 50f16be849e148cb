"""Missing: instruments of which no provider tells a price that can be believed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.market.doubts import About, Doubt
from bot.market.instruments import Asset, Symbol, asset_of
from bot.market.sessions import Calendar
from bot.market.state import VENUES, Market

LEAST = timedelta(hours=1)
"""A bot that began just before a bell has not listened long enough to miss anybody at it."""


@dataclass(slots=True, kw_only=True)
class _Round:
    """What was heard of one kind of instruments `since` a bell, until the next one."""

    since: datetime
    bell: datetime
    answered: bool = False
    heard: set[Symbol] = field(default_factory=set)


class Missing:
    """Notes at each closing bell whom nobody has told of since the last, while others were.

    Such a one is mistyped, delisted or renamed, and every rule on it is deaf.
    """

    def __init__(self, market: Market) -> None:
        self._market = market
        self._asked: Collection[Symbol] = market.tapes
        self._rounds = {asset: self._begun(asset, market.now) for asset in Asset}

    def follow(self, symbols: Collection[Symbol]) -> None:
        """Miss none but these from now on, for nobody else is asked about."""
        self._asked = symbols

    def hear(self, symbol: Symbol, now: datetime) -> None:
        """Take note that somebody told of an instrument."""
        told = self._rounds[asset_of(symbol)]
        if now >= told.bell:
            told = self._rung(asset_of(symbol), now)
        elif symbol in told.heard:
            return
        told.heard.add(symbol)
        told.answered = True
        self._market.doubts.settle(symbol, About.UNKNOWN)

    def refused(self, asset: Asset, now: datetime) -> None:
        """Take note that somebody answered, and does not know a symbol that it was asked for."""
        told = self._rounds[asset]
        if now >= told.bell:
            told = self._rung(asset, now)
        told.answered = True

    def _rung(self, asset: Asset, now: datetime) -> _Round:
        over = self._rounds[asset]
        if over.answered and over.bell - over.since >= LEAST:
            for symbol in self._unheard(asset, over):
                self._doubt(symbol, now)
        self._rounds[asset] = self._begun(asset, now)
        return self._rounds[asset]

    def _unheard(self, asset: Asset, over: _Round) -> Iterator[Symbol]:
        for symbol, tape in self._market.tapes.items():
            mine = asset_of(symbol) is asset and symbol in self._asked
            if (
                mine
                and tape.since <= over.since
                and symbol not in over.heard
                and not tape.trading.halted(over.bell)
            ):
                yield symbol

    # Of one that was renamed operators have heard already.
    def _doubt(self, symbol: Symbol, now: datetime) -> None:
        doubts = self._market.doubts
        if doubts.holds(symbol, About.NAME):
            return
        text = (
            f"no provider has told a price of {symbol} that can be believed for a whole session;"
            " is it mistyped, delisted or renamed?"
        )
        doubts.note(Doubt(symbol=symbol, about=About.UNKNOWN, text=text, since=now))

    def _begun(self, asset: Asset, now: datetime) -> _Round:
        return _Round(since=now, bell=_bell(self._market.calendars[VENUES[asset]], now))


def _bell(calendar: Calendar, now: datetime) -> datetime:
    day = calendar.trading_day(now)
    hours = calendar.hours(day)
    if hours is None or now >= hours.close:
        hours = calendar.hours(calendar.next_day(day))
    if hours is None:
        raise AssertionError("a session day has hours")
    return hours.close
