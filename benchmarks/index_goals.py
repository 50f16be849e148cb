"""What was promised of the index of levels, G1, G2 and G4, beside what it reached."""

from collections.abc import Callable, Iterator, Mapping

from benchmarks.contenders import LIMIT, OURS, SAME_WORK, STORE
from benchmarks.contest import Result
from benchmarks.goals import Goal
from benchmarks.machine import STEADY

Contests = Mapping[tuple[str, int], Result]
Costs = Mapping[str, Mapping[str, float]]
MILLION = 1_000_000
_BESIDE = {
    STORE: "times as quick as SQLite",
    LIMIT: "of the empty loop",
    SAME_WORK: "of bisecting on every quote",
}


def goals(contests: Contests, costs: Costs) -> Iterator[Goal]:
    """Yield the goals on finding rules, in their order."""
    yield from _speed(contests)
    yield from _weight(costs)


def _speed(contests: Contests) -> Iterator[Goal]:
    def beside(stream: str, rules: int, name: str, least: float) -> Goal:
        result = contests.get((stream, rules))
        return Goal(
            number="G1" if stream == "real" else "G2",
            text=f"{stream}, {rules:,} rules: {_BESIDE[name]}",
            reached=result.ratio(name) if result else None,
            least=least,
            steady=result is None or result.unsteadiness <= STEADY,
        )

    yield beside("real", MILLION, STORE, 5)
    yield _engines(contests)
    yield beside("real", MILLION, LIMIT, 0.2)
    yield beside("real", 100_000, STORE, 9)
    yield beside("real", 100_000, LIMIT, 0.45)
    yield beside("real", 10_000, LIMIT, 0.8)
    yield _flatness(contests)
    yield beside("dense", MILLION, STORE, 2)
    yield beside("dense", MILLION, SAME_WORK, 0.9)


# The harder of the two is the one that counts.
def _engines(contests: Contests) -> Goal:
    result = contests.get(("real", MILLION))
    names = ("zen-engine", "common-expression-language")
    found = [ratio for name in names if result and (ratio := result.ratio(name))]
    return Goal(
        number="G1",
        text="real, 1,000,000 rules: times as quick as the faster of zen and cel in Rust",
        reached=min(found, default=None),
        least=5_000,
        steady=result is None or result.unsteadiness <= STEADY,
    )


def _flatness(contests: Contests) -> Goal:
    many, few = contests.get(("real", MILLION)), contests.get(("real", 1_000))
    return Goal(
        number="G1",
        text="real: rate at 1,000,000 rules, of the rate at 1,000",
        reached=many.rate(OURS) / few.rate(OURS) if many and few else None,
        least=0.2,
        steady=all(it.unsteadiness <= STEADY for it in (many, few) if it),
    )


def _weight(costs: Costs) -> Iterator[Goal]:
    def cost(text: str, most: float, read: Callable[[Costs], float]) -> Goal:
        try:
            reached = read(costs)
        except (KeyError, ZeroDivisionError):
            reached = None
        return Goal(number="G4", text=text, reached=reached, most=most)

    yield cost("bytes a rule with its way back", 64, lambda c: c["levels"]["bytes"])
    yield cost(
        "of what closures weigh", 0.25, lambda c: c["levels"]["bytes"] / c["closures"]["bytes"]
    )
    yield cost("µs to add and remove a rule among 1,000,000", 5, lambda c: c["many"]["us"])
    yield cost("of that among 200", 3, lambda c: c["many"]["us"] / c["few"]["us"])
    yield cost("ms that a full collection stops", 10, lambda c: c["levels"]["pause_ms"])
    yield cost(
        "restart, of reading the rows alone",
        1.5,
        lambda c: c["restart"]["armed_s"] / c["restart"]["select_s"],
    )
