"""Joining: rules that rooms made in the midst of a recording, when that is read again."""

from collections.abc import Iterable

from bot.belongings import Belonging, Kind
from bot.owners import owned
from bot.pipeline import Pipeline


class Joining:
    """Leaves each rule unread until the recording has come to where it was last changed.

    What it would have found before that was never told to anybody; where it comes in is where it
    came in then. It is one of those that hear of whatever moves the market.
    """

    def __init__(self, pipeline: Pipeline, documents: Iterable[Belonging]) -> None:
        self._pipeline = pipeline
        rules = (one for one in documents if one.kind is Kind.RULE)
        waiting = ((one.changed, owned(one.name, one.owner)) for one in rules)
        self._waiting = sorted(
            (one for one in waiting if not self._is_paused(one[1])), reverse=True
        )
        for _, name in self._waiting:
            pipeline.engine.pause(name)

    def __call__(self) -> None:
        pipeline, waiting = self._pipeline, self._waiting
        while waiting and (waiting[-1][0] <= pipeline.market.now or not pipeline.herald.retracing):
            _, name = waiting.pop()
            pipeline.turned(pipeline.engine.resume(name))

    def _is_paused(self, name: str) -> bool:
        engine = self._pipeline.engine
        return engine.paused.issuperset(engine.instances.numbers(name))
