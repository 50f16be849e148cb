"""From readings to alerts, slow and obvious: each is found among all that was ever looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from bot.market.sessions import Session
from bot.rules.model import Initial, NoData, Repeat, Rule

Transition = tuple[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a rule read as at an instant, in which session of its subject, and when that began.

    A quiet look may end an alert, and never begins one.
    """

    at: datetime
    holds: bool | None
    quiet: bool
    session: Session
    session_began: datetime


class Life:
    """The alerts of one rule about one subject: `told` are their transitions.

    `wakes` are instants to come at which they turn though nothing is heard.
    """

    def __init__(self, rule: Rule, looks: Sequence[Look]) -> None:
        self.told: list[Transition] = []
        self.wakes: list[datetime] = []
        self._rule = rule
        self._looks = looks
        self._fired: list[datetime] = []
        self._ended: set[int] = set()  # where an alert was over; it was not seen to hold there
        i = 0
        while i < len(self._looks):
            i = self._alert(i) if self._is_edge(i) else i + 1

    # Whether an alert begins here: it holds, it may ring, and that it holds was news.
    def _is_edge(self, i: int) -> bool:
        look = self._looks[i]
        if not look.holds or not self._in_session(look) or not self._may_ring(look):
            return False
        began, first = self._began(i)
        news = self._rule.initial is Initial.FIRE if first else not began.quiet
        # An edge that may not ring is not made up for: it must be seen not holding again.
        return news and self._may_ring(began)

    # The look at which it began to hold, and whether nothing was known before.
    def _began(self, i: int) -> tuple[Look, bool]:
        known = [j for j in range(i + 1) if self._looks[j].holds is not None or j in self._ended]
        began = known.pop()
        while known and known[-1] not in self._ended and self._looks[known[-1]].holds:
            began = known.pop()
        return self._looks[began], not known

    # Tell an alert from its edge to its end, and return where the next may begin.
    def _alert(self, edge: int) -> int:
        since = self._looks[edge].at
        if self._rule.hold:
            self.told.append(("pending", since))
        for i in range(edge, len(self._looks)):
            look = self._looks[i]
            if self._holds(look) is False:
                return self._end(i)
            if look.holds and look.at >= since + self._rule.hold:
                if not self._may_ring(look):
                    self.told.append(("resolved", look.at))
                    return i + 1  # it holds still, and has to be seen not to
                if self._in_session(look):
                    self.told.append(("firing", look.at))
                    self._fired.append(look.at)
                    return self._firing(i + 1)
        self.wakes.append(since + self._rule.hold)
        return len(self._looks)

    # Tell when an alert ends that has fired: a while after it was last seen to hold, if it is kept.
    def _firing(self, start: int) -> int:
        ended: datetime | None = None
        for i in range(start, len(self._looks)):
            look = self._looks[i]
            holds = self._holds(look)
            if holds is not None:
                ended = None if holds else ended or look.at
            if ended is not None and look.at >= ended + self._rule.keep_firing_for:
                return self._end(i)
        if ended is not None:
            self.wakes.append(ended + self._rule.keep_firing_for)
        return len(self._looks)

    def _end(self, i: int) -> int:
        self.told.append(("resolved", self._looks[i].at))
        self._ended.add(i)
        return i + 1

    # `ok` takes an alert down that cannot be told; a rule without one it leaves as it was.
    def _holds(self, look: Look) -> bool | None:
        if look.holds is None and self._rule.no_data is NoData.OK:
            return False
        return look.holds

    def _in_session(self, look: Look) -> bool:
        return self._rule.fire_during is None or look.session in self._rule.fire_during

    def _may_ring(self, look: Look) -> bool:
        rule = self._rule
        if rule.expires_at is not None and look.at >= rule.expires_at:
            return False
        if any(look.at < fired + rule.cooldown for fired in self._fired):
            return False
        match rule.trigger.repeat:
            case Repeat.ONCE:
                return not self._fired
            case Repeat.ONCE_PER_SESSION:
                return all(fired < look.session_began for fired in self._fired)
            case Repeat.ONCE_PER_BAR | Repeat.ONCE_PER_BAR_CLOSE:
                return bar(rule, look.at) not in {bar(rule, fired) for fired in self._fired}
        return True


def bar(rule: Rule, at: datetime) -> datetime:
    """Return when the bar of an instant begins, counted from midnight UTC."""
    midnight = datetime.combine(at.date(), time(), UTC)
    span = rule.trigger.bar
    return midnight + (at - midnight) // span * span if span else midnight


def settled(rule: Rule, holds: bool | None, before: Sequence[Look]) -> bool | None:
    """Leave what cannot be told so, or alert for it; not before anything was known."""
    if holds is not None or all(look.holds is None for look in before):
        return holds
    return True if rule.no_data is NoData.ALERT else None
