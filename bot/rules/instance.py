"""One rule about one subject: what it last read, how far it has come, and when it may ring."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from enum import Enum

from bot import figures
from bot.market.instruments import Symbol
from bot.market.sessions import Calendar
from bot.rules.joins import Part, Tally
from bot.rules.leaves import Leaf
from bot.rules.model import Initial, NoData, Repeat, Rule
from bot.rules.sources import sectors

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # bars are counted from a midnight, so all share it


class Stage(Enum):
    """Where an instance stands; its value is the word people are told."""

    UNREAD = "cannot tell"
    ARMED = "armed"
    HOLDING = "already holding"
    PENDING = "pending"
    FIRING = "firing"


class Turn(Enum):
    """Ways an instance can turn."""

    PENDING = "pending"
    FIRED = "fired"
    RESOLVED = "resolved"
    LAPSED = "lapsed"


class Instance:
    """Follows a bound condition from reading to reading.

    `armed` says that it has been read not holding since it last rang; `known` what it last read for
    certain; `since` when it began to hold; `ends` when an alert that no longer holds will be over;
    `rang` when it last fired; `alarm` when it has to be read again though nothing is heard.
    `awaiting` says that it goes on from before a restart and that no quote has told it anything
    since: until then what cannot be told is no missing data, and a rebase changes nothing. Whether
    its condition speaks of news says `listens`.
    """

    __slots__ = (
        "alarm",
        "armed",
        "awaiting",
        "calendar",
        "cause",
        "ends",
        "known",
        "listens",
        "number",
        "part",
        "rang",
        "rule",
        "since",
        "stage",
        "subject",
    )

    def __init__(
        self, rule: Rule, subject: str, part: Part, calendar: Calendar, number: int
    ) -> None:
        self.rule = rule
        self.subject = subject
        self.part = part
        self.calendar = calendar
        self.number = number
        self.stage = Stage.UNREAD
        self.armed = rule.initial is Initial.FIRE
        self.awaiting = self.listens = False
        self.known: bool | None = None
        self.since: datetime | None = None
        self.ends: datetime | None = None
        self.rang: datetime | None = None
        self.alarm: datetime | None = None
        self.cause: Leaf | Tally = part.deciding()

    def turn(
        self, now: datetime, changed: Collection[Symbol] | None, *, quietly: bool
    ) -> Turn | None:
        """Read the condition, of which `changed` may read differently, and say what that turned.

        A quiet reading takes the value for where it came in: it may end an alert, never begin one.
        """
        if quietly and self.awaiting:
            return None  # half of what it needs may not have been told yet
        if quietly:
            self.part.forget_sides(changed)
        # Between two bars nothing was read, so that anything may have changed.
        holds = self.part.read(now, None if self.at_bar_close else changed)
        if holds is None:
            # `ok` takes an alert down; a rule without one it leaves as it was.
            resting = self.stage is Stage.HOLDING and self.rule.no_data is NoData.OK
            unheard = self.awaiting or self.stage is Stage.UNREAD
            if self.rule.no_data is NoData.KEEP or unheard or resting:
                return self._over(now) if self._is_over(now) else None
            holds = self.rule.no_data is NoData.ALERT
        elif changed is not None or self.at_bar_close:
            self.awaiting = False
        began = self.known is not True
        self.known = holds
        if holds:
            return self._rise(now, began=began, quietly=quietly)
        return self._fall(now)

    @property
    def due(self) -> datetime | None:
        """When a pending instance will have held for long enough."""
        if self.stage is not Stage.PENDING or self.since is None:
            return None
        return self.since + self.rule.hold

    @property
    def at_bar_close(self) -> bool:
        """Whether it looks only when a bar ends."""
        return self.rule.trigger.repeat is Repeat.ONCE_PER_BAR_CLOSE

    def next_alarm(self, now: datetime) -> datetime | None:
        """Return when it has to be read again though nothing is heard."""
        if self.at_bar_close:
            if self.part.timed and self.part.wake(now) == now:
                return now  # a crossing back, at the instant of the crossing
            return bar_start(now, self.rule.trigger.bar) + (self.rule.trigger.bar or timedelta())
        wake = self.part.wake(now) if self.part.timed else None
        if self.rule.no_data is not NoData.KEEP:
            aging = (sector.freshness(now).next() for sector in sectors(self.part))
            wake = min(filter(None, (wake, *aging)), default=None)
        # What was due by now and could not be told waits for news, not for the clock.
        waits = [at for at in (self.due, self.ends) if at is not None and at > now]
        return min([*waits, *filter(None, (wake,))], default=None)

    def _rise(self, now: datetime, *, began: bool, quietly: bool) -> Turn | None:
        anew = self.listens and not quietly and self.part.anew
        if self.stage is Stage.FIRING:
            self.ends = None
            # Another story rings as well: what rang for the last is over, and is looked at again.
            return self._over(now) if anew and self._may_ring(now) else None
        if self.stage is Stage.PENDING:
            return self._ring(now) if self.due is not None and now >= self.due else None
        self.armed = self.armed or anew
        # `initial: fire` means the first reading, however it came about.
        quiet = quietly and began and self.stage is not Stage.UNREAD
        if quiet or not self.armed or not self._may_ring(now):
            self.stage, self.armed = Stage.HOLDING, False
            return None
        if not self._in_session(now):
            self.stage = Stage.ARMED  # and rings when the session comes, if it holds then
            return None
        self.cause, self.since = self.part.deciding(), now
        if not self.rule.hold:
            return self._ring(now)
        self.stage = Stage.PENDING
        return Turn.PENDING

    def _ring(self, now: datetime) -> Turn | None:
        if not self._may_ring(now):
            self.stage, self.armed, self.since = Stage.HOLDING, False, None
            return Turn.LAPSED
        if not self._in_session(now):
            return None
        self.stage, self.armed, self.rang = Stage.FIRING, False, now
        return Turn.FIRED

    def _fall(self, now: datetime) -> Turn | None:
        if self.stage is Stage.FIRING and self.rule.keep_firing_for:
            self.ends = self.ends or now + self.rule.keep_firing_for
            return self._over(now) if self._is_over(now) else None
        before, self.stage, self.armed, self.since = self.stage, Stage.ARMED, True, None
        return {Stage.FIRING: Turn.RESOLVED, Stage.PENDING: Turn.LAPSED}.get(before)

    def _is_over(self, now: datetime) -> bool:
        return self.ends is not None and now >= self.ends

    def _over(self, _now: datetime) -> Turn:
        self.stage, self.armed, self.since, self.ends = Stage.ARMED, True, None, None
        return Turn.RESOLVED

    def mutes(self, now: datetime) -> list[str]:
        """Say what would keep it from ringing at `now` although it held; empty where nothing."""
        rule, rang, found = self.rule, self.rang, []
        if rule.expires_at is not None and now >= rule.expires_at:
            found.append(f"it expired at {figures.utc(rule.expires_at)}")
        if rang is not None:
            if now - rang < rule.cooldown:
                found.append(f"its cooldown lasts until {figures.utc(rang + rule.cooldown)}")
            if self._has_rung(now, rang):
                found.append(f"it rings {rule.trigger.repeat.value.replace('_', ' ')}, and has")
        if not self._in_session(now):
            found.append(f"it does not ring in this session ({self.calendar.session(now).label})")
        return found

    def _may_ring(self, now: datetime) -> bool:
        rule, rang = self.rule, self.rang
        if rule.expires_at is not None and now >= rule.expires_at:
            return False
        return rang is None or not (now - rang < rule.cooldown or self._has_rung(now, rang))

    def _has_rung(self, now: datetime, rang: datetime) -> bool:
        match self.rule.trigger.repeat:
            case Repeat.ONCE:
                return True
            case Repeat.ONCE_PER_SESSION:
                return rang >= self.calendar.span(now).start
            case Repeat.ONCE_PER_BAR | Repeat.ONCE_PER_BAR_CLOSE:
                return rang >= bar_start(now, self.rule.trigger.bar)
        return False

    def _in_session(self, now: datetime) -> bool:
        allowed = self.rule.fire_during
        return allowed is None or self.calendar.session(now) in allowed


def bar_start(now: datetime, bar: timedelta | None) -> datetime:
    """Return when the bar that `now` is in began; bars are counted from midnight UTC."""
    return now - (now - EPOCH) % bar if bar else now
