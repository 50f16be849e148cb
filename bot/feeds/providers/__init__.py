"""The providers there are, by the name they are called in the settings."""

from collections.abc import Callable, Mapping

from bot.feeds.asked import Asked
from bot.feeds.providers.alpaca import IEX, Alpaca
from bot.feeds.providers.base import Provider, Streamer
from bot.feeds.providers.cnbc import Cnbc
from bot.feeds.providers.coinbase import Coinbase
from bot.feeds.providers.finnhub import Finnhub
from bot.feeds.providers.kraken import Kraken
from bot.feeds.providers.massive import Massive
from bot.feeds.providers.nasdaq import Nasdaq
from bot.feeds.providers.yahoo import Yahoo
from bot.feeds.providers.yahoo_stream import YahooStream


def _alpaca(asked: Asked) -> Alpaca:
    key, _, secret = asked.key.partition(":")
    return Alpaca(key, secret, feed=asked.feed or IEX, url=asked.url, stream_url=asked.stream)


PROVIDERS: Mapping[str, Callable[[Asked], Provider]] = {
    "yahoo": lambda asked: Yahoo(url=asked.url),
    "cnbc": lambda asked: Cnbc(url=asked.url),
    "nasdaq": lambda asked: Nasdaq(url=asked.url),
    "alpaca": _alpaca,
    "massive": lambda asked: Massive(asked.key, url=asked.url),
    "coinbase": lambda asked: Coinbase(url=asked.url, stream_url=asked.stream),
    "kraken": lambda asked: Kraken(url=asked.url, stream_url=asked.stream),
}
"""Who is asked again and again; Finnhub is not, for its quote is the official close alone."""

STREAMS: Mapping[str, Callable[[Asked], Streamer]] = {
    "yahoo": lambda asked: YahooStream(stream_url=asked.stream),
    "finnhub": lambda asked: Finnhub(asked.key, url=asked.url, stream_url=asked.stream),
    "alpaca": _alpaca,
    "coinbase": lambda asked: Coinbase(url=asked.url, stream_url=asked.stream),
    "kraken": lambda asked: Kraken(url=asked.url, stream_url=asked.stream),
}
"""Who is listened to as well."""

COINS = frozenset({"coinbase", "kraken"})
"""Those that know coins, and nothing else."""
