"""The claims of many house styles: asides, shared words, tables, and who is meant by them."""

from datetime import UTC, datetime

import pytest

from bot.news.claims import Figure
from bot.news.counting.kinds import Bound
from tests.news_pieces import FRIDAY_EVENING, claims, told

IN_SEPTEMBER = datetime(2025, 9, 19, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia rose 7%; Hut 8, on which the broker said nothing, added 3%.", "HUT change 3"),
        ("Hut 8, having announced a deal with a rival, closed up 3%.", "HUT change 3"),
        ("Nvidia fell 1% and Hut 8, which had bid for it too, 0.5%.", "HUT change -0.5"),
        ("Nvidia is 7% up, second only to Hut 8, which leads with a rise of 9%.", "HUT change 9"),
        ("Hut 8 fell. Holders get a stock that has slipped 5%.", "HUT change -5"),
        ("Hut 8 reported. Shares of the maker of fast boxes rose 4%.", "HUT change 4"),
        ("It is Hut 8 that drifts upward, nearly 4% today.", "HUT change 4"),
        ("Shares of Nvidia rose 2%, those of Hut 8 fell 3%.", "HUT change -3"),
        ("Hut 8 shares in London slid; those in New York added 2%.", "HUT change 2"),
        ("With Bitcoin below $102,000, down 19%, nobody smiles.", "BTC-USD change -19"),
        ("Hut 8 closed at $40, demonstrating a -3.9% change.", "HUT change -3.9"),
        ("Ether got hammered for 5%.", "ETH-USD change -5"),
        ("Hut 8 bucked it all, finishing a percent higher.", "HUT change 1"),
        ("Hut 8 was 2% to the bad.", "HUT change -2"),
        ("Hut 8 closed at $17.81, a gain of 34 cents or 2%.", "HUT change 2"),
        ("Hut 8: chg -6%, day range wide.", "HUT change -6"),
        ("Hut 8's own shares fell 2%.", "HUT change -2"),
    ],
)
def test_a_number_finds_its_owner_past_what_stands_between(text: str, expected: str):
    assert expected in told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nvidia led with a gain of 4%, ahead of CleanSpark with 2.6% and Hut 8 with 2.5%.",
            ["CLSK change 2.6", "HUT change 2.5"],
        ),
        ("Nvidia is up 6% and Hut 8 is right behind with 4%.", ["NVDA change 6", "HUT change 4"]),
        (
            "CleanSpark, Nvidia and Hut 8 dropped 4.1, 0.9 and 0.3 percent.",
            ["CLSK change -4.1", "NVDA change -0.9", "HUT change -0.3"],
        ),
        ("Hut 8 gained 12% this month, against 2% for the Nvidia crowd.", ["NVDA month 2"]),
        ("Cipher Mining rose 6%. Nvidia? Just under 3%.", ["CIFR change 6", "NVDA change 3"]),
        ("Nvidia is up sevenfold this year, or 600%.", ["NVDA ytd 600"]),
    ],
)
def test_lists_share_a_verb_a_unit_or_a_way(text: str, expected: list[str]):
    said = told(text, at=FRIDAY_EVENING)
    assert expected == [one for one in said if one in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia is up 148% this year, and Hut 8 is up 10%.", "HUT ytd 10"),
        ("Nvidia lost 21% this week and Hut 8 shed a quarter of its value.", "HUT week -25"),
        ("Nvidia is up 50% this year, and Hut 8 rose 4%.", "HUT change 4"),
        ("Nvidia fell this quarter by 2%, whereas Hut 8 is 16% up.", "HUT quarter 16"),
        ("Hut 8 lost half its value this year.", "HUT ytd -50"),
        ("Hut 8 has gained 4% since the closing bell.", "HUT postmarket 4"),
        ("Hut 8 dropped 9% after hours, on top of a 1% decline in the cash session.", "-1"),
        ("Hut 8 is 4% above where it stood at the start of September.", "HUT since 4"),
        ("At noon Hut 8 stood 4% under where it was on Thursday.", "HUT change -4"),
        ("In the quarter that ended in June, Hut 8 rose 12%.", "HUT since 12"),
        ("Hut 8, suspended since Monday, resumed 30% lower.", "HUT change -30"),
        ("Hut 8, fresh from its own record, gave up 1%.", "HUT change -1"),
        ("Hut 8 has appreciated by 4% over the course of the past month.", "HUT month 4"),
        ("Hut 8: close $45.10, +4%; week +18%; month +41%.", "HUT week 18"),
        ("Hut 8: -6% today. -11% week. +190% YTD.", "HUT ytd 190"),
    ],
)
def test_the_time_of_a_move_is_said_beside_it_or_shared(text: str, expected: str):
    said = told(text, at=FRIDAY_EVENING)
    assert expected in [*said, *(one.rsplit(" ", 1)[1] for one in said)]


