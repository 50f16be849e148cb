"""The parts of a bot, put together: pipeline, way out, courier, and the desk that answers."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bot import __version__, owners
from bot.alerts.external import Externals, Heard, is_external
from bot.alerts.hearsay import Hearsay
from bot.backtest.recorded import Recorded
from bot.belongings import Kind
from bot.chat import Destination, Message
from bot.clock import SystemClock
from bot.delivery.coalescing import worded
from bot.delivery.courier import Courier
from bot.delivery.dispatch import Dispatch
from bot.delivery.means import Means, Passing, nothing
from bot.delivery.parcel import Manner, Outcome, Parcel
from bot.delivery.patience import Patience, Unsure
from bot.errors import StoreError
from bot.feeds.recording import Recording
from bot.ground import Ground, opening
from bot.holdings import Body, Holdings, Keeper
from bot.keepers.lists import Lists
from bot.keepers.rules import Rules
from bot.keeping import Keeping, in_memory
from bot.lag import Lag
from bot.market.annals import Annals
from bot.market.instruments import Symbol
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from bot.rules.model import Rule
from bot.tenants import Tenants
from bot.wayout import WayOut
from config import documents
from config.settings import Settings
from handlers.acting import Acting
from handlers.base import Answerer
from handlers.desk import Desk, Source
from handlers.preferring import preferences

Left = Callable[[Message, Destination], None]
"""Hears of every message that has arrived, and where."""


class Bot:
    """The pipeline of some settings, its way out, and the desk that answers about it.

    `files` name what was recorded by now, which rules may be tried on; `lag` is that of the event
    loop, where somebody watches it. `rooms` are open to members; `operators` hear what is not for
    them.
    """

    def __init__(  # noqa: PLR0913 (what may differ between live and played, each by name)
        self,
        settings: Settings,
        begins: datetime,
        source: Source,
        *,
        files: Callable[[], Sequence[Path]],
        keeping: Keeping | None = None,
        left: Left = lambda _message, _room: None,
        lag: Lag | None = None,
        passing: Passing = nothing,
    ) -> None:
        self.rooms: list[Destination] = []
        self.operators: list[Destination] = []
        self.keeping = keeping or in_memory()
        self._left = left
        real, ground = SystemClock(), ground_of(settings)
        self.pipeline = ground.pipeline(settings.rules_of_the_engine(), begins)
        self.annals = Annals(self.pipeline.market)
        self.pipeline.moved.append(self.annals)
        self.courier = Courier(
            Means(
                clock=real,
                outbox=self.keeping.outbox,
                patience=patience_of(settings),
                coalesce=worded if settings.delivery.merge else None,
                told=self._told,
                failed=self._failed,
                warn=self._warn,
                passing=passing,
            )
        )
        self.journal = self.keeping.journal(self.courier.offer, self.courier.drain)
        dispatch = self._dispatch(settings, ground)
        self.way = WayOut(
            dispatch,
            self.journal,
            rooms=lambda: self.rooms,
            operators=lambda: self.operators,
        )
        self.tenants = Tenants()
        self.holdings = self._holdings()
        self._take_up(settings)
        self.desk = Desk(
            pipeline=self.pipeline,
            courier=self.courier,
            source=source,
            recorded=Recorded(ground, files=files),
            acting=Acting(
                dispatch,
                self.pipeline,
                present=lambda: self.desk.present,
                written=self._written,
            ),
            started=real.now(),
            version=__version__,
            lag=lambda: None if lag is None else lag.worst,
            store=self.keeping.trouble,
            where=self.keeping.where,
            unwritten=lambda: self.journal.unwritten,
            lost=lambda: self.journal.lost,
            holdings=self.holdings,
            tenants=self.tenants,
            preferences=lambda owner: preferences(self.holdings, owner),
        )
        self.service = Answerer(self.desk)
        self.answer = self.service.answer

    async def ring(self, name: str, said: Hearsay) -> Heard:
        """Take what another program says; it is safe once this returns. Raises StoreError."""
        if self.pipeline.herald.retracing:
            raise StoreError("what was followed before is not followed again as far as that yet")
        heard = self.pipeline.herald.ring(name, said)
        await self.journal.settle()
        return heard

    async def close(self) -> None:
        """Write down what is left of this instant, and stop carrying."""
        self.pipeline.herald.turn_in(most=None)
        await self.courier.stop()
        with suppress(StoreError):  # it was said, and nothing can be done any more
            await self.journal.settle()

    # While the store takes nothing nobody waits for it: whoever asked is told.
    async def _written(self) -> None:
        if not self.keeping.trouble():
            await self.journal.settle()

    def _dispatch(self, settings: Settings, ground: Ground) -> Dispatch:
        market, venue = self.pipeline.market, ground.calendars["US"]

        def price(symbol: str) -> Decimal | None:
            tape = market.tapes.get(Symbol(symbol))
            return tape.quote.price if tape and tape.quote else None

        return Dispatch(
            settings.plan_of_the_alerts(),
            rooms=lambda: self.rooms,
            opening=lambda at: opening(venue, at),
            price=price,
        )

    def _holdings(self) -> Holdings:
        pipeline = self.pipeline

        def rule(owner: str, name: str, body: Body) -> Rule:
            lists = owners.seen(pipeline.market.sectors, owner)
            return documents.rule_of(owner, name, body, watchlists=lists)

        keepers: dict[Kind, Keeper] = {
            Kind.WATCHLIST: Lists(pipeline, documents.watchlist_of),
            Kind.RULE: Rules(pipeline, rule),
        }
        return Holdings(keepers, pipeline.herald.keep)

    # What was kept is taken up before anything is heard.
    def _take_up(self, settings: Settings) -> None:
        pipeline, before = self.pipeline, self.keeping.before
        for one, why in self.holdings.restore(before.belongings):
            pipeline.notify(f"{one.kind.value} {one.name} of {one.owner} is left out", why)
        strangers = [alert for alert in before.living if is_external(alert)]
        left: Sequence[tuple[str, str]] = ()
        if before.progress:  # a recording is read again, and comes to its own by itself
            pipeline.book.restore(strangers)
        else:
            pipeline.book.restore(before.living)
            left = pipeline.engine.restore(before.standings)
        self.way.restore(before.notes)
        senders = [entry.sender(name) for name, entry in settings.external.items()]
        externals = None
        if senders or strangers:  # what a sender left who is no more is to end
            externals = Externals(senders, pipeline.book, pipeline.market)
            externals.restore(before.notes)
        pipeline.herald.lead(self.way, externals, standings=self.keeping.standings)
        pipeline.herald.announce(pipeline.book.abandon(left))

    def _told(self, parcel: Parcel, outcome: Outcome) -> None:
        if parcel.manner is not Manner.EDIT:  # it says nothing new
            self._left(parcel.message, parcel.destination)
        self.way.told(parcel, outcome)

    def _failed(self, parcel: Parcel, outcome: Outcome) -> None:
        self.way.failed(parcel, outcome)

    def _warn(self, destination: Destination, why: str) -> None:
        self.pipeline.notify(f"{destination} takes nothing more", why)


class Player(Bot):
    """A bot that a recording is played to."""

    def __init__(  # noqa: PLR0913 (what may differ between a replay and a run, each by name)
        self,
        settings: Settings,
        recording: Recording,
        *,
        speed: float | None,
        keeping: Keeping | None = None,
        left: Left = lambda _message, _room: None,
        passing: Passing = nothing,
    ) -> None:
        self.recording = recording
        self.ended = False
        source = Source(
            title=recording.header.title,
            recording=True,
            speed=times(speed),
            progress=lambda: recording.progress,
            ended=lambda: self.ended,
        )
        files = (settings.recording.path(),)
        super().__init__(
            settings,
            recording.begins,
            source,
            files=lambda: files,
            keeping=keeping,
            left=left,
            passing=passing,
        )


def times(speed: float | None) -> str:
    """Name a speed: `120×`."""
    return "full speed" if speed is None else f"{speed:g}×"


def ground_of(settings: Settings) -> Ground:
    """Make what the core stands on of the settings."""
    us = ExchangeCalendar.load(closures=settings.closures_of_the_us())
    return Ground(
        calendars={"US": us, "crypto": AlwaysOpen()},
        watchlists=settings.watchlists_of_the_market(),
    )


def patience_of(settings: Settings) -> Patience:
    """Make the courier's patience of the settings."""
    delivery = settings.delivery
    # What a recording tells of is long over, whenever it is played.
    stale = delivery.stale if settings.feeds.quotes else timedelta.max
    return Patience(stale=stale, unsure=Unsure(delivery.unsure.value))
