"""Looking after the bot: its rooms, its audit, its backups; for operators, and for nobody else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from bot.belongings import Entry, Kind
from bot.chat import Right
from bot.errors import PrebellError, SetupError, StoreError, UserError
from bot.holdings import Change
from bot.operating import Copied, InMemory, Reloaded
from handlers.answering import Answerer
from handlers.desk import Apply, Desk
from tests.builders import a_call, a_desk, a_lane, at

NOW = at("2025-10-10T12:00Z")
COMMANDS = ("/admin", "/admin enable x", "/audit", "/backup", "/reload")


async def says(desk: Desk, text: str) -> str:
    reply = await Answerer(desk).answer(a_call(text))
    assert reply.private
    return "\n".join([reply.title, reply.body, *(f"{f.label}: {f.value}" for f in reply.facts)])


class Kept(InMemory):
    """Keeps one entry; its copies are as good as the disk."""

    keeps = True

    def __init__(self, trouble: PrebellError | None = None) -> None:
        self.asked: list[tuple[int, str | None]] = []
        self._trouble = trouble

    async def entries(
        self, most: int, *, about: str | None = None, person_id: str | None = None
    ) -> Sequence[Entry]:
        self.asked.append((most, about))
        if self._trouble:
            raise self._trouble
        return [
            Entry(
                at=NOW,
                person="ann on telegram",
                room="telegram:1",
                action="muted",
                about="IREN",
                person_id=person_id or "",
            )
        ]

    async def back_up(self, now: datetime) -> Copied:
        if self._trouble:
            raise self._trouble
        return Copied(name=f"data/backups/prebell-{now:%Y%m%d}.db", size=81_920)


@pytest.mark.parametrize("text", COMMANDS)
@pytest.mark.parametrize("right", [Right.READ, Right.CHANGE])
async def test_it_is_for_those_who_run_the_bot(text: str, right: Right):
    reply = await Answerer(a_desk()).answer(a_call(text, owner="telegram:1", right=right))

    assert reply.title.endswith("is for those who run this bot.")


async def test_rooms_that_take_nothing_come_first_with_a_button_to_mend_them():
    desk = a_desk()
    desk.courier.lanes += [a_lane("telegram:1", sent=4), a_lane("telegram:2", disabled="blocked")]

    reply = await Answerer(desk).answer(a_call("/admin"))

    assert "2 rooms, 1 of them disabled" == reply.title
    assert ("telegram:2", "disabled: blocked; of telegram:2") == (
        reply.facts[0].label,
        reply.facts[0].value,
    )
    assert ["/admin enable telegram:2"] == [action.text for action in reply.actions]


@pytest.mark.parametrize(("right", "told"), [(Right.CHANGE, []), (Right.OPERATE, ["telegram:2"])])
def test_other_peoples_rooms_are_suggested_to_operators_alone(right: Right, told: list[str]):
    """Half a word typed must not tell a stranger where else the bot speaks."""
    desk = a_desk()
    desk.courier.lanes += [a_lane("telegram:2", disabled="blocked")]
    call = a_call("", owner="telegram:1", right=right)

    found = Answerer(desk).suggest(call, "admin enable", "room", "")

    assert told == [choice.value for choice in found]


async def test_owners_are_told_with_what_they_have():
    desk = a_desk()
    change = Change(by="ann", room=a_call("").room, at=NOW, action="created")
    for name in ("a", "b"):
        desk.holdings.put("telegram:1", Kind.WATCHLIST, name, {"members": ["IREN"]}, change)

    assert "telegram:1: 2 watchlists" in await says(desk, "/admin")


async def test_a_room_that_was_mended_takes_messages_again():
    desk = a_desk()
    lane = desk.courier.open(a_call("", room="telegram:2").room)
    lane.disabled = "blocked"

    said = await says(desk, "/admin enable telegram:2")

    assert ("", "telegram:2 takes messages again\nIt was disabled: blocked.") == (
        lane.disabled,
        said.strip(),
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("/admin enable telegram:1", "telegram:1 takes messages already."),
        ("/admin enable telgram:1", "did you mean telegram:1?"),
    ],
)
async def test_a_room_that_cannot_be_mended_is_answered_with_why(text: str, hint: str):
    desk = a_desk()
    desk.courier.open(a_call("", room="telegram:1").room)

    assert hint in await says(desk, text)


async def test_the_audit_says_who_when_where_and_what():
    desk = replace(a_desk(), operating=Kept())

    assert "08:00:00 EDT ann on telegram in telegram:1: muted IREN" in await says(desk, "/audit")


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("/audit", (20, None)),
        ("/audit 5", (5, None)),
        ("/audit 5 IREN", (5, "IREN")),
        ("/audit 99999", (100, None)),
        ("/audit -1", (1, None)),
    ],
)
async def test_as_much_of_the_audit_as_is_asked_for(text: str, asked: tuple[int, str | None]):
    kept = Kept()

    await says(replace(a_desk(), operating=kept), text)

    assert [asked] == kept.asked


async def test_a_backup_is_told_by_name_and_size():
    said = await says(replace(a_desk(), operating=Kept()), "/backup")

    assert "data/backups/prebell-20251010.db: 81,920 bytes." in said


@pytest.mark.parametrize("text", ["/audit", "/backup"])
async def test_in_memory_it_is_said_that_nothing_is_kept(text: str):
    assert "This bot keeps everything in memory until it stops" in await says(a_desk(), text)


@pytest.mark.parametrize(
    ("text", "trouble", "said"),
    [
        ("/audit", StoreError("database is locked"), "The store does not answer just now: data"),
        ("/backup", SetupError("disk is full"), "No backup was made: disk is full"),
    ],
)
async def test_a_store_that_fails_says_why(text: str, trouble: PrebellError, said: str):
    assert said in await says(replace(a_desk(), operating=Kept(trouble)), text)


def rereads(done: Reloaded | PrebellError) -> Desk:
    def apply(_now: datetime) -> Reloaded:
        if isinstance(done, UserError):
            raise done
        assert isinstance(done, Reloaded)
        return done

    async def reread() -> Apply:
        if isinstance(done, SetupError):
            raise done
        return apply

    return replace(a_desk(), reread=reread)


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (Reloaded(changed=["rule dips, new"]), "Changed: rule dips, new"),
        (Reloaded(waits=["web"]), "Nothing has changed\n\nWaits for a restart: web"),
        (SetupError("prebell.yaml:3:1: x"), "nothing was changed.\nprebell.yaml:3:1: x"),
        (UserError("rules of rooms read it"), "rules of rooms read it"),
    ],
)
async def test_what_came_of_reading_the_settings_again_is_told(
    done: Reloaded | PrebellError, said: str
):
    assert said in await says(rereads(done), "/reload")


async def test_settings_that_nobody_can_read_again_say_so():
    assert "These settings cannot be read again" in await says(a_desk(), "/reload")
