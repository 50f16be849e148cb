"""What all carriers share: time, the outbox, patience, and whom to tell of what happens."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random, SystemRandom

from bot.chat import Destination
from bot.clock import Clock
from bot.delivery.coalescing import Coalesce
from bot.delivery.outbox import MemoryOutbox, Outbox
from bot.delivery.parcel import Outcome, Parcel
from bot.delivery.patience import Patience

Told = Callable[[Parcel, Outcome], None]
"""Hears of a parcel and what became of it."""

Warn = Callable[[Destination, str], None]
"""Tells whoever owns a destination, by another way, why it takes nothing more."""

Followed = Callable[[Destination, Destination], None]
"""Hears of a room that goes on under another name: the old one, and the new one."""

Passing = Callable[[str], None]
"""Is called at each named point of a parcel's way, so that a test may end the process there."""


def nothing(*_told: object) -> None:
    """Hear something, and do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """Holds what a carrier works with.

    `holder` is whose the parcels are while they are under way; after a `lease` without a word of
    it, another may take them. A backlog is worded by `coalesce`; without it, told one by one.
    """

    clock: Clock
    outbox: Outbox = field(default_factory=MemoryOutbox)
    random: Random = field(default_factory=SystemRandom)
    patience: Patience = field(default_factory=Patience)
    holder: str = "courier"
    lease: timedelta = timedelta(seconds=30)
    coalesce: Coalesce | None = None
    told: Told = nothing
    failed: Told = nothing
    warn: Warn = nothing
    followed: Followed = nothing
    passing: Passing = nothing
