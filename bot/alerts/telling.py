"""How several alerts are told as one: the largest three and a count; one alone as it always was."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot import figures
from bot.alerts import offering, wording
from bot.alerts.dedup import News, Reason
from bot.alerts.digest import Item
from bot.alerts.grouping import Group, Member
from bot.alerts.incidents import Act, Deed, Incident
from bot.alerts.model import Alert
from bot.alerts.picturing import picture_of
from bot.alerts.ranking import ranked, severest
from bot.chat import Action, Fact, Message, Picture
from bot.owners import plain
from bot.rules.search import ANY_NEWS

NAMED = 3
"""How many alerts of a group are told with their figures."""
LISTED = 12
"""How many more are named at all."""
IN_A_DIGEST = 20
"""How many lines a digest or a follow-up has."""
MENTION, YES = "mention", "yes"
"""The label of alerts for which a room's own people are called, and what it says then."""
_LASTING = {Deed.RESOLVED, Deed.MUTED}


def of_news(news: News, now: datetime, *, why: str = "") -> Message:
    """Word what a room is told of a group; `why` is what brought it there, if not the alerts."""
    told, facts = _told((*news.fresh, *news.again), news.over, now)
    if why:
        facts = (*facts, Fact("Escalated", why))
    title = told.title
    if news.reason is Reason.CONFIRMED:
        title = f"Confirmed: {title}"
    if news.reason is Reason.REPEAT_DUE:
        title = f"Still: {title}"
    called = any(m.alert.labels.get(MENTION) == YES for m in (*news.fresh, *news.again))
    reason = news.reason.value
    return replace(told, at=now, title=title, facts=facts, reason=reason, mention=called)


def offered(incident: Incident, members: Sequence[Member]) -> tuple[Action, ...]:
    """List what makes sense to do about an incident, and to look at of the news it is on."""
    named = f"/mute {ANY_NEWS} "  # that is nothing which could be muted
    found = offering.offered(incident, members)
    actions = tuple(action for action in found if not action.text.startswith(named))
    told = dict.fromkeys(member.alert.story for member in members if member.alert.story)
    if len(told) != 1:
        return actions
    (story,) = told
    return (*actions, Action("Story", f"/story {story}"))


def picture(news: News) -> Picture | None:
    """Name what is to be seen of an alert that is told for the first time, and alone."""
    if news.reason is not Reason.FIRST or len(news.members) != 1:
        return None
    return picture_of(news.fresh[0].alert)


def of_face(group: Group, members: Sequence[Member], now: datetime, *, owner: str = "") -> Message:
    """Word a group as it stands in a room, with what was done about it there or for all.

    `owner` is whose the room is.
    """
    living = [member for member in members if _stands(member)]
    told, facts = _told(living, [member for member in members if not _stands(member)], now)
    done = (_done(act, now) for act in _standing(group, now) if act.owner in {"", owner})
    return replace(told, at=now, facts=(*facts, *done), reason=Reason.CHANGED.value)


def of_digest(items: Sequence[Item], now: datetime) -> Message:
    """Word what was kept from a room: what fired, whether it still holds, and why it was kept."""
    first = ranked(item.alert for item in items)
    places = {alert.fingerprint: place for place, alert in enumerate(first)}
    lines = [_line(item, now) for item in sorted(items, key=lambda i: places[i.alert.fingerprint])]
    whys = dict.fromkeys(item.why for item in items)
    counted = (f"{sum(item.why == why for item in items)} for {why}" for why in whys)
    return Message(
        at=now,
        title=f"Digest: {_count(len(items))} kept back",
        body=_cut(lines),
        facts=(Fact("Kept back", "; ".join(counted)),),
        severity=severest(first),
        reason=Reason.DIGEST.value,
        fingerprints=tuple(dict.fromkeys(alert.fingerprint for alert in first)),
    )


def of_follow_up(
    alerts: Sequence[Alert], lines: Sequence[str], opened: datetime, now: datetime
) -> Message:
    """Word what has become of moves before the bell, a line for each, the foremost first."""
    first = ranked(alerts)
    return Message(
        at=now,
        title=f"{figures.age(now - opened)} after the open: {_what(first)}",
        body=_cut(lines),
        severity=severest(first),
        reason=Reason.FOLLOW_UP.value,
        fingerprints=tuple(alert.fingerprint for alert in first),
    )


def _cut(lines: Sequence[str]) -> str:
    more = len(lines) - IN_A_DIGEST
    return "\n".join([*lines[:IN_A_DIGEST], *([f"and {more} more"] if more > 0 else [])])


Told = tuple[Message, tuple[Fact, ...]]
"""A message, and the facts it is to have."""


# News that is no longer new is what it was.
def _stands(member: Member) -> bool:
    return member.lives or bool(member.alert.story)


