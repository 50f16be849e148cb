"""What people may do about an incident, from the message that stands for it: its buttons."""

from collections.abc import Iterator, Sequence
from itertools import chain

from bot.alerts.grouping import Member
from bot.alerts.incidents import Incident
from bot.alerts.ranking import ranked
from bot.chat import ACTION_LIMIT, Action
from bot.owners import plain


def offered(incident: Incident, members: Sequence[Member]) -> tuple[Action, ...]:
    """List what makes sense to do about an incident as it stands; over, it is only looked at.

    A text that no button can carry is left out: people can still type it.
    """
    living = [member for member in members if member.lives]
    acts = _acts(incident) if living else ()
    found = chain(acts, _looks(incident, members), _mutes(living))
    return tuple(action for action in found if len(action.text.encode()) <= ACTION_LIMIT)


def _acts(incident: Incident) -> Iterator[Action]:
    name = incident.id
    yield Action("Unack", f"/unack {name}") if incident.acked else Action("Ack", f"/ack {name}")
    yield Action("Snooze 1h", f"/snooze {name} 1h")
    yield Action("Snooze until open", f"/snooze {name} until open")
    yield Action("Snooze until it resolves", f"/snooze {name} until it resolves")


def _looks(incident: Incident, members: Sequence[Member]) -> Iterator[Action]:
    yield Action("Why", f"/why {incident.id}")
    if any(member.alert.watchlist or member.alert.price for member in members):
        yield Action("Chart", f"/chart {plain(_foremost(members))}")


# What concerns several is muted by a silence, which has to be typed.
def _mutes(living: Sequence[Member]) -> Iterator[Action]:
    subjects = {member.alert.subject for member in living}
    symbols = {m.alert.subject for m in living if m.alert.subject != m.alert.watchlist}
    if len(subjects) == 1 and symbols == subjects:
        (symbol,) = symbols
        yield Action(f"Mute {symbol} 1h", f"/mute {symbol} 1h")


# Of several members of one watchlist the whole of it is what there is to see.
def _foremost(members: Sequence[Member]) -> str:
    alerts = ranked(member.alert for member in members)
    subjects = {alert.subject for alert in alerts}
    lists = {alert.watchlist for alert in alerts}
    if len(subjects) > 1 and len(lists) == 1 and "" not in lists:
        return alerts[0].watchlist
    return alerts[0].subject
