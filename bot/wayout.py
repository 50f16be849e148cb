"""The way out: what an instant came to, for the rooms it concerns, kept on one page."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Protocol

from bot.alerts.model import Alert, State
from bot.belongings import Belonging, Entry
from bot.chat import Audience, Destination, Message
from bot.delivery.dispatch import Dispatch
from bot.delivery.parcel import Outcome, Parcel, Priority, key_of
from bot.journal import Journal, Page, Progress, Standing
from bot.notes import Note

NEVER = datetime.max.replace(tzinfo=UTC)

AT_ONCE = 25
"""Groups that are told in one go: a few milliseconds, and then somebody else has a turn."""

Rooms = Callable[[], Sequence[Destination]]


class Way(Protocol):
    """Takes what the pipeline has to tell; `due` is when something is to be told by time alone.

    `moved` hear where that is another instant now, though the pipeline asked for nothing.
    """

    due: datetime
    moved: list[Callable[[], None]]

    def note(self, alert: Alert, now: datetime) -> None:
        """Take how an alert stands now; that it turned is kept, whoever is told of it."""
        ...

    def amend(self, alert: Alert, now: datetime) -> None:
        """Take what became known of an alert that lives, though it did not turn."""
        ...

    def remember(self, notes: Sequence[Note]) -> None:
        """Take what somebody else has to remember of this instant."""
        ...

    def keep(self, document: Belonging, entry: Entry) -> None:
        """Take what somebody changed of what they own, and that they did."""
        ...

    def sign(self, room: str, person_id: str) -> None:
        """Take who did what is turned in next, and in which room."""
        ...

    def say(self, message: Message) -> None:
        """Take what is no alert: it goes to its audience at once."""
        ...

    def tick(self, now: datetime) -> None:
        """Do what is due by now."""
        ...

    def turn_in(
        self, now: datetime, progress: Progress | None = None, standings: Sequence[Standing] = ()
    ) -> None:
        """Write all of an instant on a page, if there is anything of it."""
        ...

    async def ready(self) -> None:
        """Return once there is room for more."""
        ...


class Nowhere:
    """Tells nobody; for whoever looks at alerts alone."""

    due = NEVER

    def __init__(self) -> None:
        self.moved: list[Callable[[], None]] = []

    def note(self, alert: Alert, now: datetime) -> None: ...

    def amend(self, alert: Alert, now: datetime) -> None: ...

    def remember(self, notes: Sequence[Note]) -> None: ...

    def keep(self, document: Belonging, entry: Entry) -> None: ...

    def sign(self, room: str, person_id: str) -> None: ...

    def say(self, message: Message) -> None: ...

    def tick(self, now: datetime) -> None: ...

    def turn_in(
        self, now: datetime, progress: Progress | None = None, standings: Sequence[Standing] = ()
    ) -> None: ...

    async def ready(self) -> None: ...


class WayOut:
    """Sends alerts through the stages, and writes what that comes to in the journal.

    `rooms` are those that are open to members, `operators` those that hear what is not for members.
    """

    def __init__(
        self, dispatch: Dispatch, journal: Journal, *, rooms: Rooms, operators: Rooms
    ) -> None:
        self.due = NEVER
        self.moved: list[Callable[[], None]] = []
        self._dispatch = dispatch
        self._journal = journal
        self._rooms = rooms
        self._operators = operators
        self._turned: list[Alert] = []
        self._said: list[Parcel] = []
        self._notes: list[Note] = []
        self._changed: list[tuple[Belonging, Entry]] = []
        self._signed = ("", "")
        self._written = False
        self._now = datetime.min.replace(tzinfo=UTC)

    def note(self, alert: Alert, now: datetime) -> None:
        self._turned.append(alert)
        if alert.state is not State.PENDING:
            self._dispatch.note(alert, now)

    def amend(self, alert: Alert, now: datetime) -> None:
        self._dispatch.note(alert, now)

    def remember(self, notes: Sequence[Note]) -> None:
        self._notes += notes

    def keep(self, document: Belonging, entry: Entry) -> None:
        self._changed.append((document, entry))

    def sign(self, room: str, person_id: str) -> None:
        self._signed = (room, person_id)

    def say(self, message: Message) -> None:
        operators = message.audience is Audience.OPERATORS
        self._post(message, self._operators() if operators else self._rooms())

    def whisper(self, room: Destination, message: Message) -> None:
        """Take what is no alert, and for one room alone."""
        self._post(message, [room])

    def _post(self, message: Message, rooms: Iterable[Destination]) -> None:
        what = (message.at, message.reason, message.title, message.body, *message.fingerprints)
        self._said += [
            Parcel(
                key=key_of((room, *what)),
                destination=room,
                message=message,
                made=message.at,
                priority=Priority.WARNING,
            )
            for room in rooms
        ]

    def tick(self, now: datetime) -> None:
        self._dispatch.tick(now, 0)  # they are told as they are turned in

    def turn_in(
        self, now: datetime, progress: Progress | None = None, standings: Sequence[Standing] = ()
    ) -> None:
        self._now = max(self._now, now)
        result = self._dispatch.turn_in(AT_ONCE)
        self.due = self._dispatch.next_due() or NEVER
        turned, said, notes, changed = self._turned, self._said, self._notes, self._changed
        self._turned, self._said, self._notes, self._changed = [], [], [], []
        (room, person_id), self._signed = self._signed, ("", "")
        page = Page(
            at=self._now,
            progress=progress,
            alerts=turned,
            standings=standings,
            notes=(*notes, *result.notes),
            parcels=(*said, *result.parcels),
            outcomes=result.outcomes,
            acts=result.acts,
            belongings=[document for document, _ in changed],
            entries=[entry for _, entry in changed],
            room=room,
            person_id=person_id,
        )
        if page.tells:
            self._written = True
            self._journal.write(page)

    async def ready(self) -> None:
        if self._written:
            self._written = False
            await self._journal.ready()

    def restore(self, notes: Iterable[Note]) -> None:
        """Take up what was turned in before a restart."""
        self._dispatch.restore(notes)
        self.due = self._dispatch.next_due() or NEVER

    def told(self, parcel: Parcel, outcome: Outcome) -> None:
        """Hear that a parcel has arrived."""
        self._dispatch.told(parcel, outcome)
        self._heard()

    def failed(self, parcel: Parcel, outcome: Outcome) -> None:
        """Hear that a parcel will not arrive by itself."""
        self._dispatch.failed(parcel, outcome)
        self._heard()

    def _heard(self) -> None:
        self.turn_in(self._now)
        for listener in self.moved:
            listener()
