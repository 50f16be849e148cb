"""Feeds of rooms: each is read for its owner, and told to nobody else."""

from collections.abc import Callable

from bot.belongings import PAUSED
from bot.errors import UserError
from bot.feeds.news.newsstand import Newsstand
from bot.feeds.news.publication import Publication, at
from bot.feeds.news.sieve import Bounds
from bot.holdings import Body
from bot.owners import EVERYBODY, owned

URL, OUTLET = "url", "outlet"
"""What a document says of a feed: where it is, and who speaks in it."""

IN_ALL = 1000
"""Feeds of all rooms together: what one process can ask for within half an hour, with ease."""


class Feeds:
    """Has feeds followed that rooms own.

    An address of the operator's is read for everybody already, and not once more. Where rooms `may`
    add none, what they had is left as it is, unread.
    """

    def __init__(
        self,
        stand: Newsstand,
        *,
        bounds: Bounds,
        may: Callable[[], bool] = lambda: True,
        most: int = IN_ALL,
    ) -> None:
        self._stand = stand
        self._bounds = bounds
        self._may = may
        self._most = most
        self._names: set[str] = set()

    def take(self, owner: str, name: str, body: Body) -> None:
        """Follow a feed, unless it is paused. Raises UserError where it cannot be one."""
        url = self._stand.address(str(body.get(URL, "")))
        if owner == EVERYBODY:
            raise UserError("Feeds of everybody stand in the settings file, under `feeds: news:`.")
        if not self._may():
            raise UserError("This bot reads the feeds of its operator alone.")
        whole = owned(name, owner)
        if whole not in self._names and len(self._names) >= self._most:
            raise UserError(f"This bot reads {self._most:,} feeds of rooms, and no more.")
        self._names.add(whole)
        if body.get(PAUSED) is True or self._stand.everybodys(url):
            self._stand.drop(whole)
        else:
            self._stand.take(self._publication(owner, whole, url, str(body.get(OUTLET) or "")))

    def drop(self, owner: str, name: str) -> None:
        whole = owned(name, owner)
        self._names.discard(whole)
        self._stand.drop(whole)

    def _publication(self, owner: str, name: str, url: str, outlet: str) -> Publication:
        return Publication(
            name=name, owner=owner, outlet=outlet, pages=at(url), bounds=self._bounds
        )
