"""Faults of a configuration: where each one stands, what is wrong, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from bot.errors import SetupError


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A character of a file, counted from 1 as editors do; the file is named as it was given."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True, order=True)
class Variable:
    """A variable of the environment."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to change. It repeats no secret, wherever it was found."""

    where: Place | Variable
    what: str
    write: str = ""

    @classmethod
    def said(cls, where: Place | Variable, sentence: str) -> Self:
        """Take a sentence of the form `what is wrong; what to write`."""
        what, _, write = sentence.partition("; ")
        return cls(where, what, write)

    def __str__(self) -> str:
        told = f"{self.where}: {'; '.join(filter(None, (self.what, self.write)))}"
        # A value that is repeated must not break the line, nor speak to the terminal.
        return "".join(c if c.isprintable() else "·" for c in told)


class ConfigFaults(SetupError):
    """Holds every fault: the file's from top to bottom, then the environment's."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=_order))
        super().__init__("\n".join([*map(str, self.faults), self._closing()]))

    def _closing(self) -> str:
        count = f"{len(self.faults)} fault{'s' if len(self.faults) != 1 else ''}"
        wheres = (fault.where for fault in self.faults)
        homes = [w.file if isinstance(w, Place) else "the environment" for w in wheres]
        return f"{count} in {' and '.join(dict.fromkeys(homes))}; nothing was started."


def _order(fault: Fault) -> tuple[bool, str, int, int, str]:
    if isinstance(fault.where, Variable):
        return (True, fault.where.name, 0, 0, fault.what)
    return (False, fault.where.file, fault.where.line, fault.where.column, fault.what)
