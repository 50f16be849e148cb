"""Make docs/commands.md: every command there is, from the list that help and menus are made of."""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

import handlers
from bot.chat import Right
from handlers.base import Command
from handlers.help import REST, SUBJECTS, subject

PAGE = Path(__file__).parents[1] / "docs" / "commands.md"

HEAD = """\
# Commands

This page is made from the commands themselves: `python -m scripts.make_commands_page`.

What stands here is understood alike on Discord, on Telegram (with `_` for the space in a name:
`/watchlist_show`), in the web desk's box, at the terminal `prebell run` was started in, and by
`prebell ask "/sector miners"`. The first word of a name alone means its `show`: `/watchlist` is
`/watchlist show`. `/help` shows whoever asks what they may use, and `/help alert test` one
command with each of its words.

**Who may.** Reading is everybody's in a room that Prebell answers in. What changes something is
for *admins* of the room, and for the roles they have named by `/settings roles`; in private
everybody is their own admin. What looks after the bot is for *operators*: those whom the settings
name, the web desk and the terminal. Whatever a menu shows, it is checked again when the command
comes. A person may ask thirty questions a minute; operators are not counted.

**Whose.** What a room makes is its own, and no other room sees it. What stands in the settings
file, or was made by an operator at the desk or the terminal, is everybody's to see.

Square brackets mark what may be left out. A command with a form asks for its words one after
another where it is sent alone.
"""

WORDS = """\
## Words

What commands ask for, and how it is written.
"""

WHO = {Right.READ: "all", Right.CHANGE: "admins", Right.OPERATE: "operators"}


def contents() -> str:
    """Compose the page; the same commands give the same bytes."""
    groups = {name: list(_of(name)) for name in (*SUBJECTS, REST)}
    return "\n".join(
        [
            HEAD,
            *(_section(name, commands) for name, commands in groups.items() if commands),
            WORDS,
            _table(("word", "is"), _words()),
        ]
    )


def _of(name: str) -> Iterable[Command]:
    return (command for command in handlers.COMMANDS if subject(command) == name)


def _section(name: str, commands: Iterable[Command]) -> str:
    headings = ("command", "does", "for", "example")
    return f"## {name.capitalize()}\n\n{_table(headings, map(_row, commands))}"


def _row(shown: Command) -> tuple[str, ...]:
    notes = [
        "answered in private" if shown.private else "",
        f"has a form: {', '.join(q.label for q in shown.form)}" if shown.form else "",
    ]
    does = "; ".join([shown.summary, *filter(None, notes)])
    return f"`{shown.usage}`", does, WHO[shown.right], f"`{shown.example}`"


def _words() -> Iterable[tuple[str, ...]]:
    kinds = {p.kind.word: p.kind.meaning for c in handlers.COMMANDS for p in c.typed}
    return ((f"`{word}`", meaning) for word, meaning in sorted(kinds.items()))


def _table(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [names, ("---",) * len(names), *rows]
    return "".join(f"| {' | '.join(map(_cell, line))} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 if the page is not current")
    parser.add_argument("--file", type=Path, default=PAGE, help="the page (default: %(default)s)")
    arguments = parser.parse_args()
    current = contents()
    if not arguments.check:
        arguments.file.write_text(current, encoding="utf-8")
    elif not arguments.file.is_file() or arguments.file.read_text(encoding="utf-8") != current:
        sys.exit(f"{arguments.file} is not current; run python -m scripts.make_commands_page")


if __name__ == "__main__":
    main()
