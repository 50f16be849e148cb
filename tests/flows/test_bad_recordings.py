"""Bad input: told once with its line, counted, without effect, and the rest plays on."""

import gzip
import json
from pathlib import Path

import pytest

from tests.flows.conftest import DAY, Prebell

GOOD = gzip.decompress(DAY.read_bytes()).decode().splitlines()
BROKEN_AFTER = 500  # lines of the day that stay as they are


def a_quote(**fields: object) -> str:
    quote = {
        "kind": "quote",
        "symbol": "IREN",
        "price": "64.00",
        "volume": None,
        "source": "bad",
        "at": json.loads(GOOD[BROKEN_AFTER - 1])["at"],
    }
    return json.dumps(quote | fields)


BAD = {
    '{"kind":"quote",': "broken JSON",
    '{"kind":"candle","at":"2025-10-10T09:00:00Z"}': "unknown kind 'candle'",
    a_quote(price="0"): "price 0 is none",
    a_quote(price="-1"): "price -1 is none",
    a_quote(price="NaN"): "price NaN is none",
    a_quote(price="abc"): "quote price",
    a_quote(at="2025-10-10T08:00:00Z"): "time goes backwards",
    GOOD[BROKEN_AFTER - 1]: "the same quote again",
}


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """The day with every kind of bad line in its middle."""
    lines = [*GOOD[:BROKEN_AFTER], *BAD, *GOOD[BROKEN_AFTER:]]
    file = tmp_path / "damaged.jsonl.gz"
    file.write_bytes(gzip.compress("\n".join(lines).encode()))
    return file


def test_each_bad_line_is_told_once_with_its_number(prebell: Prebell, damaged: Path):
    """So that whoever made the file can mend it."""
    told = prebell("replay", damaged, "--quiet").err.splitlines()

    assert len(BAD) == len(told)
    for number, (line, says) in enumerate(zip(told, BAD.values(), strict=True), BROKEN_AFTER + 1):
        assert (True, True) == (line.startswith(f"{damaged}:{number}: "), says in line)


def test_bad_lines_are_counted_by_reason_in_the_summary(prebell: Prebell, damaged: Path):
    """A thousand of them would be read by their count."""
    said = prebell("replay", damaged, "--quiet")

    assert 0 == said.status
    for count in ("8 lines refused", "4 price", "1 json", "1 kind", "1 backwards", "1 duplicate"):
        assert count in said.out


def test_bad_lines_change_nothing_that_is_told(prebell: Prebell, damaged: Path, tmp_path: Path):
    """The alerts are those of the undamaged day, byte for byte."""
    prebell("replay", DAY, "--quiet", "--alerts", "good.jsonl")
    prebell("replay", damaged, "--quiet", "--alerts", "bad.jsonl")

    good, bad = (tmp_path / name for name in ("good.jsonl", "bad.jsonl"))
    assert good.read_bytes() == bad.read_bytes()


def test_a_gzip_that_breaks_off_plays_what_it_can_and_ends_with_1(prebell: Prebell, tmp_path: Path):
    """A recorder that was killed leaves a day that is worth playing, and worth a warning."""
    file = tmp_path / "half.jsonl.gz"
    file.write_bytes(DAY.read_bytes()[:50_000])

    said = prebell("replay", file)

    assert (1, True, True) == (
        said.status,
        "APLD +9.0% before the bell" in said.out,
        "the file breaks off after line" in said.err,
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["replay", "gone.jsonl.gz"], "cannot be read"),
        (["replay", DAY, "--speed", "fast"], "--speed"),
        (["replay", DAY, "--speed", "0"], "--speed"),
        (["replay", DAY, "--alerts", "no/such/folder.jsonl"], "cannot be written"),
        (["replay", DAY, "--alerts", DAY], "must be different files"),
        (["replay"], "Try: prebell --help"),
        (["replay", DAY, "--sped", "max"], "Try: prebell --help"),
        (["rpelay"], "Try: prebell --help"),
        (["ask", "/status", "--at", "noon"], "--at"),
        (["check", "gone.yaml"], "gone.yaml"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence_and_ends_with_2(
    prebell: Prebell, arguments: list[object], says: str
):
    """Never a traceback for a typing mistake."""
    said = prebell(*arguments)

    assert (2, True, False) == (said.status, says in said.err, "Traceback" in said.err)


def test_writing_over_the_recording_is_refused(prebell: Prebell, tmp_path: Path):
    """A slip of the keyboard must not cost a day."""
    mine = tmp_path / "mine.jsonl.gz"
    mine.write_bytes(DAY.read_bytes())

    prebell("replay", mine, "--alerts", mine)

    assert DAY.read_bytes() == mine.read_bytes()
