"""Yahoo: headlines beside each share, asked for one by one.

Much of it is about others and only names the share, or not even that: what an article is about is
read from its words, and not from the feed it came in.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

from bot.feeds.news.pace import Span
from bot.feeds.news.presets.base import Preset, Wanted
from bot.feeds.news.publication import MANNERS, Page, Publication
from bot.feeds.spelling import dashed
from bot.feeds.web.request import Kind, Request
from bot.market.instruments import Asset, Symbol, asset_of

NAME, OUTLET = "yahoo-news", "Yahoo Finance"
PATH = "/rss/2.0/headline?s={symbol}&region=US&lang=en-US"
MOST = 50
"""Shares that are asked about; more would not come round within their time."""

SLOWEST = timedelta(minutes=30)


def publication(wanted: Wanted) -> Publication:
    def pages(symbols: Sequence[Symbol], _now: datetime) -> Sequence[Page]:
        shares = [symbol for symbol in symbols if asset_of(symbol) is Asset.EQUITY]
        return [_page(wanted.url, symbol) for symbol in shares[:MOST]]

    span = Span(least=wanted.every, most=max(SLOWEST, wanted.every))
    return Publication(name=NAME, outlet=OUTLET, pages=pages, span=span)


def _page(url: str, symbol: Symbol) -> Page:
    whole = url + PATH.format(symbol=quote(dashed(symbol)))
    return Page(request=Request(whole, headers=MANNERS, kind=Kind.XML), symbol=symbol)


PRESET = Preset(
    name=NAME,
    outlet=OUTLET,
    url="https://feeds.finance.yahoo.com",
    every=timedelta(minutes=5),
    publication=publication,
)
