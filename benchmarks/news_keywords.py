"""How names are found in articles: ours beside one alternation of `re`, and what whole reads take.

There are ten thousand names, many of them within others, as those of companies are.
"""

import gc
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from random import Random
from statistics import fmean, quantiles
from time import perf_counter, process_time
from typing import TypeVar

from benchmarks.goals import Goal, Outcome
from bot.market.instruments import Symbol
from bot.news.entities import Company, Group, Name, Theme
from bot.news.names.keywords import Keywords, Spelling, folded
from bot.news.names.lexicon import Lexicon
from bot.news.words import Words

KEYWORDS = 10_000
LENGTH = 100  # words of an article
NAMED = 4  # companies of one
ROUNDS = 5  # the quickest counts: what is slower was somebody else's turn
DAY = date(2025, 10, 10)

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_SYLLABLES = "ba bel cor da dun el fa gal hi ka lor mar ne or pa qui ra sil tor ul va wes"
_KINDS = "Digital Energy Mining Platforms Technologies Power Compute Holdings"
_PLAIN = (
    "the company said on Friday that it would build a site for its customers and expects power by"
    " spring while analysts had looked for more in the quarter before shares of rivals rose about"
    " five percent as demand for machines and space went on to grow across the whole market"
)

T = TypeVar("T")


def measure(*, quick: bool) -> Outcome:
    """Time the matching and the reading, compare what they find, and say which goals that met."""
    random = Random(7)
    companies = _companies(random)
    names = [name.text for company in companies for name in company.names]
    pieces = [_piece(random, names) for _ in range(100 if quick else 1_000)]
    figures = _matched(names, [piece.all for piece in pieces], few=2 if quick else 10)
    figures |= _read(companies, pieces)
    _show(figures)
    return Outcome(dict(figures), list(_goals(figures)))


def _goals(figures: dict[str, float]) -> Iterator[Goal]:
    of = "10,000 names: "
    yield Goal(number="G14", text=f"{of}µs an article", reached=figures["find_us"], most=100)
    text = f"{of}times as fast as one alternation of re"
    yield Goal(number="G14", text=text, reached=figures["times"], least=200)
    text = f"{of}of all hits there are, nested ones too, found"
    yield Goal(number="G14", text=text, reached=figures["found"], least=1)
    text = f"{of}µs until all are known whom an article of {LENGTH} words names"
    yield Goal(number="G14", text=text, reached=figures["read_us"], most=200)


def _show(figures: dict[str, float]) -> None:
    print(f"{KEYWORDS:,} names, articles of {LENGTH} words")
    print(
        f"  found in         {figures['find_us']:>10,.1f} µs an article, all hits of a slow search"
    )
    times, share = figures["times"], figures["found_by_re"]
    print(
        f"  one alternation  {figures['re_us']:>10,.1f} µs, {times:,.0f}×, {share:.0%} of the hits"
    )
    print(
        f"  read in          {figures['read_us']:>10,.1f} µs, p99 {figures['read_p99_us']:,.0f} µs"
    )
    print(f"  made in          {figures['made_ms']:>10,.1f} ms")


def _matched(names: Sequence[str], texts: Sequence[str], *, few: int) -> dict[str, float]:
    keywords = Keywords([(Spelling(name), name) for name in names])
    longest = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    either = re.compile(rf"(?<!\w)(?:{longest})(?!\w)", re.IGNORECASE)
    ours = fmean(_each(lambda text: list(keywords.find(text)), texts))
    theirs = fmean(_each(lambda text: list(either.finditer(text)), texts[:few], rounds=2))
    there = [set(_searched(names, text)) for text in texts[:few]]
    found = [{(hit.of, hit.start) for hit in keywords.find(text)} for text in texts[:few]]
    hits = sum(map(len, there))
    wrong = sum(len(one ^ other) for one, other in zip(there, found, strict=True))
    return {
        "find_us": ours * 1e6,
        "re_us": theirs * 1e6,
        "times": theirs / ours,
        "found": 1 - wrong / hits,
        "found_by_re": sum(len(either.findall(text)) for text in texts[:few]) / hits,
    }


# Every hit there is, by a look at each name.
def _searched(names: Sequence[str], text: str) -> Iterator[tuple[str, int]]:
    low = folded(text)
    for name in names:
        at = low.find(spelled := folded(name))
        while at >= 0:
            beside = (*low[max(0, at - 1) : at], *low[at + len(spelled) :][:1])
            if not any(map(str.isalnum, beside)):
                yield name, at
            at = low.find(spelled, at + 1)


def _read(companies: Sequence[Company], pieces: Sequence[Words]) -> dict[str, float]:
    groups = [Group(name="miners", names=("bitcoin miners", "mining stocks"))]
    themes = [Theme(name="ai-hpc", title="AI", words=("AI", "HPC", "data center"))]
    begun = perf_counter()
    lexicon = Lexicon(companies, groups, themes)
    made = perf_counter() - begun
    took = _each(lambda piece: lexicon.read(piece, DAY), pieces)
    return {
        "made_ms": made * 1e3,
        "read_us": fmean(took) * 1e6,
        "read_p99_us": quantiles(took, n=100)[98] * 1e6,
        "mentions": fmean(len(lexicon.read(piece, DAY).mentions) for piece in pieces),
    }


# What each takes at its quickest, in seconds of our own: others' turns are theirs.
def _each(does: Callable[[T], object], these: Sequence[T], rounds: int = ROUNDS) -> list[float]:
    gc.collect()
    gc.freeze()
    best = [float("inf")] * len(these)
    for _ in range(rounds):
        for index, this in enumerate(these):
            begun = process_time()
            does(this)
            best[index] = min(best[index], process_time() - begun)
    gc.unfreeze()
    return best


# Companies with one to three names each, the shorter within the longer, and KEYWORDS names in all.
def _companies(random: Random) -> list[Company]:
    companies: dict[str, Company] = {}
    left, symbols = KEYWORDS, _symbols(random)
    while left:
        short = "".join(random.choices(_SYLLABLES.split(), k=random.randint(3, 5))).title()
        kinds = random.sample(_KINDS.split(), random.randint(0, min(2, left - 1)))
        names = [Name(text=" ".join([short, *kinds[:count]])) for count in range(len(kinds) + 1)]
        if short not in companies:
            companies[short] = Company(symbol=next(symbols), names=tuple(names))
            left -= len(names)
    return list(companies.values())


def _symbols(random: Random) -> Iterator[Symbol]:
    seen: set[str] = set()
    while True:
        symbol = "".join(random.choices(_LETTERS, k=4))
        if symbol not in seen:
            seen.add(symbol)
            yield Symbol(symbol)


def _piece(random: Random, names: Sequence[str]) -> Words:
    words = random.choices(_PLAIN.split(), k=LENGTH)
    for _ in range(NAMED):
        words[random.randrange(LENGTH)] = random.choice(names)
    for at in range(11, LENGTH, 12):
        words[at] += "."
    return Words.of(" ".join(words[:10]), " ".join(words[10:]))
