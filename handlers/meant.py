"""Meant: all that may be meant by a word, as it is suggested while people type."""

from bot.alerts.grouping import Group
from bot.alerts.matchers import shown
from bot.commands import Choice
from bot.market.instruments import Symbol
from bot.owners import owner_of
from handlers.desk import Desk
from handlers.heard import instruments
from handlers.words import short


def rooms(desk: Desk) -> list[Choice]:
    lanes = sorted(desk.courier.lanes, key=lambda lane: not lane.disabled)
    return [Choice(f"{x.destination} {x.disabled}".strip(), str(x.destination)) for x in lanes]


def symbols(desk: Desk) -> list[Choice]:
    return [Choice(_labelled(symbol, desk), symbol) for symbol in instruments(desk)]


def _labelled(symbol: Symbol, desk: Desk) -> str:
    tape = desk.market.tapes.get(symbol)
    return f"{symbol} {tape.reference.name}" if tape and tape.reference else symbol


def lists(desk: Desk) -> list[Choice]:
    titles = {name: it.watchlist.title for name, it in desk.lists.items()}
    return [Choice(name if name == it else f"{name} {it}", name) for name, it in titles.items()]


def rules(desk: Desk) -> list[Choice]:
    return [Choice(f"{name}: {rule.when}", name) for name, rule in desk.rules.items()]


def own_rules(desk: Desk) -> list[Choice]:
    rules = desk.rules.items()
    mine = [(name, rule) for name, rule in rules if owner_of(rule.name) == desk.viewer]
    return [Choice(f"{name}: {rule.when}", name) for name, rule in mine or rules]


def incidents(desk: Desk) -> list[Choice]:
    living = desk.incidents[::-1]
    names = [group.id for group in living]
    return [Choice(f"{short(g.id, names)} {_about(g, desk)}", g.id) for g in living]


def _about(group: Group, desk: Desk) -> str:
    alerts = [member.alert for member in group.all()]
    named = (f"{desk.shown(a.rule)} {desk.shown(a.subject)}" for a in alerts)
    return ", ".join(dict.fromkeys(named))


def silences(desk: Desk) -> list[Choice]:
    found = desk.silences
    names = [one.id for one in found]
    return [Choice(f"{short(s.id, names)} {shown(s.matchers)}", s.id) for s in found]
