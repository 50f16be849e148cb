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
from handlers.acting import Acting


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
    `store` says why nothing is written just now, "" where all is well; `where` names the place, and
    `unwritten` counts the pages that are not safe yet, `lost` those that never will be.
    """

    pipeline: Pipeline
    courier: Courier
    source: Source
    recorded: Recorded
    acting: Acting
    started: datetime
    version: str
    clock: Clock = field(default_factory=SystemClock)
    lag: Callable[[], timedelta | None] = lambda: None
    store: Callable[[], str] = lambda: ""
    where: str = "memory"
    unwritten: Callable[[], int] = lambda: 0
    lost: Callable[[], int] = lambda: 0

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
    def present(self) -> datetime:
        """When people act: by the wall clock, unless a recording is played."""
        return self.now if self.source.recording else max(self.now, self.clock.now())

    @property
    def now(self) -> datetime:
        """The market's present: the recording's time when one is played."""
        return self.market.now
