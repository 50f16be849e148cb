"""The door of the market: what a provider says becomes an event, or is turned away with a reason.

A provider answers in good faith with a close of another day, a trade of last week or a price in
pence; status 200 says nothing. What a reading is measured from has to be the close of the session
that our own calendar says was the last to finish.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from bot import figures
from bot.feeds.reading import Reading
from bot.feeds.share_count import ShareCount
from bot.market.doubts import About
from bot.market.events import Event, Quote, Reference
from bot.market.instruments import Symbol, asset_of
from bot.market.sanity import Refusal
from bot.market.sessions import Calendar
from bot.market.state import VENUES, Market

AHEAD = timedelta(seconds=2)
"""Venues' clocks and ours differ by less; a trade of later than that has not been made."""

OLDEST = timedelta(days=30)
"""A trade of longer ago is no market's; one whose time is told in other units is of 1970."""


class Door:
    """Lets readings in to a market; what they change of what it knows is told first.

    What a reading does not tell is left as it is known.
    """

    def __init__(self, market: Market) -> None:
        self._market = market
        self._newest: dict[Symbol, tuple[str, Decimal, datetime, int | None]] = {}

    @property
    def market(self) -> Market:
        """The market that it leads to."""
        return self._market

    def calendar_of(self, symbol: Symbol) -> Calendar:
        """Return the calendar whose sessions an instrument keeps."""
        return self._market.tape(symbol).calendar

    def doubts(self, symbol: Symbol) -> bool:
        """Say whether a price waits for another source to have seen it as well."""
        return self._doubts(symbol, About.PRICE)

    def judge(self, reading: Reading, seen: datetime) -> Refusal | None:
        """Return why a reading is not to be believed, or None where it may be."""
        return self._time(reading, seen) or self._base(reading, seen)

    def take(self, reading: Reading, seen: datetime) -> list[Event]:
        """Return the events that a reading comes to, a changed reference before the quote.

        Nothing is told twice: a trade that was heard of before comes to no quote.
        """
        events: list[Event] = []
        reference = self._reference(reading, seen)
        if reference is not None:
            events.append(reference)
        newest = (reading.provider, reading.price, reading.at, reading.volume)
        if self._newest.get(reading.symbol) == newest:
            return events
        self._newest[reading.symbol] = newest
        events.append(
            Quote(
                symbol=reading.symbol,
                price=reading.price,
                at=reading.at,
                seen=seen,
                source=reading.provider,
                volume=reading.volume,
                currency=reading.currency,
            )
        )
        return events

    def counted(self, told: ShareCount, seen: datetime) -> list[Event | Refusal]:
        """Return what a share count comes to, told alone: a reference, where it is news."""
        if told.as_of is not None and told.as_of > seen.date():
            text = f"{told.symbol} has a share count of {told.as_of}, which is still to come"
            return [Refusal("future", text)]
        known = self._known(told.symbol, told.provider, seen)
        shares = self._shares(told.shares, told.as_of, known)
        if all(getattr(known, name) == value for name, value in shares.items()):
            return []
        return [replace(known, **shares, source=told.provider, seen=seen)]  # type: ignore[arg-type]  # fields of it

    # A count that says of which day it is stands until one of a later day; who is doubted, and who
    # doubts, are heard whatever their days.
    def _shares(self, shares: int, as_of: date | None, known: Reference) -> dict[str, object]:
        ours = known.shares_as_of
        newer = ours is None or (as_of is not None and as_of >= ours)
        if newer or self._doubts(known.symbol, About.SHARES):
            return {"shares_outstanding": shares, "shares_as_of": as_of}
        return {}

    def _doubts(self, symbol: Symbol, about: About) -> bool:
        return self._market.doubts.holds(symbol, about)

    def _time(self, reading: Reading, seen: datetime) -> Refusal | None:
        if reading.at - seen > AHEAD:
            ahead = figures.age(reading.at - seen)
            return Refusal("future", f"{reading.symbol} traded {ahead} from now, says its provider")
        if seen - reading.at > OLDEST:
            return Refusal("old", f"{reading.symbol} traded {figures.age(seen - reading.at)} ago")
        return None

    # In its own session day a venue measures from the close before; after its bell, from today's.
    def _base(self, reading: Reading, seen: datetime) -> Refusal | None:
        if reading.base_day is None:
            return None
        calendar = self.calendar_of(reading.symbol)
        today = calendar.trading_day(reading.at)
        owed = {calendar.last_finished(reading.at), calendar.previous_day(today)}
        if calendar.last_finished(seen) >= today:
            owed.add(today)  # its last trade came before the bell that has rung since
        if reading.base_day in owed:
            return None
        return Refusal(
            "base",
            f"{reading.symbol} is measured from the close of {reading.base_day}, and the last"
            f" session to finish was that of {max(owed)}",
        )

    def _reference(self, reading: Reading, seen: datetime) -> Reference | None:
        if reading.base_day is None and not reading.shares and not reading.name:
            return None  # as of nearly every trade of a stream
        known = self._known(reading.symbol, reading.provider, seen)
        if reading.base_day is None and not reading.shares and known.name != known.symbol:
            return None
        told: dict[str, object] = {}
        if reading.base is not None and reading.base_day is not None:
            told = {"previous_close": reading.base, "previous_close_date": reading.base_day}
            if reading.base_day != known.previous_close_date:
                before = self.calendar_of(reading.symbol).previous_day(reading.base_day)
                kept = known.previous_close_date == before
                told["close_before"] = known.previous_close if kept else None
        if reading.shares:
            told |= self._shares(reading.shares, reading.shares_as_of, known)
        if reading.name and known.name == known.symbol:
            told["name"] = reading.name
        told = {name: value for name, value in told.items() if getattr(known, name) != value}
        if not told:
            return None
        return replace(known, **told, source=reading.provider, seen=seen)  # type: ignore[arg-type]  # fields of it

    def _known(self, symbol: Symbol, source: str, seen: datetime) -> Reference:
        known = self._market.tape(symbol).reference
        if known is not None:
            return known
        asset = asset_of(symbol)
        return Reference(
            symbol=symbol,
            name=symbol,
            currency="USD",
            venue=VENUES[asset],
            asset=asset,
            previous_close=None,
            previous_close_date=None,
            close_before=None,
            year_close=None,
            year_close_date=None,
            shares_outstanding=None,
            shares_as_of=None,
            source=source,
            seen=seen,
        )
