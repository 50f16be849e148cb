"""A morning in both rooms at once: servers of Discord, chats of Telegram, and who acts there."""

import asyncio
import json
from functools import partial
from pathlib import Path

import pytest

from bot import cli
from tests.both import Both, Playing, until
from tests.discord.world import Said
from tests.flows.conftest import DAY
from tests.proofs import of
from tests.watched import instant

FACE = "APLD +9.0% before the bell at 31.93"
"""What the day begins with: it is edited as others follow."""

MORNING, WHOLE_DAY = "2025-10-10T13:04Z", "2025-10-11T04:00Z"
BELL = instant("2025-10-10T13:29:30Z")
CROSSED = "miners cap $90.05B, crossed above $90B"


def replayed(folder: Path) -> list[tuple[str, str]]:
    """Return when each message of the morning leaves in a replay, and its title; in full, all."""
    file = folder / "messages.jsonl"
    cli.execute(["replay", str(DAY), "--speed", "max", "--messages", str(file), "--quiet"])
    told = [json.loads(line) for line in file.read_text().splitlines()]
    last = instant(of(MORNING, in_full=WHOLE_DAY))
    return [(m["at"], m["title"]) for m in told if instant(m["at"]) < last]


def just_after(when: str) -> str:
    return when.replace("Z", ".000001Z")


@pytest.mark.proof
async def test_every_alert_of_the_morning_is_in_every_room_in_order_once(tmp_path: Path):
    """Two servers, a group, a topic and a private chat: whoever is asked tells the same morning."""
    expected = await asyncio.to_thread(replayed, tmp_path)
    async with Both() as both, both.played(tmp_path) as playing:
        for number, (when, _) in enumerate(expected, 1):
            await playing.reaches(just_after(when))
            await until(partial(everybody_has_heard, both, number))
        titles = both.titles()

    told = [title for _, title in expected]
    assert dict.fromkeys(titles, told) == titles
    assert ([], 0) == (both.telegram.wrong, both.discord.invalid)


async def test_an_ack_in_one_room_is_seen_in_all_with_the_name_of_who_did_it(tmp_path: Path):
    """One incident has one life: Telegram's ack is on Discord, and the other way round."""
    async with Both() as both, both.played(tmp_path, since=BELL) as playing:
        await crosses(both, playing)
        [seen] = [m for m in both.telegram.read_in(both.desk) if m.text.startswith(CROSSED)]
        await both.tim.presses(seen, "Ack")
        await until(lambda: "by Tim on telegram" in the_face(both).text)
        acked = the_face(both).text
        await both.ann.presses(the_face(both), "Unack")
        await until(lambda: "by Tim" not in seen.text)

    assert ("Acked", True) == (
        next(line for line in acked.splitlines() if line == "Acked"),
        "by Tim on telegram at " in acked,
    )


async def test_buttons_of_before_a_restart_do_what_they_did(tmp_path: Path):
    """There is nothing behind a button but its text: no restart takes it away."""
    async with Both() as both:
        async with both.played(tmp_path, since=BELL) as playing:
            await crosses(both, playing)
        async with both.played(tmp_path, since=instant("2025-10-10T13:31:01Z")):
            answer = await both.ann.presses(the_face(both), "Why")
            [seen] = [m for m in both.telegram.read_in(both.desk) if m.text.startswith(CROSSED)]
            note = await both.tim.presses(seen, "Snooze 1h")
            await until(lambda: "Snoozed" in the_face(both).text)

    assert (True, True) == ("miners.cap crosses above 90B" in answer.text, "Snoozed" in note.text)


async def test_a_stranger_s_press_changes_nothing(tmp_path: Path):
    """Anybody in a room may press; who may not change things is told so, alone."""
    async with Both() as both, both.played(tmp_path, since=BELL) as playing:
        await crosses(both, playing)
        [seen] = [m for m in both.telegram.read_in(both.desk) if m.text.startswith(CROSSED)]
        note = await both.zoe.presses(seen, "Ack")
        answer = await both.bob.presses(the_face(both), "Ack")
        status = await both.ann.runs(both.lobby, "/incidents")

    assert (True, True, False) == (
        "changes what this room has" in note.text,
        "changes what this room has" in answer.text and answer.private,
        "acked by" in status.text,
    )


def everybody_has_heard(both: Both, number: int) -> bool:
    return all(len(told) >= number for told in both.titles().values())


async def crosses(both: Both, playing: Playing) -> None:
    """Play on until every room has heard that the sector has crossed its level."""
    await playing.reaches("2025-10-10T13:31:01Z")
    await until(lambda: all(CROSSED in told for told in both.titles().values()))


def the_face(both: Both) -> Said:
    return next(m for m in both.alerts_in(both.miners) if m.title.endswith(CROSSED))
