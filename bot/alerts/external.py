"""External alerts: what other programs say becomes alerts, which live and end like our own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.alerts.hearsay import Hearsay, Sender
from bot.alerts.lifecycle import Book
from bot.alerts.model import Alert, State, fingerprint
from bot.alerts.taken import Taken
from bot.alerts.timers import Timers
from bot.market.instruments import Asset, Symbol, symbol
from bot.market.sessions import Session
from bot.market.state import VENUES, Market
from bot.notes import Note

LIVING = 1000
"""Alerts of one sender that may stand at once; the oldest makes room."""

_PREFIX = "external:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What came of something that was said: the alerts it turned; none where it was no news."""

    fingerprint: str
    alerts: tuple[Alert, ...] = ()


def rule_of(name: str) -> str:
    """Name the rule that a sender's alerts are said to be of; no rule of ours is called so."""
    return f"{_PREFIX}{name}"


def is_external(alert: Alert) -> bool:
    """Tell whether another program has said so, and no rule of ours."""
    return alert.rule.startswith(_PREFIX)


def mark_of(name: str, id_: str) -> str:
    """Name what a sender calls `id_`, the same in every run."""
    return fingerprint(rule_of(name), id_, {})


class Externals:
    """Turns what is said into transitions of alerts, and ends those that nobody ends.

    What is said twice under one id, with one state, is said once. Whoever drives it

    - hands what was said to `take`, and each alert of the answer to all who hear of alerts;
    - calls `tick` at every instant that `next_due` names, and hands on what that returns;
    - puts `changes` on the instant's page, and after a restart calls `restore` with the notes,
      once the book has its living alerts back.
    """

    def __init__(self, senders: Iterable[Sender], book: Book, market: Market) -> None:
        self._senders = {sender.name: sender for sender in senders}
        self._book = book
        self._market = market
        self._living: dict[str, dict[str, None]] = {name: {} for name in self._senders}
        self._ends = Timers()
        self._taken = Taken()

    def take(self, name: str, said: Hearsay, now: datetime) -> Heard:
        """Take in what a sender said; `name` is one of ours."""
        mark = mark_of(name, said.id)
        key = f"{mark} {'resolved' if said.over else 'firing'}"
        before = self._book.living.get(mark)
        if self._taken.knows(key, now) or (said.over and before is None):
            return Heard(fingerprint=mark)
        self._taken.keep(key, now)
        alerts = []
        if said.over and before is not None:
            alerts = [self._over(before, said.body or f"{name} says so", now)]
        elif before is None:
            sender = self._senders[name]
            alerts = [*self._make_room(name, now), self._fires(sender, mark, said, now)]
        return Heard(fingerprint=mark, alerts=tuple(alerts))

    def next_due(self) -> datetime | None:
        """Say when the next alert has stood for long enough; None for never."""
        return self._ends.next()

    def tick(self, now: datetime) -> list[Alert]:
        """End what has stood for long enough."""
        over = [self._book.living.get(mark) for mark in self._ends.due(now)]
        now = max(now, self._market.now)  # it may have been due while we were off
        return [self._over(alert, "nobody has said more of it", now) for alert in over if alert]

    def changes(self) -> list[Note]:
        """Write down what was taken since this was last asked."""
        return self._taken.changes()

    def restore(self, notes: Iterable[Note]) -> None:
        """Take back what was taken before a restart; what is of no sender any more ends."""
        self._taken.restore(notes)
        for alert in sorted(self._book.living.values(), key=lambda alert: alert.started):
            if is_external(alert):
                self._stands(alert.rule.removeprefix(_PREFIX), alert)

    def _fires(self, sender: Sender, mark: str, said: Hearsay, now: datetime) -> Alert:
        subject = _subject(said.subject, self._market) or sender.name
        alert = Alert(
            fingerprint=mark,
            rule=rule_of(sender.name),
            subject=subject,
            state=State.FIRING,
            title=said.title,
            because=said.body or said.title,
            condition="another program says so",
            severity=said.severity or sender.severity,
            session=_session(subject, self._market, now),
            value=None,
            baseline=None,
            threshold=None,
            price=None,
            source=sender.name,
            priced=min(said.at or now, now),
            started=now,
            updated=now,
            fired=True,
            watchlist=subject if subject in self._market.sectors else "",
            labels={**said.labels, **sender.labels},
        )
        self._book.enter(alert)
        self._stands(sender.name, alert)
        return alert

    def _over(self, alert: Alert, why: str, now: datetime) -> Alert:
        over = replace(
            alert,
            state=State.RESOLVED,
            because=f"{alert.title}: {why}",
            priced=None,
            updated=now,
            ended=now,
        )
        self._book.enter(over)
        self._ends.set(alert.fingerprint, None)
        self._living.get(alert.rule.removeprefix(_PREFIX), {}).pop(alert.fingerprint, None)
        return over

    def _stands(self, name: str, alert: Alert) -> None:
        sender = self._senders.get(name)
        if sender is not None:
            self._living[name][alert.fingerprint] = None
        lasts = sender.lasts if sender else timedelta()
        self._ends.set(alert.fingerprint, alert.started + lasts)

    def _make_room(self, name: str, now: datetime) -> list[Alert]:
        living = self._living[name]
        oldest = list(living)[: max(len(living) - LIVING + 1, 0)]
        alerts = [self._book.living[mark] for mark in oldest if mark in self._book.living]
        return [self._over(alert, f"{LIVING} newer ones stand", now) for alert in alerts]


def _subject(text: str, market: Market) -> str:
    # What we watch goes by our name for it, whatever the case.
    try:
        meant = symbol(text)
    except ValueError:
        return text
    return meant if meant in market.tapes else text


def _session(subject: str, market: Market, now: datetime) -> Session:
    sector = market.sectors.get(subject)
    member = sector.watchlist.members[0] if sector else Symbol(subject)
    tape = market.tapes.get(member)  # a stranger's subject opens no tape
    calendar = tape.calendar if tape else market.calendars[VENUES[Asset.EQUITY]]
    return calendar.session(now)
