"""The whole engine, from a quote to an alert: what a quote costs however many rules are armed.

Beside it, in the same run: the same quotes through an empty loop, and through the quickest
expression engines, which do nothing but read the rules of the quote's symbol. Then a quote's text:
decoding it, with and without following it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from time import perf_counter

from benchmarks import footprint
from benchmarks.contest import Pace
from benchmarks.expressions import of
from benchmarks.goals import Goal, Outcome
from benchmarks.index_goals import MILLION
from benchmarks.languages import BEST, installed
from benchmarks.prebell import START, ToTheEdge, Unworded, Whole, armed, told
from benchmarks.race import Loop, Race, Racer, Walk, race, show
from benchmarks.streams import QUIET, Quote, real
from benchmarks.turns import Turns, take
from bot.feeds.recording import read
from bot.market import events
from bot.market.sanity import Refusal
from bot.pipeline import Pipeline

THOUSAND = 1_000
FULL = Pace(rounds=5, turn=0.4, comparing=1)
QUICK = Pace(rounds=3, turn=0.1, comparing=0.2)
ALONE, WHOLE = "decoding alone", "text to decision"


def measure(*, quick: bool) -> Outcome:
    """Race each size, weigh the engine, and follow quotes from their text."""
    sizes = (THOUSAND, 10_000) if quick else (THOUSAND, 10_000, 100_000, MILLION)
    pace, quotes = (QUICK, 5_000) if quick else (FULL, 40_000)
    races = {}
    for rules in sizes:
        races[rules] = _raced(rules, pace, quotes)
        show(f"the whole engine, {rules:,} rules", races[rules])
    weights = footprint.measure("engine", sizes[-1])
    print(
        f"  all loaded: {weights['bytes']:,.0f} bytes a rule, "
        f"a full collection stops {weights['pause_ms']:,.1f} ms, "
        f"{weights['frozen_pause_ms']:,.1f} ms once they are frozen as the bot does"
    )
    texts = _texts(sizes[-2], quotes, pace.rounds)
    print(
        f"  decoding alone {texts.cost(ALONE) * 1e6:.2f} µs,"
        f" text to decision {texts.cost(WHOLE) * 1e6:.2f} µs",
        flush=True,
    )
    figures = {
        "races": [it.told() for it in races.values()],
        "weight": weights,
        "texts": texts.told(),
    }
    return Outcome(figures, list(_goals(races, {} if quick else weights, texts)))


def _raced(rules: int, pace: Pace, quotes: int) -> Race:
    stream = real(rules, 0)
    racers: list[Racer] = [ToTheEdge(armed(stream, Unworded)), Whole(armed(stream)), Loop()]
    for language in installed():
        if language.name in BEST:
            expressions = of(language)
            expressions.arm(stream)
            expressions.reset()
            racers.append(expressions)
    walk = Walk.of(stream.starts, QUIET, pace, most=quotes)
    return race(rules, racers, walk, pace)


def _texts(rules: int, quotes: int, rounds: int) -> Turns:
    stream = real(rules, quotes)
    pipeline = armed(stream)
    rest = iter(range(1, MILLION))

    def alone() -> float:
        lines = _lines(stream.quotes, 0)
        return _timed(lines, None)

    def whole() -> float:
        return _timed(_lines(stream.quotes, next(rest)), pipeline)

    return take({ALONE: alone, WHOLE: whole}, rounds)


# Time runs on from turn to turn: what came before would be turned away.
def _lines(quotes: Sequence[Quote], turn: int) -> list[bytes]:
    start = START + timedelta(minutes=1 + 2 * turn)
    return [_line(event) for event in told(quotes, start)]


def _line(quote: events.Quote) -> bytes:
    at = quote.at.isoformat().replace("+00:00", "Z")
    told = {"kind": "quote", "symbol": quote.symbol, "price": str(quote.price)}
    return json.dumps(told | {"volume": None, "source": "bench", "at": at}).encode()


def _timed(lines: Sequence[bytes], pipeline: Pipeline | None) -> float:
    start = perf_counter()
    for line in lines:
        event = read(line)
        if pipeline is not None and not isinstance(event, Refusal):
            pipeline.offer(event)
    return (perf_counter() - start) / len(lines)


def _goals(races: Mapping[int, Race], weights: Mapping[str, float], texts: Turns) -> Iterator[Goal]:
    most, least = races.get(MILLION), races[THOUSAND]
    yield Goal(
        number="G1",
        text="whole engine, 1,000,000 rules: times as quick as the faster of zen and cel in Rust",
        reached=most.ratio(*BEST) if most else None,
        least=1_000,
        steady=most is None or most.turns.steady,
    )
    yield Goal(
        number="G1",
        text="whole engine: a quote among 1,000,000 rules, of one among 1,000",
        reached=most.turns.cost(most.ours) / least.turns.cost(least.ours) if most else None,
        most=3,
        steady=most is None or (most.turns.steady and least.turns.steady),
    )
    yield Goal(
        number="G4",
        text="whole engine, 1,000,000 rules: bytes a rule in all",
        reached=weights.get("bytes"),
        most=600,
    )
    yield Goal(
        number="G4",
        text="whole engine, 1,000,000 rules: ms that a full collection stops, as the bot runs",
        reached=weights.get("frozen_pause_ms"),
        most=10,
    )
    yield Goal(
        number="G6",
        text="whole engine: text to decision, of decoding alone",
        reached=1 / texts.times(ALONE, WHOLE),
        least=0.5,
        steady=texts.steady,
    )
