"""The herald: what has turned is announced, an instant at a time, and kept on one page."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Protocol

from bot.alerts.external import Externals, Heard
from bot.alerts.hearsay import Hearsay
from bot.alerts.model import Alert
from bot.belongings import Belonging, Entry
from bot.chat import Message
from bot.journal import Progress
from bot.market.state import Market
from bot.notes import Note
from bot.rules.engine import Engine
from bot.wayout import NEVER, Nowhere, Way

LEARNED = 500
"""Rules that are written down at once, though they did not turn; it takes some milliseconds."""


class Beside(Protocol):
    """Goes by the clock beside the rules, and remembers something of each instant."""

    def next_due(self) -> datetime | None:
        """Return when something is to be done though nothing arrives; None for never."""
        ...

    def tick(self, now: datetime) -> Collection[Alert]:
        """Do what is due by now, and return the alerts that this turned."""
        ...

    def changes(self) -> Sequence[Note]:
        """Return what is to be remembered of what changed since this was last asked."""
        ...


class Herald:
    """Tells listeners and the way out of each alert, and turns all of an instant in together.

    `alerted` hears of every transition of an alert, `hastened` that something may be `due` earlier
    than was said. `followed` counts what the `feed` has told; while `retracing` what turns is known
    already, and nobody hears of it. With `keeps`, how far each rule has come is told as well. Those
    that go `beside` are asked what is due, and what is to be remembered.
    """

    def __init__(self, market: Market, engine: Engine) -> None:
        self.alerted: list[Callable[[Alert], None]] = []
        self.hastened: list[Callable[[], None]] = []
        self.due = NEVER
        self.feed = ""
        self.followed = 0
        self.retracing = False
        self.keeps = False
        self.beside: list[Beside] = []
        self._market = market
        self._engine = engine
        self._way: Way = Nowhere()
        self._externals: Externals | None = None

    def lead(
        self, way: Way, externals: Externals | None = None, *, standings: bool = False
    ) -> None:
        """Tell what turns by this way from now on, and what other programs say besides.

        With `standings`, how far each rule has come is told as well, for a restart.
        """
        self._way, self._externals, self.keeps = way, externals, standings
        if externals is not None:
            self.beside.append(externals)
        way.moved.append(self.look_ahead)
        self.look_ahead()

    async def ready(self) -> None:
        """Return once there is room for what comes of more events."""
        await self._way.ready()

    def announce(self, alerts: Collection[Alert], *, whole: bool = True) -> None:
        """Tell of alerts that have turned, all at this instant.

        Unless that is the whole of it: somebody else turns it in then, with what is still to come.
        """
        for alert in alerts:
            for listener in self.alerted:
                listener(alert)
            self._way.note(alert, self._market.now)
        if alerts and whole:
            self.turn_in()

    def amend(self, alert: Alert, now: datetime) -> None:
        """Tell what became known of an alert that lives, though it did not turn."""
        self._way.amend(alert, now)
        self.turn_in()

    def ring(self, name: str, said: Hearsay) -> Heard:
        """Follow what another program says. Raises KeyError for one we do not listen to."""
        if self._externals is None:
            raise KeyError(name)
        heard = self._externals.take(name, said, self._market.now)
        self.announce(heard.alerts)
        self.turn_in()  # that it was said is kept, though it is no news
        return heard

    def keep(self, document: Belonging, entry: Entry) -> None:
        """Have what somebody changed of what they own kept with this instant."""
        self._way.keep(document, entry)

    def sign(self, room: str, person_id: str) -> None:
        """Say who did what is turned in next, and in which room."""
        self._way.sign(room, person_id)

    def say(self, message: Message) -> None:
        """Tell what is no alert."""
        self._way.say(message)
        self.turn_in()

    def tick(self, now: datetime) -> None:
        """Tell what is due by now."""
        self.announce([alert for one in self.beside for alert in one.tick(now)])
        self.acted(now)

    def acted(self, now: datetime) -> None:
        """Tell at once what follows from what somebody has done at `now`."""
        self._way.tick(now)
        self.turn_in()

    def turn_in(self, most: int | None = LEARNED) -> None:
        """Write all of this instant on a page, with how far the feed was followed by then.

        Of rules that learned something and did not turn, at most so many.
        """
        if self.retracing:
            return
        now = self._market.now
        for one in self.beside:
            self._way.remember(one.changes())
        self._way.turn_in(
            now,
            Progress(feed=self.feed, events=self.followed, at=now) if self.feed else None,
            self._engine.logbook.changes(most) if self.keeps else (),
        )
        self.look_ahead()

    def look_ahead(self) -> None:
        """Ask when something is to be told by time alone."""
        dues = (one.next_due() or NEVER for one in self.beside)
        self.due = NEVER if self.retracing else min(self._way.due, *dues, NEVER)
        for listener in self.hastened:
            listener()
