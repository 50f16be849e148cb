"""The grammar of claims: lists, ellipsis, fragments, and what is only nearly a claim."""

from decimal import Decimal

import pytest

from bot.news.claims import Figure
from tests.news_pieces import FRIDAY_EVENING, claims, told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "IREN and TeraWulf ended up 2% and down 3%, respectively.",
            ["IREN change 2", "WULF change -3"],
        ),
        ("IREN and TeraWulf closed 2% and 1% higher.", ["IREN change 2", "WULF change 1"]),
        (
            "IREN, Nvidia and Hut 8 slid today. All three fell, by 2%, 3% and 4%, in that order.",
            ["IREN change -2", "NVDA change -3", "HUT change -4"],
        ),
        (
            "Both IREN and TeraWulf gained ground, the former by 2% and the latter by 5%.",
            ["IREN change 2", "WULF change 5"],
        ),
        ("Nvidia gained 3%; CleanSpark has 2%.", ["NVDA change 3", "CLSK change 2"]),
        (
            "Risers: Nvidia 2%, Hut 8 1%. Fallers: CleanSpark 4%.",
            ["NVDA change 2", "HUT change 1", "CLSK change -4"],
        ),
        (
            "Bitcoin miners fell again: CleanSpark by 2% and Hut 8 by 1%.",
            ["CLSK change -2", "HUT change -1"],
        ),
        (
            "Losses ran from 1% for Nvidia to 4% for Hut 8.",
            ["NVDA change -1", "HUT change -4"],
        ),
        (
            "TeraWulf rose 6%. Then come Nvidia (4%) and Hut 8 (3%).",
            ["WULF change 6", "NVDA change 4", "HUT change 3"],
        ),
        ("TeraWulf is down 2% while Nvidia is up by as much.", ["WULF change -2", "NVDA change 2"]),
        (
            "Ether: a loss of 4% in a day and of 9% in a week.",
            ["ETH-USD change -4", "ETH-USD week -9"],
        ),
        (
            "Hut 8 and CleanSpark fell 3% and 2%, to $39.80 and $12.50.",
            ["HUT change -3", "CLSK change -2", "HUT price 39.8", "CLSK price 12.5"],
        ),
    ],
)
def test_each_of_a_list_has_its_own_number(text: str, expected: list[str]):
    assert expected == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia rose 2%. Bitcoin? A cool $90,500.", ["NVDA change 2", "BTC-USD price 90500"]),
        ("Hut 8 is up 9%. Year to date? Plus 55%.", ["HUT change 9", "HUT ytd 55"]),
        ("Hut 8 is up 9%. Over twelve months? 310%.", ["HUT change 9", "HUT year 310"]),
        ("Hut 8: plus two percent.", ["HUT change 2"]),
        ("CleanSpark: $14.20 at the close, minus 3%.", ["CLSK price 14.2", "CLSK change -3"]),
        (
            "Closing prices: Hut 8 46.80, CleanSpark 14.95.",
            ["HUT price 46.8", "CLSK price 14.95"],
        ),
        ("Table: Hut 8 $46.80 (-1%), IREN $57.90 (+5%).", ["HUT price 46.8", "IREN price 57.9"]),
        ("Up this week: Nvidia, up 4%; Hut 8, up 2%.", ["NVDA week 4", "HUT week 2"]),
    ],
)
def test_sentences_without_a_verb_are_read(text: str, expected: list[str]):
    """Tables and chatty outlets leave the verb out."""
    said = told(text, at=FRIDAY_EVENING)
    assert expected == [one for one in said if one in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was a bad day for bitcoin miners, which lost 2% as a group.", ["miners change -2"]),
        ("Traders turned on Hut 8, whose shares sank 7%.", ["HUT change -7"]),
        ("Holders, who saw Hut 8 fall 4%, are waiting.", ["HUT change -4"]),
        ("Hut 8, by contrast, rose 3%.", ["HUT change 3"]),
        ("A lease sent Nvidia lower. Its main rival Hut 8 rose 2%.", ["HUT change 2"]),
        ("Hut 8 itself is now 3% in the red.", ["HUT change -3"]),
        ("Nvidia fell 2%. Hut 8 alone is in positive territory, by 1%.", ["HUT change 1"]),
        ("That made it a dull week at Hut 8: a gain of 1%.", ["HUT change 1"]),
        (
            "Hut 8 was up 4%, ahead of Nvidia, which added 3%, and CleanSpark, up 2%.",
            ["HUT change 4", "NVDA change 3", "CLSK change 2"],
        ),
        (
            "Bitcoin miners fell as Bitcoin slipped; the coin lost 2%.",
            ["BTC-USD change -2"],
        ),
        ("Hut 8's New York-listed shares lost 2%.", ["HUT change -2"]),
    ],
)
def test_a_number_is_of_whom_the_grammar_says(text: str, expected: list[str]):
    said = told(text, at=FRIDAY_EVENING)
    assert expected == [one for one in said if one in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hut 8 traded 3% above Monday's close.", "HUT since 3"),
        ("Ether is 40% below its record.", "ETH-USD since -40"),
        ("Ether was 2% cheaper than a day earlier.", "ETH-USD change -2"),
        ("Hut 8 shed about a fifth of its value.", "HUT change -20"),
        ("The gain in Hut 8 comes to 22% this week.", "HUT week 22"),
        ("Ether's 24-hour gain reached 5%.", "ETH-USD change 5"),
        ("Hut 8 rose for a sixth day, by 4%.", "HUT change 4"),
        ("Since the lease on Monday Hut 8 has put on 9%.", "HUT since 9"),
        ("Its rise was limited. Hut 8's drop was limited to 2%.", "HUT change -2"),
        ("Hut 8 was better, by 2%, than on Thursday.", "HUT change 2"),
        ("Hut 8 is 4% lower over the quarter.", "HUT quarter -4"),
        ("Monday to Friday: Hut 8 minus 2%.", "HUT week -2"),
        ("Hut 8 rose 5% this year; Nvidia gained 7% over the same time.", "NVDA ytd 7"),
        ("Hut 8 fell 1%, a day after it had risen 6%.", "HUT yesterday 6"),
        ("Hut 8 topped $50 to close at $50.20 after a gain of 3%.", "HUT change 3"),
        ("Hut 8 dropped to $50 after a gain of 3%.", "HUT yesterday 3"),
    ],
)
def test_levels_and_spans_say_what_a_percent_is_of(text: str, expected: str):
    assert expected in told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hut 8 has added 1% this morning.", ["HUT premarket 1"]),
        (
            "Hut 8 was at $48.20 an hour before the open, up 1%.",
            ["HUT price 48.2", "HUT premarket 1"],
        ),
        ("Before Friday's open Hut 8 had gained 1%.", ["HUT premarket 1"]),
        (
            "Hut 8 lost 4% before the bell. CleanSpark, on the other hand, rose 1%.",
            ["HUT premarket -4", "CLSK premarket 1"],
        ),
        ("A post went round yesterday. Hut 8 rose 5% pre-market.", ["HUT premarket 5"]),
    ],
)
def test_early_articles_speak_of_the_time_before_the_bell(text: str, expected: list[str]):
    assert expected == told(text)


