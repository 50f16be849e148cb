"""The verdict: where a day under kills differs from the day that nobody disturbed."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.delivery.parcel import Fate
from tests.chaos.day import CALM, Kept
from tests.chaos.sink import Heard, Sink


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What came of a day: what the store holds, what programs took and what people read."""

    kept: Kept
    took: Mapping[str, Mapping[str, bytes]]
    heard: Sequence[Heard]
    doubted: Sequence[str]

    @classmethod
    def of(cls, kept: Kept, sink: Sink) -> "Day":
        took = {room: dict(messages) for room, messages in sink.took.items()}
        return cls(kept=kept, took=took, heard=tuple(sink.heard), doubted=tuple(sink.doubted))


def faults(calm: Day, day: Day, *, policy: str, cut: int) -> list[str]:
    """Say what was lost, doubled or out of order, where `cut` sends at most were cut off."""
    return [
        *_of_the_store(calm.kept, day.kept),
        *day.doubted,
        *_of_programs(calm, day),
        *_of_people(calm, day, policy=policy, cut=cut),
    ]


def _of_the_store(calm: Kept, kept: Kept) -> Iterable[str]:
    if kept.fault:
        yield f"the store is damaged: {kept.fault}"
    if kept.waiting:
        yield f"{kept.waiting} messages still wait"
    if calm.alerts != kept.alerts:
        yield f"alerts differ: {_difference(calm.alerts, kept.alerts)}"
    if calm.living != kept.living:
        yield "other alerts live at the end"
    if calm.progress != kept.progress:
        yield f"it was followed to {kept.progress} and not to {calm.progress}"
    if calm.held_back != kept.held_back:
        missing, more = calm.held_back - kept.held_back, kept.held_back - calm.held_back
        yield f"reasons to be silent differ: {missing} are missing, {more} are too many"
    expected, ended = {key for key, _ in calm.told}, Counter(key for key, _ in kept.told)
    yield from (f"{key} has no end in the delivery log" for key in expected - ended.keys())
    yield from (f"{key} is unknown to a calm day" for key in ended.keys() - expected)
    yield from (f"{key} ended {count} times" for key, count in ended.items() if count > 1)


def _difference(calm: Sequence[str], day: Sequence[str]) -> str:
    missing, more = Counter(calm) - Counter(day), Counter(day) - Counter(calm)
    if not missing and not more:
        return "another order"
    first = next(iter(missing or more)).strip()
    return f"{missing.total()} missing, {more.total()} too many, such as {first}"


# Of a program that knows keys the same key twice is one message.
def _of_programs(calm: Day, day: Day) -> Iterable[str]:
    unsure = {key for key, fate in day.kept.told if fate is Fate.UNSURE}
    for room, expected in calm.took.items():
        took = day.took.get(room, {})
        lost = expected.keys() - took.keys() - unsure
        yield from (f"{room}: {key} is lost" for key in lost)
        other = (key for key in took if took[key] != expected.get(key))
        yield from (f"{room}: {key} says something else" for key in other)
        arrived = {key: body for key, body in expected.items() if key in took}
        if _orders(room, arrived) != _orders(room, took):
            yield f"{room}: told in another order"


# All of a calm room; elsewhere what is critical overtakes the rest, but not of the same incident.
def _orders(room: str, took: Mapping[str, bytes]) -> Mapping[str, Sequence[str]]:
    orders: defaultdict[str, list[str]] = defaultdict(list)
    for key, body in took.items():
        orders["" if room == CALM else json.loads(body)["incident"]].append(key)
    return orders


def _of_people(calm: Day, day: Day, *, policy: str, cut: int) -> Iterable[str]:
    expected = {heard.key: heard.text for heard in calm.heard}
    unsure = {key for key, fate in day.kept.told if fate is Fate.UNSURE}
    read = {heard.key for heard in day.heard}
    plain = Counter(heard.key for heard in day.heard if not heard.marked)
    marked = [heard for heard in day.heard if heard.marked]
    yield from (f"people: {key} is lost" for key in expected.keys() - read - unsure)
    other = (heard.key for heard in day.heard if heard.text != expected.get(heard.key))
    yield from (f"people: {key} says something else" for key in other)
    yield from (f"people: {key} doubled" for key, count in plain.items() if count > 1)
    if len(unsure) > cut:
        yield f"people: {len(unsure)} are unsure, and at most {cut} sends were cut off"
    if policy == "hold":
        yield from (f"people: {heard.key} repeated" for heard in marked)
        return
    often = Counter((heard.life, heard.key) for heard in marked)
    yield from (f"people: {key} repeated twice in a life" for (_, key), n in often.items() if n > 1)
    if len(marked) > cut:
        yield f"people: {len(marked)} repeats, and at most {cut} sends were cut off"
