"""Inhibition: an alert that says it all keeps others quiet while it lives."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.alerts.matchers import Matcher, labels_of, take
from bot.alerts.model import Alert
from bot.owners import owner_of

_Key = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inhibition:
    """While a source lives, targets are muted that have the same value of each label in `equal`."""

    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[str, ...] = ()

    def values(self, labels: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(labels.get(name, "") for name in self.equal)


class Inhibitions:
    """Knows the sources that live. It remembers nothing itself: the alerts that live say it all.

    They are of everybody's alerts: what a room has made itself neither keeps others quiet nor is
    kept quiet, for its owner has written nothing of the kind.
    """

    def __init__(self, rules: Sequence[Inhibition]) -> None:
        self._rules = tuple(enumerate(rules))
        self._sources: defaultdict[_Key, dict[str, Alert]] = defaultdict(dict)
        self._keys: dict[str, list[_Key]] = {}

    def begin(self, alert: Alert) -> None:
        """Note that an alert lives."""
        self.end(alert.fingerprint)
        if keys := self._sourced(alert):
            self._keys[alert.fingerprint] = keys
        for key in keys:
            self._sources[key][alert.fingerprint] = alert

    def end(self, fingerprint: str) -> bool:
        """Note that an alert is over; say whether that may let others speak."""
        keys = self._keys.pop(fingerprint, ())
        for key in keys:
            del self._sources[key][fingerprint]
            if not self._sources[key]:
                del self._sources[key]
        return bool(keys)

    def mutes(self, labels: Mapping[str, str]) -> str:
        """Say what keeps an alert with these labels quiet, or "" where nothing does."""
        if labels.get("owner"):
            return ""
        for number, rule in self._rules:
            if take(rule.target, labels):
                living: Collection[Alert] = self._sources.get(
                    (number, rule.values(labels)), {}
                ).values()
                # Those that are source and target would else keep themselves quiet, and each other.
                if take(rule.source, labels):
                    living = [a for a in living if not take(rule.target, labels_of(a))]
                if living:
                    first = min(living, key=lambda a: (a.started, a.fingerprint))
                    return f"inhibited by {first.rule} on {first.subject}, which fires"
        return ""

    def _sourced(self, alert: Alert) -> list[_Key]:
        if not self._rules or owner_of(alert.rule):
            return []
        labels = labels_of(alert)
        return [(at, rule.values(labels)) for at, rule in self._rules if take(rule.source, labels)]
