"""The whole engine, from a quote to an alert: what a quote costs however many rules are armed.

    python -m benchmarks.engine [--quick]

A quote that has been decoded goes in; sanity, market state, sessions, edges, arming, timers and
the evidence of what fires are all done before the next. Beside it, in the same run: the same
quotes through an empty loop, and decoding a quote's text with and without following it.
"""

import argparse
import gc
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.streams import SYMBOLS, Stream, real
from bot.feeds.recording import read
from bot.market.events import Quote
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from bot.market.sessions import AlwaysOpen, ExchangeCalendar
from bot.market.state import Market
from bot.pipeline import Pipeline
from bot.rules import conditions as c
from bot.rules.engine import Engine
from bot.rules.metrics.price import price
from bot.rules.model import Rule
from bot.rules.units import Amount, Mark

START = datetime(2025, 10, 10, 14, tzinfo=UTC)
OUT = Path("out/bench-engine.json")
STATUS = Path("/proc/self/statm")
PAGE = 4096
GOAL = 3.0  # a quote among a million rules may cost this many times one among a thousand


def _symbol(number: int) -> Symbol:
    return Symbol(f"S{number}")


def armed(stream: Stream) -> Pipeline:
    """Arm every rule of a stream, and let each symbol trade once where it comes in."""
    calendars = {"US": ExchangeCalendar.load(), "crypto": AlwaysOpen()}
    engine = Engine(Market(calendars, [], START))
    for number, level in enumerate(stream.levels):
        symbol, text = _symbol(number % SYMBOLS), str(level)
        term = c.Term(price, c.Of(symbol))
        amount = Amount(Decimal(text), Mark.NONE, text)
        when = f"{symbol}.price crosses above {text}"
        crosses = c.Crosses(left=term, above=True, right=amount, text=when)
        engine.follow(Rule(name=f"r{number}", when=when), crosses)
    pipeline = Pipeline(engine.market, engine, lambda _message: None)
    follow(pipeline, told(list(enumerate(stream.starts)), START))
    return pipeline


def told(quotes: list[tuple[int, float]], start: datetime) -> list[Quote]:
    """Make events of a stream's quotes; each symbol trades once a second."""
    events = []
    for number, (symbol, level) in enumerate(quotes):
        at = start + timedelta(seconds=number // SYMBOLS, microseconds=number % SYMBOLS)
        value = Decimal(str(level))
        quote = Quote(symbol=_symbol(symbol), price=value, at=at, seen=at, source="bench")
        events.append(quote)
    return events


def follow(pipeline: Pipeline, events: list[Quote]) -> float:
    """Follow events and return the seconds that took."""
    judge, take = pipeline.sanity.judge, pipeline.take
    begun = perf_counter()
    for event in events:
        if judge(event) is None:
            take(event)
    return perf_counter() - begun


def measured(rules: int, quotes: int, rounds: int) -> dict[str, float]:
    """Measure one size: what a quote costs, what a rule weighs, and how long arming takes."""
    stream = real(rules, quotes * rounds)
    gc.collect()
    before, begun = _resident(), perf_counter()
    pipeline = armed(stream)
    took = perf_counter() - begun
    grown = _resident() - before
    gc.collect()
    gc.freeze()
    costs, empty = [], []
    for turn in range(rounds):
        part = stream.quotes[turn * quotes : (turn + 1) * quotes]
        events = told(part, START + timedelta(minutes=1 + 30 * turn))
        costs.append(follow(pipeline, events) / quotes * 1e6)
        begun = perf_counter()
        for _ in events:
            pass
        empty.append((perf_counter() - begun) / quotes * 1e6)
    gc.unfreeze()
    return {
        "rules": rules,
        "quote_us": median(costs),
        "empty_us": median(empty),
        "bytes": grown / rules,
        "arm_1000_s": took / rules * 1000,
        "fired": sum(pipeline.book.fired.values()),
    }


def payloads(quotes: int, rounds: int, rules: int) -> dict[str, float]:
    """Measure text to decision beside decoding alone."""
    stream = real(rules, quotes)
    pipeline = armed(stream)
    events = told(stream.quotes, START + timedelta(minutes=1))
    lines = [_line(event) for event in events]
    alone, whole = [], []
    for turn in range(rounds):
        alone.append(_timed(lambda: [read(line) for line in lines]))
        shift = timedelta(minutes=30 * (turn + 1))
        moved = [_line(event, shift) for event in events]
        whole.append(_timed(partial(_decided, pipeline, moved)))
    return {
        "decode_us": median(alone) / quotes * 1e6,
        "decision_us": median(whole) / quotes * 1e6,
        "share": median(a / w for a, w in zip(alone, whole, strict=True)),
    }


def _decided(pipeline: Pipeline, lines: list[bytes]) -> None:
    for line in lines:
        event = read(line)
        if not isinstance(event, Refusal) and pipeline.sanity.judge(event) is None:
            pipeline.take(event)


def _line(quote: Quote, shift: timedelta = timedelta()) -> bytes:
    at = (quote.at + shift).isoformat().replace("+00:00", "Z")
    told = {"kind": "quote", "symbol": quote.symbol, "price": str(quote.price)}
    return json.dumps(told | {"volume": None, "source": "bench", "at": at}).encode()


def _timed(run: Callable[[], object]) -> float:
    begun = perf_counter()
    run()
    return perf_counter() - begun


def _resident() -> int:
    return int(STATUS.read_text().split()[1]) * PAGE if STATUS.exists() else 0


def main() -> None:
    """Measure each size, print the table and write it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two sizes, few quotes")
    quick = parser.parse_args().quick
    sizes = (1_000, 10_000) if quick else (1_000, 10_000, 100_000, 1_000_000)
    quotes, rounds = (5_000, 3) if quick else (50_000, 5)
    print(f"{'rules':>9} {'µs a quote':>11} {'quotes/s':>9} {'of a loop':>9} {'bytes':>6} fired")
    rows = []
    for rules in sizes:
        row = measured(rules, quotes, rounds)
        rows.append(row)
        print(
            f"{rules:9,} {row['quote_us']:11.2f} {1e6 / row['quote_us']:9,.0f}"
            f" {row['empty_us'] / row['quote_us']:9.4f} {row['bytes']:6.0f} {row['fired']:6.0f}",
            flush=True,
        )
    growth = rows[-1]["quote_us"] / rows[0]["quote_us"]
    verdict = "PASS" if growth <= GOAL else "MISS"
    print(f"the last costs {growth:.2f} times the first (goal: at most {GOAL:g}): {verdict}")
    text = payloads(quotes, rounds, sizes[-2])
    print(
        f"decoding alone {text['decode_us']:.2f} µs, text to decision {text['decision_us']:.2f} µs:"
        f" {text['share']:.2f} of the decode bound (goal: 0.5)"
    )
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"sizes": rows, "growth": growth, "payload": text}, indent=1))


if __name__ == "__main__":
    main()
