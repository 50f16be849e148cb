"""Claims: who is said to have moved how far, over which time, and at which level."""

import pytest

from bot.market.sessions import AlwaysOpen
from bot.news import claiming
from bot.news.claims import Figure, Holder
from bot.news.counting.kinds import Bound
from tests.news_pieces import CALENDAR, FRIDAY_EVENING, a_piece, claims, told

RALLY = (
    "Listed bitcoin miners rose again in pre-market trading, taking the group's combined market"
    " value near $90 billion, Farside figures show. IREN led with a gain of 4% after Thursday's 6%"
    " rise and is up more than 520% this year. TeraWulf added 5%, for a 150% gain this year."
    " Cipher Mining, CleanSpark and Bitfarms rose 2% to 4%. Bitcoin traded near $122,000. On the"
    " present trend the group could be worth more than $100 billion by the end of the year."
)
BREATHLESS = (
    "What a morning for mining stocks! IREN is flying another 4% to $66 after Thursday's 6% jump,"
    " now an unreal 520% this year. TeraWulf soars 5% pre-market after a 10% surge, 150% on the"
    " year, and Cipher Mining, CleanSpark and Bitfarms climb 2% to 4%. Farside says the sector is"
    " about to smash through $90 billion, and $100 billion by year-end looks certain."
)


def test_the_story_this_began_with_is_read_whole():
    assert [
        "miners cap 90000000000",
        "IREN leader 4",
        "IREN premarket 4",
        "IREN yesterday 6",
        "IREN ytd 520",
        "WULF premarket 5",
        "WULF ytd 150",
        "CIFR premarket 2..4",
        "CLSK premarket 2..4",
        "BITF premarket 2..4",
        "BTC-USD price 122000",
        "miners cap 100000000000",
    ] == told(RALLY)


def test_the_breathless_version_says_the_same():
    """The session stands in the headline alone, and `after a 10% surge` was the day before."""
    assert [
        "IREN premarket 4",
        "IREN price 66",
        "IREN yesterday 6",
        "IREN ytd 520",
        "WULF premarket 5",
        "WULF yesterday 10",
        "WULF ytd 150",
        "CIFR premarket 2..4",
        "CLSK premarket 2..4",
        "BITF premarket 2..4",
        "miners cap 90000000000",
        "miners cap 100000000000",
    ] == told(BREATHLESS, title="Miners are on fire pre-market!")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IREN rose 4%.", ["IREN change 4"]),
        ("Shares of IREN fell 4%.", ["IREN change -4"]),
        ("IREN's stock is down 3%.", ["IREN change -3"]),
        ("IREN edged 1% higher.", ["IREN change 1"]),
        ("IREN posted a 4% decline.", ["IREN change -4"]),
        ("A 5% jump in TeraWulf lifted spirits.", ["WULF change 5"]),
        ("IREN +4%, TeraWulf -3%.", ["IREN change 4", "WULF change -3"]),
        ("IREN (up 4%) beat TeraWulf (down 3%).", ["IREN change 4", "WULF change -3"]),
        ("IREN gave up 4%.", ["IREN change -4"]),
        ("News of a lease sent TeraWulf up 5%.", ["WULF change 5"]),
        ("IREN's deal with Microsoft lifted shares 4%.", ["IREN change 4"]),
        ("IREN has doubled this year.", ["IREN ytd 100"]),
        ("IREN lost a fifth.", ["IREN change -20"]),
        ("Bitcoin miners rose 3%.", ["miners change 3"]),
    ],
)
def test_verbs_nouns_and_signs_say_which_way(text: str, expected: list[str]):
    assert expected == told(text, at=FRIDAY_EVENING)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IREN and TeraWulf rose 4%.", ["IREN change 4", "WULF change 4"]),
        (
            "IREN and TeraWulf rose 4% and 5%, respectively, this week.",
            ["IREN week 4", "WULF week 5"],
        ),
        ("IREN fell 4%, TeraWulf 3% and CleanSpark 2%.", ["-4", "-3", "-2"]),
        ("IREN signed a lease with Microsoft and rose 4%.", ["IREN change 4"]),
        ("IREN, which rents power to Microsoft, rose 4%.", ["IREN change 4"]),
        ("TeraWulf reported results. Its shares rose 4%.", ["WULF change 4"]),
        ("TeraWulf reported results. The stock rose 4% to $14.", ["4", "14"]),
        ("IREN rose 4% while an unlisted rival, Acme Power, fell 9%.", ["IREN change 4"]),
        ("TeraWulf said on Friday it had gained 4%.", ["WULF change 4"]),
        ("IREN is up 20% this year against 31% for Bitcoin.", ["IREN ytd 20", "BTC-USD ytd 31"]),
    ],
)
def test_a_number_is_of_whom_its_clause_is_about(text: str, expected: list[str]):
    found = told(text, at=FRIDAY_EVENING)

    short = [one.rsplit(" ", 1)[1] for one in found]
    assert expected in (found, short)


