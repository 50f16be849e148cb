"""Whatever rooms want, in whatever order: nobody hears of another's alerts, and nothing is lost."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import time, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from bot.alerts.audience import Tenancy, chat_of
from bot.alerts.incidents import Until
from bot.alerts.matchers import labels_of, take
from bot.alerts.model import Alert
from bot.alerts.plan import Own, Plan
from bot.alerts.quiet import QuietHours
from bot.alerts.routing import Bound, Route
from bot.chat import Destination, Severity
from bot.delivery.dispatch import Dispatch
from bot.delivery.parcel import Manner, Parcel
from bot.delivery.tray import Result
from bot.market.confirmation import Verdict
from bot.owners import owner_of
from tests.dispatches import a_room, matching
from tests.unit import test_dispatch_whatever_happens as plain

OWN_RULES = {
    "mover@test:a": Severity.WARNING,
    "sneak@test:a": Severity.CRITICAL,
    "mover@test:b": Severity.INFO,
    "lost@test:b": Severity.WARNING,
}
HOMES = {"mover@test:a": "test:a", "sneak@test:a": "test:b", "mover@test:b": "test:b:1"}
"""Where each was made; one of them says a room that is not its owner's, and one says nothing."""
ROOMS = {"test:a": ["test:a", "test:a:1"], "test:b": ["test:b", "test:b:1", "test:hall"]}
"""What each owner writes down; the last is a room of the operator's, and so not theirs."""
TAKEN = [
    "severity=critical",
    "rule=mover",
    "subject=IREN",
    "rule~*o*",
    "list=miners",
    "owner=test:b",
]
OPERATORS = [a_room("test:ops")]
OTHER = replace(
    plain.PLAN,
    route=Route(receiver="desk", group_by=("list",), follow_up=timedelta(minutes=10)),
    quiet_hours=plain.PLAN.quiet_hours[:1],
    inhibitions=(),
)

owners = st.sampled_from(sorted(ROOMS))


@st.composite
def wishes(draw: st.DrawFn, owner: str) -> Own:
    """Draw what an owner may want, for rooms that need not be its own."""
    room = st.sampled_from(ROOMS[owner]).map(a_room)
    matchers = st.lists(st.sampled_from(TAKEN), max_size=1).map(lambda texts: matching(*texts))
    bound = st.builds(Bound, owner=st.just(owner), room=room, matchers=matchers)
    bounds = st.lists(bound, max_size=2).map(tuple)
    hours = st.builds(
        QuietHours,
        start=st.just(time(12)),
        end=st.sampled_from([time(15), time(12)]),
        days=st.just(frozenset([4, 5])),
        destinations=room.map(lambda one: frozenset([one])),
    )
    return Own(
        routes=draw(bounds),
        channel=draw(st.none() | room),
        subscriptions=draw(bounds),
        quiet_hours=draw(st.lists(hours, max_size=1).map(tuple)),
    )


class WhateverRoomsWant(plain.WhateverHappens):
    """The same life, with rooms that have rules, routes and silences of their own.

    Where the operator's routes have changed, an end may be told that way which it began by, though
    it fires again and goes another.
    """

    past = plain.WhateverHappens.past | {"resolved", "new member"}

    def __init__(self) -> None:
        self.plan = plain.PLAN
        self.wanted: dict[str, Own] = {}
        super().__init__()

    def made(self) -> Dispatch:
        tenancy = Tenancy(
            operators=lambda: OPERATORS,
            home=lambda name: a_room(HOMES[name]) if name in HOMES else None,
        )
        dispatch = plain.a_dispatch(self.plan, tenancy)
        for owner, own in self.wanted.items():
            dispatch.planning.want(owner, own, self.now)
        return dispatch

    @rule(
        name=st.sampled_from(sorted(OWN_RULES)),
        subject=st.sampled_from(plain.SUBJECTS),
        word=st.sampled_from(plain.WORDS),
    )
    def a_rule_of_a_room_fires(self, name: str, subject: str, word: Verdict) -> None:
        self._fires(name, OWN_RULES[name], subject, word)

    @rule(owner=owners, data=st.data())
    def a_room_wants_something_else(self, owner: str, data: st.DataObject) -> None:
        self.wanted[owner] = own = data.draw(wishes(owner))
        for dispatch in self.both:
            dispatch.planning.want(owner, own, self.now)
        self._turn_in()

    @rule(plan=st.sampled_from([plain.PLAN, OTHER]))
    def the_operator_wants_something_else(self, plan: Plan) -> None:
        self.plan = plan
        for dispatch in self.both:
            dispatch.planning.go_by(plan, self.now)
        self._turn_in()

    @rule(
        owner=owners,
        text=st.sampled_from(TAKEN),
        until=st.sampled_from([60, 50_000, Until.OPEN, Until.RESOLVED]),
    )
    def a_room_silences(self, owner: str, text: str, until: int | Until) -> None:
        self._act(
            lambda bot, end: bot.silencing.silence(
                matching(text), "bob", self.now, end, owner=owner
            ),
            until,
        )

    @rule(owner=owners, until=st.sampled_from([60, 50_000, Until.OPEN, Until.RESOLVED]))
    def a_room_mutes(self, owner: str, until: int | Until) -> None:
        self._act(
            lambda bot, end: bot.silencing.mute("IREN", "bob", self.now, end, owner=owner), until
        )

    @rule(room=st.sampled_from(["test:a", "test:b:1", "test:hall", "test:den"]))
    def somebody_asks_for_the_digest(self, room: str) -> None:
        for dispatch in self.both:
            dispatch.people.digest(a_room(room), self.now)
        self._turn_in()

    def _check(self, result: Result) -> None:
        super()._check(result)
        for parcel in result.parcels:
            for mark in parcel.message.fingerprints:
                self._nobody_else_hears(parcel, self.known[mark])
        for outcome in result.outcomes:
            for mark in outcome.fingerprints:
                if outcome.destination is not None:
                    self._may_hear(outcome.destination, self.known[mark])

    def _nobody_else_hears(self, parcel: Parcel, alert: Alert) -> None:
        room = parcel.destination
        self._may_hear(room, alert)
        asked = parcel.manner is not Manner.EDIT and parcel.message.reason != "follow-up"
        if asked and chat_of(room) in ROOMS:
            assert str(room) in self._rooms(alert)

    def _may_hear(self, room: Destination, alert: Alert) -> None:
        assert owner_of(alert.rule) in {"", chat_of(room)} or room in OPERATORS

    def _rooms(self, alert: Alert) -> set[str]:
        owner = owner_of(alert.rule)
        wanted = [own for whose, own in self.wanted.items() if owner in {"", whose}]
        heard = {name for own in wanted for name in _taking(own.subscriptions, alert)}
        if not owner:
            routed = {"test:desk", "test:den"} if self.plan is OTHER else super()._rooms(alert)
            return heard | routed
        own = self.wanted.get(owner, Own())
        written = [bound for bound in own.routes if take(bound.matchers, labels_of(alert))]
        home = str(own.channel) if own.channel else HOMES.get(alert.rule)
        homes = [home] if home and not written and chat_of(a_room(home)) == owner else []
        return {"test:ops", *_taking(own.routes, alert), *homes, *heard}


def _taking(bounds: Iterable[Bound], alert: Alert) -> set[str]:
    labels = labels_of(alert)
    mine = (bound for bound in bounds if chat_of(bound.room) == bound.owner)
    return {str(bound.room) for bound in mine if take(bound.matchers, labels)}


TestWhateverRoomsWant = WhateverRoomsWant.TestCase
TestWhateverRoomsWant.settings = settings(
    max_examples=60,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
