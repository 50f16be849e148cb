"""Addresses of feeds as people type them: what can be known to be wrong before anybody is asked.

What a name leads to is judged as the connection is made, in `bot.feeds.web.reach`; here it is only
told at once where the answer is certain.
"""

import re
from ipaddress import ip_address
from unicodedata import normalize
from urllib.parse import SplitResult, urlsplit, urlunsplit

from bot.errors import UserError
from bot.feeds.web.reach import Reach

LONGEST = 1000
"""Characters of an address; the longest that browsers take are twice that."""

_NAME = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63}){0,20}")
_WEB = frozenset({"http", "https"})
_NUMBERS = 4  # parts of an address of IPv4, of which the last may be written as one
_EXAMPLE = "https://example.com/feed.xml"


def checked(typed: str, reach: Reach) -> str:
    """Return the address of a feed, spelt one way. Raises UserError with what is wrong with it."""
    text = typed.strip().removeprefix("<").removesuffix(">")  # as Discord has it without a preview
    if len(text) > LONGEST:
        raise UserError(f"That address is over {LONGEST:,} characters; write a shorter one.")
    if not text.isprintable() or any(c.isspace() or c == "\\" for c in text):
        raise UserError(f"That is no address of the web; write one like {_EXAMPLE}.")
    parts = _parts(text)
    if parts.scheme not in _WEB or not parts.hostname:
        raise UserError(f"A feed is read over http or https; write one like {_EXAMPLE}.")
    if "@" in parts.netloc:
        raise UserError("An address with a name or a password in it is not taken; leave them out.")
    host = _host(parts.hostname)
    literal = _literal(host)
    if literal is not None and not reach(literal):
        raise UserError("That leads to an address that is not on the open internet.")
    if literal is None and (_is_local(host) or _number(host.rpartition(".")[2]) is not None):
        raise UserError(f"That leads to no name of the open internet; write one like {_EXAMPLE}.")
    return urlunsplit((parts.scheme, _place(literal or host, parts), parts.path, parts.query, ""))


def _parts(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        port, parts = 0, urlsplit("")
    if port == 0:
        raise UserError(f"That is no address of the web; write one like {_EXAMPLE}.")
    return parts


# Digits of any script, and stops of any width, are read as the name server would read them.
def _host(name: str) -> str:
    try:
        host = normalize("NFKC", name).replace("\u3002", ".").rstrip(".")
        host = host if ":" in host else host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        host = ""
    if not (_NAME.fullmatch(host) or ":" in host):
        raise UserError(f"That is no address of the web; write one like {_EXAMPLE}.")
    return host


# What libraries take for an address of IPv4: 127.1, 0x7f000001 and 017700000001 are this machine.
def _literal(host: str) -> str | None:
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    numbers = [_number(part) for part in host.split(".")]
    if None in numbers or len(numbers) > _NUMBERS:
        return None
    *first, last = [number or 0 for number in numbers]
    whole = last + sum(n << (8 * (3 - place)) for place, n in enumerate(first))
    return str(ip_address(whole)) if whole < 1 << 32 else "0.0.0.0"  # noqa: S104 (to be refused)


def _number(part: str) -> int | None:
    digits, base = part.lower(), 10
    if digits.startswith("0x"):
        digits, base = digits[2:] or "0", 16
    elif digits.startswith("0") and len(digits) > 1:
        base = 8
    try:
        return int(digits, base) if digits.isalnum() and digits.isascii() else None
    except ValueError:
        return None


# Names that no name server of the open internet has, or that are kept for machines close by.
def _is_local(host: str) -> bool:
    last = host.rpartition(".")[2]
    return "." not in host or last in {"local", "localhost", "internal", "lan", "home", "corp"}


def _place(host: str, parts: SplitResult) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"{shown}:{parts.port}" if parts.port else shown
