"""The sieve: which items of a feed are news, which were there before, and which are too many.

Feeds give the same items each time, some under a new id; they come back after a night with all
that was published meanwhile; and a broken one may have ten thousand new ones an hour.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.feeds.news.item import Item
from bot.feeds.news.memory import Known

REMEMBERED = 5000
"""Items of a feed that are remembered; ten times what one document may have."""

VERSIONS = 10
"""Versions of one item that are told; one that changes each minute shows a counter, no news."""

LATE = timedelta(days=2)
"""An item so much older than the feed's newest was put there late, and is no news."""

SAME_DAY = timedelta(hours=18)
"""The same words under another id are the same item, unless their dates are further apart."""

PAUSE = timedelta(hours=3)
"""A feed that was not read for so long was away; what it brings then is as after a restart."""

_FEW = 5  # of a minute that each of many documents has at least

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""There were no feeds before: an earlier date is what a program writes that has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Says how much of a feed is told: of what stood there first, after a pause, and a minute."""

    first: int = 5
    at_most: int = 20
    a_minute: int = 60

    def shared(self, pages: int) -> "Bounds":
        """Return what each of so many documents of one feed may have of it."""
        return Bounds(
            first=max(1, self.first // pages),
            at_most=max(1, self.at_most // pages),
            a_minute=max(min(self.a_minute, _FEW), self.a_minute // pages),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Sifted:
    """Says what a document came to: what is to be told, oldest first, and how much is not.

    Each item has its instant beside it, and whether it is backlog. `left_out` counts what would
    have been too much, `known` what was told, or stood there, before.
    """

    told: tuple[tuple[Item, datetime, bool], ...]
    known: int
    left_out: int


class Seen:
    """Remembers the last items of a feed, by their ids and by what they said."""

    def __init__(self, known: Known) -> None:
        self.known = known
        self._said: OrderedDict[str, datetime | None] = OrderedDict()
        self._versions: OrderedDict[str, int] = OrderedDict()

    def is_known(self, item: Item, digest: str) -> bool:
        """Tell whether an item was there before, in these words or under another id."""
        if self._versions.get(item.id, 0) >= VERSIONS or digest in self.known.digests:
            return True
        if digest in self._said:
            return item.id in self._versions or not _of_another_day(item, self._said[digest])
        # Where what was kept has no words, an id is all there is to go by.
        kept = item.id in self.known.ids and item.id not in self._versions
        return kept and not self.known.digests

    def is_changed(self, item: Item) -> bool:
        """Tell whether another version of an item was there before."""
        return item.id in self._versions or item.id in self.known.ids

    def keep(self, item: Item, digest: str) -> None:
        """Take note of an item."""
        is_new = digest not in self._said or item.id not in self._versions
        self._versions[item.id] = self._versions.get(item.id, 0) + is_new
        self._versions.move_to_end(item.id)
        self._said[digest] = item.published
        self._said.move_to_end(digest)
        while len(self._versions) > REMEMBERED:
            self._versions.popitem(last=False)
        while len(self._said) > REMEMBERED:
            self._said.popitem(last=False)


# Some say each morning the same words of another day.
def _of_another_day(item: Item, before: datetime | None) -> bool:
    if item.published is None or before is None:
        return False
    return abs(item.published - before) > SAME_DAY


class Sieve:
    """Lets through what a document has that is news.

    Of a feed that was never read a few are let through, as backlog; of one that was read before,
    after a pause, what is newer than the last that is known. Later it is whatever was not there.
    `matters` tells items that come first where there are too many.
    """

    def __init__(
        self, seen: Seen, bounds: Bounds, *, matters: Callable[[Item], bool] = lambda _item: False
    ) -> None:
        self._seen = seen
        self._bounds = bounds
        self._matters = matters
        self._newest = seen.known.newest
        self._is_read = False
        self._read = EARLIEST
        self._minute: tuple[datetime, int] = (EARLIEST, 0)

    def sift(self, items: Sequence[Item], digests: Sequence[str], now: datetime) -> Sifted:
        """Sort the items of a document, the newest first, as it was read at `now`.

        Each has its digest, of what it says.
        """
        whole = list(zip(items, digests, strict=True))
        fresh = list(self._fresh(whole, now))
        for item, digest in whole:
            self._seen.keep(item, digest)
        most = self._most(now)
        chosen = self._chosen(fresh, now, most)
        told = [(item, _instant(item, now), self._is_backlog(item, now)) for item in chosen]
        told.reverse()  # a document has the newest first
        told.sort(key=lambda one: one[1])
        self._note(items, len(told), now)
        return Sifted(
            told=tuple(told), known=len(items) - len(fresh), left_out=len(fresh) - len(told)
        )

    def unchanged(self, now: datetime) -> None:
        """Take note that the document was as before."""
        if self._is_read:
            self._read = now

    # What stands above all that is known is newer than it, where dates do not say.
    def _fresh(self, whole: Sequence[tuple[Item, str]], now: datetime) -> Iterator[Item]:
        above, once = True, set[str]()
        for item, digest in whole:
            known = self._seen.is_known(item, digest)
            is_changed = self._seen.is_changed(item)
            above = above and not (known or is_changed)
            if known or digest in once or item.id in once:
                continue
            once |= {digest, item.id}
            began = self._is_read or not self._seen.known
            if began or is_changed or self._is_newer(item, now, above=above):
                yield item

    def _is_newer(self, item: Item, now: datetime, *, above: bool) -> bool:
        if self._newest is None or not _is_dated(item, now) or item.published == self._newest:
            return above
        return item.published is not None and item.published > self._newest

    def _most(self, now: datetime) -> int:
        if not self._is_read:
            return self._bounds.at_most if self._seen.known else self._bounds.first
        began, told = self._minute
        if now - began >= timedelta(minutes=1):
            self._minute = (now, 0)
            bounds = self._bounds
            return bounds.at_most if now - self._read > PAUSE else bounds.a_minute
        return max(0, self._bounds.a_minute - told)

    def _chosen(self, fresh: Sequence[Item], now: datetime, most: int) -> list[Item]:
        if len(fresh) <= most:
            return list(fresh)
        order = sorted(
            range(len(fresh)),
            key=lambda n: (self._matters(fresh[n]), _instant(fresh[n], now), -n),
            reverse=True,
        )
        return [fresh[n] for n in sorted(order[:most])]

    def _is_backlog(self, item: Item, now: datetime) -> bool:
        if not self._is_read and not self._seen.known:
            return True
        if self._newest is None or not _is_dated(item, now):
            return False
        return _instant(item, now) < self._newest - LATE

    def _note(self, items: Sequence[Item], told: int, now: datetime) -> None:
        dated = [_instant(item, now) for item in items if _is_dated(item, now)]
        self._newest = max([*dated, *([self._newest] if self._newest else [])], default=None)
        if self._is_read:
            began, before = self._minute
            self._minute = (began, before + told)
        self._is_read, self._read = True, now


def _is_dated(item: Item, now: datetime) -> bool:
    return item.published is not None and EARLIEST <= item.published <= now


def _instant(item: Item, now: datetime) -> datetime:
    if item.published is None or not _is_dated(item, now):
        return now
    return item.published
