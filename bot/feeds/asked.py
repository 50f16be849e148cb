"""Who is asked: a provider as the operator named it."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Names a provider, where it is, and how fast it may be asked.

    Where `stream` is empty it is asked alone, and not listened to.
    """

    name: str
    url: str
    stream: str = ""
    key: str = field(default="", repr=False)
    a_second: Decimal = Decimal(1)
    at_once: int = 2
