"""Playing on: a recording that was followed before is followed again as far, without a word."""

import logging
from datetime import datetime

import pytest

from bot.clock import ManualClock
from bot.journal import Progress
from bot.market.events import Event
from bot.pipeline import Pipeline
from bot.playing import play
from bot.rules.engine import Engine
from bot.rules.model import Initial, Rule
from tests.builders import a_market, a_quote, a_reference, a_rule, at
from tests.unit.test_pipeline import Told

EARLY, NOON = at("2025-10-10T08:00Z"), at("2025-10-10T12:00Z")
AT_ONCE = a_rule("price > 100", name="high", subject="IREN", initial=Initial.FIRE)
KNOWN = (
    a_reference("IREN", at=EARLY),
    a_quote("IREN", 105, at="2025-10-10T09:00Z"),
)
AFTERWARDS = (
    a_quote("IREN", 99, at="2025-10-10T12:05Z"),
    a_quote("IREN", 106, at="2025-10-10T12:10Z"),
)


async def told(
    *events: Event, rule: Rule = AT_ONCE, since: Progress | None = None
) -> list[tuple[str, datetime]]:
    """Play from noon on, or on from there; return what turned, and when."""
    market = a_market(at=EARLY)
    engine = Engine(market)
    engine.add(rule)
    pipeline, turned = Pipeline(market, engine), list[tuple[str, datetime]]()
    pipeline.herald.alerted.append(lambda alert: turned.append((alert.state.value, alert.updated)))
    await play(pipeline, Told(*events), ManualClock(NOON), start=NOON, since=since)
    return turned


def followed(events: int) -> Progress:
    return Progress(feed="told", events=events, at=NOON)


async def test_what_held_as_it_began_is_not_told_again():
    """It was on the page that is gone on from; the very first one, before any event of the day."""
    day = (*KNOWN, a_quote("IREN", 107, at="2025-10-10T12:05Z"))

    whole, on = await told(*day), await told(*day, since=followed(len(KNOWN)))

    assert ([("firing", NOON)], []) == (whole, on)


async def test_what_comes_after_is_told_as_if_it_had_never_stopped():
    whole = await told(*KNOWN, *AFTERWARDS)

    on = await told(*KNOWN, *AFTERWARDS, since=followed(len(KNOWN)))

    assert [whole[0], *on] == whole
    assert ["firing", "resolved", "firing"] == [state for state, _ in whole]


async def test_where_no_event_had_been_followed_the_first_one_counts():
    """A page may be written before the first event: a day's rules are read as it begins."""
    on = await told(*AFTERWARDS, since=followed(0))

    assert [("firing", AFTERWARDS[1].seen)] == on


async def test_a_recording_that_has_become_shorter_is_no_silent_day(
    caplog: pytest.LogCaptureFixture,
):
    """Another file of the same name: nothing of it is told, and whoever put it there hears so."""
    with caplog.at_level(logging.WARNING):
        await told(*KNOWN, since=followed(len(KNOWN) + 1))

    assert ["there is less of the feed than was followed of it"] == caplog.messages
