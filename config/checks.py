"""What must fit together across settings, read from what was written.

Validation stops at the first thing wrong with a value; these checks look at whatever is there, so
that no fault hides another. Values that validation refuses are passed over.
"""

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

from pydantic import ValidationError

from bot.market.instruments import symbol
from bot.market.sessions import Closure, ExchangeCalendar
from bot.rules.faults import listed, nearest, quoted
from bot.rules.units import Unit, amount
from config import hook_checks
from config.alerting_checks import AlertingCheck
from config.entries import ClosureEntry
from config.faults import Fault
from config.rule_checks import RuleCheck
from config.tree import Way
from config.written import Written


def faults(written: Written) -> Iterator[Fault]:
    """Tell each thing that does not fit, where it was written."""
    watchlists = written.values.get("watchlists")
    names = list(watchlists) if isinstance(watchlists, dict) else []
    for name in names:
        yield from _watchlist(written, ("watchlists", name))
    yield from _closures(written)
    yield from _shares(written)
    yield from _companies(written)
    yield from _names(written)
    themes = written.values.get("themes")
    known = list(themes) if isinstance(themes, dict) else []
    for way, rule in written.sections("rules"):
        check = RuleCheck(rule=rule, way=way, watchlists=names, written=written, themes=known)
        yield from check.faults()
    yield from _briefs(written, names)
    yield from AlertingCheck(written).faults()
    yield from hook_checks.faults(written)


def _watchlist(written: Written, way: Way) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for index, text in written.texts((*way, "members")):
        with suppress(ValueError):
            member = symbol(text)
            if member in seen:
                sentence = f"{quoted(member)} is a member already; keep one"
                yield Fault.said(written.place((*way, "members", index)), sentence)
            seen.setdefault(member, index)
    highest, named = Decimal(0), ""
    for index, text in written.texts((*way, "milestones")):
        with suppress(ValueError):
            level = amount(text)
            if not level.fits(Unit.MONEY) or level.value <= 0:
                continue
            if named and level.value <= highest:
                sentence = f"milestones rise, and {quoted(text)} follows {quoted(named)}; sort them"
                yield Fault.said(written.place((*way, "milestones", index)), sentence)
            if level.value > highest:
                highest, named = level.value, text


def _closures(written: Written) -> Iterator[Fault]:
    seen: list[Closure] = []
    for way, section in written.sections("closures"):
        with suppress(ValidationError):
            closure = ClosureEntry.model_validate(section).closure()
            if any(closure.day == other.day for other in seen):
                sentence = f"{closure.day} has a closure already; keep one"
                yield Fault.said(written.place((*way, "day")), sentence)
            else:
                yield from _closure(written, way, closure)
            seen.append(closure)


def _closure(written: Written, way: Way, closure: Closure) -> Iterator[Fault]:
    try:
        ExchangeCalendar.load([closure])
    except ValueError as error:
        yield Fault.said(written.place((*way, "closes" if closure.closes else "day")), str(error))


def _shares(written: Written) -> Iterator[Fault]:
    seen: set[str] = set()
    for way, section in written.sections("shares"):
        with suppress(ValueError):
            counted = symbol(str(section.get("symbol", "")))
            if counted in seen:
                sentence = f"{quoted(counted)} has a share count already; keep one"
                yield Fault.said(written.place((*way, "symbol")), sentence)
            seen.add(counted)


def _companies(written: Written) -> Iterator[Fault]:
    seen: set[str] = set()
    for way, section in written.sections("companies"):
        with suppress(ValueError):
            named = symbol(str(section.get("symbol", "")))
            if named in seen:
                sentence = f"{quoted(named)} has names already; write all of them there"
                yield Fault.said(written.place((*way, "symbol")), sentence)
            seen.add(named)


def _briefs(written: Written, names: list[str]) -> Iterator[Fault]:
    for index, name in written.texts(("briefs", "lists")):
        if name not in names:
            close = nearest(name, names)
            hint = f"did you mean {quoted(close)}?" if close else f"there is {listed(names)}"
            sentence = f"{quoted(name)} is no watchlist; {hint if names else 'make one first'}"
            yield Fault.said(written.place(("briefs", "lists", index)), sentence)


def _names(written: Written) -> Iterator[Fault]:
    seen: dict[str, Way] = {}
    for way, rule in written.sections("rules"):
        name = rule.get("name")
        if isinstance(name, str) and name in seen:
            first = written.place((*seen[name], "name"))
            sentence = f"a rule {quoted(name)} is at {first} already; give this one another name"
            yield Fault.said(written.place((*way, "name")), sentence)
        elif isinstance(name, str):
            seen[name] = way
