"""How well news is read: entities, stories and claims beside what people have labelled.

Run it with `make eval-news`; ARGS="--faults" lists each fault, and folders of your own are tried
in the place of those that come with Prebell.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path

from benchmarks.goals import Goal, show, told
from benchmarks.labelled import SETS, LabelledSet, Said
from bot.market.events import Article
from bot.market.sessions import ExchangeCalendar
from bot.news import claiming, quantities
from bot.news.claims import Claim, Figure, Holder
from bot.news.pieces import Piece
from bot.news.shelving.shelf import Shelf
from bot.news.words import Words

OUT = Path("out") / "eval-news.json"

GOALS = {"stories": (0.98, 0.85), "entities": (0.99, 0.95), "claims": (0.95, 0.80)}
"""The least precision and recall of each."""

_SESSIONS = (Figure.PREMARKET, Figure.CHANGE, Figure.POSTMARKET)
_ALIKE = frozenset({Figure.CHANGE, Figure.REGULAR})


@dataclass(slots=True)
class Score:
    """Counts what was found, what was found and is not there, and what was missed."""

    hits: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + len(self.wrong)) if self.hits or self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + len(self.missed)) if self.hits or self.missed else 1.0


def entities(labelled: LabelledSet) -> Score:
    """Score whom each article names: one point for each instrument of each article."""
    score = Score()
    for one in labelled.articles:
        found = set(_piece(labelled, one.article()).found.symbols)
        _tally(score, one.id, Counter(map(str, found)), Counter(set(one.entities)))
    return score


def themes(labelled: LabelledSet) -> Score:
    """Score what each article is on, where that was labelled."""
    score = Score()
    for one in labelled.articles:
        if one.themes is not None:
            found = Counter(_piece(labelled, one.article()).found.themes)
            _tally(score, one.id, found, Counter(one.themes))
    return score


def stories(labelled: LabelledSet) -> tuple[Score, Score]:
    """Score each pair of items that is put in one story, and what each article is to its own."""
    shelf, pairs, steps = Shelf(), Score(), Score()
    ours: dict[str, str] = {}
    theirs: dict[str, str] = {}
    for one in labelled.articles:
        piece = _piece(labelled, one.article())
        placing = shelf.place(piece)
        ours.setdefault(piece.key, placing.story.id)
        theirs.setdefault(piece.key, one.story)
        if one.step:
            _tally(steps, one.id, Counter([placing.step.value]), Counter([one.step]))
    for a, b in combinations(ours, 2):
        together, belong = ours[a] == ours[b], theirs[a] == theirs[b]
        pair = f"{a} + {b}".replace("\x1f", "/")
        if together and belong:
            pairs.hits += 1
        elif together:
            pairs.wrong.append(pair)
        elif belong:
            pairs.missed.append(pair)
    return pairs, steps


def claims(labelled: LabelledSet) -> tuple[Score, Score]:
    """Score what is claimed of whom, and of what was found the finer points that were labelled."""
    calendar = ExchangeCalendar.load()
    whole, points = Score(), Score()
    for one in labelled.texts:
        found = [
            claim
            for claim in claiming.read(_piece(labelled, one.article()), calendar)
            if claim.holder is not Holder.NOBODY
        ]
        unjudged = {said.subject for said in one.claims if said.value is None}
        marks = [_mark(claim, unjudged) for claim in found]
        labels = Counter(map(_label, one.claims))
        told = Counter(marks) - Counter(_moves_told(one.claims, labels))
        _tally(whole, one.id, told, labels)
        by_mark = dict(zip(reversed(marks), reversed(found), strict=True))
        today = calendar.trading_day(one.published)
        days = {Figure.YESTERDAY: calendar.previous_day(today)}
        for said in one.claims:
            if (claim := by_mark.get(_label(said))) is not None:
                _points(points, one.id, claim, said, days.get(claim.figure, today))
    return whole, points


def evaluated(labelled: LabelledSet) -> dict[str, Score]:
    """Score a set in every respect."""
    pairs, steps = stories(labelled)
    said, points = claims(labelled)
    return {
        "entities": entities(labelled),
        "themes": themes(labelled),
        "stories": pairs,
        "steps": steps,
        "claims": said,
        "finer points": points,
    }


def goals_of(name: str, scores: dict[str, Score]) -> list[Goal]:
    """Hold a set's scores to what was promised."""
    goals = []
    for what, (precision, recall) in GOALS.items():
        score = scores[what]
        goals += [
            Goal(number=name, text=f"{what}, precision", reached=score.precision, least=precision),
            Goal(number=name, text=f"{what}, recall", reached=score.recall, least=recall),
        ]
    return goals


