"""Recordings: each line is an event or a reason, and a broken file gives what it can."""

import gzip
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SetupError
from bot.feeds.recording import LINE_LIMIT, Recording, read
from bot.market.events import Article, CorporateAction, FeedStatus, Halt, Quote, Reference
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal

HEADER = {"kind": "recording", "version": 1, "title": "A quiet day"}
QUOTE = {
    "kind": "quote",
    "symbol": "IREN",
    "price": "66.41",
    "volume": 3100,
    "source": "hand",
    "at": "2025-10-10T12:52:00Z",
}


def a_file(folder: Path, *lines: object, name: str = "day.jsonl") -> Path:
    file = folder / name
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    file.write_text(text + "\n", encoding="utf-8")
    return file


async def told_by(recording: Recording) -> list[object]:
    return [event async for event in recording.events()]


async def test_a_quote_is_told_with_every_digit_it_was_written_with(tmp_path: Path):
    """Prices are strings in the file so that no float comes near them."""
    recording = Recording(a_file(tmp_path, HEADER, QUOTE))

    at = datetime(2025, 10, 10, 12, 52, tzinfo=UTC)
    expected = Quote(
        symbol=Symbol("IREN"), price=Decimal("66.41"), at=at, seen=at, source="hand", volume=3100
    )
    assert [expected] == await told_by(recording)


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"kind": "reference", "symbol": "IREN", "name": "IREN Limited", "source": "x"}, Reference),
        (
            {
                "kind": "article",
                "id": "a",
                "outlet": "o",
                "url": "u",
                "title": "t",
                "published": "2025-10-10T07:00:00-04:00",
            },
            Article,
        ),
        (
            {
                "kind": "corporate_action",
                "symbol": "IREN",
                "ratio": "2",
                "successor": "IRN",
                "effective": "2025-10-13T08:00:00Z",
                "source": "x",
            },
            CorporateAction,
        ),
        (
            {
                "kind": "halt",
                "symbol": "IREN",
                "halted": "2025-10-10T09:41:00-04:00",
                "reason": "LUDP",
                "resumes": None,
            },
            Halt,
        ),
        ({"kind": "feed_status", "feed": "f", "healthy": False, "detail": "late"}, FeedStatus),
    ],
)
def test_every_kind_of_event_can_be_told(fields: dict[str, object], kind: type):
    """A recording holds whatever a feed may say."""
    event = read(json.dumps(fields | {"at": "2025-10-10T12:00:00Z"}).encode())

    assert isinstance(event, kind)


def test_a_halt_is_dated_by_the_venue_and_told_when_it_was_heard_of():
    """A feed that looks once a minute hears of it late."""
    line = {"kind": "halt", "symbol": "IREN", "halted": "2025-10-10T13:41:00Z", "reason": "T1"}
    times = {"at": "2025-10-10T13:42:00Z", "resumes": "2025-10-10T15:00:00Z"}

    halt = read(json.dumps(line | times).encode())

    assert isinstance(halt, Halt)
    assert ["13:41", "13:42", "15:00"] == [
        f"{at:%H:%M}" for at in (halt.at, halt.seen, halt.resumes) if at
    ]


def test_a_price_is_in_dollars_unless_its_line_says_otherwise():
    """So a recording of before there were others reads as it did."""
    told = [read(json.dumps(QUOTE | more).encode()) for more in ({}, {"currency": "GBp"})]

    assert ["USD", "GBp"] == [quote.currency for quote in told if isinstance(quote, Quote)]


