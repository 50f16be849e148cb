"""Showing alerts: every rule there is and where it stands, or one of them with all of its parts."""

from collections.abc import Iterator

from bot import figures, owners
from bot.belongings import Kind
from bot.chat import Action, Call, Fact, Reply, Table
from bot.fitting import cut
from bot.rules import typed
from bot.rules.engine import Instance
from bot.texts import counted, said
from handlers import alert_rules
from handlers.base import command
from handlers.desk import Desk
from handlers.words import RuleName

MOST = 40
"""Rules that are listed; a chat may have hundreds."""

LONGEST = 60
"""Characters of a rule's text in the list; `alert show` tells the rest."""


@command("alert list", "Every rule and where it stands; /alerts shows what has rung of them")
async def list_(call: Call, desk: Desk) -> Reply:
    """Answer with a line for each rule, one's own first."""
    rules = desk.rules
    if not rules:
        return Reply(
            title=said("There is no alert yet"),
            body=said("/alert create makes one, as in /alert create dips IREN change < -5%."),
        )
    names = sorted(
        (rule.name for rule in rules.values()),
        key=lambda name: owners.owner_of(name) != call.viewer,
    )
    found = desk.each(names[:MOST])
    rows = tuple(_row(name, found[name], desk) for name in names[:MOST])
    mine = sum(owners.owner_of(name) == call.viewer for name in names)
    left = len(names) - MOST
    more = [said("and {number} more", number=left)] if left > 0 else []
    lines = [
        *more,
        said("/alert show NAME shows one; /alerts shows what has rung."),
    ]
    return Reply(
        title=_title(len(names), mine if call.viewer else None),
        body="\n".join(lines),
        table=Table(_headings(), rows),
    )


@command(
    "alert show",
    "What an alert says, whose it is, where it stands and how often it fired",
    example="/alert show premarket-mover",
)
async def show(call: Call, desk: Desk, rule: RuleName | None = None) -> Reply:
    """Answer with one alert, or with the list of them."""
    if rule is None:
        return await list_.run(call, desk)
    found = desk.about(rule)
    shown = desk.shown(rule)
    told = alert_rules.reply(f"{shown}: {alert_rules.state(found, desk)}", rule, call, desk)
    return Reply(
        title=told.title,
        body=told.body,
        facts=(*told.facts, *_kept(rule, call, desk)),
        actions=alert_rules.fitting(Action(said("Why"), f"/why {shown}"), *told.actions),
    )


def whose(rule: str, desk: Desk) -> str:
    """Say whose a rule is, in a word."""
    if owner := owners.owner_of(rule):
        return said("yours") if owner == desk.viewer else owner
    return said("the settings'") if alert_rules.is_written(rule, desk) else said("everybody's")


def _title(alerts: int, mine: int | None) -> str:
    told = counted(alerts, "{n} alert", "{n} alerts")
    if mine is None:
        return told
    return said("{alerts}, {number} of your own", alerts=told, number=figures.count(mine))


def _headings() -> tuple[str, ...]:
    return (said("Alert"), said("Rings when"), said("Now"), said("Fired"), said("Whose"))


def _kept(rule: str, call: Call, desk: Desk) -> Iterator[Fact]:
    kept = desk.holdings.find(owners.owner_of(rule), Kind.RULE, owners.plain(rule))
    yield Fact(said("Whose"), whose(rule, desk))
    if kept is not None:
        made = figures.moment(kept.made, desk.present, call.timezone)
        yield Fact(said("Made"), said("by {person}, {at}", person=kept.made_by, at=made))
        if kept.changed != kept.made:
            yield Fact(said("Changed"), figures.moment(kept.changed, desk.present, call.timezone))
    yield Fact(said("Fired"), said("{number} so far", number=figures.count(desk.book.fired[rule])))


def _row(name: str, found: list[Instance], desk: Desk) -> tuple[str, ...]:
    return (
        desk.shown(name),
        cut(typed.told(found[0].rule), LONGEST),
        alert_rules.state(found, desk),
        figures.count(desk.book.fired[name]),
        whose(name, desk),
    )
