"""The rules' meaning, slow and obvious: each answer is looked for in the list of all that was seen.

The engine remembers; this looks back. Of what decides it shares nothing with the engine: only the
reader of a rule's text, the market and the metrics, which say what the figures were.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.market.events import Event
from bot.market.instruments import SYMBOL, Symbol
from bot.market.sanity import Sanity
from bot.market.state import Market
from bot.rules import language
from bot.rules.measure import Scope
from bot.rules.model import NoData, Repeat, Rule
from tests.reference_clock import stale, turns
from tests.reference_figures import Told
from tests.reference_life import Life, Look, Transition, bar, settled
from tests.reference_meaning import Meaning, Moment
from tests.reference_silence import heard
from tests.reference_terms import named


class Case:
    """One rule about one subject, the moments it was looked at, and what it read as at each."""

    def __init__(self, rule: Rule, meaning: Meaning, venue: Symbol, figures: Told) -> None:
        self.rule = rule
        self.meaning = meaning
        self.venue = venue
        self.figures = figures
        self.looks: list[Look] = []
        self._timed = bool(rule.hold or rule.keep_firing_for)

    @property
    def names(self) -> list[Symbol]:
        """Return the instruments it is about or names, but for the members of lists it names."""
        owners = [*self.meaning.listened, *(name for _, name in self.meaning.terms)]
        named = [Symbol(name) for name in owners if SYMBOL.fullmatch(name)]
        given = [a for term, _ in self.meaning.terms for a in term.arguments]
        return [self.venue, *named, *(a for a in given if isinstance(a, str))]

    @property
    def at_close(self) -> bool:
        """Whether it is looked at when a bar ends, and else only where figures change meaning."""
        return self.rule.trigger.repeat is Repeat.ONCE_PER_BAR_CLOSE

    def look(self, market: Market, rebased: frozenset[Symbol], *, by_clock: bool) -> None:
        """Take the moment down, and what that makes of the rule."""
        now, quiet = market.now, not rebased.isdisjoint(self.meaning.reads)
        if self.at_close and not quiet and not (by_clock and bar(self.rule, now) == now):
            return
        self._take(market, rebased, quiet=quiet)
        if self.meaning.asks_again(len(self.looks) - 1):
            self._take(market, rebased, quiet=quiet)

    def wakes(self, market: Market) -> list[datetime]:
        """Say when it has to be looked at though nothing is heard."""
        now = market.now
        if self.at_close:
            return [bar(self.rule, now) + (self.rule.trigger.bar or timedelta())]
        due = Life(self.rule, self.looks).wakes if self._timed else []
        ages = stale(self.meaning, market) if self.rule.no_data is not NoData.KEEP else []
        return [at for at in (*due, *ages, *turns(self.meaning, market, self.figures)) if at > now]

    def _take(self, market: Market, rebased: frozenset[Symbol], *, quiet: bool) -> None:
        now, meaning = market.now, self.meaning
        watched = meaning.history[0].at if meaning.history else now
        figures = {
            (id(term), name): self.figures.measure(term, name, now) for term, name in meaning.terms
        }
        words = {
            name: heard(market.tape(Symbol(name)), now, watched) for name in set(meaning.listened)
        }
        meaning.history.append(Moment(now, rebased, figures, words))
        span = market.tape(self.venue).calendar.span(now)
        self.looks.append(
            Look(
                at=now,
                holds=settled(self.rule, meaning.holds(len(self.looks)), self.looks),
                quiet=quiet,
                session=span.session,
                session_began=span.start,
            )
        )


class Reference:
    """Follows events as the pipeline does, and says what each rule tells of each subject."""

    def __init__(self, market: Market, rules: Iterable[Rule], known: Iterable[Event]) -> None:
        self.market = market
        self.sanity = Sanity(market)
        for event in known:
            market.take(event)
        self.told = Told(market)
        self.cases = [case for rule in rules for case in self._cases(rule)]
        for name in (name for case in self.cases for name in case.names):
            market.tape(name)  # whom a rule names is watched from the start
        # Where we came in is no news of anything.
        self._look(frozenset(s for case in self.cases for s in case.meaning.reads), by_clock=True)

    def sees(self, event: Event) -> None:
        """Take an event, after all that the clock brings before it."""
        if self.sanity.judge(event) is not None:
            return
        self.turns_to(event.seen)
        self.told.hear(event)
        change = self.market.take(event)
        self._look(frozenset(change.symbols if change.rebase else ()), by_clock=False)

    def turns_to(self, when: datetime) -> None:
        """Let time pass: what changes by the clock, and what rules wait for, at its own instant."""
        while (at := self._next()) <= when:
            changes = self.market.turn_to(at)
            self._look(frozenset(s for c in changes if c.rebase for s in c.symbols), by_clock=True)

    def transitions(self) -> dict[tuple[str, str], list[Transition]]:
        """Return what was told of each rule and subject, in order."""
        return {(c.rule.name, c.meaning.subject): Life(c.rule, c.looks).told for c in self.cases}

    def _next(self) -> datetime:
        wakes = (at for case in self.cases for at in case.wakes(self.market))
        return min([self.market.next_change(), *wakes])

    def _look(self, rebased: frozenset[Symbol], *, by_clock: bool) -> None:
        for case in self.cases:
            case.look(self.market, rebased, by_clock=by_clock)

    def _cases(self, rule: Rule) -> list[Case]:
        lists = {name: s.watchlist.members for name, s in self.market.sectors.items()}
        condition = language.parse(rule.when, watchlists=lists, own=_own(rule))
        if rule.for_each is not None:
            subjects: list[str] = list(lists[rule.for_each])
        elif rule.subject is not None:
            subjects = [rule.subject]
        else:
            names = list(named(condition))
            subjects = [next((name for name in names if name in lists), names[0])]
        return [
            Case(
                rule,
                Meaning(condition, rule.reset, subject, lists),
                lists.get(subject, (Symbol(subject),))[0],
                self.told,
            )
            for subject in subjects
        ]


def _own(rule: Rule) -> Scope | None:
    if rule.for_each is None and rule.subject is None:
        return None
    symbol = rule.for_each is not None or SYMBOL.fullmatch(rule.subject or "")
    return Scope.INSTRUMENT if symbol else Scope.WATCHLIST
