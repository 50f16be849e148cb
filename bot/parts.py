"""The parts of a bot, put together: pipeline, way out, courier, and the desk that answers."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from bot import __version__, owners
from bot.alerts import wording
from bot.alerts.audience import Tenancy
from bot.alerts.external import Externals, Heard, is_external
from bot.alerts.hearsay import Hearsay
from bot.alerts.rounds import Rounds
from bot.backtest.recorded import Recorded
from bot.belongings import Kind
from bot.charts.studio import Studio
from bot.chat import Destination, Message
from bot.clock import SystemClock
from bot.delivery.coalescing import worded
from bot.delivery.courier import Courier
from bot.delivery.dispatch import Dispatch
from bot.delivery.lane import Lane
from bot.delivery.means import Means, Passing, nothing
from bot.delivery.parcel import Manner, Outcome, Parcel
from bot.errors import StoreError
from bot.feeds.news.newsstand import Newsstand
from bot.feeds.web.reach import anywhere, is_public
from bot.ground import Ground, opening
from bot.holdings import Body, Holdings, Keeper
from bot.keepers.briefs import Briefs
from bot.keepers.feeds import Feeds
from bot.keepers.joining import Joining
from bot.keepers.lists import Lists
from bot.keepers.plans import Homes, Plans
from bot.keepers.rounding import rounds_of
from bot.keepers.rules import Rules
from bot.keeping import Keeping, in_memory
from bot.lag import Lag
from bot.market.annals import Annals
from bot.market.course import Courses
from bot.market.instruments import Symbol
from bot.reading import ANYBODY
from bot.reloading import Reloading
from bot.rules.model import Rule
from bot.settled import ground_of, patience_of
from bot.tenants import Tenants
from bot.wayout import WayOut
from config import documents
from config.settings import Settings
from handlers.acting import Acting
from handlers.answering import Answerer
from handlers.desk import Apply, Desk, Source, unread
from handlers.preferring import preferences

Left = Callable[[Message, Destination], None]
"""Hears of every message that has arrived, and where."""


class Bot:
    """The pipeline of some settings, its way out, and the desk that answers about it.

    `files` name what was recorded by now, which rules may be tried on; `lag` is that of the event
    loop, where somebody watches it. `rooms` are open to members; `operators` hear what is not for
    them. `reread` reads the settings again, where that can be done.
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
        self.reread: Callable[[], Settings] | None = None
        self.keeping = keeping or in_memory()
        self._left = left
        real, ground = SystemClock(), ground_of(settings)
        self.pipeline = ground.pipeline(settings.rules_of_the_engine(), begins)
        self.annals = Annals(self.pipeline.market)
        courses = Courses(self.pipeline.market)
        self.pipeline.moved += [self.annals, courses]
        self.pipeline.herald.alerted.append(lambda alert: courses.note(alert.subject))
        self.studio = Studio(self.pipeline.market, courses)
        self.tenants = Tenants()
        self.courier = Courier(
            Means(
                clock=real,
                outbox=self.keeping.outbox,
                patience=patience_of(settings),
                coalesce=worded if settings.delivery.merge else None,
                told=self._told,
                failed=self._failed,
                warn=self._warn,
                followed=self.tenants.follow,
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
        self.rounds = self._rounds(settings, dispatch)
        reach = anywhere if settings.feeds.private else is_public
        self.newsstand = Newsstand(settings.feeds.publications(), reach=reach)
        self.holdings = self._holdings(settings, dispatch)
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
            operating=self.keeping.operating,
            reread=self._reread,
            preferences=lambda owner: preferences(self.holdings, owner),
            draw=self.studio.draw,
            house=lambda: self.rooms,
            newsstand=self.newsstand,
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
        await self.studio.close()

    # A file of many rules takes a while to read, and to be held to all that is asked of it.
    async def _reread(self) -> Apply:
        if self.reread is None:
            return await unread()
        settings = await asyncio.to_thread(self.reread)
        return lambda now: self.reloading.go_by(settings, now)

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
            tenancy=Tenancy(
                owner=self.tenants.owner,
                operators=lambda: self.operators,
                home=Homes(lambda: self.holdings, self.tenants),
                zone=lambda owner: preferences(self.holdings, owner).timezone or ANYBODY.zone,
            ),
        )

    def _rounds(self, settings: Settings, dispatch: Dispatch) -> Rounds:
        rounds = rounds_of(
            self.pipeline,
            self.tenants,
            lambda: self.holdings,
            usual=settings.briefs.timetable(),
            rooms=lambda: self.rooms,
            tell=self.way.whisper,
            quiet_hours=dispatch.looking.quiet_hours,
            preferences=lambda owner: preferences(self.holdings, owner),
        )
        self.pipeline.herald.beside.append(rounds)
        return rounds

    def _holdings(self, settings: Settings, dispatch: Dispatch) -> Holdings:
        pipeline = self.pipeline

        def rule(owner: str, name: str, body: Body) -> Rule:
            lists = owners.seen(pipeline.market.sectors, owner)
            return documents.rule_of(owner, name, body, watchlists=lists)

        lists, rules = Lists(pipeline, documents.watchlist_of), Rules(pipeline, rule)
        self.reloading = Reloading(
            settings,
            pipeline,
            lists,
            rules,
            dispatch.planning,
            made=lambda kind, name: self.holdings.find(owners.EVERYBODY, kind, name),
        )
        plans = Plans(
            dispatch.planning,
            self.tenants,
            documents.quiet_hours_of,
            opened=self.courier.open,
            present=lambda: pipeline.market.now,
        ).keepers
        keepers: dict[Kind, Keeper] = {
            Kind.WATCHLIST: lists,
            Kind.RULE: rules,
            Kind.FEED: Feeds(
                self.newsstand,
                bounds=settings.feeds.news.bounds(),
                may=lambda: settings.feeds.news.rooms,
            ),
            **plans,
            Kind.PREFERENCES: Briefs(self.rounds, self.tenants, plans[Kind.PREFERENCES]),
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
            pipeline.moved.append(Joining(pipeline, before.belongings))
        else:
            pipeline.book.restore(before.living)
            pipeline.newsroom.restore(before.notes)
            left = pipeline.engine.restore(before.standings)
        self.way.restore(before.notes)
        self.rounds.restore(before.notes)
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
        if (room := neighbour(destination, self.courier.lanes, self.tenants)) is not None:
            self.way.whisper(room, wording.closed(str(destination), why, self.pipeline.market.now))
            self.pipeline.herald.turn_in()


def neighbour(room: Destination, lanes: Iterable[Lane], tenants: Tenants) -> Destination | None:
    """Find another room of whoever a room belongs to that still takes messages."""
    owner = tenants.owner(room)
    others = (lane for lane in lanes if lane.destination != room and not lane.disabled)
    theirs = (one.destination for one in others if tenants.owner(one.destination) == owner)
    # With a chat all of its threads are gone.
    return next((one for one in theirs if room.thread or one.chat != room.chat), None)
