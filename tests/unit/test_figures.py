"""Figures are shown as people read them: rounded the same way everywhere, and never made up."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import figures

ANY = st.decimals(-(10**27), 10**27, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("4.0094", "+4.01%"),
        ("-1.5", "-1.50%"),
        ("0", "0.00%"),
        ("-0", "0.00%"),
        ("0.005", "0.00%"),
        ("0.015", "+0.02%"),
        ("0.025", "+0.02%"),
        ("-0.004", "0.00%"),
        ("-0.006", "-0.01%"),
        ("1234.5", "+1,234.50%"),
    ],
)
def test_a_percent_has_its_sign_and_rounds_halves_to_even(value: str, shown: str):
    """Rounded up throughout, a column of halves would add up to more than it is."""
    assert shown == figures.percent(Decimal(value))


def test_a_percent_can_be_shown_without_sign_or_places():
    assert "94%" == figures.percent(Decimal("94.4"), places=0, signed=False)
    assert "-94%" == figures.percent(Decimal("-94.4"), places=0, signed=False)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("66.4", "66.40"),
        ("66.404", "66.404"),
        ("66.41000", "66.41"),
        ("70", "70.00"),
        ("1E+3", "1,000.00"),
        ("0.00001234", "0.00001234"),
        ("0.000000001", "0.00000000"),
        ("121713.5", "121,713.50"),
        ("-0.00", "0.00"),
        ("999999999999999E+12", "999,999,999,999,999,000,000,000,000.00"),
    ],
)
def test_a_price_keeps_the_digits_it_came_with(value: str, shown: str):
    """66.404 is what four percent over 63.85 is; 66.40 has not reached it."""
    assert shown == figures.price(Decimal(value))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("90012345678", "$90.01B"),
        ("0", "$0.00"),
        ("-0.001", "$0.00"),
        ("-0.006", "-$0.01"),
        ("-1500", "-$1.50K"),
        ("999.99", "$999.99"),
        ("999.994", "$999.99"),
        ("999.996", "$1.00K"),
        ("1000", "$1.00K"),
        ("999990", "$999.99K"),
        ("999994999", "$999.99M"),
        ("999995001", "$1.00B"),
        ("1000000000", "$1.00B"),
        ("999999999999", "$1.00T"),
        ("1E+15", "$1,000.00T"),
    ],
)
def test_money_takes_the_scale_that_shows_it_under_a_thousand(value: str, shown: str):
    """Neither `$1,000.00M` nor a figure rounded further than its places say."""
    assert shown == figures.money(Decimal(value))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("90000000000", "$90B"),
        ("92500000000", "$92.5B"),
        ("89100000000", "$89.1B"),
        ("999990000", "$999.99M"),
        ("999999", "$999.999K"),
        ("70", "$70"),
        ("66.404", "$66.404"),
        ("-5000", "-$5K"),
        ("0", "$0"),
        ("1E+16", "$10000T"),
    ],
)
def test_a_level_is_named_with_every_digit_it_has(value: str, shown: str):
    """A threshold is not rounded, or two of them could share a name."""
    assert shown == figures.level(Decimal(value))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3100, "3,100"),
        (Decimal("3.1E+3"), "3,100"),
        (Decimal("0.5"), "0.5"),
        (0, "0"),
        (-5000, "-5,000"),
    ],
)
def test_a_count_is_whole_where_things_are(value: Decimal | int, shown: str):
    assert shown == figures.count(value)


def test_what_is_unknown_is_never_nought():
    unknown = [figures.percent(None), figures.price(None), figures.money(None), figures.count(None)]

    assert [figures.UNKNOWN] * 4 == unknown


@given(ANY)
def test_nothing_is_shown_as_less_than_nothing(value: Decimal):
    """A `-0.00` reads like a loss that was not made; and no size of figure is too much."""
    shown = [
        figures.percent(value),
        figures.price(value),
        figures.money(value),
        figures.level(value),
        figures.plain(value),
    ]

    assert [] == [s for s in shown if s.startswith("-") and not set(s) & set("123456789")]


@given(ANY)
def test_a_plain_number_loses_nothing(value: Decimal):
    """Programs read it back and compare."""
    plain = figures.plain(value)

    assert Decimal(plain) == value
    assert "E" not in plain


@pytest.mark.parametrize(
    ("value", "plain"),
    [("90.10", "90.1"), ("1E+3", "1000"), ("100", "100"), ("-0.00", "0"), ("0E+3", "0")],
)
def test_a_plain_number_has_no_ornaments(value: str, plain: str):
    assert plain == figures.plain(Decimal(value))


@pytest.mark.parametrize(
    ("span", "shown"),
    [
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=0.9), "0 s"),
        (timedelta(seconds=119), "119 s"),
        (timedelta(seconds=120), "2 min"),
        (timedelta(minutes=119), "119 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=47), "47 h"),
        (timedelta(hours=48), "2 d"),
        (timedelta(days=9, hours=23), "9 d"),
    ],
)
def test_an_age_is_told_in_the_unit_that_matters(span: timedelta, shown: str):
    assert shown == figures.age(span)


def test_an_instant_is_told_by_the_wall_clock_of_a_place():
    """The same hour has another name in winter, and another place another hour."""
    summer = datetime(2025, 10, 10, 12, 52, tzinfo=UTC)

    assert "08:52:00 EDT" == figures.time_of_day(summer)
    assert "07:52:00 EST" == figures.time_of_day(summer + timedelta(days=60))
    assert "14:52:00 CEST" == figures.time_of_day(summer, "Europe/Berlin")
    assert "Fri 2025-10-10 08:52:00 EDT" == figures.day_and_time(summer)


def test_a_moment_tells_its_date_only_where_it_is_not_todays():
    """Midnight in New York is hours after midnight in UTC."""
    now = datetime(2025, 10, 10, 3, tzinfo=UTC)

    assert "22:00:00 EDT" == figures.moment(now - timedelta(hours=1), now)
    assert "Fri 2025-10-10 01:00:00 EDT" == figures.moment(now + timedelta(hours=2), now)


def test_an_instant_is_written_for_programs_in_utc():
    at = datetime(2025, 10, 10, 12, 52, tzinfo=UTC)

    assert "2025-10-10T12:52:00Z" == figures.utc(at)
    assert "2025-10-10T12:52:00.500000Z" == figures.utc(at + timedelta(milliseconds=500))
