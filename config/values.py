"""Values a setting may have: each is read from the text it was written as, or refused in words.

A file and the environment both hold text, so both are read the same way. A refusal says what is
wrong and, after a semicolon, what to write.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import PlainValidator, SecretStr

from bot.feeds.asked import MAIL
from bot.rules.faults import one_of, quoted

SHORTEST_TOKEN = 16  # characters; fewer can be guessed by asking often enough
LONGEST_TEXT = 200
LAST_PORT = 65535
MOST_SPEED = 1_000_000
MOST_A_SECOND = 100
MOST_AT_ONCE = 20
FEWEST_SHARES = 1000  # no listed company has so few; 1, 100 and 1000 stand where nothing was known
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")
_STORES = {"postgresql", "sqlite"}
_WALL_CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_SWITCH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}

T = TypeVar("T")


class Level(StrEnum):
    """How much is logged, most first."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def reads(read: Callable[[str], T]) -> PlainValidator:
    """Make a setting of what `read` makes of its text, which is to raise ValueError in words."""

    def value(written: object) -> object:
        match written:
            case str():
                return read(written)
            case list() | dict():
                kind = "a list" if isinstance(written, list) else "a group of settings"
                raise ValueError(f"{kind} stands where one value belongs; write the value alone")
            case None:
                raise ValueError("this is empty; write a value, or remove the line")
        return written  # given by Python, not written by a person

    return PlainValidator(value)


def _text(written: str) -> str:
    if not written.strip():
        raise ValueError("this text is empty; write some, or remove the line")
    if len(written) > LONGEST_TEXT:
        raise ValueError(f"this text is too long; write at most {LONGEST_TEXT} characters")
    return written


def _switch(written: str) -> bool:
    if written.lower() not in _SWITCH:
        raise ValueError(f"{quoted(written)} is neither true nor false; write `true` or `false`")
    return _SWITCH[written.lower()]


def _port(written: str) -> int:
    if not re.fullmatch("[0-9]{1,5}", written) or not 1 <= int(written) <= LAST_PORT:
        raise ValueError(f"{quoted(written)} is no port; write a number from 1 to {LAST_PORT}")
    return int(written)


def _host(written: str) -> str:
    try:
        return str(ip_address(written))
    except ValueError:
        if not _HOST.fullmatch(written) or written.replace(".", "").isdigit():
            message = f"{quoted(written)} is no address; write one like `127.0.0.1` or `localhost`"
            raise ValueError(message) from None
    return written


def _token(written: str) -> SecretStr:
    if len(written) < SHORTEST_TOKEN or written.strip() != written:
        message = f"write at least {SHORTEST_TOKEN} characters, with no space at either end"
        raise ValueError(f"this token protects nothing; {message}")
    return SecretStr(written)


def _url(written: str) -> str:
    parts = urlsplit(written)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        message = "no address of a provider; write one like `https://api.example.com`"
        raise ValueError(f"{quoted(written)} is {message}")
    return written.rstrip("/")


def _stream_url(written: str) -> str:
    parts = urlsplit(written)
    if parts.scheme not in {"ws", "wss"} or not parts.hostname or parts.query or parts.fragment:
        message = "no address of a stream; write one like `wss://stream.example.com`"
        raise ValueError(f"{quoted(written)} is {message}")
    return written.rstrip("/")


def _store_url(written: str) -> SecretStr:
    # What is wrong is said without repeating it: there may be a password in it.
    sentence = "no address of a store; write one like `postgresql://user@host/database`"
    try:
        parts = urlsplit(written)
        of_a_store = parts.scheme in _STORES and parts.path.strip("/") and (parts.port or 1)
    except ValueError:
        of_a_store = False
    if written and not of_a_store:
        raise ValueError(f"this is {sentence}, or leave it empty for a file in `data_dir`")
    return SecretStr(written)


def _mail(written: str) -> str:
    if not MAIL.fullmatch(written) or not written.isascii() or len(written) > LONGEST_TEXT:
        message = "no mail address; write one like `desk@example.com`"
        raise ValueError(f"{quoted(written)} is {message}")
    return written


