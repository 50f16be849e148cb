"""Jumps: prices so far from the last that one source's word is not enough for them.

On 3 June 2024 one feed had Berkshire's A shares at 185.10, from 620,000, for nearly two hours. So
nothing that the same source says again makes a jump true; another source does, or a halt it ends.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import chain

from bot import figures
from bot.market.actions import Actions
from bot.market.doubts import About, Doubt, Doubts
from bot.market.events import Quote
from bot.market.instruments import Symbol
from bot.market.lull import JUMP
from bot.market.tape import Tape

ALIKE = Decimal("0.0075")
"""Two sources this near to each other mean the same price; a moving one is told a bit apart."""

FRESH = timedelta(minutes=5)
"""How long a source's word can be matched by another's."""


class Jumps:
    """Withholds jumps, and remembers them by their source, until another source tells the same.

    A source that is `unquestioned` is all there ever was, as a file of the past is.
    """

    def __init__(self, actions: Actions, doubts: Doubts) -> None:
        self.unquestioned: set[str] = set()
        self._actions = actions
        self._doubts = doubts
        self._withheld: dict[Symbol, dict[str, Quote]] = {}
        self._witnessed: dict[Symbol, dict[str, Quote]] = {}

    def witness(self, quote: Quote) -> None:
        """Hear a source whose quotes are not taken, so that it can stand behind another's jump."""
        self._witnessed.setdefault(quote.symbol, {})[quote.source] = quote

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
        self._withheld.setdefault(quote.symbol, {})[quote.source] = quote
        tape.lull = None  # the next price that is none settles the doubt
        return self._doubted(quote, last.price, quote.seen)

    # A source that says something sensible again has taken back what it said.
    def _forgive(self, quote: Quote) -> None:
        told = self._withheld.get(quote.symbol)
        if told is not None and told.pop(quote.source, None) is not None and not told:
            self._settle(quote.symbol)

    def _settle(self, symbol: Symbol) -> None:
        self._withheld.pop(symbol, None)
        self._doubts.settle(symbol, About.PRICE)

    def _seconded(self, quote: Quote) -> bool:
        told = (heard.get(quote.symbol, {}) for heard in (self._withheld, self._witnessed))
        others = chain.from_iterable(by_source.values() for by_source in told)
        return any(
            other.source != quote.source
            and quote.seen - other.seen <= FRESH
            and is_alike(other.price, quote.price)
            for other in others
        )

    def _doubted(self, quote: Quote, last: Decimal, now: datetime) -> str:
        new, old = figures.price(quote.price), figures.price(last)
        text = f"{quote.symbol} at {new} after {old}, which {quote.source} alone says"
        self._doubts.note(Doubt(symbol=quote.symbol, about=About.PRICE, text=text, since=now))
        return text


def is_far(price: Decimal, last: Decimal) -> bool:
    """Tell whether a price is a jump from the last one."""
    return abs(price - last) > JUMP * last


def is_alike(one: Decimal, other: Decimal) -> bool:
    """Tell whether two sources mean the same price."""
    return abs(one - other) <= ALIKE * other


# The first trade since trading was stopped may be anywhere.
def _ends_a_halt(quote: Quote, tape: Tape) -> bool:
    halt, before = tape.halt, tape.quote
    if halt is None or quote.at < halt.at:
        return False
    return before is None or before.at <= halt.at
