"""Bars as a feed: what a CSV may look like, and the quotes it stands for."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.feeds.bars import ASSUMED, Bars
from bot.market.events import Event, FeedStatus, Quote, Reference
from bot.market.sanity import Refusal, Sanity
from bot.market.sessions import AlwaysOpen, ExchangeCalendar, Session
from bot.market.state import Market
from tests.builders import at

HEADER = "date,open,high,low,close,volume\n"
CALENDARS = {"US": ExchangeCalendar.load(), "crypto": AlwaysOpen()}


def a_file(folder: Path, lines: str, *, name: str = "IREN.csv", header: str = HEADER) -> Bars:
    file = folder / name
    file.write_text(header + lines)
    return Bars(file, CALENDARS)


async def told(bars: Bars) -> list[Event | Refusal]:
    return [event async for event in bars.events()]


async def quotes(bars: Bars) -> list[Quote]:
    return [event for event in await told(bars) if isinstance(event, Quote)]


async def test_a_daily_bar_opens_at_the_open_and_closes_just_before_the_bell(tmp_path: Path):
    """A print at the bell itself would be after hours, and no close to the tape."""
    found = await quotes(a_file(tmp_path, "2025-10-10,10,12,9,11,500\n"))

    assert [
        (at("2025-10-10T13:30Z"), "10", "bars", None),
        (at("2025-10-10T15:39:59Z"), "9", ASSUMED, None),
        (at("2025-10-10T17:49:59Z"), "12", ASSUMED, None),
        (at("2025-10-10T19:59:59Z"), "11", "bars", 500),
    ] == [(q.at, str(q.price), q.source, q.volume) for q in found]


async def test_a_bar_that_fell_is_assumed_to_have_been_high_first(tmp_path: Path):
    """The one assumption there is, and it is said."""
    found = await quotes(a_file(tmp_path, "2025-10-10,10,12,9,9.5,500\n"))

    assert ["10", "12", "9", "9.5"] == [str(q.price) for q in found]


async def test_an_early_close_is_where_its_day_ends(tmp_path: Path):
    """The day after Thanksgiving ends at 13:00 in New York."""
    found = await quotes(a_file(tmp_path, "2025-11-28,10,12,9,11,500\n"))

    assert at("2025-11-28T17:59:59Z") == found[-1].at


async def test_the_tape_settles_the_closes_of_bars_by_itself(tmp_path: Path):
    """So `change` and `gap` are measured as they are live."""
    bars = a_file(tmp_path, "2025-10-09,9,9,9,9,1\n2025-10-10,10,12,9,11,1\n")
    market = Market(CALENDARS, [], bars.begins)
    for event in await told(bars):
        assert not isinstance(event, Refusal)
        market.turn_to(event.seen)
        market.take(event)
    tape = market.tape(bars.symbol)

    closes = [tape.bells.of(date(2025, 10, day)) for day in (9, 10)]

    assert ["9", "11", "10"] == [str(c.price) for c in (*closes, tape.bells.opened) if c]


async def test_minute_bars_add_up_the_volume_of_their_day(tmp_path: Path):
    """A quote's volume is the day's so far, and starts anew with it."""
    lines = "2025-10-09 15:59,1,1,1,1,7\n2025-10-10 09:30,1,1,1,1,3\n2025-10-10 09:31,1,1,1,1,4\n"

    found = await quotes(a_file(tmp_path, lines, name="IREN-1m.csv"))

    assert [0, 7, 0, 3, 3, 7] == [q.volume for q in found if q.source != ASSUMED]


async def test_a_long_bar_ends_with_its_session(tmp_path: Path):
    """The bar of 15:30 is half an hour, and holds the close."""
    lines = "2025-10-10 14:30,1,1,1,1,1\n2025-10-10 15:30,1,2,1,2,1\n"

    bars = a_file(tmp_path, lines, name="IREN-1h.csv")

    assert timedelta(hours=1) == bars.step
    assert at("2025-10-10T19:59:59Z") == (await quotes(bars))[-1].at


@pytest.mark.parametrize(
    ("moment", "seen", "zoneless"),
    [
        ("2025-10-10 09:30", "2025-10-10T13:30Z", True),
        ("2025-10-10T09:30:00-04:00", "2025-10-10T13:30Z", False),
        ("2025-10-10T13:30:00Z", "2025-10-10T13:30Z", False),
        ("1760103000", "2025-10-10T13:30Z", False),
    ],
)
def test_times_are_read_as_they_are_written(tmp_path: Path, moment: str, seen: str, zoneless: bool):
    """Without a zone they are the exchange's, which is said."""
    bars = a_file(tmp_path, f"{moment},1,1,1,1,1\n")

    assert (at(seen), zoneless, False) == (bars.begins, bars.zoneless, bars.daily)


