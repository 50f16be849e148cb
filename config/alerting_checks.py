"""What routes, receivers and matchers say of one another, with each fault where it was written."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from pydantic import ValidationError

from bot.alerts.matchers import OWN, Matcher, MatcherFault, Sign
from bot.alerts.quiet import endless
from bot.alerts.routing import EVERYWHERE
from bot.chat import Severity
from bot.rules.faults import listed, nearest, quoted
from config.alerting import QuietEntry
from config.faults import Fault
from config.nodes import Plain
from config.tree import Way
from config.written import Written


class AlertingCheck:
    """Looks at what was written of routes, receivers, inhibitions and quiet hours."""

    def __init__(self, written: Written) -> None:
        self._written = written
        receivers = [section for _, section in written.sections("receivers")]
        self._receivers = [EVERYWHERE, *_texts(receivers, "name")]
        rules = [section for _, section in written.sections("rules")]
        self._rules = _texts(rules, "name")
        labels = (rule.get("labels") for rule in rules)
        own = (name for found in labels if isinstance(found, dict) for name in found)
        self._labels = list(dict.fromkeys([*OWN, *own]))

    def faults(self) -> Iterator[Fault]:
        root = self._written.values.get("route")
        if isinstance(root, dict):
            yield from self._route(("route",), root)
        yield from self._of_receivers()
        for way, _ in self._written.sections("inhibit_rules"):
            for name in ("source_matchers", "target_matchers"):
                yield from self._matchers((*way, name))
        for way, section in self._written.sections("quiet_hours"):
            yield from self._quiet(way, section)

    def _route(self, way: Way, route: Mapping[str, Plain]) -> Iterator[Fault]:
        yield from self._known((*way, "receiver"), route.get("receiver"))
        yield from self._matchers((*way, "matchers"))
        inner = route.get("routes")
        for index, one in enumerate(inner if isinstance(inner, list) else []):
            if isinstance(one, dict):
                yield from self._route((*way, "routes", index), one)

    def _of_receivers(self) -> Iterator[Fault]:
        seen: dict[str, Way] = {}
        for way, receiver in self._written.sections("receivers"):
            name = receiver.get("name")
            if isinstance(name, str) and name in seen:
                first = self._written.place((*seen[name], "name"))
                sentence = f"a receiver {quoted(name)} is at {first} already; give this one another"
                yield Fault.said(self._written.place((*way, "name")), f"{sentence} name")
            elif isinstance(name, str):
                seen[name] = way
            there = (*way, "escalate_to")
            if name is not None and receiver.get("escalate_to") == name:
                sentence = f"{quoted(str(name))} cannot escalate to itself; name another receiver"
                yield Fault.said(self._written.place(there), sentence)
            else:
                yield from self._known(there, receiver.get("escalate_to"))

    def _known(self, way: Way, name: Plain) -> Iterator[Fault]:
        if isinstance(name, str) and name and name not in self._receivers:
            close = nearest(name, self._receivers)
            hint = f"did you mean {quoted(close)}?" if close else self._there_is()
            yield Fault.said(self._written.place(way), f"{quoted(name)} is no receiver; {hint}")

    def _there_is(self) -> str:
        return f"there is {listed(self._receivers)}; add it under `receivers`"

    def _matchers(self, way: Way) -> Iterator[Fault]:
        for index, text in self._written.texts(way):
            try:
                sentence = self._strange(Matcher.parse(text))
                at = 0
            except MatcherFault as fault:
                sentence, at = str(fault), fault.at
            if sentence:
                yield Fault.said(self._written.place((*way, index), at), sentence)

    def _strange(self, matcher: Matcher) -> str:
        # Labels and rules may come later, in a chat; what is close to a known one was meant.
        known: Mapping[str, list[str]] = {
            "severity": [severity.value for severity in Severity],
            "rule": self._rules,
        }
        if matcher.label not in self._labels:
            close = nearest(matcher.label, self._labels)
            word = matcher.label
        elif matcher.sign is not Sign.LIKE and matcher.value not in known.get(matcher.label, ()):
            close = nearest(matcher.value, known.get(matcher.label, ()))
            word = matcher.value
        else:
            return ""
        return f"{quoted(word)} is not known here; did you mean {quoted(close)}?" if close else ""

    def _quiet(self, way: Way, section: Mapping[str, Plain]) -> Iterator[Fault]:
        with suppress(ValidationError):
            hours = QuietEntry.model_validate(section).hours()
            if endless([hours]):
                sentence = "these quiet hours never end, so nothing is ever told; write fewer days"
                yield Fault.said(self._written.key((*way, "start")), sentence)


def _texts(sections: list[dict[str, Plain]], name: str) -> list[str]:
    return [text for section in sections if isinstance(text := section.get(name), str)]
