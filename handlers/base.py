"""Commands: functions that people call by name, with the words their signature asks for."""

import inspect
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import NoneType
from typing import get_args, get_type_hints

import handlers
from bot import commands
from bot.chat import Call, Picture, Reply, Right
from bot.commands import Choice, Offered, Preferences, Question
from bot.errors import UserError
from bot.reading import Reader, reading
from bot.texts import said, unsaid
from handlers.desk import Desk
from handlers.kinds import KINDS, Kind, suggested
from handlers.pace import Pace
from handlers.words import command_name, echo, nearest

log = logging.getLogger(__name__)

TEXT_LIMIT = 500
"""Characters a call may have; every command there is needs far fewer."""

GIVEN_LIMIT = 4000
"""Characters a form may hold: what one line of Discord's does.

https://docs.discord.com/developers/components/reference#text-input
"""

SUGGESTED = 25
"""How many suggestions are made: https://docs.discord.com/developers/interactions/application-commands."""

_REFUSALS = {
    Right.CHANGE: unsaid(
        "/{command} changes what this room has; its admins may, and whom they have named."
    ),
    Right.OPERATE: unsaid("/{command} is for those who run this bot."),
}

_EXTRA = unsaid("/{command} does not know what to do with {word}.")
_NEEDS = unsaid("/{command} needs {word}, {meaning}.")

_SHOWS = ("", " show", " list")
"""What a command's name may go on with where the name of its group alone was typed."""

Handler = Callable[..., Awaitable[Reply]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One thing a command asks for, read from its signature."""

    name: str
    kind: Kind
    required: bool

    @property
    def word(self) -> str:
        """Name it as a usage line does: `SYM`, or `[LIST]` where it may be left out."""
        return self.kind.word if self.required else f"[{self.kind.word}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """Something people can ask: its name, what it answers, what it needs, and who works it out."""

    name: str
    summary: str
    example: str
    parameters: tuple[Parameter, ...]
    run: Handler = field(repr=False)
    right: Right = Right.READ
    private: bool = False
    form: tuple[Question, ...] = ()

    @property
    def usage(self) -> str:
        return " ".join([f"/{self.name}", *(p.word for p in self.typed)])

    @property
    def typed(self) -> tuple[Parameter, ...]:
        """What can be typed in a line: up to what takes the rest of it. A form may ask for more."""
        ends = (n for n, p in enumerate(self.parameters, 1) if p.kind.greedy)
        return self.parameters[: next(ends, None)]

    @property
    def offered(self) -> Offered:
        """Show it as platforms offer it."""
        return Offered(
            name=self.name,
            summary=self.summary,
            usage=self.usage,
            example=self.example,
            parameters=tuple(_offered(p) for p in self.parameters),
            right=self.right,
            private=self.private,
            form=self.form,
        )

    @property
    def asked(self) -> Reply:
        """Ask for what its form asks; where there are no forms, it says what to type."""
        title = said("/{command} takes a few words", command=self.name)
        return Reply(title=title, body=self._shown(), private=True, asks=self.name)

    def read(self, words: Sequence[str], desk: Desk) -> dict[str, object]:
        """Read the words after the name as arguments; raises UserError where they do not fit."""
        given = list(words)
        typed = self.typed
        if typed and typed[-1].kind.greedy:
            last = len(typed) - 1
            given[last:] = [" ".join(given[last:])] if given[last:] else []
        if len(given) > len(typed):
            extra = echo(given[len(typed)])
            raise UserError(f"{said(_EXTRA, command=self.name, word=extra)}\n{self._shown()}")
        missing = [p for p in self.parameters[len(given) :] if p.required]
        if missing:
            return self._lacks(missing)
        pairs = zip(self.parameters, given, strict=False)
        return {p.name: p.kind.read(word, desk) for p, word in pairs}

    def take(self, given: Mapping[str, str], desk: Desk) -> dict[str, object]:
        """Read words given by the names of parameters; raises UserError where they do not fit."""
        if sum(map(len, given.values())) > GIVEN_LIMIT:
            raise UserError(
                said("That is over {most} characters; leave some out.", most=f"{GIVEN_LIMIT:,}")
            )
        missing = [p for p in self.parameters if p.required and not given.get(p.name, "").strip()]
        if missing:
            return self.read((), desk) if missing[0] is self.parameters[0] else self._lacks(missing)
        known = {p.name: p.kind for p in self.parameters}
        return {
            name: known[name].read(word.strip(), desk)
            for name, word in given.items()
            if name in known and word.strip()
        }

    def _lacks(self, missing: Sequence[Parameter]) -> dict[str, object]:
        kind = missing[0].kind
        needs = said(_NEEDS, command=self.name, word=kind.word, meaning=said(kind.meaning))
        raise UserError(f"{needs}\n{self._shown()}")

    def _shown(self) -> str:
        return said("Usage: {usage}, as in {example}", usage=self.usage, example=self.example)


def command(  # noqa: PLR0913 (what a command may say of itself, each by name)
    name: str,
    summary: str,
    *,
    example: str = "",
    right: Right = Right.READ,
    private: bool = False,
    form: tuple[Question, ...] = (),
) -> Callable[[Handler], Command]:
    """Make a command of a function `(call, desk, …)` whose further arguments are typed words."""

    def made(run: Handler) -> Command:
        return Command(
            name=name,
            summary=summary,
            example=example or f"/{name}",
            parameters=_parameters(run),
            run=run,
            right=right,
            private=private,
            form=form,
        )

    return made


def _parameters(run: Handler) -> tuple[Parameter, ...]:
    hints = get_type_hints(run)
    asked = list(inspect.signature(run).parameters.values())[2:]  # after the call and the desk
    return tuple(
        Parameter(name=p.name, kind=_kind(hints[p.name]), required=p.default is p.empty)
        for p in asked
    )


def _offered(parameter: Parameter) -> commands.Parameter:
    kind = parameter.kind
    return commands.Parameter(
        name=parameter.name,
        word=kind.word,
        meaning=kind.meaning,
        required=parameter.required,
        greedy=kind.greedy,
        whole=kind.whole,
        choices=kind.choices,
        suggests=kind.suggest is not None,
    )


def _kind(hint: object) -> Kind:
    choices = [h for h in get_args(hint) if h is not NoneType]
    return KINDS[choices[0] if choices else hint]


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
