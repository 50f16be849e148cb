"""Commands: functions that people call by name, with the words their signature asks for."""

import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import NoneType
from typing import get_args, get_type_hints

from bot import commands
from bot.chat import Reply, Right
from bot.commands import Offered, Question
from bot.errors import UserError
from bot.texts import said, unsaid
from handlers.desk import Desk
from handlers.kind import Kind
from handlers.kinds import KINDS
from handlers.words import echo

log = logging.getLogger(__name__)

GIVEN_LIMIT = 4000
"""Characters a form may hold: what one line of Discord's does.

https://docs.discord.com/developers/components/reference#text-input
"""

_EXTRA = unsaid("/{command} does not know what to do with {word}.")
_NEEDS = unsaid("/{command} needs {word}, {meaning}.")

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
