"""Retention: what is over and old goes, a little at a time, once a day."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, Table, delete, select

from bot.clock import Clock
from bot.storage.store import Store
from bot.storage.tables import alerts, audit, deliveries

log = logging.getLogger(__name__)

AT_ONCE = 2_000
"""Rows that go in one transaction; pages that come meanwhile wait for no more than that."""

EVERY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """Says for how long each thing is kept once it is over."""

    alerts: timedelta
    deliveries: timedelta
    audit: timedelta


async def sweep(
    store: Store, keep: Keep, now: datetime, *, at_once: int = AT_ONCE
) -> dict[str, int]:
    """Delete what is older than it is kept; return how many rows went from which table."""
    spans = {alerts: keep.alerts, deliveries: keep.deliveries, audit: keep.audit}
    return {
        table.name: await _swept(store, table, now - span, at_once) for table, span in spans.items()
    }


async def sweep_daily(store: Store, keep: Keep, clock: Clock) -> None:
    """Sweep now and once a day from then on, until cancelled."""
    while True:
        gone = await sweep(store, keep, clock.now())
        if any(gone.values()):
            log.info("what was old is deleted", extra=gone)
        await clock.until(clock.now() + EVERY)


async def _swept(store: Store, table: Table, before: datetime, at_once: int) -> int:
    def some(connection: Connection) -> int:
        old = select(table.c.id).where(table.c.at < before).limit(at_once)
        return connection.execute(delete(table).where(table.c.id.in_(old))).rowcount

    gone = 0
    while went := await store.write(some):
        gone += went
    return gone
