"""The console: alerts as lines, answers as tables, and whatever people typed is only text."""

import asyncio
import io
import os
import pty
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TextIO

import pytest
from rich.console import Console

from bot.chat import Call, Fact, Message, Reply, Severity, Table
from bot.platforms.console import ROOM, ConsolePlatform, reply_text, terminal
from tests.parcels import a_parcel

NOON = datetime(2025, 10, 10, 12, 52, tzinfo=UTC)


def a_console() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=120, highlight=False), out


def a_message(**fields: object) -> Message:
    told = {"at": NOON, "title": "IREN +4.0% before the bell", "body": "over 4%"}
    return Message(**told | fields)  # type: ignore[arg-type]  # fields of it


async def said(console: Console, message: Message, *, repeat: bool = False) -> None:
    await ConsolePlatform(console).send(a_parcel(message, ROOM), face="", repeat=repeat)


async def test_a_message_says_when_what_and_why():
    """In the time of the market's own clock."""
    console, out = a_console()

    await said(console, a_message(facts=(Fact("Source", "x, 2 s old"),)))

    assert "08:52:00 EDT  ● IREN +4.0% before the bell" in out.getvalue()
    assert "over 4% · source x, 2 s old" in out.getvalue()


@pytest.mark.parametrize(
    ("severity", "mark"), [(Severity.INFO, "●"), (Severity.WARNING, "▲"), (Severity.CRITICAL, "■")]
)
async def test_severity_shows_without_colour(severity: Severity, mark: str):
    """A pipe and a colour-blind reader see it too."""
    console, out = a_console()

    await said(console, a_message(severity=severity))

    assert f" {mark} IREN" in out.getvalue()


async def test_an_end_looks_like_one():
    """It must not be taken for another alert."""
    console, out = a_console()

    await said(console, a_message(reason="resolved", title="Over: x"))

    assert "○ Over: x" in out.getvalue()


async def test_what_may_have_been_printed_before_says_so():
    """The process ended between the line and the note of it; nobody may count it twice."""
    console, out = a_console()

    await said(console, a_message(), repeat=True)

    assert "IREN +4.0% before the bell (may repeat)" in out.getvalue()


async def test_markup_in_a_title_is_text():
    """A company may be called [bold red]."""
    console, out = a_console()

    await said(console, a_message(title="[bold red]X[/] [/link]"))

    assert "[bold red]X[/] [/link]" in out.getvalue()


def test_an_answer_shows_all_its_parts():
    """Title, text, figures, table."""
    console, out = a_console()
    table = Table(("Symbol", "Price"), (("IREN", "66.41"), ("[x]", "9.00")))

    console.print(reply_text(Reply(title="T", body="B", facts=(Fact("F", "[v]"),), table=table)))

    assert [] == [w for w in ("T", "B", "F", "[v]", "66.41", "[x]") if w not in out.getvalue()]


@pytest.fixture
def typed() -> Iterator[tuple[TextIO, int]]:
    """A real terminal: what is written to the second is typed at the first."""
    master, slave = pty.openpty()
    with os.fdopen(slave, "r") as terminal_end:
        yield terminal_end, master
        os.close(master)


async def test_a_line_typed_at_the_terminal_is_answered_there(typed: tuple[TextIO, int]):
    """The console is a room like any other."""
    console, out = a_console()
    answered = asyncio.Event()

    async def answer(call: Call) -> Reply:
        answered.set()
        return Reply(title=f"you said {call.text}")

    room = ConsolePlatform(console, typed=typed[0])
    await room.start(answer)
    os.write(typed[1], b"\n/status\n")
    await asyncio.wait_for(answered.wait(), timeout=10)
    await room.stop()

    assert "you said /status" in out.getvalue()


async def test_a_pipe_is_not_read():
    """Under a service manager nobody types."""
    console, _ = a_console()
    room = ConsolePlatform(console, typed=io.StringIO("/status\n"))

    await room.start(lambda _call: pytest.fail("a pipe was asked"))
    await room.stop()


def test_a_pipe_gets_long_lines_and_no_colour(capsys: pytest.CaptureFixture[str]):
    """What another program reads must not be folded at eighty columns."""
    terminal().print("x" * 300, style="bold")

    assert "x" * 300 + "\n" == capsys.readouterr().out
