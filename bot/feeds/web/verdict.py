"""What a status, its headers and a body mean, by who has to act."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from bot.errors import FeedError, FeedRefused
from bot.feeds.web.request import Kind

REFUSED = frozenset({401, 402, 403, 407, 410, 451})
"""Nothing that waiting mends: a key, a plan, a country, a feed that is no more."""

SLOW_DOWN = frozenset({418, 429})  # Binance says 418 to whoever goes on after 429
UNSAID = timedelta(minutes=1)
"""How long whoever says "too many" without a number is left alone."""

LONGEST = timedelta(days=3)
"""The longest ban that is believed, and the longest Binance imposes; beyond it is a mistake."""

_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=([0-9]{1,9})(?![0-9])")

HEAD = 1024
PAGE = re.compile(rb"<!doctype\s+html", re.IGNORECASE)
FIRST_TAG = re.compile(rb"<([a-z]+)", re.IGNORECASE)
BLANK = b"\xef\xbb\xbf \t\r\n"
JSON_BEGINS = frozenset(b'{["-0123456789tfn')


def refusal(status: int, headers: Mapping[str, str], *, now: datetime, where: str) -> FeedError:
    """Say what is wrong with an answer of this status."""
    pause = retry_after(headers, now)
    text = f"{where} answered {status}"
    if status in REFUSED:
        return FeedRefused(text, retry_after=pause)
    if status in SLOW_DOWN:
        return FeedError(
            f"{text}: too many requests", retry_after=UNSAID if pause is None else pause
        )
    return FeedError(text, retry_after=pause)


def retry_after(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Read for how long we are asked to stay away; None where that is not said in earnest."""
    text = headers.get("Retry-After", "").strip()
    if re.fullmatch(r"\d+(\.\d+)?", text, re.ASCII):
        return timedelta(seconds=min(float(text), LONGEST.total_seconds()))
    until = http_date(text)
    if until is None:
        return None
    # The date is by the provider's clock, and so is the present it tells beside it.
    present = http_date(headers.get("Date", "")) or now
    return min(max(until - present, timedelta()), LONGEST)


def fresh_for(headers: Mapping[str, str]) -> timedelta | None:
    """Read for how long an answer says that it stays as it is; None where it says nothing."""
    told = headers.get("Cache-Control", "").lower()
    stays = _MAX_AGE.search(told)
    if stays is None or "no-cache" in told or "no-store" in told:
        return None
    age = headers.get("Age", "").strip()
    old = int(age) if re.fullmatch(r"[0-9]{1,9}", age) else 0
    return timedelta(seconds=max(0, int(stays[1]) - old)) or None


def http_date(text: str) -> datetime | None:
    """Read a date as HTTP writes it."""
    try:
        return parsedate_to_datetime(text).replace(tzinfo=UTC)  # HTTP knows GMT alone
    except (ValueError, OverflowError):
        return None


def misfit(body: bytes, kind: Kind) -> str | None:
    """Say why a body cannot be of its kind, by how it begins; None where it may be."""
    if kind is Kind.NOTHING:
        return None  # what counts stands above the body
    head = body[:HEAD].lstrip(BLANK) or body.lstrip(BLANK)[:HEAD]
    if not head:
        return "an empty body"
    if kind is Kind.ANY:
        return None
    if _is_page(head) or (kind is not Kind.XML and head.startswith(b"<")):
        return f"a page instead of {kind}"
    if kind is Kind.JSON and head[0] not in JSON_BEGINS:
        return f"something that is not {kind}"
    return None


def _is_page(head: bytes) -> bool:
    first = FIRST_TAG.search(head)
    return bool(PAGE.match(head)) or (first is not None and first[1].lower() == b"html")
