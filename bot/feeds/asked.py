"""Who is asked: a provider as the operator named it."""

import re
from dataclasses import dataclass, field
from decimal import Decimal

from bot.errors import SetupError

MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
"""The shape of an address that somebody can be written to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Names a provider, where it is, and how fast it may be asked.

    Where `stream` is empty it is asked alone, and not listened to. `feed` is which of its feeds is
    meant, where it has several; `cookies` where a cookie is to be had, "" where none is wanted.
    """

    name: str
    url: str
    stream: str = ""
    key: str = field(default="", repr=False)
    a_second: Decimal = Decimal(1)
    at_once: int = 2
    feed: str = ""
    cookies: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Names where share counts are registered: `issuers` is where its list of issuers is.

    Nobody is asked who has no `contact`, a mail address of whoever answers for our questions.
    """

    asked: Asked
    issuers: str
    contact: str = ""


def signed(contact: str) -> dict[str, str]:
    """Write who asks; raises SetupError where `contact` is no mail address."""
    if not MAIL.fullmatch(contact):
        message = f"{contact!r} is no mail address, and a register turns away who leaves none"
        raise SetupError(message)
    return {"User-Agent": f"Prebell {contact}"}
