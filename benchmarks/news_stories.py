"""Stories: an article placed among 100,000, and how well it is placed.

Beside the shelf stand datasketch's MinHash LSH over word triples, and a scan of everything with
rapidfuzz's token_set_ratio; both call an article the story of the nearest one before it that is
near enough. They are compared for time, on stories from a grammar, and on the sets labelled by
hand. Reading an article, which comes before it is placed, is measured by itself.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from itertools import combinations, islice
from statistics import fmean, quantiles
from time import perf_counter
from typing import Any, Protocol

from rapidfuzz import fuzz, process, utils

from benchmarks.goals import Goal, Outcome
from benchmarks.labelled import SETS, LabelledSet
from benchmarks.machine import resident
from benchmarks.newspaper import Newspaper, Print
from benchmarks.turns import Turns, take
from bot.market.events import Article
from bot.market.instruments import Symbol
from bot.news import quantities
from bot.news.entities import Company, Name
from bot.news.names.lexicon import Lexicon
from bot.news.pieces import Piece
from bot.news.shelving.shelf import Shelf
from bot.news.words import Words

OURS, MINHASH, SCAN, READING = "the shelf", "MinHash LSH", "rapidfuzz scan", "reading it first"
SIMILAR = 0.5  # of the triples, as an estimate
ALIKE = 80  # of a hundred, by token_set_ratio
PERMUTATIONS = 128
SIZES = 3  # words of a triple


class Placer(Protocol):
    """Says which story an article belongs to."""

    def place(self, piece: Piece) -> str:
        """Put it there, and return the story's name."""


class OurShelf:
    """The shelf itself."""

    def __init__(self) -> None:
        self._shelf = Shelf(most=1_000_000)

    def place(self, piece: Piece) -> str:
        return self._shelf.place(piece).story.id


class NearHash:
    """Finds articles that share word triples."""

    def __init__(self) -> None:
        self._library = import_module("datasketch")
        self._index = self._library.MinHashLSH(threshold=SIMILAR, num_perm=PERMUTATIONS)
        self._hashes: list[Any] = []
        self._stories: list[str] = []

    def place(self, piece: Piece) -> str:
        number, hashed = len(self._hashes), self._hashed(piece)
        near = self._index.query(hashed)
        best = max(near, key=lambda one: (self._hashes[one].jaccard(hashed), one), default=None)
        story = str(number) if best is None else self._stories[best]
        self._index.insert(number, hashed)
        self._hashes.append(hashed)
        self._stories.append(story)
        return story

    def _hashed(self, piece: Piece) -> Any:  # noqa: ANN401 (the library has no types)
        words = piece.words.all.lower().split()
        count = max(1, len(words) - SIZES + 1)
        triples = {" ".join(words[n : n + SIZES]).encode() for n in range(count)}
        hashed = self._library.MinHash(num_perm=PERMUTATIONS)
        hashed.update_batch(sorted(triples))
        return hashed


@dataclass(slots=True)
class Scan:
    """Looks at every article there was."""

    _texts: list[str] = field(default_factory=list)
    _stories: list[str] = field(default_factory=list)

    def place(self, piece: Piece) -> str:
        text = utils.default_process(piece.words.all)
        found = process.extractOne(
            text, self._texts, scorer=fuzz.token_set_ratio, processor=None, score_cutoff=ALIKE
        )
        return self.add(piece, None if found is None else self._stories[found[2]])

    def add(self, piece: Piece, story: str | None = None) -> str:
        """Take an article in without looking, as a story of its own where none is given."""
        story = str(len(self._texts)) if story is None else story
        self._texts.append(utils.default_process(piece.words.all))
        self._stories.append(story)
        return story


def measure(*, quick: bool) -> Outcome:
    """Measure how long placing takes, and how well it is done."""
    outcome = Outcome()
    for part in (_timed, _told, _by_hand):
        one = part(quick=quick)
        outcome.figures |= one.figures
        outcome.goals += one.goals
    return outcome


