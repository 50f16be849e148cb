"""What rooms set and what is kept about people: over a restart, and gone for good, on disk."""

from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

from bot.chat import Call, Reply, Right
from bot.owners import EVERYBODY
from bot.rooms import open_platform
from tests.flows.test_rooms_own_rules import ROOMS, Ears, Run, a_run

HERS, GROUP = ROOMS
ANN = str(HERS)  # of a private chat, Telegram's number is the person's own


async def replies(it: Run, text: str, *, room: str = "", right: Right = Right.CHANGE) -> Reply:
    """Ask as ann, in the group or in private."""
    where = GROUP if room == str(GROUP) else HERS
    call = Call(text=text, person="ann", person_id=ANN, room=where, owner=str(where), right=right)
    return await it.bot.answer(call)


async def audit(it: Run) -> str:
    """Return what the operator reads of the audit."""
    call = Call(text="/audit", person="op", room=GROUP, owner=EVERYBODY, right=Right.OPERATE)
    return (await it.bot.answer(replace(call, person_id="web:1"))).body


async def test_what_a_room_has_set_outlives_the_process(tmp_path: Path):
    """A time zone is chosen once."""
    async with a_run(tmp_path) as it:
        await replies(it, "/settings timezone berlin")
    async with a_run(tmp_path) as it:
        status = await replies(it, "/status")

    assert "CEST" in next(f.value for f in status.facts if f.label == "Market time")


async def test_who_did_what_is_known_by_account_and_room(tmp_path: Path):
    async with a_run(tmp_path) as it:
        await replies(it, "/watchlist create mine IREN", room=str(GROUP))
        entries = await it.bot.desk.operating.entries(9, person_id=ANN)
        said = await audit(it)

    assert [(ANN, str(GROUP), "watchlist created", "mine")] == [
        (entry.person_id, entry.room, entry.action, entry.about) for entry in entries
    ]
    assert "ann on telegram in telegram:2: watchlist created mine" in said


async def test_a_person_who_left_is_nowhere_on_disk(tmp_path: Path):
    """What was theirs alone is gone; what they made for a group is the group's."""
    async with a_run(tmp_path) as it:
        await replies(it, "/watchlist create secret IREN")
        await replies(it, "/alert quick IREN > 7000")
        await replies(it, "/settings timezone berlin")
        await replies(it, "/watchlist create ours WULF", room=str(GROUP))
        done = await replies(it, "/mydata delete yes")
        said = await audit(it)
    async with a_run(tmp_path) as it:
        left = [it.bot.holdings.everything(owner) for owner in (ANN, str(GROUP))]
        again = await it.bot.desk.operating.entries(9, person_id=ANN)

    assert "What was yours alone is gone" == done.title
    assert ([], ["ours"], [], False) == (
        left[0],
        [one.name for one in left[1]],
        again,
        "ann" in said or "secret" in said,
    )
    assert ("somebody who left in telegram:2: watchlist created ours" in said, ["left"]) == (
        True,
        [one.made_by.split()[-1] for one in left[1]],
    )


class Talks(Ears):
    """A platform that tells how it is connected."""

    def details(self) -> list[str]:
        return ["telegram: no answer for 3 min (timed out)"]


async def test_how_platforms_are_connected_is_for_operators(tmp_path: Path):
    """The first thing to look at where no alert came, and no member's business."""
    async with a_run(tmp_path) as it, AsyncExitStack() as stack:
        await open_platform(Talks(), [], it.bot, stack)
        call = Call(text="/status", person="op", room=GROUP, owner=EVERYBODY, right=Right.OPERATE)
        told = [await it.bot.answer(call), await replies(it, "/status")]

    assert [["telegram: no answer for 3 min (timed out)"], []] == [
        [fact.value for fact in reply.facts if fact.label == "Platform"] for reply in told
    ]
