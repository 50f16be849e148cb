"""Message templates: sentences with figures in them, such as `{symbol} {premarket:+.1f%}`.

The text is a person's and is never handed to `str.format`, which would follow attributes and pad
to any width; what stands in braces is looked up here, and nothing else.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from bot import figures
from bot.rules import metrics
from bot.rules.faults import RuleFault, listed, nearest, quoted
from bot.rules.measure import Scope
from bot.rules.units import Unit

LENGTH_LIMIT = 500
PLACES_LIMIT = 8  # as many as an amount may be typed with
WORDS = ("symbol", "name", "rule", "list", "because")
"""Fields that are words rather than figures; every rule has them."""

_PIECE = re.compile(r"\{\{|\}\}|\{(?P<name>[^{}:]*)(?::(?P<format>[^{}]*))?\}|[{}]|[^{}]+")
_FORMAT = re.compile(r"(?P<plus>\+?)(?P<comma>,?)(?:\.(?P<places>[0-9]{1,3})f)?(?P<percent>%?)")


@dataclass(frozen=True, slots=True)
class _Format:
    """How a figure is written: `+` before gains, `,` between thousands, places, `%` behind."""

    plus: str
    comma: str
    places: int
    percent: str

    def shown(self, value: Decimal) -> str:
        value = figures.rounded(value, self.places)
        return f"{value:{self.plus if value else ''}{self.comma}f}{self.percent}"


@dataclass(frozen=True, slots=True)
class _Field:
    """A place in a template: a metric's, with its unit, or a word's, with none."""

    name: str
    unit: Unit | None
    format: _Format | None

    def shown(self, value: Decimal | str | None) -> str:
        if value is None:
            return figures.UNKNOWN
        if isinstance(value, str):
            return value
        if self.format:
            return self.format.shown(value)
        return self.unit.shown(value) if self.unit else figures.plain(value)


@dataclass(frozen=True, slots=True)
class Template:
    """A message with places for what is known when it is sent."""

    pieces: tuple[str | _Field, ...]

    @classmethod
    def parse(cls, text: str, scope: Scope | None) -> Self:
        """Read a template about a subject of `scope`; raises RuleFault."""
        if len(text) > LENGTH_LIMIT:
            message = f"a message has at most {LENGTH_LIMIT} characters, and this {len(text)}"
            raise RuleFault(message, text=text, at=LENGTH_LIMIT, length=len(text) - LENGTH_LIMIT)
        return cls(tuple(_piece(found, scope) for found in _PIECE.finditer(text)))

    @property
    def fields(self) -> tuple[str, ...]:
        """The names to be looked up, each once, as they come."""
        return tuple(dict.fromkeys(p.name for p in self.pieces if isinstance(p, _Field)))

    def fill(self, lookup: Callable[[str], Decimal | str | None]) -> str:
        """Write the message; what `lookup` does not know is shown as unknown."""
        return "".join(p if isinstance(p, str) else p.shown(lookup(p.name)) for p in self.pieces)


def _piece(found: re.Match[str], scope: Scope | None) -> str | _Field:
    piece, name = found[0], found["name"]
    if piece in {"{{", "}}"}:
        return piece[0]
    if piece in {"{", "}"}:
        wrong = "is never closed" if piece == "{" else "closes nothing"
        message = f"this brace {wrong}; write `{piece * 2}` for a brace itself"
        raise _fault(message, found)
    return piece if name is None else _field(found, name, scope)


def _field(found: re.Match[str], name: str, scope: Scope | None) -> _Field:
    metric = metrics.find(name, scope) if scope else None
    if metric and not metric.bare:
        message = f"{quoted(name)} takes something in brackets, which a message cannot give it"
        raise _fault(f"{message}; tell another figure", found)
    if metric:
        return _Field(name, metric.unit, _format(found, metric.unit))
    if name not in WORDS:
        known = [*(metrics.names(scope) if scope else ()), *WORDS]
        close = nearest(name, known)
        hint = f"did you mean `{{{close}}}`?" if close else f"there is {listed(known, most=20)}"
        raise _fault(f"{quoted('{' + name + '}')} is nothing a message can tell; {hint}", found)
    if found["format"]:
        message = f"{quoted(name)} is a word and has no format; write `{{{name}}}`"
        raise _fault(message, found, "format")
    return _Field(name, None, None)


def _format(found: re.Match[str], unit: Unit) -> _Format | None:
    text = found["format"]
    if not text:
        return None
    read = _FORMAT.fullmatch(text)
    if not read:
        message = f"{quoted(text)} is no format; write one like `+.1f%`, `.2f` or `,.0f`"
        raise _fault(message, found, "format")
    places = int(read["places"] or (0 if unit is Unit.SHARES else 2))
    if places > PLACES_LIMIT:
        raise _fault(f"a figure has at most {PLACES_LIMIT} places; write `.2f`", found, "format")
    if read["percent"] and unit is not Unit.PERCENT:
        message = f"{quoted(found['name'])} is {unit.value}; leave out the `%`"
        raise _fault(message, found, "format")
    return _Format(read["plus"], read["comma"], places, read["percent"])


def _fault(message: str, found: re.Match[str], group: str | int = 0) -> RuleFault:
    start, end = found.span(group)
    return RuleFault(message, text=found.string, at=start, length=end - start)
