"""A bot that is stopped and started again, over and over, beside one that never is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from bot.alerts.model import Alert
from bot.alerts.record import alert_line
from bot.market.events import Event
from bot.market.state import Market
from bot.pipeline import Pipeline
from bot.rules.engine import Engine, Stage
from bot.rules.standing import Standing
from bot.storage import bodies
from tests.builders import a_market
from tests.reference_scenes import LISTS, Scene


class Restarting:
    """Plays a scene; `stop` may end it at any instant, to begin again from what was written down.

    The market is fed again what it had heard; of rules and alerts there is text, and nothing else.
    """

    def __init__(self, scene: Scene) -> None:
        self.restarts = 0
        self.lines: list[str] = []
        self._scene = scene
        self._heard: list[Event] = []
        self._standings: dict[tuple[str, str], str] = {}
        self._pipeline = self._made()
        self._pipeline.market.turn_to(scene.start)
        self._pipeline.begin()

    @property
    def now(self) -> datetime:
        return self._pipeline.market.now

    def steps(self) -> Iterator[None]:
        """Play the scene instant by instant, in between of which it may be stopped."""
        for event in self._scene.events:
            yield from self._reach(event.seen)
            if self._pipeline.offer(event) is None:
                self._heard.append(event)
            yield
        yield from self._reach(self._scene.until)

    def write_down(self) -> None:
        """Keep what changed of rules since this was last done, over what was kept before."""
        for standing in self._pipeline.engine.logbook.changes():
            self._standings[standing.rule, standing.subject] = standing.body

    def stop(self) -> None:
        """End, and begin again from what was written down."""
        self.write_down()
        self.restarts += 1
        living = [bodies.written(alert) for alert in self._pipeline.book.living.values()]
        now = self.now
        self._pipeline = self._made()
        self._feed(self._pipeline, now)
        self._pipeline.book.restore(bodies.read(body, Alert) for body in living)
        self._pipeline.engine.restore(self._kept(), at=now)
        self._pipeline.begin()

    @property
    def firing(self) -> set[tuple[str, str]]:
        """The rules and subjects of which an alert fires."""
        instances = self._pipeline.engine.instances
        return {(i.rule.name, i.subject) for i in instances if i.stage is Stage.FIRING}

    def comes_back(self, random: Random) -> list[Alert]:
        """Begin again as a live bot does, knowing nothing but what was written down.

        Its feed tells what it told last of each instrument, in any order and some of it twice; no
        price is another. Returns what that turned.
        """
        self.write_down()
        told = [(t.reference, t.quote) for t in self._pipeline.market.tapes.values()]
        random.shuffle(told)
        market = a_market(watchlists=LISTS, at=self.now)
        live, turned = self._pipeline_on(market), list[Alert]()
        live.herald.alerted.append(turned.append)
        live.book.restore(self._pipeline.book.living.values())
        live.engine.restore(self._kept())
        live.begin()
        once = [event for pair in told for event in pair if event is not None]
        for event in (*once, *random.sample(once, len(once) // 2)):
            when = market.now + timedelta(milliseconds=10)
            while (due := live.engine.next_due()) <= when:
                live.tick(due)
            live.offer(replace(event, seen=when))
        return turned

    def _kept(self) -> list[Standing]:
        kept = self._standings.items()
        return [Standing(rule=rule, subject=subject, body=body) for (rule, subject), body in kept]

    def _reach(self, when: datetime) -> Iterator[None]:
        while (due := self._pipeline.engine.next_due()) <= when:
            self._pipeline.tick(due)
            yield

    def _made(self) -> Pipeline:
        market = a_market(watchlists=LISTS, at=self._scene.start)
        for event in self._scene.known:
            market.take(event)
        pipeline = self._pipeline_on(market)
        pipeline.herald.alerted.append(lambda alert: self.lines.append(alert_line(alert)))
        return pipeline

    def _pipeline_on(self, market: Market) -> Pipeline:
        engine = Engine(market)
        for rule in self._scene.rules:
            engine.add(rule)
        return Pipeline(market, engine)

    def _feed(self, pipeline: Pipeline, now: datetime) -> None:
        market = pipeline.market
        _follow(pipeline.engine, market)
        for event in self._heard:
            _turn(market, event.seen)
            pipeline.sanity.judge(event)
            market.take(event)
        _turn(market, now)


def a_run(scene: Scene, *, often: float, random: Random | None = None) -> Restarting:
    """Play a scene, stopping between two of its steps as `often` as that: never at 0, always at 1.

    In between it may be written down as well; only what changed since is written the next time.
    """
    bot, random = Restarting(scene), random or Random(0)  # noqa: S311 (to be the same each time)
    for _ in bot.steps():
        if random.random() < often:
            bot.stop()
        elif random.random() < often:
            bot.write_down()
    return bot


# Bars and volumes are counted from when somebody first asks, which is when the rules are there.
def _follow(engine: Engine, market: Market) -> None:
    for instance in engine.instances:
        for leaf in instance.part.leaves():
            for source in leaf.sources():
                source.measure(market.now)


def _turn(market: Market, when: datetime) -> None:
    while (due := market.next_change()) <= when:
        market.turn_to(due)
    market.turn_to(when)
