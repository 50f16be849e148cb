"""The newsroom: each article is read once, put where it belongs, and held to what we recorded."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.feeds.news.memory import Known
from bot.market.events import Article
from bot.market.instruments import Asset
from bot.market.state import VENUES, Market
from bot.news import checking, claiming, quantities
from bot.news.archive import Archive
from bot.news.claims import Claim
from bot.news.developments import Development
from bot.news.entities import Company, Theme
from bot.news.findings import Finding
from bot.news.ledger import Ledger
from bot.news.names.directory import Directory
from bot.news.pieces import Piece
from bot.news.predictions import Predictions
from bot.news.shelving.shelf import Shelf
from bot.news.stories import Step
from bot.news.words import Words
from bot.notes import Note

KEPT = timedelta(days=7)
"""How long an article is kept."""

MOST = 10_000
"""Articles that are kept; reading one again at a start takes a third of a millisecond."""


class Newsroom:
    """Follows articles: who is named, which story it is, and what our figures say of its claims.

    What it comes to never changes the market. The `archive` keeps it, and the `shelf` has the
    stories that may still go on; `predictions` wait for their day.
    """

    def __init__(
        self,
        market: Market,
        ledger: Ledger,
        *,
        companies: Iterable[Company] = (),
        themes: Iterable[Theme] = (),
    ) -> None:
        self.archive = Archive()
        self.shelf = Shelf()
        self.predictions = Predictions(ledger)
        self.directory = Directory(market, companies, themes)
        self._market = market
        self._ledger = ledger

    def take(self, article: Article) -> Development | None:
        """Follow an article; None where the same words of it are there already."""
        placing = self.shelf.place(self.read(article))
        if placing.step is Step.SAME:
            return None
        development = Development(placing=placing, findings=self.check(placing.piece))
        self.archive.keep(development)
        self.predictions.keep(development)
        self.archive.prune(self._market.now - KEPT, MOST)
        return development

    def read(self, article: Article) -> Piece:
        """Read whom an article names and which numbers it says."""
        words = Words.of(article.title, article.text)
        on = article.published.date()
        return Piece(
            article=article,
            words=words,
            found=self.directory.lexicon().read(words, on, article.tickers),
            quantities=quantities.read(words.all),
        )

    def check(self, piece: Piece) -> tuple[Finding, ...]:
        """Hold every claim of an article to what we recorded, as far as it is known by now."""
        now, article = self._market.now, piece.article
        if article.published > now:  # feeds date some for years to come
            piece = replace(piece, article=replace(article, published=now))
        claims = claiming.read(piece, self._market.calendars[VENUES[Asset.EQUITY]])
        published = piece.article.published
        return checking.check(claims, self._ledger, published=published, now=now)

    def stands(self, claim: Claim) -> Finding:
        """Hold one claim to what we know now, as if it were made now."""
        now = self._market.now
        return checking.check((claim,), self._ledger, published=now, now=now)[0]

    def known_of(self, feed: str) -> Known:
        """Say what a feed has told: it is no news when it is told again."""
        return self.archive.known_of(feed)

    def next_due(self) -> datetime | None:
        """Return when the next prediction can be scored."""
        return self.predictions.next_due()

    def tick(self, now: datetime) -> tuple[()]:
        """Score the predictions whose day has ended."""
        self.predictions.score(now)
        return ()

    def changes(self) -> Sequence[Note]:
        """Return what is to be remembered of what changed since this was last asked."""
        return [*self.archive.changes(), *self.predictions.changes()]

    def restore(self, notes: Iterable[Note]) -> None:
        """Take back what was kept before a restart; nothing is decided anew."""
        kept = list(notes)
        filed = [(key, one, one.piece) for key, one in self.archive.read(kept).items()]
        self.shelf.restore((piece, one.story, one.step) for _, one, piece in filed)
        for key, one, piece in filed:
            story = self.shelf.find(one.story)
            if story is not None:
                self.archive.take_back(key, one.development(story, piece))
            else:
                self.archive.leave(key)
        self.predictions.restore(kept)
