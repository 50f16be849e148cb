"""Comparisons joined and counted are read as they bind."""

import re

import pytest

from bot.market.instruments import Symbol
from bot.rules import metrics
from bot.rules.conditions import (
    Both,
    Compares,
    Condition,
    Counted,
    Crosses,
    Either,
    Not,
    Of,
    OfList,
    Own,
    Sign,
    Term,
    Within,
    walk,
)
from bot.rules.language import parse
from bot.rules.measure import Scope
from bot.rules.units import amount
from tests.writing import LISTS, printed


def read(text: str, own: Scope | None = Scope.INSTRUMENT) -> Condition:
    return parse(text, watchlists=LISTS, own=own)


def figure(name: str, owner: Own | Of | OfList | None = None) -> Term:
    """Name a metric of the rule's own instrument, or of `owner`."""
    scope = Scope.WATCHLIST if isinstance(owner, OfList) else Scope.INSTRUMENT
    metric = metrics.find(name, scope)
    assert metric
    return Term(metric, owner or Own())


def lefts(condition: Condition) -> list[Term]:
    """List the figures on the left, as they were written."""
    simple = [part for part in walk(condition) if isinstance(part, Compares | Crosses | Within)]
    return [part.left for part in simple if isinstance(part.left, Term)]


def lowered(condition: Condition) -> str:
    return printed(condition).lower()


def over(name: str, level: str, text: str | None = None) -> Compares:
    return Compares(
        left=figure(name),
        sign=Sign.OVER,
        right=amount(level),
        text=text or f"{name} > {level}",
    )


def test_not_takes_one_comparison_or_a_bracket():
    a, b = over("price", "1"), over("price", "2")

    assert Both((Not(a), b)) == read("not price > 1 and price > 2")
    assert Not(Both((a, b))) == read("not (price > 1 and price > 2)")
    assert Not(Not(a)) == read("not not price > 1")


def test_have_takes_one_comparison_and_leaves_the_rest():
    """`broad-rally` counts members by their own change, and looks at Bitcoin's once."""
    counted = "at least 5 of miners have change > 2%"
    rest = Compares(
        left=figure("change", Of(Symbol("BTC-USD"))),
        sign=Sign.UNDER,
        right=amount("1%"),
        text="BTC-USD.change < 1%",
    )

    assert read(f"{counted} and BTC-USD.change < 1%", None) == Both(
        (
            Counted(
                least=5,
                share=False,
                watchlist="miners",
                part=over("change", "2%"),
                text=counted,
            ),
            rest,
        )
    )


@pytest.mark.parametrize(
    ("text", "least", "share"),
    [
        ("any of miners have price > 1", 1, False),
        ("all of miners have price > 1", 100, True),
        ("at least 5 of miners have price > 1", 5, False),
        ("at least 50% of hpc-names have price > 1", 50, True),
        ("50% of miners have price > 1", 50, True),
        ("any of miners has price > 1", 1, False),
        ("ANY Of miners HAVE price > 1", 1, False),
    ],
)
def test_members_can_be_counted(text: str, least: int, share: bool):
    """`all` is a share, because a list may grow after the rule was made."""
    read_as = read(text, None)

    assert isinstance(read_as, Counted)
    assert (least, share, over("price", "1"), text) == (
        read_as.least,
        read_as.share,
        read_as.part,
        read_as.text,
    )


@pytest.mark.parametrize("part", ["not price > 1", "(price > 1 and gap > 2%)", "(price > 1)"])
def test_have_takes_a_not_or_a_bracket_whole(part: str):
    text = f"any of miners have {part}"
    read_as = read(f"{text} or miners.cap > 90B", None)

    assert isinstance(read_as, Either)
    assert isinstance(read_as.parts[0], Counted)
    assert (read(part), text) == (read_as.parts[0].part, read_as.parts[0].text)


def test_a_bare_metric_belongs_to_the_list_outside_a_count_and_to_the_member_in_it():
    read_as = read("change > 1% and any of miners have change > 2%", Scope.WATCHLIST)

    assert [Scope.WATCHLIST, Scope.INSTRUMENT] == [term.metric.scope for term in lefts(read_as)]


def test_words_of_the_language_may_be_written_large():
    """People write AND and OR so; figures and lists keep their one spelling."""
    small = "not (price > 1 or miners.cap crosses above 9B) and price within 2% of 3"
    large = re.sub(r"\b(not|or|crosses|above|and|within|of)\b", lambda w: w[0].upper(), small)

    assert lowered(read(small)) == lowered(read(large))
    assert small.upper() != large
