"""Settings of the feeds: who is asked for quotes, how often, and with which manners."""

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator

from bot.feeds import cadence
from bot.feeds.asked import Asked, Register
from bot.feeds.news.presets import finnhub, sec
from bot.feeds.news.publication import Publication
from bot.rules.faults import one_of
from config import market_values as market
from config import values
from config.news_feeds import News
from config.sections import Section


class Source(StrEnum):
    """The providers of quotes there are."""

    YAHOO = "yahoo"
    CNBC = "cnbc"
    NASDAQ = "nasdaq"
    FINNHUB = "finnhub"
    ALPACA = "alpaca"
    MASSIVE = "massive"
    COINBASE = "coinbase"
    KRAKEN = "kraken"


SourceName = Annotated[Source, values.reads(one_of(Source))]


class Cadence(Section):
    usual: market.Span = Field(
        default=timedelta(seconds=15), description="How often a provider is asked in a session."
    )
    near: market.Span = Field(
        default=timedelta(seconds=5), description="How often within ten minutes of a bell."
    )
    idle: market.Span = Field(
        default=timedelta(minutes=5), description="How often while nobody trades."
    )

    def of_feeds(self) -> cadence.Cadence:
        """Return it as the feeds take it."""
        return cadence.Cadence(usual=self.usual, near=self.near, idle=self.idle)


_AT_ONCE = "Requests to it that may be under way."


def _address(default: str) -> Any:  # noqa: ANN401 (as pydantic's own Field)
    return Field(default=default, description="Its address, before the path of a question.")


def _line(default: str) -> Any:  # noqa: ANN401 (as pydantic's own Field)
    return Field(default=default, description="Where its stream is listened to.")


def _pace(default: int) -> Any:  # noqa: ANN401 (as pydantic's own Field)
    return Field(default=Decimal(default), description="Requests a second, at most.")


class Provider(Section):
    """Where a provider is, and how fast it may be asked."""

    url: values.Url
    a_second: values.Rate
    at_once: values.Count = Field(default=2, description=_AT_ONCE)


class Keyed(Provider):
    key: values.Token | None = Field(
        default=None, description="Its key; better set in the environment than here."
    )

    def secret(self) -> str:
        """Return the key in plain text: not to be shown or logged."""
        return self.key.get_secret_value() if self.key else ""


class Yahoo(Provider):
    stream: values.StreamUrl | None = Field(
        default=None, description="Where its stream is listened to; without it, it is not."
    )
    quotes: values.Switch = Field(
        default=False,
        description="Whether fifty symbols are asked for at once while it gives us a crumb.",
    )
    cookies: values.Url = Field(
        default="https://fc.yahoo.com", description="Where the cookie is had that a crumb is for."
    )
    url: values.Url = _address("https://query2.finance.yahoo.com")
    a_second: values.Rate = _pace(3)
    at_once: values.Count = Field(default=4, description=_AT_ONCE)


class Cnbc(Provider):
    url: values.Url = _address("https://quote.cnbc.com")
    a_second: values.Rate = _pace(1)


class Nasdaq(Provider):
    url: values.Url = _address("https://api.nasdaq.com")
    a_second: values.Rate = _pace(1)


class Coinbase(Provider):
    stream: values.StreamUrl = _line("wss://advanced-trade-ws.coinbase.com")
    url: values.Url = _address("https://api.coinbase.com")
    a_second: values.Rate = _pace(5)


class Kraken(Provider):
    stream: values.StreamUrl = _line("wss://ws.kraken.com/v2")
    url: values.Url = _address("https://api.kraken.com")
    a_second: values.Rate = _pace(1)


class Finnhub(Keyed):
    stream: values.StreamUrl = _line("wss://ws.finnhub.io")
    url: values.Url = _address("https://finnhub.io")
    a_second: values.Rate = _pace(1)


class AlpacaFeed(StrEnum):
    """Whose trades: those of one exchange, or of all where the plan has them."""

    IEX = "iex"
    SIP = "sip"


class Alpaca(Keyed):
    feed: Annotated[AlpacaFeed, values.reads(one_of(AlpacaFeed))] = Field(
        default=AlpacaFeed.IEX, description="Whose trades: `iex`, or `sip` where the plan has it."
    )
    stream: values.StreamUrl = _line("wss://stream.data.alpaca.markets/v2")
    url: values.Url = _address("https://data.alpaca.markets")
    a_second: values.Rate = _pace(3)


class Massive(Keyed):
    url: values.Url = _address("https://api.massive.com")
    a_second: values.Rate = _pace(1)


class Halts(Section):
    enabled: values.Switch = Field(
        default=True, description="Whether halts are asked for, once a minute, beside quotes."
    )
    url: values.Url = _address("https://www.nasdaqtrader.com")


MOST_OF_THE_SEC = 10
"""Whoever asks more often in a second, from however many machines, is shut out for ten minutes."""


