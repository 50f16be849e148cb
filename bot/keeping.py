"""Keeping: where a bot writes its pages and parcels, and what was there before it started."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot.alerts.model import Alert
from bot.belongings import Belonging
from bot.delivery.outbox import MemoryOutbox, Outbox
from bot.delivery.parcel import Parcel
from bot.journal import Journal, MemoryJournal, Progress, Standing
from bot.notes import Note
from bot.operating import InMemory, Operating

Left = Callable[[Sequence[Parcel]], None]
"""Hears of parcels that may leave."""

Drain = Callable[[], Awaitable[None]]
"""Waits until every parcel has arrived, or was given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Holds what a restart takes up again; nothing of it, for a bot that never ran."""

    notes: Sequence[Note] = ()
    living: Sequence[Alert] = ()
    standings: Sequence[Standing] = ()
    progress: Progress | None = None
    belongings: Sequence[Belonging] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """Says where things are kept, and whether `standings` of rules are.

    `trouble` says why nothing is written just now, "" where all is well; `where` names the place.
    `operating` looks after what is there.
    """

    outbox: Outbox
    journal: Callable[[Left, Drain], Journal]
    standings: bool = False
    before: Before = field(default_factory=Before)
    trouble: Callable[[], str] = lambda: ""
    where: str = "memory, until it stops"
    operating: Operating = field(default_factory=InMemory)


def in_memory(*, in_step: bool = False) -> Keeping:
    """Keep everything for as long as the process lives.

    With `in_step` the market waits until what it came to has arrived.
    """
    outbox = MemoryOutbox()

    def journal(left: Left, drain: Drain) -> Journal:
        def take(parcels: Sequence[Parcel]) -> None:
            outbox.add(parcels)
            left(parcels)

        return MemoryJournal(take, drain if in_step else None)

    return Keeping(outbox=outbox, journal=journal)