def _piece(labelled: LabelledSet, article: Article) -> Piece:
    words = Words.of(article.title, article.text)
    found = labelled.lexicon.read(words, article.published.date(), article.tickers)
    numbers = quantities.read(words.all)
    return Piece(article=article, words=words, found=found, quantities=numbers)


def _tally(score: Score, where: str, found: Counter[str], labelled: Counter[str]) -> None:
    score.hits += (found & labelled).total()
    score.wrong += [f"{where}: {what}" for what in sorted((found - labelled).elements())]
    score.missed += [f"{where}: {what}" for what in sorted((labelled - found).elements())]


# Who led by how much, where that was not judged, is whatever it was taken for.
def _mark(claim: Claim, unjudged: Collection[str] = ()) -> str:
    value, upper = claim.value, claim.upper
    if claim.figure is Figure.LEADER and claim.subject in unjudged:
        value = upper = None
    return _written(claim.subject, claim.figure.value, value, upper, claim.currency)


def _label(said: Said) -> str:
    return _written(said.subject, said.figure, said.value, said.upper, said.currency)


# `IREN led with a gain of 4 %` is its move as well: where only the lead was labelled, no fault.
def _moves_told(said: Iterable[Said], labels: Container[str]) -> Iterator[str]:
    for lead in said:
        if lead.figure == Figure.LEADER and lead.value is not None:
            for figure in (lead.session,) if lead.session else _SESSIONS:
                move = _written(lead.subject, figure, lead.value, lead.upper, lead.currency)
                if move not in labels:
                    yield move


# The move of the day and of its regular session are measured alike: which it is is a finer point.
def _written(
    subject: str, figure: str, value: Decimal | None, upper: Decimal | None, currency: str
) -> str:
    ends = sorted(one.normalize() for one in (value, upper) if one is not None)
    said = "..".join(f"{one:f}" for one in ends) or "-"
    measured = Figure.CHANGE if figure == Figure.REGULAR else figure
    return f"{subject} {measured} {said}{'' if currency == 'USD' else f' {currency}'}"


def _points(score: Score, where: str, claim: Claim, said: Said, day: date) -> None:
    judged = {
        "figure": (claim.figure.value, said.figure if said.figure in _ALIKE else None),
        "bound": (claim.bound.value, said.bound or None),
        "on": (claim.on or (day if said.on == day else None), said.on),
        "due": (claim.due, said.due),
        "session": (claim.session.value if claim.session else None, said.session),
    }
    for name, (ours, theirs) in judged.items():
        if theirs is None:
            continue
        if ours == theirs:
            score.hits += 1
        else:
            score.wrong.append(f"{where}: {_mark(claim)}: {name} {ours}, labelled {theirs}")
            score.missed.append(f"{where}: {_mark(claim)}: {name} {theirs}")


def _show(labelled: LabelledSet, scores: dict[str, Score], *, faults: bool) -> None:
    stories_ = len({one.story for one in labelled.articles})
    print(
        f"\n{labelled.name}: {len(labelled.articles)} articles, {stories_} stories,"
        f" {sum(len(one.claims) for one in labelled.texts)} claims in {len(labelled.texts)} texts"
    )
    print(f"  {'':<14}{'found':>8}{'wrong':>8}{'missed':>8}{'precision':>12}{'recall':>9}")
    for what, score in scores.items():
        print(
            f"  {what:<14}{score.hits:>8}{len(score.wrong):>8}{len(score.missed):>8}"
            f"{score.precision:>12.3f}{score.recall:>9.3f}"
        )
        if faults:
            _list("wrong", score.wrong)
            _list("missed", score.missed)


def _list(word: str, faults: Iterable[str]) -> None:
    for fault in faults:
        print(f"      {word}: {fault}")


def _asked(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make eval-news", description=__doc__)
    parser.add_argument(
        "sets",
        nargs="*",
        type=Path,
        metavar="FOLDER",
        help="a labelled set: companies.json, articles.jsonl, claims.jsonl; docs/news.md says how",
    )
    parser.add_argument("--faults", action="store_true", help="list every fault")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Score the sets and print what they come to; 1 where a goal is missed."""
    asked = _asked(arguments)
    folders = asked.sets or sorted(folder for folder in SETS.iterdir() if folder.is_dir())
    goals: list[Goal] = []
    for folder in folders:
        labelled = LabelledSet(folder)
        scores = evaluated(labelled)
        _show(labelled, scores, faults=asked.faults)
        goals += goals_of(labelled.name, scores)
    show(goals, "Goals")
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps([told(goal) for goal in goals], indent=2) + "\n")
    return int(any(goal.verdict == "MISS" for goal in goals))


if __name__ == "__main__":
    sys.exit(main())
