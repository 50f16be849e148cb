"""Yahoo's stream: every trade of many symbols, in protobuf wrapped in base64 wrapped in JSON."""

import binascii
from base64 import b64decode
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import msgspec

from bot.errors import FeedError
from bot.feeds import answer, protobuf
from bot.feeds.answer import NoQuote
from bot.feeds.protobuf import Fields
from bot.feeds.reading import Reading
from bot.feeds.spelling import dashed, dotted
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal

STREAM_URL = "wss://streamer.finance.yahoo.com"
FORGETS_AFTER = timedelta(seconds=15)

# Numbers of the fields and of what they may say, as the web page that listens has them.
_ID, _PRICE, _TIME, _CURRENCY, _KIND, _HOURS, _VOLUME, _NAME = 1, 2, 3, 4, 6, 7, 9, 13
_HEARTBEAT, _CRYPTO = 7, 41
_REGULAR = 1


class YahooStream:
    """Tells each trade as it happens; silent while the market is closed."""

    name = "yahoo"
    resubscribe_every: timedelta | None = FORGETS_AFTER

    def __init__(self, *, stream_url: str = "") -> None:
        self.stream_url = f"{(stream_url or STREAM_URL).rstrip('/')}/?version=2"

    def subscribe(self, symbols: Sequence[Symbol]) -> list[str]:
        ask = {"subscribe": [dashed(symbol) for symbol in symbols]}
        return [msgspec.json.encode(ask).decode()]

    def heard(self, frame: str | bytes) -> list[Reading | Refusal]:
        told = answer.whole(frame, _Frame, self.name)
        if told.message is None:
            return []
        try:
            message = b64decode(told.message, validate=True)
        except (binascii.Error, ValueError) as error:
            raise FeedError(f"{self.name} sent a message that is no base64") from error
        fields = protobuf.fields(message)
        if not fields or fields.get(_KIND) == _HEARTBEAT:
            return []
        return answer.each([fields], self._reading)

    def _reading(self, fields: Fields) -> Reading:
        symbol = answer.named(dotted(protobuf.text(fields.get(_ID))))
        sent = protobuf.float32(fields.get(_PRICE))
        at = Decimal(protobuf.signed(fields.get(_TIME)))
        currency = protobuf.text(fields.get(_CURRENCY))
        if not currency:
            raise NoQuote("currency", f"{symbol} has a price in no currency")
        # Of crypto it tells the volume of 24 hours; before the bell, whose volume is not known.
        within = fields.get(_HOURS) == _REGULAR and fields.get(_KIND) != _CRYPTO
        volume = Decimal(protobuf.signed(fields.get(_VOLUME)))
        return Reading(
            symbol=symbol,
            price=answer.price(sent, symbol),
            at=answer.since_epoch(at, symbol, a_second=1000),
            provider=self.name,
            volume=answer.count(volume) if within and _VOLUME in fields else None,
            currency=currency,
            name=answer.said(protobuf.text(fields.get(_NAME))),
        )


class _Frame(msgspec.Struct):
    message: str | None = None
