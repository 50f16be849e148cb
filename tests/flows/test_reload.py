"""Settings read again while it runs: what is written is followed, and a fault changes nothing."""

import asyncio
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from rich.console import Console

from bot import app, presence
from bot.clock import SystemClock
from config.load import load
from tests.flows.conftest import DAY
from tests.flows.test_running import asked, printed

BEFORE = """
watchlists:
  miners: {members: [IREN, WULF]}
  chips: {members: [APLD]}
rules:
  - {name: mover, for_each: miners, when: premarket > 4%}
  - {name: level, when: IREN.price > 1000}
"""

AFTER = """
watchlists:
  miners: {members: [IREN, CIFR]}
  diggers: {members: [CIFR]}
rules:
  - {name: mover, for_each: miners, when: premarket > 5%}
  - {name: fresh, when: CIFR.price > 1000}
"""

FAULTY = """
watchlists:
  miners: {members: [IREN]}
rules:
  - {name: mover, for_each: miners, when: premarkt > 5%}
"""


class Reread:
    """A bot whose settings file a test writes while it runs."""

    def __init__(self, file: Path, url: str) -> None:
        self._file = file
        self._url = url

    def write(self, settings: str) -> None:
        self._file.write_text(settings, encoding="utf-8")

    async def asks(self, text: str) -> str:
        _, answer = await asked(self._url, "/api/ask", json={"text": text})
        told = json.loads(answer)
        facts = [f"{fact['label']}: {fact['value']}" for fact in told["facts"]]
        rows = [" ".join(row) for row in (told["table"] or {"rows": []})["rows"]]
        return "\n".join([told["title"], told["body"], *facts, *rows])

    async def rules(self) -> dict[str, str]:
        _, desk = await asked(self._url, "/api/desk")
        return {rule["name"]: rule["when"] for rule in json.loads(desk)["rules"]}


@asynccontextmanager
async def reread(folder: Path) -> AsyncIterator[Reread]:
    file = folder / "prebell.yaml"
    file.write_text(BEFORE, encoding="utf-8")
    environment = {
        "PREBELL_DATA_DIR": str(folder / "data"),
        "PREBELL_WEB__PORT": "18080",
        "PREBELL_RECORDING__FILE": str(DAY),
        "PREBELL_RECORDING__SPEED": "max",
        "PREBELL_RECORDING__RESUME": "true",
    }
    out, stopped = io.StringIO(), asyncio.Event()
    console = Console(file=out, width=200)
    run = asyncio.create_task(
        app.run(
            load(file, environment),
            console=console,
            errors=console,
            real=SystemClock(),
            stopped=stopped,
            reread=lambda: load(file, environment),
        )
    )
    try:
        await printed(out, "The recording has ended", run)
        yield Reread(file, presence.running(folder / "data") or "")
    finally:
        stopped.set()
        await run


async def test_what_is_written_is_what_is_followed(tmp_path: Path):
    """No restart, in the midst of a session, for a threshold."""
    async with reread(tmp_path) as it:
        it.write(AFTER)
        said = await it.asks("/reload")
        rules, members = await it.rules(), await it.asks("/watchlist show miners")
        again = await it.asks("/reload")

    assert [
        f"Changed: {what}"
        for what in (
            "watchlist miners, changed",
            "watchlist diggers, new",
            "rule mover, changed",
            "rule fresh, new",
            "rule level, gone",
            "watchlist chips, gone",
        )
    ] == said.splitlines()[2:]
    assert {"mover": "premarket > 5%", "fresh": "CIFR.price > 1000"} == rules
    assert [True, False] == ["CIFR" in members, "WULF" in members]
    assert "Nothing has changed" == again.splitlines()[0]


async def test_with_a_fault_nothing_changes(tmp_path: Path):
    """It is told as `prebell check` tells it: where, what, and what to write."""
    async with reread(tmp_path) as it:
        it.write(FAULTY)
        said, rules = await it.asks("/reload"), await it.rules()

    assert [] == [
        part
        for part in ("nothing was changed", "prebell.yaml:5:", "premarkt", "premarket")
        if part not in said
    ], said
    assert {"mover": "premarket > 4%", "level": "IREN.price > 1000"} == rules


async def test_a_list_that_somebody_elses_rule_reads_cannot_go(tmp_path: Path):
    """Nothing is half done: the rest of the file waits with it."""
    async with reread(tmp_path) as it:
        await it.asks("/alert quick chips change > 90%")
        it.write(AFTER)
        said, rules = await it.asks("/reload"), await it.rules()

    assert "The watchlist chips is gone from the settings, and rules that were made by" in said
    assert [] == [name for name in ("level", "mover") if name not in rules]
    assert "premarket > 4%" == rules["mover"]


async def test_a_name_that_somebody_took_is_not_taken_from_them(tmp_path: Path):
    """An operator's list, made at the desk this morning, is not overwritten by a file."""
    async with reread(tmp_path) as it:
        await it.asks("/watchlist create diggers CIFR")
        it.write(AFTER)
        said, rules = await it.asks("/reload"), await it.rules()

    assert "There is a watchlist diggers already that was made by a command" in said
    assert "level" in rules


@pytest.mark.parametrize(
    ("line", "waits"),
    [("log: {level: debug}", "log"), ("route: {group_wait: 45s}", "")],
)
async def test_what_cannot_change_while_it_runs_is_named(tmp_path: Path, line: str, waits: str):
    """Whoever changed the log would wonder why it says no more than before."""
    async with reread(tmp_path) as it:
        it.write(f"{BEFORE}{line}\n")
        said = await it.asks("/reload")

    wanted = f"Waits for a restart: {waits}" if waits else "Changed: who is told what, and when"
    assert wanted in said


async def test_operators_see_who_did_what_and_copy_the_store(tmp_path: Path):
    async with reread(tmp_path) as it:
        await it.asks("/mute IREN 1h")
        audit, backup = await it.asks("/audit 1"), await it.asks("/backup")

    assert "desk on web in web:desk: muted IREN" in audit
    assert [True] == [file.name in backup for file in (tmp_path / "data/backups").iterdir()]
