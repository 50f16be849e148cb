"""A recorded day as a feed: gzipped JSON lines, told in order of arrival."""

import gzip
import zlib
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, BinaryIO

import msgspec

from bot.errors import SetupError
from bot.market import events
from bot.market.instruments import SYMBOL, Asset, Symbol
from bot.market.sanity import Refusal

VERSION = 1
LINE_LIMIT = 1 << 20
"""Bytes a line may have; an article is far shorter, and a gzip may hold a line without end."""

Aware = Annotated[datetime, msgspec.Meta(tz=True)]


class Header(msgspec.Struct, frozen=True):
    """The first line: what the recording is."""

    kind: str
    version: int
    title: str = "untitled"
    note: str = ""


class _Line(msgspec.Struct, frozen=True, tag_field="kind", kw_only=True):
    at: Aware

    @property
    def seen(self) -> datetime:
        return self.at.astimezone(UTC)

    def event(self) -> events.Event:
        raise NotImplementedError  # a line is always one of the kinds below


class _Quote(_Line, tag="quote", frozen=True, kw_only=True):
    symbol: str
    price: Decimal
    source: str
    volume: int | None = None
    currency: str = "USD"
    traded: Aware | None = None

    def event(self) -> events.Quote:
        return events.Quote(
            symbol=_symbol(self.symbol),
            price=self.price,
            at=self.traded.astimezone(UTC) if self.traded else self.seen,
            seen=self.seen,
            source=self.source,
            volume=self.volume,
            currency=self.currency,
        )


class _Reference(_Line, tag="reference", frozen=True, kw_only=True):
    symbol: str
    name: str
    source: str
    currency: str = "USD"
    venue: str = "US"
    asset: Asset = Asset.EQUITY
    previous_close: Decimal | None = None
    previous_close_date: date | None = None
    close_before: Decimal | None = None
    year_close: Decimal | None = None
    year_close_date: date | None = None
    shares_outstanding: int | None = None
    shares_as_of: date | None = None

    def event(self) -> events.Reference:
        fields = {f: getattr(self, f) for f in self.__struct_fields__ if f != "at"}
        return events.Reference(**fields | {"symbol": _symbol(self.symbol), "seen": self.seen})


class _Article(_Line, tag="article", frozen=True, kw_only=True):
    id: str
    outlet: str
    url: str
    title: str
    published: Aware
    text: str = ""
    feed: str = ""
    owner: str = ""
    tickers: tuple[str, ...] = ()
    backlog: bool = False

    def event(self) -> events.Article:
        return events.Article(
            id=self.id,
            outlet=self.outlet,
            url=self.url,
            title=self.title,
            text=self.text,
            published=self.published.astimezone(UTC),
            seen=self.seen,
            feed=self.feed,
            owner=self.owner,
            tickers=tuple(map(_symbol, self.tickers)),
            backlog=self.backlog,
        )


class _CorporateAction(_Line, tag="corporate_action", frozen=True, kw_only=True):
    symbol: str
    effective: Aware
    source: str
    ratio: Decimal = Decimal(1)
    successor: str | None = None

    def event(self) -> events.CorporateAction:
        return events.CorporateAction(
            symbol=_symbol(self.symbol),
            ratio=self.ratio,
            successor=_symbol(self.successor) if self.successor else None,
            effective=self.effective.astimezone(UTC),
            source=self.source,
            seen=self.seen,
        )


class _Halt(_Line, tag="halt", frozen=True, kw_only=True):
    symbol: str
    halted: Aware
    reason: str = ""
    resumes: Aware | None = None

    def event(self) -> events.Halt:
        return events.Halt(
            symbol=_symbol(self.symbol),
            at=self.halted.astimezone(UTC),
            reason=self.reason,
            resumes=self.resumes.astimezone(UTC) if self.resumes else None,
            seen=self.seen,
        )


class _FeedStatus(_Line, tag="feed_status", frozen=True, kw_only=True):
    feed: str
    healthy: bool
    detail: str = ""

    def event(self) -> events.FeedStatus:
        return events.FeedStatus(
            feed=self.feed, healthy=self.healthy, detail=self.detail, seen=self.seen
        )


