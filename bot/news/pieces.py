"""Pieces: articles that have been read, with whom they name and the numbers they say."""

from dataclasses import dataclass

from bot.market.events import Article
from bot.news.entities import Found
from bot.news.quantities import Quantity
from bot.news.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """An article, and what was read in it once and for all."""

    article: Article
    words: Words
    found: Found
    quantities: tuple[Quantity, ...]

    @property
    def key(self) -> str:
        """Name the item it is a version of, the same in every run."""
        return key_of(self.article)


def key_of(article: Article) -> str:
    """Name the item an article is a version of: what its feed calls it, or its outlet."""
    return f"{article.feed or article.outlet}\x1f{article.id}"
