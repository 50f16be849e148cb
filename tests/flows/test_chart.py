"""A chart of the recorded day, asked for from a terminal: from the recording to a file."""

from pathlib import Path

from tests.charting import Dots
from tests.flows.conftest import Prebell


def test_the_day_of_the_story_is_drawn(prebell: Prebell, tmp_path: Path):
    """At 08:52 IREN is 4.01 % over its close; the alert of then has the same picture."""
    file = tmp_path / "iren.png"
    said = prebell("ask", "/chart IREN", "--at", "12:52Z", "--save", file)

    assert "IREN 66.41, +4.01%" in said.out
    assert (1000, 560) == (Dots(file.read_bytes()).width, Dots(file.read_bytes()).height)


def test_two_runs_of_one_recording_draw_the_same_bytes(prebell: Prebell, tmp_path: Path):
    """What was sent can be drawn again and compared."""
    files = [tmp_path / name for name in ("one.png", "two.png")]
    for file in files:
        prebell("ask", "/chart miners", "--at", "14:00Z", "--save", file)

    assert files[0].read_bytes() == files[1].read_bytes()
