"""Claims by session: every way to say before the bell, at the close, and after it."""

from datetime import UTC, date, datetime

import pytest

from bot.news.claiming import beside
from bot.news.claiming.sentence import Ref
from bot.news.claims import Figure, Holder
from bot.news.counting.kinds import Bound
from tests.news_pieces import FRIDAY_EVENING, FRIDAY_MORNING, claims, told

AT_ELEVEN = datetime(2025, 10, 10, 15, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "IREN rose 4% before New York opened.",
        "IREN rose 4% before the stock market opened.",
        "IREN rose 4% before trading in New York began.",
        "IREN rose 4% before trade got under way.",
        "IREN rose 4% ahead of the opening.",
        "IREN rose 4% ahead of the New York start.",
        "IREN rose 4% ahead of Friday's open.",
        "IREN rose 4% ahead of US trading.",
        "IREN rose 4% before Friday's session.",
        "IREN rose 4% an hour before the start of trading on Wall Street.",
        "With Wall Street still closed, IREN rose 4%.",
        "IREN rose 4% in early dealings.",
        "IREN rose 4% in the early going.",
        "IREN rose 4% pre-bell.",
        "IREN was up 4% as of 8:20 a.m. in New York.",
        "At 08:25 ET IREN was up 4%.",
        "At 8:25 New York time shares of IREN were up 4%.",
        "As of 0825 EDT shares of IREN were up 4%.",
        "IREN was up 4% shortly before 9.15am.",
        "IREN was up 4% by 9:30 a.m. ET.",
    ],
)
def test_a_move_before_the_open_is_of_that_session(text: str):
    assert ["IREN premarket 4"] == told(text, at=FRIDAY_MORNING)


@pytest.mark.parametrize(
    "text",
    [
        "IREN fell 4% after Wall Street had closed.",
        "IREN fell 4% once trading had ended.",
        "IREN fell 4% once the closing bell had rung.",
        "IREN fell 4% after the market shut.",
        "IREN fell 4% after the end of regular trading.",
        "IREN fell 4% following the close.",
        "IREN fell 4% in late electronic trading.",
        "IREN fell 4% in the evening session.",
        "IREN was down 4% at 4:10 p.m. ET.",
        "IREN was down 4% after 4 p.m.",
    ],
)
def test_a_move_after_the_close_is_of_that_session(text: str):
    assert ["IREN postmarket -4"] == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    "text",
    [
        "IREN fell 4% after the opening bell.",
        "IREN fell 4% soon after trading began.",
        "IREN was down 4% by mid-morning.",
        "IREN was down 4% at 10:40 a.m. in New York.",
        "IREN was down 4% around lunchtime.",
        "IREN fell 4% before the closing bell.",
        "IREN fell 4% ahead of the close.",
        "IREN was down 4% at the end of the session.",
        "IREN was down 4% when the closing bell rang.",
        "IREN was down 4% by the time New York closed.",
        "IREN was down 4% by 4 p.m. in New York.",
        "After Wall Street closed lower, IREN was down 4%.",
        "IREN was down 4% at 8:15 a.m. London time.",
        "IREN rose ahead of the opening of its plant, then was down 4%.",
        "IREN, with about 1250 New York stores, was down 4%.",
    ],
)
def test_a_move_in_between_is_of_the_day(text: str):
    assert ["IREN change -4"] == told(text, at=AT_ELEVEN)


def test_a_coin_has_no_session_at_any_hour():
    text = "Bitcoin was down 2% at 8:20 a.m. in New York."

    assert ["BTC-USD change -2"] == told(text, at=FRIDAY_MORNING)


def test_when_a_company_reports_is_no_session_of_its_shares():
    text = "IREN gained 2% in premarket trading. Nvidia, which reports after the bell, was up 1%."

    assert ["IREN premarket 2", "NVDA premarket 1"] == told(text, at=FRIDAY_MORNING)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("After the bell: from rally to rout", ["NVDA change -5"]),
        ("After the bell: Nvidia slumps", ["NVDA postmarket -5"]),
    ],
)
def test_a_heading_that_names_nobody_says_when_it_was_written(title: str, expected: list[str]):
    assert expected == told("What a day. Nvidia lost 5%.", title=title, at=FRIDAY_EVENING)


def test_a_review_of_the_week_goes_on_without_saying_so():
    text = "How they did over the week: IREN gained 3%. Nvidia dropped 4%."

    assert ["IREN week 3", "NVDA week -4"] == told(
        text, title="The week in miners", at=FRIDAY_EVENING
    )


def test_a_close_in_a_review_of_the_week_is_of_its_day():
    text = "IREN gained 3% this week. Nvidia closed 4% lower."

    assert ["IREN week 3", "NVDA change -4"] == told(
        text, title="The week in miners", at=FRIDAY_EVENING
    )


@pytest.mark.parametrize(("name", "expected"), [("BA.L", True), ("BRK.B", False), ("F", False)])
def test_a_stock_abroad_has_no_morning_before_the_bell(name: str, *, expected: bool):
    assert expected is beside.is_foreign(Ref(name, Holder.INSTRUMENT))


def test_what_a_company_was_called_stands_between_it_and_its_number():
    text = "IREN had put on 8% and Cipher Mining, known as Bolt until last year, 6%."

    assert ["IREN change 8", "CIFR change 6"] == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize("text", ["IREN was up 99% of the time.", "IREN was down 40% of the year."])
def test_for_how_much_of_the_time_is_no_move(text: str):
    assert [] == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bitcoin was little changed, last at $121,450.", "BTC-USD price 121450"),
        ("IREN closed at $15.10; it would have to rise 39%.", "IREN price 15.1"),
        ("IREN has gained 24% today and at $19.05 has a value of $5 billion.", "IREN price 19.05"),
    ],
)
def test_a_level_is_told_behind_a_pause(text: str, expected: str):
    assert expected in told(text, at=FRIDAY_EVENING)


def test_a_level_at_the_door_is_near():
    text = "Bitcoin miners rose, and the whole gang is knocking on the door of $90 billion."

    assert [("miners", Figure.CAP, Bound.ABOUT)] == [
        (one.subject, one.figure, one.bound) for one in claims(text, at=FRIDAY_EVENING)
    ]


def test_whoever_is_on_top_of_the_board_leads():
    (lead,) = claims("Pre-market, IREN is on top of the board.", at=FRIDAY_MORNING)

    assert (Figure.LEADER, Figure.PREMARKET) == (lead.figure, lead.session)


def test_a_session_of_the_evening_before_keeps_its_day():
    (move,) = claims("After Wall Street had closed on Thursday IREN fell 4%.", at=FRIDAY_MORNING)

    assert (Figure.POSTMARKET, date(2025, 10, 9)) == (move.figure, move.on)
