"""SEC: how many shares an issuer says there are, on the cover of its own reports.

Status 200 says little: of many issuers there is no fact, of some an empty set of them, and where
an issuer began to count each class by itself, the series for the whole stands still since then.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

import msgspec

from bot.errors import FeedError, FeedRefused
from bot.feeds import answer
from bot.feeds.answer import NoQuote
from bot.feeds.asked import signed
from bot.feeds.share_count import ShareCount
from bot.feeds.web.request import OK, Kind, Request
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal

URL = "https://data.sec.gov"
CONCEPT = "dei/EntityCommonStockSharesOutstanding"
NOT_FOUND = 404
BLOCKED = timedelta(minutes=10)
"""For so long nothing is answered to whoever asked more than ten times in a second."""

PLACEHOLDERS = 1000
"""1, 100 and 1000 stand where a filer had nothing to say; no listed company has so few."""

RECEIPTS = "20-F"
"""Filed from abroad by those whose receipts trade here, of which each may stand for many shares."""

_UNDECLARED = b"Undeclared Automated Tool"
_TOO_FAST = b"Request Rate Threshold Exceeded"
_NO_FACT = b"NoSuchKey"


class _Fact(msgspec.Struct):
    end: date
    filed: date
    val: Decimal
    form: str = ""


class _Concept(msgspec.Struct):
    cik: int | str
    units: msgspec.Raw = msgspec.Raw(b"{}")


class Sec:
    """Tells the newest count of each issuer and its date, and leaves it to others to judge its age.

    `ciks` are the numbers it knows issuers by. A number two symbols share is of an issuer with two
    classes of stock, whose count is neither's.
    """

    name = "sec"
    batch = 1

    def __init__(self, ciks: Mapping[Symbol, int], *, contact: str, url: str = URL) -> None:
        """Take who answers for us; raises SetupError where `contact` is no mail address."""
        self._headers = signed(contact)
        self._ciks = dict(ciks)
        self._url = url.rstrip("/")
        self._symbols: dict[int, list[Symbol]] = defaultdict(list)
        for symbol, cik in self._ciks.items():
            self._symbols[cik].append(symbol)

    def request(self, symbols: Sequence[Symbol]) -> Request:
        """Write the request for a symbol's count; raises FeedRefused where its CIK is not known."""
        if symbols[0] not in self._ciks:
            raise FeedRefused(f"{self.name}: {symbols[0]} has no CIK here")
        return Request(
            f"{self._url}/api/xbrl/companyconcept/CIK{self._ciks[symbols[0]]:010}/{CONCEPT}.json",
            headers=self._headers,
            kind=Kind.ANY,  # where there is no fact at all, that is said in XML
            statuses=frozenset({OK, NOT_FOUND}),
        )

    def parse(self, body: bytes) -> list[ShareCount | Refusal]:
        if _UNDECLARED in body:
            raise FeedRefused(f"{self.name} wants a mail address it can write to in our User-Agent")
        if _TOO_FAST in body:
            raise FeedError(f"{self.name} was asked too often", retry_after=BLOCKED)
        if _NO_FACT in body and body.lstrip().startswith(b"<"):
            return [Refusal("shares", f"{self.name} has no share count of the whole company")]
        concept = answer.whole(body, _Concept, self.name)
        symbols = self._of(concept.cik)
        try:
            newest = _newest(_facts(concept.units), ", ".join(symbols))
        except NoQuote as error:
            return [Refusal(error.reason, str(error))]
        if len(symbols) > 1:
            whose = " and ".join(symbols)
            return [Refusal("classes", f"{whose} are two classes of one issuer, counted together")]
        if newest.form.startswith(RECEIPTS):
            whose = f"{symbols[0]} files a {RECEIPTS}"
            return [Refusal("receipts", f"{whose}, which counts no receipts of its shares")]
        return [
            ShareCount(
                symbol=symbols[0], shares=int(newest.val), as_of=newest.end, provider=self.name
            )
        ]

    def _of(self, cik: int | str) -> list[Symbol]:
        number = int(cik) if str(cik)[:20].isdecimal() else 0
        if number not in self._symbols:
            raise FeedError(f"{self.name} answered about another issuer, {answer.said(str(cik))}")
        return self._symbols[number]


# An issuer without facts has `units` of {} or `shares` of {}, where others have a list.
def _facts(units: msgspec.Raw) -> Iterator[_Fact]:
    try:
        rows = answer.part(units, dict[str, list[msgspec.Raw]], "units").get("shares", [])
    except NoQuote:
        return
    for row in rows:
        try:
            fact = answer.part(row, _Fact, "a fact")
        except NoQuote:
            continue
        # A count of a day after its own report is a slip of the pen.
        if _counts(fact.val) and fact.end <= fact.filed:
            yield fact


def _counts(value: Decimal) -> bool:
    return value.is_finite() and PLACEHOLDERS < value < answer.MOST and value == int(value)


def _newest(facts: Iterator[_Fact], of: str) -> _Fact:
    known = sorted(facts, key=lambda fact: (fact.end, fact.filed, fact.val))
    if not known:
        raise NoQuote("shares", f"{of}: the issuer's reports give no count of the whole company")
    newest = known[-1]
    same = {fact.val for fact in known if (fact.end, fact.filed) == (newest.end, newest.filed)}
    if len(same) > 1:
        raise NoQuote("classes", f"{of}: one report gives {len(same)} counts, each of a class")
    return newest
