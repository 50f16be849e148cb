"""Incidents: alerts people act on together; which live, who looks after them, and when they end."""

from bot import figures
from bot.alerts.grouping import Group
from bot.alerts.incidents import Incident
from bot.alerts.model import Alert, State
from bot.alerts.ranking import ranked
from bot.chat import Action, Call, Reply, Right
from bot.errors import UserError
from bot.owners import sees
from bot.rules import faults
from bot.texts import counted, said
from handlers.base import command
from handlers.desk import Desk
from handlers.lasting import Lasting, ending
from handlers.words import IncidentName, short

LIVING = 20
NAMED = 5
"""How many subjects an incident is told with."""


@command("incidents", "What people act on: which incidents live, where told, who has them")
async def incidents(call: Call, desk: Desk) -> Reply:
    """Answer with a line for each incident, the newest first."""
    living = desk.incidents[::-1]
    lines = [_line(group, call, desk) for group in living[:LIVING]]
    if len(living) > LIVING:
        lines.append(said("and {number} more", number=len(living) - LIVING))
    title = counted(len(living), "{n} living incident", "{n} living incidents")
    hint = said("/ack ID, /snooze ID 1h and /resolve ID act on one; /why ID tells why it rang.")
    return Reply(
        title=title if living else said("No incident lives"),
        body="\n".join([*lines, hint]) if lines else said("Nobody has to act."),
        actions=next_for(living[0]) if len(living) == 1 else (),
    )


@command(
    "ack",
    "Say that you look after an incident: no reminder follows",
    example="/ack 4Fh2a",
    right=Right.CHANGE,
)
async def ack(call: Call, desk: Desk, incident: IncidentName) -> Reply:
    """Answer with who has it now: the first who acked it."""
    group = desk.acting.looking.named(incident)
    await desk.acting.do(call, lambda by, now: desk.acting.people.ack(incident, by, now))
    acked = group.incident.acked
    if acked is None:
        return done(_acked_by_nobody(group, desk), desk, next_for(group))
    told = said("Acked by {person}: {what}", person=acked.by, what=headline(group, desk))
    return done(told, desk, next_for(group))


@command(
    "unack",
    "Take an ack back: reminders go on",
    example="/unack 4Fh2a",
    right=Right.CHANGE,
)
async def unack(call: Call, desk: Desk, incident: IncidentName) -> Reply:
    """Answer with what nobody looks after any more."""
    group = desk.acting.looking.named(incident)
    await desk.acting.do(call, lambda by, now: desk.acting.people.unack(incident, by, now))
    return done(_acked_by_nobody(group, desk), desk, next_for(group))


@command(
    "snooze",
    "Hear nothing of an incident for a while; what lives then is told again",
    example="/snooze 4Fh2a 1h",
    right=Right.CHANGE,
)
async def snooze(call: Call, desk: Desk, incident: IncidentName, lasting: Lasting) -> Reply:
    """Answer with when it ends."""
    group = _to_end(incident, desk)
    people = desk.acting.people
    told = headline(group, desk)
    await desk.acting.do(call, lambda by, now: people.snooze(incident, by, now, lasting.after(now)))
    snoozed = group.incident.snoozed
    ends = ending(snoozed.until if snoozed else None, desk.present, call.timezone)
    return done(said("Snoozed {until}: {what}", until=ends, what=told), desk, next_for(group))


@command(
    "resolve",
    "Close an incident: its alerts are told no more until they were over",
    example="/resolve 4Fh2a",
    right=Right.CHANGE,
)
async def resolve(call: Call, desk: Desk, incident: IncidentName) -> Reply:
    """Answer with what was closed."""
    told = headline(_to_end(incident, desk), desk)
    await desk.acting.do(call, lambda by, now: desk.acting.people.resolve(incident, by, now))
    return done(said("Resolved: {what}", what=told), desk)


def _to_end(incident: IncidentName, desk: Desk) -> Group:
    group = desk.acting.looking.named(incident)
    if not desk.may_end(group):
        raise UserError(
            said("This is everybody's, and other rooms want to hear of it.")
            + "\n"
            + said("/mute and /silence keep it from your own rooms.")
        )
    return group


