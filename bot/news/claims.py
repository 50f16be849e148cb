"""Claims: statements of an article that have a number, and can be held to what we recorded."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from bot.news.quantities import Bound


class Figure(StrEnum):
    """What a claim says the number is; named as our metrics are, where we have one.

    Percents are in points and negative for a fall, money is in USD unless `currency` says another.
    """

    PREMARKET = "premarket"
    """The move before the bell, against the previous regular close."""
    REGULAR = "regular"
    """The move in the regular session."""
    POSTMARKET = "postmarket"
    """The move after the close."""
    CHANGE = "change"
    """The move of the day, of no session in particular; of the day `on`, where one is named."""
    YESTERDAY = "yesterday"
    """The move of the session day before, whatever it was called: `yesterday`, `Thursday's 6%`."""
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YTD = "ytd"
    """Since the last close of the prior year: `this year`, `year to date`, `on the year`."""
    YEAR = "year"
    """Over the last twelve months."""
    SINCE = "since"
    """Over any other span that is named."""
    PRICE = "price"
    CAP = "cap"
    """What a company, or a whole sector, is worth."""
    LEADER = "leader"
    """That nobody of the group moved more in that session; `value` is the move, if one is said."""


class Holder(StrEnum):
    """What kind of thing a claim is about."""

    INSTRUMENT = "instrument"
    WATCHLIST = "watchlist"
    NOBODY = "nobody"
    """Something we have no name for: nothing can be checked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One number said of one subject.

    `subject` is a symbol (`BTC-USD` for bitcoin), the name of a watchlist for a sector as a whole,
    or the words it was said of where we know neither. `value` up to `upper` is what was said,
    `step` what its last written digit is worth. `session` is the session in which a leader led, as
    a Figure. `on` is the day a past figure is of, of SINCE the day it is counted from; `due` is
    the last day by which a predicted one is to come true: a claim with `due` is a prediction.
    `said_by` is whom the article names as its source, "" where it speaks for itself. `start` and
    `end` are characters of the article's words.
    """

    subject: str
    holder: Holder
    figure: Figure
    value: Decimal | None
    bound: Bound
    start: int
    end: int
    upper: Decimal | None = None
    step: Decimal = Decimal(1)
    currency: str = "USD"
    on: date | None = None
    due: date | None = None
    session: Figure | None = None
    said_by: str = ""
