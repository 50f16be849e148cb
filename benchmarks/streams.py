"""Quotes and armed rules to measure with: `price of SYM crosses above X`, over 500 symbols."""

from array import array
from dataclasses import dataclass
from random import Random

SYMBOLS = 500
DAY = 23_400  # seconds of regular trading
QUIET = 0.02 / DAY**0.5  # 2 % a day, as a step a second
HECTIC = 0.00025  # with 2,000 rules on a symbol, each quote passes two of them on average

Quote = tuple[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Rules and the quotes they watch. Rule `n` is armed at `levels[n]`, on symbol `n % SYMBOLS`.

    `starts` holds the price at which each symbol comes in.
    """

    name: str
    levels: "array[float]"
    starts: list[float]
    quotes: list[Quote]

    def owners(self, symbol: int) -> range:
        """Return the rules that are armed on a symbol."""
        return range(symbol, len(self.levels), SYMBOLS)


def real(rules: int, quotes: int) -> Stream:
    """Make what people do: levels 0.2 to 30 % away, a quote a second, 2 % volatility a day."""
    random = Random(1)
    bases = [random.uniform(20, 500) for _ in range(SYMBOLS)]
    away = [random.uniform(0.002, 0.3) * random.choice((-1, 1)) for _ in range(rules)]
    return _stream("real", random, away, bases, QUIET, quotes)


def dense(rules: int, quotes: int) -> Stream:
    """Make the worst case: at a million rules nearly every quote passes some."""
    random = Random(2)
    bases = [random.uniform(20, 500) for _ in range(SYMBOLS)]
    away = [random.uniform(-0.1, 0.1) for _ in range(rules)]
    return _stream("dense", random, away, bases, HECTIC, quotes)


def _stream(  # noqa: PLR0913, PLR0917 - the two streams differ in all of this
    name: str,
    random: Random,
    away: list[float],
    bases: list[float],
    step: float,
    quotes: int,
) -> Stream:
    levels = array("d", [round(bases[n % SYMBOLS] * (1 + a), 4) for n, a in enumerate(away)])
    starts = [round(base, 4) for base in bases]
    prices, told = list(starts), []
    for n in range(quotes):
        symbol = n % SYMBOLS
        prices[symbol] *= 1 + random.gauss(0, step)
        told.append((symbol, round(prices[symbol], 4)))
    return Stream(name=name, levels=levels, starts=starts, quotes=told)
