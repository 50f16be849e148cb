"""Expression engines by name: what each makes of a rule's text and of the figures it is asked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

BEST = ("zen-engine", "common-expression-language")
"""The two that are written in Rust, which everybody else is slower than."""

Reads = Callable[[Any], object]
"""A compiled rule, to be asked with what `context` made of the figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """Compiles a rule once and reads it often.

    `most` is the number of rules up to which loading them is bearable.
    """

    name: str
    most: int
    compiles: Callable[[str], Reads]
    context: Callable[[Mapping[str, float]], Any] = lambda figures: figures
    conjunction: str = "and"

    def all_of(self, *atoms: str) -> Reads:
        """Compile a rule that holds where every atom does."""
        return self.compiles(f" {self.conjunction} ".join(atoms))


def installed() -> Iterator[Language]:
    """Yield every engine there is here, and say which there is not."""
    for name, make in _MAKERS.items():
        try:
            yield make(name)
        except ImportError as error:
            print(f"{name} is left out: {error}")


def _zen(name: str) -> Language:
    zen = import_module("zen")

    def compiles(text: str) -> Reads:
        reads: Reads = zen.compile_expression(text).evaluate
        return reads

    return Language(name=name, most=1_000_000, compiles=compiles)


def _cel_rust(name: str) -> Language:
    cel = import_module("cel")
    shared = cel.Context({})

    def compiles(text: str) -> Reads:
        reads: Reads = cel.compile(text).execute
        return reads

    def context(figures: Mapping[str, float]) -> object:
        shared.update(figures)
        return shared

    return Language(name=name, most=1_000_000, compiles=compiles, context=context, conjunction="&&")


def _simpleeval(name: str) -> Language:
    evaluator = import_module("simpleeval").SimpleEval()

    def compiles(text: str) -> Reads:
        parsed = evaluator.parse(text)
        return lambda _: evaluator.eval("", previously_parsed=parsed)

    def context(figures: Mapping[str, float]) -> None:
        evaluator.names = figures

    return Language(name=name, most=100_000, compiles=compiles, context=context)


def _rule_engine(name: str) -> Language:
    module = import_module("rule_engine")

    def compiles(text: str) -> Reads:
        reads: Reads = module.Rule(text).matches
        return reads

    return Language(name=name, most=10_000, compiles=compiles)


def _cel_python(name: str) -> Language:
    celpy = import_module("celpy")
    double = celpy.celtypes.DoubleType
    environment = celpy.Environment(runner_class=celpy.CompiledRunner)

    def compiles(text: str) -> Reads:
        reads: Reads = environment.program(environment.compile(text)).evaluate
        return reads

    def context(figures: Mapping[str, float]) -> dict[str, Any]:
        return {name: double(figure) for name, figure in figures.items()}

    return Language(name=name, most=1_000, compiles=compiles, context=context, conjunction="&&")


_MAKERS: dict[str, Callable[[str], Language]] = {
    "zen-engine": _zen,
    "common-expression-language": _cel_rust,
    "simpleeval": _simpleeval,
    "rule-engine": _rule_engine,
    "cel-python": _cel_python,
}
