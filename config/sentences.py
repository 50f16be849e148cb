"""What validation found, in words for the person who wrote the settings."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.rules.faults import listed, nearest, quoted
from config.faults import Fault
from config.settings import Settings
from config.tree import Way
from config.written import Written

_SHAPES = {
    "model_type": "settings belong here; write them below, indented, as `name: value`",
    "dict_type": "names belong here; write each below, indented, as `name: …`",
    "tuple_type": "a list belongs here; write each item on a line of its own after `- `",
}


def faults(error: ValidationError, written: Written) -> Iterator[Fault]:
    """Tell each thing validation found, where it was written."""
    for found in error.errors(include_url=False, include_input=False):
        yield _fault(found, written)


def _fault(found: ErrorDetails, written: Written) -> Fault:
    way, kind = found["loc"], found["type"]
    if kind == "extra_forbidden":
        return Fault.said(written.key(way), _stranger(way))
    if kind == "missing":
        return Fault.said(written.key(way[:-1]), _missing(way))
    sentence = _SHAPES.get(kind) or str(found.get("ctx", {}).get("error", ""))
    if way[-1] == "[key]":
        return Fault.said(written.key(way[:-1]), sentence)
    return Fault.said(written.place(way), sentence)


def _stranger(way: Way) -> str:
    names = _names_at(way[:-1])
    name = str(way[-1])
    close = nearest(name, names)
    hint = f"did you mean {quoted(close)}?" if close else f"there is {listed(names, most=20)}"
    return f"{quoted(name)} is not known here; {hint}"


def _missing(way: Way) -> str:
    name = str(way[-1])
    examples = _names_at(way[:-1])[name].examples or ["…"]
    return f"{quoted(name)} is missing; write it, such as `{name}: {examples[0]}`"


def _names(model: type[BaseModel]) -> dict[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _names_at(way: Way) -> dict[str, FieldInfo]:
    # Follow a way through the models to what can be set at its end.
    here: Any = Settings
    for step in way:
        if get_origin(here) in {dict, tuple}:
            here = next(kind for kind in reversed(get_args(here)) if kind is not ...)
        else:
            here = _names(here)[str(step)].annotation
    return _names(here)
