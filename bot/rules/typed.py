"""Rules as they are typed in a chat: whom one is about, its condition, and then its modifiers.

IREN premarket > 4% for 60s reset 1% severity critical
each of miners change > 5% once per session during regular
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.rules import conditions as c
from bot.rules import language
from bot.rules.checks import Placed, reset_fault
from bot.rules.documents import document
from bot.rules.faults import RuleFault, listed, nearest, quoted
from bot.rules.measure import Scope
from bot.rules.model import Rule
from bot.rules.modifiers import ALONE, MODIFIERS, Modifier, Said, reset

TRIES = 8
"""Places at which the modifiers may begin that are tried; `no data for 10m` has a word of them."""

NONE = frozenset(("none", "never", "off", "no"))
"""Words that take a modifier away."""

_WORD = re.compile(
    r'"[^"]*"|[\u201c\u201d\u201e\u00ab][^\u201c\u201d\u201e\u00bb]*[\u201c\u201d\u00bb]|\S+'
)
_OF_ONE = frozenset(("severity", "trigger"))
_WRITTEN = {it.key: it.example.split()[0] for it in MODIFIERS.values() if it.key != "message"}
_EACH = re.compile(r"\s*each\s+(?:of\s+)?(?P<list>[a-z][a-z0-9-]*)(?=\s)\s*(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What somebody typed: `document` holds it as the settings file would, None for what is none.

    `condition` is None where they typed modifiers alone.
    """

    condition: c.Condition | None
    document: Mapping[str, object]
    fields: Mapping[str, Any] = field(repr=False)

    def rule(self, name: str) -> Rule:
        """Make it the rule of a name."""
        return Rule(name=name, **{key: it for key, it in self.fields.items() if it is not None})


def read(
    text: str,
    *,
    watchlists: Collection[str],
    now: datetime,
    partly: bool = False,
    themes: Collection[str] | None = None,
) -> Typed:
    """Read a rule; `partly` it may be modifiers alone.

    Where `themes` is None any theme will do. Raises RuleFault for the first thing that is wrong,
    with its place in the text.
    """
    words = list(_WORD.finditer(text))
    starts = [n for n, word in enumerate(words) if _modifier(word[0])]
    if partly and starts[:1] == [0]:
        return _whole(text, None, {}, _said(text, words, now))
    faults: list[RuleFault] = []
    ends = [(n, words[n].start()) for n in starts[:TRIES] if n] + [(len(words), len(text))]
    for n, end in ends:
        try:
            about, condition = _condition(text[:end].rstrip(), watchlists, themes)
        except RuleFault as fault:
            faults.append(fault)
        else:
            return _whole(text, condition, about, _said(text, words[n:], now))
    # What was read furthest is what they meant.
    meant = max(faults, key=lambda fault: fault.at)
    raise RuleFault(meant.message, text=text, at=meant.at, length=meant.length)


def told(rule: Rule) -> str:
    """Write a rule as it would be typed, but for its message and its notes."""
    about = f"each of {rule.for_each}" if rule.for_each else rule.subject or ""
    return " ".join(filter(None, (about, rule.when, *said(rule))))


def said(rule: Rule) -> list[str]:
    """Write the modifiers of a rule as they would be typed, but for its message."""
    found = []
    for key, value in document(rule).items():
        word = _WRITTEN.get(key)
        match value:
            case dict() if word:
                found += [f"{word} {name}={it}" for name, it in value.items()]
            case list() if word:
                found.append(f"{word} {','.join(value)}")
            case str() if key == "trigger":  # `once_per_bar(5m)`, in words
                found.append(value.replace("_", " ").replace("(", " ").rstrip(")"))
            case str() if word:
                found.append(f"{word} {value}")
    return found


# Whom it is about, as a document has it, and what is to hold.
def _condition(
    text: str, watchlists: Collection[str], themes: Collection[str] | None
) -> tuple[dict[str, str], tuple[str, c.Condition]]:
    each = _EACH.fullmatch(text)
    if each is None:
        led = language.parse_led(text, watchlists=watchlists, themes=themes)
        subject, when, condition = led
        return ({"subject": subject} if subject else {}), (when, condition)
    name, rest, at = each["list"], each["rest"], each.start("rest")
    if name not in watchlists:
        close = nearest(name, watchlists)
        hint = f"did you mean {quoted(close)}?" if close else f"there is {_listed(watchlists)}"
        message = f"{quoted(name)} is no watchlist; {hint}"
        raise RuleFault(message, text=text, at=each.start("list"), length=len(name))
    try:
        own = Scope.INSTRUMENT
        condition = language.parse(rest, watchlists=watchlists, own=own, themes=themes)
    except RuleFault as fault:
        place = at + fault.at
        raise RuleFault(fault.message, text=text, at=place, length=fault.length) from fault
    return {"for_each": name}, (rest, condition)


