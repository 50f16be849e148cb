"""The history of sectors: daily caps and milestones, so that they outlive a restart."""

import logging
from concurrent.futures import Future

from sqlalchemy import Connection, delete, select

from bot.market.annals import Annals, Chapter, Stand
from bot.market.history import KEPT, DayCap
from bot.storage.bodies import read, written
from bot.storage.store import Store
from bot.storage.tables import history
from bot.storage.upsert import put

log = logging.getLogger(__name__)

_STAND = ""  # in place of a day: where the sector stands, which is written over


class Ledger:
    """Writes down what changes in the annals of sectors; to be called after each event."""

    def __init__(self, store: Store, annals: Annals) -> None:
        self._store = store
        self._annals = annals
        self._chapters = annals.chapters
        self._written = dict.fromkeys(self._chapters, 0)

    def __call__(self) -> None:
        if self._chapters is not self._annals.chapters:
            self._follow_lists()
        for name, chapter in self._chapters.items():
            if chapter.changes != self._written[name]:
                self._written[name] = chapter.changes
                self._store.put(_Writing(name, chapter)).add_done_callback(_told)

    async def restore(self) -> None:
        """Take up what was written before; to be called before the first event."""
        for name, chapter in self._annals.chapters.items():
            days, stand = await self._store.read(_Reading(name))
            if stand is not None:
                chapter.restore(days, stand)

    def _follow_lists(self) -> None:
        before, self._chapters = self._chapters, self._annals.chapters
        for name, chapter in before.items():
            if self._chapters.get(name) is not chapter:
                del self._written[name]
                self._store.put(_Erasing(name)).add_done_callback(_told)
        self._written = {name: self._written.get(name, -1) for name in self._chapters}


def _told(done: "Future[None]") -> None:
    if (error := done.exception()) is not None:
        log.error("the history of a sector was not written", extra={"why": str(error)})


class _Writing:
    """Puts down the newest day of a chapter and where it stands, as they were at its making."""

    def __init__(self, name: str, chapter: Chapter) -> None:
        bodies = {day.day.isoformat(): written(day) for day in list(chapter.history.days)[-1:]}
        bodies[_STAND] = written(chapter.stand())
        self._rows = [{"series": name, "day": day, "body": body} for day, body in bodies.items()]

    def __call__(self, connection: Connection) -> None:
        put(connection, history, self._rows)


class _Erasing:
    """Takes away what is written of a list that is no more: one made under its name is another."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, connection: Connection) -> None:
        connection.execute(delete(history).where(history.c.series == self._name))


class _Reading:
    """Reads the days of a sector, the oldest first, and where it stood; None where it never was."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, connection: Connection) -> tuple[list[DayCap], Stand | None]:
        ours = select(history.c.body).where(history.c.series == self._name)
        days = ours.where(history.c.day != _STAND).order_by(history.c.day.desc()).limit(KEPT)
        newest = [read(body, DayCap) for body in connection.scalars(days)]
        stand = connection.scalar(ours.where(history.c.day == _STAND))
        return newest[::-1], None if stand is None else read(stand, Stand)
