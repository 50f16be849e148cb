"""Dispatches under test: alerts, plans and somebody who drives them by the clock."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal

from bot.alerts.audience import Tenancy
from bot.alerts.followup import Price
from bot.alerts.matchers import Matcher
from bot.alerts.model import Alert, State, fingerprint
from bot.alerts.plan import Own, Plan
from bot.alerts.routing import Bound, Receiver, Route
from bot.chat import Destination, Severity
from bot.delivery.dispatch import ALONE, Dispatch
from bot.delivery.parcel import Fate, Manner, Outcome, Parcel
from bot.delivery.tray import Result
from bot.market.confirmation import Verdict
from bot.market.sessions import Session
from bot.notes import Note
from tests.watched import Time, instant

NOON = instant("2025-10-10T12:00Z")
"""A Friday morning in New York, an hour and a half before the bell."""
THE_BELL = instant("2025-10-10T13:30Z")


def an_alert(  # noqa: PLR0913 (what may vary is the point of a builder)
    subject: str = "IREN",
    *,
    rule: str = "mover",
    severity: Severity = Severity.WARNING,
    at: Time = NOON,
    started: Time | None = None,
    state: State = State.FIRING,
    percent: int = 5,
    watchlist: str = "miners",
    session: Session = Session.PRE,
    confirmation: Verdict = Verdict.CONFIRMED,
    **labels: str,
) -> Alert:
    """Make an alert about a stock that closed at 100."""
    value, now = Decimal(percent), instant(at)
    over = state is State.RESOLVED
    return Alert(
        fingerprint=fingerprint(rule, subject, labels),
        rule=rule,
        subject=subject,
        state=state,
        title=f"{subject} {value:+}%",
        because=f"{subject} premarket {value:+}%",
        condition="premarket > 4%",
        severity=severity,
        session=session,
        value=value,
        baseline=Decimal(100),
        threshold=Decimal(4),
        price=100 + value,
        source="test",
        priced=now,
        started=instant(started) if started else now,
        updated=now,
        ended=now if over else None,
        fired=True,
        watchlist=watchlist,
        labels=labels,
        confirmation=confirmation,
        hearsay="" if confirmation is Verdict.CONFIRMED else "only test says so",
    )


def a_room(name: str) -> Destination:
    """Make a destination of `platform:chat`, or `platform:chat:thread`."""
    platform, chat, *thread = name.split(":")
    return Destination(platform=platform, chat=chat, thread=thread[0] if thread else None)


def a_receiver(name: str, *rooms: str, to: str = "", after: int = 15) -> Receiver:
    """Make a receiver of some rooms; `to` is whom it escalates to after so many minutes."""
    return Receiver(
        name=name,
        destinations=tuple(map(a_room, rooms)),
        escalate_to=to,
        escalate_after=timedelta(minutes=after),
    )


def a_bound(room: str, *matchers: str, owner: str = "") -> Bound:
    """Say that what matchers take is bound for a room, of its own chat unless another is named."""
    where = a_room(room)
    whose = owner or f"{where.platform}:{where.chat}"
    return Bound(owner=whose, room=where, matchers=matching(*matchers))


def matching(*texts: str) -> tuple[Matcher, ...]:
    return tuple(map(Matcher.parse, texts))


def a_plan(*receivers: Receiver, **route: object) -> Plan:
    """Make a plan that routes all to the first of some receivers."""
    name = receivers[0].name if receivers else "everywhere"
    made = Route(**{"receiver": name, **route})  # type: ignore[arg-type]  # what a test names fits
    return Plan(route=made, receivers=receivers)


class Driven:
    """A dispatch that is driven as a running bot would, with all it has said and remembered."""

    def __init__(
        self,
        plan: Plan | None = None,
        *,
        rooms: Iterable[str] = ("test:desk",),
        prices: dict[str, int] | None = None,
        tenancy: Tenancy = ALONE,
    ) -> None:
        self.now = NOON
        self.parcels: list[Parcel] = []
        self.outcomes: list[Outcome] = []
        self.notes: dict[tuple[str, str], Note] = {}
        self._open = [a_room(name) for name in rooms]
        self._plan = plan or Plan()
        self._prices = prices or {}
        self._tenancy = tenancy
        self._wanted: dict[str, Own] = {}
        self.dispatch = self._made()

    def _made(self) -> Dispatch:
        price: Price = lambda symbol: Decimal(self._prices[symbol])  # noqa: E731 (named for its type)
        made = Dispatch(
            self._plan,
            rooms=lambda: self._open,
            opening=next_bell,
            price=price,
            tenancy=self._tenancy,
        )
        for owner, own in self._wanted.items():
            made.planning.want(owner, own, self.now)
        return made

    def restart(self) -> None:
        """Go on with nothing but what was written down."""
        self.dispatch = self._made()
        self.dispatch.restore(note for note in self.notes.values() if note.body)

    def wants(self, owner: str, own: Own) -> None:
        """Let a room want something else from now on."""
        self._wanted[owner] = own
        self.dispatch.planning.want(owner, own, self.now)
        self.dispatch.tick(self.now)
        self.turn_in()

    def goes_by(self, plan: Plan) -> None:
        """Let the operator want something else from now on."""
        self._plan = plan
        self.dispatch.planning.go_by(plan, self.now)
        self.dispatch.tick(self.now)
        self.turn_in()

    def fires(self, *subjects: str, after: int = 0, **told: object) -> None:
        """Let alerts fire, so many seconds from now."""
        self.passes(seconds=after)
        for subject in subjects or ("IREN",):
            alert = an_alert(subject, at=self.now, **told)  # type: ignore[arg-type]  # as above
            self.dispatch.note(alert, self.now)
        self.turn_in()

    def ends(self, *subjects: str, after: int = 0, **told: object) -> None:
        """Let alerts be over, so many seconds from now."""
        self.fires(*subjects, after=after, state=State.RESOLVED, started=NOON, **told)

    def passes(self, **span: float) -> None:
        """Let time pass; whatever is due happens at its own instant."""
        until = self.now + timedelta(**span)
        while (due := self.dispatch.next_due()) is not None and due <= until:
            self.now = max(self.now, due)
            self.dispatch.tick(due)
            self.turn_in()
        self.now = until

    def reaches(self, when: Time) -> None:
        self.passes(seconds=(instant(when) - self.now).total_seconds())

    def turn_in(self) -> Result:
        result = self.dispatch.turn_in()
        self.parcels += result.parcels
        self.outcomes += result.outcomes
        self.notes |= {(note.stage, note.key): note for note in result.notes}
        return result

    def arrives(self, ref: str = "1") -> None:
        """Let the last parcel arrive."""
        parcel = self.parcels[-1]
        self.dispatch.told(parcel, outcome_of(parcel, Fate.SENT, self.now, ref=ref))
        self.turn_in()

    def fails(self, fate: Fate = Fate.GIVEN_UP) -> None:
        """Let the last parcel come to nothing."""
        parcel = self.parcels[-1]
        self.dispatch.failed(parcel, outcome_of(parcel, fate, self.now))
        self.turn_in()

    @property
    def incident(self) -> str:
        """The one incident there is."""
        (only,) = self.dispatch.people.all()
        return only.id

    def heard(self, room: str) -> list[tuple[str, str]]:
        """What was said in a room, and why, edits left out."""
        here = [p for p in self.parcels if str(p.destination) == room]
        told = [p.message for p in here if p.manner is not Manner.EDIT]
        return [(message.reason, message.title) for message in told]

    def fates(self, room: str) -> list[tuple[str, str]]:
        """What was not said in a room, and why."""
        here = [o for o in self.outcomes if str(o.destination) == room]
        return [(outcome.fate.value, outcome.reason) for outcome in here]

    @property
    def said(self) -> list[tuple[str, str]]:
        """What was said, and why, edits left out."""
        told = [p.message for p in self.parcels if p.manner is not Manner.EDIT]
        return [(message.reason, message.title) for message in told]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What was not said, and why."""
        return [(outcome.fate.value, outcome.reason) for outcome in self.outcomes]

    @property
    def edits(self) -> list[dict[str, str]]:
        """The facts of each edit."""
        edits = [p.message for p in self.parcels if p.manner is Manner.EDIT]
        return [{fact.label: fact.value for fact in message.facts} for message in edits]


def outcome_of(parcel: Parcel, fate: Fate, at: datetime, *, ref: str = "") -> Outcome:
    """Make what the courier would tell of a parcel."""
    return Outcome(
        at=at,
        destination=parcel.destination,
        fate=fate,
        reason=fate.value,
        fingerprints=parcel.message.fingerprints,
        key=parcel.key,
        ref=ref,
    )


def next_bell(now: datetime) -> datetime:
    """Find the next opening of a venue that opens every day at half past one, UTC."""
    bell = now.replace(hour=THE_BELL.hour, minute=THE_BELL.minute, second=0, microsecond=0)
    return bell if bell > now else bell + timedelta(days=1)
