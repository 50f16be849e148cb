"""Rules bound to the market: what each is about, and its condition as a tree that can be read."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.errors import SetupError
from bot.market.instruments import SYMBOL, Asset, Symbol
from bot.market.sector import Sector
from bot.market.sessions import Calendar
from bot.market.state import VENUES, Market
from bot.market.tape import Tape
from bot.owners import owner_of, plain, seen
from bot.rules import conditions as c
from bot.rules import language, listening
from bot.rules.bound import Bound, Fixed, Source, Worked
from bot.rules.comparisons import Comparison, Crossing, Nearness, Passage, Sides
from bot.rules.joins import Join, Negation, Part, Sequence, Tally
from bot.rules.leaves import Leaf
from bot.rules.measure import Scope
from bot.rules.metrics import price
from bot.rules.model import Rule
from bot.rules.search import ANY_NEWS
from bot.rules.silence import Silence
from bot.rules.units import Amount, Unit
from bot.rules.windows import Channel, Extreme, Movement


class Sight(Protocol):
    """What a rule may be about: every instrument, and the watchlists its owner sees.

    Those are there by the names that the owner types, and by their own.
    """

    @property
    def sectors(self) -> Mapping[str, Sector]: ...

    @property
    def calendars(self) -> Mapping[str, Calendar]: ...

    def tape(self, symbol: Symbol) -> Tape: ...


@dataclass(frozen=True, slots=True)
class _Seen:
    sectors: Mapping[str, Sector]
    calendars: Mapping[str, Calendar]
    tape: Callable[[Symbol], Tape]


def sight_of(rule: Rule, market: Market) -> Sight:
    """Return what a rule may be about."""
    owner = owner_of(rule.name)
    if not owner:
        return market
    lists = {**market.sectors, **seen(market.sectors, owner)}
    return _Seen(lists, market.calendars, market.tape)


def subjects(rule: Rule, condition: c.Condition, market: Sight) -> list[str]:
    """Return what a rule's alerts are about: each member of its list, or the one thing it names.

    A rule that names none is about the first watchlist its condition reads, else the first symbol;
    one on news of nobody in particular is about ANY_NEWS.
    Raises SetupError where it names a watchlist that does not exist.
    """
    if rule.for_each is not None:
        sector = market.sectors.get(rule.for_each)
        if sector is None:
            message = f"rule {rule.name}: there is no watchlist {rule.for_each!r}"
            raise SetupError(message)
        return list(sector.watchlist.members)
    if rule.subject is not None:
        return [_own_name(rule.subject, market)]
    named = list(_named(condition))
    lists = [n for n in named if n in market.sectors]
    return [_own_name((lists or named or [ANY_NEWS])[0], market)]


def own_scope(rule: Rule) -> Scope | None:
    """Return what a bare metric in the rule's condition is a metric of; None where nothing is."""
    if rule.for_each is not None:
        return Scope.INSTRUMENT
    if rule.subject is None:
        return None
    return Scope.INSTRUMENT if SYMBOL.fullmatch(rule.subject) else Scope.WATCHLIST


def calendar_of(subject: str, market: Sight) -> Calendar:
    """Return the calendar whose sessions a subject keeps; a watchlist keeps its first member's."""
    sector = market.sectors.get(subject)
    if subject == ANY_NEWS:
        return market.calendars[VENUES[Asset.EQUITY]]
    return market.tape(sector.watchlist.members[0] if sector else Symbol(subject)).calendar


def bind(  # noqa: PLR0911 (one way out a kind)
    condition: c.Condition, rule: Rule, own: str, market: Sight
) -> Part:
    """Bind a condition to the market, with `own` (a symbol or a watchlist) for bare metrics."""
    match condition:
        case c.Not(part):
            return Negation(bind(part, rule, own, market))
        case c.Both(parts) | c.Either(parts):
            bound = tuple(bind(p, rule, own, market) for p in parts)
            return Join(bound, settles=isinstance(condition, c.Either))
        case c.Then():
            return Sequence(
                bind(condition.first, rule, own, market),
                bind(condition.second, rule, own, market),
                condition.span,
                condition.text,
            )
        case c.Counted(least=1, share=False, part=c.News() as of_each):
            # Any of them in the news is news about any of them: one story about two rings once.
            asked = listening.about_any(of_each, condition.watchlist, condition.text)
            return listening.bind(asked, owner_of(rule.name), own, market.sectors)
        case c.Counted():
            watchlist = market.sectors[condition.watchlist].watchlist
            return Tally(
                {s: bind(condition.part, rule, s, market) for s in watchlist.members},
                _heads(condition, len(watchlist.members)),
                condition.text,
                listed=watchlist.name,
            )
        case c.News() | c.Stories() | c.Mismatch():
            return listening.bind(condition, owner_of(rule.name), own, market.sectors)
        case _:
            return _leaf(condition, rule.reset, own, market)


