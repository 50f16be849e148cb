"""The news desk: stories, claims and predictions, as one viewer may see them."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot import owners
from bot.fitting import cut
from bot.market.events import Article
from bot.market.instruments import Symbol
from bot.news.developments import Development
from bot.news.entities import Theme
from bot.news.findings import Finding
from bot.news.newsroom import Newsroom
from bot.news.pieces import Piece
from bot.news.predictions import Prediction
from bot.news.shelving.tone import plainest, tone
from bot.news.stories import Step, latest
from bot.news.words import plain
from handlers.words import short

HEADLINE = 140
"""Characters of a headline that are shown in a list."""

OUTLET = 40
"""Characters of an outlet's name."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story as somebody sees it: what came to it, in order, the other feeds left out."""

    id: str
    developments: tuple[Development, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its articles, of each the last version."""
        return latest(tuple(one.piece for one in self.developments))

    @property
    def headline(self) -> str:
        """The plainest of its headlines."""
        return cut(plainest(self.pieces), HEADLINE)

    @property
    def updated(self) -> datetime:
        return self.developments[-1].article.seen

    @property
    def outlets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(outlet(one.article) for one in self.pieces))

    @property
    def symbols(self) -> tuple[Symbol, ...]:
        return tuple(dict.fromkeys(s for one in self.pieces for s in one.found.symbols))

    @property
    def themes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(t for one in self.pieces for t in one.found.themes))

    @property
    def loudness(self) -> int:
        """What shouts in the loudest of its articles, counted."""
        return max(tone(one.words) for one in self.pieces)

    @property
    def standing(self) -> list[Development]:
        """What came of the last version of each article: what its outlet says now."""
        last = {id(one) for one in self.pieces}
        return [one for one in self.developments if id(one.piece) in last]

    @property
    def corrected(self) -> list[Development]:
        """What came of versions that another one has taken the place of."""
        last = {id(one) for one in self.pieces}
        return [one for one in self.developments if id(one.piece) not in last]

    @property
    def mismatches(self) -> tuple[Finding, ...]:
        return tuple(finding for one in self.standing for finding in one.mismatches)

    def came(self, step: Step) -> list[Development]:
        """List what came to it as a step of one kind."""
        return [one for one in self.developments if one.step is step]


class Names:
    """The names of stories, and how few letters tell each from all others."""

    def __init__(self, names: Iterable[str]) -> None:
        self.all = tuple(names)
        self._sorted = sorted(self.all)

    def short(self, name: str) -> str:
        """Show as much of a name as tells it from its neighbours, and so from all."""
        place = bisect_left(self._sorted, name)
        beside = (*self._sorted[max(0, place - 1) : place], *self._sorted[place + 1 : place + 2])
        return short(name, beside)


class News:
    """What was read as news, as a viewer sees it."""

    def __init__(self, newsroom: Newsroom, viewer: str) -> None:
        self._newsroom = newsroom
        self._viewer = viewer

    @property
    def names(self) -> Names:
        """The names of all stories there are, whatever came last first."""
        return Names(dict.fromkeys(one.story.id for one in self._newest_first()))

    @property
    def stories(self) -> Iterator[Told]:
        """Every story there is, whatever came last first; each is put together as it is asked."""
        return (self.story(name) for name in self.names.all)

    def story(self, name: str) -> Told:
        """Return the story of a name there is."""
        newsroom = self._newsroom
        came = newsroom.archive.of(name)
        return Told(name, tuple(one for one in came if self._sees(one)))

    @property
    def theme_names(self) -> list[str]:
        return [theme.name for theme in self.themes]

    @property
    def themes(self) -> Sequence[Theme]:
        return self._newsroom.directory.themes

    @property
    def mismatches(self) -> Iterator[tuple[Development, Finding]]:
        """What does not fit, of the newest article first."""
        for development in self._newest_first():
            yield from ((development, finding) for finding in development.mismatches)

    @property
    def predictions(self) -> list[Prediction]:
        """What was predicted, in the order it was."""
        newsroom = self._newsroom
        made = newsroom.predictions.all
        return [one for one in made if owners.sees(self._viewer, one.owner)]

    def stands(self, prediction: Prediction) -> Finding:
        """Return what became of a prediction, or how far it is from coming true now."""
        return prediction.scored or self._newsroom.stands(prediction.finding.claim)

    def check(self, article: Article) -> tuple[Finding, ...]:
        """Read a text and hold it to our figures; nothing of it is kept."""
        return self._newsroom.check(self._newsroom.read(article))

    def _newest_first(self) -> Iterator[Development]:
        newsroom = self._newsroom
        return (one for one in newsroom.archive.newest_first() if self._sees(one))

    def _sees(self, development: Development) -> bool:
        return owners.sees(self._viewer, development.article.owner)


def outlet(article: Article) -> str:
    """Name an outlet on a line."""
    return cut(plain(article.outlet), OUTLET)
