"""Dates are read in every form that feeds write them in, and are none where they are none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.news.documents.moments import moment

AT = datetime(2025, 10, 3, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "said",
    [
        "Fri, 03 Oct 2025 12:30:00 GMT",
        "Fri, 03 Oct 2025 12:30:00 +0000",
        "Fri, 3 Oct 2025 12:30 GMT",
        "Tue, 3 Oct 2025 12:30:00 Z",
        "3 Oct 25 12:30 UT",
        "Fri, 03 Oct 2025 08:30:00 EDT",
        "Fri, 03 Oct 2025 08:30:00 ET",
        "Fri, 03 Oct 2025 05:30:00 PT",
        "Fri, 03 Oct 2025 07:30:00 EST",
        "Fri, 03 Oct 2025 08:30:00 -0400 (EDT)",
        "Fri, 03 Oct 2025 12:30:00 GMT+0000",
        "2025-10-03T08:30-04:00[America/New_York]",
        "Fri, 03 Oct 2025 14:30:00 UTC+2",
        "Fri,03 Oct 2025 12:30:00 +00:00",
        "fri 03-oct-2025 12:30:00 gmt",
        "Friday, October 3, 2025 8:30 AM EDT",
        "Oct. 3, 2025 at 12:30 p.m. UTC",
        "October 3rd, 2025 12:30",
        "3rd October 2025 12:30",
        "Fri Oct  3 12:30:00 2025",
        "Fri Oct 3 08:30:00 EDT 2025",
        "Fri, 03 October 2025 12:30:00",
        "Fri, 03 Oct 2025 12:30:00 XYZ",
        "2025-10-03T12:30:00Z",
        "2025-10-03t12:30:00.123456z",
        "2025-10-03T08:30:00-04:00",
        "2025-10-03T08:30:00-0400",
        "2025-10-03T14:30+02",
        "2025-10-03 12:30:00 UTC",
        "2025-10-03 12:30",
        "20251003T123000Z",
        "2025/10/03 12:30:00",
        "1759494600",
        "1759494600000",
        "  Fri,\n 03 Oct 2025\t12:30:00 GMT ",
    ],
)
def test_one_instant_is_written_in_many_ways(said: str):
    """A wrong day of the week is nobody's day; a time without a zone is UTC."""
    assert AT.replace(second=0) == (moment(said) or AT).replace(second=0, microsecond=0)
    assert moment(said) is not None


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("2025-10-03", datetime(2025, 10, 3, tzinfo=UTC)),
        ("2025-10", datetime(2025, 10, 1, tzinfo=UTC)),
        ("3 Oct 2025", datetime(2025, 10, 3, tzinfo=UTC)),
        ("Oct 3, 2025", datetime(2025, 10, 3, tzinfo=UTC)),
        ("2025-10-03T24:00:00Z", datetime(2025, 10, 4, tzinfo=UTC)),
        ("2025-12-31T23:59:60Z", datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("Thu, 01 Jan 1970 00:00:00 GMT", datetime(1970, 1, 1, tzinfo=UTC)),
        ("2099-01-01T00:00:00Z", datetime(2099, 1, 1, tzinfo=UTC)),
        ("1 Jan 99 00:00 GMT", datetime(1999, 1, 1, tzinfo=UTC)),
        ("Mon, 12 Jan 2026 08:30 ET", datetime(2026, 1, 12, 13, 30, tzinfo=UTC)),
        ("Oct 3, 2025 12:05 AM UTC", datetime(2025, 10, 3, 0, 5, tzinfo=UTC)),
    ],
)
def test_odd_instants_come_through_as_they_are_told(said: str, at: datetime):
    """Who tells the article says what of it can be believed."""
    assert at == moment(said)


@pytest.mark.parametrize(
    "said",
    [
        *("", "yesterday", "now", "10/03/2025 12:30", "31 Feb 2025 10:00 GMT", "3 Foo 2025"),
        *("2025-13-01", "0000-00-00T00:00:00Z", "2025-10-03T25:00:00Z", "12:30", "99999999999"),
        *("2025-10-03T12:30:00 in the <b>morning", "Fri, 03 Oct 2025 12:30:00 +99:99", "-1"),
        *("9999-12-31T23:59:59-14:00", "3 Oct 2025 " * 50, "٣ Oct 2025", "0001-01-01T00:00+14"),
    ],
)
def test_what_is_no_date_is_none(said: str):
    """Nothing is made up of it."""
    assert moment(said) is None


@given(st.datetimes(min_value=datetime(1950, 1, 1), max_value=datetime(2049, 12, 31)))  # noqa: DTZ001 (the zone is put on below)
def test_every_instant_is_read_back(at: datetime):
    """As both of the usual forms write it."""
    whole = at.replace(microsecond=0, tzinfo=UTC)

    assert whole == moment(f"{whole:%a, %d %b %Y %H:%M:%S GMT}")
    assert whole == moment(whole.isoformat())


@given(st.text(max_size=100))
def test_no_text_breaks_it(said: str):
    """A date is a stranger's text."""
    at = moment(said)

    assert at is None or at.tzinfo is UTC
