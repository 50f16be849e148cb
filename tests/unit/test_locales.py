"""Figures are written as people write them where they live; what they say stays the same."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from babel import Locale, localedata
from babel.numbers import format_compact_currency, format_decimal, format_percent, parse_decimal
from hypothesis import given
from hypothesis import strategies as st

from bot import figures
from bot.fitting import clean
from bot.locales import Customs
from bot.reading import Reader, reading

FRIDAY = datetime(2025, 10, 10, 12, 52, tzinfo=UTC)
KNOWN = sorted(set(localedata.locale_identifiers()) - {"en"})
AMOUNTS = st.decimals(-(10**27), 10**27, allow_nan=False, allow_infinity=False)
SMALL = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=2)
codes = st.sampled_from(KNOWN)


def all_kinds(value: Decimal) -> Iterator[str]:
    """Show a figure as each kind there is."""
    yield figures.percent(value)
    yield figures.points(value)
    yield figures.price(value)
    yield figures.money(value)
    yield figures.level(value)
    yield figures.count(value)
    yield figures.ratio(value)


def read_by(locale: str, zone: str = "Europe/Berlin") -> list[str]:
    """Show what there is to read of a Friday."""
    with reading(Reader(locale, zone)):
        return [
            figures.percent(Decimal("4.0094")),
            figures.price(Decimal("121713.5")),
            figures.money(Decimal(90012345678)),
            figures.level(Decimal(92500000000)),
            figures.count(3100),
            figures.day_and_time(FRIDAY),
        ]


READ = {
    "en": "+4.01% | 121,713.50 | $90.01B | $92.5B | 3,100 | Fri 2025-10-10 14:52:00 CEST",
    "en-US": "+4.01% | 121,713.50 | $90.01B | $92.5B | 3,100 | Fri, 10/10/2025, 2:52:00 PM CEST",
    "en-GB": "+4.01% | 121,713.50 | US$90.01B | US$92.5B | 3,100 | Fri, 10/10/2025, 14:52:00 CEST",
    "de": "+4,01 % | 121.713,50 | 90,01 Mrd. $ | 92,5 Mrd. $ | 3.100"
    " | Fr., 10.10.2025, 14:52:00 MESZ",
    "de-CH": "+4.01% | 121’713.50 | 90.01 Mrd. $ | 92.5 Mrd. $ | 3’100"
    " | Fr., 10.10.2025, 14:52:00 MESZ",
    "fr": "+4,01 % | 121 713,50 | 90,01 Md $US | 92,5 Md $US | 3 100"
    " | ven. 10/10/2025, 14:52:00 CEST",
    "tr": "+%4,01 | 121.713,50 | 90,01 Mr $ | 92,5 Mr $ | 3.100 | 10.10.2025 Cum 14:52:00 CEST",
    "hi": "+4.01% | 1,21,713.50 | $90.01 अ॰ | $92.5 अ॰ | 3,100 | शुक्र, 10/10/2025, 2:52:00 pm CEST",
    "ja": "+4.01% | 121,713.50 | $900.12億 | $925億 | 3,100 | 2025/10/10(金) 14:52:00 CEST",
    "he": "+4.01% | 121,713.50 | $90.01B | $92.5B | 3,100 | יום ו׳, 10.10.2025, 14:52:00 CEST",  # noqa: RUF001 (Hebrew)
}


@pytest.mark.parametrize(("locale", "said"), READ.items())
def test_figures_are_written_as_where_the_reader_lives(locale: str, said: str):
    """A comma that is a point elsewhere is a thousand times the price."""
    assert said == " | ".join(read_by(locale)).replace("\xa0", " ").replace("\u202f", " ")


def test_no_line_is_broken_between_a_figure_and_its_sign():
    """At the end of a line `4,01` alone would be read as something else."""
    assert [] == [shown for shown in read_by("de")[:5] if " " in shown]


@pytest.mark.parametrize("code", ["tlh", "", "e" * 100, "../de", "de\n", "-", "en", "@", "\ud83d"])
def test_where_nobody_knows_a_locale_the_house_writes(code: str):
    assert read_by("en") == read_by(code)


@pytest.mark.parametrize("code", ["de", "de_DE", "de-DE", "de-XX", "DE"])
def test_a_locale_is_known_however_it_is_spelt(code: str):
    """Discord writes `pt-BR`, Telegram `pt-br`, CLDR `pt_BR`; and a language is known anywhere."""
    assert read_by("de") == read_by(code)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("999.994", "999,99 $"),
        ("-1500", "-1.500,00 $"),
        ("999999.99", "999.999,99 $"),
        ("999999.996", "1,00 Mio. $"),
        ("999994999", "999,99 Mio. $"),
        ("999995001", "1,00 Mrd. $"),
        ("1E+16", "10000,00 Bio. $"),
        ("-0.001", "0,00 $"),
        ("0E+30", "0,00 $"),
    ],
)
def test_an_amount_takes_the_scale_that_has_room_for_it_once_rounded(value: str, shown: str):
    """German has no short word for a thousand, and none beyond its billion."""
    with reading(Reader("de")):
        assert shown == figures.money(Decimal(value)).replace("\xa0", " ")


def test_thousands_are_shortened_where_there_is_a_word_for_them():
    with reading(Reader("es")):
        assert "1,50 mil US$" == figures.money(Decimal(1500)).replace("\xa0", " ")


@given(codes, AMOUNTS)
def test_every_locale_writes_every_figure(code: str, value: Decimal):
    """Whatever somebody sets, they are answered; and no figure turns the line it stands in."""
    with reading(Reader(code)):
        shown = [*all_kinds(value), figures.day_and_time(FRIDAY), figures.day(date(2026, 1, 5))]

    assert shown == [clean(text) for text in shown]
    assert all(shown)


@given(codes, SMALL)
def test_a_figure_is_rounded_here_and_only_written_there(code: str, value: Decimal):
    """What one reader is told another is told as well, in other signs."""
    with reading(Reader(code)):
        shown = figures.price(value)

    assert figures.rounded(value, 2) == parse_decimal(shown, locale=Locale.parse(code))


@given(codes, SMALL)
def test_figures_are_written_as_babel_would(code: str, value: Decimal):
    """Where nothing has to be rounded and the scale is no question, there is nothing of our own."""
    locale = Locale.parse(code)
    with reading(Reader(code)):
        count, percent = figures.count(value), figures.percent(value, signed=False)

    assert count == clean(format_decimal(value, locale=locale, decimal_quantization=False))
    exact = format_percent(value / 100, locale=locale, decimal_quantization=False)
    assert parsed(percent, locale) == parsed(clean(exact), locale)


@given(
    st.sampled_from(["de", "fr", "it", "pl", "ja", "ko", "hi", "ru"]),
    st.integers(1, 9).map(lambda n: Decimal(n) * 10**9),
)
def test_amounts_are_shortened_as_babel_would(code: str, value: Decimal):
    locale = Locale.parse(code)
    with reading(Reader(code)):
        shown = figures.level(value)

    assert shown == clean(format_compact_currency(value, "USD", locale=locale))


@given(AMOUNTS)
def test_for_nobody_in_particular_it_is_written_as_in_american_english(value: Decimal):
    """The recorded days hold it so; only times are of the house."""
    house = [figures.percent(value), figures.price(value), figures.ratio(value)]
    with reading(Reader("en-US")):
        assert house == [figures.percent(value), figures.price(value), figures.ratio(value)]


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Europe/Berlin", "MEZ", "MESZ"),
        ("America/New_York", "EST", "EDT"),
        ("Asia/Tokyo", "JST", "JST"),
        ("UTC", "UTC", "UTC"),
    ],
)
def test_a_zone_is_called_as_there_or_as_it_calls_itself(zone: str, winter: str, summer: str):
    """What a locale has no short name for is known to traders by its own."""
    with reading(Reader("de", zone)):
        told = [figures.time_of_day(FRIDAY + timedelta(days=90 * n)) for n in range(2)]

    assert [summer, winter] == [text.rpartition(" ")[2] for text in told]


def test_a_moment_of_another_day_tells_its_date():
    with reading(Reader("de", "Europe/Berlin")):
        told = figures.moment(FRIDAY, FRIDAY + timedelta(days=1))

    assert "Fr., 10.10.2025, 14:52:00 MESZ" == told


def test_the_customs_of_a_locale_are_looked_up_once():
    """It takes a millisecond, and an answer has a hundred figures."""
    assert Customs.of("nl") is Customs.of("nl")


def parsed(percent: str, locale: Locale) -> Decimal:
    return parse_decimal(percent.replace("%", "").strip(), locale=locale)
