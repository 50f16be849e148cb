"""Commands: functions that people call by name, with the words their signature asks for."""

import inspect
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from types import NoneType
from typing import get_args, get_type_hints

import handlers
from bot.chat import Call, Reply
from bot.errors import UserError
from handlers.desk import Desk
from handlers.words import KINDS, Kind, command_name, echo, nearest

log = logging.getLogger(__name__)

TEXT_LIMIT = 500
"""Characters a call may have; every command there is needs far fewer."""

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

    @property
    def usage(self) -> str:
        return " ".join([f"/{self.name}", *(p.word for p in self.parameters)])

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
            needed = f"{missing[0].kind.word}, {missing[0].kind.meaning}"
            raise UserError(f"/{self.name} needs {needed}.\n{self._shown()}")
        pairs = zip(self.parameters, given, strict=False)
        return {p.name: p.kind.read(word, desk) for p, word in pairs}

    def _shown(self) -> str:
        return f"Usage: {self.usage}, as in {self.example}"


def command(name: str, summary: str, *, example: str = "") -> Callable[[Handler], Command]:
    """Make a command of a function `(call, desk, …)` whose further arguments are typed words."""

    def made(run: Handler) -> Command:
        return Command(
            name=name,
            summary=summary,
            example=example or f"/{name}",
            parameters=_parameters(run),
            run=run,
        )

    return made


def _parameters(run: Handler) -> tuple[Parameter, ...]:
    hints = get_type_hints(run)
    asked = list(inspect.signature(run).parameters.values())[2:]  # after the call and the desk
    return tuple(
        Parameter(name=p.name, kind=_kind(hints[p.name]), required=p.default is p.empty)
        for p in asked
    )


def _kind(hint: object) -> Kind:
    choices = [h for h in get_args(hint) if h is not NoneType]
    return KINDS[choices[0] if choices else hint]


class Answerer:
    """Answers calls: finds the command, reads its words, and says what it says."""

    def __init__(self, desk: Desk, commands: Iterable[Command] | None = None) -> None:
        known = handlers.COMMANDS if commands is None else commands
        self._commands = {c.name: c for c in known}
        self._longest = max(len(name.split()) for name in self._commands)
        self._desk = desk

    # The seam of one command: what breaks in it is ours to mend, and the next call is answered.
    async def answer(self, call: Call) -> Reply:
        """Answer a call; never raises for what a person typed."""
        try:
            found, words = self._find(call.text)
            return await found.run(call, self._desk, **found.read(words, self._desk))
        except UserError as error:
            title, _, body = str(error).partition("\n")
            return Reply(title=title, body=body, private=True)
        except Exception:
            where = {"text": call.text[:TEXT_LIMIT], "room": str(call.room)}
            log.exception("command failed", extra=where)
            return Reply(title="That went wrong on our side; it has been logged.", private=True)

    def _find(self, text: str) -> tuple[Command, list[str]]:
        if len(text) > TEXT_LIMIT:
            raise UserError(f"That is over {TEXT_LIMIT} characters; /help shows what to type.")
        first, *rest = text.strip().removeprefix("/").split() or [""]
        words = [*command_name(first).split(), *rest]
        for length in range(self._longest, 0, -1):
            found = self._commands.get(" ".join(words[:length]).lower())
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
