"""`prebell ask` with what goes with an answer: what to type next, a form, a file that is saved."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import presence
from bot.chat import Call, Reply
from tests.contracts.web_desk import DOT, PAINT, PICTURE, Desk, drawn, rich_answer
from tests.flows.conftest import Prebell, Said


@dataclass
class Asked:
    """A terminal beside a bot that runs."""

    prebell: Prebell
    folder: Path

    async def ask(self, text: str, *options: object) -> Said:
        return await asyncio.to_thread(self.prebell, "ask", text, *options)


@pytest.fixture
async def terminal(
    prebell: Prebell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Asked]:
    monkeypatch.setenv("PREBELL_DATA_DIR", str(tmp_path / "data"))

    async def answer(call: Call) -> Reply:
        chart = call.text == "/chart IREN"
        return Reply(title="IREN", picture=PICTURE) if chart else await rich_answer(call)

    desk = Desk(commands=lambda: [PAINT], draw=drawn)
    await desk.start(answer)
    with presence.announced(tmp_path / "data", desk.url):
        yield Asked(prebell, tmp_path)
    await desk.stop()


async def test_what_to_type_next_is_shown(terminal: Asked):
    """There are no buttons in a terminal."""
    said = await terminal.ask("/sector")

    assert "Show the list: /watchlist show miners" in said.out


async def test_what_goes_with_an_answer_is_told_and_not_written(terminal: Asked):
    """Nobody's folder is filled unasked."""
    said = await terminal.ask("/sector")

    assert "With miners.csv, 12 bytes; --save FILE writes it down." in said.err


@pytest.mark.parametrize(
    ("text", "content"), [("/sector", b"symbol\nIREN\n"), ("/chart IREN", DOT)]
)
async def test_a_file_or_a_chart_is_saved(terminal: Asked, text: str, content: bytes):
    file = terminal.folder / "kept"

    said = await terminal.ask(text, "--save", file)

    assert (0, content) == (said.status, file.read_bytes())


async def test_a_file_that_is_there_is_kept(terminal: Asked):
    file = terminal.folder / "kept"
    file.write_text("mine", encoding="utf-8")

    said = await terminal.ask("/sector", "--save", file)

    assert (2, "mine") == (said.status, file.read_text(encoding="utf-8"))
    assert "is there already and is kept" in said.err


async def test_where_nothing_goes_with_it_that_is_said(terminal: Asked):
    """A script that waits for a file must hear of it."""
    said = await terminal.ask("/paint", "--save", terminal.folder / "kept")

    assert (1, False) == (said.status, (terminal.folder / "kept").exists())
    assert "Nothing goes with this answer" in said.err


async def test_a_form_is_told_as_words_to_type(terminal: Asked):
    said = await terminal.ask("/paint")

    assert "Usage: /paint NAME [HUE], as in /paint wall blue" in said.out


async def test_a_program_is_told_all_of_it(terminal: Asked):
    told = json.loads((await terminal.ask("/sector", "--json")).out)

    assert (True, {"name": "miners.csv", "size": 12}, "/watchlist show miners") == (
        told["private"],
        told["file"],
        told["actions"][0]["text"],
    )


def test_without_a_bot_the_recording_answers_as_much(prebell: Prebell):
    """The same parts, whoever answers."""
    told = json.loads(prebell("ask", "/help", "--at", "12:50Z", "--json").out)

    assert {"label": "Market", "text": "/help market"} == told["actions"][0]
