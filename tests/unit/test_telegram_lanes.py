"""Lanes and doors: bounded in all that strangers can make them hold, and broken by nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.commands import Offered, Question
from bot.platforms.telegram.askers import Asker
from bot.platforms.telegram.door import REFUSED_FOR, REMEMBERED, Door
from bot.platforms.telegram.forms import FORMS, Asks, Forms
from bot.platforms.telegram.lanes import Lanes
from bot.platforms.telegram.options import Options
from tests.parcels import NOW

TOKEN = "1:canary"  # noqa: S105 (of nobody's)


def noting(done: list[str], name: str, door: asyncio.Event) -> Callable[[], Awaitable[None]]:
    async def work() -> None:
        await door.wait()
        done.append(name)

    return work


async def settled(lanes: Lanes) -> None:
    await lanes.close(timedelta(seconds=5))


async def test_each_lane_keeps_its_order_and_waits_for_no_other():
    """A chat that Telegram holds up is its own."""
    lanes, done, open_, shut = Lanes(), list[str](), asyncio.Event(), asyncio.Event()
    open_.set()
    for number in range(3):
        lanes.put("held up", noting(done, f"held up {number}", shut))
        lanes.put("free", noting(done, f"free {number}", open_))
    while len(done) < 3:  # noqa: ASYNC110 (what they do has no event)
        await asyncio.sleep(0)
    free = list(done)
    shut.set()
    while len(done) < 6:  # noqa: ASYNC110 (likewise)
        await asyncio.sleep(0)
    await settled(lanes)

    assert ["free 0", "free 1", "free 2"] == free
    assert ["held up 0", "held up 1", "held up 2"] == done[3:]


async def test_what_there_is_no_room_for_is_not_taken():
    """Neither too much of one, nor too many."""
    lanes, done, shut = Lanes(waiting=2, lanes=2), list[str](), asyncio.Event()
    took = [lanes.put(lane, noting(done, lane, shut)) for lane in ("a", "a", "a", "b", "c")]
    shut.set()
    await settled(lanes)

    assert [True, True, False, True, False] == took


async def test_what_breaks_silences_nothing_else(caplog: pytest.LogCaptureFixture):
    """A mistake of ours in one answer must not cost a chat the next one."""
    lanes, done, open_ = Lanes(), list[str](), asyncio.Event()
    open_.set()

    async def breaks() -> None:
        raise ZeroDivisionError

    lanes.put("a", breaks)
    lanes.put("a", noting(done, "after", open_))
    while not done:  # noqa: ASYNC110 (what they do has no event)
        await asyncio.sleep(0)
    await settled(lanes)

    assert (["after"], True) == (done, "could not be worked on" in caplog.text)


async def test_a_stop_ends_what_has_begun_and_drops_what_has_not():
    """Nobody waits for ever for a process to end."""
    lanes, done, shut = Lanes(), list[str](), asyncio.Event()
    lanes.put("a", noting(done, "begun", shut))
    lanes.put("a", noting(done, "waiting", shut))
    await asyncio.sleep(0)
    await lanes.close(timedelta())

    assert [] == done


def a_stranger(number: int) -> Asker:
    return Asker(chat=number, kind="private", person=number, name="Eve")


def test_each_stranger_is_told_once_an_hour():
    door = Door(Options(token=TOKEN))
    told = [door.refuses(a_stranger(1), NOW + REFUSED_FOR * share) for share in (0, 0.9, 1, 1.9)]

    assert [True, False, True, False] == told


def test_however_many_there_are_only_so_many_are_remembered():
    """The one of longest ago is forgotten first, and may be told again."""
    door = Door(Options(token=TOKEN))
    for number in range(REMEMBERED + 1):
        door.refuses(a_stranger(number), NOW)

    assert [True, False] == [door.refuses(a_stranger(n), NOW) for n in (0, REMEMBERED)]


@pytest.mark.parametrize("text", ["", "{", "{}", "[1, null]", '"-1001"'])
def test_a_broken_file_of_groups_is_none(text: str, tmp_path: Path):
    """The bot starts; whoever had invited it does so again."""
    file = tmp_path / "groups.json"
    file.write_text(text, encoding="utf-8")
    asker = Asker(chat=-1001, kind="group", person=5, name="Ann")

    assert not Door(Options(token=TOKEN), file).lets_in(asker)


def test_groups_that_cannot_be_kept_are_known_until_the_bot_stops(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    """A full disk takes no chat away."""
    (tmp_path / "file").touch()
    door = Door(Options(token=TOKEN, users=frozenset({5})), tmp_path / "file" / "groups.json")
    asker = Asker(chat=-1001, kind="group", person=6, name="Bob")

    assert (True, True) == (door.invited(-1001, 5), door.lets_in(asker))
    assert "until the bot stops" in caplog.text


def test_only_so_many_forms_are_open():
    """The oldest gives way; whoever had it is asked from the beginning."""
    question = Question(name="name", label="Name", hint="", options=())
    offered = Offered(
        name="a", summary="b", usage="/a", example="/a", parameters=(), form=(question, question)
    )
    forms = Forms()
    for person in range(FORMS + 1):
        forms.begin((1, None, person), offered, NOW)

    assert forms.take((1, None, 0), "x", NOW) is None
    assert isinstance(forms.take((1, None, FORMS), "x", NOW), Asks)
