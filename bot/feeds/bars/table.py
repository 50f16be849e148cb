"""A CSV of bars as it is written: its columns found by name, each line a bar or a refusal."""

import csv
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Decimal, InvalidOperation
from pathlib import Path

from bot.errors import SetupError
from bot.market.instruments import Symbol, symbol
from bot.market.sanity import Refusal

PRICES = ("open", "high", "low", "close")
_TIMES = ("datetime", "timestamp", "date", "time")
_SPAN = re.compile(r"[-_ ](?:[0-9]{1,4} ?(?:s|m|min|h|d|day)|daily|minute|hourly)$", re.IGNORECASE)
_SECONDS = re.compile(r"[0-9]{9,10}(?:\.0+)?")
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """What an instrument did in a span that began `at`; `daily` where only its day is told."""

    line: int
    at: datetime
    daily: bool
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: int | None


class BarFile:
    """Reads a file of bars.

    `refused` says of each line that is none why, by its number; `zoneless` that times of day were
    written without a zone.
    """

    def __init__(self, path: Path) -> None:
        """Find the symbol in the file's name, and its columns; raises SetupError without them."""
        self.path = path
        self.symbol = _symbol(path)
        self.refused: dict[int, Refusal] = {}
        self.zoneless = False
        try:
            self._lines = path.read_text("utf-8-sig", errors="replace").splitlines()
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror or error}"
            raise SetupError(message) from error
        first = self._lines[0] if self._lines else ""
        self._delimiter = max(_DELIMITERS, key=first.count)
        self._columns = {name.strip().lower(): i for i, name in enumerate(self._cells(first))}
        self._times = [name for name in _TIMES if name in self._columns]
        if not self._times or not set(PRICES) <= set(self._columns):
            message = (
                f"{path} is no CSV of bars; its first line must name its columns: date (or time),"
                " open, high, low, close and, if there is one, volume"
            )
            raise SetupError(message)

    def bars(self, zone: tzinfo) -> list[Bar]:
        """Return the bars by time, the newest last; a time without a zone is one in `zone`."""
        found: dict[datetime, Bar] = {}
        for number, line in enumerate(self._lines[1:], start=2):
            if not line.strip():
                continue
            try:
                bar = self._bar(number, line, zone)
            except _NoBar as error:
                self.refused[number] = Refusal(error.reason, str(error))
                continue
            if bar.at in found:
                why = f"a second bar of the same time, first on line {found[bar.at].line}"
                self.refused[number] = Refusal("duplicate", why)
            else:
                found[bar.at] = bar
        return [found[at] for at in sorted(found)]

    def _bar(self, number: int, line: str, zone: tzinfo) -> Bar:
        cells = self._cells(line)
        if len(cells) < len(self._columns):
            raise _NoBar("field", f"{len(cells)} values where there are {len(self._columns)} names")
        told = " ".join(cells[self._columns[name]].strip() for name in self._times[-2:])
        at, daily, zoned = _moment(told, zone)
        self.zoneless |= not (daily or zoned)
        opened, high, low, close = (_price(name, cells[self._columns[name]]) for name in PRICES)
        if not low <= min(opened, close) <= max(opened, close) <= high:
            why = f"low {low} and high {high} do not enclose open {opened} and close {close}"
            raise _NoBar("price", why)
        volume = self._columns.get("volume")
        return Bar(
            line=number,
            at=at,
            daily=daily,
            open=opened,
            high=high,
            low=low,
            close=close,
            volume=None if volume is None else _volume(cells[volume]),
        )

    def _cells(self, line: str) -> list[str]:
        try:
            return next(csv.reader([line], delimiter=self._delimiter), [])
        except csv.Error:
            return []


class _NoBar(Exception):
    """Says why a line is no bar, with a `reason` to count by."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__(why)
        self.reason = reason


def _symbol(path: Path) -> Symbol:
    name = _SPAN.sub("", path.stem)
    try:
        return symbol(name)
    except ValueError:
        message = (
            f"{path}: a file of bars is named for its symbol, and {name[:30]!r} is none; call it"
            " IREN.csv, IREN-1d.csv or BTC-USD-1m.csv"
        )
        raise SetupError(message) from None


# A time that is local midnight is a day: so do many who export daily bars write it.
def _moment(told: str, zone: tzinfo) -> tuple[datetime, bool, bool]:
    if _SECONDS.fullmatch(told):
        at = datetime.fromtimestamp(float(told), UTC)
    else:
        try:
            at = datetime.fromisoformat(told)
        except ValueError:
            example = "2025-10-10, 2025-10-10 09:30 or 2025-10-10T13:30Z"
            raise _NoBar("date", f"{told[:30]!r} is no date; write one like {example}") from None
    local = at.replace(tzinfo=zone) if at.tzinfo is None else at
    try:
        there = local.astimezone(zone)
        return there.astimezone(UTC), there.time() == time.min, at.tzinfo is not None
    except OverflowError:
        raise _NoBar("date", f"{told[:30]!r} is no date of a market") from None


def _price(name: str, told: str) -> Decimal:
    try:
        price = Decimal(told.strip().removeprefix("$").replace(",", ""))
    except InvalidOperation:
        price = Decimal(0)
    if not price.is_finite() or price <= 0:
        raise _NoBar("price", f"{name} {told.strip()[:30]!r} is no price")
    return price


# A volume that is not told is no reason to lose the prices beside it.
def _volume(told: str) -> int | None:
    try:
        volume = Decimal(told.strip().replace(",", ""))
    except InvalidOperation:
        return None
    return int(volume) if volume.is_finite() and volume >= 0 else None


def day_of(bar: Bar, zone: tzinfo) -> date:
    """Return the day a bar began on, where it trades."""
    return bar.at.astimezone(zone).date()
