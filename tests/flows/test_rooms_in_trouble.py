"""What goes wrong with a room or a token is said to whoever can mend it, and the rest goes on."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.both import Both, Playing, until
from tests.flows.test_both_rooms import BELL, CROSSED
from tests.flows.test_running import asked

Trouble = Callable[[Both], object]


async def status(playing: Playing) -> str:
    """Ask on the desk how the bot is doing."""
    _, answer = await asked(playing.bot.url, "/api/ask", json={"text": "/status"})
    told = json.loads(answer)
    return "\n".join([told["title"], *(f"{f['label']}: {f['value']}" for f in told["facts"])])


def heard_by(both: Both) -> set[str]:
    return {name for name, titles in both.titles().items() if CROSSED in titles}


def mutes(both: Both) -> None:
    both.miners.mute = True


def deletes(both: Both) -> None:
    both.miners.gone = True


def hides(both: Both) -> None:
    both.miners.hidden = True


def kicks(both: Both) -> None:
    both.tim.removes_the_bot(both.desk)


def blocks(both: Both) -> None:
    both.tim.blocks_the_bot()


@pytest.mark.parametrize(
    ("trouble", "room", "why"),
    [
        (mutes, "miners", "may not speak"),
        (deletes, "miners", "not there any more"),
        (hides, "miners", "see"),
        (kicks, "Desk", "removed"),
        (blocks, "Tim", "blocked"),
    ],
)
async def test_a_room_that_is_closed_is_named_with_its_reason_and_others_hear_on(
    trouble: Trouble, room: str, why: str, tmp_path: Path
):
    """Its owner can do something about it; the others need not know."""
    async with Both() as both, both.played(tmp_path, since=BELL) as playing:
        trouble(both)
        await playing.reaches("2025-10-10T13:31:01Z")
        others = {"miners", "traders", "Desk", "Forum", "Tim"} - {room}
        await until(lambda: heard_by(both) == others)
        await until(lambda: "takes nothing more" in playing.bot.out.getvalue())
        told = await status(playing)

    lines = [line for line in told.splitlines() if line.startswith("Room") and "disabled" in line]
    assert [True] == [why in line for line in lines]


async def test_a_token_that_discord_revokes_is_said_and_telegram_hears_on(tmp_path: Path):
    """Nobody can come in with it any more: trying on would have the address shut out."""
    async with Both() as both, both.played(tmp_path, since=BELL) as playing:
        both.discord.token = "another"  # noqa: S105 (of the test alone)
        await both.discord.gateway.close(4004)
        await playing.reaches("2025-10-10T13:31:01Z")
        await until(lambda: {"Desk", "Forum", "Tim"} == heard_by(both))
        await until(lambda: "token" in playing.bot.out.getvalue())
        told = await status(playing)

    assert "token" in told


async def test_a_token_that_telegram_revokes_is_said_and_discord_hears_on(tmp_path: Path):
    """The same the other way round."""
    async with Both() as both, both.played(tmp_path, since=BELL) as playing:
        both.telegram.revoked = True
        await playing.reaches("2025-10-10T13:31:01Z")
        await until(lambda: {"miners", "traders"} == heard_by(both))
        await until(lambda: "token" in playing.bot.out.getvalue())
        told = await status(playing)

    assert "token" in told


async def test_a_group_that_becomes_a_supergroup_keeps_what_it_owns(tmp_path: Path):
    """Telegram gives it another number; its people know it for the same."""
    async with Both() as both, both.played(tmp_path, since=BELL) as playing:
        await both.tim.asks("/alert_create dips IREN change < -5%", both.desk)
        moved = both.telegram.moves(both.desk, -1009)
        listed = await both.tim.asks("/alert_list", moved)
        await playing.reaches("2025-10-10T13:31:01Z")
        await until(lambda: any(CROSSED in m.text for m in both.telegram.read_in(moved)))

    assert "dips" in listed.text
