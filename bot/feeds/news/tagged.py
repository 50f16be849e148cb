"""Tagged: the instruments that an outlet itself says an item is about."""

import re
from collections.abc import Iterable, Mapping

from bot.feeds.spelling import dotted
from bot.market.instruments import SYMBOL, Symbol

AMERICAN = frozenset(
    {
        "AMEX",
        "ARCA",
        "BATS",
        "CBOE",
        "NASDAQ",
        "NASDAQCM",
        "NASDAQGM",
        "NASDAQGS",
        "NYSE",
        "NYSEAMERICAN",
        "NYSEARCA",
        "NYSEMKT",
        "OTC",
        "OTCBB",
        "OTCMARKETS",
        "OTCPINK",
        "OTCQB",
        "OTCQX",
        "PINK",
    }
)
"""Exchanges whose symbols are ours; elsewhere the same letters are another company."""

CIK = "cik:"
"""Begins the label of an issuer's number with the SEC."""

_NOT_A_LETTER = re.compile(r"[^A-Z]")


def of_tags(tags: Iterable[str]) -> list[Symbol]:
    """Read tags such as `Nasdaq:WULF`; those of exchanges elsewhere are none of ours."""
    found = []
    for tag in tags:
        exchange, colon, name = tag.upper().rpartition(":")
        spelt = dotted(name.strip().replace("/", "."))
        ours = not colon or _NOT_A_LETTER.sub("", exchange) in AMERICAN
        if ours and SYMBOL.fullmatch(spelt):
            found.append(Symbol(spelt))
    return found


def of_labels(labels: Iterable[str], issuers: Mapping[int, tuple[Symbol, ...]]) -> list[Symbol]:
    """Read labels such as `cik:1083743`."""
    numbers = (label.removeprefix(CIK) for label in labels if label.startswith(CIK))
    return [
        symbol
        for number in numbers
        if number.isascii() and number.isdigit()
        for symbol in issuers.get(int(number[:10]), ())
    ]
