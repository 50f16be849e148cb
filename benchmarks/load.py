"""Loading: a bot comes up again with every alert that people have made.

Beside reading their rows from SQLite, and making a condition of each text, stands what the bot
does: read them, make the conditions, bind them to the market, arm them, read all of them once, and
take the first quote of each symbol, so that no work is put off past it. Then every price rises by
one percent, and what rings is compared with plain arithmetic.
"""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.contest import DisagreementError
from benchmarks.goals import Goal, Outcome
from benchmarks.index_goals import MILLION
from benchmarks.machine import STEADY, Watch, calibrate
from benchmarks.prebell import START, Whole, a_market, reference, symbol_of, told
from benchmarks.streams import SYMBOLS, Stream, real
from bot.pipeline import Pipeline
from bot.rules import language
from bot.rules.engine import Engine
from bot.rules.loading import load
from bot.rules.measure import Scope
from bot.rules.model import Rule

BOUND = 1.5  # times reading the rows and making the conditions
SHARES = 20_000_000  # of each symbol
TABLE = "CREATE TABLE alert (name TEXT PRIMARY KEY, subject TEXT, condition TEXT, owner INTEGER)"
ROWS = "SELECT name, subject, condition, owner FROM alert"
RISING = ("price > {level}", "change > {percent}%", "price crosses above {level}")
FALLING = ("price < {level}", "change < {percent}%", "price crosses below {level}")
RISE = Decimal("1.01")

Figures = dict[str, float]


def measure(*, quick: bool) -> Outcome:
    """Load as many as were promised, or a hundredth of them."""
    size = 10_000 if quick else MILLION
    figures = _loaded(size)
    print(
        f"  {size:,} alerts: their rows {figures['select_s']:.2f} s,"
        f" compiling {figures['compile_s']:.2f} s; loaded and armed {figures['armed_s']:.2f} s,"
        f" first quotes {figures['first_s']:.2f} s; {figures['rang']:,.0f} rang as they should"
    )
    print(f"  the machine itself varied by {figures['unsteadiness']:.2f}×", flush=True)
    goal = Goal(
        number="G4",
        text="1,000,000 alerts loaded, of reading their rows and compiling",
        reached=None if quick else figures["times"],
        most=BOUND,
        steady=figures["unsteadiness"] <= STEADY,
    )
    return Outcome({"alerts": size} | figures, [goal])


def _loaded(size: int) -> Figures:
    stream = real(size, 0)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "alerts.sqlite"
        expected = _store(path, stream)
        machine, watch = [calibrate()], Watch()
        figures = {"select_s": _selected(path)}
        machine.append(calibrate())
        figures["compile_s"] = _compiled(path)
        machine.append(calibrate())
        whole = Whole(_market(stream))
        figures["armed_s"] = _armed(path, whole.pipeline)
        figures["first_s"] = _first(whole, stream)
        machine.append(calibrate())
    figures["unsteadiness"] = max(max(machine) / min(machine), watch.crowding)
    figures["rang"] = _rang(whole, stream, expected)
    loaded = figures["armed_s"] + figures["first_s"]
    figures["times"] = loaded / (figures["select_s"] + figures["compile_s"])
    return figures


# Stores alerts as people have them, and returns those that have to ring when all prices rise.
def _store(path: Path, stream: Stream) -> set[int]:
    random, rows, expected = Random(17), [], set()
    for number, level in enumerate(stream.levels):
        start = stream.starts[number % SYMBOLS]
        percent = round((level / start - 1) * 100, 4)
        which = random.randrange(len(RISING))
        text = (RISING if level > start else FALLING)[which].format(level=level, percent=percent)
        rows.append((f"r{number}", symbol_of(number % SYMBOLS), text, number % 9_973))
        close = Decimal(str(start))
        edge = close * (100 + Decimal(str(percent))) / 100 if which == 1 else Decimal(str(level))
        if level > start and close * RISE > edge:
            expected.add(number)
    base = sqlite3.connect(path)
    base.execute(TABLE)
    base.executemany("INSERT INTO alert VALUES (?, ?, ?, ?)", rows)
    base.commit()
    base.close()
    return expected


def _selected(path: Path) -> float:
    base = sqlite3.connect(path)
    start = perf_counter()
    base.execute(ROWS).fetchall()
    return perf_counter() - start


def _compiled(path: Path) -> float:
    texts = [text for _, _, text, _ in sqlite3.connect(path).execute(ROWS)]
    language.parse(texts[0], watchlists=(), own=Scope.INSTRUMENT)  # makes the parser, once
    start = perf_counter()
    for text in texts:
        language.parse(text, watchlists=(), own=Scope.INSTRUMENT)
    return perf_counter() - start


def _market(stream: Stream) -> Pipeline:
    engine = Engine(a_market())
    pipeline = Pipeline(engine.market, engine)
    for number, price in enumerate(stream.starts):
        engine.market.take(reference(number, Decimal(str(price)), SHARES))
    for event in told(list(enumerate(stream.starts)), START):
        pipeline.take(event)
    return pipeline


def _armed(path: Path, pipeline: Pipeline) -> float:
    base = sqlite3.connect(path)
    start = perf_counter()
    load(pipeline.engine, _rules(base))
    pipeline.begin()
    return perf_counter() - start


def _first(whole: Whole, stream: Stream) -> float:
    events = told(list(enumerate(stream.starts)), START + timedelta(seconds=30))
    start = perf_counter()
    whole.run(events)
    return perf_counter() - start


def _rules(base: sqlite3.Connection) -> Iterator[Rule]:
    for name, subject, text, _owner in base.execute(ROWS):
        yield Rule(name=name, when=text, subject=subject)


def _rang(whole: Whole, stream: Stream, expected: set[int]) -> int:
    risen = [(n, Decimal(str(start)) * RISE) for n, start in enumerate(stream.starts)]
    found = whole.run(told(risen, START + timedelta(minutes=1)))
    if set(found) != expected or len(found) != len(expected):
        wrong = sorted(expected.symmetric_difference(found))[:5]
        raise DisagreementError(f"of the alerts loaded, {wrong} ring or are silent wrongly")
    return len(found)
