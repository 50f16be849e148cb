"""Spelling: share classes as Yahoo writes them, BRK-B for our BRK.B, beside pairs as BTC-USD."""

import re

from bot.market.instruments import Symbol

_CLASS = re.compile(r"-(?=[A-Z0-9]{1,2}\Z)")  # what a coin is paired with has three letters or more


def dashed(symbol: Symbol) -> str:
    """Write a symbol with a dash before the class of its shares."""
    return symbol.replace(".", "-")


def dotted(text: str) -> str:
    """Write what has a dash before the class of its shares with a dot, as we do."""
    return _CLASS.sub(".", text)
