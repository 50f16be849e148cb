"""A start on a server: what the process before was killed over counts, once it is committed."""

import asyncio

import asyncpg

from bot.storage.address import Address
from bot.storage.keeping import in_store
from bot.storage.store import open_store

WAITS = (
    "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database"
    " WHERE NOT granted AND datname = current_database()"
)


async def test_a_start_waits_for_the_commit_that_its_predecessor_died_over(postgresql: Address):
    """The server may be at it still; a page that was not seen would be written a second time."""
    server = postgresql.url.render_as_string(hide_password=False)
    async with open_store(postgresql) as store:
        before, looking = await asyncpg.connect(server), await asyncpg.connect(server)
        page = before.transaction()
        await page.start()
        await before.execute("INSERT INTO progress (feed, events, at) VALUES ('day', 7, 0)")
        starting = asyncio.create_task(in_store(store, feed="day"))
        # Only the server knows whether anybody waits.
        while not starting.done() and not await looking.fetchval(WAITS):  # noqa: ASYNC110 (as said)
            await asyncio.sleep(0)
        await page.commit()
        keeping = await starting
        await before.close()
        await looking.close()

    assert keeping.before.progress is not None
    assert 7 == keeping.before.progress.events
