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
from handlers.desk import Desk
from handlers.words import KINDS, Kind, command_name, echo, likeliest, nearest

log = logging.getLogger(__name__)

TEXT_LIMIT = 500
"""Characters a call may have; every command there is needs far fewer."""

SUGGESTED = 25
"""How many suggestions are made: https://docs.discord.com/developers/interactions/application-commands."""

_REFUSALS = {
    Right.CHANGE: "/{} changes what this room has; its admins may, and whom they have named.",
    Right.OPERATE: "/{} is for those who run this bot.",
}

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
        return " ".join([f"/{self.name}", *(p.word for p in self.parameters)])

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

    def read(self, words: Sequence[str], desk: Desk) -> dict[str, object]:
        """Read the words after the name as arguments; raises UserError where they do not fit."""
        given = list(words)
        if self.parameters and self.parameters[-1].kind.greedy:
            last = len(self.parameters) - 1
            given[last:] = [" ".join(given[last:])] if given[last:] else []
        if len(given) > len(self.parameters):
            extra = echo(given[len(self.parameters)])
            raise UserError(f"/{self.name} does not know what to do with {extra}.\n{self._shown()}")
        missing = [p for p in self.parameters[len(given) :] if p.required]
        if missing:
            return self._lacks(missing)
        pairs = zip(self.parameters, given, strict=False)
        return {p.name: p.kind.read(word, desk) for p, word in pairs}

    def take(self, given: Mapping[str, str], desk: Desk) -> dict[str, object]:
        """Read words given by the names of parameters; raises UserError where they do not fit."""
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
        needed = f"{missing[0].kind.word}, {missing[0].kind.meaning}"
        raise UserError(f"/{self.name} needs {needed}.\n{self._shown()}")

    def _shown(self) -> str:
        return f"Usage: {self.usage}, as in {self.example}"


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
        raise UserError(_REFUSALS[command.right].format(command.name))


class Answerer:
    """Answers calls: finds the command, reads its words, and says what it says.

    It is all that platforms ask of the bot. Every right is checked here, whatever they check.
    """

    def __init__(self, desk: Desk, commands: Iterable[Command] | None = None) -> None:
        known = handlers.COMMANDS if commands is None else commands
        self._commands = {c.name: c for c in known}
        self._longest = max(len(name.split()) for name in self._commands)
        self._desk = desk

    @property
    def commands(self) -> list[Offered]:
        return [command.offered for command in self._commands.values()]

    # The seam of one command: what breaks in it is ours to mend, and the next call is answered.
    async def answer(self, call: Call) -> Reply:
        """Answer a call; never raises for what a person typed."""
        try:
            found, words = self._find(call.text)
            call = self._in_full(call)
            _admit(call, found)
            desk = self._desk.seen_by(call.viewer)
            given = found.read(words, desk) if call.given is None else found.take(call.given, desk)
            reply = await found.run(call, desk, **given)
        except UserError as error:
            title, _, body = str(error).partition("\n")
            return Reply(title=title, body=body, private=True)
        except Exception:
            where = {"text": call.text[:TEXT_LIMIT], "room": str(call.room)}
            log.exception("command failed", extra=where)
            return Reply(title="That went wrong on our side; it has been logged.", private=True)
        return replace(reply, private=True) if found.private else reply

    def suggest(self, call: Call, command: str, parameter: str, typed: str) -> list[Choice]:
        """Say what may be meant by what somebody has typed so far, the likeliest first."""
        found = self._commands.get(command)
        kinds = {p.name: p.kind for p in found.parameters} if found else {}
        kind = kinds.get(parameter)
        if kind is None or kind.suggest is None:
            return []
        known = kind.suggest(self._desk.seen_by(self._in_full(call).viewer))
        return likeliest(typed, known)[:SUGGESTED]

    async def draw(self, picture: Picture) -> bytes | None:
        """Return a picture as PNG; None where nothing can be drawn, or not in time."""
        return await self._desk.draw(picture)

    def preferences(self, owner: str) -> Preferences:
        """Return what a server or a chat has set for itself."""
        return self._desk.preferences(owner)

    # With what its room has set: who may change things there, and by which clock it lives.
    def _in_full(self, call: Call) -> Call:
        set_ = self._desk.preferences(call.viewer)
        right = call.right
        if right is Right.READ and call.roles & set(set_.roles):
            right = Right.CHANGE
        return replace(
            call,
            right=right,
            locale=set_.locale or call.locale,
            timezone=set_.timezone or call.timezone,
        )

    def _find(self, text: str) -> tuple[Command, list[str]]:
        if len(text) > TEXT_LIMIT:
            raise UserError(f"That is over {TEXT_LIMIT} characters; /help shows what to type.")
        first, *rest = text.strip().removeprefix("/").split() or [""]
        words = [*command_name(first).split(), *rest]
        for length in range(self._longest, 0, -1):
            name = " ".join(words[:length]).lower()
            # The name of a group alone asks for what it shows.
            found = self._commands.get(name) or self._commands.get(f"{name} show")
            if found:
                return found, words[length:]
        raise UserError(self._unknown(words))

    def _unknown(self, words: list[str]) -> str:
        if not words:
            return "Type a command, such as /sector; /help lists them all."
        typed = (" ".join(words[: self._longest]), words[0])
        close = next(filter(None, (nearest(t, self._commands) for t in typed)), None)
        hint = f"did you mean /{close}?" if close else "/help lists what there is."
        return f"There is no /{echo(words[0])}; {hint}"
