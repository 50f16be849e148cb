"""The pipeline: events in the order they came, timers before them, nothing lost on the way."""

from collections.abc import AsyncIterator
from datetime import timedelta

from bot.clock import ManualClock, ReplayClock
from bot.market.events import Event
from bot.market.sanity import Refusal
from bot.playing import play
from bot.rules.model import Rule
from tests.builders import Watched, a_bot, a_quote, a_rule, at

EARLY = at("2025-10-10T07:55Z")
MOVER = a_rule("premarket > 4%", name="mover", for_each="miners")


class Told:
    """Is a feed that tells what it was given."""

    name = "told"

    def __init__(self, *told: Event | Refusal) -> None:
        self._told = told
        self.where = "told:0"

    async def events(self) -> AsyncIterator[Event | Refusal]:
        for number, event in enumerate(self._told, start=1):
            self.where = f"told:{number}"
            yield event


async def played(*told: Event | Refusal, speed: float | None = None, rule: Rule = MOVER) -> Watched:
    bot = a_bot(rules=[rule], at=EARLY)
    clock = ReplayClock(EARLY, speed=speed, real=ManualClock(EARLY))
    await play(bot.pipeline, Told(*told), clock)
    return bot


async def test_what_is_refused_is_told_with_its_place_and_the_rest_plays_on():
    """By a feed that could not read it, or by sanity: the operator sees both the same way."""
    places: list[tuple[str, str]] = []
    bot = a_bot(rules=[MOVER], at=EARLY)
    bot.pipeline.refused.append(lambda where, refusal: places.append((where, refusal.reason)))
    feed = Told(Refusal("json", "broken"), a_quote("IREN", 0), a_quote("IREN", 105))

    await play(bot.pipeline, feed, ManualClock(EARLY))

    assert [("told:1", "json"), ("told:2", "price")] == places
    assert {"json": 1, "price": 1} == dict(bot.pipeline.sanity.refused)
    assert [("mover", "IREN", "firing")] == bot.told


async def test_a_timer_happens_at_its_own_instant_and_before_the_event_after_it():
    """A quote an hour later must not make the alert an hour late."""
    rule = a_rule("premarket > 4%", name="held", subject="IREN", hold="60s")

    bot = await played(a_quote("IREN", 105), a_quote("IREN", 90, at="2025-10-10T13:00Z"), rule=rule)

    assert [0, 60, 3600] == [(a.updated - at("2025-10-10T12:00Z")).seconds for a in bot.alerts]


async def test_the_pace_changes_nothing_that_is_said():
    """At full speed, at 3600× and at 1×: the same transitions at the same instants."""
    told = [
        a_quote("IREN", price, at=at("2025-10-10T12:00Z") + timedelta(minutes=m))
        for m, price in enumerate((103, 105, 101, 106))
    ]

    runs = [(await played(*told, speed=speed)).alerts for speed in (None, 3600, 1)]

    assert runs[0] == runs[1] == runs[2]
    assert 3 == len(runs[0])


async def test_what_came_before_the_start_is_known_and_rings_no_bell():
    """A replay that begins at noon knows the morning and does not repeat it."""
    bot = a_bot(rules=[MOVER], at=EARLY)
    noon = at("2025-10-10T12:00Z")
    feed = Told(
        a_quote("IREN", 105, at="2025-10-10T09:00Z"),
        a_quote("WULF", 101, at="2025-10-10T09:00Z"),
        a_quote("IREN", 106, at=noon),
        a_quote("WULF", 106, at=noon),
    )

    await play(bot.pipeline, feed, ManualClock(noon))

    assert [("mover", "WULF", "firing")] == bot.told


async def test_a_replay_that_ends_early_ends_at_that_instant():
    """Asked how things stood at 12:50, the ages are those of 12:50."""
    bot = a_bot(rules=[MOVER], at=EARLY)
    until = at("2025-10-10T12:50Z")
    feed = Told(a_quote("IREN", 105), a_quote("WULF", 105, at="2025-10-10T13:00Z"))

    await play(bot.pipeline, feed, ManualClock(EARLY), until=until)

    assert ([("mover", "IREN", "firing")], until) == (bot.told, bot.market.now)


async def test_a_pending_alert_is_told_to_no_room():
    """It may never fire."""
    rule = a_rule("premarket > 4%", subject="IREN", hold="5m")

    bot = await played(a_quote("IREN", 105), rule=rule)

    assert (["pending"], []) == ([a.state.value for a in bot.alerts], bot.said)
