"""The courier on the store: a page is written, its parcels leave, and what became is kept."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat import Answer
from bot.clock import SystemClock
from bot.delivery.courier import Courier
from bot.delivery.limits import Limits
from bot.delivery.means import Means
from bot.delivery.parcel import Parcel
from bot.delivery.patience import Patience
from bot.errors import DeliveryError
from bot.journal import Page
from bot.storage.address import Address
from bot.storage.pages import Pages
from bot.storage.parcels import Parcels
from bot.storage.store import Store, open_store
from bot.storage.tables import deliveries, outbox
from tests.parcels import a_parcel, to

QUICK = Patience(first=timedelta(milliseconds=1), longest=timedelta(milliseconds=1))


class Reader:
    """A platform that looks up, for each parcel, what the store says of it just then."""

    name = "room"
    limits = Limits()
    keyed = False

    def __init__(self, store: Store) -> None:
        self.read: list[tuple[str, bool, int, bool]] = []
        self.down = 0
        self.silent = False
        self.asked = asyncio.Event()
        self._store = store

    async def start(self, answer: Answer) -> None: ...
    async def stop(self) -> None: ...

    async def send(self, parcel: Parcel, *, face: str, repeat: bool) -> str:
        del face
        columns = outbox.c.leaving, outbox.c.attempts
        query = select(*columns).where(outbox.c.key == parcel.key)
        row = await self._store.read(lambda c: c.execute(query).one())
        self.read.append((parcel.message.title, row.leaving is not None, row.attempts, repeat))
        if self.down:
            self.down -= 1
            raise DeliveryError("down")
        self.asked.set()
        if self.silent:
            await asyncio.Event().wait()
        return "77"


@pytest.fixture
async def store(address: Address) -> AsyncIterator[Store]:
    async with open_store(address) as it:
        yield it


def a_courier(store: Store, reader: Reader) -> Courier:
    means = Means(clock=SystemClock(), outbox=Parcels(store), patience=QUICK)
    courier = Courier(means)
    courier.serve(reader)
    return courier


async def carried(store: Store, reader: Reader, *parcels: Parcel) -> None:
    courier = a_courier(store, reader)
    await courier.resume()
    pages = Pages(store, left=courier.offer)
    for parcel in parcels:
        pages.write(Page(at=parcel.made, parcels=(parcel,)))
    await pages.settle()
    await asyncio.sleep(0)  # the loop is told of what the writer has committed
    await courier.drain()
    await courier.stop()


async def ends(store: Store) -> Sequence[tuple[str, str, int]]:
    columns = deliveries.c.fate, deliveries.c.ref, deliveries.c.attempts
    query = select(*columns).order_by(deliveries.c.id)
    return [tuple(row) for row in await store.read(lambda c: c.execute(query).all())]


def new(title: str) -> Parcel:
    return a_parcel(title, to(), made=SystemClock().now())


async def test_what_leaves_was_written_down_as_leaving_before(store: Store):
    """Else nobody knew of it after a crash, and it would be said again without a mark."""
    reader = Reader(store)
    await carried(store, reader, new("a"), new("b"))

    assert [("a", True, 0, False), ("b", True, 0, False)] == reader.read
    assert [("sent", "77", 1)] * 2 == await ends(store)


async def test_tries_that_failed_are_counted_and_marked_as_not_having_left(store: Store):
    """The second try is marked as leaving anew, by itself."""
    reader = Reader(store)
    reader.down = 2
    await carried(store, reader, new("a"))

    assert [("a", True, 0, False), ("a", True, 1, False), ("a", True, 2, False)] == reader.read
    assert [("sent", "77", 3)] == await ends(store)


async def test_what_was_under_way_at_the_end_is_resumed_as_a_repeat(store: Store):
    """And what had not left yet is not."""
    reader = Reader(store)
    reader.silent = True
    courier = a_courier(store, reader)
    pages = Pages(store, left=courier.offer)
    pages.write(Page(at=SystemClock().now(), parcels=(new("a"), new("b"))))
    await pages.settle()
    await reader.asked.wait()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()  # as a power cut does
    again = Reader(store)
    await carried(store, again)

    assert [("a", True, 0, True), ("b", True, 0, False)] == again.read
