"""Marks: what a feed tags an item with, and which of that is an instrument."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from bot.feeds.news.documents.markup import plain
from bot.feeds.news.item import MANY, NAME

_STOCK = frozenset({"stock", "stocks", "symbol", "symbols", "ticker", "tickers"})
_EXCHANGE = re.compile(
    r"nasdaq\w*|nyse(?: ?(?:american|arca|mkt))?|amex|otc(?:qb|qx|mkts| ?pink| ?markets)?|pink"
    r"|cboe|tsx(?:[ -]?v)?|tsxv|cse|neo|lse|aim|asx|hkex|hkg|sgx|xetra|fse|frankfurt|euronext"
    r"|six|omx|jse|nse|bse|tse|tyo|kosdaq|krx",
    re.IGNORECASE,
)
_TAGGED = re.compile(r"([A-Za-z][A-Za-z .-]{1,20}?)\s?:\s?([A-Z0-9][A-Z0-9.\-]{0,11})", re.ASCII)
_BARE = re.compile(r"\$?([A-Z][A-Z0-9.\-]{0,11})", re.ASCII)
_SEVERAL = re.compile(r"[,;|]")


class Marks:
    """Gathers the labels and the tickers of an item, each once, in the order they are told."""

    def __init__(self) -> None:
        self._tickers: dict[str, None] = {}
        self._labels: dict[str, None] = {}

    @property
    def tickers(self) -> tuple[str, ...]:
        return tuple(self._tickers)[:MANY]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self._labels)[:MANY]

    def take(self, said: str, scheme: str = "") -> None:
        """File a category: an instrument where its scheme says so, or an exchange stands in it.

        GlobeNewswire's scheme ends in `/rss/stock`; others write `symbol`.
        """
        word = plain(said[: 10 * NAME], NAME)
        if not word:
            return
        tagged = _TAGGED.fullmatch(word)
        of_stocks = _last(scheme) in _STOCK
        if tagged and (of_stocks or _EXCHANGE.fullmatch(tagged[1])):
            self._tickers[f"{tagged[1]}:{tagged[2]}"] = None
        elif of_stocks and (bare := _BARE.fullmatch(word)):
            self._tickers[bare[1]] = None
        else:
            self._labels[word] = None

    def take_all(self, said: str, scheme: str = "") -> None:
        """File what is written as a list."""
        self.each(_SEVERAL.split(said[: 10 * NAME]), scheme)

    def each(self, said: Iterable[str], scheme: str = "") -> None:
        for one in said:
            if len(self._labels) + len(self._tickers) >= 4 * MANY:
                return
            self.take(one, scheme)


def _last(scheme: str) -> str:
    try:
        path = urlsplit(scheme.strip()[:NAME]).path
    except ValueError:
        return ""
    return path.rstrip("/").rpartition("/")[2].lower()
