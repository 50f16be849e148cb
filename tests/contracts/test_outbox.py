"""The outbox: memory, SQLite and PostgreSQL keep parcels alike."""

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.delivery.outbox import Face, MemoryOutbox, Outbox, Room, Waiting
from bot.delivery.parcel import Fate, Manner, Outcome, Parcel, Priority
from bot.journal import Page
from bot.storage.address import Address
from bot.storage.pages import write
from bot.storage.parcels import Parcels
from bot.storage.store import Store, open_store
from bot.storage.tables import deliveries
from tests.parcels import NOW, a_parcel, to

LEASE = timedelta(seconds=30)
LATER = NOW + LEASE


class Kept:
    """An outbox, into which a test puts parcels as a page does, and sees what became of them."""

    def __init__(self, store: Store | None) -> None:
        self._store = store
        self._memory = MemoryOutbox()
        self.outbox: Outbox = self._memory if store is None else Parcels(store)

    async def add(self, *parcels: Parcel) -> None:
        if self._store is None:
            self._memory.add(parcels)
        else:
            await self._store.write(lambda c: write(c, [Page(at=NOW, parcels=parcels)]))

    async def claims(
        self, holder: str = "us", *, at: timedelta = timedelta(), own: bool = True
    ) -> Sequence[Waiting]:
        return await self.outbox.claim(holder, NOW + at, LEASE, own=own)

    async def ended(self) -> list[tuple[str, str, str]]:
        """Return what became of parcels: key, fate and the platform's name of it."""
        if self._store is None:
            return [(o.key, o.fate.value, o.ref) for o in self._memory.settled]
        columns = deliveries.c.key, deliveries.c.fate, deliveries.c.ref
        query = select(*columns).order_by(deliveries.c.id)
        rows = await self._store.read(lambda c: c.execute(query).all())
        return [(row.key, row.fate, row.ref) for row in rows]


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def place(request: pytest.FixtureRequest) -> Address | None:
    found: Address | None = (
        None if request.param == "memory" else request.getfixturevalue(request.param)
    )
    return found


@pytest.fixture
async def kept(place: Address | None) -> AsyncIterator[Kept]:
    if place is None:
        yield Kept(None)
        return
    async with open_store(place) as store:
        yield Kept(store)


def an_end(parcel: Parcel, fate: Fate = Fate.SENT, ref: str = "") -> Outcome:
    return Outcome(
        at=NOW, destination=parcel.destination, fate=fate, reason="first", key=parcel.key, ref=ref
    )


async def test_what_waits_is_taken_over_as_it_came(kept: Kept):
    """Each as it was put in; what matters most is for the lanes to know, with what it is about."""
    parcels = [
        a_parcel("digest", priority=Priority.DIGEST),
        a_parcel("a", to("-1", thread="9"), incident="i", manner=Manner.REPLY),
        a_parcel("b", "2"),
        a_parcel("critical", priority=Priority.CRITICAL),
    ]
    await kept.add(*parcels)

    assert [Waiting(parcel=parcel) for parcel in parcels] == list(await kept.claims())


async def test_what_somebody_holds_is_nobody_elses(kept: Kept):
    """Two who send the same are one too many."""
    await kept.add(a_parcel())
    await kept.claims("them")

    assert [] == list(await kept.claims("us", at=LEASE / 2))


async def test_a_lease_that_ran_out_is_anybodys(kept: Kept):
    """Whoever held it has died."""
    parcel = a_parcel()
    await kept.add(parcel)
    await kept.claims("them")

    assert [Waiting(parcel=parcel)] == list(await kept.claims("us", at=LEASE, own=False))


async def test_a_lease_that_is_renewed_does_not_run_out(kept: Kept):
    """Slow is not dead."""
    await kept.add(a_parcel())
    await kept.claims("them")
    await kept.outbox.renew("them", LATER + LEASE)

    assert [] == list(await kept.claims("us", at=LEASE))


async def test_a_holder_takes_its_own_back_at_once(kept: Kept):
    """After a restart nobody waits for a lease of one's own."""
    parcel = a_parcel()
    await kept.add(parcel)
    await kept.claims("us")

    assert [Waiting(parcel=parcel)] == list(await kept.claims("us", at=LEASE / 2))
    assert [] == list(await kept.claims("us", at=LEASE / 2, own=False))


async def test_what_is_leaving_says_so_after_a_restart(kept: Kept):
    """It may have left, and nobody knows."""
    here, gone = a_parcel(), a_parcel()
    await kept.add(here, gone)
    await kept.claims()
    may = await kept.outbox.leaving([gone], "us", NOW, LEASE)

    assert frozenset([gone.key]) == may
    assert [None, NOW] == [waiting.leaving for waiting in await kept.claims()]


async def test_the_first_time_it_may_have_left_counts(kept: Kept):
    """A platform that knows keys has known this one since then at best."""
    parcel = a_parcel()
    await kept.add(parcel)
    for now in (NOW, LATER):
        await kept.outbox.leaving([parcel], "us", now, LEASE)

    assert [NOW] == [waiting.leaving for waiting in await kept.claims()]


