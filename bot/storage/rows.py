"""Rows: the things of the core as the tables hold them, and back."""

from typing import Any

from bot import figures
from bot.alerts.incidents import Act
from bot.alerts.model import Alert
from bot.chat import Destination
from bot.delivery.parcel import Outcome, Parcel
from bot.journal import Note, Progress, Standing
from bot.storage.bodies import written

Row = dict[str, Any]


def of_progress(progress: Progress) -> Row:
    return {"feed": progress.feed, "events": progress.events, "at": progress.at}


def of_standing(standing: Standing) -> Row:
    return {"rule": standing.rule, "subject": standing.subject, "body": standing.body}


def of_note(note: Note) -> Row:
    return {"stage": note.stage, "key": note.key, "body": note.body}


def of_alert(alert: Alert) -> Row:
    return {
        "at": alert.updated,
        "fingerprint": alert.fingerprint,
        "rule": alert.rule,
        "subject": alert.subject,
        "state": alert.state.value,
        "body": written(alert),
    }


def of_act(act: Act, room: str = "", person_id: str = "") -> Row:
    """Write what somebody did about alerts, in a room."""
    return {
        "at": act.at,
        "person": act.by,
        "room": room,
        "action": act.deed.value,
        "about": act.about,
        "body": "" if act.until is None else f"until {figures.utc(act.until)}",
        "person_id": person_id,
    }


def of_parcel(parcel: Parcel) -> Row:
    return {
        "key": parcel.key,
        "destination": str(parcel.destination),
        "priority": int(parcel.priority),
        "made": parcel.made,
        "attempts": 0,
        "leaving": None,
        "holder": "",
        "held_until": None,
        "body": written(parcel),
    }


def of_outcome(outcome: Outcome) -> Row:
    return {
        "at": outcome.at,
        "key": outcome.key,
        "destination": named(outcome.destination),
        "fate": outcome.fate.value,
        "reason": outcome.reason,
        "ref": outcome.ref,
        "attempts": outcome.attempts,
        "fingerprints": " ".join(outcome.fingerprints),
    }


def named(destination: Destination | None) -> str:
    """Name a destination as tables do; "" where an alert had none."""
    return "" if destination is None else str(destination)
