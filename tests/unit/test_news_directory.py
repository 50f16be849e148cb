"""News may name whom the market watches, by all the names that are known by now."""

from dataclasses import replace
from datetime import date

from bot.market.events import Reference
from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.market.watchlists import Watchlist
from bot.news.entities import Company, Found, Name, Theme
from bot.news.names.directory import Directory
from bot.news.words import Words
from tests.builders import a_market, a_reference

THE_DAY = date(2025, 10, 10)


def a_listing(symbol: str, name: str) -> Reference:
    return replace(a_reference(symbol), name=name)


def a_list(name: str, *members: str, title: str = "", called: tuple[str, ...] = ()) -> Watchlist:
    return Watchlist(
        name=name, title=title or name, members=tuple(map(Symbol, members)), called=called
    )


def read(directory: Directory, text: str) -> Found:
    return directory.lexicon().read(Words.of(text, ""), THE_DAY)


def watching(*lists: Watchlist) -> Market:
    market = a_market()
    for one in lists:
        market.enlist(one)
    return market


def test_a_listing_s_name_is_the_company_s():
    market = watching(a_list("ours", "WULF"))
    market.take(a_listing("WULF", "TeraWulf Inc."))

    assert ("WULF",) == read(Directory(market), "TeraWulf rose").symbols


def test_names_that_the_operator_wrote_come_beside_it():
    market = watching(a_list("ours", "WULF"))
    market.take(a_listing("WULF", "TeraWulf Inc."))
    written = Company(symbol=Symbol("WULF"), names=(Name(text="Beowulf Mining"),))
    directory = Directory(market, [written])

    assert [("WULF",)] * 2 == [
        read(directory, f"{name} rose").symbols for name in ("TeraWulf", "Beowulf Mining")
    ]


def test_who_is_written_of_can_be_named_before_it_is_watched():
    written = Company(symbol=Symbol("NVDA"), names=(Name(text="Nvidia"),))

    assert ("NVDA",) == read(Directory(a_market(), [written]), "Nvidia rose").symbols


def test_a_benchmark_can_be_named():
    market = watching(replace(a_list("ours", "WULF"), benchmark=Symbol("CLSK")))

    assert ("CLSK",) == read(Directory(market), "CLSK rose").symbols


def test_a_name_that_is_told_later_is_known_from_then_on():
    market = watching(a_list("ours", "WULF"))
    directory = Directory(market)
    before = read(directory, "TeraWulf rose").symbols

    market.take(a_listing("WULF", "TeraWulf Inc."))

    assert [(), ("WULF",)] == [before, read(directory, "TeraWulf rose").symbols]


def test_a_list_that_is_made_later_is_known_from_then_on():
    market = a_market()
    directory = Directory(market)
    before = read(directory, "QRST rose").symbols

    market.enlist(a_list("ours", "QRST"))

    assert [(), ("QRST",)] == [before, read(directory, "QRST rose").symbols]


def test_the_lexicon_stays_the_same_while_nothing_changed():
    """Composing ten thousand names takes a tenth of a second; an article should not."""
    market = watching(a_list("ours", "WULF"))
    directory = Directory(market)
    before = directory.lexicon()

    market.take(a_reference("WULF"))
    directory.lexicon()
    market.take(a_reference("WULF"))

    assert directory.lexicon() is directory.lexicon() is not before


def test_a_list_is_named_by_its_title_and_by_what_its_members_are_called():
    market = watching(a_list("ours", "WULF", title="Listed diggers", called=("digger stocks",)))

    groups = read(Directory(market), "Listed diggers, digger stocks and ours").groups

    assert ["ours", "ours"] == [one.group for one in groups]


def test_a_list_that_a_room_made_names_nobody():
    """Whoever calls a list of their own `the` would otherwise be in all news of all rooms."""
    market = watching(a_list("ours@discord:1", "WULF", title="the rise"))

    assert () == read(Directory(market), "See the rise").groups


def test_a_ticker_that_is_a_word_is_none_even_where_nobody_wrote_so():
    market = watching(a_list("ours", "CAN", "ON"))

    assert () == read(Directory(market), "It CAN go ON").symbols


def test_a_coin_s_ticker_is_the_first_half_of_its_pair():
    market = watching(a_list("ours", "BTC-USD", "NEAR-USD"))

    assert ("BTC-USD",) == read(Directory(market), "BTC is NEAR a record").symbols


def test_themes_are_those_of_the_operator():
    theme = Theme(name="tariffs", title="Tariffs", words=("tariff",))

    assert ("tariffs",) == read(Directory(a_market(), themes=[theme]), "New tariffs").themes
