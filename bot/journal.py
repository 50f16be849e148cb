"""The journal: what an instant changed that must survive it, written as one page or not at all."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.alerts.incidents import Act
from bot.alerts.model import Alert
from bot.belongings import Belonging, Entry
from bot.delivery.parcel import Outcome, Parcel
from bot.notes import Note
from bot.rules.standing import Standing

__all__ = ["Journal", "MemoryJournal", "Note", "Page", "Progress", "Standing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Says how far a feed has been followed: how many of its events, and when the last was seen."""

    feed: str
    events: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What one instant changed: all of it survives, or none.

    Pages are written in the order they are handed over; a parcel leaves after its page is written.
    What people did is signed: in which `room` it was, and by whom for good.
    """

    at: datetime
    progress: Progress | None = None
    alerts: Sequence[Alert] = ()
    standings: Sequence[Standing] = ()
    notes: Sequence[Note] = ()
    parcels: Sequence[Parcel] = ()
    outcomes: Sequence[Outcome] = ()
    acts: Sequence[Act] = ()
    belongings: Sequence[Belonging] = ()
    entries: Sequence[Entry] = ()
    room: str = ""
    person_id: str = ""

    @property
    def tells(self) -> bool:
        """Whether there is anything on it besides how far a feed was followed."""
        told = (self.alerts, self.standings, self.notes, self.parcels, self.outcomes, self.acts)
        return any((*told, self.belongings, self.entries))


class Journal(Protocol):
    """Keeps pages; `unwritten` says how many are not safe yet, `lost` how many never will be."""

    unwritten: int
    lost: int

    def write(self, page: Page) -> None:
        """Take a page, to be written soon; nothing waits for it."""
        ...

    async def ready(self) -> None:
        """Return once there is room for more pages: the disk may be slower than the market."""
        ...

    async def settle(self) -> None:
        """Return once every page there is has been written."""
        ...


class MemoryJournal:
    """Keeps nothing: its parcels may leave at once, for nobody expects them after a restart.

    Where it is told how to `drain` what they left for, there is room once all have arrived.
    """

    def __init__(
        self,
        left: Callable[[Sequence[Parcel]], None],
        drain: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        self.unwritten = self.lost = 0
        self._left = left
        self._drain = drain

    def write(self, page: Page) -> None:
        if page.parcels:
            self._left(page.parcels)

    async def ready(self) -> None:
        if self._drain is not None:
            await self._drain()

    async def settle(self) -> None: ...
