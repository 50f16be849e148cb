"""Belief: what of a new reference is taken, beside what was known before.

Share counts were seen wrong by a factor of 66, closes adjusted for a split twice, early, or never.
Nothing is rewritten to what it might have meant: what cannot be believed leaves what was known.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot import figures
from bot.market.actions import Actions
from bot.market.doubts import About, Doubt, Doubts
from bot.market.events import CorporateAction, Reference
from bot.market.instruments import Symbol
from bot.market.jumps import is_far
from bot.market.tape import Tape

_MOST = Decimal("0.2")  # between two refreshes; more than that has never been an issue of shares
_SAME = Decimal("0.01")  # two sources of different days agree as well as that


class Belief:
    """Judges references by what was known of each instrument."""

    def __init__(self, actions: Actions, doubts: Doubts) -> None:
        self._actions = actions
        self._doubts = doubts
        self._counts: dict[Symbol, int] = {}
        self._others: dict[Symbol, tuple[str, int]] = {}

    def of(self, reference: Reference, tape: Tape) -> Reference:
        """Return a reference as far as it is believed; the rest of it as it was known."""
        return self._closes(self._shares(reference, tape), tape)

    def split(self, symbol: Symbol, tape: Tape) -> None:
        """Count as many shares as there are since a split."""
        self._others.pop(symbol, None)
        self._doubts.settle(symbol, About.SHARES)
        if tape.shares is not None:
            self._counts[symbol] = tape.shares

    def _shares(self, reference: Reference, tape: Tape) -> Reference:
        symbol, told = reference.symbol, reference.shares_outstanding
        known = self._counts.get(symbol)
        if not told:  # a count of none is a blank, and no count to measure the next by
            return reference
        if known is None or _near(told, known, _MOST) or self._seconded(reference, told):
            self._counts[symbol] = told
            self._others.pop(symbol, None)
            self._doubts.settle(symbol, About.SHARES)
            return reference
        if not any(_is_of(action, told, known) for action in self._actions.splits_of(symbol)):
            self._others[symbol] = (reference.source, told)
            shown = f"{figures.count(told)} shares after {figures.count(known)}"
            self._doubt(reference, About.SHARES, shown)
        as_of = tape.reference.shares_as_of if tape.reference else None
        return replace(reference, shares_outstanding=known, shares_as_of=as_of)

    def _seconded(self, reference: Reference, told: int) -> bool:
        source, count = self._others.get(reference.symbol, ("", 0))
        return bool(source) and source != reference.source and _near(told, count, _SAME)

    def _closes(self, reference: Reference, tape: Tape) -> Reference:
        kept = {
            name: ours
            for name, told, ours in _both(reference, tape)
            if told is not None and ours is not None and is_far(told, ours)
        }
        if not kept:
            self._doubts.settle(reference.symbol, About.CLOSE)
            return reference
        if not self._actions.splits_of(reference.symbol):
            name, ours = next(iter(kept.items()))
            told = figures.price(getattr(reference, name))
            shown = f"{name.replace('_', ' ')} of {told} after {figures.price(ours)}"
            self._doubt(reference, About.CLOSE, shown)
        # A trade is no close: where it alone speaks against one, the close is left unknown.
        day = reference.previous_close_date
        if "previous_close" in kept and (day is None or tape.bells.of(day) is None):
            return replace(reference, **kept | {"previous_close": None})  # type: ignore[arg-type]  # prices
        return replace(reference, **kept)  # type: ignore[arg-type]  # prices, all of them

    def _doubt(self, reference: Reference, about: About, shown: str) -> None:
        text = f"{reference.symbol}: {reference.source} says {shown}, which is not believed"
        doubt = Doubt(symbol=reference.symbol, about=about, text=text, since=reference.seen)
        self._doubts.note(doubt)


# Each close as it is told, and as we hold that of the same day already.
def _both(reference: Reference, tape: Tape) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    day, known = reference.previous_close_date, tape.reference
    if day is not None:
        seen = tape.bells.seen_of(day, tape.quote)
        ours = _close_of(tape, day) or (seen.price if seen else None)
        yield "previous_close", reference.previous_close, ours
        if reference.close_before is not None:
            before = tape.calendar.previous_day(day)
            yield "close_before", reference.close_before, _close_of(tape, before)
    if known is not None and known.year_close_date == reference.year_close_date:
        yield "year_close", reference.year_close, known.year_close


def _close_of(tape: Tape, day: date) -> Decimal | None:
    close = tape.bells.of(day)
    return close.price if close else None


def _near(count: int, other: int, part: Decimal) -> bool:
    return abs(count - other) <= part * other


# The count of after a split that is still to come, or of before one that is over.
def _is_of(action: CorporateAction, told: int, known: int) -> bool:
    return any(_near(told, int(known * way), _MOST) for way in (action.ratio, 1 / action.ratio))
