"""docs/commands.md: made from the commands themselves, as they stand now."""

import subprocess
import sys
from pathlib import Path

from handlers import COMMANDS
from scripts.make_commands_page import PAGE, contents

ROOT = Path(__file__).parents[2]


def checked(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.make_commands_page", "--check", "--file", str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_page_is_current():
    """A command that is not in it is found by nobody."""
    assert PAGE.read_text(encoding="utf-8") == contents()


def test_a_page_that_is_not_current_is_told(tmp_path: Path):
    current, stale = tmp_path / "current.md", tmp_path / "stale.md"
    current.write_text(contents(), encoding="utf-8")
    stale.write_text(contents() + " ", encoding="utf-8")

    assert (0, 1) == (checked(current).returncode, checked(stale).returncode)
    assert f"{stale} is not current" in checked(stale).stderr


def test_every_command_has_a_line():
    page = contents()

    assert [] == [c.name for c in COMMANDS if f"| `{c.usage}`" not in page]
