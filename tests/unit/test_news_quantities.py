"""Numbers of a text: how they are written, what they count, and how sharply they are meant."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.news.quantities import Bound, Kind, Quantity, read


def only(text: str) -> Quantity:
    (quantity,) = read(text)
    return quantity


def values(text: str) -> list[Decimal]:
    return [quantity.value for quantity in read(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("rose 4%", "4"),
        ("rose 4 %", "4"),
        ("rose 4 percent", "4"),
        ("rose 4 per cent", "4"),
        ("rose 4pc", "4"),
        ("rose four percent", "4"),
        ("rose twenty-five percent", "25"),
        ("rose one and a half percent", "1.5"),
        ("a 4.5-percent gain", "4.5"),
        ("half a percent", "0.5"),
        ("half a per cent", "0.5"),
        ("25 basis points", "0.25"),
        ("1,250%", "1250"),
        ("fell by a quarter", "25"),
        ("a fifth lower", "20"),
        ("up .5%", "0.5"),
        ("up 41\u20442 percent", "4.5"),
        ("up 1/4 percent", "0.25"),
        ("down 4-1/2 percent", "4.5"),
        ("lost a percent", "1"),
        ("it has lost half its value", "50"),
        ("it slipped a third", "33"),
    ],
)
def test_percents_are_read_however_they_are_written(text: str, value: str):
    quantity = only(text)

    assert (Kind.PERCENT, Decimal(value)) == (quantity.kind, quantity.value)


@pytest.mark.parametrize(
    ("text", "value", "currency"),
    [
        ("$66", "66", "USD"),
        ("$14.27", "14.27", "USD"),
        ("$122,000", "122000", "USD"),
        ("$90 billion", "90000000000", "USD"),
        ("$90B", "90000000000", "USD"),
        ("$1.5bn", "1500000000", "USD"),
        ("$124.5K", "124500", "USD"),
        ("427p", "4.27", "GBP"),
        ("2.4p", "0.024", "GBP"),
        ("US$3 million", "3000000", "USD"),
        ("90 billion dollars", "90000000000", "USD"),
        ("a $400-million deal", "400000000", "USD"),
        ("A$5.70", "5.70", "AUD"),
        ("C$120 million", "120000000", "CAD"),
        ("CAD 12.50", "12.50", "CAD"),
        ("CAD12.50", "12.50", "CAD"),
        ("$400 million Canadian", "400000000", "CAD"),
        ("HK$7", "7", "HKD"),
        ("€5m", "5000000", "EUR"),
        ("£31bn", "31000000000", "GBP"),
        ("85 cents", "0.85", "USD"),
        ("a billion dollars", "1000000000", "USD"),
        ("TeraWulf's $6.1 billion", "6100000000", "USD"),
    ],
)
def test_money_is_in_whole_units_of_its_currency(text: str, value: str, currency: str):
    quantity = only(text)

    assert (Kind.MONEY, Decimal(value), currency) == (
        quantity.kind,
        quantity.value,
        quantity.unit,
    )


def test_an_article_before_a_dollar_is_no_australian_one():
    """`a $5 million deal` reads much like A$5 million once case is gone."""
    assert "USD" == only("a $5 million deal").unit


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        ("2 GW", Kind.POWER, "2000", ""),
        ("two gigawatts", Kind.POWER, "2000", ""),
        ("a gigawatt of power", Kind.POWER, "1000", ""),
        ("a 750-megawatt site", Kind.POWER, "750", ""),
        ("168MW", Kind.POWER, "168", ""),
        ("500 kW", Kind.POWER, "0.5", ""),
        ("20 EH/s", Kind.HASHRATE, "20", ""),
        ("150 BTC", Kind.COIN, "150", "BTC"),
        ("1,000 bitcoin", Kind.COIN, "1000", "BTC"),
        ("tripled", Kind.MULTIPLE, "3", ""),
        ("6.2x", Kind.MULTIPLE, "6.2", ""),
        ("sixfold", Kind.MULTIPLE, "6", ""),
        ("six times", Kind.MULTIPLE, "6", ""),
        ("1,200 employees", Kind.COUNT, "1200", "employees"),
        ("a 10-year lease", Kind.COUNT, "10", "year"),
        ("5 million shares", Kind.COUNT, "5000000", "shares"),
        ("150 bitcoin miners", Kind.COUNT, "150", "bitcoin"),
    ],
)
def test_other_numbers_have_the_unit_of_what_they_count(
    text: str, kind: Kind, value: str, unit: str
):
    quantity = only(text)

    assert (kind, Decimal(value), unit) == (quantity.kind, quantity.value, quantity.unit)


@pytest.mark.parametrize(
    "text",
    [
        "in 2025",
        "on October 10, 2025",
        "on 10 October",
        "at 10:30",
        "by 4 p.m.",
        "Form 8-K",
        "Item 1.01",
        "Hut 8 rose",
        "in Q3",
        "around 24/7",
        "call 555-123-4567",
        "version 1.2.3",
        "the H100 chip",
        "2025-10-10",
        "$IREN",
        "one of the miners",
    ],
)
def test_dates_names_and_versions_are_no_quantities(text: str):
    assert () == read(text)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("rose 4-5%", "4", "5"),
        ("rose 2% to 4%", "2", "4"),
        ("between 2% and 4%", "2", "4"),
        ("2 to 4 percent", "2", "4"),
        ("two to four percent", "2", "4"),
        ("$2 to $4 billion", "2000000000", "4000000000"),
        ("$90-95bn", "90000000000", "95000000000"),
        ("between $17.50 and $18.00", "17.50", "18.00"),
    ],
)
def test_a_range_is_one_quantity_up_to_its_upper_end(text: str, low: str, high: str):
    quantity = only(text)

    assert (Decimal(low), Decimal(high)) == (quantity.value, quantity.upper)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from $60 to $66", [60, 66]),
        ("gained $2 to $66", [2, 66]),
        ("rose 4% to $66", [4, 66]),
        ("2% and 4%", [2, 4]),
        ("cut it from 5% to 3%", [5, 3]),
    ],
)
def test_a_way_that_was_gone_is_no_range(text: str, said: list[int]):
    assert said == values(text)


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("rose 4%", Bound.EXACT),
        ("about 4%", Bound.ABOUT),
        ("near $90 billion", Bound.ABOUT),
        ("close to the $90 billion", Bound.ABOUT),
        ("~4%", Bound.ABOUT),
        ("4% or so", Bound.ABOUT),
        ("more than 520%", Bound.OVER),
        ("more than a further 4%", Bound.OVER),
        ("at least 3 GW", Bound.OVER),
        ("no less than 4%", Bound.OVER),
        ("$90B+", Bound.OVER),
        ("4% or more", Bound.OVER),
        ("less than 4%", Bound.UNDER),
        ("up to $5bn", Bound.UNDER),
        ("as much as 6%", Bound.UNDER),
        ("more than doubled", Bound.OVER),
    ],
)
def test_the_words_beside_a_number_say_how_sharply_it_is_meant(text: str, bound: Bound):
    assert bound is only(text).bound


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("4%", "1"),
        ("4.5%", "0.1"),
        ("$1.5 billion", "100000000"),
        ("$90B", "1000000000"),
        ("$14.27", "0.01"),
        ("2.25 GW", "10"),
    ],
)
def test_the_step_is_what_the_last_written_digit_is_worth(text: str, step: str):
    assert Decimal(step) == only(text).step


def test_a_quantity_stands_where_it_is_written_with_its_sign_and_unit():
    text = "taking it near $90 billion today"

    quantity = only(text)

    assert "$90 billion" == text[quantity.start : quantity.end]


def test_a_letter_whose_small_one_is_longer_moves_no_number():
    """The capital dotted I of Turkish is two characters in lower case."""
    text = "İİİ rose 4%"

    assert "4%" == text[only(text).start : only(text).end]


@example(".0.0")
@given(st.text(alphabet="0123456789.,$€%-+/: abcdefghkmotwxİBMGW\n", max_size=200))
def test_whatever_is_written_quantities_are_in_order_and_apart(text: str):
    found = read(text)

    spans = [(one.start, one.end) for one in found]
    assert all(first[1] <= second[0] for first, second in pairwise(spans))


@given(
    st.integers(min_value=1, max_value=999_999_999), st.sampled_from(["%", " percent", " per cent"])
)
def test_any_whole_percent_is_read_back(number: int, unit: str):
    assert [Decimal(number)] == values(f"It rose {number:,}{unit} today.")


@pytest.mark.parametrize("piece", ["1,", "1", "a ", "one ", "$", "1 to ", "1% ", "half a "])
def test_a_hostile_text_is_read_to_its_end(piece: str):
    """Nothing here backtracks: 20,000 characters are read in one go."""
    assert len(read(piece * (20_000 // len(piece)))) <= 20_000


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("Acme has fallen by half.", 50),
        ("Acme shed about a fifth of its value.", 20),
        ("Acme lost a quarter of its market value.", 25),
    ],
)
def test_a_part_of_what_something_was_worth_is_a_percent(text: str, percent: int):
    assert [(Kind.PERCENT, Decimal(percent))] == [(one.kind, one.value) for one in read(text)]


@pytest.mark.parametrize("text", ["Half of the sites run.", "It owns a fifth of the firm."])
def test_a_part_of_other_things_is_none(text: str):
    assert [] == [one for one in read(text) if one.kind is Kind.PERCENT]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("half a million dollars", (Kind.MONEY, Decimal(500_000), "USD")),
        ("two new gigawatts", (Kind.POWER, Decimal(2_000), "")),
        ("300 additional megawatts", (Kind.POWER, Decimal(300), "")),
        ("SFr106 billion", (Kind.MONEY, Decimal(106_000_000_000), "CHF")),
        ("DKr312", (Kind.MONEY, Decimal(312), "DKK")),
        ("$5 a share, all figures in Canadian dollars", (Kind.MONEY, Decimal(5), "CAD")),
        ("Rs 1,412", (Kind.MONEY, Decimal(1_412), "INR")),
        ("Rs. 1,412", (Kind.MONEY, Decimal(1_412), "INR")),
        ("₹9,900 crore", (Kind.MONEY, Decimal(99_000_000_000), "INR")),
        ("Rs 5.72 lakh crore", (Kind.MONEY, Decimal(5_720_000_000_000), "INR")),
        ("20 lakh rupees", (Kind.MONEY, Decimal(2_000_000), "INR")),
        ("289 kroner in Copenhagen", (Kind.MONEY, Decimal(289), "DKK")),
        ("289 kroner in Oslo", (Kind.MONEY, Decimal(289), "NOK")),
        ("289 crowns in Stockholm", (Kind.MONEY, Decimal(289), "SEK")),
        ("289 kronor", (Kind.MONEY, Decimal(289), "SEK")),
    ],
)
def test_what_stands_around_a_number_is_read_with_it(
    text: str, expected: tuple[Kind, Decimal, str]
):
    assert [expected] == [(one.kind, one.value, one.unit) for one in read(text)]


@pytest.mark.parametrize("text", ["289 kroner", "from Oslo to Copenhagen for 289 kroner"])
def test_crowns_without_one_country_are_no_money(text: str):
    assert [] == [q for q in read(text) if q.kind is Kind.MONEY]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("it has halved over the year", [Decimal("0.5")]),
        ("it has halved.", [Decimal("0.5")]),
        ("it halved its dividend", []),
        ("the halving", []),
    ],
)
def test_what_halved_is_half_and_who_halves_something_is_not(text: str, expected: list[Decimal]):
    assert expected == [q.value for q in read(text) if q.kind is Kind.MULTIPLE]


def test_the_last_of_a_list_says_the_unit_of_all():
    percents = [q.value for q in read("fell 4.1, 0.9 and 0.3 percent") if q.kind is Kind.PERCENT]
    assert [Decimal("4.1"), Decimal("0.9"), Decimal("0.3")] == percents


@pytest.mark.parametrize(
    "text",
    [
        "it fell a third straight day",
        "two tenths of a percent",
        "at 4p.m.",
        "the 5/8 mark",
        "it lost half its customers",
    ],
)
def test_what_only_looks_like_a_part_or_a_price_is_neither(text: str):
    assert [] == [q for q in read(text) if q.kind in {Kind.PERCENT, Kind.MONEY}]


def test_a_year_or_a_date_is_no_member_of_a_list_of_percents():
    percents = [q.value for q in read("in 2024 and 5% in May 4, 6%") if q.kind is Kind.PERCENT]
    assert [Decimal(5), Decimal(6)] == percents
