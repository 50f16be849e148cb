"""Courses: what instruments traded at and sectors were worth, a point a minute, for pictures."""

from array import array
from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import islice

from bot.market.instruments import Symbol
from bot.market.sector import LONG_AGO, Sector
from bot.market.state import Market
from bot.market.tape import Tape

KEPT = 2000
"""Points a course holds, 16 bytes each: 33 hours of a coin, two days and more of a share."""

OTHERS = 500
"""Instruments in no watchlist, which rules may name, that have a course: the first we heard of."""

_STEP = timedelta(minutes=1)


class Course:
    """Keeps a figure at some instants, in order, as floats: it is drawn and decides nothing.

    `newest` is the last of them.
    """

    __slots__ = ("_times", "_values", "newest")

    def __init__(self) -> None:
        self.newest = LONG_AGO
        self._times = array("d")
        self._values = array("d")

    def add(self, at: datetime, value: Decimal) -> None:
        """Take the figure of an instant, of which the last word counts; what is older is known."""
        if at < self.newest:
            return
        if at == self.newest:
            self._values[-1] = float(value)
            return
        self.newest = at
        self._times.append(at.timestamp())
        self._values.append(float(value))
        if len(self._times) > KEPT:
            del self._times[: KEPT // 4], self._values[: KEPT // 4]

    def between(self, start: datetime, end: datetime) -> tuple["array[float]", "array[float]"]:
        """Return the instants, in seconds since 1970, and the figures from `start` to `end`."""
        first = bisect_left(self._times, start.timestamp())
        last = bisect_right(self._times, end.timestamp())
        return self._times[first:last], self._values[first:last]


class Courses:
    """Follows all there is since `since`; to be called after each event.

    It looks when a minute has ended, at the newest trades there are; so a quote costs it one
    comparison, and the first of a minute one for each instrument. What was not watched is not
    known: after a restart a course begins anew.
    """

    def __init__(self, market: Market) -> None:
        self.since = market.now
        self._market = market
        self._due = market.now
        self._of: dict[str, Course] = {}
        self._followed: list[tuple[Tape, Course]] = []
        self._ledgers: dict[str, Sector] = {}  # that of each list whose course we keep
        self._splits = len(market.splits)
        self._known = (-1, -1)  # which lists, and how many instruments, when they were last gone by

    def __call__(self) -> None:
        if self._market.now >= self._due:
            self._look()

    def of(self, subject: str) -> Course:
        """Return the course of an instrument or a watchlist, with what is known by now."""
        self.note(subject)
        return self._of.get(subject) or Course()

    def note(self, subject: str) -> None:
        """Add a point of an instrument or a watchlist now: this instant is to be seen."""
        market = self._market
        self._rescale()
        sector = market.sectors.get(subject)
        if sector is not None:
            self._value(subject, sector)
        elif (tape := market.tapes.get(Symbol(subject))) is not None and tape.quote is not None:
            self._course(subject).add(tape.quote.at, tape.quote.price)

    def _look(self) -> None:
        market = self._market
        self._due = market.now.replace(second=0, microsecond=0) + _STEP
        self._rescale()
        if self._known != (market.edition, len(market.tapes)):
            self._follow()
        for tape, course in self._followed:
            quote = tape.quote
            if quote is not None and quote.at is not course.newest:
                course.add(quote.at, quote.price)
        for name, sector in market.sectors.items():
            self._value(name, sector)

    # A cap that is not believed is none; and a list made anew has nothing of the one before it.
    def _value(self, name: str, sector: Sector) -> None:
        if self._ledgers.get(name) is not sector:
            self._ledgers[name] = sector
            self._of.pop(name, None)
        if sector.believed(self._market.now):
            self._course(name).add(self._market.now, sector.cap)

    # What nobody watches any more is forgotten: rooms make lists and drop them for years.
    def _follow(self) -> None:
        market = self._market
        self._known = (market.edition, len(market.tapes))
        lists = [sector.watchlist for sector in market.sectors.values()]
        listed = {s for one in lists for s in (*one.members, one.benchmark) if s is not None}
        others = islice((s for s in market.tapes if s not in listed), OTHERS)
        tapes = [market.tapes[s] for s in (*listed, *others) if s in market.tapes]
        for gone in self._of.keys() - {*market.sectors, *(tape.symbol for tape in tapes)}:
            del self._of[gone]
        for gone in self._ledgers.keys() - market.sectors.keys():
            del self._ledgers[gone]
        self._followed = [(tape, self._course(tape.symbol)) for tape in tapes]

    # What was traded before a split is on another scale than what is measured from now on.
    def _rescale(self) -> None:
        splits = self._market.splits
        for split in splits[self._splits :]:
            self._of.pop(split.symbol, None)
            self._known = (-1, -1)
        self._splits = len(splits)

    def _course(self, subject: str) -> Course:
        course = self._of.get(subject)
        if course is None:
            course = self._of[subject] = Course()
        return course
