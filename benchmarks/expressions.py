"""Expression engines: one compiled rule a level, found by symbol, all of a symbol's read a quote.

That is more than they ask for: told apart by symbol in their own text they are far slower still.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.languages import Language, Reads
from benchmarks.languages import installed as languages
from benchmarks.streams import SYMBOLS, Quote, Stream


class Expressions:
    """Reads every rule of the symbol that a quote is of.

    `most` is the number of rules up to which loading them is bearable.
    """

    def __init__(
        self,
        name: str,
        *,
        most: int,
        compiles: Callable[[float], Reads],
        context: Callable[[float, float], Any],
    ) -> None:
        self.name = name
        self.most = most
        self._compiles = compiles
        self._context = context

    def arm(self, stream: Stream) -> None:
        self._starts = stream.starts
        self._rules = [
            [(owner, self._compiles(stream.levels[owner])) for owner in stream.owners(symbol)]
            for symbol in range(SYMBOLS)
        ]

    def disarm(self) -> None:
        """Let the rules go, which may weigh gigabytes."""
        self._rules = []

    def reset(self) -> None:
        self._last = list(self._starts)

    def ready(self, quotes: Sequence[Quote]) -> Sequence[Quote]:
        """Take quotes as they are."""
        return quotes

    def run(self, quotes: Sequence[Quote]) -> list[int]:
        rules, last, makes = self._rules, self._last, self._context
        fired: list[int] = []
        for symbol, price in quotes:
            context = makes(last[symbol], price)
            last[symbol] = price
            for owner, reads in rules[symbol]:
                if reads(context):
                    fired.append(owner)
        return fired


def installed() -> Iterator[Expressions]:
    """Yield plain closures, and every engine there is here."""
    yield Expressions("closures", most=1_000_000, compiles=_closure, context=_pair)
    for language in languages():
        yield of(language)


def of(language: Language) -> Expressions:
    """Let a language read `crosses above`."""

    def compiles(level: float) -> Reads:
        return language.all_of(f"was <= {level}", f"price > {level}")

    def context(was: float, price: float) -> object:
        return language.context({"was": was, "price": price})

    return Expressions(language.name, most=language.most, compiles=compiles, context=context)


def _closure(level: float) -> Reads:
    return lambda pair: pair[0] <= level < pair[1]


def _pair(was: float, price: float) -> tuple[float, float]:
    return was, price
