"""Settings of the courier: what is done in doubt, how old is too old, whether many become one."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.delivery.patience import Unsure
from bot.errors import SetupError
from bot.settled import patience_of
from config.load import load
from config.settings import Settings

LIVE = "feeds: {quotes: [yahoo]}"


def written(folder: Path, text: str) -> Settings:
    file = folder / "prebell.yaml"
    file.write_text(text, encoding="utf-8")
    return load(file, {})


def test_what_is_not_written_is_as_it_comes(tmp_path: Path):
    """A lost alert is worse than one that is read twice, and says so."""
    patience = patience_of(written(tmp_path, LIVE))

    assert (Unsure.RESEND, timedelta(hours=1)) == (patience.unsure, patience.stale)


def test_what_is_written_is_what_the_courier_does(tmp_path: Path):
    """Some would rather ask than be told twice."""
    settings = written(tmp_path, f"{LIVE}\ndelivery: {{unsure: hold, stale: 10m, merge: no}}")
    patience = patience_of(settings)

    assert (Unsure.HOLD, timedelta(minutes=10)) == (patience.unsure, patience.stale)
    assert not settings.delivery.merge


def test_what_a_recording_tells_is_never_too_old():
    """Its day is over, and it is played all the same."""
    assert timedelta.max == patience_of(load(None, {})).stale


def test_a_word_that_is_not_known_is_told_with_the_one_that_was_meant(tmp_path: Path):
    """And with its place, as every fault of the settings."""
    with pytest.raises(SetupError, match="did you mean `resend`"):
        written(tmp_path, "delivery: {unsure: resent}")
