"""Start-up: a command imports what it uses, and nothing else."""

import subprocess
import sys

import pytest

HEAVY = {
    "aiohttp",
    "apprise",
    "discord",
    "lark",
    "matplotlib",
    "msgspec",
    "pydantic",
    "ruamel",
    "sqlalchemy",
}
HEAVY |= {"asyncio", "config", "handlers", "markdown_it", "structlog", "telegram"}
UNUSED_BY_CHECK = {
    "aiohttp",
    "apprise",
    "discord",
    "matplotlib",
    "sqlalchemy",
    "telegram",
    "handlers",
}

COMMANDS = [[], ["replay"], ["backtest"], ["record"], ["check"], ["export"], ["import"]]
COMMANDS += [["db"], ["db", "upgrade"], ["db", "backup"]]

PROBE = """
import sys
from bot.cli import execute
status = execute(sys.argv[1:])
print("imported:", *sorted({name.partition(".")[0] for name in sys.modules}))
sys.exit(status)
"""


def imported_by(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROBE, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stdout.partition("imported:")[2].split())


@pytest.mark.parametrize(
    "arguments",
    [[*command, "--help"] for command in COMMANDS] + [["--version"]],
)
def test_help_imports_nothing_heavy(arguments: list[str]):
    """Help that takes a second is help nobody asks for twice."""
    assert set() == imported_by(*arguments) & HEAVY


def test_check_imports_no_platform_and_no_store():
    """It is run after every edit, and by every deployment."""
    assert set() == imported_by("check") & UNUSED_BY_CHECK


def test_a_replay_imports_no_platform_it_does_not_speak_on():
    """Nor a web server that nobody asked for."""
    day = "config/recordings/2025-10-10.jsonl.gz"

    assert {"aiohttp", "apprise", "discord", "telegram"} & imported_by(
        "replay", day, "--quiet"
    ) == set()
