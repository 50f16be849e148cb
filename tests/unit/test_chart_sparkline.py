"""Sparklines: a day in sixteen letters, each as it ended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.sparkline import BLOCKS, UNKNOWN, sparkline


def drawn(points: dict[float, float], *, width: int = 4) -> str:
    return sparkline(list(points), list(points.values()), start=0, end=40, width=width)


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ({5: 1, 15: 2, 25: 3, 35: 4}, "▁▃▆█"),
        ({5: 4, 15: 3, 25: 2, 35: 1}, "█▆▃▁"),
        ({5: 1, 6: 9, 9: 2, 35: 4}, "▁▁▁█"),
        ({10: 1, 40: 2}, "▁▁▁█"),
        ({25: 1, 35: 2}, "··▁█"),
        ({5: 7}, "▄▄▄▄"),
        ({}, "····"),
    ],
)
def test_each_letter_is_what_it_came_to_by_its_end(points: dict[float, float], expected: str):
    """A price stands until the next trade, and before the first there is none."""
    assert expected == drawn(points)


POINTS = st.dictionaries(
    st.floats(0, 40), st.floats(1e-6, 1e12, allow_nan=False), min_size=1, max_size=50
)


@given(POINTS)
def test_the_highest_and_the_lowest_are_seen_as_such(points: dict[float, float]):
    """However small a move is, it has the whole height to itself."""
    ordered = dict(sorted(points.items()))
    letters = drawn(ordered, width=16).replace(UNKNOWN, "")

    assert set(letters) <= set(BLOCKS)
    assert len(set(letters)) == 1 or {BLOCKS[0], BLOCKS[-1]} <= set(letters)
