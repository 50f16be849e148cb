"""What goes wrong in real markets, by the numbers under which it is known: none of it is told."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.market.instruments import Symbol
from tests.builders import a_bot, a_quote, a_reference, a_rule, a_watchlist, at
from tests.mornings import BELL, IREN, MINUTE, SECOND, a_morning, reasons


@pytest.mark.parametrize("gap", [10 * SECOND, 4 * MINUTE])
def test_m1_a_bad_print_is_withheld_however_often_one_source_repeats_it(gap: timedelta):
    """On 3 June 2024 Berkshire's A shares stood at 185.10 for nearly two hours."""
    rules = [a_rule(w, name=w) for w in ("BRK.A.change < -4%", "BRK.A.price falls 5% within 1h")]
    known = replace(a_reference("BRK.A"), previous_close=Decimal(627400))
    bot = a_bot(rules=rules, watchlists=[], references=[known], at=BELL - MINUTE)
    bot.sees(a_quote("BRK.A", "622000", at=BELL))

    for n in range(1, timedelta(hours=2) // gap):
        bot.sees(a_quote("BRK.A", "185.10", at=BELL + n * gap))

    assert ([], {"jump"}) == (bot.told, set(reasons(bot)))
    assert ["BRK.A at 185.10 after 622,000.00, which test alone says"] == [
        doubt.text for doubt in bot.market.doubts
    ]


def test_m1_the_doubt_is_over_once_its_source_says_something_sensible():
    """`/status` is no history."""
    bot = a_morning()
    bot.sees(a_quote("IREN", 1, at=BELL + SECOND))
    before = len(bot.market.doubts)

    bot.sees(a_quote("IREN", 101, at=BELL + 2 * SECOND))

    assert (1, 0) == (before, len(bot.market.doubts))


@pytest.mark.parametrize(
    ("price", "after", "source", "stands"),
    [
        ("160", 2 * MINUTE, "another", True),
        ("161.19", 2 * MINUTE, "another", True),
        ("161.30", 2 * MINUTE, "another", False),
        ("160", 6 * MINUTE, "another", False),
        ("160", 2 * MINUTE, "test", False),
    ],
)
def test_m1_a_jump_stands_once_another_source_has_seen_it(
    price: str, after: timedelta, source: str, *, stands: bool
):
    """Within 0.75 %, within five minutes, and never the same one."""
    bot = a_morning()
    bot.sees(a_quote("IREN", 160, at=BELL + SECOND))

    bot.sees(a_quote("IREN", price, at=BELL + SECOND + after, source=source))

    quote = bot.market.tape(IREN).quote
    assert quote is not None
    assert (stands, stands) == (quote.price == Decimal(price), not bot.market.doubts)


def test_m1_a_source_that_is_only_listened_to_can_stand_behind_another():
    """While one provider is believed, the next one is a witness."""
    bot = a_morning()
    bot.market.witnesses.hear(IREN, "another", Decimal(160), at=BELL, seen=BELL)

    bot.sees(a_quote("IREN", 160, at=BELL + SECOND))

    assert [] == bot.refused


@pytest.mark.parametrize(("price", "expected"), [(140, []), ("140.01", ["jump"]), (60, [])])
def test_m1_forty_percent_is_no_jump_and_more_is_one(price: int | str, expected: list[str]):
    bot = a_morning([])

    bot.sees(a_quote("IREN", price, at=BELL + SECOND))

    assert expected == reasons(bot)


def test_m1_the_first_price_of_all_is_held_against_the_close():
    """A bot that starts in the midst of it has nothing else."""
    bot = a_bot(rules=["IREN.change < -50%"], references=[a_reference("IREN")])

    bot.sees(a_quote("IREN", "0.05"))

    assert ["jump"] == reasons(bot)


def test_m1_a_file_of_the_past_has_no_second_source():
    """What is played from bars is what its owner gave; nobody else will ever say it."""
    bot = a_morning()
    bot.pipeline.sanity.jumps.unquestioned.add("test")

    bot.sees(a_quote("IREN", 160, at=BELL + SECOND))

    assert ("change", "IREN", "firing") in bot.told


GAMESTOP = ["43.03", "65.01", "76.79", "147.98", "347.51", "193.60", "325.00", "225.00", "90.00"]


def test_m3_real_jumps_are_told_and_nothing_is_repaired():
    """GameStop in January 2021, at its closes; a repair that invents splits would flatten it."""
    begins, days = at("2021-01-21T20:59Z"), [0, 1, 4, 5, 6, 7, 8, 11, 12]
    rules = [
        a_rule("change > 40%", name="up", subject="GME"),
        a_rule("change < -40%", name="down", subject="GME"),
    ]
    bot = a_bot(rules=rules, watchlists=[], references=[], at=begins - MINUTE)
    kept: list[str] = []
    for day, price in zip(days, GAMESTOP, strict=True):
        moment = begins + timedelta(days=day)
        bot.sees(a_quote("GME", price, at=moment, source="one"))
        bot.sees(a_quote("GME", price, at=moment + SECOND, source="another"))
        bot.turns_to(moment + 2 * MINUTE)
        quote = bot.market.tape(Symbol("GME")).quote
        kept.append(str(quote.price) if quote else "")

    fired = [(a.rule, a.updated.date()) for a in bot.alerts if a.state == "firing"]
    assert GAMESTOP == kept
    assert [("up", 22), ("up", 26), ("up", 27), ("down", 28), ("up", 29)] == [
        (rule, day.day) for rule, day in fired if day.month == 1
    ]
    assert [("down", date(2021, 2, 2))] == [(rule, day) for rule, day in fired if day.month == 2]


@pytest.mark.parametrize(
    ("quoted", "known", "expected"),
    [
        ("GBp", "GBP", ["currency"]),
        ("GBX", "GBP", ["currency"]),
        ("GBP", "GBp", ["currency"]),
        ("EUR", "USD", ["currency"]),
        ("USD", "USD", []),
    ],
)
def test_m4_a_price_in_another_currency_is_refused(quoted: str, known: str, expected: list[str]):
    """Pence are no pounds, and a euro that costs nearly a dollar is none."""
    bot = a_morning(currency=known)

    bot.sees(replace(a_quote("IREN", 101, at=BELL + SECOND), currency=quoted))

    assert expected == reasons(bot)[-1:]


@pytest.mark.parametrize("factor", ["0.001", "0.01", "100", "1000"])
def test_m4_a_price_in_another_unit_is_a_jump(factor: str):
    """Where a feed says the currency and means its hundredth."""
    bot = a_morning()

    bot.sees(a_quote("IREN", 100 * Decimal(factor), at=BELL + SECOND))

    assert (["jump"], []) == (reasons(bot), bot.told)


ODD = st.none() | st.decimals(allow_nan=True, allow_infinity=True) | st.sampled_from([Decimal(0)])


@settings(max_examples=300)
@given(ODD, ODD, ODD, st.none() | st.integers(-1, 10**12), ODD)
def test_m5_what_is_no_figure_is_no_data(
    previous: Decimal | None,
    before: Decimal | None,
    year: Decimal | None,
    shares: int | None,
    price: Decimal | None,
):
    """Whatever stands where a number should: never 0 %, never −100 %, never an exception."""
    whens = ("change", "gap", "yesterday", "ytd", "premarket", "regular")
    rules = [a_rule(f"IREN.{m} < -99% or IREN.{m} = 0%", name=m) for m in whens]
    blank = replace(a_reference("IREN"), previous_close=None, close_before=None, year_close=None)
    bot = a_bot(rules=rules, watchlists=[a_watchlist(members="IREN")], references=[blank], at=BELL)

    bot.sees(
        replace(
            blank,
            previous_close=previous,
            close_before=before,
            year_close=year,
            shares_outstanding=shares,
            seen=BELL + SECOND,
        ),
        replace(a_quote("IREN", at=BELL + 2 * SECOND), price=price or Decimal(0)),
        a_quote("IREN", "66.41", at=BELL + 3 * SECOND),
    )

    kept = bot.market.tape(IREN)
    closes = [kept.bells.of(date(2025, 10, 9)), kept.bells.of_year(bot.market.now)]
    assert all(close is None or 0 < close.price < 10**9 for close in closes)
    assert [] == [a for a in bot.alerts if a.rule in {"change", "yesterday"} and not closes[0]]
