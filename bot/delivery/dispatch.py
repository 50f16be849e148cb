"""Dispatch: the way out of an alert, from what turned to the messages that leave."""

from collections.abc import Iterable
from datetime import UTC, datetime

from bot.alerts.audience import Tenancy
from bot.alerts.followup import Price
from bot.alerts.grouping import Group
from bot.alerts.model import Alert, State
from bot.alerts.plan import Plan
from bot.delivery.flushing import Flushing
from bot.delivery.intake import Intake
from bot.delivery.looking import Looking
from bot.delivery.parcel import Fate, Manner, Outcome, Parcel
from bot.delivery.people import People
from bot.delivery.planning import Planning
from bot.delivery.silencing import Silencing
from bot.delivery.stages import Rooms, Stages
from bot.delivery.telling import Opening, Teller
from bot.delivery.tray import Result, Tray
from bot.notes import Note

ALONE = Tenancy()
"""Where nobody says otherwise every room is its own chat's."""


class Dispatch:
    """Follows each alert to the rooms it is for, or records why it does not get there.

    route → group → [flush:] inhibition → silences → for each room: dedup → quiet hours → budget
    → wording → parcel

    It is a state machine: no task, no clock and no I/O of its own, and the same calls come to the
    same parcels under the same keys. Whoever drives it

    - hands each transition of an alert to `note`, also where the word on a living one changes (it
      is confirmed), and what people do to `people` or `silencing`;
    - calls `tick` at every instant that `next_due` names, and before it hands on anything of a
      later instant;
    - calls `turn_in` once all of an instant is handed over, and writes the whole Result on the
      instant's page. What is critical leaves with that same page; its parcels go to the courier
      when the page is written. `next_due` is to be asked again after it;
    - gives back what became of each parcel: `told` where it arrived, `failed` where it was given
      up, merged or left unsure. What that changes is turned in with the next page;
    - after a restart, hands all notes of its stages to `restore` before anything else; from then
      on it says what it would have said without one. An alert that lives needs no second `note`.

    Edits keep messages that stand in a room up to date; they are news to nobody, and a platform
    that cannot edit passes over them. `rooms` lists the rooms that are open to everybody's alerts,
    `opening` finds when the venue's next regular session opens, `price` asks what a symbol trades
    at, and `tenancy` tells whose each room is.
    """

    def __init__(
        self,
        plan: Plan,
        *,
        rooms: Rooms,
        opening: Opening,
        price: Price,
        tenancy: Tenancy = ALONE,
    ) -> None:
        self._stages = Stages(plan, rooms, tenancy)
        self._tray = Tray()
        self._teller = Teller(self._stages, self._tray, opening=opening, price=price)
        self._intake = Intake(self._stages, self._tray)
        self._flushing = Flushing(self._stages, self._tray, self._teller)
        self.people = People(self._stages, self._tray, self._teller, opening=opening)
        self.silencing = Silencing(self._stages, self._tray, self._teller, opening=opening)
        self.planning = Planning(self._stages, self._tray)
        self.looking = Looking(self._stages)
        self._now = datetime.min.replace(tzinfo=UTC)

    def note(self, alert: Alert, now: datetime) -> None:
        """Take in how an alert stands now; one that never fired concerns nobody."""
        self._now = max(self._now, now)
        if alert.state is State.FIRING:
            self._intake.fires(alert, self._now)
        elif alert.state is State.RESOLVED and alert.fired:
            self._intake.over(alert, self._now)

    def tick(self, now: datetime, most: int | None = None) -> None:
        """Do all that is due by `now`; of groups, at most so many."""
        self._now = max(self._now, now)
        now, stages, flushed = self._now, self._stages, 0
        while (due := stages.next_due()) is not None and due <= now and flushed != most:
            if stages.silences.end(now):
                stages.unmute(now)
            left = None if most is None else most - flushed
            for group in stages.groups.due(now, left):
                self._flushing.flush(group, now)
                flushed += 1
            for items in stages.digests.due(now):
                self._teller.digest(items, now)
            for follow_up in stages.follow_ups.due(now):
                self._teller.follow_up(follow_up, now)

    def next_due(self) -> datetime | None:
        """Say when there is something to do though nothing happens; None for never."""
        return self._stages.next_due()

    def turn_in(self, most: int | None = None) -> Result:
        """Do what is due at this instant, and hand over what the instant has come to.

        Where many groups are, at most so many are told now, and the others when it is asked again:
        `next_due` says at once.
        """
        self.tick(self._now, most)
        return self._tray.empty(self._stages.changes())

    def restore(self, notes: Iterable[Note]) -> None:
        """Take back what was turned in before a restart; other stages' notes are passed over."""
        self._stages.restore(notes)

    def told(self, parcel: Parcel, outcome: Outcome) -> None:
        """Note that a parcel has arrived, and by which name it can be edited or answered."""
        for group, room in self._faced(parcel):
            group.incident.rooms[room].ref = outcome.ref
            self._stages.groups.keep(group)

    def failed(self, parcel: Parcel, outcome: Outcome) -> None:
        """Note that a parcel stands nowhere by itself; the next word on its incident is a new one.

        One of which nobody knows may stand there, and so counts as one that does.
        """
        if outcome.fate is Fate.UNSURE:
            return
        for group, room in self._faced(parcel):
            group.incident.rooms[room].face = ""
            self._stages.groups.keep(group)

    def _faced(self, parcel: Parcel) -> list[tuple[Group, str]]:
        # The group that a parcel is the face of, with the room, if there is one.
        group = self._stages.groups.living.get(parcel.incident)
        if group is None or parcel.manner is not Manner.NEW:
            return []
        rooms = group.incident.rooms.items()
        return [(group, room) for room, known in rooms if known.face == parcel.key]
