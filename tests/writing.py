"""Rules as hypothesis writes them: any condition there is, and the text that says it."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from bot.market.instruments import Symbol
from bot.rules import metrics
from bot.rules.checks import unit_of
from bot.rules.conditions import (
    Argument,
    Both,
    Calculation,
    Channel,
    Compares,
    Condition,
    Counted,
    Crosses,
    Either,
    Extreme,
    Figure,
    Leaf,
    Moves,
    Not,
    Of,
    OfList,
    Operand,
    Own,
    Side,
    Sign,
    Silent,
    Sum,
    Term,
    Then,
    Way,
    Within,
)
from bot.rules.measure import Kind, Metric, Parameter, Scope
from bot.rules.units import Amount, Unit, amount, duration, shown_span
from tests.writing_news import reports

LISTS = ("miners", "hpc-names")
UNITS = [unit for unit in Unit if unit is not Unit.STORIES]
"""What metrics are measured in; stories are counted by a form of their own."""


def printed(condition: Condition) -> str:
    """Write a condition out, with the brackets it needs and no others."""
    match condition:
        case Both(parts):
            return " and ".join(_inner(part, Both, Either, Then) for part in parts)
        case Either(parts):
            return " or ".join(_inner(part, Either, Then) for part in parts)
        case Not(part):
            return f"not {_inner(part, Both, Either, Then)}"
    return condition.text


def _inner(part: Condition, *loose: type) -> str:
    return f"({printed(part)})" if isinstance(part, loose) else printed(part)


def written(side: Operand) -> str:
    """Write a side of a comparison out, likewise."""
    match side:
        case Amount():
            return side.text
        case Term():
            owner = {Of: "symbol", OfList: "name"}.get(type(side.owner))
            whose = f"{getattr(side.owner, owner)}." if owner else ""
            given = ", ".join(map(_argument, side.arguments))
            return f"{whose}{side.metric.name}{f'({given})' if given else ''}"
    loose = {Sum.PLUS, Sum.MINUS} if side.sum in {Sum.TIMES, Sum.OVER} else set()
    left, right = written(side.left), written(side.right)
    if isinstance(side.left, Calculation) and side.left.sum in loose:
        left = f"({left})"
    # What stands on the right is worked out first only where a bracket or its sign says so.
    sums = loose or {Sum.PLUS, Sum.MINUS}
    tight = side.sum in {Sum.TIMES, Sum.OVER}
    if isinstance(side.right, Calculation) and (tight or side.right.sum in sums):
        right = f"({right})"
    return f"{left} {side.sum.value} {right}"


def _argument(argument: Argument) -> str:
    match argument:
        case Metric():
            return argument.name
        case Amount():
            return argument.text
        case timedelta():
            return shown_span(argument)
    return str(argument)


SYMBOLS = st.sampled_from(["IREN", "BRK.B", "BTC-USD", "^GSPC", "ALL", "OF", "NOT", "6E=F", "3"])
NUMBERS = st.sampled_from(["0", "0.01", "4", "4.50", "66.404", "1000", "123456789012345.12345678"])
SCALED = st.builds("{}{}".format, NUMBERS, st.sampled_from(["", "K", "M", "B", "T"]))
SPANS = st.sampled_from(["30s", "15m", "1h30m", "0.5d", "52w"])
FACTORS = st.sampled_from(["2", "0.95", "1000"]).map(amount)
MOVING = [m for m in metrics.METRICS if m.scope is Scope.INSTRUMENT and m.unit is Unit.PERCENT]


def distance(any_amount: Amount) -> Amount:
    """Turn an amount into one that is more than 0."""
    return amount(any_amount.text.removeprefix("-")) if any_amount.value else amount("1%")


@cache
def amounts(unit: Unit, *, positive: bool = False) -> st.SearchStrategy[Amount]:
    shapes = {
        Unit.PERCENT: st.builds("{}{}%".format, st.sampled_from(["", "-"]), NUMBERS),
        Unit.SHARES: SCALED,
        Unit.PRICE: st.builds("{}{}".format, st.sampled_from(["", "$", "-"]), SCALED),
        Unit.MONEY: st.builds("{}{}".format, st.sampled_from(["", "$", "-$"]), SCALED),
        Unit.RATIO: st.builds("{}{}".format, NUMBERS, st.sampled_from(["", "x"])),
        Unit.AGE: SPANS,
    }
    read_as = shapes[unit].map(amount)
    return read_as.map(distance) if positive else read_as


def arguments(parameter: Parameter) -> st.SearchStrategy[Argument]:
    least, most = parameter.least, parameter.most
    if parameter.kind is Kind.COUNT:
        low = least if isinstance(least, int) else 1
        return st.integers(low, most if isinstance(most, int) else 500)
    if parameter.kind is Kind.SPAN:
        shortest = least if isinstance(least, timedelta) else timedelta(seconds=1)
        longest = most if isinstance(most, timedelta) else timedelta(days=365)
        spans = [duration(text) for text in ("1s", "5m", "4h", "1d", "52w")]
        return st.sampled_from([span for span in spans if shortest <= span <= longest])
    kinds: dict[Kind, st.SearchStrategy[Argument]] = {
        Kind.DATE: st.dates(date(2025, 1, 1), date(2035, 12, 31)),
        Kind.SYMBOL: SYMBOLS.filter(lambda s: s != "3").map(Symbol),
        Kind.METRIC: st.sampled_from([m for m in MOVING if m.bare]),
        Kind.LEVEL: st.sampled_from(["90B", "$1.5T"]).map(amount),
    }
    return kinds[parameter.kind]


@cache
def terms(own: Scope | None, unit: Unit | None = None) -> st.SearchStrategy[Term]:
    def term(scope: Scope, owners: st.SearchStrategy[Own | Of | OfList]) -> st.SearchStrategy[Term]:
        known = [m for m in metrics.METRICS if m.scope is scope and unit in {None, m.unit}]
        return st.one_of([_of(metric, owners) for metric in known]) if known else st.nothing()

    named = term(Scope.INSTRUMENT, SYMBOLS.map(Symbol).map(Of)) | term(
        Scope.WATCHLIST, st.sampled_from(LISTS).map(OfList)
    )
    return term(own, st.just(Own())) | named if own else named


def _of(
    metric: Metric[Any], owners: st.SearchStrategy[Own | Of | OfList]
) -> st.SearchStrategy[Term]:
    return st.builds(Term, st.just(metric), owners, st.tuples(*map(arguments, metric.parameters)))


@cache
def figures(own: Scope | None, unit: Unit) -> st.SearchStrategy[Figure]:
    """Any figure of a unit: one that is read, or worked out from others."""
    simple = terms(own, unit)
    if unit is Unit.RATIO:
        of_one = st.sampled_from(UNITS).flatmap(lambda u: st.tuples(terms(own, u), terms(own, u)))
        ratios = of_one.map(lambda two: Calculation(two[0], Sum.OVER, two[1], Unit.RATIO))
        return st.recursive(simple | ratios, lambda parts: _sums(parts, unit), max_leaves=3)
    return st.recursive(simple, lambda parts: _sums(parts, unit), max_leaves=3)


def _sums(parts: st.SearchStrategy[Any], unit: Unit) -> st.SearchStrategy[Any]:
    additive, scaling = st.sampled_from([Sum.PLUS, Sum.MINUS]), st.sampled_from([*Sum][2:])
    other = amounts(unit)
    return st.one_of(
        st.builds(Calculation, parts, additive, parts | other, st.just(unit)),
        st.builds(Calculation, other, additive, parts, st.just(unit)),
        st.builds(Calculation, parts, scaling, FACTORS, st.just(unit)),
        st.builds(Calculation, FACTORS, st.just(Sum.TIMES), parts, st.just(unit)),
    )


Form = Callable[[st.DrawFn, Figure, st.SearchStrategy[Operand]], Leaf]


@st.composite
def comparisons(draw: st.DrawFn, own: Scope | None) -> Leaf:
    forms: list[Form] = [_compares, _crosses, _within, _channel, _moves, _extreme]
    if draw(st.integers(0, 9)) == 0:
        return draw(silences(own))
    if draw(st.integers(0, 5)) == 0:
        return draw(reports(own))
    left = draw(st.sampled_from(UNITS).flatmap(lambda unit: figures(own, unit)))
    # What grows by itself has no moves and no highs.
    form = draw(st.sampled_from(forms[:-2] if unit_of(left) is Unit.AGE else forms))
    return form(draw, left, amounts(unit_of(left)) | figures(own, unit_of(left)))


def _compares(draw: st.DrawFn, left: Figure, level: st.SearchStrategy[Operand]) -> Compares:
    sign, right = draw(st.sampled_from(Sign)), draw(level)
    space = draw(st.sampled_from(["", " ", "\n  "]))
    text = f"{written(left)}{space}{sign.value}{space}{written(right)}"
    return Compares(left=left, sign=sign, right=right, text=text)


def _crosses(draw: st.DrawFn, left: Figure, level: st.SearchStrategy[Operand]) -> Crosses:
    above, right = draw(st.sampled_from([True, False, None])), draw(level)
    side = {True: "above ", False: "below ", None: ""}[above]
    text = f"{written(left)} crosses {side}{written(right)}"
    return Crosses(left=left, above=above, right=right, text=text)


def _within(draw: st.DrawFn, left: Figure, level: st.SearchStrategy[Operand]) -> Within:
    margin, side, right = draw(_margins(left)), draw(st.sampled_from(Side)), draw(level)
    text = f"{written(left)} within {margin.text} {side.value} {written(right)}"
    return Within(left=left, margin=margin, side=side, right=right, text=text)


def _channel(draw: st.DrawFn, left: Figure, level: st.SearchStrategy[Operand]) -> Channel:
    def room(edges: tuple[Operand, Operand]) -> bool:
        low, high = edges
        return not (
            isinstance(low, Amount) and isinstance(high, Amount) and low.value >= high.value
        )

    low, high = draw(st.tuples(level, level).filter(room))
    words = {
        (True, False): "inside",
        (False, False): "outside",
        (True, True): "enters",
        (False, True): "leaves",
    }
    inside, crossing = draw(st.sampled_from(sorted(words)))
    dots = draw(st.sampled_from(["..", " .. "]))
    word = words[inside, crossing]
    return Channel(
        left=left,
        low=low,
        high=high,
        inside=inside,
        crossing=crossing,
        text=f"{written(left)} {word} {written(low)}{dots}{written(high)}",
    )


def _moves(draw: st.DrawFn, left: Figure, _: st.SearchStrategy[Operand]) -> Moves:
    margin, way, span = draw(_margins(left)), draw(st.sampled_from(Way)), draw(SPANS)
    text = f"{written(left)} {way.value} {margin.text} within {span}"
    return Moves(left=left, way=way, margin=margin, span=duration(span), text=text)


def _extreme(draw: st.DrawFn, left: Figure, _: st.SearchStrategy[Operand]) -> Extreme:
    high, span = draw(st.booleans()), draw(SPANS)
    text = f"{written(left)} at new {'high' if high else 'low'} over {span}"
    return Extreme(left=left, high=high, span=duration(span), text=text)


def _margins(left: Figure) -> st.SearchStrategy[Amount]:
    points = amounts(Unit.PERCENT, positive=True)
    return amounts(unit_of(left), positive=True) | points


@st.composite
def silences(draw: st.DrawFn, own: Scope | None) -> Silent:
    owners: st.SearchStrategy[Own | Of] = SYMBOLS.map(Symbol).map(Of)
    owner = draw(owners | st.just(Own()) if own is Scope.INSTRUMENT else owners)
    span = draw(SPANS)
    whose = f" of {owner.symbol}" if isinstance(owner, Of) else ""
    return Silent(owner=owner, span=duration(span), text=f"no data{whose} for {span}")


@cache
def conditions(own: Scope | None) -> st.SearchStrategy[Condition]:
    return st.recursive(comparisons(own) | counts(), joined, max_leaves=6)


def joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    pairs = st.builds(_then, parts, parts, SPANS)
    return st.builds(Not, parts) | st.builds(Both, several) | st.builds(Either, several) | pairs


def _then(first: Condition, second: Condition, span: str) -> Then:
    text = f"{_inner(first, Then)} then {_inner(second, Then)} within {span}"
    return Then(first=first, second=second, span=duration(span), text=text)


MEMBERS = st.recursive(comparisons(Scope.INSTRUMENT), joined, max_leaves=3)


@st.composite
def counts(draw: st.DrawFn) -> Counted:
    part = draw(MEMBERS)
    least, share, head = draw(
        st.sampled_from(
            [
                (1, False, "any"),
                (100, True, "all"),
                (5, False, "at least 5"),
                (50, True, "50%"),
                (7, True, "at least 7%"),
            ]
        )
    )
    watchlist = draw(st.sampled_from(LISTS))
    text = f"{head} of {watchlist} have {_inner(part, Both, Either, Then)}"
    return Counted(least=least, share=share, watchlist=watchlist, part=part, text=text)


@st.composite
def rules(draw: st.DrawFn) -> tuple[Condition, Scope | None]:
    own = draw(st.sampled_from([None, *Scope]))
    return draw(conditions(own)), own
