"""Whatever happens, in whatever order: nothing is lost, doubled or told where it is muted."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta
from decimal import Decimal

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.alerts.audience import Tenancy, chat_of
from bot.alerts.budget import PingBudget
from bot.alerts.incidents import Until
from bot.alerts.inhibition import Inhibition
from bot.alerts.matchers import labels_of
from bot.alerts.model import Alert, State
from bot.alerts.plan import Plan
from bot.alerts.quiet import QuietHours
from bot.alerts.routing import Receiver, Route
from bot.chat import Severity
from bot.delivery.dispatch import Dispatch
from bot.delivery.parcel import Fate, Manner, Parcel
from bot.delivery.tray import Result
from bot.errors import UserError
from bot.market.confirmation import Verdict
from bot.notes import Note
from tests.dispatches import NOON, a_receiver, a_room, an_alert, matching, next_bell, outcome_of

RULES = {"mover": Severity.WARNING, "near": Severity.INFO, "crossed": Severity.CRITICAL}
WORDS = [Verdict.CONFIRMED, Verdict.CONFIRMED, Verdict.UNCONFIRMED, Verdict.SUSPICIOUS]
SUBJECTS = ["IREN", "WULF", "miners"]
SPANS = [0, 1, 29, 30, 31, 299, 300, 900, 3600, 4 * 3600, 11 * 3600, 30 * 3600]
OPEN = [a_room("test:hall")]
PLAN = Plan(
    route=Route(
        follow_up=timedelta(minutes=30),
        routes=(
            Route(
                matchers=matching("severity=critical"),
                receiver="duty",
                continues=True,
                repeat_interval=timedelta(hours=1),
            ),
            Route(matchers=matching("rule~*ea*"), receiver="desk", group_by=("subject",)),
        ),
    ),
    receivers=(
        a_receiver("duty", "test:duty", to="boss"),
        a_receiver("desk", "test:desk", "test:den"),
        Receiver(name="boss", destinations=(a_room("test:boss"),), send_resolved=False),
    ),
    inhibitions=(
        Inhibition(
            source=matching("subject=miners", "rule=crossed"),
            target=matching("rule=mover"),
            equal=("list",),
        ),
    ),
    quiet_hours=(
        QuietHours(start=time(22), end=time(7), destinations=frozenset([a_room("test:den")])),
        QuietHours(
            start=time(0),
            end=time(0),
            days=frozenset([5, 6]),
            destinations=frozenset([a_room("test:hall"), a_room("test:duty")]),
            critical_may_pass=False,
        ),
    ),
    budget=PingBudget(pings_a_day=3),
)


def a_dispatch(plan: Plan = PLAN, tenancy: Tenancy | None = None) -> Dispatch:
    return Dispatch(
        plan,
        rooms=lambda: OPEN,
        opening=next_bell,
        price=lambda symbol: Decimal(len(symbol) + 100),
        tenancy=tenancy or Tenancy(),
    )


class WhateverHappens(RuleBasedStateMachine):
    """Two dispatches live through the same; one of them is stopped and started again at will.

    What leaves for a reason of the `past` may be of a life that is over.
    """

    past = frozenset({"digest", "follow-up"})

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.steady, self.restarted = self.made(), self.made()
        self.notes: dict[tuple[str, str], Note] = {}
        self.firing: dict[str, Alert] = {}
        self.known: dict[str, Alert] = {}
        self.under_way: list[Parcel] = []
        self.faces: dict[tuple[str, str], set[str]] = {}
        self.last: dict[tuple[str, str], Fate] = {}
        self.keys: set[str] = set()

    def made(self) -> Dispatch:
        return a_dispatch()

    @property
    def both(self) -> tuple[Dispatch, Dispatch]:
        return self.steady, self.restarted

    @rule(
        name=st.sampled_from(sorted(RULES)),
        subject=st.sampled_from(SUBJECTS),
        word=st.sampled_from(WORDS),
    )
    def an_alert_fires(self, name: str, subject: str, word: Verdict) -> None:
        self._fires(name, RULES[name], subject, word)

    def _fires(self, name: str, severity: Severity, subject: str, word: Verdict) -> None:
        alert = an_alert(subject, rule=name, severity=severity, at=self.now, confirmation=word)
        if alert.fingerprint in self.firing:
            return
        self.firing[alert.fingerprint] = self.known[alert.fingerprint] = alert
        for dispatch in self.both:
            dispatch.note(alert, self.now)
        reached = self._turn_in()
        assert set() == self._rooms(alert) - reached.get(alert.fingerprint, set())

    @precondition(lambda self: self.firing)
    @rule(data=st.data(), word=st.sampled_from([Verdict.CONFIRMED, Verdict.UNCONFIRMED]))
    def another_source_tells(self, data: st.DataObject, word: Verdict) -> None:
        mark = data.draw(st.sampled_from(sorted(self.firing)))
        if self.firing[mark].confirmation is Verdict.CONFIRMED:
            return  # a word is never taken back
        hearsay = "" if word is Verdict.CONFIRMED else "only test says so"
        alert = replace(self.firing[mark], confirmation=word, hearsay=hearsay)
        self.firing[mark] = self.known[mark] = alert
        for dispatch in self.both:
            dispatch.note(alert, self.now)
        self._turn_in()

    @precondition(lambda self: self.firing)
    @rule(data=st.data())
    def an_alert_is_over(self, data: st.DataObject) -> None:
        before = self.firing.pop(data.draw(st.sampled_from(sorted(self.firing))))
        alert = an_alert(
            before.subject,
            rule=before.rule,
            severity=before.severity,
            at=self.now,
            started=before.started,
            state=State.RESOLVED,
            confirmation=before.confirmation,
        )
        for dispatch in self.both:
            dispatch.note(alert, self.now)
        self._turn_in()

    @rule(seconds=st.sampled_from(SPANS))
    def time_passes(self, seconds: int) -> None:
        until = self.now + timedelta(seconds=seconds)
        while (due := self.steady.next_due()) is not None and due <= until:
            self._tick(max(due, self.now))
        self._tick(until)

    @rule(seconds=st.sampled_from(SPANS))
    def the_clock_jumps(self, seconds: int) -> None:
        self._tick(self.now + timedelta(seconds=seconds))

    @rule(
        text=st.sampled_from(["subject=IREN", "severity!=info", "rule~*o*", "list=miners"]),
        until=st.sampled_from([60, 3600, 50_000, Until.OPEN, Until.RESOLVED]),
    )
    def somebody_silences(self, text: str, until: int | Until) -> None:
        self._act(
            lambda bot, end: bot.silencing.silence(matching(text), "ann", self.now, end), until
        )

    @rule(until=st.sampled_from([60, 50_000, Until.OPEN, Until.RESOLVED]))
    def somebody_mutes(self, until: int | Until) -> None:
        self._act(lambda bot, end: bot.silencing.mute("WULF", "ann", self.now, end), until)

    @precondition(lambda self: self.steady.silencing.all)
    @rule(data=st.data())
    def somebody_ends_a_silence(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from([s.id for s in self.steady.silencing.all]))
        for dispatch in self.both:
            dispatch.silencing.unsilence(name, "ann", self.now)
        self._turn_in()

    @precondition(lambda self: self.steady.people.all())
    @rule(data=st.data(), deed=st.sampled_from(["ack", "unack", "resolve"]))
    def somebody_acts(self, data: st.DataObject, deed: str) -> None:
        name = data.draw(st.sampled_from([i.id for i in self.steady.people.all()]))
        for dispatch in self.both:
            getattr(dispatch.people, deed)(name, "ann", self.now)
        self._turn_in()

    @precondition(lambda self: self.steady.people.all())
    @rule(data=st.data(), until=st.sampled_from([60, 50_000, Until.OPEN, Until.RESOLVED]))
    def somebody_snoozes(self, data: st.DataObject, until: int | Until) -> None:
        name = data.draw(st.sampled_from([i.id for i in self.steady.people.all()]))
        self._act(lambda bot, end: bot.people.snooze(name, "ann", self.now, end), until)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data(), fate=st.sampled_from([Fate.SENT, Fate.GIVEN_UP, Fate.UNSURE]))
    def the_courier_tells(self, data: st.DataObject, fate: Fate) -> None:
        parcel = self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1)))
        if fate is Fate.GIVEN_UP and parcel.manner is Manner.NEW:
            self._faces(parcel).discard(parcel.key)
        outcome = outcome_of(parcel, fate, self.now, ref=parcel.key[:4])
        for dispatch in self.both:
            tell = dispatch.told if fate is Fate.SENT else dispatch.failed
            tell(parcel, outcome)
        self._turn_in()

    @rule()
    def one_of_them_restarts(self) -> None:
        self.restarted = self.made()
        self.restarted.restore(note for note in self.notes.values() if note.body)

    @invariant()
    def an_incident_has_one_face_in_a_room(self) -> None:
        assert [] == [faces for faces in self.faces.values() if len(faces) > 1]

    @invariant()
    def both_know_when_they_are_due(self) -> None:
        assert self.steady.next_due() == self.restarted.next_due()

    def teardown(self) -> None:
        for mark in sorted(self.firing):
            alert = self.firing[mark]
            over = an_alert(
                alert.subject,
                rule=alert.rule,
                severity=alert.severity,
                at=self.now,
                started=alert.started,
                state=State.RESOLVED,
                confirmation=alert.confirmation,
            )
            for dispatch in self.both:
                dispatch.note(over, self.now)
        self._turn_in()
        self.time_passes(8 * 24 * 3600)

        assert {} == {key: fate for key, fate in self.last.items() if fate is Fate.HELD}
        assert ([], None) == (self.steady.people.all(), self.steady.next_due())

    def _act(self, act: Callable[[Dispatch, datetime | Until], object], until: int | Until) -> None:
        end = until if isinstance(until, Until) else self.now + timedelta(seconds=until)
        for dispatch in self.both:
            try:
                act(dispatch, end)
            except UserError:  # nothing fires that could resolve
                assert until is Until.RESOLVED
        self._turn_in()

    def _tick(self, now: datetime) -> None:
        self.now = now
        for dispatch in self.both:
            dispatch.tick(now)
        self._turn_in()

    def _turn_in(self) -> dict[str, set[str]]:
        # Which alerts are told, or accounted for, in which rooms.
        for dispatch in self.both:
            dispatch.tick(self.now)
        one, other = self.steady.turn_in(), self.restarted.turn_in()
        assert (one.parcels, one.outcomes) == (other.parcels, other.outcomes)
        self.notes |= {(note.stage, note.key): note for note in one.notes}
        reached: dict[str, set[str]] = {}
        self._check(one)
        for outcome in one.outcomes:
            for mark in outcome.fingerprints:
                self.last[mark, str(outcome.destination)] = outcome.fate
                reached.setdefault(mark, set()).add(str(outcome.destination))
        for parcel in one.parcels:
            for mark in parcel.message.fingerprints:
                self.last[mark, str(parcel.destination)] = Fate.SENT
                reached.setdefault(mark, set()).add(str(parcel.destination))
        return reached

    def _check(self, result: Result) -> None:
        for parcel in result.parcels:
            assert parcel.key not in self.keys
            self.keys.add(parcel.key)
            self.under_way.append(parcel)
            if parcel.manner is Manner.NEW and parcel.incident:
                self._faces(parcel).add(parcel.key)
            if parcel.manner is not Manner.EDIT:
                self._nothing_silenced_in(parcel)

    def _nothing_silenced_in(self, parcel: Parcel) -> None:
        silences = self.steady.silencing.all
        for mark in parcel.message.fingerprints:
            labels = labels_of(self.known[mark])
            if parcel.message.reason not in self.past:
                assert self.known[mark].confirmation is not Verdict.SUSPICIOUS
            holding = [s for s in silences if s.holds(labels, self.now)]
            assert [] == [s for s in holding if s.owner in {"", chat_of(parcel.destination)}]

    def _faces(self, parcel: Parcel) -> set[str]:
        return self.faces.setdefault((parcel.incident, str(parcel.destination)), set())

    def _rooms(self, alert: Alert) -> set[str]:
        duty = {"test:duty"} if alert.severity is Severity.CRITICAL else set()
        desk = {"test:desk", "test:den"} if "ea" in alert.rule else set()
        return duty | desk or {"test:hall"}


TestWhateverHappens = WhateverHappens.TestCase
TestWhateverHappens.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
