"""Unit checks: which figures can be set against each other, told when a rule is made."""

from bot.rules.conditions import Term
from bot.rules.faults import quoted
from bot.rules.units import Amount, Mark, Unit

_KINDS = {
    Mark.NONE: "a plain number",
    Mark.PERCENT: "a percent",
    Mark.DOLLAR: "an amount of USD",
}


def mismatch(left: Term, right: Term | Amount) -> str | None:
    """Say why two sides cannot be compared, and what to write; None where they can."""
    name, unit = left.metric.name, left.metric.unit
    if isinstance(right, Term):
        if right.metric.unit is unit:
            return None
        return (
            f"{quoted(name)} is {unit.value} and {quoted(right.metric.name)}"
            f" {right.metric.unit.value}; compare figures of one unit"
        )
    if right.fits(unit):
        return None
    return f"{_contrast(name, unit, right)}; write {_instead(right, unit)}"


def margin_fault(left: Term, margin: Amount) -> str | None:
    """Say why `within margin` makes no sense for a figure; None where it does."""
    name, unit = left.metric.name, left.metric.unit
    if margin.value <= 0:
        example = "1%" if unit is Unit.PERCENT else "2%"
        return f"a margin is a distance and so more than 0; write one like `{example}`"
    if margin.fits(unit) or margin.mark is Mark.PERCENT:
        return None
    return f"{_contrast(name, unit, margin)}; write {_instead(margin, unit)}"


def _contrast(name: str, unit: Unit, amount: Amount) -> str:
    return f"{quoted(name)} is {unit.value} and {quoted(amount.text)} {_KINDS[amount.mark]}"


def _instead(amount: Amount, unit: Unit) -> str:
    if unit is Unit.PERCENT and amount.mark is Mark.NONE and amount.text[-1].isdigit():
        return quoted(f"{amount.text}%")
    if unit is Unit.SHARES and amount.mark is Mark.DOLLAR:
        return quoted(amount.text.replace("$", ""))
    return f"an amount such as {quoted(unit.example)}"
