"""What else the store keeps: belongings, the audit, the history of sectors, and what is too old."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection, Table, func, select

from bot.belongings import Belonging, Entry, Kind
from bot.clock import ManualClock
from bot.market.annals import Annals, Chapter
from bot.market.history import DayCap
from bot.storage import audit, belongings, retention
from bot.storage.address import Address
from bot.storage.history import Ledger
from bot.storage.pages import Pages
from bot.storage.retention import Keep
from bot.storage.store import Store, open_store
from bot.storage.tables import alerts, deliveries, living
from bot.storage.tables import audit as audit_table
from tests.builders import Watched, a_bot, a_reference, a_watchlist
from tests.pages import NOW, a_page

DAY = timedelta(days=1)
KEEP = Keep(alerts=365 * DAY, deliveries=90 * DAY, audit=730 * DAY)
MILESTONES = ("2900000000", "3000000000", "3200000000")
MEMBERS = ("IREN", "WULF", "CIFR")
ROOM = "telegram:-100123"


@pytest.fixture
async def store(address: Address) -> AsyncIterator[Store]:
    async with open_store(address, pause=0.01) as it:
        yield it


def a_rule(name: str = "mover", *, owner: str = ROOM, body: str = '{"when":"a"}') -> Belonging:
    return Belonging(
        owner=owner,
        kind=Kind.RULE,
        name=name,
        body=body,
        made=NOW,
        made_by="ana",
        changed=NOW,
    )


async def keep(store: Store, *documents: Belonging) -> None:
    await store.write(lambda c: belongings.keep(c, documents))


async def test_a_room_has_what_it_owns(store: Store):
    """And nobody else's, though it has the same name."""
    mine, theirs = a_rule(), a_rule(owner="discord:9")
    watchlist = replace(mine, kind=Kind.WATCHLIST)

    await keep(store, theirs, watchlist, mine)

    assert [mine, watchlist] == await store.read(lambda c: belongings.owned(c, owner=ROOM))
    assert [theirs, mine] == await store.read(lambda c: belongings.owned(c, kind=Kind.RULE))


async def test_what_changes_keeps_who_made_it(store: Store):
    later = a_rule(body='{"when":"b"}')
    later = replace(later, changed=NOW + DAY, made=NOW + DAY, made_by="bob")

    await keep(store, a_rule(), later)

    expected = replace(later, made=NOW, made_by="ana")
    assert [expected] == await store.read(belongings.owned)


async def test_what_is_discarded_is_gone_once(store: Store):
    """Whoever takes away what is not there is told so."""
    await keep(store, a_rule("mover"), a_rule("other"))

    gone = [
        await store.write(lambda c: belongings.discard(c, ROOM, Kind.RULE, "mover"))
        for _ in range(2)
    ]

    assert [True, False] == gone
    assert [a_rule("other")] == await store.read(belongings.owned)


def an_entry(number: int, *, room: str = ROOM, about: str = "IREN") -> Entry:
    at = NOW + timedelta(seconds=number)
    return Entry(at=at, person="ana", room=room, action="mute", about=about, body='{"for":"1h"}')


async def test_the_audit_tells_the_newest_first(store: Store):
    """Who muted it is asked of the last who did."""
    entries = [an_entry(1), an_entry(2, room="discord:9"), an_entry(3, about="WULF"), an_entry(4)]

    for entry in entries:
        await store.write(partial(audit.note, entry=entry))

    first, second, third, fourth = entries
    assert [fourth, third] == await store.read(lambda c: audit.latest(c, 2))
    assert [fourth, third, first] == await store.read(lambda c: audit.latest(c, 9, room=ROOM))
    assert [fourth, second, first] == await store.read(lambda c: audit.latest(c, 9, about="IREN"))


async def rows_of(store: Store, *tables: Table) -> list[int]:
    def count(connection: Connection) -> list[int]:
        return [connection.scalar(select(func.count()).select_from(it)) or 0 for it in tables]

    return await store.read(count)


async def test_what_is_too_old_goes_and_what_lives_stays(store: Store):
    """An alert that stands for a year is still an alert."""
    pages = Pages(store, left=lambda _parcels: None)
    for number in range(20):
        pages.write(a_page(number))
    await pages.settle()
    await store.write(lambda c: audit.note(c, an_entry(1)))

    gone = await retention.sweep(store, KEEP, NOW + 400 * DAY, at_once=7)

    assert {"alerts": 20, "deliveries": 20, "audit": 0} == gone
    assert [0, 0, 1, 20] == await rows_of(store, alerts, deliveries, audit_table, living)


async def test_what_is_as_old_as_it_may_be_stays(store: Store):
    pages = Pages(store, left=lambda _parcels: None)
    pages.write(a_page(0))
    await pages.settle()

    await retention.sweep(store, KEEP, NOW + KEEP.alerts)

    assert [1, 0] == await rows_of(store, alerts, deliveries)


class Days(ManualClock):
    """A clock that counts who waits for it, and lets them wait once it has shown enough."""

    def __init__(self, start: datetime, most: int) -> None:
        super().__init__(start)
        self.waits: list[datetime] = []
        self._most = most

    async def until(self, when: datetime) -> None:
        self.waits.append(when)
        if len(self.waits) >= self._most:
            await asyncio.Event().wait()
        await super().until(when)


