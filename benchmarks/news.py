"""How fast news is read and placed: keywords beside `re`, stories beside MinHash, and bombs.

Every comparison is of one run on one machine. `make bench-news` writes the figures to
out/bench-news.json; ARGS=--quick is a look, which proves nothing.
"""

import argparse
import json
import platform
from pathlib import Path

from benchmarks import goals, news_bombs, news_keywords, news_stories
from benchmarks.goals import Outcome

OUT = Path("out/bench-news.json")
LOOK_OUT = Path("out/bench-news-look.json")
PARTS = {"bombs": news_bombs, "keywords": news_keywords, "stories": news_stories}


def main() -> None:
    """Measure every part, and say which goals were reached."""
    parser = argparse.ArgumentParser(prog="make bench-news", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a look: few articles and stories")
    parser.add_argument("--only", choices=PARTS, help="one part alone")
    asked = parser.parse_args()
    print(f"Python {platform.python_version()} on {platform.machine()}.", flush=True)
    whole = Outcome()
    for name, part in PARTS.items():
        if asked.only in {None, name}:
            found = part.measure(quick=asked.quick)
            whole.figures[name] = found.figures
            whole.goals += found.goals
    goals.show(whole.goals, "Goals, at a look, which proves nothing" if asked.quick else "Goals")
    out = LOOK_OUT if asked.quick else OUT
    out.parent.mkdir(exist_ok=True)
    told = {"figures": whole.figures, "goals": [goals.told(goal) for goal in whole.goals]}
    out.write_text(json.dumps(told, indent=1) + "\n")
    print(f"\nWritten to {out}.")


if __name__ == "__main__":
    main()
