"""Likeness: how far two articles tell the same, and by what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import sqrt

from rapidfuzz import fuzz

from bot.news.shelving import events
from bot.news.shelving.bags import extent
from bot.news.shelving.facts import Facts
from bot.news.shelving.rarity import Rarity
from bot.news.shelving.weighing import Figures, Shared, Sort, Weighed

MOST, MOST_NUMBERS, MOST_WORDS = 10.0, 5.0, 12.0
"""From where on further shared facts, numbers and words prove nothing more."""

LEADING = 3.0
"""From where on further numbers at the beginning say no more that an article is about them."""

DAY = timedelta(days=1)

HEADED = 0.5

# What each part says for one event or against it: fitted to seven sets labelled by hand, each left
# out once, and rounded. What is only true of one set has no part.
FACTS, NUMBERS_ALIKE, BOTH_ALIKE = 3.3, 1.9, 1.5
WORDS, ACTS_ALIKE, TITLES_ALIKE = 2.2, 1.4, 1.0
COVERED, ANSWERING, PARTIES, ROUND = 1.2, 3.5, 1.0, 1.2
DIFFERING, COPIED, UNANSWERED, OTHERWISE = -2.1, -6.5, -1.5, -1.0
STRANGERS = -10.0
OTHER_DAY, SCATTERED, LATER = -2.5, -4.5, -2.7
NOTHING = -4.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What two articles share, each part between 0 and 1, and what it comes to as `score`.

    A score is what the odds are, as a logarithm, that both tell one event. `facts` are the names
    and numbers that both have. `answering` is one that tells how the market took what the other
    one tells, and `otherwise` what tells of other acts without any number in common; the two
    `parties` of a deal hold it together whatever its numbers. What is `copied` has the words of
    the other one with other numbers in them. What is not held together by numbers is held together
    by time alone: `later`, in days. `who` and `said` are what they share: names as `Facts` have
    them, and keys of numbers.
    """

    facts: float
    numbers_alike: float
    both_alike: float
    words: float
    acts_alike: float
    titles_alike: float
    covered: float
    answering: float
    parties: float
    same_round: float
    differing: float
    copied: float
    unanswered: float
    otherwise: float
    strangers: float
    other_day: float
    scattered: float
    later: float
    apart: timedelta
    who: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def score(self) -> float:
        """Weigh the parts."""
        return (
            FACTS * self.facts
            + NUMBERS_ALIKE * self.numbers_alike
            + BOTH_ALIKE * self.both_alike
            + WORDS * self.words
            + ACTS_ALIKE * self.acts_alike
            + TITLES_ALIKE * self.titles_alike
            + COVERED * self.covered
            + ANSWERING * self.answering
            + PARTIES * self.parties
            + ROUND * self.same_round
            + DIFFERING * self.differing
            + COPIED * self.copied
            + UNANSWERED * self.unanswered
            + OTHERWISE * self.otherwise
            + STRANGERS * self.strangers
            + OTHER_DAY * self.other_day
            + SCATTERED * self.scattered
            + LATER * self.later
            + NOTHING
        )


class Filed:
    """The facts of an article, with how long they were as vectors when it was filed."""

    __slots__ = ("acts", "facts", "leading", "leads", "numbers", "what", "who")

    def __init__(self, held: "Held") -> None:
        self.facts = held.facts
        self.who = held.who.length
        self.acts = held.acts.length
        self.what = held.what.length
        self.numbers = held.numbers.length
        self.leading = held.numbers.leading
        self.leads = held.numbers.leads

    @property
    def told(self) -> datetime:
        return self.facts.told