def test_a_close_told_after_it_is_no_move_of_the_evening():
    text = "Hut 8 fell 3% in extended trading. It had closed at $40.10, up 2% on the day."
    assert ["HUT postmarket -3", "HUT price 40.1", "HUT change 2"] == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It's worth $7 billion, Hut 8.", "HUT cap 7000000000"),
        ("Hut 8 is worth $6 billion, CleanSpark just $4 billion.", "CLSK cap 4000000000"),
        ("Hut 8 fell 2%. That leaves the miner worth $4 billion.", "HUT cap 4000000000"),
        ("Hut 8's market cap shrank from $9 billion to $8 billion.", "HUT cap 8000000000"),
        (
            "Bitcoin miners had a market value of $71 billion, after $70 billion on Thursday.",
            "miners cap 70000000000",
        ),
        ("Bitcoin miners fell. Value of the group: $74 billion.", "miners cap 74000000000"),
        ("A lot: at $4.5 trillion Nvidia dwarfs all.", "NVDA cap 4500000000000"),
    ],
)
def test_worths_are_told_in_many_ways(text: str, expected: str):
    title = "Hut 8" if text.startswith("It") else ""
    assert expected in told(text, title=title, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hut 8 has gained 5% and now costs $47.", "HUT price 47"),
        ("Hut 8 was changing hands for $47.", "HUT price 47"),
        ("One broker sees 40% upside from Hut 8's last close of $47.10.", "HUT price 47.1"),
        ("At the current price of $47.10, Hut 8 is dear.", "HUT price 47.1"),
        ("Bitcoin spent the weekend between $90,000 and $91,500.", "BTC-USD price 90000..91500"),
        ("From $91,000 on Monday, Bitcoin slid to $86,500.", "BTC-USD price 91000"),
        ("Hut 8 jumped 4%, or $1.80, to $47.10.", "HUT price 47.1"),
        ("Hut 8 closed above $50, at $50.15.", "HUT price 50.15"),
        ("Ether gained 5%, taking it to $3,140.", "ETH-USD price 3140"),
    ],
)
def test_prices_are_told_in_many_ways(text: str, expected: str):
    assert expected in told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    "text",
    [
        "Should Bitcoin fall below $85,000, traders would sell.",
        "Will Bitcoin reach $95,000?",
        "Nor did Hut 8 fall below $15.",
        "A close of Hut 8 above $86 would be a record.",
        "Hut 8 opens today at about $45 if early quotes hold.",
        "A newsletter had Hut 8 up 15%.",
        "Hut 8 notes trade at 99 cents on the dollar.",
        "Hut 8 raised $22 million by selling shares at $5.10 apiece.",
        "The state sold 4% of Hut 8 at $44.80 a share.",
        "Hut 8 pays a 10% higher dividend.",
        "Rents at Hut 8 go up by 8% a year.",
        "Revenue, Hut 8 said, had risen 18%.",
        "Hut 8 has a new target. The target, $66, is 24% higher.",
        "Losses at Hut 8 rose 12%.",
        "Bitcoin miners shed about $2 billion of market value.",
        "Hut 8 was $1.4 billion short of the $80 billion mark.",
        "Two brokers raised their targets for Hut 8, implying gains of 19% and 26%.",
        "Hut 8 owns 900 coins, worth $84 million.",
        "Hut 8 has more than doubled.",
    ],
)
def test_what_is_only_nearly_a_claim_is_none(text: str):
    assert [] == told(text, at=FRIDAY_EVENING)


