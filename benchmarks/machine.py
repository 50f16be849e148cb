"""The machine under the benchmarks: whether it is steady, and how much of it is in use."""

from pathlib import Path
from time import perf_counter, process_time

STEADY = 1.5  # between its quickest and its slowest round; past that nothing is proved
ATTEMPTS = 3  # at rounds on a steady machine
STATUS = Path("/proc/self/statm")
PAGE = 4096


class Watch:
    """Tells how much longer things took than this process had the processor for them.

    A fixed loop is over before anybody else gets a turn, so it alone does not see a crowd.
    """

    def __init__(self) -> None:
        self._wall, self._own = perf_counter(), process_time()

    @property
    def crowding(self) -> float:
        own = process_time() - self._own
        return (perf_counter() - self._wall) / own if own else 1.0


def calibrate() -> float:
    """Return the seconds of a fixed loop, at the quickest of three."""
    best = float("inf")
    for _ in range(3):
        start = perf_counter()
        for _ in range(200_000):
            pass
        best = min(best, perf_counter() - start)
    return best


def resident() -> int:
    """Return the bytes of memory this process has in use; 0 where no system tells."""
    return int(STATUS.read_text().split()[1]) * PAGE if STATUS.exists() else 0
