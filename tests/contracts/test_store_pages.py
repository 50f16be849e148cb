"""Pages, as both databases keep them: all or nothing, in order, told only once they are safe."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Table, func, select, text

from bot.alerts.incidents import Act, Deed
from bot.alerts.model import Alert, State
from bot.belongings import Entry
from bot.delivery.parcel import Parcel
from bot.errors import StoreError
from bot.journal import Note, Page, Progress, Standing
from bot.storage import audit, restoring
from bot.storage.address import Address
from bot.storage.bodies import read
from bot.storage.pages import MOST, Pages
from bot.storage.store import Store, open_store
from bot.storage.tables import alerts, deliveries, outbox, standings
from tests.pages import NOW, a_page, a_parcel, an_alert, at

HOUR = timedelta(hours=1)


@pytest.fixture
async def store(address: Address) -> AsyncIterator[Store]:
    async with open_store(address, pause=0.01) as it:
        yield it


class Written:
    """Pages over a store, and the parcels it has told of."""

    def __init__(self, store: Store) -> None:
        self.told: list[Parcel] = []
        self.pages = Pages(store, left=self.told.extend)


async def counted(store: Store, *tables: Table) -> list[int]:
    def count(connection: Connection) -> list[int]:
        found = [connection.scalar(select(func.count()).select_from(table)) for table in tables]
        return [number or 0 for number in found]

    return await store.read(count)


async def test_what_is_on_a_page_is_found_again(store: Store):
    """To the last digit and microsecond: a baseline that was rounded is another baseline."""
    page = a_page(1)
    it = Written(store)

    it.pages.write(page)
    await it.pages.settle()

    def found(connection: Connection) -> Page:
        bodies = connection.scalars(select(alerts.c.body))
        parcels = connection.scalars(select(outbox.c.body))
        return Page(
            at=page.at,
            progress=restoring.progress_of(connection, "recording"),
            alerts=tuple(read(body, Alert) for body in bodies),
            standings=tuple(restoring.all_standings(connection)),
            notes=tuple(restoring.notes_of(connection)),
            parcels=tuple(read(body, Parcel) for body in parcels),
            outcomes=page.outcomes,
        )

    assert page == await store.read(found)


async def test_pages_are_written_in_their_order(store: Store):
    """A program that reads the alerts sees them as they happened."""
    it = Written(store)

    for number in range(500):
        it.pages.write(a_page(number))
        if number % 50 == 0:
            await asyncio.sleep(0)
    await it.pages.settle()

    found = await store.read(lambda c: list(c.scalars(select(alerts.c.rule).order_by(alerts.c.id))))
    assert [f"rule-{number}" for number in range(500)] == found


async def test_parcels_are_told_once_their_page_is_committed(store: Store):
    """Nothing is sent that a crash could unsay."""
    seen: list[int] = []

    def left(parcels: Sequence[Parcel]) -> None:
        told.extend(parcels)
        seen.append(store.put(_rows_of_the_outbox).result(10))

    told: list[Parcel] = []
    pages = Pages(store, left=left)

    for number in range(3):
        pages.write(a_page(number))
    await pages.settle()

    assert ([a_parcel(n) for n in range(3)], True) == (told, all(n >= 1 for n in seen))


def _rows_of_the_outbox(connection: Connection) -> int:
    return connection.scalar(select(func.count()).select_from(outbox)) or 0


async def test_of_what_is_written_over_the_last_word_counts(store: Store):
    """Within one transaction too, where a database would take either."""
    it = Written(store)
    bodies = ["first", "second", "third"]

    for number, body in enumerate(bodies):
        it.pages.write(
            Page(
                at=at(number),
                progress=Progress(feed="f", events=number, at=at(number)),
                standings=(Standing(rule="r", subject="s", body=body),),
                notes=(Note(stage="a", key="k", body=body),),
            )
        )
    await it.pages.settle()

    expected = (
        Progress(feed="f", events=2, at=at(2)),
        [Standing(rule="r", subject="s", body="third")],
        [Note(stage="a", key="k", body="third")],
    )
    assert expected == await store.read(
        lambda c: (
            restoring.progress_of(c, "f"),
            restoring.all_standings(c),
            restoring.notes_of(c, "a"),
        )
    )


async def test_what_people_did_stands_in_the_audit(store: Store):
    """Who muted it, and until when, is asked weeks later."""
    it = Written(store)
    act = Act(at=NOW, by="ana", deed=Deed.SNOOZED, about="incident-1", until=NOW + HOUR)

    it.pages.write(Page(at=NOW, acts=(act,)))
    await it.pages.settle()

    entry = Entry(
        at=NOW,
        person="ana",
        room="",
        action="snoozed",
        about="incident-1",
        body="until 2025-10-10T13:52:00Z",
    )
    assert [entry] == await store.read(lambda c: audit.latest(c, 9))


async def test_an_alert_lives_until_it_is_resolved(store: Store):
    """What is over must not come back with the next start."""
    it = Written(store)
    over = replace(an_alert(1), state=State.RESOLVED, updated=at(9), ended=at(9))

    it.pages.write(Page(at=NOW, alerts=(an_alert(1), an_alert(2))))
    it.pages.write(Page(at=at(9), alerts=(over,)))
    await it.pages.settle()

    assert [an_alert(2)] == await store.read(restoring.living_alerts)


async def test_an_empty_body_is_forgotten(store: Store):
    """A silence that has ended leaves nothing behind, in one transaction or in two."""
    it = Written(store)

    it.pages.write(Page(at=NOW, notes=(Note(stage="a", key="k", body="1"),)))
    await it.pages.settle()
    it.pages.write(
        Page(
            at=NOW,
            notes=(Note(stage="a", key="k", body=""), Note(stage="a", key="never", body="")),
            standings=(Standing(rule="r", subject="s", body=""),),
        )
    )
    await it.pages.settle()

    assert [] == await store.read(restoring.notes_of)
    assert [0] == await counted(store, standings)


async def test_a_parcel_that_waits_already_is_not_taken_twice(store: Store):
    """Its key names it for ever."""
    it = Written(store)

    it.pages.write(Page(at=NOW, parcels=(a_parcel(1), a_parcel(1))))
    it.pages.write(Page(at=NOW, parcels=(a_parcel(1), a_parcel(2))))
    await it.pages.settle()

    assert [2] == await counted(store, outbox)


async def test_a_page_that_can_never_be_written_takes_no_other_with_it(
    store: Store, caplog: pytest.LogCaptureFixture
):
    """Nothing of it is there, its parcel does not leave, its neighbours are whole."""
    it = Written(store)
    beyond = replace(a_page(1), progress=Progress(feed="f", events=2**70, at=NOW))

    for page in (a_page(0), beyond, a_page(2)):
        it.pages.write(page)
    await it.pages.settle()

    rules = await store.read(lambda c: list(c.scalars(select(alerts.c.rule).order_by(alerts.c.id))))
    assert (["rule-0", "rule-2"], ["key-0", "key-2"]) == (rules, [p.key for p in it.told])
    assert ["pages cannot be written and are left out"] == [r.message for r in caplog.records]


async def test_after_a_mistake_of_ours_the_next_pages_are_written(store: Store):
    """A page that breaks what writes it is lost, which is said, and nothing else is."""
    it = Written(store)
    it.pages.write(Page(at=NOW, outcomes=(None,)))  # type: ignore[arg-type]  # that is the mistake
    with pytest.raises(StoreError, match=r"pages were not written, 1 in all: .*attribute"):
        await it.pages.settle()

    it.pages.write(a_page(1))
    with pytest.raises(StoreError, match=r"pages were not written, 1 in all"):
        await it.pages.settle()

    assert (["key-1"], 0, 1) == ([p.key for p in it.told], it.pages.unwritten, it.pages.lost)


async def test_a_long_backlog_makes_the_market_wait_and_is_written_whole(store: Store):
    """A disk that is slower than the market must not fill the memory either."""
    it = Written(store)
    holding = asyncio.Event()
    turn = asyncio.get_running_loop()

    def hold(_connection: Connection) -> None:
        asyncio.run_coroutine_threadsafe(holding.wait(), turn).result(30)

    held = store.put(hold)
    for number in range(MOST):
        it.pages.write(Page(at=at(number), outcomes=a_page(number).outcomes))
    waiting = asyncio.create_task(it.pages.ready())
    await asyncio.sleep(0)
    waited = not waiting.done()
    holding.set()
    await waiting
    await it.pages.settle()

    assert (True, [MOST], 0) == (waited, await counted(store, deliveries), it.pages.unwritten)
    assert held.done()


async def test_whoever_stops_waiting_takes_nothing_back(store: Store):
    """A task that is cancelled has still asked."""

    def work(connection: Connection) -> None:
        connection.execute(text("INSERT INTO living VALUES ('a', 'b')"))

    task = asyncio.create_task(store.write(work))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    found = await store.write(lambda c: c.scalar(text("SELECT count(*) FROM living")))
    assert 1 == found


async def test_a_work_that_fails_stops_no_other(store: Store):
    """Those that share its transaction are done without it."""

    def add(connection: Connection) -> str:
        connection.execute(text("INSERT INTO living VALUES ('a', 'b')"))
        return "added"

    def fail(connection: Connection) -> str:
        connection.execute(text("INSERT INTO living VALUES ('c', 'd')"))
        raise LookupError("no")

    results = await asyncio.gather(
        *(store.write(work) for work in (add, fail)), return_exceptions=True
    )

    left = await store.read(lambda c: list(c.scalars(text("SELECT fingerprint FROM living"))))
    assert ("added", "LookupError('no')", ["a"]) == (results[0], repr(results[1]), left)
