"""Events: whether two articles can be about one at all, and how the second may follow the first."""

from collections.abc import Collection
from datetime import date
from functools import reduce
from operator import or_

from bot.news.shelving.bags import OPENING, TITLE, Bag
from bot.news.shelving.facts import Facts, own
from bot.news.shelving.vocabulary import ACT

UNLISTED = 0.25
"""How far it parts two articles that each begins with a name which no list knows."""

HALF = 0.5
HALTED = f"{ACT}halt"
DIGEST = 0.5
"""How much of a digest is of others at least: whom it is of may be on no list."""

PARTIES = 2
"""Companies in the title of a deal that are enough to tell it from others."""

SEVERAL = 3
"""Companies that a roundup names at least."""


def strangers(one: Bag, other: Bag) -> float:
    """Say how surely each is about somebody whom the other one never names, from 0 to 1.

    `X gets a loan`, `Y gets a loan`. A name that no list knows may be anything, and proves less; so
    does a coin.
    """
    mine, theirs = one.facts, other.facts
    if not mine or not theirs or mine[0] in theirs or theirs[0] in mine:
        return 0.0
    return 1.0 if _company(mine[0]) and _company(theirs[0]) else UNLISTED


def other_day(one: Facts, other: Facts) -> float:
    """Say whether both tell what a price did, on different days.

    What rose on Tuesday rose on Wednesday too, and what rose before the bell had another reason to
    rise until the close. A day that is not named is the article's own.
    """
    if not (one.reports and other.reports):
        alone = one.reports != other.reports and one.doing.isdisjoint(other.doing)
        return HALF * (alone and _days(one).isdisjoint(_days(other)))
    if _days(one).isdisjoint(_days(other)):
        return 1.0
    apart = bool(one.sessions and other.sessions) and one.sessions.isdisjoint(other.sessions)
    return float(apart and one.doing.isdisjoint(other.doing))


def _days(told: Facts) -> frozenset[date]:
    return told.days or frozenset((told.told.date(),))


def answering(one: Facts, other: Facts, shared: Collection[str]) -> float:
    """Say how surely one tells what a price did, and the other one why.

    `X falls 5 % after its bond sale` names X first, of whom the other one tells at its beginning:
    half is for an act that both begin with, half for somebody else who is in it. A report of what
    the prices of many did is no answer to one.
    """
    if one.moves == other.moves or (one.reports and other.reports):
        return 0.0
    effect, cause = (one, other) if one.moves else (other, one)
    named = [fact for fact, mask in effect.who if mask & OPENING and fact in shared]
    lead = effect.who.facts[0] if effect.who else ""
    if lead not in {fact for fact, mask in cause.who if mask & OPENING}:
        return 0.0
    besides = any(fact != lead and own(fact) for fact in named)
    both = besides + (not effect.doing.isdisjoint(cause.doing))
    return both / 2 * (1 - scattered(effect, shared))


def parties(one: Facts, other: Facts) -> bool:
    """Tell whether both begin with an act between the same two companies, and none of prices.

    Two firms do not sign two deals in a day: where what it is worth differs, somebody is wrong. Nor
    is trading in one share halted for two reasons.
    """
    if one.moves or other.moves:
        return False
    doing = one.doing & other.doing
    if HALTED in doing and one.who and one.who.facts[:1] == other.who.facts[:1]:
        return _company(one.who.facts[0]) and not _days(one).isdisjoint(_days(other))
    mine, theirs = (
        {fact for fact, mask in told.who if mask & TITLE and _company(fact)}
        for told in (one, other)
    )
    return bool(doing) and mine == theirs and len(mine) == PARTIES


def scattered(told: Facts, shared: Collection[str]) -> float:
    """Say how much of what is told is of companies that have nothing to do with another article.

    Of a roundup it is nearly all. A company that is named in one sentence with somebody who is in
    both articles, or with somebody who is named with him elsewhere, is on his thread;
    a single one that is not was named by the way.
    """
    least = DIGEST if told.digest else 0.0
    companies = [mask for fact, mask in told.who if _company(fact)]
    if len(companies) < SEVERAL:
        return least
    known = reduce(or_, (mask for fact, mask in told.who if fact in shared and own(fact)), 0)
    common = reduce(or_, (thread for thread in told.threads if thread & known), 0)
    others = sum(not mask & common for mask in companies)
    return max(least, others / len(companies) if others > 1 else 0.0)


def headed(told: Facts, shared: Collection[str]) -> bool:
    """Tell whether the companies in a title are all in another article as well."""
    titled = [fact for fact, mask in told.who if mask & TITLE and _company(fact)]
    return bool(titled) and all(fact in shared for fact in titled)


def _company(fact: str) -> bool:
    return fact.isupper() and "-" not in fact


def same_round(one: Facts, other: Facts, shared: Collection[str]) -> float:
    """Say whether both tell what the same prices did in the same part of the same day."""
    if not (one.reports and other.reports) or one.sessions.isdisjoint(other.sessions):
        return 0.0
    both = len(shared) >= PARTIES and any(map(own, shared))
    return float(both and not _days(one).isdisjoint(_days(other)))
