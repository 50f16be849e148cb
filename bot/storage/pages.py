"""Pages in the store: all that wait are written in one transaction, a statement for each table."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.exc import SQLAlchemyError

from bot.alerts.model import State
from bot.delivery.means import Passing, nothing
from bot.delivery.parcel import Parcel
from bot.errors import StoreError
from bot.journal import Page
from bot.storage import rows
from bot.storage.audit import note
from bot.storage.belongings import change
from bot.storage.store import Store
from bot.storage.tables import alerts, audit, deliveries, living, notes, outbox, progress, standings
from bot.storage.trouble import is_passing
from bot.storage.upsert import add, add_new, forget, put

log = logging.getLogger(__name__)

MOST = 10_000
"""Pages that may wait for the disk before the market has to wait too."""


class Pages:
    """Writes pages in their order; `left` hears of the parcels that are safe now, and may leave.

    `unwritten` says how many pages are not safe yet, and `lost` how many never will be.
    """

    def __init__(
        self,
        store: Store,
        *,
        left: Callable[[Sequence[Parcel]], None],
        passing: Passing = nothing,
    ) -> None:
        self.unwritten = 0
        self.lost = 0
        self._store = store
        self._left = left
        self._passing = passing
        self._loop = asyncio.get_running_loop()
        self._lock = Lock()
        self._waiting: list[Page] = []
        self._asked = False
        self._why = ""
        self._room, self._quiet = asyncio.Event(), asyncio.Event()
        self._room.set()
        self._quiet.set()

    def write(self, page: Page) -> None:
        with self._lock:
            self._waiting.append(page)
            asked, self._asked = self._asked, True
        self.unwritten += 1
        self._quiet.clear()
        if self.unwritten >= MOST:
            self._room.clear()
        if not asked:
            turn = _Turn(self._take, self._passing)
            self._store.put(turn).add_done_callback(lambda done: self._done(done, turn))

    async def ready(self) -> None:
        await self._room.wait()

    async def settle(self) -> None:
        """Return once every page there is has been written. Raises StoreError where it cannot."""
        await self._quiet.wait()
        if self.lost:
            raise StoreError(f"pages were not written, {self.lost:,} in all: {self._why}")

    def _take(self) -> list[Page]:
        with self._lock:
            taken, self._waiting, self._asked = self._waiting, [], False
        return taken

    # In the writer's thread; where the loop is closed nobody is left to be told.
    def _done(self, done: Future[None], turn: "_Turn") -> None:
        self._passing("after commit")
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._told, turn, done.exception())

    def _told(self, turn: "_Turn", error: BaseException | None) -> None:
        if error is not None:
            self._lose(turn.pages or self._take(), error)
        else:
            self.unwritten -= len(turn.pages)
        if not self.unwritten:
            self._quiet.set()
        if self.unwritten < MOST:
            self._room.set()
        if error is None and (parcels := turn.parcels()):
            self._left(parcels)

    def _lose(self, pages: Sequence[Page], error: BaseException) -> None:
        self.unwritten -= len(pages)
        self.lost += len(pages)
        self._why = str(error)
        log.error("pages were not written", extra={"pages": len(pages)}, exc_info=error)


_OF_A_PAGE = (SQLAlchemyError, ArithmeticError, TypeError, ValueError)
"""What is wrong with a page that holds what no database takes, or no body."""


class _Turn:
    """Writes whatever waits when its turn comes; where the commit fails, the same again.

    Where the database will never take them all, it takes each page that it can. The rest is said.
    """

    def __init__(self, take: Callable[[], list[Page]], passing: Passing) -> None:
        self._take = take
        self._passing = passing
        self._taken: list[Page] | None = None
        self._apart = False
        self._refused: dict[int, Exception] = {}

    @property
    def pages(self) -> Sequence[Page]:
        return self._taken or ()

    def parcels(self) -> list[Parcel]:
        """Return the parcels of the pages that were written; say what was not."""
        if self._refused:
            number, why = next(iter(self._refused.items()))
            first = {"pages": len(self._refused), "of": str(self.pages[number].at)}
            log.error("pages cannot be written and are left out", extra=first, exc_info=why)
        kept = (page for number, page in enumerate(self.pages) if number not in self._refused)
        return [parcel for page in kept for parcel in page.parcels]

    def __call__(self, connection: Connection) -> None:
        if self._taken is None:
            self._taken = self._take()
        if self._apart:
            faults = ((n, _fault(connection, page)) for n, page in enumerate(self._taken))
            self._refused = {number: fault for number, fault in faults if fault}
            return
        try:
            write(connection, self._taken)
        except Exception as error:
            self._apart = not is_passing(error)
            raise
        self._passing("before commit")


# Tells why a page can never be written; None where it was.
def _fault(connection: Connection, page: Page) -> Exception | None:
    try:
        with connection.begin_nested():
            write(connection, [page])
    except _OF_A_PAGE as error:
        if is_passing(error):
            raise
        return error
    return None


def write(connection: Connection, pages: Sequence[Page]) -> None:
    """Write pages within a transaction; of what is written over, the last word alone."""
    transitions = [rows.of_alert(alert) for page in pages for alert in page.alerts]
    stands = [standing for page in pages for standing in page.standings]
    remembered = [note for page in pages for note in page.notes]
    put(connection, progress, [rows.of_progress(p.progress) for p in pages if p.progress])
    _keep(connection, standings, {(s.rule, s.subject): _kept(rows.of_standing(s)) for s in stands})
    add(connection, alerts, transitions)
    _keep(connection, living, {row["fingerprint"]: _life(row) for row in transitions})
    _keep(connection, notes, {(n.stage, n.key): _kept(rows.of_note(n)) for n in remembered})
    add_new(connection, outbox, [rows.of_parcel(p) for page in pages for p in page.parcels])
    add(connection, deliveries, [rows.of_outcome(o) for page in pages for o in page.outcomes])
    acts = [(act, page) for page in pages for act in page.acts]
    add(connection, audit, [rows.of_act(act, page.room, page.person_id) for act, page in acts])
    for page in pages:
        change(connection, page.belongings)
        for entry in page.entries:
            note(connection, replace(entry, person_id=entry.person_id or page.person_id))


# A row and whether it is still to be there.
Kept = tuple[rows.Row, bool]


def _keep(connection: Connection, table: Table, last: Mapping[Any, Kept]) -> None:
    put(connection, table, [row for row, stays in last.values() if stays])
    forget(connection, table, [row for row, stays in last.values() if not stays])


def _kept(row: rows.Row) -> Kept:
    return row, bool(row["body"])


def _life(row: rows.Row) -> Kept:
    life = {"fingerprint": row["fingerprint"], "body": row["body"]}
    return life, row["state"] != State.RESOLVED.value
