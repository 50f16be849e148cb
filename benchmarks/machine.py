"""The machine under the benchmarks: whether it is steady, and how much of it is in use."""

import os
from pathlib import Path
from time import perf_counter, process_time

STEADY = 1.5  # between its quickest and its slowest round; past that nothing is proved
ATTEMPTS = 3  # at rounds on a steady machine
STATUS = Path("/proc/self/statm")
PAGE = 4096
CORES = Path("/proc/stat")
AT_REST = slice(3, 5)  # of its columns: idle, and waiting for a disk


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


def busy() -> float:
    """Return the seconds of all cores that everybody together has taken; 0 where nobody tells."""
    if not CORES.exists():
        return 0.0
    columns = [int(column) for column in CORES.read_text().partition("\n")[0].split()[1:9]]
    return (sum(columns) - sum(columns[AT_REST])) / os.sysconf("SC_CLK_TCK")
