"""An article names those whom a careful reader would say it names, and nobody else."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.market.instruments import Symbol
from bot.news.entities import By, Company, Mention, Name
from bot.news.names.lexicon import Lexicon
from bot.news.words import MOST, Words
from tests.lexicons import THE_DAY, a_company, a_lexicon, found, named


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Watch $IREN today", By.CASHTAG),
        ("A lease (NASDAQ: IREN) was signed", By.EXCHANGE),
        ("A lease (Nasdaq:IREN) was signed", By.EXCHANGE),
        ("A lease <IREN.O> was signed", By.EXCHANGE),
        ("Shares (IREN US) rose", By.EXCHANGE),
        ("IREN signed a lease", By.NAME),
        ("WULF broke out", By.TICKER),
    ],
)
def test_a_mention_says_by_what_it_was_told(text: str, by: By):
    assert [by] == [mention.by for mention in found(text).mentions]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("Bitfarms (NASDAQ/TSX: BITF) gave an update", "BITF"),
        ("An update (TSX:HUT) was given", "HUT"),
        ("The company (NYSE American: ABTC) and a rival (Nasdaq GS: CLSK)", "ABTC CLSK"),
        ("Rigs arrive (Nasdaq: CAN, RIOT)", "CAN RIOT"),
        ("$can pops as $Riot drops", "CAN RIOT"),
        ("Miners such as IREN/TeraWulf rose", "IREN WULF"),
        ("Nobody knows $ZZZZ or (NASDAQ: QQQQ), and $90 is money", ""),
    ],
)
def test_a_mark_makes_a_ticker_of_any_word_that_is_one(text: str, symbols: str):
    assert symbols == named(text)


def test_a_mention_is_where_it_stands():
    title = "Shares of TeraWulf\u2019s landlord"

    assert (Mention(symbol=Symbol("WULF"), by=By.NAME, start=10, end=18),) == found(title).mentions


def test_the_outlet_s_tags_come_first_and_have_no_place():
    mentions = found("TeraWulf rose", tickers=["IREN", "ZZZZ", "IREN"]).mentions

    assert [("IREN", By.OUTLET, -1), ("WULF", By.NAME, 0)] == [
        (mention.symbol, mention.by, mention.start) for mention in mentions
    ]


def test_a_mention_is_found_again_each_time():
    mentions = found("TeraWulf rises", "TeraWulf said so. WULF rose.").mentions

    assert [0, 15, 33] == [mention.start for mention in mentions]


@pytest.mark.parametrize(
    "text",
    [
        "IREN-led rally lifts the sector",
        "The lease is IREN's largest",
        "The lease is IREN\u2019s largest",
        "They bought \u201cIREN\u201d (again)",
        "Iren Ltd. sold notes",
        "IREN, formerly Iris Energy, signed a lease",
        "Iris Energy signed a lease",
    ],
)
def test_a_name_is_found_in_whatever_stands_around_it(text: str):
    assert named(text) == "IREN"


@pytest.mark.parametrize(
    "text",
    [
        "Sirens wailed as Irene and her irenic friends left",
        "Iris Energy Drinks recalls a batch",
        "The Turin utility Iren SpA raised its dividend",
        "Visit https://terawulf.example/IREN or www.terawulf.com",
        "Write to ir@iren.com, or follow @IREN",
        "See terawulf.com/news for more",
    ],
)
def test_a_name_within_something_else_is_none(text: str):
    assert named(text) == ""


def test_a_name_that_is_longer_than_the_address_in_it_is_one():
    assert named("Watch terawulf.com, then TeraWulf") == "WULF"


def test_a_company_may_be_called_as_its_address_is():
    assert named("Booking.com raised its outlook") == "BKNG"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Police in riot gear clear the square", "Riot shields were used; the riots spread."),
        ("RIOT BREAKS OUT AT FACTORY; POLICE CAN ENTER HIVE OF CRIME", ""),
        ("YOU CAN NOW OPEN THE APP ON IT", ""),
        ("A hive of activity", "Hive Social, an app, is back. The HIVE was full."),
        ("The APP store", "The APP gained 4% more users. An APP, CAN do it."),
        ("On Monday, IT spending rose", "IT shares fell 3%, ON the other hand they may recover."),
        ("Buy NOW and save", "Robotic ARM sold. He broke his ARM."),
        ("Beach Hut 8 sold for a record sum", "The hut 8 metres from the sea leaks."),
        ("Pizza Hut 8 new outlets", ""),
        ("Riot Games lays off staff", "The Riot of 1919 was remembered."),
    ],
)
def test_a_ticker_that_is_a_word_is_one(title: str, text: str):
    """RIOT, HUT, HIVE, CAN and APP are instruments; most of the time they are words."""
    assert named(title, text) == ""


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Riot Platforms adds 100 MW", "Riot said the site would open in May. Later, RIOT rose."),
        ("Riot shares jump 6%", ""),
        ("Riot rose 6% before the bell", ""),
        ("Shares of Riot were halted", ""),
        ("The bitcoin miner Riot fell", ""),
        ("RIOT PLATFORMS POSTS RECORD REVENUE", ""),
        ("Riot Blockchain, as it was, grew", ""),
    ],
)
def test_a_word_is_a_company_where_something_near_says_so(title: str, text: str):
    assert named(title, text) == "RIOT"


@pytest.mark.parametrize(
    ("title", "symbols"),
    [
        ("IREN, RIOT, HIVE and HUT all gained at the open", "IREN RIOT HIVE HUT"),
        ("IREN, Riot lead miners higher", "IREN RIOT"),
        ("Microsoft, Apple and Target beat estimates", "MSFT AAPL TGT"),
    ],
)
def test_who_stands_in_a_row_with_companies_is_one(title: str, symbols: str):
    assert symbols == named(title)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("New Canaan, Connecticut, votes on its schools", "Canaan residents spoke."),
        ("Pilgrims walked to Canaan", "The land of Canaan was near. In Canaan they rested."),
        ("A wedding in Canaan, N.H., drew hundreds", ""),
        ("Canaan, a town in Connecticut, won an award", ""),
        ("Masai Mara lodge reopens", "The Mara River was high. Herds cross the Mara each year."),
        ("Marathon Petroleum beats estimates", "London Marathon runners raised a record sum."),
        ("Cipher cracked by students", "The Cipher was old. Cipher Pharmaceuticals fell."),
        ("Strategy is everything in chess", "The National Security Strategy is out."),
        ("Target practice ends badly", "Target dates were moved; the target was missed."),
        ("Gap between rich and poor grows", "The GAP is large."),
        ("Block party on Square street", "Times Square was empty. Square one it is."),
        ("Harrison Ford turns 83", "Ford County, Kansas, is far."),
        ("Apple pie for all", "He has an Adam's apple. The Big Apple sleeps."),
        ("Samsung Galaxy sales fall", "A galaxy far away. Galaxy clusters collide."),
        ("League of Legends maker Riot said", "Riot, the maker of games, is private."),
        ("Smart-heating brand Hive adds thermostats", "Hive began as a test."),
        ("Riot ended by police", "Police: Riot Under Control. Why Riot Control Failed"),
        ("Cipher found in attic solved", "Cipher set by monks is cracked."),
        ("Johnson said hello", "Alphabet soup. Iris said she liked it."),
        ("Fires in the Amazon grow", "Prices are LOW; a COIN is lost."),
        ("Meta analyses show little", "A meta joke."),
        ("Match begins on Friday", "Match opens the season."),
    ],
)
def test_what_has_a_company_s_name_is_not_yet_the_company(title: str, text: str):
    assert named(title, text) == ""


@pytest.mark.parametrize(
    ("title", "text", "symbols"),
    [
        ("Canaan Inc. books a larger order", "CAN shares rose 4%.", "CAN"),
        ("Canaan (CAN) wins an order", "", "CAN"),
        ("Canaan, a maker of mining machines, won an order", "", "CAN"),
        ("MARA to buy 50,000 rigs", "", "MARA"),
        ("Marathon Digital hoarded coins", "", "MARA"),
        ("Cipher Mining signs a lease", "Cipher rose 3%.", "CIFR"),
        ("Strategy bought shares", "", "MSTR"),
        ("Michael Saylor's Strategy sold stock", "", "MSTR"),
        ("MicroStrategy fell 3%", "", "MSTR"),
        ("Retailer Target to close stores", "", "TGT"),
        ("Shares of Gap slid 4%", "", "GAP"),
        ("Block Inc. buys back stock", "", "XYZ"),
        ("A fault at Apple stopped payments", "", "AAPL"),
        ("Ford recalls trucks", "", "F"),
        ("Carmakers", "Ford, which reports after the bell, was up 0.4%.", "F"),
        ("By the close in New York Cipher Mining had risen", "", "CIFR"),
        ("The week", "RIOT and HUT lost 2% and 5%, respectively.", "RIOT HUT"),
        ("HIVE Digital buys a site in Paraguay", "Hive now runs 18 EH/s.", "HIVE"),
        ("Galaxy Digital borrows for its campus", "", "GLXY"),
        ("Arm Holdings raises its outlook", "", "ARM"),
        ("Gartner says IT spending will rise", "", "IT"),
        ("Bitdeer sells rigs", "", "BTDR"),
        ("Match Group loses users", "Match said so.", "MTCH"),
        ("Meta to spend $27 billion on a campus", "", "META"),
        ("Servers were rented to Meta for five years", "", "META"),
        ("JPMorgan raises its target", "", "JPM"),
        ("Goldman Sachs says so", "Goldman is often right.", "GS"),
        ("Johnson & Johnson sells a unit", "", "JNJ"),
        ("A fault at Amazon, whose servers it rents", "", "AMZN"),
        ("Amazon to invest $4 billion", "", "AMZN"),
        ("Retailers brace", "Amazon, by contrast, is hiring for Christmas.", "AMZN"),
        ("Retailers rise", "Target did not rise with them.", "TGT"),
        ("Retailers slip", "Target has slipped this month.", "TGT"),
        ("A recall", "Ford sent out a notice.", "F"),
        ("A recall", "Ford is recalling trucks.", "F"),
        ("Retailers, and a forecast", "Target will trade below $80 by May.", "TGT"),
        ("Lowe\u2019s cuts its outlook", "", "LOW"),
        ("Coinbase slid 3.2%", "", "COIN"),
        ("Berkshire Hathaway (NYSE: BRK.B) sells", "", "BRK.B"),
        ("$BRK.B is flat", "", "BRK.B"),
        ("Cipher to build 300 MW in Texas", "", "CIFR"),
        ("terawulf is still cheap imo", "", "WULF"),
        ("TERAWULF SOARS", "", "WULF"),
    ],
)
def test_a_company_is_known_by_what_people_call_it(title: str, text: str, symbols: str):
    assert symbols == named(title, text)


@pytest.mark.parametrize(
    "title",
    [
        "Applied digital techniques help museums",
        "Museums Turn to Applied Digital Techniques for Old Prints",
        "Core scientific questions remain open",
        "A bit digital, a bit analog",
        "A Bit Digital, a Bit Analog: The New Watch",
        "American bitcoin miners face tariffs",
        "American Bitcoin Miners Face New Tariffs on Chinese Rigs",
    ],
)
def test_plain_words_are_a_name_only_with_capitals_that_mean_something(title: str):
    assert named(title) == ""


@pytest.mark.parametrize(
    ("title", "symbols"),
    [
        ("Applied Digital signs a lease", "APLD"),
        ("Applied Digital Wins $5 Billion Lease From Hyperscaler", "APLD"),
        ("APPLIED DIGITAL SIGNS LEASE", "APLD"),
        ("LAKESHORE TO BUY FOUR HUT 8 GAS PLANTS", "HUT"),
        ("Core Scientific Investors Reject Bid", "CORZ"),
        ("Bit Digital exits mining", "BTBT"),
        ("American Bitcoin Buys Rigs for $314 Million", "ABTC"),
        ("Should You Buy American Bitcoin Now?", "ABTC"),
        ("Is Core Scientific a Buy?", "CORZ"),
        ("Why Applied Digital Is Soaring Today", "APLD"),
        ("Riot Platforms Bitcoin Production Falls", "RIOT"),
        ("Cipher Mining Convertible Notes Upsized", "CIFR"),
    ],
)
def test_plain_words_with_capitals_are_a_name(title: str, symbols: str):
    assert symbols == named(title)


@pytest.mark.parametrize(
    "text",
    [
        "Bitcoin slips below $120,000",
        "BTC/USD fell",
        "The firm holds 150 bitcoin",
        "It sold 40 BTC",
        "A chart of BTC-USD",
        "Bitcoins worth $3 million were stolen",
        "Stocks fell as bitcoin's price slid",
        "Bitcoin, mining stocks fall on tariff threat",
        "#Bitcoin to the moon",
        "They mine bitcoin in Iceland",
    ],
)
def test_a_coin_is_meant_where_it_is_traded_held_or_made(text: str):
    assert named(text) == "BTC-USD"


@pytest.mark.parametrize(
    "text",
    [
        "Bitcoin miners rally",
        "Bitcoin mining booms; bitcoin-mining firms hire",
        "Spot bitcoin ETFs and bitcoin exchange-traded funds drew money",
        "Bitcoin Depot rose, and Bitcoin Cash did not",
        "A bitcoin treasury company sold stock",
        "BTC miners are up",
        "Bitcoin and ether ETFs saw outflows",
        "The Grayscale Bitcoin Trust shrank",
    ],
)
def test_what_is_named_after_a_coin_is_not_the_coin(text: str):
    assert named(text) == ""


def test_a_coin_that_is_called_by_a_plain_word_needs_a_sign():
    lexicon = Lexicon([a_company("AVAX-USD", "Avalanche")], (), ())
    texts = "An avalanche fell.", "Avalanche warnings end", "Avalanche fell 4%", "AVAX fell"

    assert [0, 0, 1, 1] == [
        len(lexicon.read(Words.of(text, ""), THE_DAY).mentions) for text in texts
    ]


def test_a_name_counts_from_its_first_day():
    assert named("Strategy Inc shares fell", on=date(2022, 6, 1)) == ""


def test_a_name_that_was_passed_on_is_its_owner_s_of_the_day():
    day = date(2025, 1, 1)
    lexicon = Lexicon(
        [a_company("OLD", ("Quarzwerk", None, day)), a_company("NEW", ("Quarzwerk", day, None))],
        (),
        (),
    )
    words = Words.of("Quarzwerk signs", "")

    assert ("NEW",) == lexicon.read(words, THE_DAY).symbols


def test_the_longest_of_nested_names_is_the_one_that_counts():
    lexicon = Lexicon([a_company("AA", "Terravolt"), a_company("BB", "Terravolt Polska")], (), ())

    assert ("BB",) == lexicon.read(Words.of("Terravolt Polska signs", ""), THE_DAY).symbols


def two_of_a_name() -> Lexicon:
    companies = [a_company("AA", "Terravolt Digital"), a_company("BB", "Terravolt Energy")]
    return Lexicon(companies, (), ())


def test_what_two_companies_are_called_for_short_names_neither():
    assert () == two_of_a_name().read(Words.of("Terravolt signs", ""), THE_DAY).symbols


def test_what_two_companies_are_called_for_short_is_whose_name_was_said():
    words = Words.of("Terravolt Energy signs", "Terravolt said so.")

    assert ["BB", "BB"] == [one.symbol for one in two_of_a_name().read(words, THE_DAY).mentions]


def test_a_company_without_a_name_is_known_by_its_ticker():
    lexicon = Lexicon([Company(symbol=Symbol("CIFR"), names=())], (), ())

    assert ("CIFR",) == lexicon.read(Words.of("Why CIFR fell", ""), THE_DAY).symbols


def test_groups_are_found_by_any_of_their_names_the_longest():
    text = "Listed bitcoin miners rose. Mining stocks, too; Bitcoin-miners' debts"
    said = found(text)

    assert [(0, 21), (28, 41), (48, 62)] == [(one.start, one.end) for one in said.groups]


def test_themes_are_found_once_a_place_in_the_order_of_the_text():
    said = found("A 750MW data center", "High-performance computing and AI; they said aid, Ai.")

    assert ("capacity", "ai-hpc") == said.themes


def test_a_theme_s_places_are_those_of_its_words():
    words = Words.of("A 750MW data-center for HPC", "")
    said = a_lexicon().read(words, THE_DAY).subjects

    assert ["MW", "data-center", "HPC"] == [words.all[one.start : one.end] for one in said]


def test_who_has_no_lexicon_finds_nothing():
    assert Lexicon((), (), ()).read(Words.of("TeraWulf $WULF", ""), THE_DAY).mentions == ()


SAID = (
    "IREN Riot Platforms RIOT $CAN (NASDAQ: HUT) Bitcoin miners Canaan Inc. the The , . ; : '"
    " \u2019 \u201c - / @ https:// Target TARGET New \u0130stanbul \ufb01 ON it Strategy AI 4% $"
)
PIECES = st.sampled_from(SAID.split(" "))


@given(st.lists(PIECES, max_size=40).map(" ".join) | st.text(max_size=200))
def test_any_text_is_read_and_each_mention_is_a_place_of_it(text: str):
    words = Words.of("", text)

    mentions = a_lexicon().read(words, THE_DAY).mentions

    assert all(0 <= one.start < one.end <= len(words.all) for one in mentions)


@given(st.lists(PIECES, max_size=40).map(" ".join))
def test_mentions_follow_each_other_and_do_not_overlap(text: str):
    mentions = a_lexicon().read(Words.of(text, text), THE_DAY).mentions

    assert all(one.end <= two.start for one, two in pairwise(mentions))


@pytest.mark.parametrize(
    "piece",
    [
        "@",
        ".a",
        "a.",
        "a.bc Riot ",
        "IREN, Riot; Gap ",
        "://",
        "$A",
        "Riot ",
        "(",
        "'s ",
        ": A",
        "A, ",
    ],
)
def test_a_hostile_text_is_read_in_its_length(piece: str):
    """Twenty thousand characters are read, whatever they are, in well under a second."""
    words = Words.of("", piece * MOST)

    assert isinstance(a_lexicon().read(words, THE_DAY).symbols, tuple)


def test_who_is_named_more_often_than_anybody_reads_is_named_no_more():
    """A text may be made to be slow; five hundred names are more than any article has."""
    assert len(found("", "TeraWulf " * 600).mentions) == 500


def test_names_of_one_company_that_are_one_name_are_told_once():
    company = Company(
        symbol=Symbol("TWF"), names=(Name(text="Terravolt"), Name(text="Terravolt Inc."))
    )
    mentions = Lexicon([company], (), ()).read(Words.of("Terravolt rose", ""), THE_DAY).mentions

    assert len(mentions) == 1


def test_a_word_that_the_article_writes_small_as_well_is_no_name():
    """At the head of a sentence every word has a capital."""
    lexicon = Lexicon([a_company("INTC", "Intel")], (), ())
    words = Words.of("Intel from the docks helps police", "Good intel led them to the boat.")

    assert () == lexicon.read(words, THE_DAY).symbols