@dataclass(frozen=True, slots=True)
class _Value:
    modifier: Modifier
    said: Said
    at: int
    length: int


def _whole(
    text: str,
    found: tuple[str, c.Condition] | None,
    about: Mapping[str, str],
    values: Sequence[_Value],
) -> Typed:
    document: dict[str, object] = {**about, **({"when": found[0]} if found else {})}
    fields: dict[str, Any] = dict(document)
    for value in values:
        kept, meant = value.said
        if isinstance(kept, dict):
            kept, meant = ({**(document.get("labels") or {}), **kept},) * 2  # type: ignore[dict-item]  # labels are all that is a dict
        document[value.modifier.key], fields[value.modifier.field] = kept, meant
        if found is not None and value.modifier.key == "reset" and meant is not None:
            _refuse_odd_reset(text, found[1], value)
    return Typed(condition=found[1] if found else None, document=document, fields=fields)


def _refuse_odd_reset(text: str, condition: c.Condition, value: _Value) -> None:
    placed = (part for part in c.walk(condition) if isinstance(part, Placed))
    sentences = [reset_fault(leaf, reset(str(value.said[0]))) for leaf in placed]
    if message := next(filter(None, sentences), None):
        raise RuleFault(message, text=text, at=value.at, length=value.length)


def _said(text: str, words: Sequence[re.Match[str]], now: datetime) -> list[_Value]:
    found: list[_Value] = []
    place = 0
    while place < len(words):
        modifier = _modifier(words[place][0])
        if modifier is None:
            raise _stray(text, words[place])
        end = _end(words, place)
        value = _value(text, modifier, words[place:end], now)
        if modifier.key != "labels" and any(it.modifier.key == modifier.key for it in found):
            message = f"{quoted(modifier.key)} is said twice; keep one of the two"
            raise RuleFault(
                message, text=text, at=words[place].start(), length=len(words[place][0])
            )
        found.append(value)
        place = end
    return found


# A modifier lasts until the next; a message to the end, unless it stands in quotes.
def _end(words: Sequence[re.Match[str]], place: int) -> int:
    rest = range(place + 1, len(words))
    word = _word(words[place][0])
    if ALONE.get(word):
        return place + 1
    if word in _OF_ONE:  # whose value may be a word that begins another
        return min(len(words), place + 2)
    if word == "message":
        quotes = place + 1 < len(words) and words[place + 1][0].startswith('"')
        return place + 2 if quotes else len(words)
    return next((n for n in rest if _modifier(words[n][0])), len(words))


def _value(text: str, it: Modifier, words: Sequence[re.Match[str]], now: datetime) -> _Value:
    head, *rest = words
    start, end = (rest[0].start(), rest[-1].end()) if rest else (head.start(), head.end())
    written = text[start:end].rstrip(",;") if rest else ""
    word = _word(head[0])
    if not written and word not in ALONE:
        message = f"{quoted(word)} needs something after it, as in {quoted(it.example)}"
        raise RuleFault(message, text=text, at=start, length=end - start)
    try:
        if written.lower() in NONE:
            return _Value(it, (None, None), start, len(written))
        return _Value(it, it.read(ALONE.get(word, "") or written, now), start, len(written))
    except ValueError as error:
        if len(rest) > 1 and _reads(it, rest[0][0].rstrip(",;"), now):
            raise _stray(text, rest[1]) from error
        message = str(error)
        raise RuleFault(message, text=text, at=start, length=end - start) from error


def _reads(it: Modifier, written: str, now: datetime) -> bool:
    try:
        it.read(written, now)
    except ValueError:
        return False
    return True


def _stray(text: str, word: re.Match[str]) -> RuleFault:
    close = nearest(word[0], MODIFIERS)
    known = listed(
        dict.fromkeys(it.example.split()[0] for it in MODIFIERS.values()), len(MODIFIERS)
    )
    hint = f"did you mean {quoted(close)}?" if close else f"after a rule there may be {known}"
    message = f"{quoted(word[0])} is no modifier; {hint}"
    return RuleFault(message, text=text, at=word.start(), length=len(word[0]))


def _word(written: str) -> str:
    return written.lower().rstrip(":")


def _modifier(written: str) -> Modifier | None:
    return MODIFIERS.get(_word(written))


def _listed(watchlists: Collection[str]) -> str:
    return listed(sorted(watchlists)) or "none"
