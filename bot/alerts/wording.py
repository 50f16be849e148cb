"""How an alert is worded: the rule's own message, or the plainest sentence there is."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from bot import figures
from bot.alerts.model import Alert, State
from bot.chat import Audience, Fact, Message, Severity
from bot.market.confirmation import Verdict
from bot.market.doubts import About, Doubt
from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.owners import owned, owner_of, plain
from bot.rules import metrics
from bot.rules.measure import Scope
from bot.rules.model import Rule
from bot.rules.search import ANY_NEWS
from bot.rules.template import Template

NAMED = 8
"""How many rules a notice names before it says how many more there are."""

_NOTICED = {
    About.PRICE: "Suspicious print of {}",
    About.MOVE: "Suspicious print of {}",
    About.SHARES: "The share count of {} is in doubt",
    About.CLOSE: "A close of {} is in doubt",
    About.NAME: "{} goes by another name",
    About.UNKNOWN: "Nobody knows {}",
    About.LEVELS: "Rules on {} are paused",
}

_parsed = lru_cache(maxsize=1024)(Template.parse)


def title(rule: Rule, subject: str, reason: str, market: Market) -> str:
    """Return the headline of an alert: the rule's message filled in, or the reason itself."""
    if rule.message is None:
        return reason
    sector = market.sectors.get(subject)
    scope = Scope.WATCHLIST if sector else Scope.INSTRUMENT
    words = {
        "symbol": plain(subject),
        "name": _name(subject, market),
        "rule": plain(rule.name),
        "list": plain(rule.for_each or (subject if sector else "")),
        "because": reason,
    }

    def lookup(field: str) -> Decimal | str | None:
        if field in words:
            return words[field]
        metric = metrics.find(field, scope) if subject != ANY_NEWS else None
        of = sector or market.tape(Symbol(subject))
        return metric.read(of, market.now).value if metric else None

    return _parsed(rule.message, scope).fill(lookup)


def headline(alert: Alert) -> str:
    """Return the title of an alert with the word that its move deserves, where it does."""
    named = own_words(alert.title, alert)
    if alert.amends is not None:
        return f"{alert.amends.value.capitalize()}: {named}"
    if alert.confirmation is Verdict.CONFIRMED:
        return named
    return f"{alert.confirmation.value.capitalize()}: {named}"


def own_words(text: str, alert: Alert) -> str:
    """Return what is said of an alert, with names as its owner types them."""
    owner = owner_of(alert.rule)
    return text.replace(owned("", owner), "") if owner else text


def rule(alert: Alert) -> Fact:
    """Say by which rule an alert was found."""
    return Fact("Rule", f"{plain(alert.rule)}: {own_words(alert.condition, alert)}")


def message(alert: Alert) -> Message:
    """Turn an alert into what a room is told: what, why, from where, how old, by which rule."""
    over = alert.state is State.RESOLVED
    facts = [Fact("Session", alert.session.label), rule(alert)]
    if alert.source and alert.priced:
        old = figures.age(alert.updated - alert.priced)
        facts.insert(0, Fact("Source", f"{alert.source}, {old} old"))
    facts = [*_news(alert), *facts]
    if over:
        facts.insert(0, Fact("Lasted", figures.age(alert.updated - alert.started)))
    elif alert.hearsay:
        facts.insert(0, Fact(alert.confirmation.value.capitalize(), alert.hearsay))
    named = f"Over: {plain(alert.rule)} {plain(alert.subject)}" if over else headline(alert)
    return Message(
        at=alert.updated,
        title=named,
        body=own_words(alert.because, alert) if alert.because not in {named, alert.title} else "",
        facts=tuple(facts),
        severity=alert.severity,
        reason="resolved" if over else "first",
        fingerprints=(alert.fingerprint,),
        link=alert.url or None,
    )


# Who tells a story, what became of its claims, and by which name it can be asked for.
def _news(alert: Alert) -> list[Fact]:
    if not alert.story:
        return []
    said = (("Outlets", ", ".join(alert.outlets)), ("Claims", "; ".join(alert.checked)))
    return [*(Fact(label, text) for label, text in said if text), Fact("Story", alert.story)]


def notice(title: str, text: str, now: datetime, facts: Sequence[Fact] = ()) -> Message:
    """Make a message that is for operators alone."""
    return Message(
        at=now,
        title=title,
        body=text,
        facts=tuple(facts),
        severity=Severity.WARNING,
        reason="notice",
        audience=Audience.OPERATORS,
    )


def closed(room: str, why: str, now: datetime) -> Message:
    """Tell a room that another one of the same owner takes nothing more."""
    return Message(
        at=now,
        title=f"{room} takes nothing more from me",
        body=f"Why: {why}. What is meant for that room is lost until I may speak there again and"
        f" the operator has typed /admin enable {room}.",
        severity=Severity.WARNING,
        reason="notice",
    )


def doubted(doubt: Doubt, rules: Sequence[str]) -> Message:
    """Turn a doubt into a notice, with the rules that name the instrument."""
    named = ", ".join(islice(rules, NAMED))
    more = f" and {len(rules) - NAMED} more" if len(rules) > NAMED else ""
    facts = [Fact("Rules", f"{named}{more}")] if rules else []
    return notice(_NOTICED[doubt.about].format(doubt.symbol), doubt.text, doubt.since, facts)


def _name(subject: str, market: Market) -> str:
    if subject in market.sectors:
        return market.sectors[subject].watchlist.title
    if subject == ANY_NEWS:
        return subject
    reference = market.tape(Symbol(subject)).reference
    return reference.name if reference else subject
