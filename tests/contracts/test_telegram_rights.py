"""Who may do what on Telegram: by list, by chat, and by who its admins are just now."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.chat import Destination
from bot.clock import ManualClock
from tests.parcels import NOW
from tests.proofs import of
from tests.telegram_bot import a_telegram
from tests.telegram_faults import Fault
from tests.telegram_people import Person
from tests.telegram_server import TelegramServer
from tests.telegram_world import BOT, Chat

DESK, OTHER = -1001, -1002
ROOM = Destination(platform="telegram", chat=str(DESK))
STRANGER = "This bot answers the people it was set up for."


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock) as server:
        yield server


@pytest.fixture
async def desk(server: TelegramServer) -> Chat:
    return server.group(DESK, "Desk")


@pytest.fixture
async def ann(server: TelegramServer) -> Person:
    return server.person("Ann")


async def said(person: Person, chat: Chat | None = None, **more: object) -> list[str]:
    """Ask what reads, what changes, and what operates, and return what each came to."""
    texts = ("/echo a", "/keep", "/tend")
    return [(await person.asks(text, chat, **more)).text.split("\n")[0] for text in texts]


READS = ["a", "/keep changes what this room has; its admins may, and whom they have named."]
READS += ["/tend is for those who run this bot."]
CHANGES = ["a", "Kept by Ann", "/tend is for those who run this bot."]
OPERATES = ["a", "Kept by Ann", "Tended by Ann"]


async def test_a_member_of_a_group_may_read(server: TelegramServer, ann: Person, desk: Chat):
    async with a_telegram(server, rooms=(ROOM,)):
        assert READS == await said(ann, desk)


async def test_an_admin_of_a_group_may_change_what_it_has(
    server: TelegramServer, ann: Person, desk: Chat
):
    desk.admins.add(ann.id)
    async with a_telegram(server, rooms=(ROOM,)):
        assert CHANGES == await said(ann, desk)


async def test_an_admin_without_a_name_is_an_admin(server: TelegramServer, ann: Person, desk: Chat):
    """They speak in the name of the group, and nobody else can."""
    async with a_telegram(server, rooms=(ROOM,)):
        found = await said(ann, desk, sender_chat=desk.json)

    assert ["a", "Kept by Desk", READS[2]] == found


async def test_whoever_speaks_as_another_chat_may_read(
    server: TelegramServer, ann: Person, desk: Chat
):
    """Anybody can have a channel, and write in a group in its name; of an admin as well."""
    desk.admins.add(ann.id)
    channel = server.group(OTHER, "Channel", kind="channel")
    async with a_telegram(server, rooms=(ROOM,), users=frozenset({ann.id, OTHER})):
        assert READS == await said(ann, desk, sender_chat=channel.json)


async def test_a_channel_speaks_for_its_admins(server: TelegramServer, ann: Person):
    """Nobody else can post there."""
    channel = server.group(OTHER, "Channel", kind="channel")
    room = Destination(platform="telegram", chat=str(OTHER))
    async with a_telegram(server, rooms=(room,)):
        found = await said(ann, channel, sender_chat=channel.json)

    assert ["a", "Kept by Channel", READS[2]] == found


async def test_a_listed_person_may_change_things_in_any_room(
    server: TelegramServer, ann: Person, desk: Chat
):
    async with a_telegram(server, rooms=(ROOM,), users=frozenset({ann.id})):
        assert CHANGES == await said(ann, desk)
        assert CHANGES == await said(ann)


async def test_an_operator_may_do_everything(server: TelegramServer, ann: Person, desk: Chat):
    async with a_telegram(server, rooms=(ROOM,), operators=frozenset({ann.id})):
        assert OPERATES == await said(ann, desk)
        assert OPERATES == await said(ann)


async def test_where_it_is_open_everybody_owns_their_own_chat(server: TelegramServer, ann: Person):
    async with a_telegram(server, open=True):
        assert CHANGES == await said(ann)


async def test_a_button_gives_nobody_a_right(server: TelegramServer, ann: Person, desk: Chat):
    """What it says is asked as whoever presses it; a forged one is no different."""
    async with a_telegram(server, rooms=(ROOM,)):
        seen = await ann.asks("/echo a", desk)
        seen.buttons[0][0] = type(seen.buttons[0][0])("Forged", "/tend")

        assert READS[2] == (await ann.presses(seen, "Forged")).text


async def test_an_admin_who_is_one_no_more_may_read_after_a_minute(
    server: TelegramServer, clock: ManualClock, ann: Person, desk: Chat
):
    """Who is an admin is asked once a minute: Telegram would not like to be asked for each word."""
    desk.admins.add(ann.id)
    async with a_telegram(server, rooms=(ROOM,)):
        await ann.asks("/keep", desk)
        desk.admins.clear()
        early = await ann.asks("/keep", desk)
        clock.turn_to(clock.now() + timedelta(minutes=1))
        late = await ann.asks("/keep", desk)

    asked = [method for method, _ in server.asked if method == "getChatMember"]
    assert ("Kept by Ann", READS[1], 2) == (early.text, late.text, len(asked))


async def test_whom_telegram_does_not_vouch_for_may_read(
    server: TelegramServer, ann: Person, desk: Chat
):
    """Where it cannot say who is an admin, nobody is."""
    desk.admins.add(ann.id)
    server.fails("getChatMember", Fault.DOWN)
    async with a_telegram(server, rooms=(ROOM,)):
        assert READS[1] == (await ann.asks("/keep", desk)).text


async def test_a_stranger_is_told_once_an_hour_that_the_bot_is_not_for_them(
    server: TelegramServer, clock: ManualClock, ann: Person
):
    """Politely, with the number the operator needs; and it is no way to make the bot talk."""
    async with a_telegram(server, users=frozenset({1})):
        first = await ann.asks("/echo a")
        ann.types("/echo b")
        await ann.looks_up("IREN")  # whatever came before it has been heard
        quiet = len(server.read_in(ann.private))
        clock.turn_to(clock.now() + timedelta(hours=1))
        await ann.asks("hello")

    assert (True, "1000" in first.text, 1) == (first.text.startswith(STRANGER), True, quiet)


@pytest.mark.proof
async def test_strangers_change_nothing(server: TelegramServer):
    """None of what they type or look up reaches the bot, and each hears once that it will not."""
    learned: list[tuple[Destination, str]] = []
    people = [server.person(f"Stranger {n}") for n in range(of(100, in_full=1000))]
    async with a_telegram(server, learned=learned, users=frozenset({1})):
        for at in range(0, len(people), 50):
            for person in people[at : at + 50]:
                for text in ("/keep", "/tend", "/alert_create a", "/mine"):
                    person.types(text)
            await server.until(partial(_heard_by, server, people[at : at + 50]))
            assert [] == await people[at].looks_up("IREN")

    told = [server.read_in(person.private) for person in people]
    assert ({1}, []) == ({len(one) for one in told}, learned)
    assert {STRANGER} == {one[0].text[: len(STRANGER)] for one in told}


def _heard_by(server: TelegramServer, people: list[Person]) -> bool:
    chats = {seen.chat for seen in server.seen if seen.person == BOT}
    return chats.issuperset(person.private.id for person in people)


async def test_a_group_nobody_listed_is_told_once(server: TelegramServer, ann: Person):
    """Whoever adds the bot to a group of their own gets no service; the group hears why."""
    other = server.group(OTHER, "Other", admins=[ann])
    async with a_telegram(server, rooms=(ROOM,)):
        ann.adds_the_bot(other)
        seen = await ann.asks("/echo a", other)
        ann.types("/keep", other)
        await ann.looks_up("IREN")

    assert (True, 1) == (seen.text.startswith(STRANGER), len(server.read_in(other)))


async def test_who_is_listed_opens_no_group_by_writing_there(server: TelegramServer, ann: Person):
    """Anybody can make a group and put others in it; what is answered there all of it reads."""
    other = server.group(OTHER, "Other")
    async with a_telegram(server, operators=frozenset({ann.id})):
        assert (await ann.asks("/tend", other)).text.startswith(STRANGER)


async def test_a_group_that_a_listed_person_adds_the_bot_to_is_answered(
    server: TelegramServer, tmp_path: Path, ann: Person
):
    """An invitation outlives a restart, and ends where the bot is removed."""
    bob, other, file = server.person("Bob"), server.group(OTHER, "Other"), tmp_path / "groups.json"
    learned: list[tuple[Destination, str]] = []
    users = frozenset({ann.id})
    async with a_telegram(server, users=users, file=file, learned=learned):
        ann.adds_the_bot(other)
        first = await bob.asks("/echo a", other)
    async with a_telegram(server, users=users, file=file):
        second = await bob.asks("/echo b", other)
        ann.removes_the_bot(other)
        bob.adds_the_bot(other)
        third = await bob.asks("/echo c", other)

    heads = [seen.text.split("\n")[0] for seen in (first, second, third)]
    assert ["a", "b"] == heads[:2]
    assert third.text.startswith(STRANGER)
    assert f"telegram:{OTHER}" in {owner for _, owner in learned}


async def test_a_group_that_moved_is_answered_where_it_is_now(
    server: TelegramServer, ann: Person, desk: Chat
):
    """A group that becomes a supergroup has another number, and is the same room."""
    async with a_telegram(server, rooms=(ROOM,)):
        fresh = server.moves(desk, -1009)

        assert "a" == (await ann.asks("/echo a", fresh)).text.split("\n")[0]


async def test_a_stranger_who_presses_is_told_so(server: TelegramServer, ann: Person, desk: Chat):
    """Their app must not wait for ever."""
    async with a_telegram(server, rooms=(ROOM,)):
        seen = await ann.asks("/echo a", desk)
    async with a_telegram(server):
        note = await ann.presses(seen, "Again")

    assert (STRANGER, True) == (note.text, note.alert)
