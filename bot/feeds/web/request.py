"""What is asked of a provider, and how it may be spoken of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import parse_qsl, urlsplit

OK = 200
HIDDEN = "…"


class Kind(StrEnum):
    """What a body ought to be."""

    JSON = "JSON"
    XML = "XML"
    CSV = "CSV"
    ANY = "anything"


@dataclass(frozen=True, slots=True)
class Request:
    """Says what to fetch: a complete URL, the headers it needs and the kind of answer it is for.

    A body counts as an answer where it came with one of `statuses`: a provider that explains an
    unknown symbol under 404 names that too. Neither a key in the URL nor a header is ever shown.
    """

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    kind: Kind = Kind.JSON
    statuses: frozenset[int] = frozenset({OK})

    @property
    def where(self) -> str:
        """The URL as people may see it."""
        return shown(self.url)


def shown(url: str) -> str:
    """Write a URL with nothing in it that could be a key: no name, password, value or fragment."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
        names = dict.fromkeys(name for name, _ in parse_qsl(parts.query, keep_blank_values=True))
    except ValueError:  # no URL at all, which may hold a key all the same
        return "an address that is none"
    query = "&".join(f"{name}={HIDDEN}" for name in names)
    return f"{host}{port}{parts.path}{'?' if query else ''}{query}"
