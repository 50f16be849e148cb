"""Escalation: what nobody has acknowledged in time goes to the next receiver as well."""

from datetime import datetime

from bot.alerts.incidents import Incident
from bot.alerts.routing import Receiver, Receivers
from bot.rules.units import shown_span


def begin(incident: Incident, receivers: Receivers, now: datetime) -> None:
    """Set the time by which somebody has to act, where there is another receiver to turn to."""
    incident.watched = True
    last = receivers.named(incident.receivers[-1])
    turns = incident.acked is None and _next(incident, last) != ""
    incident.escalates = now + last.escalate_after if turns else None


def due(incident: Incident, now: datetime) -> bool:
    return incident.escalates is not None and incident.escalates <= now


def turn(incident: Incident, receivers: Receivers, now: datetime) -> str:
    """Turn to the next receiver and say why; "" where there is none any more."""
    last = receivers.named(incident.receivers[-1])
    following = _next(incident, last)
    if following:
        incident.receivers.append(following)
    begin(incident, receivers, now)
    return f"not acked within {shown_span(last.escalate_after)}" if following else ""


def _next(incident: Incident, last: Receiver) -> str:
    # A circle of receivers is gone round once.
    return "" if last.escalate_to in incident.receivers else last.escalate_to