def test_a_quarter_by_its_number_is_the_one_that_runs():
    text = "In the third quarter so far, Hut 8 has risen 20%."
    assert ["HUT quarter 20"] == told(text, at=IN_SEPTEMBER)
    assert ["HUT since 20"] == told(text, at=FRIDAY_EVENING)


def test_a_day_after_another_move_is_told_of_that():
    text = "Bitcoin miners slid before the bell on Friday, a day after a rally of 5%."
    assert ["miners yesterday 5"] == told(text)


def test_a_day_to_come_is_not_the_day_of_the_moves():
    text = "Hut 8 will start its machines on Monday. Hut 8 was up 1%."
    assert [None] == [claim.on for claim in claims(text, at=FRIDAY_EVENING)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hut 8 fell. The last sale before the pause was at $29.40.", "HUT price 29.4"),
        ("Hut 8 reopened at $27.85 in a cross.", "HUT price 27.85"),
        ("Ether is limping along at $3,720.", "ETH-USD price 3720"),
        ("Bitcoin is trading north of $115,000.", "BTC-USD price 115000"),
        ("Ether may reach a price of $6,000 by Christmas.", "ETH-USD price 6000"),
        ("Ether steady ($3,310).", "ETH-USD price 3310"),
        ("Hut 8 45.10 premkt, +2%.", "HUT price 45.1"),
        ("Hut 8 ended the recent trading session at $45.10.", "HUT price 45.1"),
        ("Hut 8 has a value of $1.8 billion, Nvidia one of $4.7 trillion.", "NVDA cap"),
        ("The whole crew of bitcoin miners is worth $91 billion.", "miners cap 91000000000"),
        ("Bitcoin miners: up 1.1%, worth $94 billion.", "miners cap 94000000000"),
        ("Bitcoin miners ended 1.7% lower, at $92 billion.", "miners cap 92000000000"),
        ("Nvidia slipped 4%, back to $4.8 trillion.", "NVDA cap 4800000000000"),
        ("Bitcoin miners fell. Ether: $4,100. Sector value: $87 billion.", "miners cap"),
        (
            "Bitcoin miners are worth $79 billion, up from $61 billion at the end of June.",
            "miners cap 61000000000",
        ),
    ],
)
def test_levels_are_told_in_many_styles(text: str, expected: str):
    assert any(one.startswith(expected) for one in told(text, at=FRIDAY_EVENING))


@pytest.mark.parametrize(
    "text",
    [
        "Hut 8 has lost 60% of its share in chips to Nvidia.",
        "Hut 8 gave up 30% of its gains.",
        "Hut 8 pays 20% up front.",
        "Hut 8 has a plan. It requires a market value of $8 billion within ten years.",
        "Hut 8 reported. Its hoard held 13,696 coins with a market value of $1.6 billion.",
        "We like Hut 8, with a target of $27, and CleanSpark, at $19.",
        "Holders voted down a takeover by Hut 8 at $20 a share.",
        "Hut 8 mines more coins than anybody else.",
        "Hut 8 rose. Acme (-8.1%), Acorn $307 (-7%).",
        "Results, which nobody had seen, fell 13%.",
    ],
)
def test_what_is_of_something_else_is_no_claim(text: str):
    assert [] == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    "text",
    [
        "CleanSpark is up 6%, more than anybody else in our sector.",
        "CleanSpark is up 6%, miles ahead of everybody else.",
        "CleanSpark topped the board, closing up 6%.",
        "All rose, with CleanSpark faring best. It gained 6%.",
    ],
)
def test_whoever_is_ahead_of_everybody_leads(text: str):
    leads = [claim for claim in claims(text, at=FRIDAY_EVENING) if claim.figure is Figure.LEADER]
    assert ["CLSK"] == [claim.subject for claim in leads]


def test_a_list_of_gainers_names_no_leader():
    assert ["NVDA change 6", "HUT change 4"] == told("Top gainers: Nvidia (+6%), Hut 8 (+4%).")


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia slumped 11%, its steepest fall in three years.",
        "Nvidia (-5%) and Hut 8 (-4%) led premarket losses.",
    ],
)
def test_a_record_of_ones_own_and_a_lead_of_several_name_no_leader(text: str):
    assert [] == [claim for claim in claims(text) if claim.figure is Figure.LEADER]


def test_a_level_that_was_fallen_through_is_above():
    (claim,) = claims("Bitcoin tumbled through $110,000.")
    assert Bound.UNDER == claim.bound


def test_a_deadline_goes_with_its_own_clause():
    """`Will` and what follows the comma say nothing of a worth that was told."""
    text = "The bitcoin miners, worth $91 billion at Friday's close, will be worth $120 billion."
    assert None is claims(text, at=FRIDAY_EVENING)[0].due
