"""Claims kept apart: who goes on with a list, what is no price, which day or market is meant."""

from datetime import UTC, date, datetime

import pytest

from tests.news_pieces import FRIDAY_EVENING, claims, told

MONDAY_MORNING = datetime(2025, 10, 13, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "IREN rose 7%, followed by TeraWulf, up 5%, and Hut 8, up 3%.",
            ["IREN change 7", "WULF change 5", "HUT change 3"],
        ),
        ("Nvidia lost 4%, trailed by Microsoft, down 1%.", ["NVDA change -4", "MSFT change -1"]),
    ],
)
def test_whoever_follows_has_the_number_behind_the_name(text: str, expected: list[str]):
    assert expected == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    "text",
    [
        "We value Nvidia at $210 a share.",
        "Our fair values are unchanged: $210 for Nvidia.",
        "Price targets for IREN are unchanged: $80.",
    ],
)
def test_what_somebody_thinks_a_share_is_worth_is_no_price(text: str):
    assert [] == told(text, at=FRIDAY_EVENING)


def test_what_a_contract_is_worth_is_not_what_the_company_is():
    text = "IREN signed a tenant. The contract covers two halls and is worth $3 billion."

    assert [] == told(text, at=FRIDAY_EVENING)


def test_a_company_that_nobody_knows_leads_for_itself():
    text = "Bitcoin miners rose 3%. Zephyr led with a gain of 6%."

    assert ["miners change 3"] == told(text, at=FRIDAY_EVENING)


def test_a_weekday_of_last_week_is_that_day():
    (claim,) = claims("On Wednesday of last week Nvidia fell 3%.", at=FRIDAY_EVENING)

    assert date(2025, 10, 1) == claim.on


def test_what_has_been_gained_is_over_the_time_just_spoken_of():
    text = "Bitcoin is down 9% this week. Ether has shed 12%."

    assert ["BTC-USD week -9", "ETH-USD week -12"] == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia is 2% higher this morning.", ["NVDA premarket 2"]),
        (
            "Microsoft cost €440 in Frankfurt. Nvidia is 2% higher this morning.",
            ["MSFT price 440 EUR", "NVDA change 2"],
        ),
    ],
)
def test_a_morning_abroad_is_no_time_before_the_bell(text: str, expected: list[str]):
    assert expected == told(text, at=MONDAY_MORNING)


def test_a_sector_is_down_to_what_it_is_worth():
    text = "Bitcoin miners fell 8%. The whole sector is down to about $60 billion."

    assert ["miners change -8", "miners cap 60000000000"] == told(text, at=FRIDAY_EVENING)


def test_words_of_the_speaker_change_nothing():
    text = "The stock of Nvidia nonetheless sank 7%, if you ask me."

    assert ["NVDA change -7"] == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Since the end of June Nvidia has gained 40%.", date(2025, 6, 30)),
        ("Since the end of November Nvidia has gained 40%.", date(2024, 11, 30)),
        ("Since the low of 7 April Nvidia has gained 58%.", date(2025, 4, 7)),
    ],
)
def test_a_move_since_a_day_is_counted_from_it(text: str, expected: date):
    (claim,) = claims(text, at=FRIDAY_EVENING)

    assert expected == claim.on


def test_the_end_of_december_is_where_the_year_began():
    assert ["NVDA ytd 40"] == told("Since the end of December Nvidia has gained 40%.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nvidia rose 2% to 311 Danish crowns.", ["NVDA change 2", "NVDA price 311 DKK"]),
        ("Nvidia rose 2% to 311 Swedish kronor.", ["NVDA change 2", "NVDA price 311 SEK"]),
        ("Nvidia rose 2% to 311 Norwegian kroner.", ["NVDA change 2", "NVDA price 311 NOK"]),
    ],
)
def test_crowns_are_those_of_their_country(text: str, expected: list[str]):
    assert expected == told(text, at=FRIDAY_EVENING)


def test_what_is_set_against_another_is_over_the_same_time():
    text = "IREN is up 66% this year, whereas Hut 8 is down 20%."

    assert ["IREN ytd 66", "HUT ytd -20"] == told(text, at=FRIDAY_EVENING)


def test_the_coin_is_that_of_the_headline_where_a_company_was_told_last():
    text = "Ether lost 5%. IREN was down 6%. Over the past week the coin has lost 21%."
    expected = ["ETH-USD change -5", "IREN change -6", "BTC-USD week -21"]

    assert expected == told(text, title="Bitcoin slides", at=FRIDAY_EVENING)
