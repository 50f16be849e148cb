"""Presence: a terminal finds the bot that runs, and only while it runs."""

import json
import os
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.presence import NAME, announced, running

URL = "http://127.0.0.1:8080/"


def test_a_running_bot_is_found_until_it_stops(tmp_path: Path):
    """`prebell ask` must not talk to a port that another program has taken since."""
    with announced(tmp_path / "data", URL):
        assert running(tmp_path / "data") == URL

    assert running(tmp_path / "data") is None


def test_a_bot_that_was_killed_is_not_found(tmp_path: Path):
    """Its file stays behind, and names a process that is no more."""
    gone = 2**22 + 12345  # above the highest process id there can be
    (tmp_path / NAME).write_text(json.dumps({"url": URL, "pid": gone}), encoding="utf-8")

    assert running(tmp_path) is None


@pytest.mark.parametrize("text", ["", "{", "[]", '{"url": 5, "pid": "x"}', '{"url": "u"}'])
def test_a_broken_file_is_no_bot(tmp_path: Path, text: str):
    """Whatever is in it, asking must not fail because of it."""
    (tmp_path / NAME).write_text(text, encoding="utf-8")

    assert running(tmp_path) is None


def test_a_bot_that_took_the_place_keeps_it(tmp_path: Path):
    """The first to stop must not hide the second."""
    with announced(tmp_path, URL):
        later = {"url": "http://127.0.0.1:8081/", "pid": os.getppid()}
        (tmp_path / NAME).write_text(json.dumps(later), encoding="utf-8")

    assert running(tmp_path) == "http://127.0.0.1:8081/"


def test_a_data_directory_that_cannot_be_written_is_named(tmp_path: Path):
    """The operator has to know which setting to change."""
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(SetupError, match="PREBELL_DATA_DIR"), announced(tmp_path / "file", URL):
        pass
