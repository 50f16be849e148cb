"""How alerts have done: how often each rang, when last, for how long, and what came after."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from bot import figures
from bot.alerts.model import State
from bot.backtest import wording
from bot.backtest.model import together
from bot.chat import Action, Call, Fact, Reply, Table
from bot.errors import UserError
from bot.rules.model import Rule
from bot.texts import counted, said
from handlers import alert_rules
from handlers.base import command
from handlers.desk import Desk
from handlers.tried import hits
from handlers.words import RuleName

MOST = 40


@command(
    "alert stats",
    "How often alerts fired, when last, how long it lasted, and what came after",
    example="/alert stats premarket-mover",
)
async def stats(call: Call, desk: Desk, rule: RuleName | None = None) -> Reply:
    """Answer with a line for each rule, the busiest first, or with all there is on one."""
    if rule is None:
        return _all(call, desk)
    [first, *_] = desk.about(rule)
    return await _one(first.rule, call, desk)


def _all(call: Call, desk: Desk) -> Reply:
    rules = sorted(desk.rules.values(), key=lambda rule: -desk.book.fired[rule.name])
    if not rules:
        return Reply(title=said("There is no alert yet"), body=said("/alert create makes one."))
    fired = sum(desk.book.fired[rule.name] for rule in rules)
    rows = tuple(
        (
            desk.shown(rule.name),
            figures.count(desk.book.fired[rule.name]),
            _last(rule, call, desk),
            _lasted(_spans(rule, desk)),
        )
        for rule in rules[:MOST]
    )
    lines = [said("Since this bot was started; /alert stats NAME tells more of one.")]
    if len(rules) > MOST:
        lines.append(said("and {number} more", number=len(rules) - MOST))
    return Reply(
        title=counted(fired, "Fired {n} time so far", "Fired {n} times so far"),
        body="\n".join(lines),
        table=Table((said("Alert"), said("Fired"), said("Last"), said("Lasted")), rows),
    )


async def _one(rule: Rule, call: Call, desk: Desk) -> Reply:
    name, fired = desk.shown(rule.name), desk.book.fired[rule.name]
    return Reply(
        title=_fired(name, fired),
        facts=(
            *alert_rules.facts(rule, call),
            Fact(said("Last"), _last(rule, call, desk)),
            Fact(said("Lasted"), _lasted(_spans(rule, desk))),
            Fact(said("Living"), _living(rule, desk)),
            *await _recorded(rule, desk),
        ),
        actions=alert_rules.fitting(
            Action(said("Test"), f"/alert test {name}"), Action(said("Why"), f"/why {name}")
        ),
    )


# Where nothing was recorded, or another rule is being tried, what is known is told without it.
async def _recorded(rule: Rule, desk: Desk) -> list[Fact]:
    try:
        trials = await alert_rules.trials(rule, desk)
    except UserError:
        return []
    [finding] = together(trials)
    often = f"{wording.fired(finding)}, {wording.days(finding.days)}"
    facts = [Fact(said("As recorded"), often)]
    if finding.firings:
        facts.append(Fact(said("What came after"), hits(finding.firings)))
    return facts


def _fired(name: str, times: int) -> str:
    if not times:
        return said("{name}: never fired since this bot was started", name=name)
    often = wording.times(times)
    return said("{name}: fired {often} since this bot was started", name=name, often=often)


def _last(rule: Rule, call: Call, desk: Desk) -> str:
    found = [a for a in desk.transitions if a.rule == rule.name and a.state is State.FIRING]
    return figures.moment(found[-1].updated, desk.now, call.timezone) if found else said("never")


def _spans(rule: Rule, desk: Desk) -> list[timedelta]:
    over = [a for a in desk.transitions if a.rule == rule.name and a.ended and a.fired]
    return [alert.updated - alert.started for alert in over]


def _lasted(spans: Sequence[timedelta]) -> str:
    if not spans:
        return figures.UNKNOWN
    middle = timedelta(seconds=median(span.total_seconds() for span in spans))
    if len(spans) == 1:
        return figures.age(spans[0])
    return said("{age} (median)", age=figures.age(middle))


def _living(rule: Rule, desk: Desk) -> str:
    firing = [a for a in desk.living if a.rule == rule.name and a.state is State.FIRING]
    return ", ".join(desk.shown(alert.subject) for alert in firing) or said("nothing fires now")
