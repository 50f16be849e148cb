"""Hints: what somebody most likely meant, said in a fault after what is wrong."""

import re
from collections.abc import Collection
from contextlib import suppress

from bot.market.instruments import SYMBOL
from bot.rules import metrics
from bot.rules.faults import listed, nearest, quoted
from bot.rules.measure import Scope
from bot.rules.units import amount, shown_span, span

_TIME = re.compile(r"([0-9]{1,6}(?:\.[0-9]{1,3})?)([smhdw]?)")


def is_symbol(word: str) -> bool:
    """Tell whether a word has the shape of a symbol, a `$` before it or not."""
    return bool(SYMBOL.fullmatch(word.removeprefix("$")))


def figureless(word: str, then: str = "") -> str:
    """Say that an instrument was named where a figure of it belongs; `then` may be its metric."""
    metric = then if metrics.find(then, Scope.INSTRUMENT) else "price"
    symbol = word.removeprefix("$")
    return f"{quoted(word)} is an instrument, not a figure of one; write `{symbol}.{metric}`"


def suggested(word: str, known: list[str], keywords: Collection[str] = ()) -> str:
    """Name the word that was most likely meant, or those there are."""
    close = nearest(word, [*known, *keywords])
    return f"did you mean {quoted(close)}?" if close else f"there is {listed(known)}"


def as_time(word: str) -> str:
    """Say what length of time a word was most likely meant to be."""
    found = _TIME.match(word.lower())
    try:
        meant = span(f"{found[1]}{found[2] or 'm'}" if found else "")
    except ValueError:
        return "write one like `60s`, `15m` or `4h`"
    return f"did you mean {quoted(shown_span(meant))}?"


def repaired(word: str) -> str:
    """Say what amount was meant: people write 90b, 1,000,000 and 70$."""
    tidy = word.upper().replace(",", "")
    tidy = f"${tidy.removesuffix('$')}" if tidy.endswith("$") else tidy
    for long, scale in {"BN": "B", "MN": "M", "MM": "M"}.items():
        tidy = tidy.removesuffix(long) + scale if tidy.endswith(long) else tidy
    with suppress(ValueError):
        return f"did you mean {quoted(amount(tidy).text)}?"
    return "write one like `4%`, `$70`, `90B` or `5000000`"