@pytest.mark.parametrize(
    ("line", "reason", "says"),
    [
        ('{"kind":"quote",', "json", "broken JSON"),
        ("[]", "json", "no JSON object"),
        ('"quote"', "json", "no JSON object"),
        ("\udcff{", "json", "broken JSON"),
        (json.dumps(QUOTE | {"kind": "candle"}), "kind", "unknown kind 'candle'"),
        (json.dumps({k: v for k, v in QUOTE.items() if k != "kind"}), "kind", "unknown kind ''"),
        (json.dumps(QUOTE | {"price": "abc"}), "price", "quote price"),
        (json.dumps(QUOTE | {"price": None}), "price", "quote price"),
        (json.dumps(QUOTE).replace('"66.41"', "NaN"), "json", "broken JSON"),
        (json.dumps(QUOTE | {"symbol": "iren"}), "symbol", "'iren' is no symbol"),
        (json.dumps(QUOTE | {"at": "2025-10-10T12:52:00"}), "field", "quote at"),
        (json.dumps(QUOTE | {"volume": 1.5}), "field", "quote volume"),
        ('{"kind":"quote"}', "field", "missing required field"),
        (json.dumps(QUOTE | {"source": "x" * LINE_LIMIT}), "json", "a line of over"),
    ],
)
def test_a_line_that_is_no_event_says_why(line: str, reason: str, says: str):
    """The operator must be able to mend the file from the sentence alone."""
    refusal = read(line.encode(errors="surrogateescape"))

    assert isinstance(refusal, Refusal)
    assert (reason, True) == (refusal.reason, says in refusal.detail)


@given(st.binary(max_size=300))
def test_no_line_whatever_raises(line: bytes):
    """One bad line must not end a replay."""
    assert isinstance(read(line), Refusal)


@given(st.dictionaries(st.sampled_from([*QUOTE, "x"]), st.none() | st.text() | st.integers()))
def test_no_field_whatever_raises(fields: dict[str, object]):
    """Nor may a line that is nearly a quote."""
    assert isinstance(read(json.dumps(QUOTE | fields).encode()), Refusal | Quote)


async def test_empty_lines_count_but_say_nothing(tmp_path: Path):
    """Line numbers must be those an editor shows."""
    recording = Recording(a_file(tmp_path, HEADER, "", QUOTE, "{"))

    told = await told_by(recording)

    assert (2, f"{tmp_path / 'day.jsonl'}:4") == (len(told), recording.where)


async def test_a_gzip_that_breaks_off_gives_what_it_can(tmp_path: Path):
    """A recorder that was killed leaves such a file, and its day is not lost."""
    lines = [HEADER] + [QUOTE | {"price": str(n)} for n in range(1, 3000)]
    whole = gzip.compress("\n".join(map(json.dumps, lines)).encode())
    file = tmp_path / "day.jsonl.gz"
    file.write_bytes(whole[: len(whole) // 2])

    recording = Recording(file)
    told = await told_by(recording)

    assert recording.broken is not None
    assert 100 < len(told) < 3000


async def test_progress_reaches_the_end(tmp_path: Path):
    """A bar that stops at 97 % makes people wait."""
    recording = Recording(a_file(tmp_path, HEADER, QUOTE))

    await told_by(recording)

    assert recording.progress == 1.0


def test_the_beginning_is_the_time_of_the_first_event_that_can_be_read(tmp_path: Path):
    """The clock has to start somewhere, and not at a broken line."""
    recording = Recording(a_file(tmp_path, HEADER, "{", QUOTE))

    assert datetime(2025, 10, 10, 12, 52, tzinfo=UTC) == recording.begins


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ([QUOTE | {"version": 1}, QUOTE], "is a 'quote' of version 1"),
        ([HEADER | {"version": 2}, QUOTE], "version 2; this Prebell reads recordings of version 1"),
        (["hello"], "is no recording"),
        ([HEADER], "holds no event"),
        ([""], "is no recording"),
    ],
)
def test_a_file_that_is_no_recording_is_refused_in_a_sentence(
    tmp_path: Path, lines: list[object], says: str
):
    """A wrong path is the commonest mistake, and no traceback explains it."""
    with pytest.raises(SetupError, match=says):
        Recording(a_file(tmp_path, *lines))


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path):
    """Likewise."""
    with pytest.raises(SetupError, match="cannot be read: No such file"):
        Recording(tmp_path / "gone.jsonl.gz")
