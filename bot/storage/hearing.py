"""A bundle as it is read from a file: every fault of it is told, and one with a fault is none."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Any, TypeVar

import msgspec

from bot.alerts.silences import Silence
from bot.belongings import Belonging, Kind
from bot.errors import SetupError
from bot.storage.bodies import written
from bot.storage.bundle import FORMAT, VERSION, Bundle, Thing, name_of

Check = Callable[[str, Mapping[str, object]], Iterable[str]]
"""Tells what is wrong with a document of some name, if anything."""

Checks = Mapping[Kind, Check]
"""Each looks at all of its kind before the next one does."""

It = TypeVar("It", Belonging, Silence)

_PARTS = ("belongings", "silences")


def heard(content: bytes, *, file: str, checks: Checks) -> Bundle:
    """Read a bundle. Raises SetupError with each fault there is, and where it stands."""
    try:
        whole = msgspec.json.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _refused(file, [f"this is no JSON: {error}"]) from error
    faults = list(_head(whole))
    if faults:
        raise _refused(file, faults)
    bundle = Bundle(
        belongings=_all(Belonging, "belongings", whole["belongings"], faults),
        silences=_all(Silence, "silences", whole["silences"], faults),
    )
    for kind, check in checks.items():
        for index, document in enumerate(whole["belongings"]):
            wrong = _checked(document, kind, check)
            faults += (f"belongings[{index}].body: {said}" for said in wrong)
    if faults:
        raise _refused(file, faults)
    return bundle


def _refused(file: str, faults: list[str]) -> SetupError:
    number = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
    lines = [f"{file}: {fault}" for fault in faults]
    return SetupError("\n".join([*lines, f"{number} in {file}; nothing was changed."]))


def _head(whole: object) -> Iterator[str]:
    if not isinstance(whole, dict) or whole.get("kind") != FORMAT:
        yield f'this is no export; one has "kind": "{FORMAT}"'
        return
    if whole.get("version") != VERSION:
        yield f"version {whole.get('version')} is not known; this Prebell reads {VERSION}"
        return
    for part in _PARTS:
        if not isinstance(whole.get(part), list):
            yield f"{part}: a list belongs here"
    for stranger in sorted(whole.keys() - {"kind", "version", "at", *_PARTS}):
        yield f"{stranger}: this is not known here"


def _all(kind: type[It], part: str, given: list[Any], faults: list[str]) -> tuple[It, ...]:
    found: dict[tuple[str, ...], It] = {}
    for index, one in enumerate(given):
        where = f"{part}[{index}]"
        wrong = list(_faults(kind, one))
        faults += (f"{where}{said}" for said in wrong)
        if wrong:
            continue
        it = msgspec.convert(_with_text(one), kind)
        if name_of(it) in found:
            faults.append(f"{where}: the same one stands above already; keep one")
        found[name_of(it)] = it
    return tuple(found.values())


# Field by field: whoever mends a file wants to do it once.
def _faults(kind: type[Thing], one: object) -> Iterator[str]:
    if not isinstance(one, dict):
        yield ": a group of fields belongs here"
        return
    known = {field.name: field for field in fields(kind)}
    for stranger in sorted(map(str, one.keys() - known.keys())):
        yield f".{stranger}: this is not known here"
    for name, field in known.items():
        if name == "body" and not isinstance(one.get(name, {}), dict):
            yield ".body: a group of fields belongs here"
        elif name in one and name != "body":
            yield from _fault(f".{name}", one[name], field.type)
        elif name not in one and field.default is MISSING:
            yield f".{name}: this is missing"


def _fault(where: str, value: object, kind: object) -> Iterator[str]:
    try:
        found = msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        yield f"{where}: {error}"
        return
    if isinstance(found, datetime) and found.tzinfo is None:
        yield f"{where}: a moment needs its zone; write one like 2025-10-10T12:52:00Z"
    if isinstance(found, str) and "\0" in found:
        yield f"{where}: there is a character in it that no database keeps"


# A document stands in the file as what it is, and in the store as text.
def _with_text(one: dict[str, Any]) -> dict[str, Any]:
    return one | {"body": written(one["body"])} if "body" in one else one


def _checked(document: object, kind: Kind, check: Check) -> Iterable[str]:
    match document:
        case {"kind": kind.value, "name": str(name), "body": dict(body)}:
            return check(name, body)
    return ()
