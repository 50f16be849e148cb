"""Making alerts: a rule of one's own, from a form, from a line of text, or from one there is."""

import re
from collections.abc import Collection

from bot import owners
from bot.belongings import ROOM
from bot.chat import Call, Reply, Right
from bot.rules.documents import document
from bot.rules.model import Rule
from bot.texts import said
from handlers import alert_rules
from handlers.alert_forms import NEW
from handlers.alert_words import (
    Back,
    Headline,
    Held,
    NewRule,
    RuleText,
    Weight,
)
from handlers.base import command
from handlers.desk import Desk
from handlers.words import RuleName

LONGEST = 32
"""Characters of a name that is made of a rule's text: with it, every button has room for it."""

_SPOKEN = {">=": "at-least", "<=": "at-most", "!=": "not", ">": "over", "<": "under", "=": "is"}


@command(
    "alert create",
    "Make an alert: its name, when it rings, and how, such as for 60s or reset 1%",
    example="/alert create dips IREN change < -5% for 60s reset 1%",
    right=Right.CHANGE,
    form=NEW,
)
async def create(  # noqa: PLR0913, PLR0917 (what a new alert may be given)
    call: Call,
    desk: Desk,
    name: NewRule,
    rule: RuleText,
    lasting: Held | None = None,
    reset: Back | None = None,
    severity: Weight | None = None,
    message: Headline | None = None,
) -> Reply:
    """Answer with the alert in words, and where it stands now."""
    text = alert_rules.line(rule, lasting=lasting, reset=reset, severity=severity, message=message)
    return await _create(name, text, call, desk)


@command(
    "alert quick",
    "Make an alert of a line of text; its name is made of it too",
    example="/alert quick IREN > 70",
    right=Right.CHANGE,
)
async def quick(call: Call, desk: Desk, rule: RuleText) -> Reply:
    """Answer with the alert, and what it is called."""
    made = alert_rules.read(rule, desk).rule("")
    return await _create(name_of(made, desk.rules), rule, call, desk)


@command(
    "alert clone",
    "Make an alert of your own that says what another says",
    example="/alert clone premarket-mover my-movers",
    right=Right.CHANGE,
)
async def clone(call: Call, desk: Desk, rule: RuleName, name: NewRule) -> Reply:
    """Answer with the new alert; the other stays as it is."""
    [first, *_] = desk.about(rule)
    body = document(first.rule) | {ROOM: str(call.room)}
    await alert_rules.put(call, desk, call.viewer, name, body, "cloned")
    title = said("{name} is watched: it says what {rule} does", name=name, rule=desk.shown(rule))
    return alert_rules.reply(title, owners.owned(name, call.viewer), call, desk)


def name_of(rule: Rule, taken: Collection[str]) -> str:
    """Make a name of what a rule says: `IREN-over-70`."""
    about, when = rule.for_each or rule.subject or "", rule.when
    spoken = re.sub("|".join(_SPOKEN), lambda sign: f" {_SPOKEN[sign[0]]} ", when)
    words = re.findall(r"[\w.-]+", f"{about} {spoken}", re.ASCII)
    name = "-".join(word for word in words if word != "price")[:LONGEST].strip("._-") or "alert"
    known = {one.lower() for one in taken}
    others = (f"{name}-{number}" for number in range(2, len(known) + 3))
    return next(one for one in (name, *others) if one.lower() not in known)


async def _create(name: str, text: str, call: Call, desk: Desk) -> Reply:
    body = {**alert_rules.read(text, desk).document, ROOM: str(call.room)}
    await alert_rules.put(call, desk, call.viewer, name, body, "created")
    title = said("{name} is watched", name=name)
    return alert_rules.reply(title, owners.owned(name, call.viewer), call, desk)
