"""Random scenes: rules and some days of events, drawn near everything at which a rule may turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from bot.market.events import Event, FeedStatus, Halt, Quote
from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.rules.model import Rule
from tests import reference
from tests.builders import a_market, a_quote, a_reference, a_watchlist, at
from tests.reference_life import Transition
from tests.reference_rules import a_modified, a_random_rule
from tests.reference_texts import SYMBOLS
from tests.watched import Watched

STARTS = (
    "2025-10-09T11:50Z",  # before the bell of a Thursday in summer: evenings end at midnight UTC
    "2025-10-10T19:40Z",  # before the closing bell of a Friday
    "2025-10-30T23:45Z",  # the clocks change on the weekend
    "2025-11-14T20:58Z",  # a Friday: the day after is a Monday
    "2025-11-26T23:45Z",  # before a day on which the exchange rests, and one that ends early
    "2025-11-28T17:30Z",  # an early close
    "2025-12-30T23:45Z",  # before a new year
)
LISTS = (a_watchlist("miners", "IREN WULF"), a_watchlist("mixed", "WULF BTC-USD"))
PAUSES = tuple(
    timedelta(seconds=s) for s in (0, 1, 1, 10, 10, 30, 30, 30, 60, 60, 60, 300, 300, 960, 7200)
)
LEAPS = tuple(timedelta(hours=h) for h in (0, 1, 1, 2, 2, 3, 4, 6, 9, 16))
LATE = tuple(timedelta(seconds=s) for s in (0, 0, 0, 0, 0, 0, 1, 20, 1200, 86400))
PRICES = tuple(Decimal(cents) / 4 for cents in range(4 * 96, 4 * 104 + 1))

Transitions = dict[tuple[str, str], list[Transition]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Rules, what was known when they were made, and what happened from then on."""

    start: datetime
    rules: tuple[Rule, ...]
    known: tuple[Event, ...]
    events: tuple[Event, ...]

    @property
    def until(self) -> datetime:
        """A while after the last event, in which nothing more is heard."""
        return max([self.start, *(e.seen for e in self.events)]) + timedelta(hours=9)


def a_scene(random: Random, *, rules: int = 3, events: int = 40, modified: float = 0.5) -> Scene:
    """Draw a scene of at most so many rules, some with modifiers, and events."""
    start = at(random.choice(STARTS))
    clock = _market(start)
    some = random.randint(1, rules) if random.random() < 0.2 else 1  # they rarely meet
    made = [a_random_rule(random, f"rule-{n}") for n in range(some)]
    made = [a_modified(random, r, start) if random.random() < modified else r for r in made]
    known = [_reference(random, clock, s) for s in SYMBOLS if random.random() < 0.95]
    known += [a_quote(s, 100, at=start) for s in SYMBOLS if random.random() < 0.8]
    happens = tuple(_events(random, clock, random.randint(1, events)))
    return Scene(start=start, rules=tuple(made), known=tuple(known), events=happens)


def by_the_engine(scene: Scene) -> Transitions:
    """Play a scene to the engine, as the pipeline does."""
    bot = Watched(_market(scene.start), scene.rules, scene.known)
    bot.sees(*scene.events)
    bot.turns_to(scene.until)
    told: Transitions = {(i.rule.name, i.subject): [] for i in bot.engine.instances}
    for alert in bot.alerts:
        told[alert.rule, alert.subject].append((alert.state.value, alert.updated))
    return told


def by_the_reference(scene: Scene) -> Transitions:
    """Play a scene to the slow and obvious evaluator."""
    slow = reference.Reference(_market(scene.start), scene.rules, scene.known)
    for event in scene.events:
        slow.sees(event)
    slow.turns_to(scene.until)
    return slow.transitions()


def smallest(scene: Scene) -> Scene:
    """Leave out of a scene about which the two disagree all that they also disagree without."""
    for smaller in _without(scene):
        if by_the_engine(smaller) != by_the_reference(smaller):
            return smallest(smaller)
    return scene


def _without(scene: Scene) -> Iterator[Scene]:
    if len(scene.rules) > 1:
        for i in range(len(scene.rules)):
            yield replace(scene, rules=_drop(scene.rules, i))
    for size in (16, 8, 4, 2, 1):
        for i in range(0, len(scene.events), size):
            yield replace(scene, events=scene.events[:i] + scene.events[i + size :])
    for i in range(len(scene.known)):
        yield replace(scene, known=_drop(scene.known, i))


def _drop(things: Sequence[Any], i: int) -> tuple[Any, ...]:
    return (*things[:i], *things[i + 1 :])


def _events(random: Random, clock: Market, number: int) -> Iterator[Event]:
    last: Event | None = None
    pauses = random.choice([PAUSES, PAUSES, LEAPS])  # an hour or two, or a week or two
    for _ in range(number):
        clock.turn_to(_later(random, clock, pauses))
        kind = random.random()
        symbol = random.choice(SYMBOLS)
        if kind < 0.06:
            last = _reference(random, clock, symbol)
        elif kind < 0.08:
            last = FeedStatus(feed="test", healthy=True, detail="", seen=clock.now)
        elif kind < 0.1:
            last = _halt(random, clock.now, symbol)
        elif kind > 0.95 and last is not None:
            last = _again(last, clock.now)
        else:
            last = a_quote(
                symbol,
                random.choice(PRICES),
                at=clock.now - random.choice(LATE),
                seen=clock.now,
                volume=random.choice([None, 400, 1000, 1000, 3000]),
            )
        yield last


# The same once more, now or later.
def _again(event: Event, now: datetime) -> Event:
    return (
        replace(event, seen=now, at=now) if isinstance(event, Quote) else replace(event, seen=now)
    )


# A while later; or on, or a moment from, the next instant at which a session or a day begins.
def _later(random: Random, clock: Market, pauses: Sequence[timedelta]) -> datetime:
    if random.random() < 0.12:
        near = clock.next_change() + timedelta(seconds=random.choice([-60, -1, 0, 0, 1]))
        return max(clock.now, near)
    return clock.now + random.choice(pauses)


# Told late or ahead, over in a while, long ago, or nobody knows when.
def _halt(random: Random, now: datetime, symbol: str) -> Event:
    at = now + timedelta(seconds=random.choice([-300, -30, 0, 0, 20]))
    lasts = random.choice([None, 10, 60, 300, 900])
    resumes = None if lasts is None else at + timedelta(seconds=lasts)
    return Halt(symbol=Symbol(symbol), at=at, reason="LUDP", resumes=resumes, seen=now)


# What a provider says of an instrument, with the gaps and the wrong days that providers have.
def _reference(random: Random, clock: Market, symbol: str) -> Event:
    calendar = clock.calendars["crypto" if "-" in symbol else "US"]
    today = calendar.trading_day(clock.now)
    yesterday = calendar.previous_day(today)
    told = a_reference(
        symbol,
        at=clock.now,
        previous_close=random.choice([100, 100, 100, 99, 102, None]),
        previous_close_date=str(
            random.choice([yesterday] * 6 + [today, calendar.previous_day(yesterday)])
        ),
        close_before=random.choice([100, 98, 101, None]),
        year_close=random.choice([100, 99, None]),
    )
    shares = random.choice([10_000_000] * 5 + [9_900_000, 10_300_000, None, 0])
    return replace(told, shares_outstanding=shares)


def _market(start: datetime) -> Market:
    return a_market(watchlists=LISTS, at=start)
