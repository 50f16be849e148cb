"""The locks install the same bytes everywhere, and from wherever the operator's pip looks."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PIN = re.compile(r"^(?P<name>[a-z0-9-]+)==(?P<version>[^\s;]+)( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(lock: Path):
    """An index, a link or a path in it would be this machine's, and fail on the next."""
    lines = lock.read_text().splitlines()

    assert [] == [line for line in lines if not PIN.match(line) and not HASH.match(line)]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_pin_has_its_hashes(lock: Path):
    """A pin without one would be installed unchecked, or refused."""
    before = ["", *lock.read_text().splitlines()]

    assert [] == [
        line for line in before[:-1] if PIN.match(line) and not HASH.match(_after(line, before))
    ]


def test_what_the_project_asks_for_is_locked():
    """A dependency added without `make lock` would be missing on a fresh machine."""
    run, build = _names("run"), _names("build")

    assert _asked("project") - run == set()
    assert _asked("build") - build == set()
    assert _asked("project", "charts", "build", "dev") - _names("dev") == set()


def test_the_locks_agree():
    """Tests would otherwise try other versions than people run."""
    dev = _pins("dev")

    assert _pins("run") | _pins("build") <= dev
    assert _pins("run") <= _pins("bench")


def _after(line: str, lines: list[str]) -> str:
    return lines[lines.index(line) + 1]


def _pins(lock: str) -> set[str]:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    return {line.rstrip(" \\") for line in text.splitlines() if PIN.match(line)}


def _names(lock: str) -> set[str]:
    return {pin.partition("==")[0] for pin in _pins(lock)}


def _asked(*sets: str) -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    extras = project["project"]["optional-dependencies"]
    own = {"project": project["project"]["dependencies"]}
    groups = own | extras | project["dependency-groups"]
    texts = [text for name in sets for text in groups[name]]
    return {re.sub(r"[-_.]+", "-", re.split(r"[^\w.-]", text)[0]).lower() for text in texts}
