"""Expression engines: one compiled rule a level, found by symbol, all of a symbol's read a quote.

That is more than they ask for: told apart by symbol in their own text they are far slower still.
"""

from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

from benchmarks.streams import SYMBOLS, Quote, Stream

Reads = Callable[[Any], object]
"""A compiled rule, to be asked with what `context` made of a quote."""


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
    """Yield every engine there is here, and say which there is not."""
    yield Expressions("closures", most=1_000_000, compiles=_closure, context=_pair)
    for name, make in _MAKERS.items():
        try:
            yield make(name)
        except ImportError as error:
            print(f"{name} is left out: {error}")


def _closure(level: float) -> Reads:
    return lambda pair: pair[0] <= level < pair[1]


def _pair(was: float, price: float) -> tuple[float, float]:
    return was, price


def _named(was: float, price: float) -> dict[str, float]:
    return {"was": was, "price": price}


def _zen(name: str) -> Expressions:
    zen = import_module("zen")

    def compiles(level: float) -> Reads:
        reads: Reads = zen.compile_expression(f"was <= {level} and price > {level}").evaluate
        return reads

    return Expressions(name, most=1_000_000, compiles=compiles, context=_named)


def _cel_rust(name: str) -> Expressions:
    cel = import_module("cel")
    shared = cel.Context(_named(0.0, 0.0))

    def compiles(level: float) -> Reads:
        reads: Reads = cel.compile(f"was <= {level} && price > {level}").execute
        return reads

    def context(was: float, price: float) -> object:
        shared.update(_named(was, price))
        return shared

    return Expressions(name, most=1_000_000, compiles=compiles, context=context)


def _simpleeval(name: str) -> Expressions:
    evaluator = import_module("simpleeval").SimpleEval()

    def compiles(level: float) -> Reads:
        parsed = evaluator.parse(f"was <= {level} and price > {level}")
        return lambda _: evaluator.eval("", previously_parsed=parsed)

    def context(was: float, price: float) -> None:
        evaluator.names = _named(was, price)

    return Expressions(name, most=100_000, compiles=compiles, context=context)


def _rule_engine(name: str) -> Expressions:
    module = import_module("rule_engine")

    def compiles(level: float) -> Reads:
        reads: Reads = module.Rule(f"was <= {level} and price > {level}").matches
        return reads

    return Expressions(name, most=10_000, compiles=compiles, context=_named)


def _cel_python(name: str) -> Expressions:
    celpy = import_module("celpy")
    double = celpy.celtypes.DoubleType
    environment = celpy.Environment(runner_class=celpy.CompiledRunner)

    def compiles(level: float) -> Reads:
        tree = environment.compile(f"was <= {level} && price > {level}")
        reads: Reads = environment.program(tree).evaluate
        return reads

    def context(was: float, price: float) -> dict[str, Any]:
        return {"was": double(was), "price": double(price)}

    return Expressions(name, most=1_000, compiles=compiles, context=context)


_MAKERS: dict[str, Callable[[str], Expressions]] = {
    "zen-engine": _zen,
    "common-expression-language": _cel_rust,
    "simpleeval": _simpleeval,
    "rule-engine": _rule_engine,
    "cel-python": _cel_python,
}
