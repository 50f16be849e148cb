"""Marks: signs that say a ticker is one, words of capitals that may be one, and addresses."""

import re
from collections.abc import Iterator

from bot.news.entities import By

_TICKER = r"[A-Z][A-Z0-9]{0,6}(?:[.\-][A-Z]{1,3})?"
_CASHTAG = re.compile(
    r"\$(?<![\w$]\$)([A-Za-z][A-Za-z0-9]{0,6}(?:[.\-][A-Z]{1,3}(?!\w))?)(?![\w$])"
)
_VENUE = r"(?:nasdaq(?:gs|gm|cm)?|nyse|amex|cboe|tsx-?v?|neo|otc(?:qx|qb|mkts)?|arca)"
_PART = r"(?:[ -](?:american|arca|global select|global|capital|market|gs|gm|cm|canada|venture|v))?"
_EXCHANGE = re.compile(
    rf"\b(?i:{_VENUE}{_PART}(?:\s?[/,&]\s?{_VENUE}{_PART})?)\s?:\s?({_TICKER})\b"
)
_NAME = 90  # characters of a name with its tag
_TORONTO = re.compile(
    r"((?:[A-Z][\w&.'\u2019-]*,? ){1,5}(?:Corp|Corporation|Inc|Ltd|Limited|plc)\b\.?),?"
    r" \((?i:tsx(?:[ -]?v)?)\s?:\s?$"
)
_ABROAD = re.compile(
    r"\b(?:LSE|LON|AIM|ASX|XETRA|ETR|FRA|Euronext(?: [A-Z]\w+)?|EPA|AMS|BIT|BME|SIX|SWX|JSE|NSE|BSE"
    r"|KRX|TYO|TSE|HKEX|HKG|SEHK|SGX|STO|OSL|CPH|HEL|SHA|SHE|SZSE|SSE|B3|BVMF|BMV|MOEX)"
    rf"\s?:\s?{_TICKER}\b"
)
_TAGGED = re.compile(r":\s?[A-Z]")
_ANOTHER = re.compile(rf"\s?(?:,|;|and|&)\s?({_TICKER})\b(?![:\w])")
_CODE = re.compile(r"[(<]([A-Z]{1,5})(?:\.(?:O|OQ|N|A|K)|\s(?:US|UN|UW|UQ)(?: Equity)?)[)>]")
_CAPITALS = re.compile(r"[A-Z](?<![\w$@.&][A-Z])[A-Z0-9]{1,6}(?:[.\-][A-Z]{1,3}(?!\w))?(?![\w&])")

_HINT = re.compile(r"[@.:](?:(?<=@)|(?<=\.)[A-Za-z]|(?<=:)//)")
_BREAKS = frozenset(' \n\t"\u201c\u201d()<>[]')
_ENDS = frozenset(".,:;!?'\u2019")
_OWN = ("'s", "\u2019s")
_ADDRESS = re.compile(
    r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,6}\.[a-z]{2,12}(?:[/?:#].*)?", re.IGNORECASE
)


def marked(text: str) -> Iterator[tuple[By, str, int, int]]:
    """Find tickers with a sign before them: `$IREN`, `(NASDAQ: IREN)`, `<IREN.O>`."""
    if "$" in text:
        for found in _CASHTAG.finditer(text):
            if len(found[1]) > 1 or found[1].isupper():
                yield By.CASHTAG, found[1].upper(), *found.span()
    if _TAGGED.search(text):
        for found in _EXCHANGE.finditer(text):
            yield By.EXCHANGE, found[1], *found.span(1)
            yield from _others(text, found.end())
    for found in _CODE.finditer(text):
        yield By.EXCHANGE, found[1], *found.span(1)


def in_toronto(text: str, at: int) -> tuple[int, int] | None:
    """Return where the whole name stands of whom a ticker of Toronto at `at` is the tag of.

    Others have our tickers there: `Riot Minerals Corp. (TSX-V: RIOT)` is no Riot Platforms.
    """
    begin = max(0, at - _NAME)
    found = _TORONTO.search(text[begin:at])
    return (begin + found.start(1), begin + found.end(1)) if found else None


# `Nasdaq: CORZ, CORZW` names two.
def _others(text: str, at: int) -> Iterator[tuple[By, str, int, int]]:
    while found := _ANOTHER.match(text, at):
        yield By.EXCHANGE, found[1], *found.span(1)
        at = found.end()


def capitals(text: str) -> Iterator[tuple[str, int, int]]:
    """Find words of capitals alone, as tickers are written."""
    for found in _CAPITALS.finditer(text):
        yield found[0], *found.span()


def abroad(text: str) -> list[tuple[int, int]]:
    """Find the tickers, with their exchange, of where they may stand for somebody else."""
    return [found.span() for found in _ABROAD.finditer(text)] if _TAGGED.search(text) else []


def addresses(text: str) -> list[tuple[int, int]]:
    """Find the places of web and mail addresses, and of names of people on networks."""
    found: list[tuple[int, int]] = []
    for hint in _HINT.finditer(text):
        if not found or hint.start() >= found[-1][1]:
            found.append(_piece(text, hint.start()))
    return [place for place in found if _is_address(text[slice(*place)])]


# The stretch without blanks and brackets that a character is in, without what ends a sentence.
def _piece(text: str, at: int) -> tuple[int, int]:
    begin, end = at, at + 1
    while begin and text[begin - 1] not in _BREAKS:
        begin -= 1
    while end < len(text) and text[end] not in _BREAKS:
        end += 1
    while end > at + 1 and text[end - 1] in _ENDS:
        end -= 1
    return begin, end - 2 if text.endswith(_OWN, begin, end) else end


def _is_address(piece: str) -> bool:
    if "@" in piece or "://" in piece:
        return True
    return not piece.isupper() and _ADDRESS.fullmatch(piece) is not None
