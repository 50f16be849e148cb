"""SEC: the number that each issuer is filed under, by the symbols it trades as."""

from typing import Annotated

import msgspec

from bot.errors import FeedError
from bot.feeds import answer
from bot.feeds.answer import NoQuote
from bot.feeds.asked import signed
from bot.feeds.spelling import dotted
from bot.feeds.web.request import Request
from bot.market.instruments import SYMBOL, Symbol

URL = "https://www.sec.gov"
LIST = "files/company_tickers.json"


class _Issuer(msgspec.Struct):
    cik_str: Annotated[int, msgspec.Meta(ge=1, lt=10**10)]
    ticker: str


class SecIssuers:
    """Reads the list of all issuers, of which there are some ten thousand."""

    name = "sec"

    def __init__(self, *, contact: str, url: str = URL) -> None:
        """Take who answers for us; raises SetupError where `contact` is no mail address."""
        self._headers = signed(contact)
        self._url = url.rstrip("/")

    def request(self) -> Request:
        return Request(f"{self._url}/{LIST}", headers=self._headers)

    def parse(self, body: bytes) -> dict[Symbol, int]:
        """Read the number of each symbol; raises FeedError where the body is no list of them.

        A symbol under two numbers is of neither: shares of one must not become another's.
        """
        numbers: dict[Symbol, set[int]] = {}
        for row in answer.whole(body, dict[str, msgspec.Raw], self.name).values():
            try:
                issuer = answer.part(row, _Issuer, "an issuer")
            except NoQuote:
                continue
            name = dotted(issuer.ticker.upper())
            if SYMBOL.fullmatch(name):
                numbers.setdefault(Symbol(name), set()).add(issuer.cik_str)
        if not numbers:
            raise FeedError(f"{self.name} has a list of issuers with nobody in it")
        return {symbol: ciks.pop() for symbol, ciks in numbers.items() if len(ciks) == 1}
