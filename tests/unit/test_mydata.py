"""My data: a person sees all that is kept about them, and may have it removed; nobody else may."""

import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.belongings import Belonging, Entry, Kind
from bot.chat import Call, Reply, Right
from bot.holdings import Change
from bot.operating import LEFT, Copied
from handlers.answering import Answerer
from handlers.desk import Desk
from tests.acted import a_room_that_was_told
from tests.builders import a_call, at

NOW = at("2025-10-10T12:01Z")
ANN = "telegram:7"
GUILD = "discord:900000000000000001"


class Book:
    """An audit of entries by hand, which forgets a person as the store does."""

    keeps = True

    def __init__(self, *entries: Entry) -> None:
        self.kept = list(entries)
        self.forgot: list[tuple[str, list[str]]] = []

    async def entries(
        self, most: int, *, about: str | None = None, person_id: str | None = None
    ) -> Sequence[Entry]:
        return [e for e in self.kept if person_id in {None, e.person_id} and about is None][:most]

    async def forget(self, person_id: str, rooms: Collection[str]) -> int:
        self.forgot.append((person_id, sorted(rooms)))
        return len(self.kept)

    async def back_up(self, now: datetime) -> Copied:
        raise NotImplementedError(now)


def an_entry(**more: str) -> Entry:
    given = {"person": "ann on telegram", "room": "telegram:-9", "person_id": ANN, "about": "dips"}
    return Entry(at=NOW, action="rule created", **(given | more))


def a_desk(*entries: Entry) -> Desk:
    """Make a desk on which ann has a list of her own, and has made one for a group."""
    desk = replace(a_room_that_was_told().bot.desk, operating=Book(*entries))
    for owner, name in ((ANN, "mine"), ("telegram:-9", "dips")):
        change = Change(by="ann on telegram", room=ann("").room, at=NOW, action="created")
        desk.holdings.put(owner, Kind.WATCHLIST, name, {"members": ["IREN"]}, change)
    return desk


def ann(text: str, *, room: str = "telegram:7", owner: str = ANN) -> Call:
    return a_call(text, person_id=ANN, room=room, owner=owner, right=Right.CHANGE)


async def answered(desk: Desk, call: Call) -> Reply:
    return await Answerer(desk).answer(call)


def told(reply: Reply) -> dict[str, object]:
    assert reply.attachment
    found: dict[str, object] = json.loads(reply.attachment.content)
    return found


async def test_all_that_is_kept_about_somebody_is_a_file():
    desk = a_desk(an_entry(), an_entry(person_id="telegram:8"))

    reply = await answered(desk, ann("/mydata"))

    found = told(reply)
    assert reply.private
    assert (ANN, ["mine"], ["dips"]) == (
        found["id"],
        [it["name"] for it in found["belongings"]],  # type: ignore[attr-defined]  # it is a list
        [it["about"] for it in found["audit"]],  # type: ignore[attr-defined]  # likewise
    )


async def test_what_is_somebodys_own_is_found_from_any_room():
    """One who left a group asks from another."""
    desk = a_desk()

    reply = await answered(desk, ann("/mydata show", room="telegram:-9", owner="telegram:-9"))

    assert ["mine"] == [it["name"] for it in told(reply)["belongings"]]  # type: ignore[attr-defined]  # it is a list


async def test_deleting_asks_first():
    """A slip of the finger is no wish to go."""
    desk = a_desk()

    reply = await answered(desk, ann("/mydata delete"))

    assert ("Delete what is kept here about you?", ["/mydata delete yes"]) == (
        reply.title,
        [action.text for action in reply.actions],
    )
    assert desk.holdings.find(ANN, Kind.WATCHLIST, "mine")


async def test_what_was_somebodys_alone_is_gone_and_their_name_with_it():
    """What they made for a group stays the group's, and names nobody."""
    desk = a_desk(an_entry())

    await answered(desk, ann("/mydata delete yes", room="telegram:-9", owner="telegram:-9"))

    left: list[Belonging] = desk.holdings.everything("telegram:-9")
    assert [] == desk.holdings.everything(ANN)
    assert [("dips", LEFT)] == [(one.name, one.made_by) for one in left]


async def test_a_namesake_in_another_room_keeps_their_name():
    """Two rooms may make what is called the same at one instant of a recording."""
    desk = a_desk(an_entry())
    change = Change(by="ann on telegram", room=ann("").room, at=NOW, action="created")
    desk.holdings.put("telegram:-8", Kind.WATCHLIST, "dips", {"members": ["IREN"]}, change)

    await answered(desk, ann("/mydata delete yes"))

    (theirs,) = desk.holdings.everything("telegram:-8")
    assert "ann on telegram" == theirs.made_by


async def test_the_audit_forgets_by_account_and_never_by_name():
    """Names are anybody's: whoever took that of an admin could wipe what the admin did."""
    desk = a_desk(an_entry())

    await answered(desk, replace(ann("/mydata delete yes"), person="an admin"))

    assert isinstance(desk.operating, Book)
    assert [(ANN, [ANN])] == desk.operating.forgot


async def test_a_discord_users_own_is_what_they_have_in_private():
    desk = a_desk()
    change = Change(by="bob on discord", room=ann("").room, at=NOW, action="created")
    desk.holdings.put("discord:@5", Kind.WATCHLIST, "his", {"members": ["IREN"]}, change)
    bob = a_call("/mydata delete yes", person_id="discord:5", room="discord:42", owner=GUILD)

    await answered(desk, replace(bob, right=Right.READ))

    assert [] == desk.holdings.everything("discord:@5")


async def test_where_nobody_is_known_by_an_account_it_is_said():
    reply = await answered(a_desk(), a_call("/mydata"))

    assert "Here nobody is known by an account; ask on Discord or Telegram." == reply.title