def _rate(written: str) -> Decimal:
    if not _NUMBER.fullmatch(written) or not 0 < Decimal(written) <= MOST_A_SECOND:
        message = f"no number of requests; write one above 0 and up to {MOST_A_SECOND}"
        raise ValueError(f"{quoted(written)} is {message}")
    return Decimal(written)


def _count(written: str) -> int:
    if not re.fullmatch("[0-9]{1,3}", written) or not 1 <= int(written) <= MOST_AT_ONCE:
        raise ValueError(f"{quoted(written)} is no count; write a number from 1 to {MOST_AT_ONCE}")
    return int(written)


def _speed(written: str) -> Decimal | Literal["max"]:
    if written == "max":
        return "max"
    if not _NUMBER.fullmatch(written) or not 0 < Decimal(written) <= MOST_SPEED:
        raise ValueError(f"{quoted(written)} is no speed; write a number above 0, or `max`")
    return Decimal(written)


def _start(written: str) -> time | datetime:
    read = _instant if "T" in written else _time_of_day
    try:
        return read(written)
    except (ValueError, OverflowError):
        message = "no time in UTC; write one like `07:55Z` or `2025-10-10T07:55:00Z`"
        raise ValueError(f"{quoted(written)} is {message}") from None


def _instant(written: str) -> datetime:
    instant = datetime.fromisoformat(written)
    if instant.tzinfo is None:
        raise ValueError(written)
    return instant.astimezone(UTC)


def _time_of_day(written: str) -> time:
    of_day = time.fromisoformat(written)
    if of_day.tzinfo is not UTC:  # without a date, no other zone can be brought to UTC
        raise ValueError(written)
    return of_day


def _shares(written: str) -> int:
    if not re.fullmatch("[0-9]{4,14}", written) or int(written) <= FEWEST_SHARES:
        message = "no share count; write all its digits, such as `271980494`"
        raise ValueError(f"{quoted(written)} is {message}")
    return int(written)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise ValueError(f"{quoted(written)} is no date; write one like `2025-10-10`") from None


def _closes(written: str) -> time:
    if not _WALL_CLOCK.fullmatch(written):
        message = "no time of day at the exchange; write one like `13:00`"
        raise ValueError(f"{quoted(written)} is {message}")
    return time.fromisoformat(written)


def _file(written: str) -> Path:
    path = _path(written)
    if path is None or not path.is_file():
        raise ValueError(f"there is no file {quoted(written)}; write the path of one")
    return path


def _folder(written: str) -> Path:
    path = _path(written)
    if path is None or (path.exists() and not path.is_dir()):
        raise ValueError(f"{quoted(written)} is no folder; write the path of one")
    return path


def _path(written: str) -> Path | None:
    try:
        path = Path(written).expanduser()
        path.exists()
    except (OSError, RuntimeError):
        return None  # too long a name, an unknown `~person`, or a folder that is not ours to enter
    return path


Text = Annotated[str, reads(_text)]
Switch = Annotated[bool, reads(_switch)]
Port = Annotated[int, reads(_port)]
Host = Annotated[str, reads(_host)]
Token = Annotated[SecretStr, reads(_token)]
LogLevel = Annotated[Level, reads(one_of(Level))]
Speed = Annotated[Decimal | Literal["max"], reads(_speed)]
Start = Annotated[time | datetime, reads(_start)]
Day = Annotated[date, reads(_day)]
Shares = Annotated[int, reads(_shares)]
Closes = Annotated[time, reads(_closes)]
File = Annotated[Path, reads(_file)]
Url = Annotated[str, reads(_url)]
StreamUrl = Annotated[str, reads(_stream_url)]
StoreUrl = Annotated[SecretStr, reads(_store_url)]
Mail = Annotated[str, reads(_mail)]
Rate = Annotated[Decimal, reads(_rate)]
Count = Annotated[int, reads(_count)]
Folder = Annotated[Path, reads(_folder)]
