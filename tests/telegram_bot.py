"""The bot's side of a loopback Telegram: the platform itself, before commands made for tests.

    async with a_telegram(server, open=True) as telegram:
        …

Its commands are `/echo`, `/long`, `/mine` (private), `/keep` (for who may change things),
`/tend` (for operators), `/alert create` (a form), `/chart`, `/brief` and `/quote`; each says who
asked.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

from bot.chat import (
    Action,
    Attachment,
    Call,
    Destination,
    Drawing,
    Fact,
    Picture,
    Reply,
    Right,
    Table,
)
from bot.clock import Clock
from bot.commands import Question
from bot.market.instruments import Symbol
from bot.platforms.telegram import Options, Telegram, Ties
from handlers.answering import Answerer
from handlers.base import Command, command
from handlers.desk import Desk
from tests.builders import a_desk
from tests.parcels import NOW
from tests.telegram_server import TelegramServer

PNG = b"\x89PNG\r\n\x1a\n of a chart"
PICTURE = Picture(drawing=Drawing.SESSION, subject="IREN", at=NOW)
FORM = (
    Question(name="name", label="Name", hint="dips"),
    Question(name="severity", label="Severity", hint="how much", options=("info", "critical"),
             all_there_is=True),
    Question(name="note", label="Note", hint="anything", required=False),
)  # fmt: skip


@command("echo", "Say it again", example="/echo hello")
async def echo(call: Call, desk: Desk, text: str) -> Reply:
    """Repeat what was typed, and who typed it where."""
    del desk
    facts = (
        Fact("Person", f"{call.person} {call.person_id}"),
        Fact("Owner", str(call.owner)),
        Fact("Right", call.right.name),
        Fact("Locale", call.locale),
    )
    return Reply(title=text, facts=facts, actions=(Action("Again", "/echo pressed"),))


@command("long", "Say much", example="/long 100")
async def long(call: Call, desk: Desk, lines: int) -> Reply:
    """Say so many lines."""
    del call, desk
    return Reply(title="Much", body="\n".join(f"line {n} {'x' * 90}" for n in range(lines)))


@command("much", "Say much of something")
async def much(call: Call, desk: Desk, text: str) -> Reply:
    """Say it on so many lines."""
    del call, desk
    return Reply(title="Much", body="\n".join(f"{n} {text}" for n in range(200)))


@command("mine", "What is yours alone", private=True)
async def mine(call: Call, desk: Desk) -> Reply:
    """Say something that is nobody else's."""
    del desk
    return Reply(title=f"Only for {call.person}", facts=(Fact("Secret", "42"),))


@command("keep", "Change something", right=Right.CHANGE)
async def keep(call: Call, desk: Desk) -> Reply:
    """Change something."""
    del desk
    return Reply(title=f"Kept by {call.person}")


@command("tend", "Look after the bot", right=Right.OPERATE)
async def tend(call: Call, desk: Desk) -> Reply:
    """Do what operators do."""
    del desk
    return Reply(title=f"Tended by {call.person}")


@command("alert create", "Make an alert", right=Right.CHANGE, form=FORM)
async def create(
    call: Call, desk: Desk, name: str, severity: str = "info", note: str = ""
) -> Reply:
    """Say what was filled in."""
    del call, desk
    return Reply(title="Made", body=f"{name}, {severity}, {note or 'no note'}")


@command("chart", "Draw it")
async def chart(call: Call, desk: Desk) -> Reply:
    """Show a picture."""
    del call, desk
    return Reply(title="A chart", picture=PICTURE)


@command("brief", "Say much of it")
async def brief(call: Call, desk: Desk) -> Reply:
    """Say more than has room under a picture, and offer that."""
    del call, desk
    picture = replace(PICTURE, question="/chart")
    return Reply(
        title="A brief", body="y" * 2000, picture=picture, actions=(Action("Chart", "/chart"),)
    )


@command("file", "Send a file")
async def file(call: Call, desk: Desk) -> Reply:
    """Show a file and a table."""
    del call, desk
    table = Table(("Symbol", "Price"), (("IREN", "60.10"), ("WULF", "9.00")))
    return Reply(title="A file", table=table, attachment=Attachment(name="a.csv", content=b"a,b"))


@command("quote", "Price", example="/quote IREN")
async def quote(call: Call, desk: Desk, symbol: Symbol) -> Reply:
    """Say a price."""
    del desk
    return Reply(title=f"{symbol} 60.10 for {call.person_id}")


COMMANDS = (echo, long, much, mine, keep, tend, create, chart, brief, file, quote)


async def drawn(_: Picture) -> bytes | None:
    return PNG


def telegram_of(  # noqa: PLR0913 (what may vary is the point of a builder)
    server: TelegramServer,
    *,
    clock: Clock | None = None,
    commands: Sequence[Command] = COMMANDS,
    desk: Desk | None = None,
    file: Path | None = None,
    draw: Callable[[Picture], Awaitable[bytes | None]] = drawn,
    learned: list[tuple[Destination, str]] | None = None,
    **options: Any,  # noqa: ANN401 (any of them)
) -> Telegram:
    """Make a bot that stands before a server; it has to be started, and stopped."""
    settled = {"token": server.token, "base_url": server.url, "base_file_url": server.url}
    told = [] if learned is None else learned
    return Telegram(
        Options(**(settled | options)),
        service=Answerer(replace(desk or a_desk(), draw=draw), commands),
        clock=clock or server.clock,
        ties=Ties(learn=lambda room, owner: told.append((room, owner))),
        file=file,
        random=Random(1),  # noqa: S311 (pauses are no secret)
    )


@asynccontextmanager
async def a_telegram(server: TelegramServer, **more: Any) -> AsyncIterator[Telegram]:  # noqa: ANN401 (likewise)
    """Open such a bot; it has stopped with the block."""
    telegram = telegram_of(server, **more)
    await telegram.start(nobody)
    try:
        yield telegram
    finally:
        await telegram.stop()


async def nobody(_: Call) -> Reply:
    return Reply(title="nobody asks this way")
