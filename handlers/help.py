"""What people can ask, as they are told when they ask for it: by subject, and one by one."""

from collections.abc import Iterable

import handlers
from bot.chat import Action, Call, Fact, Reply, Right
from bot.errors import UserError
from bot.texts import said, unsaid
from handlers.base import Command, command
from handlers.desk import Desk
from handlers.words import CommandName, echo, nearest

SUBJECTS = {
    "market": "quote brief movers chart session calendar",
    "sector": "sector",
    "watchlist": "watchlist",
    "alert": "alert alerts why",
    "incident": "incidents ack unack snooze resolve",
    "delivery": "mute silence silences unsilence route quiet digest subscribe unsubscribe"
    " subscriptions",
    "news": "news story claims feed",
    "settings": "settings mydata",
    "bot": "status health help",
    "operators": "admin audit backup reload",
}
"""What commands are about, by the first words of their names, in the order people need them."""

REST = "more"
"""The subject of whatever is about none of these."""

_WHO = {
    Right.CHANGE: unsaid("admins of a room, and whom they have named"),
    Right.OPERATE: unsaid("those who run this bot"),
}


@command("help", "What you can ask, or what one command needs", example="/help why")
async def help_(call: Call, desk: Desk, name: CommandName | None = None) -> Reply:  # noqa: ARG001 (every command takes the desk)
    """Answer with the subjects there are, with the commands of one, or with all of one command."""
    may = [known for known in handlers.COMMANDS if known.right <= call.right]
    if name is None:
        return _subjects(may)
    found = next((known for known in handlers.COMMANDS if known.name == name), None)
    if found is not None and name not in SUBJECTS:
        return _one(found)
    about = [known for known in may if name in {known.name.split()[0], subject(known)}]
    if about:
        return _page(name, about)
    raise UserError(_unknown(name, may))


def subject(shown: Command) -> str:
    """Say what a command is about."""
    first = shown.name.split()[0]
    found = (name for name, words in SUBJECTS.items() if first in words.split())
    return next(found, REST)


def _subjects(may: Iterable[Command]) -> Reply:
    known: dict[str, list[str]] = {name: [] for name in (*SUBJECTS, REST)}
    for one in may:
        known[subject(one)].append(f"/{one.name}")
    there = {name: commands for name, commands in known.items() if commands}
    return Reply(
        title=said("What you can ask"),
        body=said("/help SUBJECT tells what each is for, and /help why what one command needs."),
        facts=tuple(Fact(name, ", ".join(commands)) for name, commands in there.items()),
        actions=tuple(Action(name.capitalize(), f"/help {name}") for name in there),
    )


def _page(name: str, about: Iterable[Command]) -> Reply:
    return Reply(
        title=said("What you can ask: {subject}", subject=name),
        body=said("Square brackets mark what may be left out."),
        facts=tuple(Fact(one.usage, one.summary) for one in about),
        actions=(Action(said("All subjects"), "/help"),),
    )


def _one(shown: Command) -> Reply:
    needs = tuple(
        Fact(p.word, _needed(said(p.kind.meaning), required=p.required)) for p in shown.typed
    )
    form = tuple(
        Fact(said(q.label), _needed(said(q.hint), required=q.required)) for q in shown.form
    )
    about = subject(shown)
    typed_alone = said("Without any word it asks, one after another:") if form else ""
    return Reply(
        title=shown.usage,
        body="\n".join(filter(None, [f"{shown.summary}.", typed_alone])),
        facts=(
            *needs,
            *form,
            Fact(said("Example"), shown.example),
            *([Fact(said("For"), said(_WHO[shown.right]))] if shown.right in _WHO else []),
        ),
        actions=(Action(said("More on {subject}", subject=about), f"/help {about}"),),
    )


def _needed(what: str, *, required: bool) -> str:
    return what if required else said("{what}; may be left out", what=what)


def _unknown(name: str, may: Iterable[Command]) -> str:
    close = nearest(name, [*(one.name for one in may), *SUBJECTS])
    if close:
        return said(
            "There is no /{typed}; did you mean /help {close}?", typed=echo(name), close=close
        )
    return said("There is no /{typed}; /help lists what there is.", typed=echo(name))
