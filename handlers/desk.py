"""What handlers may see: the market, the rules and alerts upon it, and how the bot is doing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.alerts.lifecycle import Book
from bot.backtest.recorded import Recorded
from bot.clock import Clock, SystemClock
from bot.delivery.courier import Courier
from bot.market.state import Market
from bot.pipeline import Pipeline
from bot.rules.engine import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the facts come from, as people are told: a recording says plainly that it is one.

    `speed` is how it is played (`120×`), `progress` the fraction told so far, `ended` whether it
    has no more to say; `details` are lines on each provider, for operators.
    """

    title: str
    recording: bool
    speed: str
    progress: Callable[[], float]
    ended: Callable[[], bool]
    details: Callable[[], Sequence[str]] = tuple


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Brings together what a question may be about.

    `clock` shows the machine's time, from which `started` is told; the market has its own, `now`.
    `lag` is by how much the event loop was late at worst in the last minute, where it is watched.
    """

    pipeline: Pipeline
    courier: Courier
    source: Source
    recorded: Recorded
    started: datetime
    version: str
    clock: Clock = field(default_factory=SystemClock)
    lag: Callable[[], timedelta | None] = lambda: None

    @property
    def market(self) -> Market:
        return self.pipeline.market

    @property
    def engine(self) -> Engine:
        return self.pipeline.engine

    @property
    def book(self) -> Book:
        return self.pipeline.book

    @property
    def now(self) -> datetime:
        """The market's present: the recording's time when one is played."""
        return self.market.now
