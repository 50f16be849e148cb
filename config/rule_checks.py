"""What a rule says, read by the rule language itself, with each fault where it was typed."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from bot.market.instruments import SYMBOL
from bot.rules import conditions as c
from bot.rules import language
from bot.rules.checks import reset_fault
from bot.rules.faults import RuleFault, listed, nearest, quoted
from bot.rules.measure import Scope
from bot.rules.template import Template
from bot.rules.units import amount
from config.faults import Fault
from config.nodes import Plain
from config.tree import Way
from config.written import Written


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCheck:
    """Looks at one rule of the file, beside the watchlists and themes there are.

    Where `themes` is None any theme will do.
    """

    rule: Mapping[str, Plain]
    way: Way
    watchlists: Collection[str]
    written: Written
    themes: Collection[str] | None = None

    def faults(self) -> Iterator[Fault]:
        yield from self._subject_faults()
        scope = own = self._own()
        try:
            if (when := self._text("when")) is not None:
                condition = language.parse(
                    when, watchlists=self.watchlists, own=own, themes=self.themes
                )
                scope = own or _scope(condition)
                yield from self._reset_faults(condition)
        except RuleFault as fault:
            yield self._told(fault, "when")
        try:
            if scope and (message := self._text("message")):
                Template.parse(message, scope)
        except RuleFault as fault:
            yield self._told(fault, "message")

    def _subject_faults(self) -> Iterator[Fault]:
        each, subject = self._text("for_each"), self._text("subject")
        if each and each not in self.watchlists:
            yield self._fault("for_each", f"{quoted(each)} is no watchlist; {self._lists(each)}")
        if subject and subject not in self.watchlists and not SYMBOL.fullmatch(subject):
            hint = self._lists(subject)
            if self._is_instrument(subject):
                hint = f"symbols are upper case, write {quoted(subject.upper())}"
            sentence = f"{quoted(subject)} is no symbol and no watchlist; {hint}"
            yield self._fault("subject", sentence)
        if each and subject:
            sentence = "a rule is about each of a list or about one subject; keep one of the two"
            yield Fault.said(self.written.key((*self.way, "subject")), sentence)

    def _own(self) -> Scope | None:
        # What a metric alone belongs to; beside a faulty subject, what was most likely meant.
        each, subject = self._text("for_each"), self._text("subject")
        if each or not subject:
            return Scope.INSTRUMENT if each else None
        return Scope.INSTRUMENT if self._is_instrument(subject) else Scope.WATCHLIST

    def _is_instrument(self, subject: str) -> bool:
        meant = subject in self.watchlists or nearest(subject, self.watchlists) is not None
        return bool(SYMBOL.fullmatch(subject.upper())) and (subject.isupper() or not meant)

    def _reset_faults(self, condition: c.Condition) -> Iterator[Fault]:
        try:
            reset = amount(self._text("reset") or "")
        except ValueError:
            return  # there is none, or validation has refused it
        sentences = [reset_fault(leaf, reset) for leaf in _leaves(condition)]
        if reset.value > 0 and any(sentences):
            yield self._fault("reset", next(filter(None, sentences)))

    def _text(self, name: str) -> str | None:
        value = self.rule.get(name)
        return value if isinstance(value, str) else None

    def _lists(self, word: str) -> str:
        if close := nearest(word, self.watchlists):
            return f"did you mean {quoted(close)}?"
        return f"there is {listed(sorted(self.watchlists)) or 'none'}"

    def _fault(self, name: str, sentence: str) -> Fault:
        return Fault.said(self.written.place((*self.way, name)), sentence)

    def _told(self, fault: RuleFault, name: str) -> Fault:
        return Fault.said(self.written.place((*self.way, name), fault.at), fault.message)


def _scope(condition: c.Condition) -> Scope:
    # A rule without a subject is about the first watchlist it reads, else about an instrument.
    return Scope.WATCHLIST if any(map(_reads_a_list, c.walk(condition))) else Scope.INSTRUMENT


def _reads_a_list(part: c.Condition) -> bool:
    if isinstance(part, c.Counted):
        return True
    if isinstance(part, c.Not | c.Both | c.Either | c.Then):
        return False
    if isinstance(part, c.Reported):
        return any(isinstance(one, c.OfList | c.Members) for one in c.whom(part))
    return any(isinstance(term.owner, c.OfList) for term in c.terms(part))


def _leaves(condition: c.Condition) -> Iterator[c.Compares | c.Crosses | c.Within | c.Channel]:
    # What has a level, and so a way back to it.
    for part in c.walk(condition):
        if isinstance(part, c.Compares | c.Crosses | c.Within | c.Channel):
            yield part
