"""Named: what people mean by a word they type, of what there is; and what to type instead."""

import re
from collections.abc import Collection, Iterable
from datetime import timedelta

from bot.errors import UserError
from bot.market.instruments import Symbol, symbol
from bot.owners import owned
from bot.rules import faults, typed, units
from bot.rules.faults import RuleFault
from bot.rules.model import Rule
from bot.texts import said, unsaid
from handlers import alert_words as alert
from handlers.desk import Desk
from handlers.heard import instruments
from handlers.words import (
    Cause,
    IncidentName,
    ListName,
    RoomName,
    RuleName,
    SilenceName,
    Subject,
    echo,
    nearest,
    short,
)

_UNSURE = unsaid("{typed} may be any of {names}; type a little more of it.")
_STRANGE = unsaid("I don't know {typed}; {hint}")
_NO_INSTRUMENT = unsaid("{name} is a watchlist, not an instrument; try {command}.")
_NO_LIST = unsaid("{name} is an instrument, not a watchlist; try {command}.")
_NO_DURATION = unsaid("{typed} is no duration; write one like 60s, 15m, 4h or 1h30m.")

_NAME = re.compile(r"[\w-]+")
_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)


def incident(word: str, desk: Desk) -> IncidentName:
    names = [group.id for group in desk.incidents]
    none = said("There is no incident {typed}; /incidents lists those that live.", typed=echo(word))
    return IncidentName(begun(word, names, none))


def silence(word: str, desk: Desk) -> SilenceName:
    names = [silence.id for silence in desk.silences]
    none = said("There is no silence {typed}; /silences lists what there is.", typed=echo(word))
    return SilenceName(begun(word, names, none))


def room(word: str, desk: Desk) -> RoomName:
    names = [str(lane.destination) for lane in desk.courier.lanes]
    hint = _hint(word, names, _there_is(names))
    none = said("There is no room {typed}; {hint}", typed=echo(word), hint=hint)
    return RoomName(begun(word, names, none))


def instrument(word: str, desk: Desk) -> Symbol:
    known = instruments(desk)
    try:
        read = symbol(word)
    except ValueError:
        hint = _hint(word, known, said("write one like IREN, BRK.B or BTC-USD."))
        raise UserError(said(_STRANGE, typed=echo(word), hint=hint)) from None
    if read in known:
        return read
    if (name := _spelt(word, desk.lists)) is not None:
        raise UserError(said(_NO_INSTRUMENT, name=name, command=f"/sector {name}"))
    hint = _hint(word, known, _there_is(known))
    raise UserError(said(_STRANGE, typed=echo(word), hint=hint))


def watchlist(word: str, desk: Desk) -> ListName:
    names = list(desk.lists)
    if (name := _spelt(word, names)) is not None:
        return ListName(name)
    upper = word.removeprefix("$").upper()
    if upper in instruments(desk):
        raise UserError(said(_NO_LIST, name=upper, command=f"/quote {upper}"))
    hint = _hint(word, names, _there_is(names))
    raise UserError(said("There is no watchlist {typed}; {hint}", typed=echo(word), hint=hint))


def rule(text: str, desk: Desk) -> Rule:
    named = desk.rules
    if (name := _spelt(text, named)) is not None:
        return named[name]
    try:
        found = typed.read(
            text, watchlists=desk.lists, now=desk.present, themes=desk.news.theme_names
        )
    except RuleFault:
        if _NAME.fullmatch(text):
            rule_name(text, desk)  # it is one word, and so meant to be the name of a rule
        raise
    return found.rule(owned(text, desk.viewer))


def rule_name(word: str, desk: Desk) -> RuleName:
    names = desk.rules
    if (name := _spelt(word, names)) is not None:
        return RuleName(names[name].name)
    hint = _hint(word, names, _there_is(names))
    raise UserError(said("There is no rule {typed}; {hint}", typed=echo(word), hint=hint))


def own_rule(word: str, desk: Desk) -> alert.OwnRule:
    return alert.OwnRule(rule_name(word, desk))


def cause(word: str, desk: Desk) -> Cause:
    try:
        return Cause(rule_name(word, desk))
    except UserError as error:
        ids = [group.id for group in desk.incidents]
        return Cause(begun(word, ids, str(error)))


def subject(word: str, desk: Desk) -> Subject:
    found = _spelt(word, desk.lists)
    return Subject(desk.lists[found].watchlist.name if found else instrument(word, desk))


def number(word: str, _desk: Desk) -> int:
    if not _NUMBER.fullmatch(word):
        raise UserError(said("{typed} is no whole number; write one like 10.", typed=echo(word)))
    return int(word)


def duration(word: str, _desk: Desk) -> timedelta:
    try:
        return units.duration(word.lower())
    except ValueError:
        raise UserError(said(_NO_DURATION, typed=echo(word))) from None


def begun(word: str, names: Collection[str], otherwise: str) -> str:
    """Return the name of which the beginning was typed. Raises UserError, `otherwise` for none.

    Case tells names apart only where nothing else does.
    """
    exact = [name for name in names if name.startswith(word)]
    found = exact or [name for name in names if name.lower().startswith(word.lower())]
    if not found:
        raise UserError(otherwise)
    if len(found) > 1:
        known = faults.listed(short(name, names) for name in found)
        raise UserError(said(_UNSURE, typed=echo(word), names=known))
    return found[0]


def _spelt(word: str, known: Iterable[str]) -> str | None:
    return next((k for k in known if k.lower() == word.lower()), None)


def _hint(word: str, known: Iterable[str], otherwise: str) -> str:
    close = nearest(word.removeprefix("$"), known)
    return said("did you mean {close}?", close=close) if close else otherwise


def _there_is(names: Iterable[str]) -> str:
    known = faults.listed(names)
    return said("there is {names}.", names=known) if known else said("there is none yet.")
