"""When time alone may change an answer, slow and obvious: every instant that could be one."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import product

from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.rules.conditions import Extreme, Measured, Moves, Silent, Within
from bot.rules.units import Amount, Unit
from tests.reference_figures import Told
from tests.reference_leaves import margin, sides, unit
from tests.reference_meaning import Meaning
from tests.reference_terms import operands, owner

INSTANT = timedelta(microseconds=1)


def stale(meaning: Meaning, market: Market) -> Iterator[datetime]:
    """Walk the instants at which a list it speaks of may have become too old to be believed."""
    for sector in (market.sectors[name] for _, name in meaning.terms if name in market.sectors):
        for tape in (market.tape(member) for member in sector.watchlist.members):
            starts = [tape.calendar.span(market.now).start]
            starts += [tape.quote.at] if tape.quote else []
            limits = sector.watchlist.fresh_within.values()
            yield from (start + limit for start in starts for limit in limits)


def turns(meaning: Meaning, market: Market, told: Told) -> Iterator[datetime]:
    """Walk the instants at which time alone may turn something."""
    yield from _lapses(meaning, market.now)
    for leaf, own in meaning.leaves:
        if isinstance(leaf, Silent):
            heard = [look.heard[owner(leaf.owner, own)] for look in meaning.history]
            words = [meaning.history[0].at, heard[-1].began, *(h.traded for h in heard)]
            yield max(word for word in words if word is not None) + leaf.span
        elif not isinstance(leaf, Moves | Extreme) and unit(leaf.left) is Unit.AGE:
            yield from _ages(meaning, market, leaf, own)
    for term, name in meaning.terms:
        if term.metric.name == "rvol":
            yield from told.minutes(Symbol(name), market.now)
        elif term.metric.name in {"required", "projected"}:
            zone = market.tape(market.sectors[name].watchlist.members[0]).calendar.zone
            tomorrow = market.now.astimezone(zone).date() + timedelta(days=1)
            yield datetime.combine(tomorrow, time(), zone)


# When a beginning is too long ago for what follows it, and when a figure that stood until then
# leaves a window.
def _lapses(meaning: Meaning, now: datetime) -> Iterator[datetime]:
    looks = meaning.history
    for then, own in meaning.sequences:
        for i in _since(meaning, now - then.span - INSTANT):
            if meaning.begins(then.first, own, i):
                yield looks[i].at + then.span + INSTANT
    for leaf, own in meaning.leaves:
        if isinstance(leaf, Moves):
            for i in _since(meaning, now - leaf.span):
                if i and meaning.figures(leaf, own, i) != meaning.figures(leaf, own, i - 1):
                    yield looks[i].at + leaf.span


# The looks after an instant.
def _since(meaning: Meaning, at: datetime) -> range:
    looks = meaning.history
    return range(bisect_right(looks, at, key=lambda look: look.at), len(looks))


# Whatever the signs are: each trade so long ago as each level is, a width or a reset around it.
def _ages(meaning: Meaning, market: Market, leaf: Measured, own: str) -> Iterator[datetime]:
    levels = [side.value for side in sides(leaf) if isinstance(side, Amount)]
    widths = [leaf.margin] if isinstance(leaf, Within) else []
    for amount in (*widths, meaning.reset):
        levels += [
            level + sign * margin(amount, level, left)
            for level, sign, left in product(levels, (-1, 1), sides(leaf)[:1])
        ]
    for term in (term for side in sides(leaf) for term in operands(side)):
        tape = market.tape(Symbol(owner(term.owner, own)))
        began = tape.trading.halt if term.metric.name == "halted" else tape.quote
        if began is not None:
            for level in set(levels):
                passed = began.at + timedelta(seconds=float(level))
                yield from (passed, passed + INSTANT)
