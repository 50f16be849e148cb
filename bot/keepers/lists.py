"""Watchlists of rooms: each is watched like the operator's, and seen by its owner alone."""

from collections.abc import Callable

from bot.holdings import Body
from bot.market.watchlists import Watchlist
from bot.pipeline import Pipeline

WatchlistOf = Callable[[str, str, Body], Watchlist]
"""Makes the watchlist of an owner that a name and a document say. Raises UserError."""


class Lists:
    """Has the market watch lists."""

    def __init__(self, pipeline: Pipeline, watchlist_of: WatchlistOf) -> None:
        self._pipeline = pipeline
        self._watchlist_of = watchlist_of

    def take(self, owner: str, name: str, body: Body) -> None:
        self._watchlist_of(owner, name, body)

    def drop(self, owner: str, name: str) -> None: ...
