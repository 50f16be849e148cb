"""Words people type after a command: what they stand for, and what to type instead."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import NewType

from bot.alerts.grouping import Group
from bot.alerts.matchers import shown as matchers_shown
from bot.commands import Choice
from bot.errors import UserError
from bot.market.instruments import Symbol, symbol
from bot.rules import faults, language, units
from bot.rules.faults import RuleFault
from bot.rules.model import Rule
from handlers.desk import Desk
from handlers.lasting import EXAMPLES, Hush, Lasting, hush, lasting

ListName = NewType("ListName", str)
"""The name of a watchlist there is."""

RuleName = NewType("RuleName", str)
"""The name of a rule there is."""

Subject = NewType("Subject", str)
"""What an alert may be about: a symbol or the name of a watchlist."""

IncidentName = NewType("IncidentName", str)
"""The whole name of an incident that lives."""

SilenceName = NewType("SilenceName", str)
"""The whole name of a silence there is."""

CommandName = NewType("CommandName", str)
"""The name of a command as people write it; it may have two words."""

SHORT = 5
"""Characters a name is shown with, where they are enough to tell it from the others."""

_TELLING = 3  # letters of a longer name that say which one is meant
_NAME = re.compile(r"[\w-]+")
_NUMBER = re.compile(r"[+-]?\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of word: how a usage line names it, what it is, and how it is read.

    `read` raises UserError for a word that is none. A `greedy` kind takes the rest of the line, a
    `whole` one is a whole number. `suggest` lists all that may be meant, else `choices` are.
    """

    word: str
    meaning: str
    read: Callable[[str, Desk], object]
    greedy: bool = False
    whole: bool = False
    choices: tuple[str, ...] = ()
    suggest: Callable[[Desk], Iterable[Choice]] | None = None


def echo(word: str) -> str:
    """Repeat what somebody typed, as far as it can be shown in a sentence."""
    shown = "".join(c if c.isprintable() else "·" for c in word)
    return shown if len(shown) <= faults.WORD else shown[: faults.WORD - 1] + "…"


def likeliest(typed: str, known: Iterable[Choice]) -> list[Choice]:
    """Sort out what may be meant by what was typed so far: what begins so, then what holds it."""
    wanted = typed.strip().lower().removeprefix("$")
    places = {choice: _place(wanted, choice) for choice in known}
    found = [choice for choice, place in places.items() if place is not None]
    return sorted(found, key=lambda choice: (places[choice], choice.label))


