"""The stages of a poll, each alone: what decoding costs, and what comes on top of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from benchmarks.prebell import a_market
from bot.feeds.door import Door
from bot.feeds.failover import Failover
from bot.feeds.providers.cnbc import Cnbc
from bot.feeds.reading import Reading
from bot.market.events import Reference

PATIENCE = timedelta(seconds=30)


class _Extended(msgspec.Struct):
    last: str | None = None
    last_time: str | None = None
    volume: str | None = None


class _Row(msgspec.Struct, rename={"extended": "ExtendedMktQuote"}):
    symbol: str
    last: str | None = None
    last_time: str | None = None
    volume: str | None = None
    extended: _Extended | None = None


class _Rows(msgspec.Struct):
    rows: list[_Row] = msgspec.field(name="FormattedQuote")


class _Answer(msgspec.Struct):
    told: _Rows = msgspec.field(name="FormattedQuoteResult")


class Alone:
    """Takes the stages of a poll one by one, with a provider, a door and a failover of its own."""

    def __init__(self) -> None:
        self._decoder = msgspec.json.Decoder(_Answer)
        self._parser, self._judge = Cnbc(), Cnbc()
        self._door = Door(a_market())
        self._failover = Failover(["cnbc"], patience=PATIENCE)

    def decoded(self, bodies: Sequence[bytes]) -> None:
        for body in bodies:
            self._decoder.decode(body)

    def parsed(self, bodies: Sequence[bytes]) -> None:
        for body in bodies:
            self._parser.parse(body)

    def judged(self, bodies: Sequence[bytes], now: datetime) -> None:
        door, failover = self._door, self._failover
        for body in bodies:
            for told in self._judge.parse(body):
                if isinstance(told, Reading) and door.judge(told, now) is None:
                    failover.hear(told.symbol, told.provider, traded=told.at, seen=now)
                    for event in door.take(told, now):
                        if isinstance(event, Reference):
                            door.market.take(event)
