"""The same rule with other amounts, to see what a lower or a higher threshold would have done."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from bot.figures import plain
from bot.rules import conditions as c
from bot.rules import language
from bot.rules.faults import RuleFault
from bot.rules.model import Rule
from bot.rules.plan import own_scope
from bot.rules.units import SCALES, Amount, Mark

STEPS = (-2, -1, 0, 1, 2)

_COARSE, _FINE = Decimal("0.25"), Decimal("0.02")
# A move of 5 % is another kind of move than one of 4 %; a level 25 % away is another level.


@dataclass(frozen=True, slots=True)
class Variant:
    """A rule with `amount` in its deciding comparison; `of` is the name of the rule asked for."""

    rule: Rule
    of: str
    amount: str
    given: bool


def variants(rule: Rule, watchlists: Collection[str]) -> list[Variant]:
    """Make the rule with its amount and some around it; none where it compares with no amount.

    Mirrored comparisons (`> 4% or < -4%`) go together.
    """
    condition = language.parse(rule.when, watchlists=watchlists, own=own_scope(rule))
    found = [told for part in c.walk(condition) if (told := _amount(part)) is not None]
    if not found or not found[0][1].value:
        return []
    given = found[0][1]
    like = [(said, amount) for said, amount in found if _mirrors(amount, given)]
    step = _round(abs(given.value) * (_COARSE if given.mark is Mark.PERCENT else _FINE))
    made = []
    for steps in STEPS:
        size = abs(given.value) + steps * step
        when = rule.when if not steps else _rewritten(rule.when, like, size)
        text = _written(size.copy_sign(given.value), given) if steps else given.text
        if size > 0 and when is not None and _reads(rule, when, watchlists):
            other = replace(rule, name=f"{rule.name} @ {text}", when=when, message=None)
            made.append(Variant(other if steps else rule, rule.name, text, not steps))
    return made if len(made) > 1 else []


# The text of a comparison and the amount in it, where it has one.
def _amount(part: c.Condition) -> tuple[str, Amount] | None:
    if isinstance(part, c.Moves):
        return part.text, part.margin
    if isinstance(part, c.Compares | c.Crosses | c.Within) and isinstance(part.right, Amount):
        return part.text, part.right
    return None


# Where an amount is written twice in a comparison, nobody knows which of them decides.
def _rewritten(when: str, like: list[tuple[str, Amount]], size: Decimal) -> str | None:
    for said, amount in like:
        written = _written(size.copy_sign(amount.value), amount)
        pattern = re.compile(rf"(?<![\w.$-]){re.escape(amount.text)}(?![\w.%])")
        if len(pattern.findall(said)) != 1 or said not in when:
            return None
        when = when.replace(said, written.join(pattern.split(said)))
    return when


def _reads(rule: Rule, when: str, watchlists: Collection[str]) -> bool:
    try:
        language.parse(when, watchlists=watchlists, own=own_scope(rule))
    except RuleFault:
        return False
    return True


def _mirrors(amount: Amount, given: Amount) -> bool:
    return abs(amount.value) == abs(given.value) and amount.mark is given.mark


# Written as the given one was: `90B` has neighbours in B, `$70` in dollars.
def _written(value: Decimal, like: Amount) -> str:
    scale = like.text[-1].upper()
    if like.mark is Mark.PERCENT:
        return f"{plain(value)}%"
    sign, dollar = ("-" if value < 0 else ""), ("$" if like.mark is Mark.DOLLAR else "")
    exponent = SCALES.get(scale, 0)
    return f"{sign}{dollar}{plain(abs(value).scaleb(-exponent))}{scale if exponent else ''}"


# To 1, 2 or 5 of its order, as people would choose it.
def _round(step: Decimal) -> Decimal:
    order = Decimal(1).scaleb(step.adjusted())
    nearest = min((1, 2, 5, 10), key=lambda n: abs(n * order - step))
    return (nearest * order).quantize(order, ROUND_HALF_UP)
