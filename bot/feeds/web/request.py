"""What is asked of a provider, and how it may be spoken of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

OK = 200
HIDDEN = "…"
LONGEST = 100
"""Characters in which it is said where an answer came from; more is no part of a sentence."""


class Kind(StrEnum):
    """What a body ought to be."""

    JSON = "JSON"
    XML = "XML"
    CSV = "CSV"
    ANY = "anything"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Request:
    """Says what to fetch: a complete URL, the headers it needs and the kind of answer it is for.

    A body counts as an answer where it came with one of `statuses`: a provider that explains an
    unknown symbol under 404 names that too. Neither a key in the URL nor a header is ever shown.
    Two who ask for one URL, each for `whose` sake, have each their own version of it.
    """

    url: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    kind: Kind = Kind.JSON
    statuses: frozenset[int] = frozenset({OK})
    whose: str = ""

    @property
    def version(self) -> str:
        """Name what is had of it, for whoever asks."""
        return f"{self.whose} {self.url}"

    @property
    def where(self) -> str:
        """The URL as people may see it."""
        return shown(self.url)


def shown(url: str) -> str:
    """Write a URL briefly, with nothing in it that could be a key: no query, password or fragment.

    What is asked of fifty symbols would fill a page, and its values are hidden anyway.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port else ""
    except ValueError:  # no URL at all, which may hold a key all the same
        return "an address that is none"
    where = f"{host}{port}{parts.path}{f'?{HIDDEN}' if parts.query else ''}"
    return where if len(where) <= LONGEST else f"{where[: LONGEST - 1]}{HIDDEN}"
