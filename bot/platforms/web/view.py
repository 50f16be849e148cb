"""What the pages show: the snapshot with the desk's messages in it, and what changed since."""

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from bot import figures
from bot.chat import Message

FEED = 100

_STATES = {"resolved", "notice", "brief"}  # what is said for these reasons is no alert that fires

Json = dict[str, Any]


class View:
    """Remembers what the pages were last told, so that they need only be told the rest."""

    def __init__(self, snapshot: Callable[[], Mapping[str, Any]]) -> None:
        self._snapshot = snapshot
        self._said: deque[Json] = deque(maxlen=FEED)
        self._told: Json = {}

    def say(self, message: Message) -> Json:
        """Put `message` on top of the alerts and return it as the pages show it."""
        said = _as_alert(message)
        self._said.appendleft(said)
        return said

    def look(self) -> Json:
        """Return the snapshot as it is now."""
        # A copy by way of JSON: the snapshot's own lists go on changing after we have told them.
        shown: Json = msgspec.json.decode(msgspec.json.encode(self._snapshot()))
        alerts = shown.get("alerts") or []
        said = [message for message in self._said if not _is_among(message, alerts)]
        shown["alerts"] = sorted([*said, *alerts], key=_when, reverse=True)[:FEED]
        return shown

    def told(self, *, afresh: bool) -> Json:
        """Return what every page has been told, for one that joins them."""
        if afresh:
            self._told = self.look()
        return self._told

    def news(self) -> Json:
        """Return what changed since the pages were last told, and take it as told."""
        before, self._told = self._told, self.look()
        return difference(before, self._told)


def difference(before: Json, after: Json) -> Json:
    """Return the parts of `after` that differ; a sector's line only from where it differs.

    A sector says with `kept` how many points of the line it had stay as they are.
    """
    news = {part: content for part, content in after.items() if before.get(part) != content}
    if "sectors" in news:
        lines = {sector["name"]: sector.get("series", []) for sector in before.get("sectors", [])}
        news["sectors"] = [
            _shortened(sector, lines.get(sector["name"], [])) for sector in news["sectors"]
        ]
    return news


def _shortened(sector: Json, line: list[Any]) -> Json:
    series = sector.get("series", [])
    kept = 0
    for was, is_now in zip(line, series, strict=False):
        if was != is_now:
            break
        kept += 1
    return {**sector, "series": series[kept:], "kept": kept}


def _as_alert(message: Message) -> Json:
    return {
        "at": figures.time_of_day(message.at),
        "epoch": message.at.timestamp(),
        "state": message.reason if message.reason in _STATES else "firing",
        "rule": "",
        "subject": "",
        "title": message.title,
        "because": message.body,
        "facts": [{"label": fact.label, "value": fact.value} for fact in message.facts],
        "severity": message.severity.value,
        "fingerprint": next(iter(message.fingerprints), ""),
        "fingerprints": list(message.fingerprints),
    }


# A message is among the alerts when it says what each of them said last before it left: it may
# leave later than it fired, held back to be grouped.
def _is_among(message: Json, alerts: list[Json]) -> bool:
    def told(fingerprint: str) -> bool:
        before = [
            alert
            for alert in alerts
            if alert.get("fingerprint") == fingerprint and _when(alert) <= message["epoch"]
        ]
        return bool(before) and max(before, key=_when)["state"] == message["state"]

    names = message["fingerprints"]
    return bool(names) and all(told(name) for name in names)


def _when(alert: Json) -> float:
    return float(alert.get("epoch") or 0)
