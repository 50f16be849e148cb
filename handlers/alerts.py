"""Alerts: those that live, what became of the last ones, and what another rule would have rung."""

from dataclasses import replace

from bot import figures
from bot.alerts.model import Alert
from bot.chat import Action, Call, Reply, Right
from bot.owners import plain
from bot.rules.model import Rule
from bot.texts import counted, said
from handlers import alert_rules, incidents
from handlers.base import command
from handlers.desk import Desk
from handlers.tried import Tried

LAST = 10
LIVING = 20


@command("alerts", "Which alerts live, and the last there were; /alert list shows the rules")
async def alerts(call: Call, desk: Desk) -> Reply:
    """Answer with the living alerts and what mutes them, then the last transitions."""
    living = desk.living
    last = desk.transitions[-LAST:]
    lines = [_living(alert, call, desk) for alert in living[: -LIVING - 1 : -1]]
    if len(living) > LIVING:
        lines.append(said("and {number} more", number=len(living) - LIVING))
    if last:
        lines += ["", said("Last:"), *(_line(alert, call, desk) for alert in reversed(last))]
    title = counted(len(living), "{n} living alert", "{n} living alerts")
    return Reply(
        title=title if living else said("No alert lives"),
        body="\n".join(lines).strip() or said("None has rung yet."),
    )


@command(
    "alert test",
    "What a rule would have rung so far, and what came after",
    example="/alert test IREN premarket > 4%",
)
async def test(call: Call, desk: Desk, rule: Rule) -> Reply:
    """Answer with what a rule comes to on what was recorded up to the market's present."""
    now, own = desk.now, replace(rule, name=plain(rule.name))
    trials = await alert_rules.trials(rule, desk)
    actions = _next(rule, call, desk)
    return Tried(rule=own, trials=trials, now=now, zone=call.timezone, actions=actions).reply()


# A rule there is can be looked at; one that was typed can be made.
def _next(rule: Rule, call: Call, desk: Desk) -> tuple[Action, ...]:
    name = desk.shown(rule.name)
    if any(it.name == rule.name for it in desk.rules.values()):
        return alert_rules.fitting(Action(said("Show"), f"/alert show {name}"))
    if call.right < Right.CHANGE:
        return ()
    return alert_rules.fitting(Action(said("Make it an alert"), f"/alert quick {name}"))


# What lives may be acted on, or muted by somebody.
def _living(alert: Alert, call: Call, desk: Desk) -> str:
    named = [
        said("incident {incident}", incident=incidents.told(group, desk))
        for group in incidents.of(alert, desk)
    ]
    found = [*named, *incidents.mutes(alert, call, desk)]
    line, known = _line(alert, call, desk), "; ".join(found)
    return f"{line} [{known}]" if known else line


def _line(alert: Alert, call: Call, desk: Desk) -> str:
    when = figures.moment(alert.updated, desk.now, call.timezone)
    doubt = f" ({alert.confirmation.value}: {alert.hearsay})" if alert.hearsay else ""
    what = f"{desk.shown(alert.rule)} {desk.shown(alert.subject)}"
    return f"{when} {alert.state.value}: {what}, {alert.because}{doubt}"
