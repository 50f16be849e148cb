"""Answering: a call finds its command, is admitted or refused, and is answered for its reader."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace

import handlers
from bot.chat import Call, Picture, Reply, Right
from bot.commands import Choice, Offered, Preferences
from bot.errors import UserError
from bot.reading import Reader, reading
from bot.texts import said, unsaid
from handlers.base import Command
from handlers.desk import Desk
from handlers.kind import suggested
from handlers.pace import Pace
from handlers.words import command_name, echo, nearest

log = logging.getLogger(__name__)

TEXT_LIMIT = 4000
"""Characters a call may have: an article that is held to our figures; all else needs far fewer."""

SUGGESTED = 25
"""How many suggestions are made: https://docs.discord.com/developers/interactions/application-commands."""

_REFUSALS = {
    Right.CHANGE: unsaid(
        "/{command} changes what this room has; its admins may, and whom they have named."
    ),
    Right.OPERATE: unsaid("/{command} is for those who run this bot."),
}

_SHOWS = ("", " show", " list")
"""What a command's name may go on with where the name of its group alone was typed."""


def _admit(call: Call, command: Command) -> None:
    if call.right < command.right:
        raise UserError(said(_REFUSALS[command.right], command=command.name))


def _taken(command: Command, call: Call, words: Sequence[str], desk: Desk) -> dict[str, object]:
    return command.read(words, desk) if call.given is None else command.take(call.given, desk)


class Answerer:
    """Answers calls: finds the command, reads its words, and says what it says.

    It is all that platforms ask of the bot. Every right is checked here, whatever they check.
    """

    def __init__(self, desk: Desk, commands: Iterable[Command] | None = None) -> None:
        known = handlers.COMMANDS if commands is None else commands
        self._commands = {c.name: c for c in known}
        self._longest = max(len(name.split()) for name in self._commands)
        self._desk = desk
        self._pace = Pace(desk.clock)

    @property
    def commands(self) -> list[Offered]:
        return [command.offered for command in self._commands.values()]

    # The seam of one command: what breaks in it is ours to mend, and the next call is answered.
    async def answer(self, call: Call) -> Reply:
        """Answer a call; never raises for what a person typed."""
        try:
            call = self._in_full(call)
            with reading(Reader(call.locale, call.timezone)):
                return await self._answered(call)
        except UserError as error:
            title, _, body = str(error).partition("\n")
            return Reply(title=title, body=body, private=True)
        except Exception:
            where = {"text": call.text[:TEXT_LIMIT], "room": str(call.room)}
            log.exception("command failed", extra=where)
            with reading(Reader(call.locale, call.timezone)):
                title = said("That went wrong on our side; it has been logged.")
            return Reply(title=title, private=True)

    async def _answered(self, call: Call) -> Reply:
        self._pace.admit(call)
        found, words = self._find(call.text)
        _admit(call, found)
        desk = self._desk.seen_by(call.viewer)
        if found.form and not words and not call.given:
            return found.asked
        given = _taken(found, call, words, desk)
        reply = await found.run(call, desk, **given)
        return replace(reply, private=True) if found.private else reply

    def suggest(self, call: Call, command: str, parameter: str, typed: str) -> list[Choice]:
        """Say what may be meant by what somebody has typed so far, the likeliest first."""
        found = self._commands.get(command)
        kinds = {p.name: p.kind for p in found.parameters} if found else {}
        kind = kinds.get(parameter)
        call = self._in_full(call)
        if found is None or kind is None or kind.suggest is None or call.right < found.right:
            return []  # what one may not do is no way to learn what there is
        with reading(Reader(call.locale, call.timezone)):
            return suggested(kind, typed, self._desk.seen_by(call.viewer))[:SUGGESTED]

    async def draw(self, picture: Picture) -> bytes | None:
        """Return a picture as PNG; None where nothing can be drawn, or not in time."""
        return await self._desk.draw(picture)

    def preferences(self, owner: str) -> Preferences:
        """Return what a server or a chat has set for itself."""
        return self._desk.preferences(owner)

    # With what its room has set: who may change things there, and by which clock it lives. What a
    # chat owns stays its own where it goes on under another name.
    def _in_full(self, call: Call) -> Call:
        owner = self._desk.tenants.name(call.viewer)
        set_ = self._desk.preferences(owner)
        right = call.right
        if right is Right.READ and call.roles & set(set_.roles):
            right = Right.CHANGE
        return replace(
            call,
            room=self._desk.tenants.room(call.room),
            owner=owner,
            right=right,
            lent=right > call.right,
            locale=set_.locale or call.locale,
            timezone=set_.timezone or call.timezone,
        )

    def _find(self, text: str) -> tuple[Command, list[str]]:
        if len(text) > TEXT_LIMIT:
            raise UserError(
                said("That is over {most} characters; /help shows what to type.", most=TEXT_LIMIT)
            )
        first, *rest = text.strip().removeprefix("/").split() or [""]
        words = [*command_name(first).split(), *rest]
        for length in range(self._longest, 0, -1):
            name = " ".join(words[:length]).lower()
            # The name of a group alone asks for what it shows.
            meant = (self._commands.get(f"{name}{shows}") for shows in _SHOWS)
            if found := next(filter(None, meant), None):
                return found, words[length:]
        raise UserError(self._unknown(words))

    def _unknown(self, words: list[str]) -> str:
        if not words:
            return said("Type a command, such as /sector; /help lists them all.")
        typed = (" ".join(words[: self._longest]), words[0])
        close = next(filter(None, (nearest(t, self._commands) for t in typed)), None)
        told = echo(words[0])
        if close is not None:
            return said("There is no /{typed}; did you mean /{close}?", typed=told, close=close)
        return said("There is no /{typed}; /help lists what there is.", typed=told)
