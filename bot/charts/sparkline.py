"""Sparklines: the course of a day in one word of block letters, for tables of text."""

from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
UNKNOWN = "·"
"""Stands for what was not known yet."""


def sparkline(
    times: Sequence[float], values: Sequence[float], *, start: float, end: float, width: int
) -> str:
    """Draw figures over the time from `start` to `end` in so many letters, each as it ended.

    Between two points a figure stands; before the first it is not known.
    """
    ends: list[float | None] = []
    last: float | None = None
    place = 0
    for letter in range(1, width + 1):
        until = start + (end - start) * letter / width
        while place < len(times) and times[place] <= until:
            last = values[place]
            place += 1
        ends.append(last)
    known = [value for value in ends if value is not None]
    low, high = (min(known), max(known)) if known else (0.0, 0.0)
    return "".join(UNKNOWN if value is None else _block(value, low, high) for value in ends)


def _block(value: float, low: float, high: float) -> str:
    if high <= low:
        return BLOCKS[len(BLOCKS) // 2 - 1]
    return BLOCKS[min(len(BLOCKS) - 1, int((value - low) / (high - low) * len(BLOCKS)))]
