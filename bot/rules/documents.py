"""Rules as documents: what the settings file would have of one, in words a room keeps."""

from collections.abc import Mapping

from bot import figures
from bot.chat import Severity
from bot.owners import plain
from bot.rules.model import EVERY_TIME, Initial, NoData, Rule
from bot.rules.units import shown_span


def document(rule: Rule) -> dict[str, object]:
    """Write a rule as the settings file would have it, its name left out."""
    trigger, bar = rule.trigger, rule.trigger.bar
    often = f"{trigger.repeat.value}({shown_span(bar)})" if bar else trigger.repeat.value
    during = None if rule.fire_during is None else sorted(s.value for s in rule.fire_during)
    said: Mapping[str, object] = {
        "for_each": plain(rule.for_each) if rule.for_each else None,
        "subject": plain(rule.subject) if rule.subject else None,
        "when": rule.when,
        "for": shown_span(rule.hold) if rule.hold else None,
        "reset": rule.reset.text if rule.reset else None,
        "initial": rule.initial.value if rule.initial is not Initial.WAIT else None,
        "keep_firing_for": shown_span(rule.keep_firing_for) if rule.keep_firing_for else None,
        "trigger": often if trigger != EVERY_TIME else None,
        "cooldown": shown_span(rule.cooldown) if rule.cooldown else None,
        "expires_at": figures.utc(rule.expires_at) if rule.expires_at else None,
        "fire_during": during,
        "no_data": rule.no_data.value if rule.no_data is not NoData.KEEP else None,
        "severity": rule.severity.value if rule.severity is not Severity.INFO else None,
        "message": rule.message,
        "labels": dict(rule.labels) or None,
        "annotations": dict(rule.annotations) or None,
    }
    return {key: value for key, value in said.items() if value is not None}
