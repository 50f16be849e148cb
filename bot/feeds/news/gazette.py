"""The gazette: items of a feed as articles, with who speaks and whom they are tagged with."""

from dataclasses import dataclass
from datetime import datetime

from bot.feeds.news.issuers import Issuers
from bot.feeds.news.item import Item
from bot.feeds.news.publication import Publication
from bot.feeds.news.tagged import of_labels, of_tags
from bot.market.events import Article
from bot.market.instruments import Symbol

HEADLINE = 200
"""Characters of a text that stand for a title, where there is none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazette:
    """Makes articles of what a publication has; `issuers` know whose the numbers in it are."""

    publication: Publication
    issuers: Issuers | None = None

    def tickers(self, item: Item) -> tuple[Symbol, ...]:
        """Return the instruments that an item is tagged with, each once."""
        numbers = self.issuers.numbers if self.issuers else {}
        return tuple(dict.fromkeys([*of_tags(item.tickers), *of_labels(item.labels, numbers)]))

    def article(
        self, item: Item, *, called: str, at: datetime, backlog: bool, now: datetime
    ) -> Article:
        """Make an article of an item; `called` is what speaks where the publication has no name."""
        mine = self.publication
        outlet = (item.author if mine.speaks_for_others else "") or mine.outlet
        return Article(
            id=item.id,
            outlet=outlet or called,
            url=item.url,
            title=item.title or item.text[:HEADLINE],
            text=item.text,
            published=at,
            seen=now,
            feed=mine.name,
            owner=mine.owner,
            tickers=self.tickers(item),
            backlog=backlog,
        )


def says(item: Item) -> bool:
    """Tell whether an item has a name and any words."""
    return bool(item.id and (item.title or item.text))