def test_a_claim_that_is_called_nonsense_is_taken_back():
    text = "A post has Hut 8 at a market cap of $100 billion. Nonsense: it is $5 billion."
    assert "HUT cap 100000000000" not in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "CleanSpark rose 13%, the most in the group.",
        "CleanSpark rose 13%; that rise was the largest. It was CleanSpark that flew highest.",
        "Best at the close: CleanSpark, +13%.",
        "CleanSpark is top of the class with a 13% gain.",
        "CleanSpark, the best of the lot, gained 13%.",
        "Mining stocks rose, led by CleanSpark. CleanSpark put on 13%.",
    ],
)
def test_whoever_did_best_is_the_leader_with_the_move_that_is_told(text: str):
    leads = [claim for claim in claims(text, at=FRIDAY_EVENING) if claim.figure is Figure.LEADER]
    assert [("CLSK", Decimal(13))] == [(claim.subject, claim.value) for claim in leads]


@pytest.mark.parametrize(
    ("feast", "due"), [("Easter", "2026-04-05"), ("Thanksgiving", "2025-11-27")]
)
def test_feasts_are_deadlines(feast: str, due: str):
    (claim,) = claims(f"Bitcoin could be at $150,000 by {feast}.")
    assert due == str(claim.due)


def test_a_forecast_in_the_headline_is_the_one_of_the_text():
    said = claims("Ether will be at $6,000 by Easter, says one.", title="Ether at $6,000 soon")
    assert 1 == len([claim for claim in said if claim.value == Decimal(6000)])


def test_a_name_without_a_capital_begins_a_sentence():
    said = told("Nvidia slid 2%. iren rose 1%.", at=FRIDAY_EVENING)
    assert "NVDA change -2" in said
