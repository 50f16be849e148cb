"""What feeds give a running bot is kept by the day, and each file can be played alone."""

import logging
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.feeds.days import LATEST, Days, Kept, latest
from bot.feeds.recorder import Recorder
from bot.feeds.recording import Recording
from bot.market.events import CorporateAction, Event, Halt
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.builders import a_quote, a_reference, at
from tests.claimed import an_article
from tests.unit.test_recorder import a_full_disk

FRIDAY, MONDAY = "2025-10-10T12:00Z", "2025-10-13T12:00Z"


def kept(folder: Path, *events: Event) -> None:
    """Run a bot that hears these events, and end it."""
    with Days(folder, title="Live") as days:
        for event in events:
            days.take(event)


async def held(file: Path) -> list[object]:
    return [event async for event in Recording(file).events()]


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def a_split(symbol: str, *, effective: str, seen: str = FRIDAY) -> CorporateAction:
    return CorporateAction(
        symbol=Symbol(symbol),
        ratio=a_quote(price=2).price,
        successor=None,
        effective=at(effective),
        source="test",
        seen=at(seen),
    )


def a_halt(symbol: str, *, resumes: str | None) -> Halt:
    return Halt(
        symbol=Symbol(symbol),
        at=at(FRIDAY),
        reason="T1",
        resumes=at(resumes) if resumes else None,
        seen=at(FRIDAY),
    )


def test_a_day_begins_at_midnight_in_new_york(tmp_path: Path):
    """The evening's last trades belong to their day, though in London it is over."""
    kept(tmp_path, a_quote(at="2025-10-11T03:59Z"), a_quote(at="2025-10-11T04:00Z"))

    assert ["2025-10-10.jsonl.gz", "2025-10-11.jsonl.gz"] == names(tmp_path)


async def test_a_bot_that_begins_again_writes_beside_what_there_is(tmp_path: Path):
    """What the first one heard is kept, and each file holds one stretch without a hole."""
    quotes = [a_quote("IREN", n, at=f"2025-10-10T12:0{n}Z") for n in (1, 2, 3)]

    for quote in quotes:
        kept(tmp_path, quote)

    assert [[quote] for quote in quotes] == [await held(file) for file in latest(tmp_path)]
    assert ["2025-10-10.2.jsonl.gz", "2025-10-10.3.jsonl.gz", "2025-10-10.jsonl.gz"] == names(
        tmp_path
    )


def test_a_bot_that_hears_nothing_leaves_no_file(tmp_path: Path):
    kept(tmp_path)

    assert [] == names(tmp_path)


async def test_a_new_day_begins_with_what_stands(tmp_path: Path):
    """A feed tells a close once: without it Monday's file alone would know no percent."""
    first, second = a_reference("IREN"), a_reference("IREN", previous_close=110)
    other, quote = a_reference("WULF"), a_quote(at=MONDAY)

    kept(tmp_path, first, a_quote("IREN", 1), second, other, quote)

    expected = [replace(second, seen=at(MONDAY)), replace(other, seen=at(MONDAY)), quote]
    assert expected == await held(tmp_path / "2025-10-13.jsonl.gz")


async def test_only_splits_to_come_and_halts_that_last_are_told_again(tmp_path: Path):
    """A split told twice would be made twice."""
    coming, made = (a_split(s, effective=e) for s, e in (("IREN", "2025-10-14"), ("HUT", FRIDAY)))
    lasting, over = a_halt("WULF", resumes=None), a_halt("CIFR", resumes="2025-10-10T13:00Z")

    kept(tmp_path, coming, made, lasting, over, a_quote(at=MONDAY))

    told = await held(tmp_path / "2025-10-13.jsonl.gz")
    assert [replace(coming, seen=at(MONDAY)), replace(lasting, seen=at(MONDAY))] == told[:2]
    assert 3 == len(told)


async def test_a_full_disk_ends_the_recording_of_its_day_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """The bot rings on; it is said once, and tried again the next day."""
    later = a_quote("IREN", 4, at=MONDAY)
    with Days(tmp_path, title="Live") as days, caplog.at_level(logging.ERROR):
        days.take(a_quote("IREN", 1))
        with a_full_disk(after=(tmp_path / "2025-10-10.jsonl.gz").stat().st_size):
            days.take(a_quote("IREN", 2))
        days.take(a_quote("IREN", 3))
        days.take(later)

    assert a_quote("IREN", 1) == (await held(tmp_path / "2025-10-10.jsonl.gz"))[0]
    assert [later] == await held(tmp_path / "2025-10-13.jsonl.gz")
    assert 1 == caplog.text.count("the rest of the day is not recorded")


def test_nothing_is_written_once_it_has_ended(tmp_path: Path):
    """A feed that is being closed may tell one event more."""
    days = Days(tmp_path, title="Live")
    with days:
        days.take(a_quote())

    days.take(a_quote(at=MONDAY))

    assert ["2025-10-10.jsonl.gz"] == names(tmp_path)


def test_a_folder_that_cannot_be_made_is_said_before_anything_starts(tmp_path: Path):
    (tmp_path / "data").write_text("")

    with pytest.raises(SetupError, match=r"data_dir in the settings, or write `feeds: record: f"):
        Days(tmp_path / "data" / "recordings", title="Live")


def test_what_holds_no_event_is_no_recording_to_try_a_rule_on(tmp_path: Path):
    """A header alone, a line cut short, and something else that lies there."""
    Recorder(tmp_path / "empty.jsonl.gz", title="Live", now=at(FRIDAY)).close()
    (tmp_path / "cut.jsonl").write_text('{"kind":"reco')
    (tmp_path / "other.jsonl").write_text('{"kind":"alert"}\n')
    kept(tmp_path, a_quote())

    assert ["2025-10-10.jsonl.gz"] == [file.name for file in latest(tmp_path)]


def test_the_latest_are_those_written_last_oldest_first(tmp_path: Path):
    """More would keep a person waiting, and be given up in the end."""
    for day in range(10, 10 + LATEST + 2):
        kept(tmp_path, a_quote(at=f"2025-10-{day}T12:00Z"))
        os.utime(tmp_path / f"2025-10-{day}.jsonl.gz", (day, day))

    assert [f"2025-10-{day}.jsonl.gz" for day in range(12, 12 + LATEST)] == [
        file.name for file in latest(tmp_path)
    ]


def test_where_nothing_was_recorded_there_is_nothing(tmp_path: Path):
    assert () == latest(tmp_path / "absent")


class Hand:
    """A feed that tells what it was given."""

    name = where = "hand"

    def __init__(self, *told: Event | Refusal) -> None:
        self._told = told

    async def events(self) -> AsyncIterator[Event | Refusal]:
        for one in self._told:
            yield one


async def test_a_kept_feed_tells_everything_and_keeps_the_events():
    """A refusal is no event: it is counted, and has no line."""
    refusal, kept_events = Refusal("base", "of another day"), list[Event]()
    feed = Kept(Hand(a_quote(), refusal), kept_events.append)

    told = [one async for one in feed.events()]

    assert [a_quote(), refusal] == told
    assert [a_quote()] == kept_events
    assert ("hand", "hand") == (feed.name, feed.where)


async def test_what_a_room_s_own_feed_tells_is_not_kept():
    """A recording may be handed on, and that feed is nobody else's."""
    public = an_article()
    private, kept_events = replace(public, owner="discord:1"), list[Event]()
    feed = Kept(Hand(private, public), kept_events.append)

    told = [one async for one in feed.events()]

    assert ([private, public], [public]) == (told, kept_events)
