"""Why a rule reads as it does: each part with its figures, and how far it is from turning."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot import figures
from bot.rules import conditions as c
from bot.rules.bound import Bound, Fixed
from bot.rules.comparisons import Comparison, Crossing, Level, Nearness, Passage
from bot.rules.coverage import Count, Coverage
from bot.rules.distance import distance
from bot.rules.joins import Join, Negation, Part, Sequence, Tally
from bot.rules.leaves import Holds, Leaf
from bot.rules.measure import Measure
from bot.rules.silence import Silence
from bot.rules.units import Unit
from bot.rules.windows import Channel, Extreme, Movement

NAMED = 8
"""How many members a sentence names before it says "and more"."""

_SIGNS = {
    c.Sign.OVER: "over",
    c.Sign.AT_LEAST: "at least",
    c.Sign.UNDER: "under",
    c.Sign.AT_MOST: "at most",
    c.Sign.EQUAL: "exactly",
    c.Sign.UNEQUAL: "other than",
}


@dataclass(frozen=True, slots=True)
class Explained:
    """One part of a condition: whether it holds, what it reads, and how far it is from turning."""

    text: str
    holds: Holds
    says: str
    distance: str = ""
    parts: tuple["Explained", ...] = ()


def explain(part: Part, now: datetime) -> Explained:
    """Explain a condition as it stands, without reading it anew: asking never changes a rule."""
    match part:
        case Leaf():
            return _leaf(part, now)
        case Negation():
            inner = explain(part.part, now)
            return Explained(
                part.text, None if inner.holds is None else not inner.holds, "", "", (inner,)
            )
        case Tally():
            parts = tuple(explain(p, now) for p in part.members.values())
            return Explained(part.text, part.holds, count_of(part), _short_of(part), parts)
        case Sequence():
            parts = (explain(part.first, now), explain(part.second, now))
            return Explained(part.text, part.holds, "", "", parts)
        case Join():
            parts = tuple(explain(p, now) for p in part.parts)
            answers = [p.holds for p in parts]
            holds = next((a for a in (part.settles, None) if a in answers), not part.settles)
            return Explained(part.text, holds, "", "", parts)


def because(cause: Leaf | Tally, *, over: bool = False) -> str:
    """Say in a sentence what turned a rule; `over` where it no longer holds."""
    if isinstance(cause, Tally):
        return count_of(cause)
    if isinstance(cause, Coverage):
        return _of_news(cause, over=over)
    if cause.last is None:
        return cause.text
    if cause.last.outside:
        return f"{_name(cause)} has ended with its session"
    if cause.last.value is None:
        return f"{_name(cause)} cannot be told: {cause.last.note}"
    relation = _way_back(cause) if over else _relation(cause)
    return f"{_name(cause)} {_figure(cause, cause.last)}, {relation}{against(cause.last)}"


def count_of(tally: Tally) -> str:
    """Say how many members hold, and who."""
    names = ", ".join(tally.holding[:NAMED]) + (", …" if len(tally.holding) > NAMED else "")
    unknown = f", {tally.unknown} unknown" if tally.unknown else ""
    held = f"{len(tally.holding)} of {len(tally.members)} hold{unknown}, and it takes {tally.least}"
    return f"{held}: {names}" if names else held


# What was heard last, and when that was; of a count, how many there are.
def _of_news(leaf: Coverage, *, over: bool) -> str:
    span = f"within {figures.age(leaf.span)}"
    if isinstance(leaf, Count):
        counted = figures.count(leaf.count.count)
        return f"{counted} {'story' if counted == '1' else 'stories'} {span}: {leaf.text}"
    if leaf.report is None or not leaf.held:
        return f"no more news {span}" if over else leaf.text
    return "followed by another story" if over else leaf.report.says


def _news(leaf: Coverage, now: datetime) -> Explained:
    heard, short = leaf.report, ""
    if isinstance(leaf, Count):
        says = _of_news(leaf, over=False).removesuffix(f": {leaf.text}")
        gap = None if leaf.held else distance(leaf, now)
        short = f"{figures.count(gap)} to go" if gap is not None and gap > 0 else ""
    else:
        says = "" if leaf.held else f"no such news within {figures.age(leaf.span)}"
    if heard is not None:
        told = f"{heard.headline} ({heard.outlet}, {figures.age(now - heard.at)} ago)"
        says = f"{says}; the last: {told}" if says else told
    return Explained(leaf.text, leaf.held, says, short)


def _leaf(leaf: Leaf, now: datetime) -> Explained:
    if isinstance(leaf, Coverage):
        return _news(leaf, now)
    measure = leaf.subject.measure(now)
    if measure.value is None:
        return Explained(
            leaf.text, False if measure.outside else None, f"{_name(leaf)}: {measure.note}"
        )
    aged = f", {figures.age(now - measure.at)} old" if measure.at else ""
    source = f" [{measure.source}{aged}]" if measure.source else ""
    says = f"{_name(leaf)} {_figure(leaf, measure)}{against(measure)}{source}"
    holds = leaf.held if leaf.threshold is not None else None
    return Explained(leaf.text, holds, says, _distance(leaf, measure, now))


def _name(leaf: Leaf) -> str:
    return leaf.subject.label


def _figure(leaf: Leaf, measure: Measure) -> str:
    shown = leaf.unit.shown(measure.value)
    if isinstance(leaf.subject, Bound) and not leaf.subject.metric.is_move:
        return figures.percent(measure.value, signed=False)
    if leaf.unit is Unit.PERCENT and measure.price is not None:
        return f"{shown} at {figures.price(measure.price)}"
    return shown


def against(measure: Measure) -> str:
    """Say what a percent is measured from; nothing where a figure has no baseline."""
    base = measure.baseline
    if base is None:
        return ""
    shown = figures.money(base.value) if base.value >= 10**6 else figures.price(base.value)
    return f" (against {base.name}, {shown})"


def _level(leaf: Leaf, value: Decimal) -> str:
    if leaf.unit is Unit.PERCENT:
        return f"{figures.plain(value)}%"
    if leaf.unit is Unit.MONEY:
        return figures.level(value)
    return leaf.unit.shown(value)


def _threshold(leaf: Level) -> str:
    if leaf.threshold is None:
        return "what cannot be told"
    shown = _level(leaf, leaf.threshold)
    return shown if isinstance(leaf.right, Fixed) else f"{leaf.right.label} {shown}"


def _relation(leaf: Leaf) -> str:  # noqa: PLR0911 (a sentence a kind)
    match leaf:
        case Comparison():
            return f"{_SIGNS[leaf.sign]} {_threshold(leaf)}"
        case Crossing():
            return f"crossed {'above' if leaf.above else 'below'} {_threshold(leaf)}"
        case Passage():
            return f"crossed {_threshold(leaf)}"
        case Nearness():
            gap, level = _gap(leaf), _threshold(leaf)
            side = "from" if leaf.side is c.Side.OF else leaf.side.value
            return f"{gap} {side} {level}" if gap else f"at {level}"
        case Channel():
            side = "inside" if leaf.inside else "outside"
            return f"{side} {leaf.low.label}..{leaf.high.label}"
        case Movement():
            return f"{leaf.way.value} {leaf.margin.text} within {figures.age(leaf.span)}"
        case Extreme():
            return f"a new {'high' if leaf.high else 'low'} over {figures.age(leaf.span)}"
        case Silence():
            return f"nothing traded for {figures.age(leaf.span)}"
    return leaf.text


def _way_back(leaf: Leaf) -> str:
    if leaf.threshold is None:
        return "over"
    if isinstance(leaf, Nearness):
        return f"no longer within {leaf.margin.text} of {_threshold(leaf)}"
    falling = leaf.way_back(leaf.threshold) if isinstance(leaf, Level) else None
    if falling is None:
        return f"no longer {_relation(leaf)}"
    level, down = falling
    return f"back {'under' if down else 'over'} {_level(leaf, level)}"


def _gap(leaf: Leaf) -> str:
    if leaf.last is None or leaf.last.value is None or leaf.threshold is None:
        return ""
    gap = abs(leaf.threshold - leaf.last.value)
    if leaf.unit is Unit.PERCENT:
        return figures.points(gap, signed=False)
    shown = leaf.unit.shown(gap) if gap else ""
    if not leaf.threshold:
        return shown
    share = figures.rounded(gap / abs(leaf.threshold) * 100, 2)
    return f"{shown} ({figures.percent(share, signed=False)})" if share else shown


def _distance(leaf: Leaf, measure: Measure, now: datetime) -> str:
    gap = None if leaf.held else distance(leaf, now)
    if gap is None or measure.value is None:
        return ""
    if leaf.unit is Unit.PERCENT:
        return f"{figures.points(gap)} to go"
    # A price has eight digits at most; what a percent of it comes to has as many as there are.
    amount = leaf.unit.shown(figures.rounded(abs(gap * measure.value / 100), 8))
    return f"{figures.percent(gap)} to go ({amount})"


def _short_of(tally: Tally) -> str:
    short = tally.least - len(tally.holding)
    return f"{short} more to go" if short > 0 else ""
