"""Nasdaq's trade halts: who may not trade, why, and from when on they may again."""

from collections.abc import Iterable
from datetime import UTC, datetime
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

from bot.errors import FeedError
from bot.feeds import document
from bot.feeds.notices import HaltNotice
from bot.feeds.web.request import Kind, Request
from bot.market.instruments import SYMBOL, Symbol
from bot.market.sanity import Refusal

URL = "https://www.nasdaqtrader.com"
_ROWS = "{http://www.nasdaqtrader.com/}"
_WHOLE_MARKET = "MWC"  # market-wide circuit breaker: levels MWC1 to MWC3, MWC0 carried over
_TIMES = ("%m/%d/%Y %H:%M:%S.%f", "%m/%d/%Y %H:%M:%S")


class Halts:
    """Reads the halts of the day on every US venue, the newest of each symbol."""

    name = "nasdaq-halts"

    def __init__(self, *, url: str = URL) -> None:
        self._url = url.rstrip("/")

    def request(self) -> Request:
        return Request(f"{self._url}/rss.aspx?feed=tradehalts", kind=Kind.XML)

    def parse(self, body: bytes) -> list[HaltNotice | Refusal]:
        """Read the feed; raises FeedError where it is none."""
        rows: list[HaltNotice | Refusal] = [_notice(item) for item in _items(body)]
        refused = [row for row in rows if isinstance(row, Refusal)]
        return [*refused, *_newest(row for row in rows if isinstance(row, HaltNotice))]


def _items(body: bytes) -> list[Element]:
    root = document.root(body, Halts.name)
    if root.tag != "rss":
        raise FeedError("nasdaq-halts answered with another document")
    return [item for item in root.iter("item") if item.find(f"{_ROWS}HaltDate") is not None]


def _newest(notices: Iterable[HaltNotice]) -> list[HaltNotice]:
    """Keep each symbol's last halt; of two rows of one, that which says when it ends."""
    newest: dict[Symbol | None, HaltNotice] = {}
    for notice in notices:
        kept = newest.get(notice.symbol)
        if kept is None or _rank(notice) > _rank(kept):
            newest[notice.symbol] = notice
    return list(newest.values())


def _rank(notice: HaltNotice) -> tuple[datetime, datetime]:
    never = datetime.min.replace(tzinfo=UTC)
    return notice.halted_at, notice.resumes_at or never


def _notice(item: Element) -> HaltNotice | Refusal:
    name, reason = _text(item, "IssueSymbol"), _text(item, "ReasonCode")
    halted = _instant(_text(item, "HaltDate"), _text(item, "HaltTime"))
    if not SYMBOL.fullmatch(name) and (name or not reason.startswith(_WHOLE_MARKET)):
        return Refusal("symbol", f"a halt of {name[:30]!r}, which is no symbol")
    if halted is None:
        return Refusal("time", f"a halt of {name or 'the market'} at no time")
    # Quotes come back some minutes before trades do; only a trade ends a halt.
    resumes = _instant(_text(item, "ResumptionDate"), _text(item, "ResumptionTradeTime"))
    return HaltNotice(
        symbol=Symbol(name) if name else None,
        halted_at=halted,
        reason=reason[:10],
        resumes_at=resumes,
    )


def _text(item: Element, name: str) -> str:
    return (item.findtext(_ROWS + name) or "").strip()


def _instant(day: str, wall: str) -> datetime | None:
    for form in _TIMES:
        try:
            at = datetime.strptime(f"{day} {wall}", form)  # noqa: DTZ007 (the zone is put on below)
            return at.replace(tzinfo=ZoneInfo("America/New_York")).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None
