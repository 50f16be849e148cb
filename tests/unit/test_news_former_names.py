"""Whom a name means that is a former one, a venue's, or somebody else's in another country."""

from datetime import date

import pytest

from bot.news.names.lexicon import Lexicon
from bot.news.words import Words
from tests.lexicons import THE_DAY, a_company, found, named

LISTED = {"WULF": "TeraWulf", "CIFR": "Cipher Mining", "MSFT": "Microsoft", "NDAQ": "Nasdaq Global"}


def test_a_former_name_goes_on_meaning_its_company():
    """People say Marathon Digital for years; the dates say which of two owners a name has."""
    assert named("Marathon Digital grew", on=date(2026, 5, 1)) == "MARA"


@pytest.mark.parametrize("title", ["MicroStrategy opens lockers", "MicroStrategy is fined"])
def test_a_former_name_of_one_word_may_be_somebody_else_s_by_now(title: str):
    """A parent sold the business that was called so, and its name with it."""
    assert named(title) == ""
    assert named(title, on=date(2024, 5, 1)) == "MSTR"


@pytest.mark.parametrize(
    "title",
    ["Iris Energy co-op wins approval", "The villagers of Iris Energy have bees", "Iris Energy!"],
)
def test_a_former_name_is_a_company_s_where_it_does_what_companies_do(title: str):
    assert named(title) == ""
    assert named("Iris Energy signs a lease") == "IREN"


def test_a_former_name_of_one_word_means_whom_the_article_names_otherwise():
    mentions = found("MicroStrategy opens an office", "Shares of MSTR rose.").mentions

    assert [0, 40] == [mention.start for mention in mentions]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("TeraWulf (NASDAQ: WULF) signed a lease with Microsoft", "WULF MSFT"),
        ("TeraWulf and Nasdaq-listed Cipher Mining signed with Microsoft", "WULF CIFR MSFT"),
        ("TeraWulf and Microsoft rose with Nasdaq", "WULF MSFT NDAQ"),
    ],
)
def test_where_somebody_is_listed_is_no_company(text: str, symbols: str):
    names = {
        "WULF": "TeraWulf",
        "CIFR": "Cipher Mining",
        "MSFT": "Microsoft",
        "NDAQ": "Nasdaq Global",
    }
    lexicon = Lexicon([a_company(symbol, name) for symbol, name in names.items()], [], [])

    assert symbols.split() == [*lexicon.read(Words.of("", text), THE_DAY).symbols]


@pytest.mark.parametrize(
    ("title", "symbols"),
    [
        ("Riot Minerals Corp. (TSX-V: RIOT) starts trading", ""),
        ("Hut 8 Corp. (TSX: HUT) starts a plant", "HUT"),
        ("Bitfarms Ltd. (TSX: BITF) says so", "BITF"),
    ],
)
def test_in_toronto_others_have_our_tickers(title: str, symbols: str):
    assert symbols == named(title)


@pytest.mark.parametrize("venue", ["LSE", "ASX", "XETRA", "Euronext Paris"])
def test_a_ticker_of_another_country_is_somebody_else(venue: str):
    assert "WULF" == named(f"Anglo Hutch ({venue}: MARA) sells pits", "TeraWulf buys none.")


def test_a_former_name_that_is_a_plain_word_needs_to_be_said_so():
    assert named("Square shares fell", "Later, Square rose 2%.") == ""


def test_a_former_name_that_is_said_so_counts():
    assert named("The company once called Square fell") == "XYZ"


def test_a_plain_former_name_counted_in_its_time():
    assert named("Square shares fell", on=date(2021, 6, 1)) == "XYZ"
