"""Jumps: prices so far from the last that one source's word is not enough for them.

Nothing that the same source says again makes a jump true; another source does, or a halt it ends.
"""

from datetime import datetime
from decimal import Decimal

from bot import figures
from bot.market.actions import Actions
from bot.market.doubts import About, Doubt, Doubts
from bot.market.events import Quote
from bot.market.instruments import Symbol
from bot.market.lull import JUMP
from bot.market.tape import Tape
from bot.market.witnesses import Witnesses


class Jumps:
    """Withholds jumps, and remembers who told them, until another source tells the same.

    A source that is `unquestioned` is all there ever was, as a file of the past is.
    """

    def __init__(self, actions: Actions, doubts: Doubts, witnesses: Witnesses) -> None:
        self.unquestioned: set[str] = set()
        self._actions = actions
        self._doubts = doubts
        self._witnesses = witnesses
        self._withheld: dict[Symbol, set[str]] = {}

    def fault(self, quote: Quote, tape: Tape) -> str | None:
        """Say why a price has to wait for another source, or return None where it may stand."""
        last = tape.last(quote.seen)
        # An event is judged before time is moved on to it, and to the splits until then.
        split = self._actions.coming_by(quote.symbol, quote.at)
        if last is None or not is_far(quote.price * split, last.price):
            if self._withheld:
                self._forgive(quote)
            return None
        if quote.source in self.unquestioned or _ends_a_halt(quote, tape) or self._seconded(quote):
            self._settle(quote.symbol)
            return None
        self._withheld.setdefault(quote.symbol, set()).add(quote.source)
        self._hear(quote)
        tape.lull = None  # the next price that is none settles the doubt
        return self._doubted(quote, last.price, quote.seen)

    # A source that says something sensible again has taken back what it said.
    def _forgive(self, quote: Quote) -> None:
        told = self._withheld.get(quote.symbol)
        if told is None or quote.source not in told:
            return
        self._hear(quote)
        told.discard(quote.source)
        if not told:
            self._settle(quote.symbol)

    def _settle(self, symbol: Symbol) -> None:
        self._withheld.pop(symbol, None)
        self._doubts.settle(symbol, About.PRICE)

    def _seconded(self, quote: Quote) -> bool:
        return bool(
            self._witnesses.others(
                quote.symbol, quote.price, quote.seen, source=quote.source, at=quote.at
            )
        )

    def _hear(self, quote: Quote) -> None:
        self._witnesses.hear(quote.symbol, quote.source, quote.price, at=quote.at, seen=quote.seen)

    def _doubted(self, quote: Quote, last: Decimal, now: datetime) -> str:
        new, old = figures.price(quote.price), figures.price(last)
        text = f"{quote.symbol} at {new} after {old}, which {quote.source} alone says"
        self._doubts.note(Doubt(symbol=quote.symbol, about=About.PRICE, text=text, since=now))
        return text


def is_far(price: Decimal, last: Decimal) -> bool:
    """Tell whether a price is a jump from the last one."""
    return abs(price - last) > JUMP * last


# The first trade since trading was stopped may be anywhere.
def _ends_a_halt(quote: Quote, tape: Tape) -> bool:
    halt, before = tape.trading.halt, tape.quote
    if halt is None or quote.at < halt.at:
        return False
    return before is None or before.at <= halt.at
