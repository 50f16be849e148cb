"""Unit checks: which figures can be set against each other, told when a rule is made."""

from decimal import Decimal

from bot.rules.conditions import (
    Calculation,
    Channel,
    Compares,
    Crosses,
    Figure,
    Of,
    OfList,
    Operand,
    Sum,
    Term,
    Within,
)
from bot.rules.faults import quoted
from bot.rules.units import Amount, Mark, Unit, amount

Placed = Compares | Crosses | Within | Channel
"""What has a level, and so a way back to it."""

_KINDS = {
    Mark.NONE: "a plain number",
    Mark.PERCENT: "a percent",
    Mark.DOLLAR: "an amount of USD",
    Mark.TIMES: "a ratio",
    Mark.TIME: "a length of time",
}


def unit_of(figure: Figure) -> Unit:
    """Return what a figure is measured in."""
    return figure.metric.unit if isinstance(figure, Term) else figure.unit


def said(side: Operand) -> str:
    """Name a figure or an amount in a sentence about it."""
    match side:
        case Term():
            return side.metric.name
        case Calculation():
            return f"{_whole(side.left)} {side.sum.value} {_whole(side.right)}"
    return side.text


def _whole(side: Operand) -> str:
    # In a calculation two figures often differ in nothing but whose they are.
    match side:
        case Term(owner=Of(symbol)):
            return f"{symbol}.{side.metric.name}"
        case Term(owner=OfList(name)):
            return f"{name}.{side.metric.name}"
    return said(side)


def mismatch(left: Figure, right: Operand) -> str | None:
    """Say why two sides cannot be compared, and what to write; None where they can."""
    name, unit = said(left), unit_of(left)
    if isinstance(right, Amount):
        return None if right.fits(unit) else _misfit(name, unit, right)
    if unit_of(right) is unit:
        return None
    return f"{_apart(left, right)}; compare figures of one unit"


def margin_fault(left: Figure, margin: Amount) -> str | None:
    """Say why a margin makes no sense for a figure; None where it does."""
    name, unit = said(left), unit_of(left)
    if margin.value <= 0:
        example = "1%" if unit is Unit.PERCENT else "2%"
        return f"a margin is a distance and so more than 0; write one like `{example}`"
    if margin.fits(unit) or margin.mark is Mark.PERCENT:
        return None
    return _misfit(name, unit, margin)


def channel_fault(low: Operand, high: Operand) -> str | None:
    """Say why a channel has no room; None where it has, or only the market can tell."""
    if isinstance(low, Amount) and isinstance(high, Amount) and low.value >= high.value:
        turned = f"{high.text}..{low.text}" if low.value > high.value else "60..70"
        return f"a channel goes from its lower edge to its upper one; write one like `{turned}`"
    return None


def reset_fault(leaf: Placed, reset: Amount) -> str | None:
    """Say why there is no such way back from a comparison; None where there is."""
    if fault := margin_fault(leaf.left, reset):
        return fault
    if not isinstance(leaf, Channel) or leaf.inside:
        return None
    low, high = leaf.low, leaf.high
    if not isinstance(low, Amount) or not isinstance(high, Amount):
        return None
    back = sum(_back(reset, edge.value, unit_of(leaf.left)) for edge in (low, high))
    if back < high.value - low.value:
        return None
    channel = quoted(f"{low.text}..{high.text}")
    return (
        f"{quoted(reset.text)} is half of {channel} or more, so that what left it would never be"
        " back; write less than half"
    )


def _back(reset: Amount, edge: Decimal, unit: Unit) -> Decimal:
    if reset.mark is Mark.PERCENT and unit is not Unit.PERCENT:
        return abs(edge) * reset.value / 100
    return reset.value


def moving_fault(figure: Figure) -> str | None:
    """Say why a figure has no moves and no highs; None where it has."""
    if unit_of(figure) is not Unit.AGE:
        return None
    name = said(figure)
    return f"{name} grows by itself, so that its moves mean nothing; write {quoted('age > 10m')}"


def result(left: Operand, how: Sum, right: Operand) -> Unit:
    """Return the unit a calculation comes to; raises ValueError in words where it makes none."""
    if isinstance(left, Amount):
        if isinstance(right, Amount):
            message = "two amounts need no calculation; write what they come to"
            raise ValueError(message)  # noqa: TRY004 (wrong is what somebody wrote)
        if how is Sum.OVER:
            message = "an amount cannot be divided by a figure; put the figure first"
            raise ValueError(message)
        return _with_amount(right, how, left)
    if isinstance(right, Amount):
        return _with_amount(left, how, right)
    return _of_two(left, how, right)


def _with_amount(figure: Figure, how: Sum, other: Amount) -> Unit:
    unit = unit_of(figure)
    if how in {Sum.PLUS, Sum.MINUS}:
        if not other.fits(unit):
            raise ValueError(_misfit(said(figure), unit, other))
    elif other.mark is not Mark.NONE:
        verb = "multiply" if how is Sum.TIMES else "divide"
        hint = f"{verb} by a plain number such as `0.5`"
        raise ValueError(f"{quoted(other.text)} is {_KINDS[other.mark]}; {hint}")
    elif how is Sum.OVER and not other.value:
        message = "nothing can be divided by 0; write another number"
        raise ValueError(message)
    return unit


def _of_two(left: Figure, how: Sum, right: Figure) -> Unit:
    if how is Sum.TIMES:
        message = "two figures cannot be multiplied; multiply one by a plain number such as `0.5`"
        raise ValueError(message)
    if unit_of(left) is unit_of(right):
        return Unit.RATIO if how is Sum.OVER else unit_of(left)
    verb = "divide" if how is Sum.OVER else "add and subtract"
    raise ValueError(f"{_apart(left, right)}; {verb} figures of one unit")


def _apart(left: Figure, right: Figure) -> str:
    one, other = unit_of(left).value, unit_of(right).value
    return f"{quoted(said(left))} is {one} and {quoted(said(right))} {other}"


def _misfit(name: str, unit: Unit, other: Amount) -> str:
    contrast = f"{quoted(name)} is {unit.value} and {quoted(other.text)} {_KINDS[other.mark]}"
    return f"{contrast}; write {_instead(other, unit)}"


def _instead(other: Amount, unit: Unit) -> str:
    text = other.text
    if unit is Unit.PERCENT and other.mark is Mark.NONE and text[-1].isdigit():
        return quoted(f"{text}%")
    if unit is Unit.SHARES and other.mark is Mark.DOLLAR:
        return quoted(text.replace("$", ""))
    if unit is Unit.RATIO and other.mark is Mark.PERCENT:
        return quoted(f"{(other.value / 100).normalize():f}x")
    if unit is Unit.AGE and other.mark is Mark.NONE and text.isdigit():
        return f"`{text}s` or `{text}m`"
    if other.mark is Mark.TIME and unit in {Unit.PRICE, Unit.MONEY, Unit.SHARES}:
        try:
            return f"{quoted(amount(text.upper()).text)}, if that is what you meant"
        except ValueError:
            pass
    return f"an amount such as {quoted(unit.example)}"
