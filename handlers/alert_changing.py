"""Changing alerts: what one says, whether it is read, and whether it is there at all."""

from collections.abc import Mapping

from bot.belongings import PAUSED, Kind
from bot.chat import Action, Call, Reply, Right
from bot.errors import UserError
from bot.holdings import Change
from bot.holdings import read as said_by
from bot.texts import said, unsaid
from handlers import alert_rules, incidents
from handlers.alert_forms import CHANGED
from handlers.alert_words import SURE, Back, Headline, Held, OwnRule, RuleText, Sure, Weight
from handlers.base import command
from handlers.desk import Desk

LABELS = "labels"

_ENDS = unsaid("What rings of it ends: {number}.")

_ABOUT = ("when", "subject", "for_each")
"""What a condition that is typed anew takes the place of, all of it together."""


@command(
    "alert edit",
    "Change any part of an alert of yours; none takes a part away",
    example="/alert edit dips for 5m severity critical",
    right=Right.CHANGE,
    form=CHANGED,
)
async def edit(  # noqa: PLR0913, PLR0917 (what may be changed of an alert)
    call: Call,
    desk: Desk,
    name: OwnRule,
    rule: RuleText | None = None,
    lasting: Held | None = None,
    reset: Back | None = None,
    severity: Weight | None = None,
    message: Headline | None = None,
) -> Reply:
    """Answer with the alert as it is now; one of it that rang is over."""
    mine = alert_rules.own(call, desk, name)
    text = alert_rules.line(
        rule or "", lasting=lasting, reset=reset, severity=severity, message=message
    )
    if not text:
        example = f"/alert edit {mine.name} for 5m reset 1%"
        raise UserError(said("Say what is to change, as in {example}.", example=example))
    typed = alert_rules.read(text, desk, partly=True)
    before = said_by(mine.kept)
    if typed.condition is not None:
        before = {key: value for key, value in before.items() if key not in _ABOUT}
    body = before | dict(typed.document)
    if body.get(LABELS):
        body[LABELS] = {**_labels(before), **_labels(typed.document)}
    await alert_rules.put(call, desk, mine.owner, mine.name, body, "changed")
    return alert_rules.reply(said("{name} is changed", name=mine.name), name, call, desk)


@command(
    "alert pause",
    "Leave an alert unread until it is resumed",
    example="/alert pause dips",
    right=Right.CHANGE,
)
async def pause(call: Call, desk: Desk, name: OwnRule) -> Reply:
    """Answer with what is not watched for now."""
    await _paused(call, desk, name, on=True)
    title = said("{name} is paused", name=desk.shown(name))
    return alert_rules.reply(title, name, call, desk)


@command(
    "alert resume",
    "Read an alert again that was paused; what it finds is where it comes in",
    example="/alert resume dips",
    right=Right.CHANGE,
)
async def resume(call: Call, desk: Desk, name: OwnRule) -> Reply:
    """Answer with where it stands now."""
    await _paused(call, desk, name, on=False)
    title = said("{name} is watched again", name=desk.shown(name))
    return alert_rules.reply(title, name, call, desk)


@command(
    "alert delete",
    "Do away with an alert of yours",
    example="/alert delete dips",
    right=Right.CHANGE,
)
async def delete(call: Call, desk: Desk, name: OwnRule, sure: Sure | None = None) -> Reply:
    """Ask back with a button, where one can carry the name; then answer with what is gone."""
    mine = alert_rules.own(call, desk, name)
    shown = desk.shown(name)
    for_good = f"/alert delete {shown} {SURE}"
    asked = alert_rules.fitting(Action(said("Delete"), for_good))
    if sure is None and asked:
        firing = sum(alert.rule == name for alert in desk.living)
        body = said("{command} does away with it for good.", command=for_good)
        if firing:
            body = f"{body} {said(_ENDS, number=firing)}"
        return Reply(title=said("Delete {name}?", name=shown), body=body, actions=asked)
    await desk.acting.do(
        call,
        lambda by, now: desk.holdings.drop(
            mine.owner,
            Kind.RULE,
            mine.name,
            Change(by=by, room=call.room, at=now, action="deleted"),
        ),
    )
    return incidents.done(said("{name} is deleted", name=shown), desk)


# The settings' own are paused as well, by those who run the bot; the engine alone remembers that.
async def _paused(call: Call, desk: Desk, name: str, *, on: bool) -> None:
    if alert_rules.is_written(name, desk) and call.right >= Right.OPERATE:
        engine = desk.engine

        def act(_by: str, _now: object) -> None:
            if on:
                engine.pause(name)
            else:
                desk.pipeline.turned(engine.resume(name))

        await desk.acting.do(call, act)
        return
    mine = alert_rules.own(call, desk, name)
    body = said_by(mine.kept) | {PAUSED: True if on else None}
    action = "paused" if on else "resumed"
    await alert_rules.put(call, desk, mine.owner, mine.name, body, action)


def _labels(document: Mapping[str, object]) -> dict[str, object]:
    found = document.get(LABELS)
    return found if isinstance(found, dict) else {}
