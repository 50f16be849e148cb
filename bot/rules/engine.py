"""Readings in, edges out: which rules a change turns, and when time alone turns one."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from bot.market.doubts import About, Doubt
from bot.market.state import Change, Market
from bot.market.tape import Tape
from bot.news.developments import Development
from bot.rules import language, plan
from bot.rules.alarms import Alarms
from bot.rules.conditions import Condition
from bot.rules.instance import Instance, Stage, Turn
from bot.rules.logbook import Logbook
from bot.rules.model import Rule
from bot.rules.readings import Readings
from bot.rules.relisting import Relisting
from bot.rules.roster import TURNED, Edge, Roster
from bot.rules.scale import has_levels
from bot.rules.standing import Left, Standing
from bot.rules.watchers import Watchers

__all__ = ["Edge", "Engine", "Instance", "Stage", "Turn"]


class Engine:
    """Follows every rule through the market, by events and by the clock.

    Before `horizon` nothing turns by time alone; until every rule has been read that is never.
    `paused` are the numbers of the instances that are left unread; `watchers` know who reads what,
    the `logbook` what is to be written down of each; `lists` has them follow edits of watchlists.
    """

    def __init__(self, market: Market) -> None:
        self.instances = Roster()
        self.market = market
        self.horizon = datetime.min.replace(tzinfo=UTC)
        self.paused: set[int] = set()
        self._alarms = Alarms()
        self._readings = Readings(market, self.instances, self._alarms)
        self.watchers = Watchers(market, self.instances.rows, self._readings.edges)
        self.logbook = Logbook(self.instances, self._alarms, self.paused, self._stop)
        self.lists = Relisting(
            market,
            self.instances,
            watchers=self.watchers,
            readings=self._readings,
            paused=self.paused,
            start=self._start,
            forget=self._forget,
        )
        self._splits = 0
        self._away = self._begun = False

    def add(self, rule: Rule, condition: Condition | None = None, *, instead: bool = False) -> None:
        """Take a rule up, of which the condition may have been read already.

        Its first reading arms it or, where it already holds, keeps it quiet. With `instead` it
        stands in the place of those of its name. Raises RuleFault where its condition cannot be
        read, and SetupError where there is no such list; all is as it was then.
        """
        sight = plan.sight_of(rule, self.market)
        if condition is None:
            own = plan.own_scope(rule)
            condition = language.parse(rule.when, watchlists=sight.sectors, own=own)
        bound = [
            (subject, plan.bind(condition, rule, subject, sight), plan.calendar_of(subject, sight))
            for subject in plan.subjects(rule, condition, sight)
        ]
        if instead:
            self.drop(rule.name)
        for subject, part, calendar in bound:
            self._start(self.instances.add(rule, subject, part, calendar))

    def drop(self, name: str, subject: str | None = None) -> int:
        """Forget the rules of that name, or what they say of one subject; return how many it was.

        Nobody else is read for it, and no alert of theirs is ended.
        """
        numbers = self.instances.numbers(name, subject)
        self._forget(numbers)
        return len(numbers)

    def pause(self, name: str, subject: str | None = None) -> int:
        """Leave the rules of that name, or one subject of theirs, unread where they stand.

        Returns how many those are, whether or not they were paused before.
        """
        numbers = self.instances.numbers(name, subject)
        self._stop(numbers)
        return len(numbers)

    def resume(self, name: str, subject: str | None = None) -> list[Edge]:
        """Read again what is paused; what began to hold meanwhile is where it comes in."""
        numbers = [n for n in self.instances.numbers(name, subject) if n in self.paused]
        self.paused.difference_update(numbers)
        for number in numbers:
            instance = self.instances[number]
            instance.awaiting = False
            self.instances.keep(instance)
            self.instances.changed[number] = TURNED
            self._start(instance)
        return self._readings.of(numbers, None, quietly=True)

    def next_due(self) -> datetime:
        """Return the next instant at which something turns though no event arrives."""
        change, alarm = self.market.next_change(), self._alarms.next()
        return min(change, alarm) if alarm is not None else change

    def begin(self, name: str | None = None) -> list[Edge]:
        """Read every rule once, so that what already holds is known for old.

        Who goes on from before is not read for it, unless the market went on without us: what holds
        now began to while we were away, and what ended then is over. Rules of one name that came
        later are read by themselves.
        """
        if name is not None:
            return self._readings.of(self.instances.numbers(name), None, quietly=True)
        self._begun = True
        resumed, self.logbook.resumed = self.logbook.resumed, set()
        numbers = [n for n in self.instances.numbers() if n not in self.paused]
        fresh = [n for n in numbers if n not in resumed]
        edges = self._readings.of(fresh, None, quietly=True)
        if self._away:
            edges += self._readings.of([n for n in numbers if n in resumed], None, quietly=False)
        self.horizon = self.next_due()
        return edges

    def restore(self, standings: Iterable[Standing], at: datetime | None = None) -> list[Left]:
        """Have rules go on from where they stood, once they are there and before `begin`.

        `at` is the instant of which the standings are, where the market was followed up to there;
        else it went on unheard. Returns those whose alert lived, and whose rule is gone or another.
        """
        self._away = at is None or self.market.now > at
        self._splits = len(self.market.splits)
        return self.logbook.restore(standings, away=self._away)

    def changed(self, change: Change) -> list[Edge]:
        """Read what depends on a change, in the order the rules were made."""
        self._rescale()
        if change.quote:
            tape = self.market.tape(change.symbols[0])
            tape.lull = None
            edges = [*self.lists.arrived(tape.symbol), *self.quoted(tape)]
        else:
            concerned = self.watchers.of(change.symbols)
            edges = self._readings.of(concerned, change.symbols, quietly=change.rebase)
        self.horizon = self.next_due()
        return edges

    def quoted(self, tape: Tape) -> list[Edge]:
        """Read whom the newest quote of an instrument concerns, and say whom the next will not."""
        concerned = self.watchers.of_quote(tape)
        edges = self._readings.of(concerned, (tape.symbol,), quietly=False) if concerned else []
        if self._alarms.moved:
            self.horizon = self.next_due()
        self.watchers.calm(tape)
        return edges

    def reported(self, development: Development) -> list[Edge]:
        """Tell what an article came to, and read whom that concerns.

        What is told before the first reading was there already.
        """
        if not self._begun:
            return []
        concerned = self.watchers.readership.hear(development, self.market.now)
        edges = self._readings.of(concerned, None, quietly=False)
        self.horizon = self.next_due()
        return edges

    def tick(self, now: datetime) -> list[Edge]:
        """Move time on: days that turn come first, then sessions, then the timers that are due."""
        turned = self.market.turn_to(now)
        edges: list[Edge] = []
        for rebase in (True, False):
            symbols = [s for change in turned if change.rebase is rebase for s in change.symbols]
            if symbols:
                edges += self.changed(Change(tuple(symbols), rebase))
        while (instance := self._alarms.take(now)) is not None:
            edges += self._readings.of([instance.number], None, quietly=False, due=True)
            self.watchers.ask_again(instance)
        self.horizon = self.next_due()
        return edges

    # After a split an amount per share that somebody typed means another thing than they meant.
    def _rescale(self) -> None:
        new, self._splits = self.market.splits[self._splits :], len(self.market.splits)
        for split in new:
            concerned = [self.instances[n] for n in self.watchers.of([split.symbol])]
            paused = [i for i in concerned if has_levels(i.part, split.symbol)]
            self._stop(i.number for i in paused)
            if paused:
                names = ", ".join(dict.fromkeys(i.rule.name for i in paused))
                text = f"{split.symbol} was split; paused, for their levels are of before: {names}"
                doubt = Doubt(
                    symbol=split.symbol, about=About.LEVELS, text=text, since=self.market.now
                )
                self.market.doubts.note(doubt)

    def _forget(self, numbers: Collection[int]) -> None:
        self._stop(numbers)
        self.paused.difference_update(numbers)
        for number in numbers:
            self.logbook.forget(number)
            self.instances.forget(number)

    def _start(self, instance: Instance) -> None:
        if not self.instances.is_row(instance.number):
            self._alarms.set(instance, self.market.now)
        self.watchers.add(instance)
        self.horizon = min(self.horizon, self.market.now)

    def _stop(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number not in self.paused:
                instance = self.instances[number]
                instance.alarm = None
                self.watchers.remove(instance)
                self.paused.add(number)
                self.instances.changed[number] = TURNED
