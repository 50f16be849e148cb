"""The shelf: stories that may still go on, and where each article belongs among them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from operator import itemgetter

from bot.news.pieces import Piece
from bot.news.shelving import telling, versions
from bot.news.shelving.bags import TITLE
from bot.news.shelving.edits import trivial
from bot.news.shelving.facts import facts_of
from bot.news.shelving.filing import MOST, Entry, Filing
from bot.news.shelving.likeness import Held, Likeness
from bot.news.shelving.novelty import apart, fresh
from bot.news.stories import Placing, Step, Story

SAME = 0.5
"""The score from which on two articles tell one event."""

UNLIKE = -2.5
"""What an article scores at least beside the one that began a story, so that no chain is made."""

ANOTHER = 0.5
"""How alike titles are at most under which an outlet tells two things under one id."""

EARLY = 4
"""Articles of a story among which one is looked for that tells more than a headline."""

DIGITS = 8
"""Of a story's id."""

SHORT = 40
"""Letters of an article that anybody may have written just so."""


@dataclass(frozen=True, slots=True)
class _Coming:
    # An article to be placed; `digest` is that of its words.
    piece: Piece
    held: Held
    digest: str

    @property
    def owner(self) -> str:
        return self.piece.article.owner

    # Whether an article of the same outlet says the same, give or take a misprint.
    def repeats(self, entry: Entry) -> bool:
        if entry.piece.article.outlet != self.piece.article.outlet:
            return False
        return entry.digest == self.digest or trivial(entry.piece.words, self.piece.words)


@dataclass(frozen=True, slots=True)
class _Match:
    # The article of a story that is most like one, and how like.
    entry: Entry
    likeness: Likeness
    score: float
    same: bool


