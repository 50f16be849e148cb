"""The directory: whom news may name, from what is watched, and from what the operator wrote."""

from collections.abc import Iterable, Iterator

from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.news.entities import Company, Group, Name, Theme
from bot.news.names.lexicon import Lexicon
from bot.news.names.senses import is_word
from bot.owners import EVERYBODY, owner_of

_Known = tuple[int, tuple[str | None, ...]]


class Directory:
    """Composes the lexicon of all that is watched; anew once some of it has changed.

    An instrument goes by its symbol, by the name of its listing, and by what the operator says.
    Lists that rooms have made for themselves name nobody: what news say is read for everybody.
    """

    def __init__(
        self, market: Market, companies: Iterable[Company] = (), themes: Iterable[Theme] = ()
    ) -> None:
        self.themes = tuple(themes)
        self._market = market
        self._written = {one.symbol: one for one in companies}
        self._known: _Known | None = None
        self._lexicon = Lexicon((), (), ())

    def lexicon(self) -> Lexicon:
        """Return the lexicon as of now."""
        known = self._now()
        if known != self._known:
            self._known = known
            self._lexicon = Lexicon(self.companies(), tuple(self._groups()), self.themes)
        return self._lexicon

    def companies(self) -> tuple[Company, ...]:
        """List every instrument that can be named."""
        symbols = dict.fromkeys([*self._market.tapes, *self._benchmarks(), *self._written])
        return tuple(map(self._company, symbols))

    def _company(self, symbol: Symbol) -> Company:
        written = self._written.get(symbol)
        names = (*(written.names if written else ()), *self._listing(symbol))
        word = (written is not None and written.word) or is_word(symbol)
        return Company(symbol=symbol, names=names, word=word)

    # A reference that knows no name repeats the symbol.
    def _listing(self, symbol: Symbol) -> tuple[Name, ...]:
        name = _listed(self._market, symbol)
        return (Name(text=name),) if name and name != symbol else ()

    def _benchmarks(self) -> Iterator[Symbol]:
        for sector in self._market.sectors.values():
            if sector.watchlist.benchmark is not None:
                yield sector.watchlist.benchmark

    def _groups(self) -> Iterator[Group]:
        for name, sector in self._market.sectors.items():
            watchlist = sector.watchlist
            title = () if watchlist.title == name else (watchlist.title,)
            if owner_of(name) == EVERYBODY and (watchlist.called or title):
                yield Group(name=name, names=(*watchlist.called, *title))

    # What the lexicon is made of; comparing it is cheap, for names that stay are the same objects.
    def _now(self) -> _Known:
        tapes = self._market.tapes.values()
        return self._market.edition, tuple(
            tape.reference.name if tape.reference else None for tape in tapes
        )


def _listed(market: Market, symbol: Symbol) -> str:
    tape = market.tapes.get(symbol)
    return tape.reference.name if tape is not None and tape.reference is not None else ""
