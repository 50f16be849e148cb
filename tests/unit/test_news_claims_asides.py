"""Claims beside asides: other clauses, other markets and other times than a move's own."""

from datetime import UTC, datetime

import pytest

from tests.news_pieces import FRIDAY_EVENING, told

AFTER_THE_CLOSE = datetime(2025, 10, 10, 20, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hut 8 slipped 2% before Friday's bell.", ["HUT premarket -2"]),
        ("Ahead of today's open Nvidia firmed 1%.", ["NVDA premarket 1"]),
        ("Microsoft was seen 3% lower before the New York open.", ["MSFT premarket -3"]),
        (
            "IREN rose 4% in pre-market trading. In Toronto Hut 8 lost 2%.",
            ["IREN premarket 4", "HUT change -2"],
        ),
    ],
)
def test_a_move_before_the_bell_is_one_of_new_york(text: str, expected: list[str]):
    assert expected == told(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nvidia fell 5% on Friday, where after-hours trading had hinted at 2%. Hut 8 lost 1%.",
            ["NVDA change -5", "HUT change -1"],
        ),
        (
            "Nvidia dropped 5% on Friday, wiping out an after-hours gain, and took Hut 8 2% lower.",
            ["NVDA change -5", "HUT change -2"],
        ),
        (
            "Nvidia soared 7% after hours. Microsoft, which also reported, eased 2%.",
            ["NVDA postmarket 7", "MSFT postmarket -2"],
        ),
        (
            "Nvidia is 3% above its open, though still 1% lower on the day.",
            ["NVDA regular 3", "NVDA change -1"],
        ),
    ],
)
def test_a_session_is_that_of_the_moves_made_in_it(text: str, expected: list[str]):
    assert expected == told(text, at=AFTER_THE_CLOSE)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Microsoft, which cut its forecast by 2% in May, gained 1% to $510.20.",
            ["MSFT change 1", "MSFT price 510.2"],
        ),
        (
            "Nvidia gained 4%, IREN, the best of the rest, 6% and Hut 8 3%.",
            ["NVDA change 4", "IREN leader 6", "IREN change 6", "HUT change 3"],
        ),
        ("Foundry, up 3% at noon, ended 1% lower.", []),
        ("Nvidia jumped 6% in Frankfurt to €160.40.", ["NVDA change 6", "NVDA price 160.4 EUR"]),
        (
            "IREN rose 8%. Hut 8 and Cipher Mining followed with 5% and 4%.",
            ["IREN change 8", "HUT change 5", "CIFR change 4"],
        ),
        ("Nvidia was the week's leader.", ["NVDA leader -"]),
        ("Nvidia trimmed an early loss of 2% and closed down 0.5%.", ["NVDA change -0.5"]),
        ("Nvidia recovered from a 2% fall to trade up 1%.", ["NVDA change 1"]),
        ("Nvidia's 2% advance carried it to $195.", ["NVDA change 2", "NVDA price 195"]),
    ],
)
def test_an_aside_keeps_its_numbers_to_itself(text: str, expected: list[str]):
    assert expected == told(text, title="Nvidia and the miners", at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bitcoin fell by 9% within 24 hours.", ["BTC-USD change -9"]),
        ("It was a weekend in which Bitcoin lost 5%.", ["BTC-USD since -5"]),
        ("Nvidia has gained 8% since the start of the quarter.", ["NVDA quarter 8"]),
        ("That puts the weekly advance of Nvidia at 5%.", ["NVDA week 5"]),
        ("Nvidia ends the week 2% up.", ["NVDA week 2"]),
        ("IREN is 90% higher than at the start of the year.", ["IREN ytd 90"]),
        ("Since it peaked on Monday, Bitcoin has shed 5%.", ["BTC-USD since -5"]),
        ("Nvidia rose in six of the past seven sessions, a gain of 9%.", ["NVDA since 9"]),
        ("IREN mined 9% more than in August; the stock added 4%.", ["IREN change 4"]),
        ("Hut 8 has lost more than half of its value in the past year.", ["HUT year -50"]),
        (
            "Nvidia traded at $181.10, about 1% above Thursday's close.",
            ["NVDA price 181.1", "NVDA change 1"],
        ),
    ],
)
def test_a_move_is_over_the_time_that_is_said(text: str, expected: list[str]):
    assert expected == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    "text",
    [
        "A table showed Nvidia 20% lower. It is not: a split was left out.",
        "The house no longer expects Bitcoin at $200,000 this year.",
        "Its forecast of $150,000 for Bitcoin by Christmas last year was not met.",
        "Some $300 billion of market value was wiped out at Microsoft.",
        "Hut 8 was 6% off its best price of the day.",
        "A fall below $100,000 would put Bitcoin 20% under its peak.",
        "TeraWulf's 2030 notes rose 4%.",
        "Nvidia's chief sold shares worth $40 million.",
        "A fund that tracks Bitcoin fell 2%.",
        "Nvidia was expected to open 2% higher.",
    ],
)
def test_what_is_taken_back_is_no_claim(text: str):
    assert [] == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bitcoin sank beneath $118,000.", ["BTC-USD price 118000"]),
        (
            "Hut 8 fell 4% to $52.10 in Toronto (all figures in Canadian dollars).",
            ["HUT change -4", "HUT price 52.1 CAD"],
        ),
        ("Nvidia traded at DKr1,190 in Copenhagen.", ["NVDA price 1190 DKK"]),
    ],
)
def test_a_price_is_in_the_money_that_is_said(text: str, expected: list[str]):
    assert expected == told(text, at=FRIDAY_EVENING)


def test_its_shares_are_those_of_whoever_alone_was_named():
    assert ["IREN change -3"] == told("Revenue at IREN climbed 22%; its shares dropped 3%.")