async def test_what_another_holds_may_not_leave(kept: Kept):
    """Nor what is no longer there."""
    theirs, ours, nobodys = a_parcel(), a_parcel(), a_parcel()
    await kept.add(theirs)
    await kept.claims("them")
    await kept.add(ours)
    await kept.claims("us")
    await kept.add(nobodys)
    asked = [theirs, ours, nobodys, a_parcel()]

    assert {ours.key, nobodys.key} == await kept.outbox.leaving(asked, "us", NOW, LEASE)


async def test_what_is_about_to_leave_is_held_from_then_on(kept: Kept):
    """It came by a page, which knows no holder."""
    parcel = a_parcel()
    await kept.add(parcel)
    await kept.outbox.leaving([parcel], "us", NOW, LEASE)

    assert [] == list(await kept.claims("them", at=LEASE / 2))


async def test_a_try_that_certainly_failed_is_counted_and_has_not_left(kept: Kept):
    """It can be said again without a mark."""
    parcel = a_parcel()
    await kept.add(parcel)
    await kept.outbox.leaving([parcel], "us", NOW, LEASE)
    await kept.outbox.postpone(parcel, 3)

    assert [Waiting(parcel=parcel, attempts=3)] == list(await kept.claims())


async def test_what_has_ended_waits_no_more_and_is_noted(kept: Kept):
    """In one go: it is never both, and never neither."""
    sent, given_up, stays = a_parcel(), a_parcel(), a_parcel()
    await kept.add(sent, given_up, stays)
    await kept.outbox.settle([an_end(sent, ref="77"), an_end(given_up, Fate.GIVEN_UP)])

    assert [(sent.key, "sent", "77"), (given_up.key, "given up", "")] == await kept.ended()
    assert [stays] == [waiting.parcel for waiting in await kept.claims()]


async def test_what_is_said_instead_waits_from_then_on(kept: Kept):
    """What was merged is within it."""
    first, second, whole = a_parcel(), a_parcel(), a_parcel("both")
    await kept.add(first, second)
    ends = [an_end(one, Fate.MERGED) for one in (first, second)]
    await kept.outbox.settle(ends, instead=[whole])

    assert [Waiting(parcel=whole)] == list(await kept.claims())


async def test_many_end_together(kept: Kept):
    """More than one statement can name."""
    parcels = [a_parcel(str(number)) for number in range(1201)]
    await kept.add(*parcels)
    may = await kept.outbox.leaving(parcels, "us", NOW, LEASE)
    await kept.outbox.settle([an_end(parcel) for parcel in parcels])

    assert (1201, 1201, []) == (len(may), len(await kept.ended()), list(await kept.claims()))


async def test_a_face_is_found_by_its_incident_and_room(kept: Kept):
    """The newest one of them."""
    parcel = a_parcel(incident="i")
    faces = [
        Face(incident="i", destination=to(chat), ref=ref, at=NOW)
        for chat, ref in (("1", "7"), ("2", "8"))
    ]
    await kept.outbox.settle([an_end(parcel)], faces=faces)
    newer = Face(incident="i", destination=to("1"), ref="9", at=LATER)
    await kept.outbox.settle([], faces=[newer])
    asked = (("i", "1"), ("i", "2"), ("j", "1"))

    assert ["9", "8", ""] == [await kept.outbox.face(i, to(chat)) for i, chat in asked]


async def test_a_room_that_was_disabled_is_known_until_it_is_enabled(kept: Kept):
    """It survives a restart, and is over by one word."""
    await kept.outbox.disable(to("1"), "kicked", NOW)
    await kept.outbox.disable(to("2"), "blocked", NOW)
    await kept.outbox.disable(to("2"), "", LATER)

    assert [Room(name="room:1", disabled="kicked")] == list(await kept.outbox.rooms())


async def test_what_waits_for_a_room_follows_it_with_its_faces(kept: Kept):
    """People see one room; its number is our affair."""
    parcel = a_parcel("a", to("-1", thread="5"), incident="i")
    old, new = parcel.destination, to("-100", thread="5")
    await kept.add(parcel, a_parcel("other", "2"))
    face = Face(incident="i", destination=old, ref="7", at=NOW)
    await kept.outbox.settle([], faces=[face])
    await kept.outbox.moved(old, new, NOW)

    assert [new, to("2")] == [waiting.parcel.destination for waiting in await kept.claims()]
    assert ("", "7") == (await kept.outbox.face("i", old), await kept.outbox.face("i", new))
    assert [Room(name="room:-1:5", moved_to=new)] == list(await kept.outbox.rooms())


async def test_a_room_that_moved_back_has_not_moved(kept: Kept):
    """Else it would be looked for in a circle."""
    await kept.outbox.moved(to("1"), to("2"), NOW)
    await kept.outbox.moved(to("2"), to("1"), LATER)

    assert [Room(name="room:2", moved_to=to("1"))] == list(await kept.outbox.rooms())
