"""Merging: a room's backlog made one message, noted before anything else leaves by its lane."""

from collections.abc import Callable

from bot.delivery import coalescing
from bot.delivery.coalescing import Heap
from bot.delivery.ending import Ending
from bot.delivery.lane import Errand, Lane
from bot.delivery.limits import Limits
from bot.delivery.means import Means
from bot.delivery.tasks import Tasks


class Merging:
    """Keeps a lane busy while what waits there is merged; `free` is called when that is noted."""

    def __init__(
        self, limits: Limits, means: Means, *, ending: Ending, free: Callable[[Lane], None]
    ) -> None:
        self._limits = limits
        self._means = means
        self._ending = ending
        self._free = free

    def merge(self, lane: Lane, tasks: Tasks) -> None:
        """Begin to merge what waits in a lane, if it is too much to be told one by one."""
        word = self._means.coalesce
        if word is None or not coalescing.too_many(lane, self._limits):
            return
        heap = coalescing.heap(lane)
        if heap.told or heap.overtaken:
            lane.take_all([*heap.told, *heap.overtaken])
            now = self._means.clock.now()
            errand = coalescing.merged(heap.told, now, word) if heap.told else None
            lane.busy = errand or heap.overtaken[-1]
            tasks.start(self._merged(lane, heap, errand))

    async def _merged(self, lane: Lane, heap: Heap, errand: Errand | None) -> None:
        try:
            await self._ending.merged(heap.told, heap.overtaken, errand)
            if errand is not None:
                errand.number = heap.told[0].number
                lane.put(errand)
        finally:
            self._free(lane)
