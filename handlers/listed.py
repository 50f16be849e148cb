"""Lists as people type or paste them: symbols, names, amounts, and files of other programs."""

import csv
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NewType

from bot.errors import UserError
from bot.market.instruments import Symbol, symbol
from bot.rules import faults, units
from bot.rules.units import Unit
from bot.texts import said, unsaid

NewName = NewType("NewName", str)
"""A name for a watchlist, as it was typed; whoever keeps lists says what may be one."""

Symbols = NewType("Symbols", tuple[Symbol, ...])
"""Some instruments, each once; one that nobody has heard of yet may be among them."""

Amounts = NewType("Amounts", tuple[str, ...])
"""Some amounts of USD as they were typed, rising; () where there are to be none."""

Pasted = NewType("Pasted", str)
"""A code, or a list of another program: symbols, CSV or JSON."""

NONE = "none"
INSIST = "!"
"""What somebody types behind a symbol that is meant as it was typed."""

LEAST = 3
"""Letters from which on a symbol can be told from a slip of the finger: `F` and `T` are others."""

CHOICE_LIMIT = 100
"""Characters of a suggestion: https://docs.discord.com/developers/interactions/application-commands."""

SHOWN = 5
"""Words of a pasted text that are named as being no symbols."""

_NO_SYMBOL = unsaid(
    "{typed} is no symbol; write symbols like IREN, BRK.B or BTC-USD, with spaces between them."
)
_SLIP = unsaid("I have not heard of {symbol}; did you mean {meant}? Type {insisted} to insist.")
_NO_AMOUNT = unsaid("{typed} is no amount of USD; write one like 80B or 1.5T.")

_APART = re.compile(r"[\s,;]+")
_TITLES = frozenset(("symbol", "ticker", "instrument"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a pasted text comes to; `title` and `milestones` where it says them."""

    members: tuple[Symbol, ...]
    title: str = ""
    milestones: tuple[str, ...] = ()


def parted(typed: str) -> tuple[str, str]:
    """Part what was typed so far into the words that are whole, and the one that is not yet."""
    last = _APART.split(typed)[-1]
    return typed[: len(typed) - len(last)], last


def new_name(word: str) -> NewName:
    """Read a name for a list; names are in lower case, however they are typed."""
    return NewName(word.lower())


def symbols(text: str, known: Collection[Symbol]) -> Symbols:
    """Read symbols with spaces or commas between them. Raises UserError.

    One that looks like a slip of a known one is asked about, unless it ends with `!`.
    """
    words = [word for word in _APART.split(text.strip()) if word]
    if not words:
        raise UserError(
            said("Which symbols? Write them one after the other, such as IREN WULF CIFR.")
        )
    return Symbols(tuple(dict.fromkeys(_symbol(word, known) for word in words)))


def amounts(text: str) -> Amounts:
    """Read amounts of USD with spaces or commas between them, or `none`. Raises UserError."""
    words = [word for word in _APART.split(text.strip().upper()) if word]
    if words == [NONE.upper()]:
        return Amounts(())
    return Amounts(tuple(sorted(dict.fromkeys(words), key=_amount)))


def sheet(text: str) -> Sheet:
    """Read a list that another program, or this one, has written. Raises UserError."""
    if text.lstrip().startswith("{"):
        return _document(text)
    words = list(_cells(text))
    read = {word: _shaped(word) for word in words}
    wrong = [word for word, found in read.items() if found is None]
    if wrong:
        named = faults.listed(map(_shown, wrong), SHOWN)
        raise UserError(said("These are no symbols: {words}.", words=named))
    return Sheet(members=tuple(dict.fromkeys(filter(None, read.values()))))


def _symbol(word: str, known: Collection[Symbol]) -> Symbol:
    insisted = word.endswith(INSIST)
    read = _shaped(word.removesuffix(INSIST))
    if read is None:
        raise UserError(said(_NO_SYMBOL, typed=_shown(word)))
    sure = insisted or read in known or len(read) < LEAST
    meant = None if sure else next((one for one in known if is_slip(read, one)), None)
    if meant is not None:
        raise UserError(said(_SLIP, symbol=read, meant=meant, insisted=f"{read}{INSIST}"))
    return read


def is_slip(typed: str, meant: str) -> bool:
    """Tell whether one is the other with two letters swapped, or one more, one less, one else."""
    short, long = sorted((typed, meant), key=len)
    if len(long) - len(short) > 1 or len(short) < LEAST:
        return False
    same = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), None)
    if same is None:
        return True
    if len(short) < len(long):
        return short[same:] == long[same + 1 :]
    rest = short[same + 1 :] == long[same + 1 :]
    swapped = short[same : same + 2] == long[same : same + 2][::-1]
    return rest or (swapped and short[same + 2 :] == long[same + 2 :])


def _amount(word: str) -> Decimal:
    try:
        read = units.amount(word)
    except ValueError:
        read = None
    if read is None or not read.fits(Unit.MONEY) or read.value <= 0:
        raise UserError(said(_NO_AMOUNT, typed=_shown(word)))
    return read.value


def _document(text: str) -> Sheet:
    try:
        document = json.loads(text)
        members = symbols(" ".join(map(str, document["members"])), ())
        levels = amounts(" ".join(map(str, document.get("milestones") or (NONE,))))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        example = '{"members": ["IREN", "WULF"]}'
        raise UserError(said("This JSON is no list; one is {example}.", example=example)) from None
    title = document.get("title")
    return Sheet(
        members=members, milestones=levels, title=title.strip() if isinstance(title, str) else ""
    )


# A table has its symbols in the column that says so, else in its first; a line has nothing else.
def _cells(text: str) -> Iterator[str]:
    lines = [line for line in text.strip().splitlines() if line.strip()]
    apart = max(",;\t", key=text.count)
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines, delimiter=apart) if row]
    titles = [cell.lower() for cell in rows[0]] if rows else []
    column = next((place for place, title in enumerate(titles) if title in _TITLES), None)
    if column is not None:
        yield from (row[column] for row in rows[1:] if len(row) > column and row[column])
    elif len(rows) > 1 and any(_shaped(cell) is None for row in rows for cell in row if cell):
        yield from (row[0] for row in rows if row[0])
    else:
        yield from (word for word in _APART.split(text.strip()) if word)


# Charting programs write the exchange in front: NASDAQ:IREN.
def _shaped(word: str) -> Symbol | None:
    try:
        return symbol(word.rpartition(":")[2])
    except ValueError:
        return None


def _shown(word: str) -> str:
    shown = "".join(c if c.isprintable() else "·" for c in word)
    return shown if len(shown) <= faults.WORD else shown[: faults.WORD - 1] + "…"