def _place(wanted: str, choice: Choice) -> int | None:
    value, label = choice.value.lower(), choice.label.lower()
    if value.startswith(wanted):
        return 0 if value == wanted else 1
    if any(word.startswith(wanted) for word in label.split()):
        return 2
    return 3 if wanted in label or wanted in value else None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word somebody most likely meant, misspelt or left half unsaid."""
    spelt = {k.lower(): k for k in known}
    typed = word.lower()
    within = (k for k in spelt if typed in k and len(typed) >= _TELLING)
    close = faults.nearest(typed, spelt) or next(within, None)
    return spelt[close] if close else None


def command_name(text: str) -> CommandName:
    """Read the name of a command as any platform spells it: `/watchlist_show@prebell_bot`."""
    first, _, rest = text.strip().removeprefix("/").partition(" ")
    words = f"{first.partition('@')[0].replace('_', ' ')} {rest}".split()
    return CommandName(" ".join(words).lower())


def instruments(desk: Desk) -> list[Symbol]:
    """Name every instrument we have heard of, or are to watch."""
    lists = [s.watchlist for s in desk.lists.values()]
    listed = [m for w in lists for m in (*w.members, *filter(None, [w.benchmark]))]
    return list(dict.fromkeys([*listed, *desk.market.tapes]))


def short(name: str, names: Collection[str]) -> str:
    """Show as much of a name as tells it from the others, however they are written."""
    others = [other.lower() for other in names if other != name]
    lengths = range(SHORT, len(name))
    told = (name[:n] for n in lengths if not any(o.startswith(name[:n].lower()) for o in others))
    return next(told, name)


def _incident(word: str, desk: Desk) -> IncidentName:
    names = [group.id for group in desk.incidents]
    hint = "/incidents lists those that live."
    return IncidentName(_named(word, names, f"There is no incident {echo(word)}; {hint}"))


def _silence(word: str, desk: Desk) -> SilenceName:
    names = [silence.id for silence in desk.silences]
    hint = "/silences lists what there is."
    return SilenceName(_named(word, names, f"There is no silence {echo(word)}; {hint}"))


# A name of which the beginning was typed. Case tells names apart only where nothing else does.
def _named(word: str, names: Collection[str], otherwise: str) -> str:
    exact = [name for name in names if name.startswith(word)]
    found = exact or [name for name in names if name.lower().startswith(word.lower())]
    if not found:
        raise UserError(otherwise)
    if len(found) > 1:
        listed = faults.listed(short(name, names) for name in found)
        raise UserError(f"{echo(word)} may be any of {listed}; type a little more of it.")
    return found[0]


def _symbol(word: str, desk: Desk) -> Symbol:
    known = instruments(desk)
    try:
        read = symbol(word)
    except ValueError:
        hint = _hint(word, known, "write one like IREN, BRK.B or BTC-USD")
        raise UserError(f"I don't know {echo(word)}; {hint}") from None
    if read in known:
        return read
    if (name := _spelt(word, desk.lists)) is not None:
        raise UserError(f"{name} is a watchlist, not an instrument; try /sector {name}.")
    raise UserError(f"I don't know {echo(word)}; {_hint(word, known, _there_is(known))}")


def _list_name(word: str, desk: Desk) -> ListName:
    names = list(desk.lists)
    if (name := _spelt(word, names)) is not None:
        return ListName(name)
    upper = word.removeprefix("$").upper()
    if upper in instruments(desk):
        raise UserError(f"{upper} is an instrument, not a watchlist; try /quote {upper}.")
    hint = _hint(word, names, _there_is(names))
    raise UserError(f"There is no watchlist {echo(word)}; {hint}")


def _rule(text: str, desk: Desk) -> Rule:
    named = desk.rules
    if (name := _spelt(text, named)) is not None:
        return named[name]
    try:
        subject, when, _ = language.parse_led(text, watchlists=desk.lists)
    except RuleFault:
        if _NAME.fullmatch(text):
            _rule_name(text, desk)  # it is one word, and so meant to be the name of a rule
        raise
    return Rule(name=text, when=when, subject=subject)


def _rule_name(word: str, desk: Desk) -> RuleName:
    names = desk.rules
    if (name := _spelt(word, names)) is not None:
        return RuleName(names[name].name)
    raise UserError(f"There is no rule {echo(word)}; {_hint(word, names, _there_is(names))}")


def _subject(word: str, desk: Desk) -> Subject:
    found = _spelt(word, desk.lists)
    return Subject(desk.lists[found].watchlist.name if found else _symbol(word, desk))


def _number(word: str, _desk: Desk) -> int:
    if not _NUMBER.fullmatch(word):
        raise UserError(f"{echo(word)} is no whole number; write one like 10.")
    return int(word)


def _duration(word: str, _desk: Desk) -> timedelta:
    try:
        return units.duration(word.lower())
    except ValueError:
        message = f"{echo(word)} is no duration; write one like 60s, 15m, 4h or 1h30m."
        raise UserError(message) from None


def _symbols_there_are(desk: Desk) -> list[Choice]:
    return [Choice(_labelled(symbol, desk), symbol) for symbol in instruments(desk)]


def _labelled(symbol: Symbol, desk: Desk) -> str:
    tape = desk.market.tapes.get(symbol)
    return f"{symbol} {tape.reference.name}" if tape and tape.reference else symbol


def _lists_there_are(desk: Desk) -> list[Choice]:
    return [Choice(f"{name} {it.watchlist.title}", name) for name, it in desk.lists.items()]


def _rules_there_are(desk: Desk) -> list[Choice]:
    return [Choice(f"{name}: {rule.when}", name) for name, rule in desk.rules.items()]


def _incidents_there_are(desk: Desk) -> list[Choice]:
    living = desk.incidents[::-1]
    names = [group.id for group in living]
    return [Choice(f"{short(g.id, names)} {_about(g, desk)}", g.id) for g in living]


def _about(group: Group, desk: Desk) -> str:
    alerts = [member.alert for member in group.all()]
    named = (f"{desk.shown(a.rule)} {desk.shown(a.subject)}" for a in alerts)
    return ", ".join(dict.fromkeys(named))


def _silences_there_are(desk: Desk) -> list[Choice]:
    found = desk.silences
    names = [one.id for one in found]
    return [Choice(f"{short(s.id, names)} {matchers_shown(s.matchers)}", s.id) for s in found]


def _spelt(word: str, known: Iterable[str]) -> str | None:
    return next((k for k in known if k.lower() == word.lower()), None)


def _hint(word: str, known: Iterable[str], otherwise: str) -> str:
    close = nearest(word.removeprefix("$"), known)
    return f"did you mean {close}?" if close else f"{otherwise}."


def _there_is(names: Iterable[str]) -> str:
    return f"there is {faults.listed(names) or 'none yet'}"


KINDS: Mapping[object, Kind] = {
    Symbol: Kind(
        word="SYM", meaning="an instrument such as IREN", read=_symbol, suggest=_symbols_there_are
    ),
    ListName: Kind(
        word="LIST",
        meaning="a watchlist such as miners",
        read=_list_name,
        suggest=_lists_there_are,
    ),
    Rule: Kind(
        word="RULE",
        meaning="a rule such as IREN premarket > 4%, or the name of one there is",
        read=_rule,
        greedy=True,
    ),
    RuleName: Kind(
        word="RULE", meaning="the name of a rule", read=_rule_name, suggest=_rules_there_are
    ),
    Subject: Kind(
        word="SYM",
        meaning="an instrument or a watchlist it is about",
        read=_subject,
        suggest=lambda desk: [*_lists_there_are(desk), *_symbols_there_are(desk)],
    ),
    IncidentName: Kind(
        word="ID",
        meaning="an incident, as /incidents names it",
        read=_incident,
        suggest=_incidents_there_are,
    ),
    SilenceName: Kind(
        word="ID",
        meaning="a silence, as /silences names it",
        read=_silence,
        suggest=_silences_there_are,
    ),
    Lasting: Kind(
        word="TIME",
        meaning=f"how long, such as {EXAMPLES}",
        read=lambda text, _desk: lasting(text),
        greedy=True,
    ),
    Hush: Kind(
        word="MATCHER… TIME WHY",
        meaning="labels such as severity=info rule~sector-*, how long, and why",
        read=lambda text, _desk: hush(text),
        greedy=True,
    ),
    CommandName: Kind(
        word="COMMAND",
        meaning="the name of a command",
        read=lambda text, _desk: command_name(text),
        greedy=True,
    ),
    int: Kind(word="NUMBER", meaning="a whole number such as 10", read=_number, whole=True),
    timedelta: Kind(word="TIME", meaning="a duration such as 15m or 4h", read=_duration),
    str: Kind(word="TEXT", meaning="a text", read=lambda text, _desk: text, greedy=True),
}
"""What a command may ask for, by the type in its signature."""
