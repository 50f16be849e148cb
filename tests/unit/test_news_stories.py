"""Stories: one event is one story, whoever tells it; and nothing else is."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.pieces import Piece
from bot.news.shelving.shelf import Shelf
from bot.news.stories import Step
from tests.told import a_piece, later, placed, steps, told_together

LEASE = a_piece(
    "IREN leases 140 MW to Northwind Labs",
    "IREN said Northwind Labs would rent 140 MW at Childress for five years in a contract worth"
    " $1.4 billion. Work starts in the second quarter.",
    id="lease",
)
RETOLD = a_piece(
    "Northwind picks Texas miner for its models",
    "The AI developer Northwind Labs has taken 140 megawatts at Childress. IREN gets about $1.4bn"
    " over five years.",
    outlet="Grid Wire",
    at=later(minutes=40),
)
NOTES = a_piece(
    "IREN prices $900 million of convertible notes",
    "IREN sold $900 million of 0.5% convertible senior notes due 2031. They convert at $81.60.",
    at=later(3),
)


def test_an_event_is_one_story_in_whatever_words_it_is_told():
    """Of the two titles no word is the same but the customer's name."""
    assert [[LEASE.article.title, RETOLD.article.title]] == told_together(LEASE, RETOLD)


def test_another_event_of_one_company_is_another_story():
    assert 2 == len(told_together(LEASE, NOTES))


def test_an_article_without_a_number_joins_by_whom_and_what_it_tells():
    first = a_piece(
        "Cipher Mining names Laura Whitcomb finance chief",
        "Cipher Mining appointed Laura Whitcomb as finance chief. She comes from Lakeshore Power.",
    )
    second = a_piece(
        "Laura Whitcomb to be finance chief of Cipher Mining",
        "The miner Cipher Mining appointed Laura Whitcomb of Lakeshore Power.",
        outlet="Grid Wire",
        at=later(1),
    )

    assert 1 == len(told_together(first, second))


def test_the_same_move_on_the_next_day_is_another_story():
    """Every morning has a miner that rises 4 %."""
    text = "IREN shares gained 4% before the bell on {day}, and are up {month}% this month."
    friday = a_piece("IREN rises 4%", text.format(day="Friday", month=12), id="a")
    monday = a_piece("IREN rises 4%", text.format(day="Monday", month=17), id="b", at=later(72))
    thursday = a_piece("IREN rises 4%", text.format(day="Thursday", month=8), id="c", at=later(-24))

    assert 3 == len({placing.story.id for placing in placed(thursday, friday, monday)})


def test_another_currency_is_another_sum():
    dollars = a_piece(
        "Hut 8 gets $120 million loan", "Hut 8 signed a credit line of $120 million with a bank."
    )
    loonies = a_piece(
        "Hut 8 sells plants for C$120 million",
        "Hut 8 agreed to sell four gas plants in Ontario for C$120 million in cash.",
        at=later(2),
    )

    assert 2 == len(told_together(dollars, loonies))


def test_two_companies_in_one_template_are_two_stories():
    """Wires change the name and a number, and leave all other words as they are."""
    text = "{name} obtained a $100 million facility from Two Oaks Bank, secured by bitcoin."
    articles = [
        a_piece(f"{name} gets $100 mln credit line from Two Oaks Bank", text.format(name=name))
        for name in ("CleanSpark", "Cipher Mining", "Bitfarms")
    ]

    assert 3 == len(told_together(*articles))


def test_a_copied_article_with_its_companies_renamed_is_another_story():
    text = (
        "{0} led with a gain of 4%. {1} added 5%, for a 150% gain this year. {2}, {3} and {4} rose"
        " 2% to 4%. Together they are worth near $90 billion."
    )
    miners = ("IREN", "TeraWulf", "Cipher Mining", "CleanSpark", "Bitfarms")
    banks = ("Alder", "Birch", "Cedar", "Dogwood", "Elm")
    names = {name: name[:4].upper() for name in banks}
    original = a_piece("Miners extend rally", text.format(*miners))
    copied = a_piece("Lenders extend rally", text.format(*banks), names=names, at=later(1))

    assert 2 == len(told_together(original, copied))


def test_a_roundup_glues_no_stories_together():
    roundup = a_piece(
        "Five things before the bell",
        "Good morning. IREN leases 140 MW to Northwind Labs for $1.4 billion. Hut 8 gets a $120"
        " million loan. Microsoft is short of servers. TeraWulf mined 445 bitcoin in September.",
        outlet="Morning Board",
        at=later(1),
    )
    loan = a_piece(
        "Hut 8 gets $120 million loan",
        "Hut 8 signed a credit line of $120 million with Prairie Bank, secured by bitcoin.",
        at=later(2),
    )

    assert [[LEASE.article.title], [roundup.article.title], [loan.article.title]] == told_together(
        LEASE, roundup, loan
    )


def test_stories_are_held_beside_what_began_them_and_make_no_chain():
    """A shares a fact with B, and B with C; that does not make one story of A and C."""
    began = a_piece(
        "Microsoft is short of servers into 2026",
        "Microsoft added more than 2 GW over the past year, and is short of servers all the same.",
    )
    between = a_piece(
        "Bitcoin miners near $90 billion",
        "IREN rose 4% and TeraWulf 5%. The sector is worth $90 billion. Cipher Mining added 2%."
        " Microsoft is short of servers even with 2 GW.",
        at=later(1),
    )
    last = a_piece(
        "Mining stocks climb",
        "IREN rose 4% and TeraWulf 5%, and the sector is worth $90 billion.",
        at=later(2),
    )

    assert [[began.article.title], [between.article.title, last.article.title]] == told_together(
        began, between, last
    )