def read(rule: Rule, market: Sight) -> c.Condition:
    """Read a rule's condition, with the watchlists its owner sees. Raises RuleFault."""
    return language.parse(rule.when, watchlists=market.sectors, own=own_scope(rule))


def is_for_each(rule: Rule, name: str, market: Market) -> bool:
    """Tell whether a rule is about each member of the watchlist of that whole name."""
    if rule.for_each is None or rule.for_each != plain(name):
        return False
    found = sight_of(rule, market).sectors.get(rule.for_each)
    return found is not None and found.watchlist.name == name


def _leaf(  # noqa: PLR0911 (one way out a kind)
    leaf: c.Measured, reset: Amount | None, own: str, market: Sight
) -> Leaf:
    if isinstance(leaf, c.Silent):
        name = leaf.owner.symbol if isinstance(leaf.owner, c.Of) else own
        tape = market.tape(Symbol(name))
        return Silence(Bound(metric=price.price, of=tape, name=name), tape, leaf)
    left = _source(leaf.left, own, market)
    match leaf:
        case c.Moves():
            return Movement(left, leaf)
        case c.Extreme():
            return Extreme(left, leaf)
        case c.Channel():
            low, high = (_source(edge, own, market, left.unit) for edge in (leaf.low, leaf.high))
            return Channel(left, low, high, reset, leaf)
    right = _source(leaf.right, own, market, left.unit)
    sides = Sides(subject=left, right=right, reset=reset, text=leaf.text)
    match leaf:
        case c.Compares():
            return Comparison(sides, sign=leaf.sign)
        case c.Crosses(above=None):
            return Passage(sides)
        case c.Crosses():
            return Crossing(sides, above=bool(leaf.above))
        case c.Within():
            return Nearness(sides, margin=leaf.margin, side=leaf.side)


def _source(operand: c.Operand, own: str, market: Sight, unit: Unit = Unit.PRICE) -> Source:
    match operand:
        case Amount():
            return Fixed(operand, unit)
        case c.Calculation():
            left = _source(operand.left, own, market, operand.unit)
            right = _source(operand.right, own, market, operand.unit)
            return Worked(left=left, sum=operand.sum, right=right, unit=operand.unit)
        case _:
            return _bound(operand, own, market)


def _bound(term: c.Term, own: str, market: Sight) -> Bound:
    match term.owner:
        case c.Of(symbol):
            name: str = symbol
        case c.OfList(listed):
            name = _own_name(listed, market)
        case _:
            name = own
    arguments = tuple(
        market.tape(Symbol(given)) if isinstance(given, str) else given for given in term.arguments
    )
    if term.metric.scope is Scope.WATCHLIST:
        return Bound(metric=term.metric, of=market.sectors[name], name=name, arguments=arguments)
    tape = market.tape(Symbol(name))
    return Bound(metric=term.metric, of=tape, name=name, arguments=arguments)


def _own_name(subject: str, market: Sight) -> str:
    sector = market.sectors.get(subject)
    return sector.watchlist.name if sector else subject


def _heads(counted: c.Counted, members: int) -> int:
    if not counted.share:
        return counted.least
    # 30 % of 15 is 4.5: it takes the fifth to make "at least" true.
    return -(-counted.least * members // 100)


def _named(condition: c.Condition) -> Iterator[str]:
    for part in c.walk(condition):
        if isinstance(part, c.Counted):
            yield part.watchlist
        elif isinstance(part, c.Silent):
            if isinstance(part.owner, c.Of):
                yield part.owner.symbol
        elif isinstance(part, c.News | c.Stories | c.Mismatch):
            yield from (o.symbol for o in c.whom(part) if isinstance(o, c.Of))
            yield from (o.name for o in c.whom(part) if isinstance(o, c.OfList | c.Members))
        elif not isinstance(part, c.Not | c.Both | c.Either | c.Then):
            owners = [term.owner for term in c.terms(part)]
            yield from (o.symbol for o in owners if isinstance(o, c.Of))
            yield from (o.name for o in owners if isinstance(o, c.OfList))
