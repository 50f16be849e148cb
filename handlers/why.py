"""Why a rule fires or stays quiet: its parts with their figures, and how far it is from firing."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from bot import figures
from bot.alerts.model import Alert, State, fingerprint
from bot.chat import Call, Fact, Reply
from bot.errors import UserError
from bot.rules import faults
from bot.rules.distance import distance
from bot.rules.engine import Instance, Stage
from bot.rules.explain import Explained, explain
from bot.rules.joins import Join, Negation, Part, Sequence, Tally
from bot.rules.leaves import Holds, Leaf
from handlers import incidents
from handlers.base import command
from handlers.desk import Desk
from handlers.words import RuleName, Subject, nearest

LINES = 25
FAR = Decimal("Infinity")
NEAREST_FIRST = (Stage.FIRING, Stage.PENDING, Stage.HOLDING, Stage.ARMED, Stage.UNREAD)


def mark(holds: Holds) -> str:
    """Show a reading's three values."""
    return "?" if holds is None else "✓" if holds else "✗"


@command("why", "Why a rule rings or stays quiet", example="/why premarket-mover IREN")
async def why(call: Call, desk: Desk, rule: RuleName, subject: Subject | None = None) -> Reply:
    """Answer with the whole tree for one subject, or with a line for each there is."""
    instances = [i for i in desk.instances if i.rule.name == rule]
    if subject is not None:
        return _one(_about(subject, instances, desk), call, desk)
    return _one(instances[0], call, desk) if len(instances) == 1 else _each(instances, call, desk)


def standing(instance: Instance, now: datetime, zone: str) -> str:
    """Say where an instance stands between quiet and ringing."""
    since = f" since {figures.moment(instance.since, now, zone)}" if instance.since else ""
    due = f", fires at {figures.moment(instance.due, now, zone)}" if instance.due else ""
    return f"{instance.stage.value}{since}{due}"


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
    hint = f"did you mean {close}?" if close else f"it is about {faults.listed(found)}."
    raise UserError(
        f"{desk.shown(instances[0].rule.name)} is not about {desk.shown(subject)}; {hint}"
    )


def _one(instance: Instance, call: Call, desk: Desk) -> Reply:
    rule, where = instance.rule, standing(instance, desk.now, call.timezone)
    alert = desk.book.living.get(fingerprint(rule.name, instance.subject, rule.labels))
    modifiers = {
        "For": figures.age(rule.hold) if rule.hold else "",
        "Reset": rule.reset.text if rule.reset else "",
    }
    return Reply(
        title=f"{desk.shown(rule.name)} {desk.shown(instance.subject)}: {where}",
        body="\n".join(_tree(explain(instance.part, desk.now))),
        facts=(
            Fact("Rule", rule.when),
            Fact("State", f"{where}{_prospect(instance)}"),
            *(Fact(label, value) for label, value in modifiers.items() if value),
            *(Fact("Incident", named) for named in _incidents(alert, desk)),
            Fact("Muted by", "; ".join(_mutes(instance, alert, call, desk)) or "nothing"),
            Fact("Fired", f"{figures.count(desk.book.fired[rule.name])} so far"),
        ),
    )


def _incidents(alert: Alert | None, desk: Desk) -> list[str]:
    return [incidents.told(group, desk) for group in incidents.of(alert, desk)]


# What keeps a rule from ringing, and an alert that fires from being told.
def _mutes(instance: Instance, alert: Alert | None, call: Call, desk: Desk) -> list[str]:
    mutes = instance.mutes(desk.now)
    if alert is not None and alert.state is State.FIRING:
        return [*mutes, *incidents.mutes(alert, call, desk)]
    return [*mutes, *desk.acting.looking.would_mute(_labels(instance, desk), desk.present)]


# As its alert will be known by, once there is one.
def _labels(instance: Instance, desk: Desk) -> dict[str, str]:
    rule, subject = instance.rule, instance.subject
    return {
        **rule.labels,
        "rule": rule.name,
        "subject": subject,
        "list": rule.for_each or (subject if subject in desk.market.sectors else ""),
        "severity": rule.severity.value,
        "session": instance.calendar.session(desk.now).value,
    }


def _prospect(instance: Instance) -> str:
    hold = instance.rule.hold
    lasting = f"has held for {figures.age(hold)}" if hold else "holds"
    match instance.stage:
        case Stage.ARMED:
            return f": it fires once it {lasting}"
        case Stage.HOLDING:
            return f": it fires once it has been seen not holding, and then {lasting}"
        case Stage.UNREAD:
            return ": it stays quiet until it has been read"
        case _:
            return ""


def _each(instances: list[Instance], call: Call, desk: Desk) -> Reply:
    rule, order = instances[0].rule, nearest_first(instances, desk.now)
    lines = []
    for instance in order[:LINES]:
        part = gist(instance, desk.now)
        where = standing(instance, desk.now, call.timezone)
        lines.append(f"{mark(part.holds)} {desk.shown(instance.subject)} {where}: {detail(part)}")
    more = len(order) - LINES
    hint = f"/why {desk.shown(rule.name)} {desk.shown(order[0].subject)} shows every part of it."
    lines += [f"and {more} more", hint] if more > 0 else [hint]
    return Reply(
        title=f"{desk.shown(rule.name)}, nearest to firing first",
        body="\n".join(lines),
        facts=(Fact("Rule", rule.when),),
    )


def _tree(explained: Explained, depth: int = 0) -> Iterator[str]:
    said = detail(explained)
    words = f"{explained.text}: {said}" if said else explained.text
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
