"""What is committed speaks of Prebell alone."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Put together here, so that this file does not hold what it looks for.
ELSEWHERE = re.compile(
    "|".join(rf"(?<![\w.])/{name}/" for name in ("work", "root", "tmp", "home", "Users"))
)
INDEX = re.compile(r"index[-]url|find[-]links|https?://(pypi|files[.]pythonhosted)")


def _committed() -> list[Path]:
    """Every text file that is tracked, or would be by `git add`."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("this is no git checkout, so there is nothing committed to look at")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return [path for name in listing.split("\0") if (path := ROOT / name).is_file()]


def _found(what: re.Pattern[str]) -> list[str]:
    found = []
    for path in _committed():
        content = path.read_bytes()
        if b"\0" in content:
            continue
        for number, line in enumerate(content.decode().splitlines(), start=1):
            if what.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    return found


def test_no_file_names_a_folder_of_somebody_s_machine():
    """It would not be there on the next machine."""
    assert [] == _found(ELSEWHERE)


def test_no_file_names_a_package_index():
    """Where packages come from is the operator's decision."""
    assert [] == _found(INDEX)