def _told(fired: Sequence[Member], over: Sequence[Member], now: datetime) -> Told:
    if len(fired) > 1 and not over and _is_one_story(fired):
        return _one_story(fired, now)
    if len(fired) + len(over) > 1:
        several = _several(fired, over, now)
        return several, several.facts
    if fired:
        return _fired(fired[0], now)
    ended = wording.message(over[0].over or over[0].alert)
    return ended, ended.facts


def _is_one_story(members: Sequence[Member]) -> bool:
    told = {(member.alert.story, member.alert.amends) for member in members}
    return len(told) == 1 and all(member.alert.story for member in members)


# One story about five of them is one message.
def _one_story(members: Sequence[Member], now: datetime) -> Told:
    first = ranked(member.alert for member in members)
    told, facts = _fired(next(m for m in members if m.alert is first[0]), now)
    severity, marks = severest(first), tuple(alert.fingerprint for alert in first)
    named = Fact("About", _subjects(sorted(first, key=lambda alert: alert.subject)))
    return replace(told, severity=severity, fingerprints=marks), (named, *facts)


def _fired(member: Member, now: datetime) -> Told:
    told = wording.message(member.alert)
    if not _stands(member):
        return told, (Fact("Over", f"after {_lasted(member)}"), *told.facts)
    if now > member.alert.updated:
        return told, (Fact("Fired", figures.moment(member.alert.updated, now)), *told.facts)
    return told, told.facts


def _several(fired: Sequence[Member], over: Sequence[Member], now: datetime) -> Message:
    by_mark = {member.fingerprint: member for member in (*fired, *over)}
    first, ended = (ranked(member.alert for member in part) for part in (fired, over))
    lines = [_headline(by_mark[alert.fingerprint]) for alert in first[:NAMED]]
    if rest := first[NAMED:]:
        lines.append(f"and {len(rest)} more: {_subjects(rest)}")
    if first and ended:
        lines.append(f"Over: {_subjects(ended)}")
    elif ended:
        lines.append(_subjects(ended))
    alerts = [*first, *ended]
    return Message(
        at=now,
        title=_what(first) if first else f"Over: {_what(ended)}",
        body="\n".join(lines),
        facts=_facts(alerts),
        severity=severest(alerts),
        fingerprints=tuple(alert.fingerprint for alert in alerts),
    )


def _headline(member: Member) -> str:
    title = wording.headline(member.alert)
    return title if _stands(member) else f"{title} (over after {_lasted(member)})"


def _lasted(member: Member) -> str:
    ended = member.over.updated if member.over else member.alert.updated
    return figures.age(ended - member.alert.started)


def _what(alerts: Sequence[Alert]) -> str:
    rules = list(dict.fromkeys(plain(alert.rule) for alert in alerts))
    more = f" and {len(rules) - 1} more" if len(rules) > 1 else ""
    return f"{_count(len(alerts))} of {rules[0]}{more}"


def _count(alerts: int) -> str:
    return f"{alerts} alert{'s' if alerts != 1 else ''}"


def _subjects(alerts: Sequence[Alert]) -> str:
    named = list(dict.fromkeys(plain(alert.subject) for alert in alerts))
    return ", ".join(named[:LISTED]) + (" …" if len(named) > LISTED else "")


def _facts(alerts: Sequence[Alert]) -> tuple[Fact, ...]:
    facts = [Fact("Session", alerts[0].session.label)]
    if len({alert.rule for alert in alerts}) == 1:
        facts.append(wording.rule(alerts[0]))
    return tuple(facts)


def _standing(group: Group, now: datetime) -> list[Act]:
    # What was done and still counts: an ack that was taken back does not.
    incident = group.incident
    lasting = [act for act in incident.acts if act.deed in _LASTING]
    ended = [act for act in lasting if act.until is not None and act.until <= now]
    acts = [incident.acked, incident.snoozed, *(act for act in lasting if act not in ended)]
    return [act for act in acts if act is not None]


def _done(act: Act, now: datetime) -> Fact:
    about = f"{act.about} " if act.deed is Deed.MUTED else ""
    until = f", until {figures.moment(act.until, now)}" if act.until else ""
    if act.deed is Deed.SNOOZED and act.until is None:
        until = ", until it resolves"
    said = f"{about}by {act.by} at {figures.time_of_day(act.at)}{until}"
    return Fact(act.deed.value.capitalize(), said)


def _line(item: Item, now: datetime) -> str:
    fired = figures.moment(item.alert.updated, now)
    times = f", {item.times} times" if item.times > 1 else ""
    if item.alert.story:
        return f"{wording.headline(item.alert)} ({fired}{times})"
    ended = "still holds" if item.over is None else f"over since {figures.moment(item.over, now)}"
    return f"{wording.headline(item.alert)} ({fired}{times}; {ended})"
