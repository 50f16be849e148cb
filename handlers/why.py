"""Why a rule fires or stays quiet: its parts with their figures, and how far it is from firing."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from bot import figures
from bot.alerts.model import Alert, State
from bot.chat import Action, Call, Fact, Reply
from bot.errors import UserError
from bot.owners import owner_of, plain
from bot.rules import faults
from bot.rules.distance import distance
from bot.rules.engine import Instance, Stage
from bot.rules.explain import Explained, explain
from bot.rules.joins import Join, Negation, Part, Sequence, Tally
from bot.rules.leaves import Holds, Leaf
from bot.rules.search import ANY_NEWS
from bot.texts import said, unsaid
from handlers import incidents
from handlers.base import command
from handlers.desk import Desk
from handlers.incident_story import story
from handlers.words import Cause, Subject, nearest

LINES = 25
FAR = Decimal("Infinity")
NEAREST_FIRST = (Stage.FIRING, Stage.PENDING, Stage.HOLDING, Stage.ARMED, Stage.UNREAD)

_DID_YOU_MEAN = unsaid("{rule} is not about {subject}; did you mean {close}?")
_NOT_ABOUT = unsaid("{rule} is not about {subject}; it is about {about}.")

_UNREAD = unsaid("{state}: it stays quiet until it has been read")
_PROSPECTS = {
    Stage.ARMED: unsaid("{state}: it fires once it holds"),
    Stage.HOLDING: unsaid("{state}: it fires once it has been seen not holding, and then holds"),
    Stage.UNREAD: _UNREAD,
}
_PROSPECTS_HELD = {
    Stage.ARMED: unsaid("{state}: it fires once it has held for {span}"),
    Stage.HOLDING: unsaid(
        "{state}: it fires once it has been seen not holding, and then has held for {span}"
    ),
    Stage.UNREAD: _UNREAD,
}


def mark(holds: Holds) -> str:
    """Show a reading's three values."""
    return "?" if holds is None else "✓" if holds else "✗"


@command(
    "why",
    "Why a rule rings or stays quiet, or what an incident is about",
    example="/why premarket-mover IREN",
)
async def why(call: Call, desk: Desk, rule: Cause, subject: Subject | None = None) -> Reply:
    """Answer with the whole tree for one subject, or with a line for each there is."""
    group = next((one for one in desk.incidents if one.id == rule), None)
    if group is not None:
        return story(group, call, desk)
    instances = desk.about(rule)
    if subject is not None:
        return _one(_about(subject, instances, desk), call, desk)
    return _one(instances[0], call, desk) if len(instances) == 1 else _each(instances, call, desk)


def standing(instance: Instance, now: datetime, zone: str) -> str:
    """Say where an instance stands between quiet and ringing."""
    told = instance.stage.value
    if instance.since:
        told = said("{stage} since {at}", stage=told, at=figures.moment(instance.since, now, zone))
    if instance.due:
        told = said("{told}, fires at {at}", told=told, at=figures.moment(instance.due, now, zone))
    return told


def gist(instance: Instance, now: datetime) -> Explained:
    """Explain the one comparison that decides how near an instance is to firing."""
    return explain(_deciding(instance.part, now)[1], now)


def detail(explained: Explained) -> str:
    """Say in a line what a part reads and how far it is from turning."""
    return "; ".join(filter(None, [explained.says, explained.distance]))


def nearest_first(instances: list[Instance], now: datetime) -> list[Instance]:
    """Order instances by how near they are to firing; those that cannot be told come last."""
    return sorted(
        instances, key=lambda i: (NEAREST_FIRST.index(i.stage), _deciding(i.part, now)[0])
    )


def _about(subject: Subject, instances: list[Instance], desk: Desk) -> Instance:
    found = {i.subject: i for i in instances}
    if subject in found:
        return found[subject]
    close = nearest(subject, found)
    rule, other = desk.shown(instances[0].rule.name), desk.shown(subject)
    if close is not None:
        raise UserError(said(_DID_YOU_MEAN, rule=rule, subject=other, close=close))
    raise UserError(said(_NOT_ABOUT, rule=rule, subject=other, about=faults.listed(found)))


