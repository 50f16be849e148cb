"""Words of news commands: what news is to be about, and which story is meant."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import NewType

from bot.commands import Choice
from bot.market.instruments import Symbol
from bot.texts import said
from handlers import meant, named
from handlers.desk import Desk
from handlers.heard import instruments
from handlers.newsdesk import Told
from handlers.words import echo

StoryName = NewType("StoryName", str)
"""The whole name of a story that is kept."""

Pasted = NewType("Pasted", str)
"""A text that may claim something, or the address of a page that does."""

SUGGESTED = 200
"""Stories that are suggested while people type, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What news is to be about: some instruments, a list with its members, a theme, or words."""

    typed: str
    symbols: frozenset[Symbol] = frozenset()
    group: str = ""
    theme: str = ""
    words: tuple[str, ...] = ()

    def fits(self, story: Told) -> bool:
        """Tell whether a story is about it; words must all stand in one of its articles."""
        found = [piece.found for piece in story.pieces]
        if self.symbols and any(self.symbols & set(one.symbols) for one in found):
            return True
        if self.group and any(one.group == self.group for it in found for one in it.groups):
            return True
        if self.theme and any(self.theme in one.themes for one in found):
            return True
        return bool(self.words) and any(
            all(word in text for word in self.words) for text in _texts(story)
        )


def about(text: str, desk: Desk) -> About:
    """Read what news is to be about: a list's name, symbols, a theme, or else words."""
    lists = {name.lower(): sector.watchlist for name, sector in desk.lists.items()}
    if (known := lists.get(text.lower())) is not None:
        return About(typed=text, symbols=frozenset(known.members), group=known.name)
    words = text.replace(",", " ").split()
    symbols = frozenset(Symbol(word.removeprefix("$").upper()) for word in words)
    if symbols and symbols <= set(instruments(desk)):
        return About(typed=text, symbols=symbols)
    themes = {
        spelt.lower(): one.name for one in desk.news.themes for spelt in (one.title, one.name)
    }
    if (theme := themes.get(text.lower())) is not None:
        return About(typed=text, theme=theme)
    return About(typed=text, words=tuple(word.casefold() for word in words))


def subjects(desk: Desk) -> Iterable[Choice]:
    """Suggest what news may be about."""
    themes = [Choice(f"{one.name} {one.title}", one.name) for one in desk.news.themes]
    return [*meant.lists(desk), *themes, *meant.symbols(desk)]


def story(word: str, desk: Desk) -> StoryName:
    """Read which story is meant by its first letters. Raises UserError."""
    none = said("There is no story {typed}; /news lists what there is.", typed=echo(word))
    return StoryName(named.begun(word, desk.news.names.all, none))


def stories(desk: Desk) -> Iterable[Choice]:
    """Suggest the stories there are, the newest first."""
    names = desk.news.names
    newest = islice(desk.news.stories, SUGGESTED)
    return [Choice(f"{names.short(one.id)} {one.headline}", one.id) for one in newest]


def _texts(story: Told) -> Iterable[str]:
    for piece in story.pieces:
        yield f"{piece.words.all} {piece.article.outlet}".casefold()
