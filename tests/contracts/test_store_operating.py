"""Operating on the store: who did what and where, a copy of it all, and a person who left."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.alerts.incidents import Act, Deed
from bot.belongings import Belonging, Entry, Kind
from bot.errors import SetupError, UserError
from bot.journal import Page
from bot.operating import LEFT
from bot.storage import audit, belongings
from bot.storage.address import Address
from bot.storage.operating import Kept
from bot.storage.pages import Pages
from bot.storage.store import Store, open_store
from tests.pages import NOW

ANN, BOB = "telegram:7", "telegram:8"
GROUP, HERS = "telegram:-9", "telegram:7"


@pytest.fixture
async def store(address: Address) -> AsyncIterator[Store]:
    async with open_store(address, pause=0.01) as it:
        yield it


def an_entry(number: int, person_id: str = ANN, *, room: str = GROUP) -> Entry:
    return Entry(
        at=NOW + timedelta(seconds=number),
        person="ann on telegram",
        room=room,
        action="rule created",
        about=f"rule-{number}",
        body="{}",
        person_id=person_id,
    )


def a_rule(number: int, *, owner: str = GROUP) -> Belonging:
    made = NOW + timedelta(seconds=number)
    return Belonging(
        owner=owner,
        kind=Kind.RULE,
        name=f"rule-{number}",
        body="{}",
        made=made,
        made_by="ann on telegram",
        changed=made,
    )


def rows_and_size(file: Path) -> tuple[list[str], int]:
    with closing(sqlite3.connect(file)) as copy:
        rows = copy.execute("SELECT about FROM audit").fetchall()
    return [about for (about,) in rows], file.stat().st_size


async def written(store: Store, *entries: Entry) -> None:
    for entry in entries:
        await store.write(partial(audit.note, entry=entry))


async def test_what_people_do_is_signed(store: Store):
    """In which room it was, and by which account: names are anybody's."""
    act = Act(at=NOW, by="ann on telegram", deed=Deed.MUTED, about="IREN")
    unsigned = an_entry(1, "", room=GROUP)
    pages = Pages(store, left=lambda _parcels: None)

    pages.write(Page(at=NOW, acts=(act,), entries=(unsigned,), room=GROUP, person_id=ANN))
    await pages.settle()

    found = await Kept(store, Path()).entries(9)
    assert [("rule created", GROUP, ANN), ("muted", GROUP, ANN)] == [
        (entry.action, entry.room, entry.person_id) for entry in found
    ]


async def test_the_newest_entries_come_first_and_those_asked_for_alone(store: Store):
    await written(store, *(an_entry(n, BOB if n % 2 else ANN) for n in range(5)))
    kept = Kept(store, Path())

    last = await kept.entries(2)
    hers = await kept.entries(9, person_id=ANN)
    one = await kept.entries(9, about="rule-3")

    assert [["rule-4", "rule-3"], ["rule-4", "rule-2", "rule-0"], ["rule-3"]] == [
        [entry.about for entry in found] for found in (last, hers, one)
    ]


async def test_a_person_who_left_is_named_nowhere(store: Store):
    """What they did for a group stays told; what they did alone is gone; namesakes stay."""
    await written(store, an_entry(1), an_entry(2, room=HERS), an_entry(3, BOB))
    await store.write(lambda c: belongings.keep(c, [a_rule(1), a_rule(3)]))

    changed = await Kept(store, Path()).forget(ANN, [HERS])

    entries = await store.read(lambda c: audit.latest(c, 9))
    owned = await store.read(belongings.owned)
    assert 2 == changed
    assert [("ann on telegram", BOB, "rule-3"), (LEFT, "", "rule-1")] == [
        (entry.person, entry.person_id, entry.about) for entry in entries
    ]
    assert {"rule-1": LEFT, "rule-3": "ann on telegram"} == {it.name: it.made_by for it in owned}


async def test_what_somebody_else_made_at_that_instant_keeps_its_name(store: Store):
    """Two rooms may make what is called the same at one instant of a recording."""
    await written(store, an_entry(1))
    await store.write(lambda c: belongings.keep(c, [replace(a_rule(1), made_by="cem on discord")]))

    await Kept(store, Path()).forget(ANN, [HERS])

    (owned,) = await store.read(belongings.owned)
    assert "cem on discord" == owned.made_by


async def test_a_backup_is_a_store_of_its_own(sqlite: Address, tmp_path: Path):
    async with open_store(sqlite) as store:
        await written(store, an_entry(1))
        copied = await Kept(store, tmp_path / "backups").back_up(NOW)

    assert (["rule-1"], copied.size) == rows_and_size(Path(copied.name))
    assert copied.name.endswith("/backups/prebell-20251010T125200Z.db")


async def test_two_backups_within_a_second_are_not_one_over_the_other(
    sqlite: Address, tmp_path: Path
):
    async with open_store(sqlite) as store:
        kept = Kept(store, tmp_path)
        await kept.back_up(NOW)

        with pytest.raises(SetupError, match="is there already and is kept"):
            await kept.back_up(NOW)


async def test_a_server_is_told_to_back_itself_up(postgresql: Address, tmp_path: Path):
    async with open_store(postgresql) as store:
        with pytest.raises(UserError, match="pg_dump --format=custom"):
            await Kept(store, tmp_path).back_up(NOW)
