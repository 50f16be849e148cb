"""Recorder: what the feeds gave, written as a recording, so that any trouble becomes a test."""

import zlib
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from bot import figures
from bot.errors import PrebellError, SetupError
from bot.feeds.recording import VERSION
from bot.market.events import Article, CorporateAction, Event, FeedStatus, Halt, Quote, Reference

_GZIP = 16 + zlib.MAX_WBITS  # with the header and the end of a gzip

_KINDS: dict[type, str] = {
    Quote: "quote",
    Reference: "reference",
    Article: "article",
    CorporateAction: "corporate_action",
    Halt: "halt",
    FeedStatus: "feed_status",
}
_SELDOM = frozenset({"feed", "owner", "tickers", "backlog"})
"""What is written of an article only where there is something to say."""


class Recorder:
    """Writes events to a file as they come; each line is in it before the next is taken.

    A `.gz` is whole after each line as well, so that it can be read while it grows, and whatever
    becomes of the process.
    """

    def __init__(self, file: Path, *, title: str, now: datetime) -> None:
        """Begin a recording; raises SetupError where the file is there already or cannot be."""
        self.lines = 0
        self._file = file
        self._length = 0
        try:
            raw = file.open("xb")
        except FileExistsError as error:
            raise SetupError(f"{file} is there already; name a file that is not") from error
        except OSError as error:
            raise SetupError(f"{file} cannot be written: {error.strerror}") from error
        self._raw = raw
        self._zip = zlib.compressobj(wbits=_GZIP) if file.suffix == ".gz" else None
        note = f"recorded from {figures.utc(now)}"
        self._write({"kind": "recording", "version": VERSION, "title": title, "note": note})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the file; what it lacks where the disk is full is no event."""
        with suppress(OSError):
            self._raw.close()

    def take(self, event: Event) -> None:
        """Write one event down; raises PrebellError where the file takes no more."""
        self._write(line_of(event))
        self.lines += 1

    def _write(self, line: dict[str, Any]) -> None:
        text = msgspec.json.encode(line) + b"\n"
        try:
            if self._zip is None:
                self._raw.write(text)
                self._raw.flush()
            else:
                self._squeeze(text, self._zip)
        except OSError as error:
            raise PrebellError(f"{self._file} cannot be written: {error.strerror}") from error

    # The end of the gzip follows each line, and the next line takes its place.
    def _squeeze(self, text: bytes, gzip: "zlib._Compress") -> None:
        piece = gzip.compress(text) + gzip.flush(zlib.Z_SYNC_FLUSH)
        self._raw.write(piece + gzip.copy().flush(zlib.Z_FINISH))
        self._raw.flush()
        self._length += len(piece)
        self._raw.seek(self._length)


def line_of(event: Event) -> dict[str, Any]:
    """Write an event as the fields of its line; `at` is when we saw it, prices are strings."""
    fields = {name: getattr(event, name) for name in event.__slots__}
    line = {"kind": _KINDS[type(event)], "at": fields.pop("seen")}
    if isinstance(event, Quote):
        traded = fields.pop("at")
        line |= {"traded": traded} if traded != event.seen else {}
    if isinstance(event, Halt):
        line["halted"] = fields.pop("at")
    told = {name: str(v) if name == "price" else v for name, v in fields.items() if v is not None}
    if isinstance(event, Article):
        told = {name: value for name, value in told.items() if value or name not in _SELDOM}
    return line | told
