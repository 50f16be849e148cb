"""Hearsay: strangers' words are read strictly, and are plain text by the time anybody sees them."""

import json
import unicodedata
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.hearsay import ID, LABEL, SUBJECT, TEXT, TITLE, Hearsay, harmless, read
from bot.chat import Severity
from bot.errors import UserError


def sent(**words: object) -> bytes:
    return json.dumps({"id": "7", "title": "a"} | words).encode()


def refusal(body: bytes) -> str:
    with pytest.raises(UserError) as raised:
        read(body)
    return str(raised.value)


WRONG = [
    (b"", "Input data was truncated"),
    (b"IREN crosses 70", "JSON is malformed"),
    (b"[]", "Expected `object`, got `array`"),
    (b'{"title": "a"}', "missing required field `id`"),
    (b'{"id": 7, "title": "a"}', "Expected `str`, got `int` - at `$.id`"),
    (b'{"id": "", "title": "a"}', "`id` is no name"),
    (b'{"id": "7"}', "`title` says nothing"),
    (sent(title=" \u200b\u202e "), "`title` says nothing"),
    (sent(id="a\u0000b"), "`id` is no name"),
    (sent(id="x" * (ID + 1)), "`id` is no name; send 1 to 128 characters"),
    (sent(severty="critical"), "unknown field `severty`"),
    (sent(severity="high"), "Invalid enum value 'high' - at `$.severity`"),
    (sent(state="pending"), "Invalid enum value 'pending' - at `$.state`"),
    (sent(at="2025-10-10T12:52:00"), "Expected `datetime` with a timezone component"),
    (sent(at=1760100720), "Expected `datetime | null`, got `int` - at `$.at`"),
    (sent(at="0001-01-01T00:00:00+14:00"), "`at` is no moment of ours"),
    (sent(labels={"Team": "a"}), "Expected `str` matching regex"),
    (sent(labels={"team\n": "a"}), "Expected `str` matching regex"),
    (sent(labels={"team": 1}), "Expected `str`, got `int` - at `$.labels"),
    (sent(labels={f"l{n}": "a" for n in range(17)}), "Expected `object` of length <= 16"),
    (b"[" * 100_000, "Expected `object`, got `array`"),
    (b'{"id": "\xff"}', "this is not UTF-8; send JSON such as"),
    (b'{"id": "\\ud800", "title": "a"}', "JSON is malformed"),
]


def test_everything_that_may_be_said_is_read():
    body = sent(
        title="ETH over 5,000",
        body="on three venues",
        subject="ETH-USD",
        severity="critical",
        state="resolved",
        at="2025-10-10T14:52:00+02:00",
        labels={"team": "credit"},
    )

    assert read(body) == Hearsay(
        id="7",
        title="ETH over 5,000",
        body="on three venues",
        subject="ETH-USD",
        severity=Severity.CRITICAL,
        over=True,
        at=datetime(2025, 10, 10, 12, 52, tzinfo=UTC),
        labels={"team": "credit"},
    )


def test_an_id_and_a_title_are_enough():
    """TradingView's box for a message is small."""
    assert Hearsay(id="7", title="a") == read(sent())


def test_an_end_needs_no_title():
    """What it was called is known."""
    assert read(b'{"id": "7", "state": "resolved"}').over


@pytest.mark.parametrize(
    ("body", "sentence"), WRONG, ids=[str(number) for number in range(len(WRONG))]
)
def test_what_is_wrong_is_said_in_a_sentence(body: bytes, sentence: str):
    """Whoever wrote the other program reads it, and no log of ours does."""
    assert sentence in refusal(body)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\r\n08:52:00 EDT  ■ forged", "a 08:52:00 EDT ■ forged"),
        ("a\x1b[2J\x07b", "a[2Jb"),
        ("\u202eevil\u2066", "evil"),
        ("a\u2028b\u2029c\u0085d\u00a0e\tf", "a b c d e f"),
        ("I\u200bR\ufeffE\u2060N", "IREN"),
        ("@everyone <b>[x](y)</b> *_~`", "@everyone <b>[x](y)</b> *_~`"),
        ("x" * 11, "x" * 9 + "…"),
    ],
)
def test_a_text_is_one_line_of_what_can_be_seen(text: str, line: str):
    """What a platform would make of marks and mentions is the platform's to prevent."""
    most = 10 if text.startswith("xxx") else TEXT

    assert line == harmless(text, most)


@given(text=st.text(), most=st.integers(1, 50))
def test_nothing_is_left_that_turns_or_hides(text: str, most: int):
    """Whatever it is made of."""
    line = harmless(text, most)

    assert len(line) <= most
    assert [] == [c for c in line if c != " " and unicodedata.category(c)[0] in "CZ"]


@given(
    words=st.fixed_dictionaries(
        {"id": st.just("7"), "title": st.text(min_size=1).map(lambda text: f"a{text}")},
        optional={"body": st.text(), "subject": st.text(), "labels": st.just({"a": "b" * 300})},
    )
)
def test_what_is_too_long_is_cut_and_not_refused(words: dict[str, object]):
    """A bell that is lost over a length is worse than a short one."""
    said = read(json.dumps(words).encode())

    assert len(said.title) <= TITLE
    assert len(said.body) <= TEXT
    assert len(said.subject) <= SUBJECT
    assert all(len(value) <= LABEL for value in said.labels.values())


@given(body=st.binary(max_size=200) | st.text().map(str.encode))
def test_rubbish_is_refused_and_breaks_nothing(body: bytes):
    """Only a UserError ever comes of it."""
    with suppress(UserError):
        assert isinstance(read(body), Hearsay)
