"""Searches: what a form on news asks of an article, bound to those whom the market knows."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from bot.market.instruments import Symbol
from bot.market.sector import Sector
from bot.news.findings import Finding
from bot.news.names.phrases import Phrase
from bot.news.pieces import Piece
from bot.news.stories import Placing, Step, seen
from bot.owners import EVERYBODY

ANY_NEWS = "News"
"""The subject of a rule on news that names nobody; no symbol and no watchlist is written so."""

RECENT = 64
"""Articles of which it is known what they say; a story rarely has as many."""

Test = Callable[[Piece], bool]
"""Tells whether an article is such."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Names whom an article is to be about: one of these.

    `lists` are meant as a whole or by any member, `members` by a member alone; an edit of either
    counts from the next article on.
    """

    symbols: frozenset[Symbol] = frozenset()
    lists: tuple[Sector, ...] = ()
    members: tuple[Sector, ...] = ()

    def named_in(self, piece: Piece) -> bool:
        """Tell whether an article names one of them."""
        found = piece.found
        groups = (f"{together.group}" for together in found.groups)
        return any(map(self.is_one, found.symbols)) or any(map(self.is_whole, groups))

    def claimed_of(self, finding: Finding) -> bool:
        """Tell whether a claim, or the one that it contradicts, is about one of them."""
        claims = (finding.claim, finding.against)
        subjects = [claim.subject for claim in claims if claim is not None]
        return any(self.is_one(Symbol(name)) or self.is_whole(name) for name in subjects)

    def is_one(self, symbol: Symbol) -> bool:
        listed = (sector.watchlist.members for sector in (*self.lists, *self.members))
        return symbol in self.symbols or any(symbol in members for members in listed)

    def is_whole(self, name: str) -> bool:
        return any(sector.watchlist.name == name for sector in self.lists)


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """Says which articles a form on news waits for, and who may know of them.

    What is `wanted` is asked of one article, all of it, as is which outlets are `left_out`; what is
    `barred` must not be in any article of its story so far. `about` is whom all of them must name,
    and `not_about` whom none may. `owner` is whose rule asks: of what others have subscribed to it
    hears nothing.
    """

    owner: str
    about: tuple[Whom, ...] = ()
    not_about: tuple[Whom, ...] = ()
    wanted: tuple[Test, ...] = ()
    left_out: tuple[Test, ...] = ()
    barred: tuple[Test, ...] = ()

    @property
    def symbols(self) -> frozenset[Symbol] | None:
        """The instruments one of which it must be about; None where that does not say it all."""
        certain = (w.symbols for w in self.about if not w.lists and not w.members)
        return next(certain, None)

    def sees(self, piece: Piece) -> bool:
        """Tell whether an article is the asker's to know."""
        return piece.article.owner in {EVERYBODY, self.owner}

    def finds(self, placing: Placing) -> bool:
        """Tell whether an article is the first of its story that is such.

        What a feed had in it when it was first read is none, and what follows it is not the first.
        """
        piece = placing.piece
        if placing.step is Step.SAME or piece.article.backlog:
            return False
        if not self.sees(piece) or not self._fits(piece):
            return False
        barred: dict[str, bool] = {}
        for earlier in self._before(placing):
            barred[earlier.key] = self._bars(earlier)
            if self._fits(earlier) and not any(barred.values()):
                return False
        barred[piece.key] = self._bars(piece)
        return not any(barred.values())

    def mismatches(self, findings: Iterable[Finding], piece: Piece) -> list[Finding]:
        """Return those of an article's claims that do not fit and are about whom it asks."""
        if piece.article.backlog or not self.sees(piece) or not self._is_such(piece):
            return []
        if any(test(piece) for test in self.barred):
            return []
        return [
            finding
            for finding in findings
            if all(whom.claimed_of(finding) for whom in self.about)
            and not any(whom.claimed_of(finding) for whom in self.not_about)
        ]

    def _before(self, placing: Placing) -> list[Piece]:
        earlier = []
        for one in seen(placing.story, self.owner):
            if one is placing.piece:
                break
            earlier.append(one)
        return earlier

    def _fits(self, piece: Piece) -> bool:
        return all(whom.named_in(piece) for whom in self.about) and self._is_such(piece)

    def _is_such(self, piece: Piece) -> bool:
        wanted = all(test(piece) for test in self.wanted)
        return wanted and not any(test(piece) for test in self.left_out)

    def _bars(self, piece: Piece) -> bool:
        named = any(whom.named_in(piece) for whom in self.not_about)
        return named or any(test(piece) for test in self.barred)


class Mentioned:
    """Asks whether an article says one of some phrases; many rules ask it of the same few."""

    __slots__ = ("_known", "_phrases")

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = tuple(Phrase(phrase) for phrase in phrases)
        self._known: dict[int, tuple[Piece, bool]] = {}

    def __call__(self, piece: Piece) -> bool:
        known = self._known.get(id(piece))
        if known is not None and known[0] is piece:
            return known[1]
        if len(self._known) >= RECENT:
            self._known.clear()
        said = any(phrase.said(piece.words) for phrase in self._phrases)
        self._known[id(piece)] = (piece, said)
        return said


@lru_cache(maxsize=1024)
def mentions(phrases: tuple[str, ...]) -> Test:
    """Ask whether an article says one of some phrases."""
    return Mentioned(phrases)


def outlets(names: Iterable[str]) -> Test:
    """Ask whether an article is of one of some outlets, or came by a feed of that name."""
    known = frozenset(map(_bare, names))
    return lambda piece: (
        not known.isdisjoint((_bare(piece.article.outlet), _bare(piece.article.feed)))
    )


def themes(names: Iterable[str]) -> Test:
    """Ask whether an article is on one of some themes."""
    known = frozenset(names)
    return lambda piece: not known.isdisjoint(theme.lower() for theme in piece.found.themes)


# `miner-desk` is Miner Desk.
def _bare(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("_", " ").split())
