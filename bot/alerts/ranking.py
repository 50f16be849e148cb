"""Ranking: which of several alerts are named first, where not all can be."""

from collections.abc import Iterable
from decimal import Decimal

from bot.alerts.model import Alert
from bot.chat import Severity

_WEIGHT = {severity: weight for weight, severity in enumerate(Severity)}


def severest(alerts: Iterable[Alert]) -> Severity:
    return max((alert.severity for alert in alerts), key=_WEIGHT.__getitem__)


def ranked(alerts: Iterable[Alert]) -> list[Alert]:
    """Sort alerts: the severest first, then the largest move, then the earliest."""
    return sorted(alerts, key=lambda a: (-_WEIGHT[a.severity], -_size(a), a.started, a.fingerprint))


def _size(alert: Alert) -> Decimal:
    # How far over its own threshold: thus moves of different units can stand side by side.
    if alert.value is None or not alert.threshold:
        return Decimal(0)
    return abs(alert.value / alert.threshold)
