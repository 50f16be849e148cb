"""Windows: `price rises 5% within 15m`, however many points stand in the quarter of an hour.

Beside the window itself (`Trail`: the lowest of the last 15 minutes) stands the comparison as a
whole, which finds the price, keeps both extremes and answers; and whoever keeps every point and
looks back over all of them. Answers are compared before anything is timed.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import islice
from random import Random
from time import perf_counter

from benchmarks.contest import DisagreementError
from benchmarks.goals import Goal, Outcome
from benchmarks.prebell import START, a_market, amount
from benchmarks.turns import Turns, take
from bot.market.events import Quote
from bot.market.instruments import Symbol
from bot.market.tape import Tape
from bot.rules import conditions as c
from bot.rules.bound import Bound
from bot.rules.metrics.price import price
from bot.rules.trail import Trail
from bot.rules.units import Mark
from bot.rules.windows import Movement

SPAN = timedelta(minutes=15)
FEW, SOME, MANY = 15, 900, 4_500  # points in the window
LIMIT, TRAIL, NAIVE = "empty loop", "the window", "looking back"
PRICE, WHOLE = "the price it reads", "the comparison"
NAME = Symbol("BTC-USD")  # trades around the clock, so that 15 points never meet a weekend
MARGIN = amount(5, Mark.PERCENT)
STEP = 0.004  # of the price from point to point: now and then 5 % in a window of few points
COMPARED = 1_000

Point = tuple[datetime, Decimal]


def measure(*, quick: bool) -> Outcome:
    """Take turns over windows of each size."""
    count, rounds = (5_000, 3) if quick else (40_000, 7)
    found = {}
    for points in (FEW, SOME, MANY):
        walk = list(_walk(points, count + points))
        _agree(walk)
        found[points] = _timed(walk, points, rounds)
        _show(points, found[points])
    figures = {str(points): turns.told() for points, turns in found.items()}
    return Outcome(figures, list(_goals(found)))


def _walk(points: int, count: int) -> Iterator[Point]:
    random, value = Random(11), 100.0
    for number in range(count):
        value *= 1 + random.gauss(0, STEP)
        yield START + number * SPAN / points, Decimal(f"{value:.4f}")


def _timed(walk: Sequence[Point], points: int, rounds: int) -> Turns:
    few = walk[: points + max(20, 400_000 // points // 10)]
    ways = {
        LIMIT: partial(_nothing, walk),
        TRAIL: partial(_trailed, walk, points),
        PRICE: partial(_measured, walk),
        WHOLE: partial(_compared, walk, points),
        NAIVE: partial(_looked_back, few, points),
    }
    return take(ways, rounds)


def _nothing(walk: Sequence[Point]) -> float:
    start = perf_counter()
    for _at, _value in walk:
        pass
    return (perf_counter() - start) / len(walk)


# Everybody fills the window first; what is timed is a window as full as it gets.
def _trailed(walk: Sequence[Point], points: int) -> float:
    trail = Trail(SPAN, lowest=True)
    for at, value in islice(walk, points):
        trail.add(at, value)
    rest = walk[points:]
    start = perf_counter()
    for at, value in rest:
        trail.add(at, value)
        trail.extreme(at)
    return (perf_counter() - start) / len(rest)


# What the comparison has to ask before there is anything to compare.
def _measured(walk: Sequence[Point]) -> float:
    quotes = _quotes(walk)
    tape, leaf = _leaf()
    start = perf_counter()
    for quote in quotes:
        tape.quote = quote
        leaf.subject.measure(quote.at)
    return (perf_counter() - start) / len(quotes)


def _compared(walk: Sequence[Point], points: int) -> float:
    quotes = _quotes(walk)
    tape, leaf = _leaf()
    for quote in quotes[:points]:
        tape.quote = quote
        leaf.read(quote.at, None)
    rest = quotes[points:]
    start = perf_counter()
    for quote in rest:
        tape.quote = quote
        leaf.read(quote.at, None)
    return (perf_counter() - start) / len(rest)


def _looked_back(walk: Sequence[Point], points: int) -> float:
    kept: deque[Point] = deque(walk[:points])
    rest = walk[points:]
    start = perf_counter()
    for at, value in rest:
        _lowest(kept, at, value)
    return (perf_counter() - start) / len(rest)


def _lowest(kept: deque[Point], at: datetime, value: Decimal) -> Decimal:
    oldest = at - SPAN
    while kept and kept[0][0] <= oldest:
        kept.popleft()
    kept.append((at, value))
    return min(value for _, value in kept)


def _quotes(walk: Sequence[Point]) -> list[Quote]:
    return [Quote(symbol=NAME, price=v, at=at, seen=at, source="bench") for at, v in walk]


def _leaf() -> tuple[Tape, Movement]:
    tape = a_market().tape(NAME)
    term = c.Term(price, c.Of(NAME))
    moves = c.Moves(left=term, way=c.Way.UP, margin=MARGIN, span=SPAN, text="rises")
    return tape, Movement(Bound(metric=price, of=tape, name=NAME), moves)


# A price stands until the next trade, so the one that was there when the window began counts too.
def _agree(walk: Sequence[Point]) -> None:
    trail, kept = Trail(SPAN, lowest=True), deque[Point]()
    tape, leaf = _leaf()
    standing: deque[Point] = deque()
    before: Decimal | None = None
    for quote in _quotes(walk[:COMPARED]):
        at, value = quote.at, quote.price
        tape.quote = quote
        trail.add(at, value)
        _same("the window", trail.extreme(at), _lowest(kept, at, value), at)
        low = value if before is None else min(value, _lowest(standing, at, before))
        standing.append((at, value))
        before = value
        rises = value - low >= low * MARGIN.value / 100
        _same("the comparison", leaf.read(at, None), rises, at)


def _same(what: str, found: object, expected: object, at: datetime) -> None:
    if found != expected:
        raise DisagreementError(f"{what} finds {found} at {at}, and looking back {expected}")


def _show(points: int, turns: Turns) -> None:
    print(f"{points:,} points in a window{'µs a quote':>19}")
    for name in turns.costs:
        print(f"  {name:<30}{turns.cost(name) * 1e6:>10.3f}")
    print(f"  the machine itself varied by {turns.unsteadiness:.2f}×", flush=True)


def _goals(found: Mapping[int, Turns]) -> Iterator[Goal]:
    few, some, many = found[FEW], found[SOME], found[MANY]
    for name in (TRAIL, WHOLE):
        yield Goal(
            number="G7",
            text=f"{name}, {MANY:,} points: µs a quote",
            reached=many.cost(name) * 1e6,
            most=0.5,
            steady=many.steady,
        )
        yield Goal(
            number="G7",
            text=f"{name}: at {MANY:,} points, of what it costs at {FEW}",
            reached=many.cost(name) / few.cost(name),
            most=1.3,
            steady=few.steady and many.steady,
        )
    yield Goal(
        number="G7",
        text=f"the window, {SOME} points: times as quick as looking back over them",
        reached=some.times(TRAIL, NAIVE),
        least=50,
        steady=some.steady,
    )
