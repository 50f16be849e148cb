"""Filing: the articles of the last days, found by their item, their words and their facts."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.news.pieces import Piece
from bot.news.shelving.facts import Facts
from bot.news.shelving.likeness import Filed, Held
from bot.news.shelving.postings import Postings
from bot.news.shelving.rarity import Rarity
from bot.news.stories import Story

WINDOW = timedelta(hours=36)
"""How long an article is held beside new ones."""

KEPT = timedelta(days=7)
"""How long an article is known, so that another version of it is told from news."""

MOST = 100_000
"""Articles that are known; of more the oldest leave."""


@dataclass(slots=True)
class Entry:
    """An article that is filed; new ones are held beside it while it is `current`."""

    number: int
    piece: Piece
    story: Story
    filed: Filed
    digest: str
    current: bool = True

    @property
    def owner(self) -> str:
        return self.piece.article.owner


class Filing:
    """Keeps articles in the order they came, within bounds of age and number.

    What is somebody's own is found by his articles alone.
    """

    def __init__(self, most: int = MOST) -> None:
        self.stories: dict[str, Story] = {}
        self.rarity = Rarity()
        self._most = most
        self._entries: dict[int, Entry] = {}
        self._of_item: dict[tuple[str, str], Entry] = {}
        self._of_words: dict[str, list[Entry]] = {}
        self._of_story: dict[str, list[Entry]] = {}
        self._postings: dict[str, Postings] = {}
        self._comparing: deque[Entry] = deque()
        self._number = 0
        self._now: datetime | None = None

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, piece: Piece, story: Story, held: Held, digest: str) -> Entry:
        """File an article with its story; the version before it is no longer compared with."""
        self._number += 1
        entry = Entry(self._number, piece, story, Filed(held), digest)
        if (before := self.item(piece)) is not None:
            self._leave(before)
        self._entries[entry.number] = self._of_item[_item(piece)] = entry
        self._of_words.setdefault(digest, []).append(entry)
        self._of_story.setdefault(story.id, []).append(entry)
        self._postings.setdefault(entry.owner, Postings()).add(entry.number, held.facts)
        self._comparing.append(entry)
        if not entry.owner:
            self.rarity.count(held.facts)
        if len(self._entries) > self._most:
            self._forget(self._oldest())
        return entry

    def item(self, piece: Piece) -> Entry | None:
        """Return the last version of the item that an article is a version of."""
        return self._of_item.get(_item(piece))

    def reprints(self, digest: str, owner: str) -> Iterator[Entry]:
        """Return the articles in the same words that an owner sees."""
        for entry in self._of_words.get(digest, ()):
            if entry.current and entry.owner in {"", owner}:
                yield entry

    def near(self, facts: Facts, owner: str) -> Iterator[Entry]:
        """Return the articles that are worth holding beside others, of those an owner sees."""
        for one in dict.fromkeys(("", owner)):
            if (postings := self._postings.get(one)) is not None:
                for number in postings.nearest(facts, self.rarity):
                    yield self._entries[number]

    def told(self, story: Story, owner: str) -> Iterator[Entry]:
        """Return the articles of a story that are compared with, of those an owner sees."""
        for entry in self._of_story.get(story.id, ()):
            if entry.current and entry.owner in {"", owner}:
                yield entry

    def prune(self, now: datetime) -> None:
        """Let go of what is too old at an instant."""
        self._now = now = now if self._now is None else max(now, self._now)
        while self._comparing and self._comparing[0].piece.article.seen < now - WINDOW:
            self._leave(self._comparing[0])
        while self._entries:
            first = self._oldest()
            if first.piece.article.seen >= now - KEPT:
                break
            self._forget(first)

    # They leave as they came, so there is no gap; a dictionary that is emptied from its front would
    # go through all that has left it to find its first.
    def _oldest(self) -> Entry:
        return self._entries[self._number - len(self._entries) + 1]

    # It is no longer compared with; what it said is not counted any more.
    def _leave(self, entry: Entry) -> None:
        while self._comparing and not self._comparing[0].current:
            self._comparing.popleft()
        if not entry.current:
            return
        entry.current = False
        self._postings[entry.owner].drop(entry.number, entry.filed.facts)
        if not entry.owner:
            self.rarity.forget(entry.filed.facts)

    def _forget(self, entry: Entry) -> None:
        self._leave(entry)
        del self._entries[entry.number]
        if self._of_item.get(_item(entry.piece)) is entry:
            del self._of_item[_item(entry.piece)]
        _without(self._of_words, entry.digest, entry)
        _without(self._of_story, entry.story.id, entry)
        entry.story.pieces.pop(0)
        if entry.story.id not in self._of_story:
            del self.stories[entry.story.id]


def _item(piece: Piece) -> tuple[str, str]:
    return piece.article.owner, piece.key


def _without(lists: dict[str, list[Entry]], key: str, entry: Entry) -> None:
    lists[key].remove(entry)
    if not lists[key]:
        del lists[key]
