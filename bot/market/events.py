"""Facts as they arrive: what a feed may say, each with the venue's time and ours."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.market.instruments import Asset, Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Says at which price an instrument last traded.

    `at` is the venue's clock and `seen` ours; `volume` counts the shares of the session day so far.
    `currency` is that of the price itself: pence are GBp, and no GBP.
    """

    symbol: Symbol
    price: Decimal
    at: datetime
    seen: datetime
    source: str
    volume: int | None = None
    currency: str = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Says what an instrument is and which closes its moves are measured from.

    `close_before` is the close of the session before `previous_close_date`; `year_close` the last
    close of the prior year. What was never published is None, not 0.
    """

    symbol: Symbol
    name: str
    currency: str
    venue: str
    asset: Asset
    previous_close: Decimal | None
    previous_close_date: date | None
    close_before: Decimal | None
    year_close: Decimal | None
    year_close_date: date | None
    shares_outstanding: int | None
    shares_as_of: date | None
    source: str
    seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """Says what an outlet published, in plain words.

    `feed` names the feed that brought it, "" where a recording does not say; `owner` is whose feed
    that is, "" everybody's. `tickers` are the instruments that the outlet itself tags. A `backlog`
    article was there already as its feed was first read: it is filed, and rings nobody.
    """

    id: str
    outlet: str
    url: str
    title: str
    text: str
    published: datetime
    seen: datetime
    feed: str = ""
    owner: str = ""
    tickers: tuple[Symbol, ...] = ()
    backlog: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CorporateAction:
    """Says that prices before and after `effective` are not comparable.

    A split multiplies the share count by `ratio`; a rename has ratio 1 and a `successor`.
    """

    symbol: Symbol
    ratio: Decimal
    successor: Symbol | None
    effective: datetime
    source: str
    seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt:
    """Says that a venue stopped the trading of an instrument at `at`, and why, in its own code.

    `resumes` is when trading goes on; None while nobody knows.
    """

    symbol: Symbol
    at: datetime
    reason: str
    resumes: datetime | None
    seen: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedStatus:
    """Says how a feed is doing; one that goes quiet is news too."""

    feed: str
    healthy: bool
    detail: str
    seen: datetime


Event = Quote | Reference | Article | CorporateAction | Halt | FeedStatus
