"""The environment: one variable for each single setting, `PREBELL_WEB__PORT` for `web: port:`.

Of a section with a name the name is part of it: `PREBELL_WEBHOOKS__MY_DESK__SECRET`.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeGuard, get_args, get_origin

from pydantic import BaseModel

from bot.rules.faults import listed, nearest, quoted
from config.faults import Fault, Variable
from config.hooks import Named
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
        ours = {n: text for n, text in environ.items() if n.upper().startswith(PREFIX)}
        known = {**dict(variables()), **dict(_named(ours))}
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
        if _is_section(inner):
            yield from variables(inner, there)
        elif there[0] not in written_in_the_file() and not _lists_sections(inner):
            yield variable(there), there


def variable(way: Way) -> str:
    """Name the variable that stands for a setting."""
    return PREFIX + "__".join(map(str, way)).upper().replace("-", "_")


def written_in_the_file() -> list[str]:
    """Name the settings that are lists: those belong into the file."""
    fields = Settings.model_fields.items()
    return [name for name, field in fields if get_origin(field.annotation) in {dict, tuple}]


def _named(names: Iterable[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    # Find those that stand for a setting of a section with a name; any name will do.
    for name in names:
        section, *rest = name.removeprefix(PREFIX).lower().split("__")
        settings = _settings_of_the_named().get(section, ())
        match rest:
            case [of, setting] if name == name.upper() and of and setting in settings:
                yield name, (section, of.replace("_", "-"), setting)


def _settings_of_the_named() -> dict[str, list[str]]:
    found = {}
    for section, field in Settings.model_fields.items():
        for kind in get_args(field.annotation):
            if _is_section(kind) and issubclass(kind, Named):
                inner = kind.model_fields.items()
                found[section] = [n for n, f in inner if get_origin(f.annotation) is not dict]
    return found


def _is_section(kind: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _lists_sections(kind: object) -> bool:
    return get_origin(kind) is tuple and any(map(_is_section, get_args(kind)))


def _unknown(name: str, known: list[str]) -> Fault:
    upper = name.upper()
    for section, settings in _settings_of_the_named().items():
        if upper.startswith(variable((section,))):
            example = f"{variable((section,))}__NAME__{settings[0].upper()}"
            sentence = (
                f"this variable is not known; write one like {example}, of {listed(settings)}"
            )
            return Fault.said(Variable(name), sentence)
    inside = [n for n in written_in_the_file() if upper.startswith(variable((n,)))]
    if inside:
        sentence = f"{quoted(inside[0])} cannot be set in the environment; write them in the file"
        return Fault.said(Variable(name), sentence)
    close = nearest(upper[len(PREFIX) :], [n[len(PREFIX) :].lower() for n in known])
    hint = (
        f"did you mean {PREFIX}{close.upper()}?" if close else f"there is {listed(known, most=20)}"
    )
    return Fault(Variable(name), "this variable is not known", hint)