async def test_it_is_swept_at_the_start_and_once_a_day(store: Store):
    """A bot that is restarted every night must not keep everything."""
    pages = Pages(store, left=lambda _parcels: None)
    pages.write(a_page(0))
    await pages.settle()
    clock = Days(NOW + KEEP.alerts - DAY, 3)

    sweeping = asyncio.create_task(retention.sweep_daily(store, KEEP, clock))
    while len(clock.waits) < 3:  # noqa: ASYNC110 (the store has threads of its own)
        await asyncio.sleep(0)
    sweeping.cancel()

    assert [KEEP.alerts, KEEP.alerts + DAY, KEEP.alerts + 2 * DAY] == [
        when - NOW for when in clock.waits
    ]
    assert [0] == await rows_of(store, alerts)


class Kept:
    """A bot whose sector is worth $3B by its closes, with its annals written down."""

    def __init__(  # noqa: PLR0913 (one argument a fact)
        self,
        store: Store,
        when: str,
        *,
        milestones: tuple[str, ...] = MILESTONES,
        shares: int = 10_000_000,
        close: str = "2025-10-09",
        price: int = 100,
        informed: bool = True,
    ) -> None:
        self.known = [
            a_reference(it, shares=shares, previous_close=price, previous_close_date=close)
            for it in MEMBERS
        ]
        lists = [a_watchlist(milestones=milestones)]
        self.bot: Watched = a_bot(
            watchlists=lists, references=self.known if informed else (), at=when
        )
        annals = Annals(self.bot.market)
        self.ledger = Ledger(store, annals)
        self.chapter: Chapter = annals.chapters["miners"]
        self.bot.pipeline.moved += [annals, self.ledger]

    def trade_all(self, price: int, when: str) -> None:
        for symbol in MEMBERS:
            self.bot.trades(symbol, price, when)


async def restarted(store: Store, when: str, **known: Any) -> Kept:  # noqa: ANN401 (as Kept)
    """Make a bot once everything is written, and let it take that up."""
    await store.write(lambda _connection: None)
    it = Kept(store, when, **known)
    await it.ledger.restore()
    return it


def a_day(day: str, cap: str) -> DayCap:
    return DayCap(day=date.fromisoformat(day), cap=Decimal(cap), coverage=Decimal(1))


async def test_the_days_of_a_sector_outlive_a_restart(store: Store):
    """Each once, though the day before the restart is looked at again."""
    first = Kept(store, "2025-10-10T12:00Z")
    first.trade_all(110, "2025-10-10T19:59Z")
    first.bot.trades("IREN", 111, "2025-10-10T20:00:05Z")

    second = await restarted(store, "2025-10-13T12:00Z", close="2025-10-10", price=110)
    second.trade_all(120, "2025-10-13T19:59Z")
    second.bot.trades("IREN", 121, "2025-10-13T20:00:05Z")
    third = await restarted(store, "2025-10-14T12:00Z", close="2025-10-13", price=120)

    assert [
        a_day("2025-10-09", "3000000000"),
        a_day("2025-10-10", "3300000000"),
        a_day("2025-10-13", "3600000000"),
    ] == list(third.chapter.history.days)


async def test_a_day_that_is_known_is_not_kept_again(store: Store):
    """Live, a bot learns of closes after it has taken up its history."""
    first = Kept(store, "2025-10-10T12:00Z")
    first.bot.trades("IREN", 101, "2025-10-10T12:05Z")

    second = await restarted(store, "2025-10-10T12:10Z", informed=False)
    for reference in second.known:
        second.bot.sees(replace(reference, seen=second.bot.market.now))
    second.trade_all(101, "2025-10-10T12:15Z")

    assert [a_day("2025-10-09", "3000000000")] == list(second.chapter.history.days)


async def test_a_milestone_stays_crossed_over_a_restart(store: Store):
    """Since when it is held is what people ask."""
    first = Kept(store, "2025-10-10T12:00Z")
    first.bot.trades("IREN", 101, "2025-10-10T12:05Z")

    second = await restarted(store, "2025-10-10T12:10Z")
    second.bot.trades("IREN", 102, "2025-10-10T12:15Z")

    assert first.chapter.ladder.rungs == second.chapter.ladder.rungs


async def test_a_milestone_that_was_lost_meanwhile_is_lost_once_it_is_seen(store: Store):
    """The bot was away when the cap came back."""
    first = Kept(store, "2025-10-10T12:00Z")
    first.bot.trades("IREN", 101, "2025-10-10T12:05Z")

    second = await restarted(store, "2025-10-10T12:10Z")
    second.bot.trades("IREN", 99, "2025-10-10T12:15Z")

    rung = second.chapter.ladder.rungs[1]
    assert (False, timedelta(minutes=10)) == (rung.over, rung.held)


async def test_shares_counted_anew_meanwhile_cross_nothing(store: Store):
    """A million more shares are no rally, whether anybody watched or not."""
    first = Kept(store, "2025-10-10T12:00Z")
    first.bot.trades("IREN", 101, "2025-10-10T12:05Z")

    second = await restarted(store, "2025-10-10T12:10Z", shares=11_000_000)
    second.bot.trades("IREN", 101, "2025-10-10T12:15Z")

    rung = second.chapter.ladder.rungs[2]
    assert (True, True, None) == (rung.over, rung.rebased, rung.crossed)


async def test_other_milestones_begin_anew(store: Store):
    """What a level has seen is kept; whether the cap was over it is seen again, and no news."""
    first = Kept(store, "2025-10-10T12:00Z")
    first.bot.trades("IREN", 101, "2025-10-10T12:05Z")

    second = await restarted(store, "2025-10-10T12:10Z", milestones=("3000000000", "3020000000"))
    second.bot.trades("IREN", 103, "2025-10-10T12:15Z")

    old, new = second.chapter.ladder.rungs
    crossed = first.chapter.ladder.rungs[1].crossed
    assert [(True, crossed), (True, None)] == [(old.over, old.crossed), (new.over, new.crossed)]