class Sec(Section):
    """Where share counts are registered, who answers for our questions, and how fast we ask."""

    enabled: values.Switch = Field(
        default=True, description="Whether share counts are asked for, once a trading day."
    )
    contact: values.Mail | None = Field(
        default=None, description="Your mail address, which the SEC wants; without one nobody asks."
    )
    url: values.Url = _address("https://data.sec.gov")
    issuers: values.Url = Field(
        default="https://www.sec.gov", description="Where its list of issuers is, likewise."
    )
    a_second: values.Rate = _pace(2)
    at_once: values.Count = Field(default=1, description=_AT_ONCE)

    @field_validator("a_second")
    @classmethod
    def _no_faster(cls, a_second: Decimal) -> Decimal:
        if a_second > MOST_OF_THE_SEC:
            raise ValueError(
                f"the SEC shuts out whoever asks more than {MOST_OF_THE_SEC} times a second; write"
                " less, such as `2`"
            )
        return a_second

    def register(self) -> Register | None:
        """Return it as the feeds take it; None where it is not to be asked."""
        if not self.enabled:
            return None
        asked = Asked(name="sec", url=self.url, a_second=self.a_second, at_once=self.at_once)
        return Register(asked=asked, issuers=self.issuers, contact=self.contact or "")


class Feeds(Section):
    quotes: tuple[SourceName, ...] = Field(
        default=(),
        description="Who is asked for quotes, the one to believe first; with none, a recording.",
    )
    private: values.Switch = Field(
        default=False,
        description="Whether providers may be on this machine or its own network; for trials.",
    )
    record: values.Switch = Field(
        default=False,
        description="Whether what they give is kept, a file a day, under `data_dir`.",
    )
    cadence: Cadence = Field(default=Cadence(), description="How often they are asked.")
    halts: Halts = Field(default=Halts(), description="Trading halts of every US venue.")
    sec: Sec = Field(default=Sec(), description="Share counts, of the issuers' own reports.")
    yahoo: Yahoo = Field(default=Yahoo(), description="Keyless, for personal use; all sessions.")
    cnbc: Cnbc = Field(default=Cnbc(), description="Keyless, all symbols in one request.")
    nasdaq: Nasdaq = Field(default=Nasdaq(), description="Keyless, one symbol a request.")
    coinbase: Coinbase = Field(default=Coinbase(), description="Keyless, coins; ten a second.")
    kraken: Kraken = Field(default=Kraken(), description="Keyless, coins; about one a second.")
    finnhub: Finnhub = Field(default=Finnhub(), description="Its free plan is 60 a minute.")
    alpaca: Alpaca = Field(default=Alpaca(), description="Its free plan is 200 a minute, of IEX.")
    massive: Massive = Field(default=Massive(), description="Late on its cheaper plans.")
    news: News = Field(default=News(), description="Where articles come from, beside quotes.")

    @field_validator("news")
    @classmethod
    def _can_ask(cls, news: News, info: ValidationInfo) -> News:
        # What is faulty is told as its own fault, and is not among the data.
        lacking = {
            sec.NAME: ("sec" in info.data and not info.data["sec"].contact, "sec: contact:"),
            finnhub.NAME: (
                "finnhub" in info.data and not info.data["finnhub"].secret(),
                "finnhub: key:",
            ),
        }
        for name in news.presets:
            lacks, setting = lacking.get(name, (False, ""))
            if lacks:
                raise ValueError(f"`{name}` wants `feeds: {setting}`; write that as well")
        return news

    def secrets(self) -> tuple[str, ...]:
        """Return every key there is: not to be shown or logged, whole or in its parts."""
        keys = (one.secret() for one in (self.finnhub, self.alpaca, self.massive))
        return tuple(part for key in keys if key for part in (key, *key.split(":")))

    def register(self) -> Register | None:
        """Return where share counts are asked for."""
        return self.sec.register()

    def publications(self) -> tuple[Publication, ...]:
        """Return what is read as news by everybody."""
        return self.news.publications(contact=self.sec.contact or "", key=self.finnhub.secret())

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(source.value for source in self.quotes)

    def asked(self) -> tuple[Asked, ...]:
        """Return those named under `quotes`, in their order."""
        return tuple(self._asked(source) for source in self.quotes)

    def _asked(self, source: Source) -> Asked:
        settings: Provider = getattr(self, source.value)
        return Asked(
            name=source.value,
            url=settings.url,
            stream=getattr(settings, "stream", "") or "",
            key=settings.secret() if isinstance(settings, Keyed) else "",
            a_second=settings.a_second,
            at_once=settings.at_once,
            feed=settings.feed if isinstance(settings, Alpaca) else "",
            cookies=settings.cookies if isinstance(settings, Yahoo) and settings.quotes else "",
        )
