"""From edges to alerts: pending, firing, resolved, each transition noted once."""

from collections import Counter, deque
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from bot.alerts import reporting
from bot.alerts.model import Alert, State, fingerprint
from bot.alerts.reporting import Told
from bot.alerts.wording import title
from bot.market.confirmation import Verdict
from bot.market.sessions import Session
from bot.market.state import Market
from bot.news.developments import Development
from bot.rules.coverage import Coverage
from bot.rules.engine import Edge, Turn
from bot.rules.explain import because
from bot.rules.joins import Tally
from bot.rules.leaves import Leaf
from bot.rules.plan import calendar_of
from bot.rules.units import Unit

KEPT = 500

UNWATCHED = "its rule was changed or dropped while nobody followed it"
"""Why an alert is over that a restart found without its rule."""

_STATES = {
    Turn.PENDING: State.PENDING,
    Turn.FIRED: State.FIRING,
    Turn.RESOLVED: State.RESOLVED,
    Turn.LAPSED: State.RESOLVED,
}
_POINTS = Decimal("0.000001")  # percents are written to a millionth of a point


class Book:
    """Keeps the alerts that live, and the last transitions of those that did."""

    def __init__(self, market: Market) -> None:
        self.living: dict[str, Alert] = {}
        self.transitions: deque[Alert] = deque(maxlen=KEPT)
        self.fired: Counter[str] = Counter()
        self._market = market
        self._told = Told()
        self._marks: dict[str, str] = {}  # of what lives on news, by what it would be without it

    def note(self, edge: Edge) -> Alert:
        """Enter an edge and return the alert as it now stands."""
        mark = self._mark(edge)
        alert = self._drawn(edge, mark, self.living.get(mark))
        self.enter(alert)
        if edge.report is not None:
            self._told.keep(alert, edge.report)
        return alert

    def about(self, rule: str, subject: str, labels: Mapping[str, str]) -> Alert | None:
        """Return the alert of a rule about a subject that lives, whatever news it is on."""
        base = fingerprint(rule, subject, labels)
        return self.living.get(self._marks.get(base, base))

    def developed(self, development: Development) -> list[Alert]:
        """Say what an article changes of news that was told: alerts to be amended, in their order.

        One that lives stands as it is known by now, and what is told of it besides is over at once.
        """
        now, found = self._market.now, list[Alert]()
        for alert, amended in self._told.amended(development, now):
            if alert.fingerprint in self.living:
                self.amend(alert)
                found.append(alert)
            found += [amended, replace(amended, state=State.RESOLVED, ended=now)]
        return found

    def enter(self, alert: Alert) -> None:
        """Enter an alert as it now stands, wherever it comes from."""
        if alert.state is State.RESOLVED:
            self.living.pop(alert.fingerprint, None)
        else:
            self.living[alert.fingerprint] = alert
        self._point(alert)
        self.fired[alert.rule] += alert.state is State.FIRING
        self.transitions.append(alert)

    def restore(self, alerts: Iterable[Alert]) -> None:
        """Take back the alerts that lived before a restart."""
        for alert in alerts:
            self.living[alert.fingerprint] = alert
            self._point(alert)
            self._told.restore(alert)

    def abandon(self, left: Collection[tuple[str, str]], reason: str = UNWATCHED) -> list[Alert]:
        """End what lives of rules that nobody follows any more; return what is over."""
        now = self._market.now
        orphans = [alert for alert in self.living.values() if (alert.rule, alert.subject) in left]
        over = [
            replace(alert, state=State.RESOLVED, because=reason, updated=now, ended=now)
            for alert in orphans
        ]
        for alert in over:
            self.enter(alert)
        return over

    def amend(self, alert: Alert) -> None:
        """Put what is known now of a living alert in the place of its last transition."""
        self.living[alert.fingerprint] = alert
        for place in reversed(range(len(self.transitions))):
            if self.transitions[place].fingerprint == alert.fingerprint:
                self.transitions[place] = alert
                return

    # A rule has one alert about a subject at a time; one on news is also named by that.
    def _mark(self, edge: Edge) -> str:
        rule, report = edge.rule, edge.report
        base = fingerprint(rule.name, edge.subject, rule.labels)
        if base in self._marks or base in self.living or report is None:
            return self._marks.get(base, base)
        return fingerprint(rule.name, edge.subject, rule.labels, report.mark)

    def _point(self, alert: Alert) -> None:
        if not alert.story:
            return
        base = fingerprint(alert.rule, alert.subject, alert.labels)
        if alert.state is not State.RESOLVED:
            self._marks[base] = alert.fingerprint
        elif self._marks.get(base) == alert.fingerprint:
            del self._marks[base]

    def _drawn(self, edge: Edge, mark: str, before: Alert | None) -> Alert:
        rule, state, cause = edge.rule, _STATES[edge.turn], edge.cause
        over = state is State.RESOLVED
        leaf = cause if isinstance(cause, Leaf) else None
        measure = leaf.last if leaf else None
        heard = None if over else edge.report
        reason = because(cause, over=over) if heard is None else reporting.because(cause, heard)
        if edge.turn is Turn.LAPSED:
            reason = f"{reason}, before it had held for {rule.hold}"
        # Once it is over its figures may be gone; what it was called is not.
        if over and before:
            named = before.title
        elif heard and heard.mark and rule.message is None:
            named = heard.headline
        else:
            named = title(rule, edge.subject, reason, self._market)
        return Alert(
            fingerprint=mark,
            rule=rule.name,
            subject=edge.subject,
            state=state,
            title=named,
            because=reason,
            condition=rule.when,
            severity=rule.severity,
            session=self._session(edge.subject),
            value=_value(cause),
            baseline=measure.baseline.value if measure and measure.baseline else None,
            threshold=_threshold(cause),
            price=measure.price if measure else None,
            source=measure.source if measure else "",
            priced=measure.at if measure else None,
            started=before.started if before else edge.at,
            updated=edge.at,
            ended=edge.at if over else None,
            fired=state is State.FIRING or (before is not None and before.fired),
            watchlist=rule.for_each
            or (edge.subject if edge.subject in self._market.sectors else ""),
            labels=rule.labels,
            confirmation=before.confirmation if before else Verdict.CONFIRMED,
            hearsay=before.hearsay if before else "",
            **reporting.fields(heard, before),
        )

    def _session(self, subject: str) -> Session:
        return calendar_of(subject, self._market).session(self._market.now)


def _value(cause: Leaf | Tally) -> Decimal | None:
    if not isinstance(cause, Leaf):
        return Decimal(len(cause.holding))
    if cause.threshold is None and isinstance(cause, Coverage):
        return None  # that there is news is no figure
    value = cause.last.value if cause.last else None
    return value.quantize(_POINTS) if value is not None and cause.unit is Unit.PERCENT else value


def _threshold(cause: Leaf | Tally) -> Decimal | None:
    return cause.threshold if isinstance(cause, Leaf) else Decimal(cause.least)
