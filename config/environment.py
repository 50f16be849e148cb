"""The environment: one variable for each single setting, `PREBELL_WEB__PORT` for `web: port:`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import get_origin

from pydantic import BaseModel

from bot.rules.faults import listed, nearest, quoted
from config.faults import Fault, Variable
from config.settings import Settings
from config.tree import Way

PREFIX = "PREBELL_"
FILE = "PREBELL_CONFIG"
"""Names the settings file; every other variable with the prefix is a setting."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Holds what the environment sets, and the variables that set nothing.

    An empty variable is not set: that is how Docker Compose passes on what is not there.
    """

    values: Mapping[tuple[str, ...], str]
    faults: tuple[Fault, ...]

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> "Environment":
        known = dict(variables())
        ours = {n: text for n, text in environ.items() if n.upper().startswith(PREFIX)}
        values = {known[n]: text for n, text in ours.items() if n in known and text}
        strangers = sorted(ours.keys() - known.keys() - {FILE})
        return cls(values, tuple(_unknown(name, [*known, FILE]) for name in strangers))


def variables(
    model: type[BaseModel] = Settings, way: tuple[str, ...] = ()
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """List the variables there are, each with the setting it stands for."""
    for name, field in model.model_fields.items():
        there = (*way, field.alias or name)
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from variables(inner, there)
        elif there[0] not in written_in_the_file():
            yield variable(there), there


def variable(way: Way) -> str:
    """Name the variable that stands for a setting."""
    return PREFIX + "__".join(map(str, way)).upper()


def written_in_the_file() -> list[str]:
    """Name the settings that are lists: those belong into the file."""
    fields = Settings.model_fields.items()
    return [name for name, field in fields if get_origin(field.annotation) in {dict, tuple}]


def _unknown(name: str, known: list[str]) -> Fault:
    upper = name.upper()
    inside = [n for n in written_in_the_file() if upper.startswith(variable((n,)))]
    if inside:
        sentence = f"{quoted(inside[0])} cannot be set in the environment; write them in the file"
        return Fault.said(Variable(name), sentence)
    close = nearest(upper[len(PREFIX) :], [n[len(PREFIX) :].lower() for n in known])
    hint = (
        f"did you mean {PREFIX}{close.upper()}?" if close else f"there is {listed(known, most=20)}"
    )
    return Fault(Variable(name), "this variable is not known", hint)
