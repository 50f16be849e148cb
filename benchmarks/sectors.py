"""Sector ticks: what a quote of one member costs the ledger that keeps the cap of five hundred.

Beside it stand those who add all members up anew at each quote, in Decimal and in whole numbers of
the smallest part of a dollar. All sums are compared, to the last digit, before anything is timed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from random import Random
from time import perf_counter

from benchmarks.contest import DisagreementError
from benchmarks.goals import Goal, Outcome
from benchmarks.prebell import START, a_market, reference, symbol_of
from benchmarks.turns import Turns, Way, take
from bot.market.events import Quote
from bot.market.sector import Sector
from bot.market.state import Market
from bot.market.watchlists import Watchlist

SIZES = (10, 100, 500, 2_000)
GOAL_SIZE = 500
SCALE = 10_000  # prices have four decimals
LEDGER, DECIMALS, WHOLES = "the ledger", "adding up, Decimal", "adding up, whole numbers"
FLOOR = "one multiplication and one addition"
COMPARED = 1_000


@dataclass(frozen=True, slots=True)
class Scene:
    """A market with one watchlist, whole and fresh, and the quotes that come."""

    market: Market
    sector: Sector
    shares: list[int]
    quotes: list[Quote]


def measure(*, quick: bool) -> Outcome:
    """Take turns over sectors of each size."""
    count, rounds = (2_000, 3) if quick else (20_000, 7)
    found = {}
    for size in SIZES:
        _agree(_scene(size, COMPARED))
        found[size] = _timed(size, count, rounds)
        _show(size, found[size])
    figures = {str(size): turns.told() for size, turns in found.items()}
    return Outcome(figures, list(_goals(found)))


def _scene(size: int, count: int) -> Scene:
    random, symbols = Random(13), [symbol_of(n) for n in range(size)]
    market = a_market([Watchlist(name="all", title="All", members=tuple(symbols))])
    shares = [random.randrange(1_000_000, 900_000_000) for _ in symbols]
    prices = [random.uniform(1, 500) for _ in symbols]
    quotes = []
    for number in range(size + count):
        member = number % size if number < size else random.randrange(size)
        prices[member] *= 1 + random.gauss(0, 0.001)
        quotes.append(_quote(member, prices[member], START + timedelta(milliseconds=10 * number)))
    for member, outstanding in enumerate(shares):
        market.take(reference(member, Decimal(f"{prices[member]:.4f}"), outstanding))
    for quote in quotes[:size]:
        market.take(quote)
    return Scene(market, market.sectors["all"], shares, quotes[size:])


def _quote(member: int, price: float, at: datetime) -> Quote:
    value = Decimal(f"{price:.4f}")
    return Quote(symbol=symbol_of(member), price=value, at=at, seen=at, source="bench")


def _timed(size: int, count: int, rounds: int) -> Turns:
    scene = _scene(size, count)
    few = scene.quotes[: max(20, 50_000 // size)]
    ways: dict[str, Way] = {
        LEDGER: lambda: _kept(_scene(size, count)),
        FLOOR: partial(_floored, scene),
        DECIMALS: partial(_added, scene, [(_member(it), it.price) for it in few]),
        WHOLES: partial(_added, scene, [(_member(it), _whole(it)) for it in few]),
    }
    return take(ways, rounds)


# As the pipeline does: in full until every term is fresh, and from then on by the difference.
def _kept(scene: Scene, first: int = 0) -> float:
    sector, tapes = scene.sector, scene.market.tapes
    steps = [(tapes[quote.symbol], quote) for quote in scene.quotes[first:]]
    start = perf_counter()
    for tape, quote in steps:
        tape.quote = quote
        if quote.seen < sector.settled:
            sector.stay(quote)
        else:
            sector.refresh(quote.symbol, quote.seen)
    took = (perf_counter() - start) / len(steps)
    _check(scene)
    return took


# What no ledger can do without, on bare numbers: the limit of keeping a sum.
def _floored(scene: Scene) -> float:
    prices, shares, cap = [0] * len(scene.shares), scene.shares, 0
    steps = [(_member(quote), _whole(quote)) for quote in scene.quotes]
    start = perf_counter()
    for member, price in steps:
        cap += (price - prices[member]) * shares[member]
        prices[member] = price
    return (perf_counter() - start) / len(steps)


def _added(scene: Scene, steps: Sequence[tuple[int, int | Decimal]]) -> float:
    shares = scene.shares
    prices = [steps[0][1]] * len(shares)
    start = perf_counter()
    for member, price in steps:
        prices[member] = price
        sum(value * outstanding for value, outstanding in zip(prices, shares, strict=True))
    return (perf_counter() - start) / len(steps)


def _member(quote: Quote) -> int:
    return int(quote.symbol[1:])


def _whole(quote: Quote) -> int:
    return int(quote.price * SCALE)


def _agree(scene: Scene) -> None:
    told = list(scene.quotes)
    scene.quotes.clear()
    for first, quote in enumerate(told):
        scene.quotes.append(quote)
        _kept(scene, first)


# The sum a timed run ended with is the sum of what was told, in both kinds of number.
def _check(scene: Scene) -> None:
    standing = {quote.symbol: quote for quote in scene.quotes}
    quotes = [standing.get(s) or t.quote for s, t in scene.market.tapes.items()]
    held = zip(filter(None, quotes), scene.shares, strict=True)
    wholes, exactly = 0, Decimal(0)
    for quote, shares in held:
        wholes += _whole(quote) * shares
        exactly += quote.price * shares
    if not exactly == scene.sector.cap == Decimal(wholes) / SCALE:
        raise DisagreementError(f"the ledger has {scene.sector.cap}, not {exactly}")


def _show(size: int, turns: Turns) -> None:
    print(f"a sector of {size:,}{'µs a quote':>30}{'the ledger is':>15}")
    for name in turns.costs:
        times = "" if name == LEDGER else f"{turns.times(LEDGER, name):.2f}×"
        print(f"  {name:<34}{turns.cost(name) * 1e6:>10.3f}{times:>15}")
    print(f"  the machine itself varied by {turns.unsteadiness:.2f}×", flush=True)


def _goals(found: Mapping[int, Turns]) -> Iterator[Goal]:
    turns = found[GOAL_SIZE]
    for name in (WHOLES, DECIMALS):
        yield Goal(
            number="G7",
            text=f"a sector of {GOAL_SIZE}: times as quick as {name}",
            reached=turns.times(LEDGER, name),
            least=100,
            steady=turns.steady,
        )
