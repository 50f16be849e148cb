"""The claims of papers from elsewhere: their words, their money, their groups, their lists."""

from datetime import UTC, date, datetime

import pytest

from tests.news_pieces import FRIDAY_EVENING, FRIDAY_MORNING, claims, told

FRIDAY_NOON = datetime(2025, 10, 10, 17, 0, tzinfo=UTC)
THURSDAY = date(2025, 10, 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hut 8 won an order. The scrip touched $45.90.", "HUT price 45.9"),
        ("Hut 8 won an order. The counter was trading 4.8% higher.", "HUT change 4.8"),
        ("Hut 8 coughs up 4.6%.", "HUT change -4.6"),
        ("Hut 8 gave way by 7 percent.", "HUT change -7"),
        ("Hut 8 got away with a plus of 0.6 percent.", "HUT change 0.6"),
        ("Hut 8 is getting smoked for 6%.", "HUT change -6"),
        ("Hut 8 is barrelling 6.2% higher.", "HUT change 6.2"),
        ("Hut 8 sneaks 1.9% higher after Thursday's 5.2% monster.", "HUT yesterday 5.2"),
        ("Hut 8 has halved over the past year.", "HUT year -50"),
        ("Hut 8 was the only one to gain, by 0.9% to $2.34.", "HUT change 0.9"),
        ("Hut 8 fell. Shares of the exchange operator dropped 3%.", "HUT change -3"),
        ("Hut 8 dropped 3% and had pared the loss to 1.5% by noon.", "HUT change -1.5"),
        ("Nvidia gained 17% this week, Hut 8 lost 4%.", "HUT week -4"),
        ("Hut 8 gained 5% on Xetra to $1,684.", "HUT price 1684"),
    ],
)
def test_a_move_is_read_in_the_words_of_other_papers(text: str, expected: str):
    assert expected in told(text, at=FRIDAY_NOON)


@pytest.mark.parametrize(
    "text",
    [
        "Hut 8 is asking 6% higher fees.",
        "Hut 8 hopes to be the first to gain 10%.",
        "Revenue at Hut 8 has halved this year.",
        "Hut 8 halved its loss of 4%.",
        "Hut 8 won. The contract runs for eight years and has a value of $1.6 billion.",
    ],
)
def test_what_only_sounds_like_a_move_or_a_worth_is_none(text: str):
    assert [] == told(text, at=FRIDAY_NOON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("After IREN's rise of 20% this week, Hut 8 fell 4%.", "HUT change -4"),
        ("After IREN rose 20% this week, Hut 8 fell 4%.", "HUT change -4"),
        ("IREN has gained 17% this year, Hut 8 fell 4%.", "HUT change -4"),
    ],
)
def test_a_time_is_not_shared_past_a_comma_by_what_is_told_in_another_way(text: str, expected: str):
    assert expected in told(text, at=FRIDAY_NOON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hut 8 rose 3%. By noon the American group was worth about $8bn.", "HUT cap 8000000000"),
        ("Hut 8 rose to $21, giving the group a market value of $8bn.", "HUT cap 8000000000"),
        ("Hut 8 rose to $21, which values the group at $8bn.", "HUT cap 8000000000"),
        ("Hut 8 rose. The group is worth about $8bn.", "HUT cap 8000000000"),
    ],
)
def test_a_group_is_the_company_where_there_is_only_one(text: str, expected: str):
    assert expected in told(text, at=FRIDAY_NOON)


@pytest.mark.parametrize(
    "text",
    [
        "Nvidia and Hut 8 were busy. The group gained 2% this week.",
        "Nvidia was busy. The semiconductor group gained 2% this week.",
        "Nvidia was busy. The group gained 2% this week.",
    ],
)
def test_a_group_that_moves_may_be_anybodys(text: str):
    assert [] == told(text, at=FRIDAY_NOON)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hut 8 is up 5%, so who is the fool?", ["HUT change 5"]),
        ("Hut 8 has fallen 40% this year: genius, or gravity?", ["HUT ytd -40"]),
        ("Hut 8 is up 5%, or is it a dream?", ["HUT change 5"]),
        ("Has Hut 8 fallen 40% this year, as they say?", []),
        ("Is Hut 8, up 5% to $40, a buy?", []),
    ],
)
def test_a_question_begins_where_it_asks(text: str, expected: list[str]):
    assert expected == told(text, at=FRIDAY_NOON)


def test_an_if_behind_a_comma_takes_no_worth_back():
    text = "Hut 8 is worth $8bn, less than its rivals if you count generously."
    assert ["HUT cap 8000000000"] == told(text, at=FRIDAY_NOON)


def test_each_item_of_a_list_is_a_sentence_of_its_own():
    text = "Miners fell after a jump the day before. * Hut 8 down 4.6% at $51.30 * IREN down 3.1%"
    assert ["HUT change -4.6", "HUT price 51.3", "IREN change -3.1"] == told(text, at=FRIDAY_NOON)


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (FRIDAY_EVENING, "Hut 8 lost 9% in late trading yesterday."),
        (FRIDAY_EVENING, "Hut 8 lost 9% in late dealings in New York on Thursday."),
        (FRIDAY_MORNING, "Hut 8 lost 9% after the close."),
    ],
)
def test_a_session_of_the_day_before_is_of_that_day(at: datetime, text: str):
    said = claims(text, at=at)
    assert [THURSDAY] == [one.on for one in said]
    assert ["HUT postmarket -9"] == told(text, at=at)


def test_the_evening_before_goes_on_until_another_time_is_told():
    text = (
        "IREN spoke last night. Its shares fell 9% after the close. Nvidia fell 3%. Hut 8 is up"
        " 30% this year. Bitfarms lost 1%."
    )
    assert [
        "IREN postmarket -9",
        "NVDA postmarket -3",
        "HUT ytd 30",
        "BITF change -1",
    ] == told(text, title="IREN spends")


def test_a_report_after_the_close_is_no_time_of_a_move():
    text = "Results are near. IREN reports on Monday after the close. Nvidia fell 3%."
    assert ["NVDA change -3"] == told(text, title="IREN spends")
