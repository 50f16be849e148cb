"""Alerts: those that live, what became of the last ones, and what another rule would have rung."""

from bot import figures
from bot.alerts.model import Alert
from bot.chat import Call, Reply
from bot.rules.model import Rule
from handlers import incidents
from handlers.base import command
from handlers.desk import Desk
from handlers.tried import Tried

LAST = 10
LIVING = 20


@command("alerts", "Which alerts live, and the last ones there were")
async def alerts(call: Call, desk: Desk) -> Reply:
    """Answer with the living alerts and what mutes them, then the last transitions."""
    living = desk.living
    last = desk.transitions[-LAST:]
    lines = [_living(alert, call, desk) for alert in living[: -LIVING - 1 : -1]]
    if len(living) > LIVING:
        lines.append(f"and {len(living) - LIVING} more")
    if last:
        lines += ["", "Last:", *(_line(alert, call, desk) for alert in reversed(last))]
    plural = "alert" if len(living) == 1 else "alerts"
    title = f"{len(living)} living {plural}" if living else "No alert lives"
    return Reply(title=title, body="\n".join(lines).strip() or "None has rung yet.")


@command(
    "alert test",
    "What a rule would have rung so far, and what came after",
    example="/alert test IREN premarket > 4%",
)
async def test(call: Call, desk: Desk, rule: Rule) -> Reply:
    """Answer with what a rule comes to on what was recorded up to the market's present."""
    now = desk.now
    trials = await desk.recorded.trials(rule, now=now)
    return Tried(rule=rule, trials=trials, now=now, zone=call.timezone).reply()


# What lives may be acted on, or muted by somebody.
def _living(alert: Alert, call: Call, desk: Desk) -> str:
    named = [f"incident {incidents.told(group, desk)}" for group in incidents.of(alert, desk)]
    found = [*named, *incidents.mutes(alert, call, desk)]
    line, known = _line(alert, call, desk), "; ".join(found)
    return f"{line} [{known}]" if known else line


def _line(alert: Alert, call: Call, desk: Desk) -> str:
    when = figures.moment(alert.updated, desk.now, call.timezone)
    doubt = f" ({alert.confirmation.value}: {alert.hearsay})" if alert.hearsay else ""
    what = f"{desk.shown(alert.rule)} {desk.shown(alert.subject)}"
    return f"{when} {alert.state.value}: {what}, {alert.because}{doubt}"
