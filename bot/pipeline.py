"""The whole journey of an event, from a feed to the courier, on one screen."""

import logging
from collections.abc import Callable
from datetime import datetime
from decimal import InvalidOperation

from bot.alerts import wording
from bot.alerts.confirming import Confirming
from bot.alerts.lifecycle import Book
from bot.alerts.model import Alert
from bot.herald import Herald
from bot.market.doubts import About, Doubt
from bot.market.events import Article, Event, Quote
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal, Sanity
from bot.market.state import Market
from bot.news.newsroom import Newsroom
from bot.reckoning import Reckoning
from bot.rules.engine import Edge, Engine

log = logging.getLogger(__name__)


class Pipeline:
    """Follows each event: is it sane, what does it change, what turns, whom does that concern.

    `refused` hears of every event that was turned away and where it came from, `moved` that
    something was taken in. The `herald` tells of whatever turns. Once it has `begun`, every rule
    has been read.
    """

    def __init__(self, market: Market, engine: Engine, newsroom: Newsroom | None = None) -> None:
        self.market = market
        self.engine = engine
        self.newsroom = newsroom or Newsroom(market, Reckoning(market))
        self.sanity = Sanity(market)
        self.book = Book(market)
        self.herald = Herald(market, engine)
        self.herald.beside.append(self.newsroom)
        self.taken = 0
        self.begun = False
        self.refused: list[Callable[[str, Refusal], None]] = []
        self.moved: list[Callable[[], None]] = []
        self._confirming: Confirming | None = None

    def refuse(self, refusal: Refusal, where: str) -> None:
        """Hear of something that a feed could not read, or that was no event to follow."""
        for listener in self.refused:
            listener(where, refusal)

    @property
    def horizon(self) -> datetime:
        """Before it nothing turns by time alone; until every rule has been read it is never."""
        return min(self.engine.horizon, self.herald.due)

    def next_due(self) -> datetime:
        """Return the next instant at which something is due though no event arrives."""
        return min(self.engine.next_due(), self.herald.due)

    def begin(self) -> None:
        """Read every rule once: what holds already is where we came in."""
        self.begun = True
        self._follow(self.engine.begin())

    def confirm(self) -> None:
        """Mark, from now on, alerts on what one source alone tells; doubts are told to operators.

        Only where sources are heard as they speak: of a recording everything was told already.
        """
        self._confirming = Confirming(self.market, self.book, self.herald.amend)
        self.market.doubts.noted.append(self._doubted)

    def notify(self, title: str, text: str) -> None:
        """Tell operators something that members need not hear, and log it."""
        log.warning("%s: %s", title, text)
        self.herald.say(wording.notice(title, text, self.market.now))

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
            and seen < self.herald.due
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
            self.tell_of_moves()
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
        if isinstance(event, Article):
            self._report(event)
        else:
            turned = event.symbol if isinstance(event, Quote) else None
            self._follow(self.engine.changed(change), turned)
        self.tell_of_moves()

    def learn(self, event: Event) -> None:
        """Take what is known already: it rings no bell."""
        self.market.turn_to(event.seen)
        self.market.take(event)
        if isinstance(event, Article):
            self.newsroom.take(event)

    def tick(self, now: datetime) -> None:
        """Follow what turns because it is `now`, though no event arrived."""
        self._follow(self.engine.tick(now))
        if self.herald.due <= now:
            self.herald.tick(now)

    def tell_of_moves(self) -> None:
        """Have whoever follows the market look at it."""
        for listener in self.moved:
            listener()

    def turned(self, edges: list[Edge]) -> None:
        """Follow what turned because somebody changed a rule; they turn the instant in."""
        alerts = [self._noted(edge, None) for edge in edges]
        if not self.herald.retracing:
            self.herald.announce(alerts, whole=False)

    # What is said changes no figure: rules on news alone hear of it.
    def _report(self, article: Article) -> None:
        development = self.newsroom.take(article)
        if development is not None:
            amended = self.book.developed(development)
            self._follow(self.engine.reported(development))
            for alert in () if self.herald.retracing else amended:
                self.herald.amend(alert, self.market.now)
        self.herald.turn_in()

    def _follow(self, edges: list[Edge], turned: Symbol | None = None) -> None:
        if not edges:
            return
        alerts = [self._noted(edge, turned) for edge in edges]
        if not self.herald.retracing:
            self.herald.announce(alerts)

    def _noted(self, edge: Edge, turned: Symbol | None) -> Alert:
        alert = self.book.note(edge)
        is_news_alone = bool(alert.story) and alert.price is None
        if self._confirming is None or self.herald.retracing or is_news_alone:
            return alert
        return self._confirming.judge(alert, turned)

    def _doubted(self, doubt: Doubt) -> None:
        log.warning("in doubt: %s", doubt.text, extra={"about": doubt.about.value})
        names = doubt.about in {About.NAME, About.UNKNOWN}
        rules = self._reading(doubt.symbol) if names else ()
        self.herald.say(wording.doubted(doubt, rules))

    # In the order they were made, each once, whatever it is about.
    def _reading(self, symbol: Symbol) -> tuple[str, ...]:
        roster, numbers = self.engine.instances, self.engine.watchers.naming(symbol)
        return tuple(dict.fromkeys(roster[number].rule.name for number in numbers))
