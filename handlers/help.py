"""What people can ask, as they are told when they ask for it."""

import handlers
from bot.chat import Call, Fact, Reply
from bot.errors import UserError
from handlers.base import Command, command
from handlers.desk import Desk
from handlers.words import CommandName, echo, nearest


@command("help", "What you can ask, or what one command needs", example="/help why")
async def help_(call: Call, desk: Desk, name: CommandName | None = None) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with every command, or with one and what it asks for."""
    return _all() if name is None else _one(_found(name))


def _all() -> Reply:
    return Reply(
        title="What you can ask",
        body="Square brackets mark what may be left out; /help why shows what one command needs.",
        facts=tuple(Fact(c.usage, c.summary) for c in handlers.COMMANDS),
    )


def _one(shown: Command) -> Reply:
    needs = tuple(
        Fact(p.word, f"{p.kind.meaning}{'' if p.required else '; may be left out'}")
        for p in shown.parameters
    )
    return Reply(
        title=shown.usage,
        body=f"{shown.summary}.",
        facts=(*needs, Fact("Example", shown.example)),
    )


def _found(name: CommandName) -> Command:
    known = {c.name: c for c in handlers.COMMANDS}
    if name in known:
        return known[name]
    close = nearest(name, known)
    hint = f"did you mean /help {close}?" if close else "/help lists what there is."
    raise UserError(f"There is no /{echo(name)}; {hint}")
