"""Writing: the briefs that a room is told, each written once for all who would read the same."""

from collections.abc import Callable
from dataclasses import replace

from bot.alerts.brief import brief
from bot.alerts.briefing.basis import Basis
from bot.chat import Destination, Message
from bot.market.sector import Sector
from bot.owners import EVERYBODY, owner_of, seen
from bot.reading import Reader, reading

MOST = 5
"""Briefs that a room is told in one go."""


class Writer:
    """Writes briefs for rooms, as whoever a room belongs to sees and reads them.

    `owner` tells whose a room is, `owns` whether they have anything of their own: who has not sees
    what everybody does. `reader` tells how they read.
    """

    def __init__(
        self,
        basis: Basis,
        *,
        owner: Callable[[Destination], str],
        owns: Callable[[str], bool],
        reader: Callable[[str], Reader],
    ) -> None:
        self._basis = basis
        self._owner = owner
        self._owns = owns
        self._reader = reader
        self._now = basis.now
        self._written: dict[tuple[str, Reader, tuple[str, ...]], list[Message]] = {}

    def __call__(self, room: Destination, lists: tuple[str, ...]) -> list[Message]:
        """Write the briefs of some watchlists, or of the usual ones where none is named."""
        owner = self._owner(room)
        viewer, reader = owner if self._owns(owner) else EVERYBODY, self._reader(owner)
        if self._basis.now != self._now:
            self._now, self._written = self._basis.now, {}
        key = (viewer, reader, lists)
        if key not in self._written:
            with reading(reader):
                basis = replace(self._basis, viewer=viewer)
                self._written[key] = [brief(one, basis) for one in self._sectors(viewer, lists)]
        return self._written[key]

    # A list that is gone by now is told no more.
    def _sectors(self, viewer: str, lists: tuple[str, ...]) -> list[Sector]:
        known = seen(self._basis.market.sectors, viewer)
        if lists:
            return [known[name] for name in lists if name in known][:MOST]
        house = [s for name, s in self._basis.market.sectors.items() if not owner_of(name)]
        return ([s for s in house if s.watchlist.milestones] or house[:1])[:MOST]
