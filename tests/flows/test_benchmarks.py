"""The benchmarks of the feeds, at a look: what fires in a poll is held against plain arithmetic."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_a_look_at_the_cost_of_a_poll_ends_with_its_figures(tmp_path: Path):
    """It proves nothing of speed; a wrong edge would end it, and so would a way that is gone."""
    subprocess.run(
        [sys.executable, "-m", "benchmarks.feeds", "--quick"],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=True,
        capture_output=True,
    )

    told = json.loads((tmp_path / "out" / "bench-feeds-look.json").read_text(encoding="utf-8"))
    assert ["calm", "busy", "move"] == [case["case"] for case in told["cases"]]
    assert told["cases"][-1]["edges"] > 0