_KINDS = {"quote", "reference", "article", "corporate_action", "halt", "feed_status"}
_lines = msgspec.json.Decoder(
    _Quote | _Reference | _Article | _CorporateAction | _Halt | _FeedStatus
)
_kind = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Recording:
    """Tells what a recording file holds; a line that cannot be read is told as a refusal.

    `line` is the number of the line told last, `progress` the fraction of the file read so far.
    `broken` says after the end why the file ended early; None where it was whole.
    """

    def __init__(self, file: Path) -> None:
        """Open a recording; raises SetupError where `file` is none."""
        self.name = file.name
        self.line = 0
        self.progress = 0.0
        self.broken: str | None = None
        self._file = file
        self.header = self._header()
        self.begins = self._first()

    @property
    def where(self) -> str:
        """The place of what was told last, as `file:line`."""
        return f"{self._file}:{self.line}"

    async def events(self) -> AsyncIterator[events.Event | Refusal]:
        """Tell each line's event, or why it is none, in the order of the file."""
        for line in self._lines():
            if self.line > 1:
                yield read(line)

    def _header(self) -> Header:
        try:
            line = next(self._lines(), b"")
            header = msgspec.json.decode(line, type=Header)
        except OSError as error:
            message = f"{self._file} cannot be read: {error.strerror or error}"
            raise SetupError(message) from error
        except msgspec.MsgspecError as error:
            broken = f" ({self.broken})" if self.broken else ""
            message = (
                f'{self._file} is no recording{broken}; its first line must be {{"kind":'
                f' "recording", "version": {VERSION}, …}}'
            )
            raise SetupError(message) from error
        if header.kind != "recording" or header.version != VERSION:
            message = (
                f"{self._file} is a {header.kind!r} of version {header.version}; this Prebell"
                f" reads recordings of version {VERSION}"
            )
            raise SetupError(message)
        return header

    def _first(self) -> datetime:
        for line in self._lines():
            event = read(line) if self.line > 1 else None
            if event is not None and not isinstance(event, Refusal):
                return event.seen
        message = f"{self._file} holds no event that can be read"
        raise SetupError(message)

    def _lines(self) -> Iterator[bytes]:
        self.line, self.broken = 0, None
        with self._file.open("rb") as raw:
            size = max(1, self._file.stat().st_size)
            zipped = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            handle: BinaryIO = gzip.GzipFile(fileobj=raw) if zipped else raw  # type: ignore[assignment]  # it reads as a file does
            try:
                while line := _next_line(handle):
                    self.line += 1
                    self.progress = min(1.0, raw.tell() / size)
                    if line.strip():
                        yield line
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                self.broken = f"the file breaks off after line {self.line}: {error}"


def read(line: bytes) -> events.Event | Refusal:
    """Read one line of a recording; what it cannot be read as is said, never guessed."""
    if len(line) > LINE_LIMIT:
        return Refusal("json", f"a line of over {LINE_LIMIT:,} bytes")
    try:
        parsed: _Line = _lines.decode(line)
        return parsed.event()
    except msgspec.ValidationError as error:
        return _unfit(line, error)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return Refusal("json", f"broken JSON: {error}")
    except _NoSymbol as error:
        return Refusal("symbol", str(error))


class _NoSymbol(Exception):
    """Says that a line names something that cannot be a symbol."""


def _symbol(text: str) -> Symbol:
    if not SYMBOL.fullmatch(text):
        message = f"{text[:30]!r} is no symbol"
        raise _NoSymbol(message)
    return Symbol(text)


def _unfit(line: bytes, error: msgspec.ValidationError) -> Refusal:
    try:
        kind = bytes(_kind.decode(line).get("kind", b'""')).decode().strip('"')
    except msgspec.MsgspecError:
        return Refusal("json", "the line is no JSON object")
    if kind not in _KINDS:
        return Refusal("kind", f"unknown kind {kind[:30]!r}")
    where = str(error).partition(" - at `$.")[2].rstrip("`") or "line"
    reason = "price" if where == "price" else "field"
    return Refusal(reason, f"{kind} {where}: {error}")


def _next_line(handle: BinaryIO) -> bytes:
    line = handle.readline(LINE_LIMIT + 1)
    rest = line
    while len(rest) > LINE_LIMIT and not rest.endswith(b"\n"):
        rest = handle.readline(LINE_LIMIT + 1)
    return line
