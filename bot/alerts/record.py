"""Alerts and messages as lines of JSON, for files that programs read."""

import json
from typing import Any

from bot import figures
from bot.alerts.model import Alert
from bot.chat import Destination, Message
from bot.market.confirmation import Verdict


def alert_line(alert: Alert) -> str:
    """Write one transition of an alert; figures are decimal strings, unknown ones null.

    Whether its move is confirmed is said only where it is not.
    """
    doubted = alert.confirmation is not Verdict.CONFIRMED
    return _line(
        {
            "at": figures.utc(alert.updated),
            "rule": alert.rule,
            "subject": alert.subject,
            "state": alert.state.value,
            "value": None if alert.value is None else figures.plain(alert.value),
            "baseline": None if alert.baseline is None else figures.plain(alert.baseline),
            "threshold": None if alert.threshold is None else figures.plain(alert.threshold),
            "session": alert.session.value,
            "because": alert.because,
            "fingerprint": alert.fingerprint,
        }
        | ({"confirmation": alert.confirmation.value} if doubted else {})
    )


def message_fields(message: Message, destination: Destination) -> dict[str, Any]:
    """Name what a program is told of a message, and where that went."""
    return {
        "at": figures.utc(message.at),
        "platform": destination.platform,
        "chat": destination.chat,
        "thread": destination.thread,
        "reason": message.reason,
        "title": message.title,
        "body": message.body,
        "facts": {fact.label: fact.value for fact in message.facts},
        "fingerprints": list(message.fingerprints),
    }


def message_line(message: Message, destination: Destination) -> str:
    """Write one message that left, with where it went."""
    return _line(message_fields(message, destination))


def _line(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")) + "\n"
