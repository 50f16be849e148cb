"""Readings: what a provider says of an instrument, before anybody believes it."""

from datetime import date, datetime
from decimal import Decimal

import msgspec

from bot.market.instruments import Symbol


# A frozen dataclass takes ten times as long to make and more, and a thousand a second are made.
class Reading(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Says at which price an instrument last traded, and what else the provider told with it.

    `at` is the venue's clock, in UTC. `volume` counts the shares of the day so far. `base` is the
    regular close the provider measures moves from and `base_day` the session day it was of, where
    its fields tell; `shares` those outstanding. What it did not tell is None.
    """

    symbol: Symbol
    price: Decimal
    at: datetime
    provider: str
    volume: int | None = None
    currency: str = "USD"
    base: Decimal | None = None
    base_day: date | None = None
    shares: int | None = None
    shares_as_of: date | None = None
    name: str = ""
    halted: bool | None = None
