"""How an alert is worded: the rule's own message, or the plainest sentence there is."""

from decimal import Decimal
from functools import lru_cache

from bot import figures
from bot.alerts.model import Alert, State
from bot.chat import Fact, Message
from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.rules import metrics
from bot.rules.measure import Scope
from bot.rules.model import Rule
from bot.rules.template import Template

_parsed = lru_cache(maxsize=1024)(Template.parse)


def title(rule: Rule, subject: str, reason: str, market: Market) -> str:
    """Return the headline of an alert: the rule's message filled in, or the reason itself."""
    if rule.message is None:
        return reason
    sector = market.sectors.get(subject)
    scope = Scope.WATCHLIST if sector else Scope.INSTRUMENT
    words = {
        "symbol": subject,
        "name": _name(subject, market),
        "rule": rule.name,
        "list": rule.for_each or (subject if sector else ""),
        "because": reason,
    }

    def lookup(field: str) -> Decimal | str | None:
        if field in words:
            return words[field]
        metric = metrics.find(field, scope)
        of = sector or market.tape(Symbol(subject))
        return metric.read(of, market.now).value if metric else None

    return _parsed(rule.message, scope).fill(lookup)


def message(alert: Alert) -> Message:
    """Turn an alert into what a room is told: what, why, from where, how old, by which rule."""
    over = alert.state is State.RESOLVED
    facts = [Fact("Session", alert.session.label), Fact("Rule", f"{alert.rule}: {alert.condition}")]
    if alert.source and alert.priced:
        old = figures.age(alert.updated - alert.priced)
        facts.insert(0, Fact("Source", f"{alert.source}, {old} old"))
    if over:
        facts.insert(0, Fact("Lasted", figures.age(alert.updated - alert.started)))
    headline = f"Over: {alert.rule} {alert.subject}" if over else alert.title
    return Message(
        at=alert.updated,
        title=headline,
        body=alert.because if alert.because != headline else "",
        facts=tuple(facts),
        severity=alert.severity,
        reason="resolved" if over else "first",
        fingerprints=(alert.fingerprint,),
    )


def _name(subject: str, market: Market) -> str:
    if subject in market.sectors:
        return market.sectors[subject].watchlist.title
    reference = market.tape(Symbol(subject)).reference
    return reference.name if reference else subject
