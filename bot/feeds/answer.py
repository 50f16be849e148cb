"""Answers: what came over the wire read as what it ought to be, or why it is none."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, TypeVar

import msgspec

from bot.errors import FeedError
from bot.feeds.reading import Reading
from bot.market.instruments import SYMBOL, Symbol
from bot.market.lull import HIGHEST, LOWEST
from bot.market.sanity import Refusal

Aware = Annotated[datetime, msgspec.Meta(tz=True)]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOST = Decimal(10) ** 15
"""No day's volume and no share count comes near it; one that does is a fault of units."""

_LATEST = 250_000_000_000  # seconds to the year 9892; a datetime ends soon after
_SHOWN = 100
WRONG = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)

Form = TypeVar("Form")
Row = TypeVar("Row")


class NoQuote(Exception):
    """Says why a row is no quote, with a `reason` to count by."""

    def __init__(self, reason: str, text: str) -> None:
        super().__init__(text)
        self.reason = reason


def whole(body: bytes | str, form: type[Form], provider: str) -> Form:
    """Read a body as a whole; raises FeedError where it has not the form of an answer."""
    try:
        return msgspec.json.decode(body, type=form)
    except msgspec.ValidationError as error:
        raise FeedError(f"{provider} answered in a form that is new: {error}") from error
    except WRONG as error:
        raise FeedError(f"{provider} answered with {_kind(body)} in place of JSON") from error


def part(raw: msgspec.Raw, form: type[Form], what: str) -> Form:
    """Read one row, so that a strange one costs none of the others; raises NoQuote."""
    try:
        return msgspec.json.decode(raw, type=form)
    except WRONG as error:
        raise NoQuote("field", f"{what}: {error}") from error


def each(rows: Iterable[Row], read: Callable[[Row], Reading | None]) -> list[Reading | Refusal]:
    """Read each row, some of which say nothing; one that is no quote says why, alone."""
    told: list[Reading | Refusal] = []
    for row in rows:
        try:
            if (reading := read(row)) is not None:
                told.append(reading)
        except NoQuote as error:
            told.append(Refusal(error.reason, str(error)))
    return told


def newest(rows: Iterable[Reading | Refusal]) -> list[Reading | Refusal]:
    """Keep the latest reading of each instrument, after every refusal."""
    refused: list[Reading | Refusal] = []
    latest: dict[Symbol, Reading] = {}
    for row in rows:
        if isinstance(row, Refusal):
            refused.append(row)
        elif row.symbol not in latest or row.at > latest[row.symbol].at:
            latest[row.symbol] = row
    return [*refused, *latest.values()]


def named(text: str) -> Symbol:
    """Read a symbol in our own spelling."""
    if not SYMBOL.fullmatch(text):
        raise NoQuote("symbol", f"{said(text)!r} is no symbol")
    return Symbol(text)


def price(value: Decimal | None, of: str) -> Decimal:
    """Read a price; a nought is what many providers write for not knowing one."""
    if value is None or not value.is_finite() or not LOWEST < value < HIGHEST:
        raise NoQuote("price", f"{of} has no price, only {str(value)[:30]}")
    return value


def perhaps(value: Decimal | None) -> Decimal | None:
    """Read a price that need not be there: what is none is None."""
    known = value is not None and value.is_finite() and LOWEST < value < HIGHEST
    return value if known else None


def count(value: Decimal | None) -> int | None:
    """Read a number of shares, some of which may have been traded in fractions."""
    known = value is not None and value.is_finite() and LOWEST <= value < MOST
    return int(value) if value is not None and known else None


def utc(at: datetime | None, of: str) -> datetime:
    """Read the time of a trade; without one of its own a price may be of any day."""
    if at is None:
        raise NoQuote("time", f"{of} has no time of its trade")
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise NoQuote("time", f"{of} traded at {at}, which is no time") from error


def since_epoch(value: Decimal | None, of: str, *, a_second: int) -> datetime:
    """Read a time counted from 1970, of which `a_second` has so many; a nought is no time."""
    if value is None or not value.is_finite() or not LOWEST < value < _LATEST * a_second:
        raise NoQuote("time", f"{of} has no time of its trade")
    return EPOCH + timedelta(microseconds=int(value * 1_000_000 / a_second))


def said(text: str, *, without: Iterable[str] = ()) -> str:
    """Quote a provider on one line and briefly, `without` the secrets that it may repeat."""
    for secret in without:
        text = text.replace(secret, "…") if secret else text
    if not text.isprintable():  # as hardly any is
        text = "".join(c if c.isprintable() else " " for c in text)
    return text[:_SHOWN].strip()


def _kind(body: bytes | str) -> str:
    start = body[:_SHOWN] if isinstance(body, str) else body[:_SHOWN].decode(errors="replace")
    if not start.strip():
        return "nothing"
    return "a page of markup" if start.strip().startswith("<") else "broken text"
