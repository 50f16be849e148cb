"""Reckoning: our own figures for what articles claim, by the same metrics that rules read."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from bot.market.instruments import Asset, Symbol, asset_of
from bot.market.sector import Sector
from bot.market.sessions import Calendar, CalendarEnds
from bot.market.state import VENUES, Market
from bot.news.claims import Claim, Figure, Holder
from bot.news.ledger import Leader, Ours, Untold
from bot.owners import EVERYBODY, owner_of
from bot.reckoning import lists, tapes

_UNKNOWN_DAY = Untold("it speaks of a day that our calendar does not have")
_DAY = timedelta(days=1)
_COUNTED = timedelta(days=3 * 366)  # past that nobody counts sessions


class Reckoning:
    """Answers what we know by now of a figure that an article published a little before claims."""

    def __init__(self, market: Market) -> None:
        self._market = market

    def figure(self, claim: Claim, *, published: datetime, now: datetime) -> Ours | Untold:
        """Return our figure of what a claim says."""
        try:
            return self._figure(claim, published, now)
        except CalendarEnds:
            return _UNKNOWN_DAY

    def others(self, claim: Claim, *, published: datetime, now: datetime) -> tuple[Ours, ...]:
        """Return what else may have been measured and called the same."""
        try:
            return tuple(self._others(claim, published, now))
        except CalendarEnds:
            return ()

    def leaders(
        self, claim: Claim, *, published: datetime, now: datetime
    ) -> tuple[Leader, ...] | Untold:
        """Return how the members of the claim's group have moved, who rose the most first.

        Of the lists that its subject is on it is the one in which it stands best.
        """
        known = [one for one in self._everybodys() if claim.subject in one.watchlist.members]
        if not known:
            return Untold(f"{claim.subject} is on no watchlist of everybody's")
        ranked = [self._ranked(claim, one, published, now) for one in known]
        found = [one for one in ranked if any(it.symbol == claim.subject for it in one)]
        if not found:
            return Untold(f"we have no such move of {claim.subject}")
        falls = claim.value is not None and claim.value < 0
        return min(found, key=lambda one: _behind(claim, one, falls=falls))

    def groups(self) -> tuple[frozenset[str], ...]:
        """Return the members of each list of everybody's."""
        return tuple(frozenset(one.watchlist.members) for one in self._everybodys())

    def days_left(self, claim: Claim, now: datetime) -> int | None:
        """Count the session days after today's that a prediction has."""
        calendar, due = self._calendar(claim), claim.due
        today = calendar.trading_day(now)
        if due is None or due - today > _COUNTED:
            return None
        try:
            day, count = calendar.next_day(today), 0
            while day <= due:
                day, count = calendar.next_day(day), count + 1
        except CalendarEnds:
            return None
        return count

    def settled(self, claim: Claim) -> datetime:
        """Return when a prediction can be scored: once the trading of its day is over."""
        calendar, due = self._calendar(claim), claim.due
        if due is None:
            raise ValueError("what has no day is no prediction")
        try:
            hours = calendar.hours(tapes.last_session(calendar, due))
        except CalendarEnds:
            hours = None  # by then there will be a newer calendar
        return hours.post_close if hours else datetime.combine(due + _DAY, time(6), UTC)

    def _figure(self, claim: Claim, published: datetime, now: datetime) -> Ours | Untold:
        if claim.holder is Holder.WATCHLIST:
            sector = self._market.sectors.get(claim.subject)
            if sector is None:
                return Untold(f"there is no watchlist {claim.subject}")
            return lists.figure(claim, sector, published, now)
        tape = self._market.tapes.get(Symbol(claim.subject))
        if tape is None:
            return Untold(f"nobody here watches {claim.subject}")
        return tapes.figure(claim, tape, published, now)

    def _others(self, claim: Claim, published: datetime, now: datetime) -> Iterator[Ours]:
        if claim.holder is Holder.WATCHLIST:
            sector = self._market.sectors.get(claim.subject)
            if sector is not None:
                yield from lists.others(claim, sector, published, now)
        elif (tape := self._market.tapes.get(Symbol(claim.subject))) is not None:
            yield from tapes.others(claim, tape, published, now)

    def _ranked(
        self, claim: Claim, sector: Sector, published: datetime, now: datetime
    ) -> tuple[Leader, ...]:
        figure = claim.session or Figure.CHANGE
        found = []
        for symbol in sector.watchlist.members:
            asked = replace(claim, subject=symbol, holder=Holder.INSTRUMENT, figure=figure)
            ours = self.figure(asked, published=published, now=now)
            if isinstance(ours, Ours) and not ours.doubt:
                found.append(Leader(symbol=symbol, value=ours.value))
        return tuple(sorted(found, key=lambda one: (-one.value, one.symbol)))

    # What rooms have made is no group that news speak of.
    def _everybodys(self) -> Iterator[Sector]:
        for name, sector in self._market.sectors.items():
            if owner_of(name) == EVERYBODY:
                yield sector

    def _calendar(self, claim: Claim) -> Calendar:
        if claim.holder is Holder.INSTRUMENT:
            symbol = Symbol(claim.subject)
            tape = self._market.tapes.get(symbol)
            return tape.calendar if tape else self._market.calendars[VENUES[asset_of(symbol)]]
        return self._market.calendars[VENUES[Asset.EQUITY]]


def _behind(claim: Claim, ranked: tuple[Leader, ...], *, falls: bool) -> int:
    places = [one.symbol for one in ranked]
    place = places.index(claim.subject)
    return len(places) - 1 - place if falls else place
