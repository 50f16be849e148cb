"""Facts: whom an article names, which numbers it says, in which words, and how far up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.quantities import Bound, Kind, Quantity
from bot.news.shelving.bags import Bag, bit, extent, place
from bot.news.shelving.dates import days, weekdays
from bot.news.shelving.facts import Facts, facts_of
from bot.news.shelving.novelty import fresh
from bot.news.shelving.rarity import Rarity
from bot.news.shelving.showing import shown
from bot.news.shelving.vocabulary import form, sense
from tests.told import a_piece
from tests.watched import instant


def facts(title: str = "", text: str = "") -> Facts:
    """Read the facts of an article."""
    return facts_of(a_piece(title, text))


def numbers(text: str) -> list[str]:
    """Say which numbers a text has, as people read them."""
    return [number.shown for number in facts(text=text).numbers]


def who(title: str = "", text: str = "") -> list[str]:
    """Say whom an article names."""
    return list(facts(title, text).who.facts)


def test_known_instruments_and_lists_are_named_by_what_they_are_known_as():
    assert ["@miners", "IREN"] == who("bitcoin miners rise", "IREN led.")


def test_a_name_that_no_list_knows_is_one_all_the_same():
    named = who("", "In Texas, Northwind took Childress from IREN.")

    assert ["texas", "northwind", "childress", "IREN"] == named


@pytest.mark.parametrize(
    "text",
    [
        "Shares rose. Volume was heavy.",
        "On Monday the group fell, and in October as well.",
        "The CEO of the Company spoke. AI and HPC need GPUs.",
        "BIG NEWS FOR ALL HOLDERS OF STOCK",
    ],
)
def test_what_has_a_capital_for_another_reason_names_nobody(text: str):
    assert [] == who(text=text)


def test_a_headline_in_capitals_names_whom_the_text_names():
    assert (
        0b11 == dict(facts("NORTHWIND TAKES SITE", "Today Northwind took a site.").who)["northwind"]
    )


def test_a_word_that_stands_without_its_capital_too_is_no_name():
    assert "carnage" not in who("", "Then Carnage came. It was carnage.")


def test_an_apostrophe_does_not_hide_a_name():
    assert "northwind" in who("", "They like Northwind's plan.")


def test_what_stands_further_up_weighs_more():
    bag = Bag({"title": bit(0), "third": bit(3), "last": bit(30)}, 9)

    assert [1.0, 0.5, 0.4] == [place(mask) for _, mask in bag]


def test_what_is_said_twice_weighs_by_where_it_is_said_first():
    assert place(bit(0)) == place(bit(0) | bit(7))


def test_sentences_weigh_together_what_each_weighs():
    assert pytest.approx(1.0 + 1.0 + 0.7) == extent(bit(0) | bit(1) | bit(2))


def test_of_too_many_facts_those_further_up_are_kept():
    held = {f"deep{n}": bit(7) for n in range(50)} | {"top": bit(0)}

    assert "top" in Bag(held, 3).facts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It costs $90 billion.", ["$90B"]),
        ("It costs $1.4bn or C$120 million.", ["$1.4B", "C$120M"]),
        ("It rose 4% and 4 percent.", ["4 %"]),
        ("It rose 2% to 4%.", ["2–4 %"]),
        ("It has 2 GW and 140 MW.", ["2 GW", "140 MW"]),
        ("Bitcoin produced: 629. Bitcoin sold: 445.", ["629", "445"]),
        ("It holds 13,011 in its vault.", ["13,011"]),
        ("It was so in 2024 and 2025, for 12 of 30.", []),
        ("They vote on October 30, or 3 Nov.", ["October 30", "November 3"]),
    ],
)
def test_numbers_are_told_as_people_read_them(text: str, expected: list[str]):
    assert expected == numbers(text)


def test_the_day_of_an_article_is_no_fact():
    """It is on every article of that day."""
    assert [] == numbers("On October 10 it rose.")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("$1.4 billion", "$1.38 billion", True),
        ("$1.4 billion", "$1.46 billion", False),
        ("9%", "9.2%", True),
        ("9.1%", "9.2%", False),
        ("$120 million", "C$120 million", False),
        ("445 BTC", "445 coins", True),
        ("5 years", "5 sites", False),
        ("2% to 4%", "2% to 5%", False),
        ("140 MW", "$140", False),
    ],
)
def test_a_number_can_be_another_as_finely_as_the_coarser_was_said(
    one: str, other: str, same: bool
):
    mine, theirs = facts(text=f"It is {one}.").numbers, facts(text=f"It is {other}.").numbers

    assert same is mine[0].fits(theirs[0])


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("$12 billion to $14 billion", "$12.4 billion", False),
        ("$12 billion to $14 billion", "$14 billion", True),
        ("$12 billion to $14 billion", "$12 billion to $15 billion", False),
        ("sliced through 94,000 like butter", "$94,000", True),
        ("94,000 customers", "$94,000", False),
        ("about 940 of it", "$940", False),
    ],
)
def test_a_range_and_a_number_without_a_unit_can_be_some_numbers(
    one: str, other: str, expected: bool
):
    """A range is no rounding, and what is bare can be money where it is large enough."""
    (mine,), (theirs,) = facts(text=one).numbers, facts(text=other).numbers
    assert expected == mine.fits(theirs) == theirs.fits(mine)


def test_more_digits_tell_more():
    worths = [facts(text=f"It costs {sum_}.").numbers[0].worth for sum_ in ("$9", "$97", "$978")]

    assert sorted(set(worths)) == worths


@given(st.decimals("0.01", "1e13", places=2))
def test_any_sum_can_be_shown(value: Decimal):
    """What is shown is short, and names its currency."""
    text = shown(_quantity(Kind.MONEY, value, "USD"))

    assert text.startswith("$")


@pytest.mark.parametrize(
    ("kind", "value", "unit", "text"),
    [
        (Kind.MONEY, "66", "USD", "$66"),
        (Kind.MONEY, "121700", "USD", "$121,700"),
        (Kind.MONEY, "5000000", "CHF", "CHF 5M"),
        (Kind.MULTIPLE, "3", "", "3×"),
        (Kind.HASHRATE, "36.5", "", "36.5 EH/s"),
        (Kind.COIN, "19287", "BTC", "19,287 BTC"),
        (Kind.COUNT, "3", "years", "3 years"),
        (Kind.COUNT, "50000", "Avalon", "50,000"),
    ],
)
def test_quantities_are_shown_in_their_own_way(kind: Kind, value: str, unit: str, text: str):
    assert text == shown(_quantity(kind, Decimal(value), unit))


@pytest.mark.parametrize(
    ("word", "other"),
    [("leases", "leased"), ("companies", "company"), ("centres", "center"), ("miner", "miners")],
)
def test_a_word_has_one_form(word: str, other: str):
    assert form(word) == form(other)


@pytest.mark.parametrize(
    ("word", "other"), [("contract", "deal"), ("inks", "signs"), ("jumped", "soars")]
)
def test_words_for_one_kind_of_happening_are_one(word: str, other: str):
    assert sense(word) == sense(other)


def test_a_little_word_has_no_sense():
    assert "" == sense("the")


@pytest.mark.parametrize(
    "text", ["It may 5 times", "Version 3.1 of may", "May 32", "in March 2025"]
)
def test_what_looks_like_a_day_is_none(text: str):
    assert [] == list(days(text))


def test_a_weekday_is_the_last_one_there_was():
    told = instant("2025-10-10T12:00Z").date()  # a Friday

    assert {9, 10} == {day.day for day in weekdays("Friday's move after Thursday's", told)}


def test_a_fact_that_everybody_has_tells_nothing():
    rarity = Rarity()
    for _ in range(5_000):
        rarity.count(facts("IREN rises", "IREN rose."))

    assert (True, True) == (rarity.who("IREN") < 0.1, rarity.who("nobody") > 4)


def test_what_was_counted_can_be_taken_back():
    rarity, one = Rarity(), facts("IREN rises 4%", "IREN rose at Childress.")
    before = rarity.who("IREN")

    rarity.count(one)
    rarity.forget(one)

    assert before == rarity.who("IREN")


def test_what_is_told_already_is_not_fresh():
    told = facts("IREN leases 140 MW for $1.38 billion")

    assert ("$66", "WULF") == fresh(facts("IREN, TeraWulf: 140 MW, $1.4 billion, $66"), [told])


@given(st.text(max_size=400), st.text(max_size=4_000))
def test_any_text_has_facts_within_bounds(title: str, text: str):
    read = facts(title, text)

    assert all(len(bag) <= 48 for bag in (read.who, read.acts, read.what))


def _quantity(kind: Kind, value: Decimal, unit: str) -> Quantity:
    return Quantity(
        kind=kind,
        value=value,
        upper=None,
        unit=unit,
        bound=Bound.EXACT,
        step=Decimal(1),
        start=0,
        end=1,
    )