def _one(instance: Instance, call: Call, desk: Desk) -> Reply:
    rule, where = instance.rule, standing(instance, desk.now, call.timezone)
    alert = desk.alert_about(instance)
    modifiers = (
        (said("For"), figures.age(rule.hold) if rule.hold else ""),
        (said("Reset"), rule.reset.text if rule.reset else ""),
    )
    return Reply(
        title=f"{desk.shown(rule.name)} {desk.shown(instance.subject)}: {where}",
        body="\n".join(_tree(explain(instance.part, desk.now))),
        facts=(
            Fact(said("Rule"), rule.when),
            Fact(said("State"), _prospect(instance, where)),
            *(Fact(label, value) for label, value in modifiers if value),
            *(Fact(said("Incident"), named) for named in _incidents(alert, desk)),
            Fact(
                said("Muted by"), "; ".join(_mutes(instance, alert, call, desk)) or said("nothing")
            ),
            Fact(
                said("Fired"),
                said("{number} so far", number=figures.count(desk.book.fired[rule.name])),
            ),
        ),
        actions=_next(instance, alert, desk),
    )


def _next(instance: Instance, alert: Alert | None, desk: Desk) -> tuple[Action, ...]:
    groups = incidents.of(alert, desk)
    acts = incidents.next_for(groups[0])[:3] if groups else ()
    if instance.subject == ANY_NEWS:  # news about nobody in particular has no price
        return acts
    return (*acts, Action(said("Chart"), f"/chart {desk.shown(instance.subject)}"))


def _incidents(alert: Alert | None, desk: Desk) -> list[str]:
    return [incidents.told(group, desk) for group in incidents.of(alert, desk)]


# What keeps a rule from ringing, and an alert that fires from being told.
def _mutes(instance: Instance, alert: Alert | None, call: Call, desk: Desk) -> list[str]:
    paused = [said("it is paused")] if instance.number in desk.engine.paused else []
    mutes = [*paused, *instance.mutes(desk.now)]
    if alert is not None and alert.state is State.FIRING:
        return [*mutes, *incidents.mutes(alert, call, desk)]
    return [
        *mutes,
        *desk.acting.looking.would_mute(_labels(instance, desk), desk.present, viewer=desk.viewer),
    ]


# As its alert will be known by, once there is one.
def _labels(instance: Instance, desk: Desk) -> dict[str, str]:
    rule, subject = instance.rule, instance.subject
    return {
        **rule.labels,
        "rule": plain(rule.name),
        "subject": plain(subject),
        "list": plain(rule.for_each or (subject if desk.sector(subject) else "")),
        "severity": rule.severity.value,
        "session": instance.calendar.session(desk.now).value,
        "owner": owner_of(rule.name),
    }


def _prospect(instance: Instance, where: str) -> str:
    hold = instance.rule.hold
    prospects = _PROSPECTS_HELD if hold else _PROSPECTS
    found = prospects.get(instance.stage)
    return said(found, state=where, span=figures.age(hold)) if found else where


def _each(instances: list[Instance], call: Call, desk: Desk) -> Reply:
    rule, order = instances[0].rule, nearest_first(instances, desk.now)
    lines = []
    for instance in order[:LINES]:
        part = gist(instance, desk.now)
        where = standing(instance, desk.now, call.timezone)
        lines.append(f"{mark(part.holds)} {desk.shown(instance.subject)} {where}: {detail(part)}")
    more = len(order) - LINES
    whole = f"/why {desk.shown(rule.name)} {desk.shown(order[0].subject)}"
    lines += [said("and {number} more", number=more)] if more > 0 else []
    lines.append(said("{command} shows every part of it.", command=whole))
    return Reply(
        title=said("{rule}, nearest to firing first", rule=desk.shown(rule.name)),
        body="\n".join(lines),
        facts=(Fact(said("Rule"), rule.when),),
    )


def _tree(explained: Explained, depth: int = 0) -> Iterator[str]:
    found = detail(explained)
    words = f"{explained.text}: {found}" if found else explained.text
    yield f"{'  ' * depth}{mark(explained.holds)} {words}"
    for part in explained.parts:
        yield from _tree(part, depth + 1)


# How far a part is from holding (0 where it holds), and the comparison or count that says so.
def _deciding(part: Part, now: datetime) -> tuple[Decimal, Leaf | Tally]:
    match part:
        case Leaf():
            gap = distance(part, now)
            return (Decimal(0) if part.held else FAR if gap is None else abs(gap)), part
        case Tally():
            return Decimal(max(0, part.least - len(part.holding))), part
        case Sequence():
            gap, decides = _deciding(part.second, now)
            return (Decimal(0) if part.holds else gap), decides
        case Negation():
            inner, decides = _deciding(part.part, now)
            return (Decimal(0) if inner else FAR), decides
        case Join():
            choose = min if part.settles else max
            return choose((_deciding(p, now) for p in part.parts), key=lambda found: found[0])
