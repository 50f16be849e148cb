"""Silence: that nothing has traded for a while, though it could have."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import msgspec

from bot.market.instruments import Symbol
from bot.market.sessions import Session
from bot.market.tape import Tape
from bot.rules import conditions as c
from bot.rules.bound import Source
from bot.rules.leaves import SOON, Holds, Leaf


class _Memory(NamedTuple):
    held: bool
    threshold: Decimal | None
    word: datetime


class Silence(Leaf):
    """`no data for 10m`: nothing has traded for that long while its session is on.

    What was told late is no newer word than the last one.
    """

    __slots__ = ("_word", "span", "tape")

    def __init__(self, age: Source, tape: Tape, told: c.Silent) -> None:
        super().__init__(age, told.text)
        self.tape = tape
        self.span = told.span
        self._word = tape.since

    @property
    def timed(self) -> bool:
        return True

    def read(self, now: datetime, changed: Collection[Symbol] | None) -> Holds:  # noqa: ARG002 (a leaf is read whole)
        self.last = self.subject.measure(now)
        if self.tape.quote is not None:  # a venue's clock may be ahead of ours
            self._word = max(self._word, min(self.tape.quote.at, now))
        since = self._since(now)
        self.held = since is not None and now - since >= self.span
        return self.held

    def wake(self, now: datetime) -> datetime | None:
        if (since := self._since(now)) is None:
            return None
        due = since + self.span  # and a silence is over when its session is
        return due if due > now else self.tape.calendar.next_change(now)

    def memory(self) -> _Memory:
        return _Memory(self.held, self.threshold, self._word)

    # While we were away somebody may have spoken; only who was silent before is known to be still.
    def recall(self, memory: object) -> None:
        self.held, self.threshold, word = msgspec.convert(memory, _Memory)
        self._word = word if self.held else max(word, self.tape.since)

    # Nobody is silent while nobody could speak: where that ends counts as a word. A coin's
    # session has none, but goes on from day to day.
    def _since(self, now: datetime) -> datetime | None:
        calendar, word, trading = self.tape.calendar, self._word, self.tape.trading
        current = calendar.span(now)
        if current.session is Session.CLOSED or trading.halted(now):
            return None
        resumed = trading.resumed(now)
        if resumed > trading.since:  # else nobody has stopped it since we began to watch
            word = max(word, resumed)
        began = current.start
        while began > word and calendar.session(began - SOON) is current.session:
            began = calendar.span(began - SOON).start
        return max(began, word)
