"""Finnhub: company news of the last days by share, for a key; each item names its own outlet."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

import msgspec

from bot.errors import FeedRefused
from bot.feeds import answer
from bot.feeds.answer import NoQuote
from bot.feeds.news.item import MOST, Entries, Item, bounded
from bot.feeds.news.pace import Span
from bot.feeds.news.presets.base import Preset, Wanted
from bot.feeds.news.publication import Page, Publication
from bot.feeds.web.request import Request
from bot.market.instruments import Asset, Symbol, asset_of

NAME, OUTLET = "finnhub-news", "Finnhub"
PATH = "/api/v1/company-news?"
DAYS = timedelta(days=2)
"""How far back it is asked: a weekend is told by Friday's end, and nothing is told twice."""

SHARES = 50
"""Shares that are asked about; its free plan lets us ask sixty times a minute."""

SLOWEST = timedelta(minutes=30)


class _Row(msgspec.Struct):
    id: int
    headline: str
    datetime: Annotated[int, msgspec.Meta(ge=0, lt=10**11)] = 0
    related: str = ""
    source: str = ""
    summary: str = ""
    url: str = ""


def publication(wanted: Wanted) -> Publication:
    headers = {"X-Finnhub-Token": wanted.key}

    def pages(symbols: Sequence[Symbol], now: datetime) -> Sequence[Page]:
        shares = [symbol for symbol in symbols if asset_of(symbol) is Asset.EQUITY]
        return [_page(wanted.url, symbol, headers, now) for symbol in shares[:SHARES]]

    return Publication(
        name=NAME,
        outlet=OUTLET,
        pages=pages,
        span=Span(least=wanted.every, most=max(SLOWEST, wanted.every)),
        parse=parsed,
        speaks_for_others=True,
    )


def parsed(body: bytes) -> Entries:
    """Read an answer, the newest first; a row that says nothing is left out. Raises FeedError."""
    if body.lstrip().startswith(b"{"):
        raise FeedRefused(f"{NAME} answered with a refusal in place of news")
    rows = answer.whole(body, list[msgspec.Raw], NAME)
    items = [item for item in map(_item, rows[:MOST]) if item is not None]
    items.sort(key=lambda item: item.published or answer.EPOCH, reverse=True)
    return Entries(title=OUTLET, items=tuple(items), left_out=max(0, len(rows) - MOST))


def _item(raw: msgspec.Raw) -> Item | None:
    try:
        row = answer.part(raw, _Row, "an article")
    except NoQuote:
        return None
    told = datetime.fromtimestamp(row.datetime, UTC) if row.datetime else None
    return bounded(
        Item(
            id=str(row.id),
            url=row.url if row.url.startswith(("http://", "https://")) else "",
            title=" ".join(row.headline.split()),
            text=" ".join(row.summary.split()),
            published=told,
            tickers=tuple(name for name in row.related.split(",") if name.strip()),
            author=row.source,
        )
    )


def _page(url: str, symbol: Symbol, headers: dict[str, str], now: datetime) -> Page:
    span = {"from": (now - DAYS).date().isoformat(), "to": now.date().isoformat()}
    asked = urlencode({"symbol": symbol, **span})
    return Page(request=Request(f"{url}{PATH}{asked}", headers=headers), symbol=symbol)


PRESET = Preset(
    name=NAME,
    outlet=OUTLET,
    url="https://finnhub.io",
    every=timedelta(minutes=2),
    publication=publication,
)
