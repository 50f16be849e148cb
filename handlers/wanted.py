"""What a room wants to hear of: everything, a list, a rule, a symbol, or what labels match."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from bot.alerts.matchers import Matcher, Sign, shown
from bot.chat import Severity
from bot.commands import Choice
from bot.errors import UserError
from bot.rules import faults
from bot.texts import said, unsaid
from handlers.desk import Desk

EVERYTHING = unsaid("everything")

_SEVERE = {
    "critical": (f"severity={Severity.CRITICAL}", unsaid("what is critical")),
    "warning": (f"severity!={Severity.INFO}", unsaid("warnings and what is critical")),
    "warnings": (f"severity!={Severity.INFO}", unsaid("warnings and what is critical")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """Says which alerts are wanted, and how that is said in a sentence: in English, to be kept."""

    matchers: tuple[Matcher, ...] = ()
    said: str = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Going:
    """Says which alerts go where; the room is as it was typed."""

    matchers: tuple[Matcher, ...]
    room: str


def what(text: str, desk: Desk, symbols: Collection[str]) -> What:
    """Read what somebody wants to hear of. Raises UserError."""
    typed = text.strip()
    if typed.lower() == EVERYTHING:
        return What()
    if any(sign in typed for sign in "=~"):
        matchers = tuple(map(Matcher.parse, typed.split()))
        return What(matchers=matchers, said=shown(matchers))
    if (severe := _SEVERE.get(typed.lower())) is not None:
        return What(matchers=(Matcher.parse(severe[0]),), said=severe[1])
    return _named(typed, desk, symbols)


def going(text: str) -> Going:
    """Read matchers, and a room after them. Raises UserError."""
    *written, room = text.split() or [""]
    if any(sign in room for sign in "=~") or not room:
        raise UserError(said("Say at the end where they go: `here`, or another room of yours."))
    return Going(matchers=tuple(map(Matcher.parse, written)), room=room)


def choices(desk: Desk) -> Iterator[Choice]:
    """Offer what may be wanted, the widest first."""
    yield Choice(said("everything there is"), EVERYTHING)
    yield Choice(said("what is critical"), "critical")
    yield Choice(said("warnings and what is critical"), "warning")
    yield from (Choice(said("the list {name}", name=name), name) for name in desk.lists)
    yield from (Choice(said("the rule {name}", name=name), name) for name in desk.rules)


def _named(typed: str, desk: Desk, symbols: Collection[str]) -> What:
    known = {
        "list": list(desk.lists),
        "rule": list(desk.rules),
        "subject": list(symbols),
    }
    for label, names in known.items():
        if (name := _spelt(typed.removeprefix("$"), names)) is not None:
            kind = "" if label == "subject" else f"the {label} "
            return What(matchers=(_is(label, name),), said=f"{kind}{name}")
    every = [EVERYTHING, *_SEVERE, *(name for names in known.values() for name in names)]
    close = faults.nearest(typed.lower(), {name.lower() for name in every})
    shown_ = faults.quoted(typed)
    if close is not None:
        meant = _spelt(close, every)
        raise UserError(said("I know no {typed}; did you mean {meant}?", typed=shown_, meant=meant))
    raise UserError(said("I know no {typed}; name a list, a rule or a symbol.", typed=shown_))


def _is(label: str, name: str) -> Matcher:
    return Matcher(label=label, sign=Sign.IS, value=name)


def _spelt(word: str, names: Collection[str]) -> str | None:
    return next((name for name in names if name.lower() == word.lower()), None)