def test_a_flash_of_one_line_does_not_keep_out_what_is_told_of_it_at_length():
    """A headline alone shares too little with what comes an hour later of the same event."""
    flash = a_piece("IREN Q3 REVENUE $240.3 MILLION VS $231.1 MILLION EXPECTED", outlet="Flash")
    report = a_piece(
        "IREN beats on hosting demand, guides above estimates",
        "IREN's revenue rose 58% to $240.3 million in the quarter to September, and it expects"
        " $261 million in the current one. Analysts had looked for $259.7 million.",
        outlet="Grid Wire",
        at=later(minutes=5),
    )
    call = a_piece(
        "IREN's finance chief: $261 million in sales without new sites, margin of 75%",
        "On the call after its results IREN said that gross margin should reach 75% this quarter."
        " The $261 million sales guidance assumes no new sites at all.",
        at=later(1),
    )
    assert 1 == len(told_together(flash, report, call))


def test_a_number_without_its_currency_can_be_the_sum():
    plain = a_piece(
        "IREN gets 1.4 billion out of Childress",
        "1.4 billion over five years. 140 MW. Northwind signed.",
        outlet="Chat",
        at=later(1),
    )
    assert 1 == len(told_together(LEASE, plain))


def test_new_facts_are_an_update_that_says_which():
    more = a_piece(
        "IREN leases 140 MW to Northwind Labs, Microsoft to guarantee",
        "Northwind Labs rents 140 MW at Childress for $1.4 billion over five years, IREN said."
        " Microsoft guarantees $350 million of it, and IREN has 2 GW more.",
        outlet="Grid Wire",
        at=later(1),
    )

    _, update = placed(LEASE, more)

    assert (Step.UPDATE, ("$350M", "2 GW", "MSFT")) == (update.step, update.fresh)


def test_who_tells_nothing_new_joins():
    _, joined = placed(LEASE, RETOLD)

    assert (Step.JOINED, ()) == (joined.step, joined.fresh)


def test_a_rounded_number_is_no_news():
    """9.2 % is what the other outlet calls 9 %, and $1.4 billion is about $1.38 billion."""
    first = a_piece("IREN jumps 9.2% on $1.38 billion lease", "IREN rose 9.2% to $58.30.")
    second = a_piece("IREN jumps 9% on $1.4 billion lease", "IREN rose 9% to $58.", at=later(1))

    assert [Step.NEW, Step.JOINED] == [placing.step for placing in placed(first, second)]


def test_a_story_is_called_by_what_began_it_in_every_run():
    first, second = placed(LEASE)[0].story.id, placed(NOTES, LEASE)[1].story.id

    assert (first, 8) == (second, len(second))


def test_every_article_but_the_first_names_the_one_that_it_was_matched_with():
    new, joined = placed(LEASE, RETOLD)

    assert (None, LEASE) == (new.beside, joined.beside)


def test_why_two_articles_are_one_story_can_be_checked():
    assert (
        "same story as Miner Desk's of 12:20 UTC: both name IREN, Northwind and Childress and say"
        " 140 MW and $1.4B within 40 min; titles 42 % alike"
    ) == placed(LEASE, RETOLD)[1].why


def test_why_an_article_is_none_of_a_story_can_be_checked():
    assert (
        "nearest was Miner Desk's of 12:20 UTC: both name IREN, but the numbers they begin with"
        " differ"
    ) == placed(LEASE, NOTES)[1].why


@pytest.mark.parametrize(
    ("other", "but"),
    [
        (
            a_piece("TeraWulf leases 140 MW to Northwind Labs", LEASE.words.text[4:], at=later(1)),
            "each is about somebody else",
        ),
        (
            a_piece("IREN names a finance chief", "She starts in May.", at=later(20)),
            "they are 20 h apart",
        ),
        (
            a_piece("IREN names a finance chief", "She is an engineer.", at=later(1)),
            "they have nothing else in common",
        ),
    ],
)
def test_an_article_is_none_of_a_story_for_a_reason(other: Piece, but: str):
    assert placed(LEASE, other)[1].why.endswith(f", but {but}")


@given(st.lists(st.sampled_from([LEASE, RETOLD, NOTES]), max_size=6), st.integers(0, 3))
def test_the_same_articles_go_to_the_same_places_in_every_run(pieces: list[Piece], hours: int):
    late = [replace(one, article=replace(one.article, outlet=f"O{hours}")) for one in pieces]

    assert placed(*pieces, *late) == placed(*pieces, *late)


def test_the_first_article_of_all_has_no_neighbour():
    assert "nothing that came within 36 h before it shares a fact with it" == placed(LEASE)[0].why


def test_an_empty_article_is_a_story_of_its_own():
    assert ["new", "new"] == steps(a_piece("", "", id="a"), a_piece("", "", id="b"))


@pytest.mark.parametrize(
    "text", ["A" * 20_000, "Ab " * 9_000, "1 " * 9_000, "Ab. " * 9_000, "é¼½" * 99]
)
def test_whatever_strangers_write_is_placed(text: str):
    assert Step.NEW is Shelf().place(a_piece("Odd", text)).step
