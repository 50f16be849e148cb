"""The archive: what articles came to, kept for whoever asks later, and past a restart."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import msgspec

from bot.feeds.news.memory import Known, digest_of
from bot.market.events import Article
from bot.news.developments import Development
from bot.news.entities import Found
from bot.news.findings import Finding
from bot.news.pieces import Piece
from bot.news.quantities import read as quantities_of
from bot.news.stories import Placing, Step, Story
from bot.news.words import Words
from bot.notes import Note

STAGE = "news"

_encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True, kw_only=True)
class Filed:
    """What an article came to, as it is written down; the story by its id."""

    article: Article
    found: Found
    story: str
    step: Step
    why: str
    fresh: tuple[str, ...]
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, development: Development) -> Self:
        placing = development.placing
        return cls(
            article=placing.piece.article,
            found=placing.piece.found,
            story=placing.story.id,
            step=placing.step,
            why=placing.why,
            fresh=placing.fresh,
            findings=development.findings,
        )

    @property
    def piece(self) -> Piece:
        """Read the words again: whom they name is known, and may be called something else now."""
        words = Words.of(self.article.title, self.article.text)
        quantities = quantities_of(words.all)
        return Piece(article=self.article, words=words, found=self.found, quantities=quantities)

    def development(self, story: Story, piece: Piece) -> Development:
        placing = Placing(step=self.step, story=story, piece=piece, why=self.why, fresh=self.fresh)
        return Development(placing=placing, findings=self.findings)


class Archive:
    """Keeps developments in the order they came, under keys that sort like that."""

    def __init__(self) -> None:
        self._kept: dict[str, Development] = {}
        self._of: dict[str, list[str]] = {}
        self._changed: dict[str, None] = {}
        self._instant = self._number = 0
        self._decoder = msgspec.json.Decoder(Filed)

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, development: Development) -> None:
        """Keep what an article came to."""
        key = self._name(development)
        self._put(key, development)
        self._changed[key] = None

    def of(self, story: str) -> list[Development]:
        """List what came to a story, in order."""
        return [self._kept[key] for key in self._of.get(story, ())]

    def newest_first(self) -> Iterable[Development]:
        return reversed(self._kept.values())

    def known_of(self, feed: str) -> Known:
        """Say what there is of a feed."""
        kept = self._kept.values()
        articles = [one.article for one in kept if one.article.feed == feed]
        return Known(
            ids=frozenset(one.id for one in articles),
            newest=max((one.published for one in articles), default=None),
            digests=frozenset(digest_of(one.title, one.text) for one in articles),
        )

    def prune(self, before: datetime, most: int) -> None:
        """Let go of what came before an instant, and of what is more than so many."""
        gone = []
        for place, (key, development) in enumerate(self._kept.items()):
            if development.article.seen >= before and len(self._kept) - place <= most:
                break
            gone.append(key)
        for key in gone:
            self._forget(key)

    def changes(self) -> list[Note]:
        """Write down what has changed since this was last asked."""
        changed, self._changed = self._changed, {}
        return [Note(stage=STAGE, key=key, body=self._body(key)) for key in changed]

    def read(self, notes: Iterable[Note]) -> dict[str, Filed]:
        """Read what was written down, in the order it came, each under its key."""
        mine = {note.key: note.body for note in notes if note.stage == STAGE and note.body}
        return {key: self._decoder.decode(mine[key]) for key in sorted(mine)}

    def take_back(self, key: str, development: Development) -> None:
        """Keep again what was written down under a key."""
        self._put(key, development)

    def leave(self, key: str) -> None:
        """Let go of what was written down under a key, and is of no use any more."""
        self._changed[key] = None

    # In the order they come: of one instant there may be as many as a feed has entries.
    def _name(self, development: Development) -> str:
        micros = int(development.article.seen.timestamp() * 1_000_000)
        self._number = self._number + 1 if micros == self._instant else 0
        self._instant = micros
        while (key := f"{micros:017}-{self._number:06}") in self._kept:
            self._number += 1
        return key

    def _put(self, key: str, development: Development) -> None:
        self._kept[key] = development
        self._of.setdefault(development.story.id, []).append(key)

    def _forget(self, key: str) -> None:
        development = self._kept.pop(key)
        self._changed[key] = None
        theirs = self._of[development.story.id]
        theirs.remove(key)
        if not theirs:
            del self._of[development.story.id]

    def _body(self, key: str) -> str:
        development = self._kept.get(key)
        return "" if development is None else _encode(Filed.of(development)).decode()