@pytest.mark.parametrize(
    ("header", "line"),
    [
        ("Date,Open,High,Low,Close,Adj Close,Volume\n", "2025-10-10,10,12,9,11,11,5\n"),
        ("date;open;high;low;close\n", "2025-10-10;10;12;9;11\n"),
        ("\ufeffCLOSE\tLOW\tHIGH\tOPEN\tTIMESTAMP\n", "11\t9\t12\t10\t2025-10-10\n"),
        ("date,time,open,high,low,close\n", "2025-10-10,00:00,10,12,9,11\n"),
        ("date,open,high,low,close,volume\n", '2025-10-10,$10,$12,$9,$11,"1,000"\n'),
        ("date,open,high,low,close,volume\n", "2025-10-10T00:00:00-04:00,10,12,9,11,\n\n"),
    ],
)
async def test_columns_are_found_by_their_names(tmp_path: Path, header: str, line: str):
    """In any case and order, with the delimiter the first line has."""
    bars = a_file(tmp_path, line, header=header)

    assert bars.daily
    assert [10, 9, 12, 11] == [q.price for q in await quotes(bars)]


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("IREN.csv", "IREN"),
        ("iren-1d.csv", "IREN"),
        ("BRK.B_daily.csv", "BRK.B"),
        ("BTC-USD.csv", "BTC-USD"),
        ("BTC-USD-15min.csv", "BTC-USD"),
    ],
)
def test_the_symbol_is_the_name_of_the_file(tmp_path: Path, name: str, symbol: str):
    """The span of a bar may stand behind it."""
    assert symbol == a_file(tmp_path, "2025-10-10,1,1,1,1,1\n", name=name).symbol


async def test_the_newest_may_come_first(tmp_path: Path):
    """Half of those who export bars write them so."""
    found = await quotes(a_file(tmp_path, "2025-10-10,2,2,2,2,1\n2025-10-09,1,1,1,1,1\n"))

    assert sorted(q.at for q in found) == [q.at for q in found]


async def test_crypto_bars_fill_the_day_of_utc(tmp_path: Path):
    """A pair such as BTC-USD trades around the clock, weekends too."""
    found = await quotes(a_file(tmp_path, "2025-10-11,1,2,1,2,1\n", name="BTC-USD.csv"))

    assert (at("2025-10-11T00:00Z"), at("2025-10-11T23:59:59Z")) == (found[0].at, found[-1].at)


async def test_a_new_year_brings_the_close_of_the_old_one(tmp_path: Path):
    """So `ytd` is known from the second year on."""
    lines = "2024-12-31,9,9,9,9,1\n2025-01-02,10,10,10,10,1\n"

    found = [e for e in await told(a_file(tmp_path, lines)) if isinstance(e, Reference)]

    assert [(None, None), (9, date(2024, 12, 31))] == [
        (r.year_close, r.year_close_date) for r in found
    ]


async def test_weeks_without_bars_pass_as_they_would(tmp_path: Path):
    """Otherwise what comes after a halt would be refused as a leap in time."""
    bars = a_file(tmp_path, "2025-09-02,1,1,1,1,1\n2025-10-10,2,2,2,2,1\n")
    market = Market(CALENDARS, [], bars.begins)
    sanity = Sanity(market)
    events = await told(bars)

    refused = []
    for event in events:
        assert not isinstance(event, Refusal)
        refused.append(sanity.judge(event))
        market.turn_to(event.seen)

    assert [None] * len(events) == refused
    assert any(isinstance(event, FeedStatus) for event in events)


@pytest.mark.parametrize(
    ("line", "reason", "says"),
    [
        ("2025-10-10,0,1,1,1,1", "price", "open '0' is no price"),
        ("2025-10-10,1,NaN,1,1,1", "price", "high 'NaN' is no price"),
        ("2025-10-10,x,1,1,1,1", "price", "open 'x' is no price"),
        ("2025-10-09,1,1,1,1,1", "duplicate", "a second bar of the same time, first on line 2"),
        ("2014-10-10,1,1,1,1,1", "day", "sessions are known from"),
        ("0001-01-01T00:00:00+14:00,1,1,1,1,1", "date", "is no date of a market"),
        ('"2025-10-10,1,1,1,1,1', "field", "1 values where there are 6 names"),
    ],
)
async def test_a_line_that_is_no_bar_is_refused(tmp_path: Path, line: str, reason: str, says: str):
    """It is counted by its reason, and told by its number."""
    bars = a_file(tmp_path, f"2025-10-09,1,1,1,1,1\n{line}\n")

    first = await anext(aiter(bars.events()))

    assert isinstance(first, Refusal)
    assert (reason, True, True) == (first.reason, says in first.detail, bars.where.endswith(":3"))


async def test_a_volume_that_is_none_costs_no_price(tmp_path: Path):
    """Some exports write n/a for an index."""
    found = await quotes(a_file(tmp_path, "2025-10-10,1,1,1,1,n/a\n"))

    assert [None] * 4 == [q.volume for q in found]


def test_bars_know_whether_they_hold_the_pre_market(tmp_path: Path):
    """Where they do not, it is said that nothing can fire on it."""
    bars = a_file(tmp_path, "2025-10-10 08:00,1,1,1,1,1\n2025-10-10 08:01,1,1,1,1,1\n")

    assert (Session.PRE, True) == (bars.calendar.session(bars.begins), bars.premarket)


def test_a_folder_is_no_file_of_bars(tmp_path: Path):
    """The system's own reason is told."""
    (tmp_path / "IREN.csv").mkdir()

    with pytest.raises(SetupError, match="cannot be read"):
        Bars(tmp_path / "IREN.csv", CALENDARS)


def test_prices_keep_every_digit(tmp_path: Path):
    """They are compared as they were written."""
    bars = a_file(tmp_path, "2025-10-10,0.1,0.3,0.1,0.30,1\n")

    assert Decimal("0.1") + Decimal("0.2") == bars._bars[0].high  # noqa: SLF001 (what was read)
