"""The whole journey of an event, from a feed to the courier, on one screen."""

import logging
from collections.abc import Callable, Collection
from datetime import datetime
from decimal import InvalidOperation

from bot.alerts import wording
from bot.alerts.confirming import Confirming
from bot.alerts.external import Externals, Heard
from bot.alerts.hearsay import Hearsay
from bot.alerts.lifecycle import Book
from bot.alerts.model import Alert
from bot.chat import Message
from bot.journal import Progress
from bot.market.doubts import About, Doubt
from bot.market.events import Event, Quote
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal, Sanity
from bot.market.state import Market
from bot.rules.engine import Edge, Engine
from bot.wayout import NEVER, Nowhere, Way

log = logging.getLogger(__name__)

LEARNED = 500
"""Rules that are written down at once, though they did not turn; it takes some milliseconds."""


class Pipeline:
    """Follows each event: is it sane, what does it change, what turns, whom does that concern.

    `alerted` hears of every transition of an alert, `refused` of every event that was turned away
    and where it came from, `moved` that something was taken in, `hastened` that something may be
    due earlier than `next_due` said. `followed` counts what the `feed` has told; while `retracing`
    what turns is known already, and nobody hears of it.
    """

    def __init__(self, market: Market, engine: Engine) -> None:
        self.market = market
        self.engine = engine
        self.sanity = Sanity(market)
        self.book = Book(market)
        self.taken = 0
        self.alerted: list[Callable[[Alert], None]] = []
        self.refused: list[Callable[[str, Refusal], None]] = []
        self.moved: list[Callable[[], None]] = []
        self._way: Way = Nowhere()
        self._externals: Externals | None = None
        self._confirming: Confirming | None = None
        self._due = NEVER
        self.hastened: list[Callable[[], None]] = []
        self.feed = ""
        self.followed = 0
        self.retracing = False
        self.keeps = False

    def lead(
        self, way: Way, externals: Externals | None = None, *, standings: bool = False
    ) -> None:
        """Tell what turns by this way from now on, and what other programs say besides.

        With `standings`, how far each rule has come is told as well, for a restart.
        """
        self._way, self._externals, self.keeps = way, externals, standings
        way.moved.append(self.look_ahead)
        self.look_ahead()

    def abandon(self, left: Collection[tuple[str, str]]) -> None:
        """End the alerts of rules that nobody follows any more, each with its subject."""
        for alert in self.book.abandon(left):
            self._turned(alert)
        self.turn_in()

    def refuse(self, refusal: Refusal, where: str) -> None:
        """Hear of something that a feed could not read, or that was no event to follow."""
        for listener in self.refused:
            listener(where, refusal)

    async def ready(self) -> None:
        """Return once there is room for what comes of more events."""
        await self._way.ready()

    @property
    def horizon(self) -> datetime:
        """Before it nothing turns by time alone; until every rule has been read it is never."""
        return min(self.engine.horizon, self._due)

    def next_due(self) -> datetime:
        """Return the next instant at which something is due though no event arrives."""
        return min(self.engine.next_due(), self._due)

    def ring(self, name: str, said: Hearsay) -> Heard:
        """Follow what another program says. Raises KeyError for one we do not listen to."""
        if self._externals is None:
            raise KeyError(name)
        heard = self._externals.take(name, said, self.market.now)
        for alert in heard.alerts:
            self._turned(alert)
        self.turn_in()
        return heard

    def acted(self, now: datetime) -> None:
        """Tell at once what follows from what somebody has done at `now`."""
        self._way.tick(now)
        self.turn_in()

    def begin(self) -> None:
        """Read every rule once: what holds already is where we came in."""
        self._follow(self.engine.begin())

    def confirm(self) -> None:
        """Mark, from now on, alerts on what one source alone tells; doubts are told to operators.

        Only where sources are heard as they speak: of a recording everything was told already.
        """
        self._confirming = Confirming(self.market, self.book, self._amend)
        self.market.doubts.noted.append(self._doubted)

    def notify(self, title: str, text: str) -> None:
        """Tell operators something that members need not hear, and log it."""
        log.warning("%s: %s", title, text)
        self._say(wording.notice(title, text, self.market.now))

    def offer(self, event: Event) -> Refusal | None:
        """Follow an event before which nothing is due, or say why it may not enter.

        Nearly every quote is more of the same: a sane one, at a price that no rule waits for.
        """
        market = self.market
        if (
            type(event) is not Quote
            or (tape := market.tapes.get(event.symbol)) is None
            or (lull := tape.lull) is None
            or event.currency != lull.currency
        ):
            return self._judged(event)
        seen, at, volume = event.seen, event.at, event.volume
        if not (
            market.now < seen < self.engine.horizon
            and seen < self._due
            and (at is seen or lull.start <= at <= seen)
            and (volume is None or volume >= 0)
        ):
            return self._judged(event)
        for ledger in lull.ledgers:
            if seen >= ledger.settled:
                return self._judged(event)
        try:
            stays = lull.low < event.price < lull.high
            if not stays and not lull.least < event.price < lull.most:
                return self._judged(event)
        except InvalidOperation:  # a price that is no number cannot be compared
            return self._judged(event)
        # It is sane, and of a stretch of time in which the instrument has traded before.
        market.now = seen
        self.sanity.first = event
        self.taken += 1
        tape.stay(event, lull)
        for ledger in lull.ledgers:
            stays &= ledger.stay(event)
        if not stays:
            self._follow(self.engine.quoted(tape), event.symbol)
        if self.moved:
            self._tell_of_moves()
        return None

    def _judged(self, event: Event) -> Refusal | None:
        refusal = self.sanity.judge(event)
        if refusal is None:
            self.take(event)
        return refusal

    def take(self, event: Event) -> None:
        """Follow one event that has been found sane, to its last consequence."""
        self.taken += 1
        change = self.market.take(event)
        turned = event.symbol if isinstance(event, Quote) else None
        self._follow(self.engine.changed(change), turned)
        self._tell_of_moves()

    def tick(self, now: datetime) -> None:
        """Follow what turns because it is `now`, though no event arrived."""
        self._follow(self.engine.tick(now))
        if self._due <= now:
            for alert in self._externals.tick(now) if self._externals else ():
                self._turned(alert)
            self._way.tick(now)
            self.turn_in()

    def _follow(self, edges: list[Edge], turned: Symbol | None = None) -> None:
        for edge in edges:
            alert = self.book.note(edge)
            if self.retracing:
                continue
            if self._confirming is not None:
                alert = self._confirming.judge(alert, turned)
            self._turned(alert)
        if edges:
            self.turn_in()

    def _turned(self, alert: Alert) -> None:
        for listener in self.alerted:
            listener(alert)
        self._way.note(alert, self.market.now)

    def _amend(self, alert: Alert, now: datetime) -> None:
        self._way.amend(alert, now)
        self.turn_in()

    def _say(self, message: Message) -> None:
        self._way.say(message)
        self.turn_in()

    def turn_in(self, most: int | None = LEARNED) -> None:
        """Write all of this instant on a page, with how far the feed was followed by then.

        Of rules that learned something and did not turn, at most so many.
        """
        if self.retracing:
            return
        now = self.market.now
        if self._externals is not None:
            self._way.remember(self._externals.changes())
        self._way.turn_in(
            now,
            Progress(feed=self.feed, events=self.followed, at=now) if self.feed else None,
            self.engine.standings(most) if self.keeps else (),
        )
        self.look_ahead()

    def look_ahead(self) -> None:
        """Ask when something is to be told by time alone."""
        ends = self._externals.next_due() if self._externals else None
        self._due = NEVER if self.retracing else min(self._way.due, ends or NEVER)
        for listener in self.hastened:
            listener()

    def _doubted(self, doubt: Doubt) -> None:
        log.warning("in doubt: %s", doubt.text, extra={"about": doubt.about.value})
        names = doubt.about in {About.NAME, About.UNKNOWN}
        self._say(wording.doubted(doubt, self.engine.naming(doubt.symbol) if names else ()))

    def _tell_of_moves(self) -> None:
        for listener in self.moved:
            listener()
