"""The terminal as a room: alerts as lines, answers as tables, questions typed where it runs."""

import asyncio
import sys
from collections.abc import Callable
from typing import TextIO
from unicodedata import category

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot import figures
from bot.chat import Answer, Call, Destination, Message, Reply, Right, Severity
from bot.delivery.limits import Limits
from bot.delivery.parcel import Manner, Parcel
from bot.delivery.platform import marked
from bot.owners import EVERYBODY

ROOM = Destination(platform="console", chat="terminal")

PIPE_WIDTH = 160
"""Columns a table may take where no terminal says how wide it is."""

_MARGIN = "\n" + " " * 16
_MARKS = {
    Severity.INFO: ("●", "cyan"),
    Severity.WARNING: ("▲", "yellow"),
    Severity.CRITICAL: ("■", "bold red"),
}


class ConsolePlatform:
    """Prints what is said, and puts lines typed at a terminal to the bot."""

    name = "console"
    limits = Limits()
    keyed = False

    def __init__(self, console: Console, typed: TextIO | None = None) -> None:
        self._console = console
        self._typed = typed
        self._asked: set[asyncio.Task[None]] = set()
        self._unwatch: Callable[[], object] = lambda: None

    async def start(self, answer: Answer) -> None:
        """Listen to the terminal, where there is one; a pipe is not asked."""
        if self._typed is None or not self._typed.isatty():
            return
        loop, typed = asyncio.get_running_loop(), self._typed

        def heard() -> None:
            line = typed.readline()
            if not line:  # the terminal was closed
                loop.remove_reader(typed)
            elif line.strip():
                task = loop.create_task(self._ask(answer, line.strip()))
                self._asked.add(task)
                task.add_done_callback(self._asked.discard)

        loop.add_reader(typed, heard)
        self._unwatch = lambda: loop.remove_reader(typed)

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:  # noqa: ARG002 (what was printed stays)
        if parcel.manner is not Manner.EDIT:  # paper does not change
            self._console.print(message_text(marked(parcel.message, repeat=repeat)))
        return ""

    async def stop(self) -> None:
        self._unwatch()

    async def _ask(self, answer: Answer, text: str) -> None:
        call = Call(text=text, person="operator", room=ROOM, owner=EVERYBODY, right=Right.OPERATE)
        reply = await answer(call)
        self._console.print(reply_text(reply))


def message_text(message: Message) -> Text:
    """Show a message on two lines: when and what, then the evidence, dimmed."""
    mark, style = _MARKS[message.severity]
    over = message.reason == "resolved"
    line = Text(f"{figures.time_of_day(message.at)}  ", style="dim")
    line.append("○ " if over else f"{mark} ", style="dim" if over else style)
    line.append(plain(message.title), style="dim" if over else "bold")
    details = [message.body, *(f"{f.label.lower()} {f.value}" for f in message.facts)]
    said = plain(" · ".join(d for d in details if d)).replace("\n", _MARGIN)
    line.append(_MARGIN + said, style="dim")
    return line


def plain(text: str) -> str:
    """Leave out what a terminal would obey instead of showing it."""
    return "".join(c for c in text if c == "\n" or category(c) not in {"Cc", "Cf", "Cs"})


def reply_text(reply: Reply) -> RenderableType:
    """Show an answer: title, text, figures side by side, table, and what to type next."""
    parts: list[RenderableType] = [Text(reply.title, style="bold")]
    if reply.body:
        parts.append(Text(reply.body))
    if reply.facts:
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="dim")
        grid.add_column()
        for fact in reply.facts:
            grid.add_row(Text(fact.label), Text(fact.value))
        parts.append(grid)
    if reply.table:
        table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
        for number, heading in enumerate(reply.table.headings):
            table.add_column(Text(heading), justify="right" if number else "left", no_wrap=True)
        for row in reply.table.rows:
            table.add_row(*(Text(cell) for cell in row))
        parts.append(table)
    parts += [Text(f"{one.label}: {one.text}", style="dim") for one in reply.actions]
    return Group(*parts)


def terminal(*, errors: bool = False) -> Console:
    """Return the process's terminal; piped, it writes plain lines of whatever length."""
    stream = sys.stderr if errors else sys.stdout
    if stream.isatty():
        return Console(file=stream, highlight=False)
    return Console(file=stream, highlight=False, soft_wrap=True, width=PIPE_WIDTH)