class Shelf:
    """Puts articles into stories.

    An article of one owner's own feed is held beside everybody's and his; one that is everybody's
    beside everybody's alone, so that what others read depends on nobody's own feeds.
    """

    def __init__(self, most: int = MOST) -> None:
        self._filing = Filing(most)

    def __len__(self) -> int:
        return len(self._filing.stories)

    def __iter__(self) -> Iterator[Story]:
        """Go through the stories in the order they began."""
        return iter(list(self._filing.stories.values()))

    def find(self, story: str) -> Story | None:
        """Find a story by its id."""
        return self._filing.stories.get(story)

    def place(self, piece: Piece) -> Placing:
        """Put an article where it belongs, and say why there."""
        self._filing.prune(piece.article.seen)
        coming = self._coming(piece)
        return self._again(coming) or self._reprinted(coming) or self._told(coming)

    def restore(self, placed: Iterable[tuple[Piece, str, Step]]) -> None:
        """Take back articles with the story each was put into, in the order they came."""
        for piece, name, step in placed:
            self._filing.prune(piece.article.seen)
            if step is not Step.SAME:
                self._file(self._coming(piece), self.find(name) or self._story(piece, name))

    def _coming(self, piece: Piece) -> _Coming:
        held = Held(facts_of(piece), self._filing.rarity)
        return _Coming(piece, held, piece.words.digest)

    # Another version of an item: nothing, more of it, a correction, or another matter altogether.
    def _again(self, coming: _Coming) -> Placing | None:
        if (before := self._filing.item(coming.piece)) is None:
            return None
        if coming.repeats(before):
            return _same(coming, before)
        likeness = coming.held.beside(before.filed)
        if not (likeness.who or likeness.said) and likeness.titles_alike < ANOTHER:
            return None
        now, then = coming.held.facts, before.filed.facts
        added, dropped = apart(now, then), apart(then, now)
        self._file(coming, before.story)
        return Placing(
            step=versions.step(before.piece, coming.piece, then, now),
            story=before.story,
            piece=coming.piece,
            why=telling.corrected(before.piece, added, dropped),
            fresh=added,
            beside=before.piece,
        )

    # The words of an article that somebody has told already, under whatever id.
    def _reprinted(self, coming: _Coming) -> Placing | None:
        reprints = list(self._filing.reprints(coming.digest, coming.owner))
        if not reprints or len(coming.piece.words.all) < SHORT:
            return None
        for entry in reprints:
            if coming.repeats(entry):
                return _same(coming, entry)
        first = reprints[0]
        self._file(coming, first.story)
        return Placing(
            step=Step.JOINED,
            story=first.story,
            piece=coming.piece,
            why=telling.same_words(first.piece),
            beside=first.piece,
        )

    # Told in words of its own: of an event that is known, or of a new one.
    def _told(self, coming: _Coming) -> Placing:
        match = self._nearest(coming)
        if match is None or not match.same:
            return self._begun(coming, match)
        story = match.entry.story
        told = list(self._filing.told(story, coming.owner))
        for entry in told:
            if coming.repeats(entry):
                return _same(coming, entry)
        new = fresh(coming.held.facts, [entry.filed.facts for entry in told])
        self._file(coming, story)
        return Placing(
            step=Step.UPDATE if new else Step.JOINED,
            story=story,
            piece=coming.piece,
            why=telling.joined(match.entry.piece, coming.held, match.likeness),
            fresh=new,
            beside=match.entry.piece,
        )

    def _begun(self, coming: _Coming, nearest: _Match | None) -> Placing:
        story = self._story(coming.piece, self._name(coming.piece))
        self._file(coming, story)
        why = telling.nothing_near()
        if nearest is not None:
            why = telling.apart(nearest.entry.piece, coming.held, nearest.likeness)
        return Placing(step=Step.NEW, story=story, piece=coming.piece, why=why)

    # The story that an article is most like; one that it can join before one that it cannot. What
    # cannot be told by whom and numbers alone is looked at whole.
    def _nearest(self, coming: _Coming) -> _Match | None:
        near = self._filing.near(coming.held.facts, coming.owner)
        promised = [(coming.held.promise(entry.filed), entry) for entry in near]
        promised.sort(key=itemgetter(0), reverse=True)
        by_story: dict[str, list[Entry]] = {}
        for promise, entry in promised:
            if promise >= SAME or not by_story:
                by_story.setdefault(entry.story.id, []).append(entry)
        matches = [self._match(coming, entries) for entries in by_story.values()]
        return max(matches, key=lambda match: (match.same, match.score), default=None)

    def _match(self, coming: _Coming, entries: list[Entry]) -> _Match:
        first = self._first(entries[0].story, coming.owner)
        beside = {entry.number: entry for entry in (first, *entries)}
        likened = [(entry, coming.held.beside(entry.filed)) for entry in beside.values()]
        scored = [(likeness.score, entry, likeness) for entry, likeness in likened]
        score, entry, likeness = max(scored, key=itemgetter(0))
        return _Match(entry, likeness, score, same=score >= SAME and scored[0][0] >= UNLIKE)

    # What tells first what a story is about: a flash of one line says too little to hold others to.
    def _first(self, story: Story, owner: str) -> Entry:
        told = islice(self._filing.told(story, owner), EARLY)
        first = next(told)
        if first.filed.facts.sentences > TITLE:
            return first
        return next((one for one in told if one.filed.facts.sentences > TITLE), first)

    def _file(self, coming: _Coming, story: Story) -> None:
        piece = coming.piece
        story.pieces.append(piece)
        if piece.article.owner == story.owner:
            story.updated = max(story.updated, piece.article.seen)
        self._filing.add(piece, story, coming.held, coming.digest)

    def _story(self, piece: Piece, name: str) -> Story:
        seen = piece.article.seen
        story = Story(id=name, owner=piece.article.owner, began=seen, updated=seen, pieces=[])
        self._filing.stories[name] = story
        return story

    # By what began it, so that it is the same in every run; longer where another has that already.
    def _name(self, piece: Piece) -> str:
        seen = piece.article.seen.isoformat()
        digest = sha256(f"{piece.article.owner}\x1f{piece.key}\x1f{seen}".encode()).hexdigest()
        digits = DIGITS
        while digest[:digits] in self._filing.stories:
            digits += 1
        return digest[:digits]


def _same(coming: _Coming, entry: Entry) -> Placing:
    return Placing(
        step=Step.SAME,
        story=entry.story,
        piece=coming.piece,
        why=telling.nothing_new(entry.piece),
        beside=entry.piece,
    )
