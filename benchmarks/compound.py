"""Compound rules: `S12.price > 71.5 and S13.change < 1% and s0.cap > 90B`.

Ten sectors of fifty; a rule reads a symbol, its neighbour and their sector. Each quote moves its
sector's cap, so whoever looks rules up by what they read has to read a tenth of them all. The
figures are worked out for the engines beforehand; Prebell works them out itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from benchmarks.contest import Pace
from benchmarks.goals import Goal, Outcome
from benchmarks.languages import BEST, Language, Reads, installed
from benchmarks.prebell import START, Whole, a_market, amount, reference, symbol_of, told
from benchmarks.race import Loop, Race, Racer, Walk, race, show
from benchmarks.streams import QUIET, SYMBOLS, Quote
from bot.market.watchlists import Watchlist
from bot.pipeline import Pipeline
from bot.rules import conditions as c
from bot.rules.engine import Engine
from bot.rules.metrics.cap import sector_cap
from bot.rules.metrics.percent import change
from bot.rules.metrics.price import price
from bot.rules.model import Rule
from bot.rules.units import Mark

MEMBERS = 50  # of a sector
SHARES = 20_000_000  # of each symbol, so that a sector is worth hundreds of billions
FEW, MANY = 1_000, 100_000
BOUNDS = {FEW: 50, MANY: 1_000}  # times as quick as the best engine
FULL = Pace(rounds=5, turn=0.5, comparing=3)
QUICK = Pace(rounds=3, turn=0.1, comparing=1)


@dataclass(frozen=True, slots=True)
class Levels:
    """Of one rule: its price is over, its neighbour's change under, and the cap over."""

    price: float
    change: float
    cap: float


@dataclass(frozen=True, slots=True)
class Moment:
    """What a quote leaves: the figures that rules of its sector are asked with."""

    symbol: int
    price: float
    change: float
    cap: float


Figures = tuple[float, float, float]