def headline(group: Group, desk: Desk) -> str:
    """Say what an incident is about: its rules, and the subjects that matter most."""
    found = ranked(member.alert for member in group.living() or group.all())
    rules = faults.listed(dict.fromkeys(desk.shown(alert.rule) for alert in found), NAMED)
    subjects = list(dict.fromkeys(desk.shown(alert.subject) for alert in found))
    about, more = ", ".join(subjects[:NAMED]), len(subjects) - NAMED
    if more > 0:
        about = said("{names} and {number} more", names=about, number=more)
    return f"{rules}: {about}"


def named(group: Group, desk: Desk) -> str:
    """Name an incident as people type it."""
    return short(group.id, [one.id for one in desk.incidents])


def told(group: Group, desk: Desk) -> str:
    """Name an incident, with who has it."""
    acked = group.incident.acked
    name = named(group, desk)
    return said("{incident}, acked by {person}", incident=name, person=acked.by) if acked else name


def of(alert: Alert | None, desk: Desk) -> list[Group]:
    """List the incidents an alert is part of."""
    mine = {group.id for group in desk.incidents}
    found = desk.acting.looking.of(alert.fingerprint) if alert else []
    return [group for group in found if group.id in mine]


def mutes(alert: Alert | None, call: Call, desk: Desk) -> list[str]:
    """Say what keeps an alert that fires from being told now."""
    if alert is None or alert.state is not State.FIRING:
        return []
    return desk.acting.looking.quiet(alert, desk.present, call.timezone, viewer=desk.viewer)


def rooms(group: Group, desk: Desk) -> list[str]:
    """Name the rooms that were told of an incident, as far as they are the viewer's."""
    found = group.incident.rooms.items()
    seen = [
        name for name, known in found if sees(desk.viewer, desk.tenants.owner(known.destination))
    ]
    return sorted(seen)


def next_for(group: Group) -> tuple[Action, ...]:
    """Offer what may be done about an incident now."""
    incident, name = group.incident, group.id
    ack_it = Action(said("Ack"), f"/ack {name}")
    return (
        Action(said("Unack"), f"/unack {name}") if incident.acked else ack_it,
        Action(said("Snooze 1h"), f"/snooze {name} 1h"),
        Action(said("Resolve"), f"/resolve {name}"),
        Action(said("Why"), f"/why {name}"),
    )


def done(title: str, desk: Desk, actions: tuple[Action, ...] = ()) -> Reply:
    """Say what was done, and where it is not safe yet, why; and offer what may be done next."""
    why = desk.store()
    body = said("It is told once it is written; just now {why}.", why=why) if why else ""
    return Reply(title=title, body=body, actions=actions)


def _acked_by_nobody(group: Group, desk: Desk) -> str:
    return said("Acked by nobody: {what}", what=headline(group, desk))


def _line(group: Group, call: Call, desk: Desk) -> str:
    incident, now, zone = group.incident, desk.present, call.timezone
    since = figures.moment(incident.opened, now, zone)
    told = ", ".join(rooms(group, desk)) or said("nowhere yet")
    over = "" if group.living() else said("over")
    acts = [over, *_acts(incident, call, desk)]
    parts = [
        said("since {at}", at=since),
        said("told in {rooms}", rooms=told),
        *filter(None, acts),
    ]
    return f"{named(group, desk)} {headline(group, desk)}; {'; '.join(parts)}"


def _acts(incident: Incident, call: Call, desk: Desk) -> list[str]:
    now, zone = desk.present, call.timezone
    found = []
    if acked := incident.acked:
        at = figures.moment(acked.at, now, zone)
        found.append(said("acked by {person} at {at}", person=acked.by, at=at))
    if snoozed := incident.snoozed:
        until = ending(snoozed.until, now, zone)
        found.append(said("snoozed by {person} {until}", person=snoozed.by, until=until))
    return found