# As many stories as are told in a day and a half, then articles that nobody has told yet.
def _timed(*, quick: bool) -> Outcome:
    count, rounds, turn = (5_000, 3, 100) if quick else (100_000, 5, 1_000)
    reader = _Reader(Newspaper())
    stories = [reader.told(number) for number in range(count)]
    ours, before = OurShelf(), resident()
    _fill(ours, stories)
    held = resident() - before
    gc.collect()
    gc.freeze()
    others: dict[str, Placer] = {MINHASH: NearHash(), SCAN: Scan()}
    for placer in others.values():
        _fill(placer, stories)
    fresh = iter(range(count, count + 100 * turn))
    costs: list[float] = []
    ways: dict[str, Callable[[], float]] = {
        OURS: partial(_placed, ours, reader, fresh, turn, costs),
        MINHASH: partial(_placed, others[MINHASH], reader, fresh, turn, []),
        SCAN: partial(_placed, others[SCAN], reader, fresh, 3, []),
        READING: partial(_read, reader, fresh, turn),
    }
    turns = take(ways, rounds)
    gc.unfreeze()
    slowest = quantiles(costs, n=100)[-1]
    _show(turns, count, slowest, held)
    figures = {"turns": turns.told(), "stories": count, "p99": slowest, "bytes": held}
    return Outcome({"placing": figures}, list(_timed_goals(turns, count, slowest)))


# What a scan would find among them takes it hours, and is of no use.
def _fill(placer: Placer, pieces: Iterable[Piece]) -> list[str]:
    put = placer.add if isinstance(placer, Scan) else placer.place
    return [put(piece) for piece in pieces]


def _placed(
    placer: Placer, reader: "_Reader", fresh: Iterator[int], count: int, costs: list[float]
) -> float:
    pieces = [reader.told(number) for number in islice(fresh, count)]
    for piece in pieces:
        start = perf_counter()
        placer.place(piece)
        costs.append(perf_counter() - start)
    return fmean(costs[-count:])


def _read(reader: "_Reader", fresh: Iterator[int], count: int) -> float:
    prints = [reader.paper.told(number) for number in islice(fresh, count)]
    start = perf_counter()
    for one in prints:
        reader.read(one, "Wire")
    return (perf_counter() - start) / count


# Of stories from the grammar: who finds them again, and who takes others for them.
def _told(*, quick: bool) -> Outcome:
    count, probes = (600, 60) if quick else (3_000, 300)
    reader = _Reader(Newspaper(seed=8))
    stories = [reader.told(number) for number in range(count)]
    kinds: dict[str, Callable[[int], Print]] = {
        "reprinted": reader.paper.reprinted,
        "retold": reader.paper.retold,
        "next day": reader.paper.next_day,
        "another story": lambda story: reader.paper.told(count + story),
    }
    found = {
        name: {
            kind: _joined(make(), stories, [reader.read(tell(n), kind) for n in range(probes)])
            for kind, tell in kinds.items()
        }
        for name, make in PLACERS.items()
    }
    _table("taken for the story they resemble, of stories from the grammar", found)
    ours = found[OURS]
    goals = [
        _share("reprints found", ours["reprinted"], least=0.99),
        _share("retold in other words found", ours["retold"], least=0.95),
        _share("next day's taken for the same", ours["next day"], most=0.01),
        _share("other stories taken for one that was told", ours["another story"], most=0.01),
    ]
    return Outcome({"grammar": found}, goals)


def _joined(placer: Placer, stories: Sequence[Piece], probes: Sequence[Piece]) -> float:
    named = set(_fill(placer, stories))
    return fmean(placer.place(piece) in named for piece in probes)


def _by_hand(*, quick: bool) -> Outcome:
    del quick
    outcome = Outcome()
    for folder in sorted(SETS.iterdir()):
        one = by_hand(LabelledSet(folder))
        outcome.figures |= one.figures
        outcome.goals += one.goals
    return outcome