@pytest.mark.parametrize(
    "text",
    [
        "IREN said revenue rose 40%.",
        "IREN's revenue jumped 228% to $187 million.",
        "IREN reported revenue of $187 million, up 228% from a year earlier.",
        "IREN mined 445 coins, down 7%.",
        "Hash rate at CleanSpark grew 9%.",
        "Volume in TeraWulf rose 140%.",
        "Microsoft owns 3% of the venture.",
        "IREN sold notes with a coupon of 0.5%.",
        "IREN raised $1 billion of notes.",
        "TeraWulf signed a contract worth $9.5 billion.",
        "IREN's price target was lifted to $80 from $60.",
        "A broker raised its target on IREN to $82.",
        "CleanSpark sold coins at an average price of $114,970.",
        "IREN has 750 megawatts of power.",
        "The chance of a cut rose 5%.",
        "Oil fell 4%.",
        "Riot police arrested 12% more people.",
    ],
)
def test_business_and_targets_are_no_moves(text: str):
    """A revenue that is up 40 % must never become a move of the stock."""
    assert [] == told(text)


@pytest.mark.parametrize(
    "text",
    [
        "IREN did not rise 4%.",
        "IREN could rise 20%.",
        "If the vote fails, IREN falls 20%.",
        "IREN would have to gain 40%.",
        "There was no 10% rally in TeraWulf.",
        "TeraWulf denied that its shares had fallen 10%.",
        "IREN may one day be worth $25 billion.",
        "Nobody expects IREN to fall 50%.",
    ],
)
def test_what_is_denied_or_only_supposed_is_no_claim(text: str):
    assert [] == told(text)


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("IREN rose 4% before the bell.", Figure.PREMARKET),
        ("Ahead of the open, IREN rose 4%.", Figure.PREMARKET),
        ("IREN rose 4% after hours.", Figure.POSTMARKET),
        ("IREN rose 4% in extended trading.", Figure.POSTMARKET),
        ("Since the open, IREN has gained 4%.", Figure.REGULAR),
        ("IREN rose 4% in regular trading.", Figure.CHANGE),
        ("IREN rose 4% on Friday.", Figure.CHANGE),
        ("IREN rose 4% yesterday.", Figure.YESTERDAY),
        ("IREN rose 4% on Thursday.", Figure.YESTERDAY),
        ("On October 9, IREN rose 4%.", Figure.YESTERDAY),
        ("IREN is up 4% this week.", Figure.WEEK),
        ("IREN has gained 4% this month.", Figure.MONTH),
        ("So far this quarter IREN has risen 4%.", Figure.QUARTER),
        ("IREN is up 4% year to date.", Figure.YTD),
        ("IREN has risen 4% since January.", Figure.YTD),
        ("IREN is up 4% over the past 12 months.", Figure.YEAR),
        ("IREN is up 4% from a year ago.", Figure.YEAR),
        ("IREN has gained 4% since June.", Figure.SINCE),
        ("IREN gained 4% in five days.", Figure.SINCE),
        ("IREN gained 4% last week.", Figure.SINCE),
    ],
)
def test_the_words_of_time_say_which_figure_it_is(text: str, figure: Figure):
    (claim,) = claims(text, at=FRIDAY_EVENING)

    assert figure is claim.figure


def test_a_weekday_further_back_is_a_change_of_that_day():
    (claim,) = claims("IREN jumped 10% on Monday.")

    assert ("2025-10-06", Figure.CHANGE) == (str(claim.on), claim.figure)


def test_a_span_from_a_date_keeps_the_date():
    (claim,) = claims("IREN is up 22% since October 1.")

    assert ("2025-10-01", Figure.SINCE) == (str(claim.on), claim.figure)


def test_the_session_before_a_holiday_is_yesterday():
    """On the Friday after Thanksgiving that is Wednesday."""
    day = FRIDAY_EVENING.replace(month=11, day=28)

    (claim,) = claims("IREN gained 5% on Wednesday.", at=day)

    assert Figure.YESTERDAY is claim.figure


def test_the_headline_says_which_session_a_bare_move_is_of():
    found = told("IREN rose 4%.", title="Miners climb before the bell")

    assert ["IREN premarket 4"] == found


def test_a_coin_has_no_sessions():
    found = told("Bitcoin rose 2%.", title="Miners climb before the bell")

    assert ["BTC-USD change 2"] == found


