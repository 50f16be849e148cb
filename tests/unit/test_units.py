"""Amounts are read exactly as typed, and compared only with what they fit."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import figures
from bot.rules.units import SCALES, Mark, Unit, amount, duration, shown_span, span


@pytest.mark.parametrize(
    ("text", "value", "mark"),
    [
        ("4%", "4", Mark.PERCENT),
        ("-1.5%", "-1.5", Mark.PERCENT),
        ("+4%", "4", Mark.PERCENT),
        ("$70", "70", Mark.DOLLAR),
        ("-$70.25", "-70.25", Mark.DOLLAR),
        ("$1.5M", "1500000", Mark.DOLLAR),
        ("90B", "90000000000", Mark.NONE),
        ("1.5K", "1500", Mark.NONE),
        ("2T", "2000000000000", Mark.NONE),
        ("5000000", "5000000", Mark.NONE),
        ("0", "0", Mark.NONE),
        (" 4% ", "4", Mark.PERCENT),
        ("2x", "2", Mark.TIMES),
        ("-0.5x", "-0.5", Mark.TIMES),
        ("10m", "600", Mark.TIME),
        ("1h30m", "5400", Mark.TIME),
        ("0.5s", "0.5", Mark.TIME),
    ],
)
def test_an_amount_is_a_number_and_its_mark(text: str, value: str, mark: Mark):
    read = amount(text)

    assert (Decimal(value), mark, text.strip()) == (read.value, read.mark, read.text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%",
        "$",
        "four",
        "4%%",
        "$4%",
        "90b",
        "$2x",
        "2X",
        "-10m",
        "90 B",
        "4 %",
        "1,000",
        "1.",
        ".5",
        "1e9",
        "--4",
        "4\n5",
        "4B%",
        "B",
        "NaN",
        "Infinity",
        "\u0664",
        "1" * 16,
        "1." + "1" * 9,
        "1_000",
        "70$",
    ],
)
def test_what_is_no_amount_is_refused(text: str):
    """Decimal reads more than people mean, such as `NaN`, `1_000` and Arabic digits."""
    with pytest.raises(ValueError, match="write one like 4%, \\$70, 90B or 5000000"):
        amount(text)


@pytest.mark.parametrize(
    ("unit", "fits"),
    [
        (Unit.PERCENT, {"4%"}),
        (Unit.PRICE, {"4", "$4"}),
        (Unit.MONEY, {"4", "$4"}),
        (Unit.SHARES, {"4"}),
        (Unit.RATIO, {"4", "4x"}),
        (Unit.AGE, {"4m"}),
    ],
)
def test_an_amount_fits_figures_of_its_own_kind(unit: Unit, fits: set[str]):
    """A cap is never compared with a percent, nor a percent with a bare 4."""
    assert fits == {text for text in ("4", "$4", "4%", "4x", "4m") if amount(text).fits(unit)}


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_has_an_example_that_fits_it(unit: Unit):
    """Faults tell people to write it."""
    assert amount(unit.example).fits(unit)


@pytest.mark.parametrize(
    ("unit", "shown"),
    [
        (Unit.PERCENT, "+1,234.50%"),
        (Unit.PRICE, "1,234.50"),
        (Unit.MONEY, "$1.23K"),
        (Unit.SHARES, "1,234.5"),
        (Unit.RATIO, "1,234.50x"),
        (Unit.AGE, "20 min"),
    ],
)
def test_every_unit_knows_how_it_is_shown(unit: Unit, shown: str):
    assert (shown, figures.UNKNOWN) == (unit.shown(Decimal("1234.5")), unit.shown(None))


NUMBERS = st.decimals(0, 10**15 - 1, places=8)
SIGNS = st.sampled_from(["", "-", "+"])


@given(sign=SIGNS, number=NUMBERS, end=st.sampled_from(["", "%", *SCALES]), dollar=st.booleans())
def test_an_amount_is_exact_and_reads_its_own_text_back(
    sign: str, number: Decimal, end: str, dollar: bool
):
    """A threshold somebody typed decides to the last digit."""
    text = f"{sign}{'$' if dollar and end != '%' else ''}{figures.plain(number)}{end}"
    read = amount(text)
    size = Decimal(10) ** SCALES.get(end, 0)

    assert number * size * (-1 if sign == "-" else 1) == read.value
    assert read == amount(read.text)


@given(sign=SIGNS, number=NUMBERS, end=st.sampled_from(["", *SCALES]))
def test_an_amount_written_plainly_is_the_same_number(sign: str, number: Decimal, end: str):
    value = amount(f"{sign}{figures.plain(number)}{end}").value
    plain = figures.plain(value)

    assert Decimal(plain) == value
    assert not plain.startswith("-") or value < 0


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("60s", timedelta(minutes=1)),
        ("15m", timedelta(minutes=15)),
        ("1h30m", timedelta(minutes=90)),
        ("0.5d", timedelta(hours=12)),
        ("52w", timedelta(weeks=52)),
        (" 4h ", timedelta(hours=4)),
        ("999999w" * 5, timedelta(weeks=5 * 999999)),
    ],
)
def test_a_duration_adds_up_its_parts(text: str, span: timedelta):
    assert span == duration(text)


@pytest.mark.parametrize("text", ["", "60", "m", "-5m", "1 h", "1y", "5M", "1.m", "٤m", "9w" * 6])
def test_what_is_no_duration_is_refused(text: str):
    """Without a unit nobody can tell seconds from minutes; without an end it overflows."""
    with pytest.raises(ValueError, match="write one like 60s, 15m, 4h or 1h30m"):
        duration(text)


@pytest.mark.parametrize(
    ("text", "says"), [("0s", "no time at all"), ("521w", "longer than ten years")]
)
def test_a_span_is_some_time_and_not_forever(text: str, says: str):
    """What a rule looks back on is kept, and no instant lies ten thousand years away."""
    with pytest.raises(ValueError, match=says):
        span(text)


@pytest.mark.parametrize("text", ["52w", "1d", "1h30m", "0.5s", "1m30.25s", "0s"])
def test_a_span_is_shown_as_people_write_it(text: str):
    assert text == shown_span(duration(text))


@given(st.timedeltas(timedelta(seconds=1), timedelta(weeks=520)))
def test_a_span_is_shown_as_it_could_be_typed(length: timedelta):
    whole = timedelta(seconds=int(length.total_seconds()))

    assert whole == span(shown_span(whole))
