"""Why an incident rang: its alerts with their figures, where it was told, and who acted on it."""

from collections.abc import Iterator

from bot import figures
from bot.alerts.grouping import Group
from bot.alerts.model import Alert, State
from bot.alerts.ranking import ranked
from bot.chat import Action, Call, Fact, Reply
from bot.texts import said
from handlers import incidents
from handlers.desk import Desk
from handlers.lasting import ending

LINES = 25


def story(group: Group, call: Call, desk: Desk) -> Reply:
    """Tell what made an incident, the alert that matters most first."""
    alerts = ranked(member.over or member.alert for member in group.all())
    lines = [_line(alert, call, desk) for alert in alerts[:LINES]]
    if len(alerts) > LINES:
        lines.append(said("and {number} more", number=len(alerts) - LINES))
    about = dict.fromkeys(desk.shown(alert.subject) for alert in alerts)
    charts = [Action(said("Chart"), f"/chart {name}") for name in about] if len(about) == 1 else []
    return Reply(
        title=f"{incidents.named(group, desk)} {incidents.headline(group, desk)}",
        body="\n".join(lines),
        facts=tuple(_facts(group, alerts, call, desk)),
        actions=(*incidents.next_for(group), *charts),
    )


def _line(alert: Alert, call: Call, desk: Desk) -> str:
    since = figures.moment(alert.started, desk.now, call.timezone)
    sign = "✓" if alert.state is State.FIRING else "✗"
    source = f" [{alert.source}]" if alert.source else ""
    doubt = f" ({alert.confirmation.value}: {alert.hearsay})" if alert.hearsay else ""
    muted = "; ".join(incidents.mutes(alert, call, desk))
    told = said(
        "{sign} {subject} {state} since {at}: {because}",
        sign=sign,
        subject=desk.shown(alert.subject),
        state=alert.state.value,
        at=since,
        because=f"{alert.because}{source}{doubt}",
    )
    return said("{told}; not told: {why}", told=told, why=muted) if muted else told


def _facts(group: Group, alerts: list[Alert], call: Call, desk: Desk) -> Iterator[Fact]:
    incident, now, zone = group.incident, desk.present, call.timezone
    rules = {alert.rule: alert.condition for alert in alerts}
    yield from (
        Fact(said("Rule {rule}", rule=desk.shown(name)), text) for name, text in rules.items()
    )
    yield Fact(said("Opened"), figures.moment(incident.opened, now, zone))
    yield Fact(said("Told in"), ", ".join(incidents.rooms(group, desk)) or said("nowhere yet"))
    if acked := incident.acked:
        at = figures.moment(acked.at, now, zone)
        yield Fact(said("Acked"), said("by {person} at {at}", person=acked.by, at=at))
    if snoozed := incident.snoozed:
        until = ending(snoozed.until, now, zone)
        yield Fact(said("Snoozed"), said("by {person} {until}", person=snoozed.by, until=until))
