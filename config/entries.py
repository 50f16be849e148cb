"""Settings of the market: the closures, watchlists and rules that an operator writes down."""

from datetime import timedelta
from decimal import Decimal

from pydantic import Field, field_validator

from bot.chat import Severity
from bot.market.instruments import Symbol
from bot.market.sessions import Closure, Session
from bot.market.watchlists import CONFIRM_OVER, Watchlist
from bot.rules.model import EVERY_TIME, Initial, NoData, Rule
from config import market_values as market
from config import news_values as news
from config import values
from config.sections import Section


class ClosureEntry(Section):
    day: values.Day = Field(description="The day, at the exchange.", examples=["2025-10-10"])
    closes: values.Closes | None = Field(
        default=None, description="When the session ends early; else the whole day is closed."
    )
    why: values.Text = Field(
        default="a closure in the configuration", description="What people are told."
    )

    def closure(self) -> Closure:
        return Closure(day=self.day, closes=self.closes, why=self.why)


class FreshWithin(Section):
    """How old a print may be and still count, in each session."""

    pre: market.Span = Field(default=timedelta(minutes=30), description="Before the bell.")
    regular: market.Span = Field(default=timedelta(minutes=15), description="In regular hours.")
    post: market.Span = Field(default=timedelta(minutes=30), description="After hours.")


class WatchlistEntry(Section):
    title: values.Text | None = Field(
        default=None, description="What people call it; else its name is shown."
    )
    members: tuple[market.Member, ...] = Field(
        description="The symbols in it.", examples=["[IREN, WULF]"]
    )
    benchmark: market.Member | None = Field(
        default=None, description="What its members are held against; it need not be one of them."
    )
    milestones: tuple[market.Milestone, ...] = Field(
        default=(), description="Market caps worth a word, rising: 80B, 1.5T."
    )
    coverage: market.Coverage = Field(
        default=Decimal("0.95"),
        description="The share of its last full cap that must be fresh for the sum to be believed.",
    )
    fresh_within: FreshWithin = Field(
        default=FreshWithin(), description="How old a print may be and still count."
    )
    confirm_over: market.Percent = Field(
        default=CONFIRM_OVER,
        description="The move past which an alert is unconfirmed until a second source tells it.",
    )

    called: tuple[news.CalledName, ...] = Field(
        default=(), description="What news call its members together, beside its title."
    )

    @field_validator("members")
    @classmethod
    def _some(cls, members: tuple[Symbol, ...]) -> tuple[Symbol, ...]:
        if not members:
            raise ValueError("this list is empty; write at least one symbol")
        return members

    def watchlist(self, name: str) -> Watchlist:
        fresh = self.fresh_within
        return Watchlist(
            name=name,
            title=self.title or name,
            members=self.members,
            benchmark=self.benchmark,
            milestones=self.milestones,
            coverage=self.coverage,
            fresh_within={
                Session.PRE: fresh.pre,
                Session.REGULAR: fresh.regular,
                Session.POST: fresh.post,
            },
            confirm_over=self.confirm_over,
            called=self.called,
        )


class RuleEntry(Section):
    name: market.RuleName = Field(
        description="What it is called in alerts and commands.", examples=["sector-90B"]
    )
    for_each: values.Text | None = Field(
        default=None, description="A watchlist, each of whose members is a subject of its own."
    )
    subject: values.Text | None = Field(
        default=None, description="The one symbol or watchlist it is about."
    )
    when: market.Condition = Field(
        description="The condition, in the rule language.", examples=["premarket > 4%"]
    )
    hold: market.Span = Field(
        default=timedelta(),
        alias="for",
        description="How long the condition must hold before the rule fires.",
    )
    reset: market.Reset | None = Field(
        default=None,
        description="How far the figure must come back before the alert is over and may fire anew.",
    )
    initial: market.Starting = Field(
        default=Initial.WAIT,
        description="What a rule does that holds from the start: wait until it did not, or fire.",
    )
    keep_firing_for: market.Span = Field(
        default=timedelta(),
        description="How long an alert stands after its condition has ended.",
    )
    trigger: market.Firing = Field(
        default=EVERY_TIME,
        description="How often it may fire: once, every_time, once_per_session, once_per_bar(5m)"
        " or once_per_bar_close(5m).",
    )
    cooldown: market.Span = Field(
        default=timedelta(), description="The least time between two firings."
    )
    expires_at: market.Expiry | None = Field(
        default=None,
        description="When it ends: an instant, or a day whose last second in New York it sees.",
    )
    fire_during: tuple[market.FiringSession, ...] | None = Field(
        default=None, description="The sessions it may fire in: pre, regular, post; else all."
    )
    no_data: market.Untold = Field(
        default=NoData.KEEP,
        description="What becomes of an alert while nothing can be told: keep, alert or ok.",
    )
    severity: market.Weight = Field(
        default=Severity.INFO, description="How much it matters: info, warning or critical."
    )
    message: values.Text | None = Field(
        default=None, description="The headline, with figures in braces; else the reason is told."
    )
    labels: dict[market.LabelName, values.Text] = Field(
        default={}, description="Words to find its alerts by."
    )
    annotations: dict[market.LabelName, values.Text] = Field(
        default={}, description="Notes for people, such as what to do."
    )

    @field_validator("fire_during")
    @classmethod
    def _some(cls, sessions: tuple[Session, ...] | None) -> tuple[Session, ...] | None:
        if sessions is not None and not sessions:
            raise ValueError("this list is empty; write a session such as `pre`")
        return sessions

    def rule(self) -> Rule:
        return Rule(
            name=self.name,
            when=self.when,
            for_each=self.for_each,
            subject=self.subject,
            hold=self.hold,
            reset=self.reset,
            initial=self.initial,
            keep_firing_for=self.keep_firing_for,
            trigger=self.trigger,
            cooldown=self.cooldown,
            expires_at=self.expires_at,
            fire_during=None if self.fire_during is None else frozenset(self.fire_during),
            no_data=self.no_data,
            severity=self.severity,
            message=self.message,
            labels=dict(self.labels),
            annotations=dict(self.annotations),
        )
