"""What flows share: the recorded day, and the command line as a person would use it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import cli
from config.environment import PREFIX
from tests.databases import postgresql, private_database
from tests.unit.test_logs import untouched_logging

__all__ = ["postgresql", "private_database", "untouched_logging"]

DAY = Path(__file__).parents[2] / "config" / "recordings" / "2025-10-10.jsonl.gz"


@dataclass(frozen=True)
class Said:
    """What a command ended with and said."""

    status: int
    out: str
    err: str


Prebell = Callable[..., Said]


@pytest.fixture
def prebell(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Prebell:
    """Run a command in an empty folder, with nothing of ours in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in [it for it in os.environ if it.startswith(PREFIX)]:
        monkeypatch.delenv(name)

    def run(*arguments: object) -> Said:
        status = cli.execute([str(a) for a in arguments])
        out, err = capsys.readouterr()
        return Said(status, out, err)

    return run
