"""Postings find those that share most with an article, however they are written."""

from bot.news.shelving.facts import Facts, facts_of
from bot.news.shelving.postings import CHOSEN, Postings
from bot.news.shelving.rarity import Rarity
from tests.told import a_piece


def facts(title: str, text: str = "") -> Facts:
    return facts_of(a_piece(title, text))


def filed(*told: Facts) -> tuple[Postings, Rarity]:
    """File articles by the numbers from 1 on."""
    postings, rarity = Postings(), Rarity()
    for number, one in enumerate(told, 1):
        postings.add(number, one)
        rarity.count(one)
    return postings, rarity


LOAN = facts("IREN borrows $120 million", "IREN borrowed $120 million from Prairie Bank.")
LEASE = facts("IREN signs a lease", "IREN leased 140 MW for $1.4 billion.")


def test_who_leaves_takes_none_of_those_before_along():
    """Of an item that is corrected the first version leaves, and what was filed earlier stays."""
    postings, rarity = filed(LOAN, LEASE)
    postings.drop(2, LEASE)

    assert [1] == postings.nearest(facts("IREN says so"), rarity)


def test_nothing_is_left_of_who_has_gone():
    postings, rarity = filed(LOAN, LEASE)
    postings.drop(1, LOAN)
    postings.drop(2, LEASE)

    assert [] == postings.nearest(LEASE, rarity)


def test_the_same_pattern_of_words_crowds_out_no_fact():
    """An outlet writes each lease alike; the same lease in other words is nearer than those."""
    text = "A data center that {} builds has found its tenant, who will rent and pay for the term."
    others = [facts(f"Tenant {n}", text.format(f"Number {n}")) for n in range(2 * CHOSEN)]
    postings, rarity = filed(LEASE, *others)
    again = facts("Found a tenant", f"{text.format('IREN')} It takes 140 MW for $1.4 billion.")

    assert 1 == postings.nearest(again, rarity)[0]
