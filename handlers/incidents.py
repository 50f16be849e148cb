"""Incidents: alerts people act on together; which live, who looks after them, and when they end."""

from bot import figures
from bot.alerts.grouping import Group
from bot.alerts.incidents import Incident
from bot.alerts.model import Alert, State
from bot.alerts.ranking import ranked
from bot.chat import Call, Reply
from bot.rules import faults
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
        lines.append(f"and {len(living) - LIVING} more")
    plural = "incident" if len(living) == 1 else "incidents"
    title = f"{len(living)} living {plural}" if living else "No incident lives"
    hint = "/ack ID, /snooze ID 1h and /resolve ID act on one."
    return Reply(title=title, body="\n".join([*lines, hint] if lines else ["Nobody has to act."]))


@command("ack", "Say that you look after an incident: no reminder follows", example="/ack 4Fh2a")
async def ack(call: Call, desk: Desk, incident: IncidentName) -> Reply:
    """Answer with who has it now: the first who acked it."""
    group = desk.acting.looking.named(incident)
    await desk.acting.do(call, lambda by, now: desk.acting.people.ack(incident, by, now))
    acked = group.incident.acked
    return done(f"Acked by {acked.by if acked else 'nobody'}: {headline(group, desk)}", desk)


@command("unack", "Take an ack back: reminders go on", example="/unack 4Fh2a")
async def unack(call: Call, desk: Desk, incident: IncidentName) -> Reply:
    """Answer with what nobody looks after any more."""
    told = headline(desk.acting.looking.named(incident), desk)
    await desk.acting.do(call, lambda by, now: desk.acting.people.unack(incident, by, now))
    return done(f"Acked by nobody: {told}", desk)


@command(
    "snooze",
    "Hear nothing of an incident for a while; what lives then is told again",
    example="/snooze 4Fh2a 1h",
)
async def snooze(call: Call, desk: Desk, incident: IncidentName, lasting: Lasting) -> Reply:
    """Answer with when it ends."""
    group = desk.acting.looking.named(incident)
    people = desk.acting.people
    told = headline(group, desk)
    await desk.acting.do(call, lambda by, now: people.snooze(incident, by, now, lasting.after(now)))
    snoozed = group.incident.snoozed
    ends = ending(snoozed.until if snoozed else None, desk.present, call.timezone)
    return done(f"Snoozed {ends}: {told}", desk)


@command(
    "resolve",
    "Close an incident: its alerts are told no more until they were over",
    example="/resolve 4Fh2a",
)
async def resolve(call: Call, desk: Desk, incident: IncidentName) -> Reply:
    """Answer with what was closed."""
    told = headline(desk.acting.looking.named(incident), desk)
    await desk.acting.do(call, lambda by, now: desk.acting.people.resolve(incident, by, now))
    return done(f"Resolved: {told}", desk)


def headline(group: Group, desk: Desk) -> str:
    """Say what an incident is about: its rules, and the subjects that matter most."""
    found = ranked(member.alert for member in group.living() or group.all())
    rules = faults.listed(dict.fromkeys(desk.shown(alert.rule) for alert in found), NAMED)
    subjects = list(dict.fromkeys(desk.shown(alert.subject) for alert in found))
    more = f" and {len(subjects) - NAMED} more" if len(subjects) > NAMED else ""
    return f"{rules}: {', '.join(subjects[:NAMED])}{more}"


def named(group: Group, desk: Desk) -> str:
    """Name an incident as people type it."""
    return short(group.id, [one.id for one in desk.incidents])


def told(group: Group, desk: Desk) -> str:
    """Name an incident, with who has it."""
    acked = group.incident.acked
    return f"{named(group, desk)}{f', acked by {acked.by}' if acked else ''}"


def of(alert: Alert | None, desk: Desk) -> list[Group]:
    """List the incidents an alert is part of."""
    mine = {group.id for group in desk.incidents}
    found = desk.acting.looking.of(alert.fingerprint) if alert else []
    return [group for group in found if group.id in mine]


def mutes(alert: Alert | None, call: Call, desk: Desk) -> list[str]:
    """Say what keeps an alert that fires from being told now."""
    if alert is None or alert.state is not State.FIRING:
        return []
    return desk.acting.looking.quiet(alert, desk.present, call.timezone)


def done(title: str, desk: Desk) -> Reply:
    """Say what was done, and where it is not safe yet, why."""
    why = desk.store()
    return Reply(title=title, body=f"It is told once it is written; just now {why}." if why else "")


def _line(group: Group, call: Call, desk: Desk) -> str:
    incident, now, zone = group.incident, desk.present, call.timezone
    since = figures.moment(incident.opened, now, zone)
    rooms = ", ".join(sorted(incident.rooms)) or "nowhere yet"
    over = "" if group.living() else "over"
    acts = [over, *_acts(incident, call, desk)]
    parts = [f"since {since}", f"told in {rooms}", *filter(None, acts)]
    return f"{named(group, desk)} {headline(group, desk)}; {'; '.join(parts)}"


def _acts(incident: Incident, call: Call, desk: Desk) -> list[str]:
    now, zone = desk.present, call.timezone
    found = []
    if acked := incident.acked:
        found.append(f"acked by {acked.by} at {figures.moment(acked.at, now, zone)}")
    if snoozed := incident.snoozed:
        found.append(f"snoozed by {snoozed.by} {ending(snoozed.until, now, zone)}")
    return found
