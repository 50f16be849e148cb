"""Settings of what is told to whom, and when: routes, receivers, quiet hours and a budget."""

from dataclasses import replace
from datetime import time, timedelta

from pydantic import Field, field_validator

from bot.alerts.budget import PingBudget
from bot.alerts.inhibition import Inhibition
from bot.alerts.matchers import Matcher
from bot.alerts.quiet import QuietHours
from bot.alerts.routing import EVERYWHERE, Receiver, Route
from bot.chat import Destination
from config import alert_values as alert
from config import market_values as market
from config import values
from config.sections import Section

_ALL_WEEK = tuple(range(7))


class RouteEntry(Section):
    """A route; what it does not say is as its parent has it."""

    matchers: tuple[values.Text, ...] = Field(
        default=(), description="What an alert's labels must be, all of it: severity=critical."
    )
    receiver: values.Text | None = Field(default=None, description="Whom it leads to.")
    group_by: tuple[market.LabelName, ...] | None = Field(
        default=None, description="The labels that alerts told together have in common."
    )
    group_wait: alert.Wait | None = Field(
        default=None, description="How long the first alert of a group waits for others."
    )
    group_interval: market.Span | None = Field(
        default=None, description="The least time between two messages about a group."
    )
    repeat_interval: market.Span | None = Field(
        default=None, description="After how long a room is reminded of what still fires."
    )
    follow_up: market.Span | None = Field(
        default=None,
        description="How long after the open a move before the bell is looked at again.",
    )
    continues: values.Switch = Field(
        default=False,
        alias="continue",
        description="Whether the routes after this one may take the alert as well.",
    )
    routes: tuple["RouteEntry", ...] = Field(
        default=(), description="Routes for some of what comes this way; the first that matches."
    )

    def under(self, parent: Route) -> Route:
        """Return it as the way out takes it, filled up with what its parent says."""
        own = Route(
            receiver=self.receiver or parent.receiver,
            matchers=parsed(self.matchers),
            group_by=parent.group_by if self.group_by is None else self.group_by,
            group_wait=parent.group_wait if self.group_wait is None else self.group_wait,
            group_interval=self.group_interval or parent.group_interval,
            repeat_interval=self.repeat_interval or parent.repeat_interval,
            follow_up=self.follow_up or parent.follow_up,
            continues=self.continues,
        )
        return with_routes(own, self.routes)


class RootRoute(Section):
    """Where every alert begins; what no route takes stays here."""

    receiver: values.Text = Field(default=EVERYWHERE, description="Whom it leads to.")
    group_by: tuple[market.LabelName, ...] = Field(
        default=("rule",), description="The labels that alerts told together have in common."
    )
    group_wait: alert.Wait = Field(
        default=timedelta(seconds=30),
        description="How long a group's first alert waits for others; a critical one does not.",
    )
    group_interval: market.Span = Field(
        default=timedelta(minutes=5),
        description="The least time between two messages about a group.",
    )
    repeat_interval: market.Span = Field(
        default=timedelta(hours=4),
        description="After how long a room is reminded of what still fires, and nobody has acked.",
    )
    follow_up: market.Span | None = Field(
        default=None,
        description="How long after the open a move before the bell is looked at again.",
    )
    routes: tuple[RouteEntry, ...] = Field(
        default=(), description="Routes for some of the alerts; the first that matches takes one."
    )

    def route(self) -> Route:
        root = Route(
            receiver=self.receiver,
            group_by=self.group_by,
            group_wait=self.group_wait,
            group_interval=self.group_interval,
            repeat_interval=self.repeat_interval,
            follow_up=self.follow_up,
        )
        return with_routes(root, self.routes)


class ReceiverEntry(Section):
    name: alert.ReceiverName = Field(description="What routes call it.", examples=["night-desk"])
    destinations: tuple[alert.Room, ...] = Field(
        description="The rooms it tells: platform:chat, or platform:chat:thread.",
        examples=["[telegram:-1001234]"],
    )
    send_resolved: values.Switch = Field(
        default=True, description="Whether it is told that something is over."
    )
    escalate_to: values.Text | None = Field(
        default=None, description="The receiver that is told as well when nobody acks in time."
    )
    escalate_after: market.Span = Field(
        default=timedelta(minutes=15), description="How long it has to ack."
    )

    @field_validator("destinations")
    @classmethod
    def _some(cls, rooms: tuple[Destination, ...]) -> tuple[Destination, ...]:
        if not rooms:
            raise ValueError("this list is empty; write a room such as `telegram:-1001234`")
        return rooms

    def receiver(self) -> Receiver:
        return Receiver(
            name=self.name,
            destinations=self.destinations,
            send_resolved=self.send_resolved,
            escalate_to=self.escalate_to or "",
            escalate_after=self.escalate_after,
        )


class InhibitEntry(Section):
    """While an alert of the source fires, those of the target are not told."""

    source_matchers: tuple[values.Text, ...] = Field(
        description="Which alerts keep others quiet.", examples=["[rule=sector-90B]"]
    )
    target_matchers: tuple[values.Text, ...] = Field(
        description="Which alerts they keep quiet.", examples=["[rule=premarket-mover]"]
    )
    equal: tuple[market.LabelName, ...] = Field(
        default=(), description="The labels that both must have the same value of."
    )

    @field_validator("source_matchers", "target_matchers")
    @classmethod
    def _some(cls, matchers: tuple[str, ...]) -> tuple[str, ...]:
        if not matchers:
            raise ValueError("this list is empty; write a matcher such as `rule=sector-90B`")
        return matchers

    def inhibition(self) -> Inhibition:
        return Inhibition(
            source=parsed(self.source_matchers),
            target=parsed(self.target_matchers),
            equal=self.equal,
        )


class QuietEntry(Section):
    start: alert.WallClock = Field(description="When they begin.", examples=['"22:00"'])
    end: alert.WallClock = Field(
        description="When they end; on the next day where that is not after the start.",
        examples=['"07:00"'],
    )
    days: tuple[alert.Weekday, ...] = Field(
        default=_ALL_WEEK, description="The days they begin on: mon, tue, wed, thu, fri, sat, sun."
    )
    location: alert.Location = Field(
        default="America/New_York", description="The time zone of their clock."
    )
    destinations: tuple[alert.Room, ...] = Field(
        default=(), description="The rooms they hold for; else they hold for all."
    )
    critical_may_pass: values.Switch = Field(
        default=True, description="Whether what is critical is told in them."
    )

    def hours(self) -> QuietHours:
        return QuietHours(
            start=self.start,
            end=self.end,
            days=frozenset(self.days),
            location=self.location,
            destinations=frozenset(self.destinations),
            critical_may_pass=self.critical_may_pass,
        )


class BudgetSection(Section):
    pings_a_day: alert.Pings | None = Field(
        default=None, description="How many pings a room gets a day; else as many as there are."
    )
    digest: alert.WallClock = Field(
        default=time(16, 30), description="When a room is told what came after them."
    )
    location: alert.Location = Field(
        default="America/New_York", description="The time zone of that clock, and of the day."
    )

    def budget(self) -> PingBudget:
        return PingBudget(pings_a_day=self.pings_a_day, digest=self.digest, location=self.location)


def parsed(texts: tuple[str, ...]) -> tuple[Matcher, ...]:
    return tuple(map(Matcher.parse, texts))


def with_routes(route: Route, entries: tuple[RouteEntry, ...]) -> Route:
    """Give a route its own routes, each filled up with what it says."""
    return replace(route, routes=tuple(entry.under(route) for entry in entries))