class Ledger:
    """Works out what each quote leaves, exactly, as an engine's host would have to."""

    def __init__(self, starts: Sequence[float]) -> None:
        self.closes = [Decimal(str(start)) for start in starts]
        self._prices = list(self.closes)
        sectors = range(0, SYMBOLS, MEMBERS)
        self._caps = [sum(self.closes[first : first + MEMBERS]) * SHARES for first in sectors]

    def after(self, quote: Quote) -> Moment:
        symbol, value = quote
        now, close = Decimal(str(value)), self.closes[symbol]
        self._caps[symbol // MEMBERS] += (now - self._prices[symbol]) * SHARES
        self._prices[symbol] = now
        moved = (now / close - 1) * 100
        return Moment(symbol, value, float(moved), float(self._caps[symbol // MEMBERS]))


class Rereading:
    """Reads every rule of the sector whose cap a quote has moved; what begins to hold fires."""

    def __init__(
        self,
        name: str,
        compiles: Callable[[Levels], Reads],
        context: Callable[[float, float, float], Any],
    ) -> None:
        self.name = name
        self._compiles = compiles
        self._context = context

    def arm(self, rules: Sequence[Levels], starts: Sequence[float]) -> None:
        self._ledger = Ledger(starts)
        self._prices, self._changes = list(starts), [0.0] * SYMBOLS
        self._held = [False] * len(rules)
        self._rules = [
            [(owner, self._compiles(rules[owner])) for owner in range(symbol, len(rules), SYMBOLS)]
            for symbol in range(SYMBOLS)
        ]
        for first in range(0, SYMBOLS, MEMBERS):
            self.run(self.ready([(first, starts[first])]))

    def ready(self, quotes: Sequence[Quote]) -> list[Moment]:
        return [self._ledger.after(quote) for quote in quotes]

    def run(self, ready: Sequence[Moment]) -> list[int]:
        rules, held, makes = self._rules, self._held, self._context
        prices, changes = self._prices, self._changes
        fired: list[int] = []
        for it in ready:
            prices[it.symbol], changes[it.symbol] = it.price, it.change
            for symbol in members(it.symbol):
                context = makes(prices[symbol], changes[neighbour(symbol)], it.cap)
                for owner, reads in rules[symbol]:
                    holds = reads(context)
                    if holds != held[owner]:
                        held[owner] = bool(holds)
                        if holds:
                            fired.append(owner)
        return fired


def measure(*, quick: bool) -> Outcome:
    """Race few rules and many."""
    sizes = (FEW, 2_000) if quick else (FEW, MANY)
    pace, quotes = (QUICK, 5_000) if quick else (FULL, 40_000)
    races = {}
    for rules in sizes:
        races[rules] = _raced(rules, pace, quotes)
        show(f"compound, {rules:,} rules", races[rules])
    found = [_goal(races.get(rules), rules, least) for rules, least in BOUNDS.items()]
    return Outcome({"races": [it.told() for it in races.values()]}, found)


def _goal(race: Race | None, rules: int, least: float) -> Goal:
    return Goal(
        number="G3",
        text=f"compound, {rules:,} rules: times as quick as the best expression engine",
        reached=race.ratio(*BEST) if race else None,
        least=least,
        steady=race is None or race.turns.steady,
    )


def _raced(count: int, pace: Pace, quotes: int) -> Race:
    random = Random(5)
    starts = [round(random.uniform(20, 500), 4) for _ in range(SYMBOLS)]
    rules = made(random, starts, count)
    racers: list[Racer] = [Whole(armed(rules, starts)), Loop()]
    readers = [Rereading("closures", _closure, _figures)]
    readers += [of(language) for language in installed() if count <= language.most / 10]
    for reader in readers:
        reader.arm(rules, starts)
    return race(count, [*racers, *readers], Walk.of(starts, QUIET, pace, most=quotes), pace)


def members(symbol: int) -> range:
    """Return the symbols of a symbol's sector."""
    first = symbol - symbol % MEMBERS
    return range(first, first + MEMBERS)


def neighbour(symbol: int) -> int:
    """Return the next symbol in the same sector, round and round."""
    return symbol - symbol % MEMBERS + (symbol + 1) % MEMBERS


def made(random: Random, starts: Sequence[float], count: int) -> list[Levels]:
    """Make rules whose levels are 0.2 to 30 % away, a cap's to 3 %; rule n is of n % SYMBOLS."""

    def away(furthest: float) -> float:
        return random.uniform(0.002, furthest) * random.choice((-1, 1))

    caps = [sum(starts[symbol] for symbol in members(n)) * SHARES for n in range(SYMBOLS)]
    return [
        Levels(
            price=round(starts[n % SYMBOLS] * (1 + away(0.3)), 4),
            change=round(100 * away(0.3), 4),
            cap=round(caps[n % SYMBOLS] * (1 + away(0.03))),
        )
        for n in range(count)
    ]


def armed(rules: Sequence[Levels], starts: Sequence[float]) -> Pipeline:
    """Arm every rule in a bot that has seen each symbol trade once."""
    firsts = range(0, SYMBOLS, MEMBERS)
    engine = Engine(a_market([_watchlist(first) for first in firsts]))
    pipeline = Pipeline(engine.market, engine)
    for symbol, start in enumerate(starts):
        engine.market.take(reference(symbol, Decimal(str(start)), SHARES))
    for event in told(list(enumerate(starts)), START):
        pipeline.take(event)
    for number, levels in enumerate(rules):
        atoms = _atoms(number % SYMBOLS, levels)
        text = " and ".join(atom.text for atom in atoms)
        engine.add(Rule(name=f"r{number}", when=text), c.Both(atoms))
    pipeline.begin()
    return pipeline


def _atoms(symbol: int, levels: Levels) -> tuple[c.Compares, ...]:
    watchlist, near = f"s{symbol // MEMBERS}", symbol_of(neighbour(symbol))
    own = c.Term(price, c.Of(symbol_of(symbol)))
    moved = c.Term(change, c.Of(near))
    cap = c.Term(sector_cap, c.OfList(watchlist))
    terms = [
        (own, f"S{symbol}.price", c.Sign.OVER, amount(levels.price)),
        (moved, f"{near}.change", c.Sign.UNDER, amount(levels.change, Mark.PERCENT)),
        (cap, f"{watchlist}.cap", c.Sign.OVER, amount(levels.cap)),
    ]
    return tuple(
        c.Compares(left=term, sign=sign, right=right, text=f"{name} {sign.value} {right.text}")
        for term, name, sign, right in terms
    )


def _watchlist(first: int) -> Watchlist:
    name = f"s{first // MEMBERS}"
    return Watchlist(name=name, title=name, members=tuple(map(symbol_of, members(first))))


def of(language: Language) -> Rereading:
    """Let a language read such rules."""

    def compiles(levels: Levels) -> Reads:
        return language.all_of(
            f"price > {levels.price}", f"change < {levels.change}", f"cap > {float(levels.cap)}"
        )

    def context(price: float, change: float, cap: float) -> object:
        return language.context({"price": price, "change": change, "cap": cap})

    return Rereading(language.name, compiles, context)


def _closure(levels: Levels) -> Reads:
    price, change, cap = levels.price, levels.change, levels.cap
    return lambda it: it[0] > price and it[1] < change and it[2] > cap


def _figures(price: float, change: float, cap: float) -> Figures:
    return price, change, cap