class Held:
    """The facts of an article with what each is worth now, held beside others one by one."""

    __slots__ = ("acts", "facts", "numbers", "what", "who")

    def __init__(self, facts: Facts, rarity: Rarity) -> None:
        self.facts = facts
        self.who = Weighed(facts.who, rarity.who)
        self.acts = Weighed(facts.acts, rarity.act)
        self.what = Weighed(facts.what, rarity.what)
        self.numbers = Figures(facts.numbers, rarity)

    def promise(self, other: Filed) -> float:
        """Say what two articles score at most, by whom they name and the numbers they say."""
        strangers = events.strangers(self.facts.who, other.facts.who)
        if strangers == 1:
            return STRANGERS
        who = self.who.shared(other.facts.who, other.who)
        numbers = self.numbers.shared(other.facts.numbers, other.numbers)
        return (
            FACTS * _together(who, numbers)
            + NUMBERS_ALIKE * numbers.alike
            + BOTH_ALIKE * sqrt(who.alike * numbers.alike)
            + ANSWERING * events.answering(self.facts, other.facts, who.facts)
            + STRANGERS * strangers
            + PARTIES * events.parties(self.facts, other.facts)
            + ROUND
            + LATER * _later(self.facts, other.facts, numbers)
            + WORDS
            + ACTS_ALIKE
            + TITLES_ALIKE
            + COVERED
            + NOTHING
        )

    def beside(self, other: Filed) -> Likeness:
        """Compare with an article that was filed before."""
        mine, theirs = self.facts, other.facts
        who = self.who.shared(theirs.who, other.who)
        acts = self.acts.shared(theirs.acts, other.acts)
        what = self.what.shared(theirs.what, other.what)
        numbers = self.numbers.shared(theirs.numbers, other.numbers)
        parties = events.parties(mine, theirs)
        differing = 0.0 if parties else self._differing(other, numbers)
        unheld = numbers.mass < 1 and not parties
        return Likeness(
            facts=_together(who, numbers),
            numbers_alike=numbers.alike,
            both_alike=sqrt(who.alike * numbers.alike),
            words=min(what.mass, MOST_WORDS) / MOST_WORDS,
            acts_alike=acts.alike,
            titles_alike=fuzz.token_sort_ratio(mine.title, theirs.title) / 100,
            covered=min(
                _covered(who.mine | what.mine | numbers.mine, mine.sentences),
                _covered(who.theirs | what.theirs | numbers.theirs, theirs.sentences),
            ),
            answering=events.answering(mine, theirs, who.facts),
            parties=float(parties),
            same_round=events.same_round(mine, theirs, who.facts),
            differing=differing,
            copied=differing * what.alike,
            unanswered=self._unanswered(other) if unheld else 0.0,
            otherwise=1 - acts.alike if unheld else 0.0,
            strangers=events.strangers(mine.who, theirs.who),
            other_day=events.other_day(mine, theirs),
            scattered=0.0 if parties else max(_scattered(told, who) for told in (mine, theirs)),
            later=_later(mine, theirs, numbers),
            apart=abs(mine.told - theirs.told),
            who=who.facts,
            said=numbers.facts,
        )

    # Both begin with numbers, and they share none.
    def _unanswered(self, other: Filed) -> float:
        return min(self.numbers.leading, other.leading, LEADING) / LEADING

    # How much both make at once of numbers of one sort, none of which the other one has. What a
    # price did is no answer to a number of an event.
    def _differing(self, other: Filed, numbers: Shared) -> float:
        answers = self.facts.moves != other.facts.moves
        return _differing(
            {
                sort: min(worth, other.leads[sort])
                for sort, worth in self.numbers.leads.items()
                if sort in other.leads and not (answers and sort.passing)
            },
            self.numbers.sorts(numbers.facts),
        )


# What has whom both name for a headline tells of others by the way.
def _scattered(told: Facts, who: Shared) -> float:
    share = events.scattered(told, who.facts)
    return share * HEADED if events.headed(told, who.facts) else share


def _together(who: Shared, numbers: Shared) -> float:
    return min(who.mass + numbers.mass, MOST) / MOST


def _later(one: Facts, other: Facts, numbers: Shared) -> float:
    unheld = 1 - min(numbers.mass, MOST_NUMBERS) / MOST_NUMBERS
    return unheld * (abs(one.told - other.told) / DAY)


def _covered(told: int, sentences: int) -> float:
    return extent(told & sentences) / extent(sentences)


def _differing(both: Mapping[Sort, float], same: set[Sort]) -> float:
    other = sum(worth for sort, worth in both.items() if sort not in same)
    return other / max(sum(both.values()), LEADING) if other else 0.0
