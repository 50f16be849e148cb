"""Forms: a command's questions, asked one after another of one person in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.commands import Offered, Question

LASTS = timedelta(minutes=15)
"""How long a question is open; what is said after that is no answer to it."""

FORMS = 1000
"""A bound on how many are open at once; the oldest gives way."""

SKIP = "Skip"
"""Stands among the options of a question that need not be answered."""

Place = tuple[int, str | None, int]
"""A chat, its topic, and a person there."""


@dataclass(slots=True, kw_only=True)
class Form:
    """Is a command whose questions are answered as far as `given` says."""

    offered: Offered
    until: datetime
    at: int = 0
    given: dict[str, str] = field(default_factory=dict)

    @property
    def question(self) -> Question:
        return self.offered.form[self.at]


@dataclass(frozen=True, slots=True)
class Asks:
    """A question is to be answered next; `why` says what was no answer to it, if anything was."""

    question: Question
    number: int
    of: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """All there is to know of a command is given."""

    offered: Offered
    given: Mapping[str, str]


class Forms:
    """Keeps who is being asked what; a person has one form at a time in a place."""

    def __init__(self) -> None:
        self._open: dict[Place, Form] = {}

    def begin(self, place: Place, offered: Offered, now: datetime) -> Asks:
        """Ask the first question of a command; whatever was asked before is over."""
        self._open.pop(place, None)
        form = self._open[place] = Form(offered=offered, until=now + LASTS)
        if len(self._open) > FORMS:
            del self._open[next(iter(self._open))]
        return _asks(form)

    def take(self, place: Place, text: str, now: datetime) -> Asks | Filled | None:
        """Take an answer; None where nothing is asked there any more."""
        form = self._open.get(place)
        if form is None:
            return None
        if form.until <= now:
            del self._open[place]
            return None
        form.until = now + LASTS
        why = _misses(form.question, text)
        if why:
            return _asks(form, why)
        if not _skips(form.question, text):
            form.given[form.question.name] = text.strip()
        form.at += 1
        if form.at < len(form.offered.form):
            return _asks(form)
        del self._open[place]
        return Filled(form.offered, form.given)

    def asked(self, place: Place) -> Offered | None:
        """Return the command whose questions are asked there."""
        form = self._open.get(place)
        return form.offered if form else None

    def end(self, place: Place) -> Offered | None:
        """Ask no more; return what was being asked for."""
        form = self._open.pop(place, None)
        return form.offered if form else None


def options(question: Question) -> tuple[str, ...]:
    """Return what can be tapped on to answer a question."""
    return question.options if question.required else (*question.options, SKIP)


def _asks(form: Form, why: str = "") -> Asks:
    return Asks(form.question, form.at + 1, len(form.offered.form), why)


def _skips(question: Question, text: str) -> bool:
    return not question.required and text.strip().lower() in {"", "-", SKIP.lower()}


def _misses(question: Question, text: str) -> str:
    if _skips(question, text):
        return ""
    if not text.strip():
        return "This one has to be answered."
    known = {option.lower() for option in question.options}
    if question.all_there_is and text.strip().lower() not in known:
        return "It can only be one of these."
    return ""
