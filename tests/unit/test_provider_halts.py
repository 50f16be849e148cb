"""Trade halts: the newest of each symbol, those that have not ended, and the market as a whole."""

from collections.abc import Iterable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.feeds.notices import HaltNotice
from bot.feeds.providers.halts import Halts
from bot.feeds.web.request import Kind
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal
from tests.answers import cuts, made, real, refuses, survives
from tests.builders import at

FEED = made("halts.xml")
NEVER = ("", "")


def a_row(
    symbol: str = "IREN",
    time: str = "10:15:00.500",
    *,
    day: str = "10/10/2025",
    reason: str = "LUDP",
    resumes: tuple[str, str] = NEVER,
) -> str:
    return (
        f"<item><ndaq:HaltDate>{day}</ndaq:HaltDate><ndaq:HaltTime>{time}</ndaq:HaltTime>"
        f"<ndaq:IssueSymbol>{symbol}</ndaq:IssueSymbol><ndaq:ReasonCode>{reason}</ndaq:ReasonCode>"
        f"<ndaq:ResumptionDate>{resumes[0]}</ndaq:ResumptionDate>"
        f"<ndaq:ResumptionTradeTime>{resumes[1]}</ndaq:ResumptionTradeTime></item>"
    )


def told(*rows: str) -> list[HaltNotice | Refusal]:
    feed = '<rss xmlns:ndaq="http://www.nasdaqtrader.com/"><channel>{}</channel></rss>'
    return Halts().parse(feed.format("".join(rows)).encode())


def notice(*rows: str) -> HaltNotice:
    (row,) = told(*rows)
    assert isinstance(row, HaltNotice)
    return row


def reasons(rows: Iterable[HaltNotice | Refusal]) -> list[str]:
    return [row.reason for row in rows if isinstance(row, Refusal)]


def test_it_asks_for_the_feed_of_halts():
    """Which is XML, and named so."""
    request = Halts(url="https://x.test/").request()

    assert ("https://x.test/rss.aspx?feed=tradehalts", Kind.XML) == (request.url, request.kind)


def test_the_newest_row_of_a_symbol_counts():
    """Trap 13: a symbol may be paused eight times in a day."""
    expected = [
        HaltNotice(
            symbol=Symbol("IREN"),
            halted_at=at("2025-10-10T14:15:00.5Z"),
            reason="LUDP",
            resumes_at=at("2025-10-10T14:20:00Z"),
        ),
        HaltNotice(
            symbol=Symbol("WULF"),
            halted_at=at("2025-10-10T12:05:00Z"),
            reason="T1",
            resumes_at=None,
        ),
    ]

    assert expected == Halts().parse(FEED)


@given(st.permutations([9, 10, 11, 12, 13]))
def test_the_order_of_the_rows_says_nothing(hours: list[int]):
    """Nothing promises that the feed is sorted."""
    rows = (a_row(time=f"{hour:02}:30:00") for hour in hours)

    assert at("2025-10-10T17:30Z") == notice(*rows).halted_at


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_rows_of_one_halt_that_which_says_its_end_counts(turned: bool):
    """A halt for news is told again once its end is known."""
    rows = [a_row(), a_row(resumes=("10/10/2025", "11:00:00"))]

    resumes = notice(*(reversed(rows) if turned else rows)).resumes_at

    assert at("2025-10-10T15:00Z") == resumes


@pytest.mark.parametrize(
    "resumes", [NEVER, ("10/10/2025", ""), ("", "10:20:00"), ("10/10/2025", "soon")]
)
def test_a_halt_without_the_time_of_its_end_goes_on(resumes: tuple[str, str]):
    """Trap 13: and quotes that come back are no trades."""
    assert notice(a_row(resumes=resumes)).resumes_at is None


@pytest.mark.parametrize("reason", ["MWC1", "MWC2", "MWC3", "MWC0"])
def test_a_halt_of_the_whole_market_has_no_symbol(reason: str):
    """The circuit breaker stops everybody."""
    row = notice(a_row("", reason=reason))

    assert (None, reason) == (row.symbol, row.reason)


def test_a_row_that_lost_its_symbol_does_not_halt_the_market():
    """Only the breaker's own codes do."""
    assert ["symbol"] == reasons(told(a_row("", reason="LUDP")))


@pytest.mark.parametrize(
    ("symbol", "time", "reason"),
    [("AN ISSUE", "10:15:00", "symbol"), ("IREN", "", "time"), ("IREN", "25:15:00", "time")],
)
def test_a_row_that_is_no_halt_says_why_and_costs_no_other(symbol: str, time: str, reason: str):
    """Counted by its reason."""
    rows = told(a_row(symbol, time), a_row("WULF"))

    assert ([reason], 1) == (
        reasons(rows),
        sum(isinstance(row, HaltNotice) for row in rows),
    )


@pytest.mark.parametrize(
    ("day", "when"),
    [("10/10/2025", "2025-10-10T14:15:00.5Z"), ("12/10/2025", "2025-12-10T15:15:00.5Z")],
)
def test_times_are_new_yorks(day: str, when: str):
    """Trap 20: summer and winter."""
    assert at(when) == notice(a_row(day=day)).halted_at


def test_rows_may_stand_one_in_another():
    """So one of the recorded feeds has them."""
    assert Symbol("IREN") == notice(f"<item>{a_row()}</item>").symbol


def test_a_day_without_halts_says_nothing():
    """It is no fault of the feed's."""
    assert [] == told()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Access Denied",
        b"{}",
        b"<!DOCTYPE html><html><body>We are down</body></html>",
        b"<html><body>We are down</body></html>",
        b'<?xml version="1.0" encoding="no-such"?><rss/>',
        b'<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>',
        b'<!DOCTYPE rss SYSTEM "http://192.0.2.1/x"><rss/>',
    ],
)
def test_what_is_no_feed_is_an_error_of_the_feed(body: bytes):
    """Trap 10, and documents that grow or fetch others as they are read."""
    assert refuses(Halts().parse, body)


def test_a_feed_cut_at_any_byte_is_none():
    """Nothing but FeedError, however little came."""
    assert all(refuses(Halts().parse, cut) for cut in cuts(FEED.strip()))


@given(st.binary(max_size=60), st.integers(0, len(FEED)), st.integers(0, 60))
def test_no_feed_whatever_breaks_it(junk: bytes, place: int, lost: int):
    """What cannot be read is said, never raised as something else."""
    assert survives(Halts().parse, FEED[:place] + junk + FEED[place + lost :])


@given(st.text("0123456789/:. -\u0667", max_size=14), st.text("0123456789/:.,-\u0667", max_size=14))
def test_no_time_whatever_breaks_a_row(day: str, time: str):
    """It is a halt or a refusal."""
    assert 1 == len(told(a_row(day=day, time=time)))


def test_the_recorded_feed_is_read():
    """Six pauses, each with its end."""
    rows = Halts().parse(real("nasdaq/tradehalts_2026-07-07.rss"))

    found: dict[str, tuple[datetime, datetime | None]] = {
        str(row.symbol): (row.halted_at, row.resumes_at)
        for row in rows
        if isinstance(row, HaltNotice)
    }
    assert 6 == len(found)
    assert (at("2026-07-07T17:07:57.466Z"), at("2026-07-07T17:17:57Z")) == found["PHOE"]


def test_an_error_names_no_more_than_the_feed():
    """What came in its place is nobody's business in a log."""
    with pytest.raises(FeedError) as raised:
        Halts().parse(b"<html>secret</html>")

    assert "secret" not in str(raised.value)
