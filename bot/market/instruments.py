"""What is watched: symbols, and the kinds of thing they stand for."""

import re
from enum import StrEnum
from typing import NewType

Symbol = NewType("Symbol", str)
"""An instrument's name, upper case: `IREN`, `BRK.B`, `BTC-USD`, `^GSPC`."""

SYMBOL = re.compile(r"\^?[A-Z0-9][A-Z0-9]{0,9}(?:[.\-=][A-Z0-9]{1,6})?")
"""The shape of a symbol: what the venues and the larger providers use, and no more."""


class Asset(StrEnum):
    """Kinds of instrument, where the kind changes what a day or a price means."""

    EQUITY = "equity"
    CRYPTO = "crypto"


def asset_of(symbol: Symbol) -> Asset:
    """Say what kind a symbol has that nobody has told more of: a pair such as BTC-USD is a coin."""
    return Asset.CRYPTO if "-" in symbol else Asset.EQUITY


def symbol(text: str) -> Symbol:
    """Read a symbol as people type it, in any case and with a leading `$`.

    Raises ValueError where the text has not the shape of one.
    """
    upper = text.strip().removeprefix("$").upper()
    if not SYMBOL.fullmatch(upper):
        message = f"{text.strip()[:20]!r} is no symbol; write one like IREN, BRK.B or BTC-USD"
        raise ValueError(message)
    return Symbol(upper)
