"""What was kept of a feed before this run: so that nothing is told again as if it were new."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Says what was kept of a feed: the ids of its items, and when the newest was published.

    `digests` are those of what its items said, where that is known too. Nothing at all is known of
    a feed that was never read.
    """

    ids: frozenset[str] = frozenset()
    newest: datetime | None = None
    digests: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ids) or self.newest is not None


Memory = Callable[[str], Known]
"""Tells what was kept of the feed of a name."""


def nothing(_feed: str) -> Known:
    """Remember nothing."""
    return Known()


def digest_of(title: str, text: str) -> str:
    """Sum up what an item says: the same for the same words, whatever their case and spacing."""
    words = "".join(f"{title}\n{text}".casefold().split())
    return sha256(words.encode(errors="surrogatepass")).hexdigest()[:32]