def by_hand(labelled: LabelledSet) -> Outcome:
    """Place the articles of a set, and say how well their pairs are found."""
    found = {
        name: dict(zip(("precision", "recall"), pairs(labelled, make()), strict=True))
        for name, make in PLACERS.items()
    }
    _table(f"pairs of the set `{labelled.name}`, labelled by hand", found)
    goals = [
        _share(f"{labelled.name}: precision of pairs", found[OURS]["precision"], least=0.98),
        _share(f"{labelled.name}: recall of pairs", found[OURS]["recall"], least=0.85),
    ]
    return Outcome({labelled.name: found}, goals)


def pairs(labelled: LabelledSet, placer: Placer) -> tuple[float, float]:
    """Place articles in order: of two put together how many belong so, of those that do how many.

    Of an item's versions the first stands for all; the others are in its story by their name.
    """
    placed: dict[str, tuple[str, str]] = {}
    for one in labelled.articles:
        piece = _piece(one.article(), labelled.lexicon)
        story = placer.place(piece)
        placed.setdefault(piece.key, (one.story, story))
    true = found = right = 0
    for (label, story), (other_label, other_story) in combinations(placed.values(), 2):
        true += label == other_label
        found += story == other_story
        right += label == other_label and story == other_story
    return right / found if found else 1.0, right / true if true else 1.0


PLACERS: dict[str, Callable[[], Placer]] = {OURS: OurShelf, MINHASH: NearHash, SCAN: Scan}


def _piece(article: Article, lexicon: Lexicon) -> Piece:
    words = Words.of(article.title, article.text)
    found = lexicon.read(words, article.published.date(), article.tickers)
    return Piece(article=article, words=words, found=found, quantities=quantities.read(words.all))


class _Reader:
    # Reads what the newspaper prints, knowing its listed companies.
    def __init__(self, paper: Newspaper) -> None:
        self.paper = paper
        companies = [
            Company(symbol=Symbol(f"Q{number:04d}"), names=(Name(text=name),))
            for number, name in enumerate(paper.listed)
        ]
        self._lexicon = Lexicon(companies, [], [])

    def told(self, story: int) -> Piece:
        return self.read(self.paper.told(story), "Wire")

    def read(self, one: Print, outlet: str) -> Piece:
        article = Article(
            id=f"{outlet}-{one.story}",
            outlet=outlet,
            url="",
            title=one.title,
            text=one.text,
            published=one.at,
            seen=one.at,
        )
        return _piece(article, self._lexicon)


def _show(turns: Turns, count: int, slowest: float, held: int) -> None:
    print(f"one more article among {count:,}{'µs':>15}{'times ours':>12}")
    for name in turns.costs:
        times = turns.times(OURS, name)
        print(f"  {name:<30}{turns.cost(name) * 1e6:>10,.0f}{times:>12,.2f}")
    print(f"  {OURS}, the slowest of a hundred{slowest * 1e6:>8,.0f}")
    print(f"  {OURS} holds {held / 1e6:,.0f} MB, beside the articles")
    print(f"  the machine itself varied by {turns.unsteadiness:.2f}×", flush=True)


def _table(title: str, found: Mapping[str, Mapping[str, float]]) -> None:
    print(title)
    columns = list(found[OURS])
    print(f"  {'':<20}" + "".join(f"{column:>16}" for column in columns))
    for name, shares in found.items():
        print(
            f"  {name:<20}" + "".join(f"{shares[column]:>16.3f}" for column in columns), flush=True
        )


def _timed_goals(turns: Turns, count: int, slowest: float) -> Iterator[Goal]:
    steady: dict[str, Any] = {"number": "G13", "steady": turns.steady}
    yield Goal(
        text=f"an article placed among {count:,} stories: ms",
        reached=turns.cost(OURS) * 1e3,
        most=1,
        **steady,
    )
    yield Goal(text="and the slowest of a hundred: ms", reached=slowest * 1e3, most=5, **steady)
    yield Goal(
        text="times as quick as a rapidfuzz scan",
        reached=turns.times(OURS, SCAN),
        least=100 if count >= 100_000 else 5,
        **steady,
    )


def _share(
    text: str, reached: float, *, least: float | None = None, most: float | None = None
) -> Goal:
    return Goal(number="G13", text=text, reached=reached, least=least, most=most)