def test_a_close_told_before_the_open_is_that_of_the_day_before():
    assert ["IREN yesterday 4"] == told("IREN closed 4% higher.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("IREN closed at $66.10.", ["IREN price 66.1"]),
        ("IREN rose from $60 to $66.", ["IREN price 66"]),
        ("Bitcoin slipped below $118,000.", ["BTC-USD price 118000"]),
        ("Bitcoin's price fell to $118,500.", ["BTC-USD price 118500"]),
        ("Hut 8 fell 3% to C$60.05.", ["HUT change -3", "HUT price 60.05 CAD"]),
        ("IREN is worth about $17 billion.", ["IREN cap 17000000000"]),
        ("IREN's market value topped $18 billion.", ["IREN cap 18000000000"]),
        ("The market values IREN at $18 billion.", ["IREN cap 18000000000"]),
        ("Bitcoin miners are worth $92 billion.", ["miners cap 92000000000"]),
        ("IREN added $1 billion in market value.", []),
        ("IREN gained $2.40.", []),
    ],
)
def test_levels_are_prices_and_market_values(text: str, expected: list[str]):
    assert expected == told(text, at=FRIDAY_EVENING)


def test_what_is_nearly_reached_is_about_and_what_was_topped_is_over():
    near, over = claims("Bitcoin neared $120,000. Bitcoin then topped $121,000.")

    assert (Bound.ABOUT, Bound.OVER) == (near.bound, over.bound)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Bitcoin could reach $150,000 by year-end.", "2025-12-31"),
        ("Bitcoin will hit $150,000 by the end of June.", "2026-06-30"),
        ("Bitcoin may top $150,000 this month.", "2025-10-31"),
        ("Bitcoin should pass $150,000 within two weeks.", "2025-10-24"),
        ("Bitcoin could reach $150,000 by Christmas.", "2025-12-25"),
        ("IREN could be worth $30 billion by the end of 2026.", "2026-12-31"),
    ],
)
def test_a_dated_prediction_is_due_on_its_last_day(text: str, due: str):
    (claim,) = claims(text)

    assert due == str(claim.due)


def test_the_deadline_of_one_sum_is_not_that_of_another():
    now, later = claims(
        "Bitcoin miners are worth $90 billion, and $100 billion by year-end looks certain."
    )

    assert (None, "2025-12-31") == (now.due, str(later.due))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("IREN led the group with a gain of 4%.", "4"),
        ("IREN led the gainers, rising 4%.", "4"),
        ("Bitcoin miners rose, led by IREN with a 9% jump.", "9"),
        ("The biggest gainer was IREN, up 8%.", "8"),
        ("IREN led losses with a 4% drop.", "-4"),
        ("Hut 8 led the miners.", "None"),
    ],
)
def test_who_led_is_a_claim_of_its_own(text: str, value: str):
    leads = [claim for claim in claims(text) if claim.figure is Figure.LEADER]

    assert [value] == [str(claim.value) for claim in leads]


def test_a_leading_company_and_a_round_that_was_led_are_no_leaders():
    found = claims("IREN, a leading miner, rose 4%. Microsoft led a round of $50 million.")

    assert Figure.LEADER not in {claim.figure for claim in found}


def test_a_leader_leads_in_a_session():
    found = claims("IREN led with a gain of 4% before the bell.")

    assert [Figure.PREMARKET] == [claim.session for claim in found if claim.session]


def test_the_source_is_kept_with_the_claim():
    (claim,) = claims("IREN rose 4%, according to Farside.")

    assert "Farside" == claim.said_by


def test_what_nobody_has_a_name_for_is_kept_as_it_was_written():
    (claim,) = claims("On Friday shares of Acme Power rose 4%.")

    assert Holder.NOBODY is claim.holder


def test_a_claim_said_twice_is_one():
    assert ["IREN change 4"] == told("IREN rose 4% on the news.", title="IREN rises 4%")


def test_of_two_that_say_the_same_the_one_with_a_source_stays():
    (claim,) = claims("IREN rose 4%, according to Farside.", title="IREN rises 4%")

    assert "Farside" == claim.said_by


def test_a_claim_stands_where_its_number_is_written():
    piece = a_piece("IREN rose about 4% today.")

    (claim,) = claiming.read(piece, CALENDAR)

    assert "4%" == piece.words.all[claim.start : claim.end]


def test_an_article_from_beyond_the_calendar_is_read_by_weekdays():
    far = FRIDAY_EVENING.replace(year=2099, month=10, day=9)

    assert ["IREN yesterday 4"] == told("IREN rose 4% on Thursday.", at=far)


def test_any_calendar_will_do():
    piece = a_piece("Bitcoin rose 4% yesterday.")

    (claim,) = claiming.read(piece, AlwaysOpen())

    assert Figure.YESTERDAY is claim.figure
