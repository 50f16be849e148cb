"""The recorder writes what feeds gave, and what it wrote is read as what they gave."""

import gzip
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import PrebellError, SetupError
from bot.feeds.recorder import Recorder, line_of
from bot.feeds.recording import Recording, read
from bot.market.events import Article, CorporateAction, Event, FeedStatus, Halt, Quote, Reference
from bot.market.instruments import SYMBOL, Asset, Symbol
from tests.builders import a_quote, at

NOW = at("2025-10-10T12:00Z")

symbols = st.from_regex(SYMBOL, fullmatch=True).map(Symbol)
prices = st.decimals(allow_nan=False, allow_infinity=False, min_value=0, max_value=10**12)
moments = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 (the zone is given beside it)
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001 (likewise)
    timezones=st.just(UTC),
)
days = st.dates(min_value=date(1970, 1, 2), max_value=date(2100, 1, 1))
counts = st.integers(min_value=0, max_value=10**15)
words = st.text(max_size=40)

events: st.SearchStrategy[Event] = st.one_of(
    st.builds(
        Quote,
        symbol=symbols,
        price=prices,
        at=moments,
        seen=moments,
        source=words,
        volume=st.none() | counts,
        currency=words,
    ),
    st.builds(
        Reference,
        symbol=symbols,
        name=words,
        currency=words,
        venue=words,
        asset=st.sampled_from(Asset),
        previous_close=st.none() | prices,
        previous_close_date=st.none() | days,
        close_before=st.none() | prices,
        year_close=st.none() | prices,
        year_close_date=st.none() | days,
        shares_outstanding=st.none() | counts,
        shares_as_of=st.none() | days,
        source=words,
        seen=moments,
    ),
    st.builds(
        Article,
        id=words,
        outlet=words,
        url=words,
        title=words,
        text=words,
        published=moments,
        seen=moments,
        feed=words,
        owner=words,
        tickers=st.lists(symbols, max_size=3).map(tuple),
        backlog=st.booleans(),
    ),
    st.builds(
        CorporateAction,
        symbol=symbols,
        ratio=prices,
        successor=st.none() | symbols,
        effective=moments,
        source=words,
        seen=moments,
    ),
    st.builds(
        Halt, symbol=symbols, at=moments, reason=words, resumes=st.none() | moments, seen=moments
    ),
    st.builds(FeedStatus, feed=words, healthy=st.booleans(), detail=words, seen=moments),
)


@given(events)
def test_what_is_written_of_an_event_is_read_as_that_event(event: Event):
    """Live trouble that changed on its way into the file would be no test of it."""
    assert event == read(msgspec.json.encode(line_of(event)))


async def told_by(file: Path) -> list[object]:
    return [event async for event in Recording(file).events()]


@pytest.mark.parametrize("name", ["day.jsonl", "day.jsonl.gz"])
async def test_an_event_is_in_the_file_before_the_next_one_comes(tmp_path: Path, name: str):
    """Whatever becomes of the process, what it heard is there; it is read while it grows, too."""
    quotes = [a_quote("IREN", n, at=f"2025-10-10T12:0{n}Z") for n in (1, 2, 3)]
    found = []

    with Recorder(tmp_path / name, title="Live", now=NOW) as recorder:
        for quote in quotes:
            recorder.take(quote)
            found.append(await told_by(tmp_path / name))

    assert [quotes[:1], quotes[:2], quotes] == found


def test_a_zipped_recording_is_whole_after_each_line(tmp_path: Path):
    """One that breaks off is told as damaged, though nothing of it is missing."""
    file = tmp_path / "day.jsonl.gz"

    with Recorder(file, title="Live", now=NOW) as recorder:
        lines = []
        for price in range(1, 200):
            recorder.take(a_quote("IREN", price, at=NOW))
            lines.append(len(gzip.decompress(file.read_bytes()).splitlines()))

    assert list(range(2, 201)) == lines


def test_the_header_says_what_it_is_and_from_when(tmp_path: Path):
    with Recorder(tmp_path / "a.jsonl", title="Live from yahoo", now=NOW) as recorder:
        recorder.take(a_quote())

    header = Recording(tmp_path / "a.jsonl").header

    assert ("Live from yahoo", "recorded from 2025-10-10T12:00:00Z") == (header.title, header.note)


def test_a_file_that_is_there_is_kept(tmp_path: Path):
    """A day that was recorded cannot be recorded again."""
    file = tmp_path / "day.jsonl"
    file.write_text("the only one")

    with pytest.raises(SetupError, match=r"day\.jsonl is there already; name a file that is not"):
        Recorder(file, title="Live", now=NOW)

    assert "the only one" == file.read_text()


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path):
    with pytest.raises(SetupError, match="cannot be written: No such file or directory"):
        Recorder(tmp_path / "absent" / "day.jsonl", title="Live", now=NOW)


@contextmanager
def a_full_disk(after: int) -> Iterator[None]:
    """Let no file of this process grow past so many bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("name", ["day.jsonl", "day.jsonl.gz"])
async def test_a_full_disk_is_said_and_keeps_what_was_written(tmp_path: Path, name: str):
    """The operator frees the disk; the lines before it are worth having."""
    file = tmp_path / name
    with Recorder(file, title="Live", now=NOW) as recorder:
        recorder.take(a_quote("IREN", 1))
        with (
            a_full_disk(after=file.stat().st_size),
            pytest.raises(PrebellError, match=f"{name} cannot be written: File too large"),
        ):
            recorder.take(a_quote("WULF", Decimal("2.5")))

    assert a_quote("IREN", 1) == (await told_by(file))[0]
