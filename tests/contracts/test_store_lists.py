"""Histories of lists that come and go while a bot runs, on both stores."""

from collections.abc import AsyncIterator

import pytest

from bot.storage.address import Address
from bot.storage.store import Store, open_store
from tests.builders import a_watchlist
from tests.contracts.test_store_books import MEMBERS, Kept, restarted
from tests.relisted import put


@pytest.fixture
async def store(address: Address) -> AsyncIterator[Store]:
    async with open_store(address, pause=0.01) as it:
        yield it


async def test_a_list_made_anew_takes_up_nothing_of_the_one_that_was_deleted(store: Store):
    """Two days were seen of the old one; of the new one the last has just ended."""
    first = Kept(store, "2025-10-10T12:00Z")
    first.trade_all(110, "2025-10-10T19:59Z")
    first.bot.trades("IREN", 111, "2025-10-10T20:00:05Z")
    first.bot.engine.lists.delist("miners")
    first.bot.trades("IREN", 111, "2025-10-10T20:00:06Z")
    put(first.bot, a_watchlist())

    second = await restarted(store, "2025-10-13T12:00Z", informed=False)

    assert ["2025-10-10"] == [str(day.day) for day in second.chapter.history.days]


async def test_the_days_of_a_list_that_was_edited_go_on(store: Store):
    """With who came and went on the day of the edit."""
    first = Kept(store, "2025-10-10T12:00Z", milestones=())
    first.bot.trades("IREN", 110, "2025-10-10T12:01Z")
    put(first.bot, a_watchlist(members=" ".join(MEMBERS[:2])))
    first.trade_all(110, "2025-10-10T19:59Z")
    first.bot.trades("IREN", 111, "2025-10-10T20:00:05Z")

    second = await restarted(store, "2025-10-13T12:00Z", informed=False)

    assert [(), MEMBERS[2:]] == [day.rebased for day in second.chapter.history.days]
