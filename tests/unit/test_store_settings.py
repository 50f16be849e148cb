"""The settings of the store: an address that may hold a password, and how long things are kept."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli.process import configure_logs
from bot.errors import SetupError
from config.load import load
from config.settings import Settings
from tests.unit.test_logs import untouched_logging

__all__ = ["untouched_logging"]

DAY = timedelta(days=1)
URL = "postgresql://ana:hidden%2Fword@db.example/bell"


@pytest.fixture(autouse=True)
def an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def loaded(text: str, **environ: str) -> Settings:
    Path("prebell.yaml").write_text(text, encoding="utf-8")
    return load(None, environ)


def test_a_store_is_a_file_unless_something_else_is_said():
    keep = loaded("").store.keep

    assert "" == loaded("store:\n").store.address()
    assert (365 * DAY, 90 * DAY, 730 * DAY) == (keep.alerts, keep.deliveries, keep.audit)


def test_an_address_may_come_from_the_environment():
    """That is where its password belongs."""
    assert URL == loaded("store: {url: ''}", PREBELL_STORE__URL=URL).store.address()


def test_how_long_things_are_kept_is_said():
    assert 14 * DAY == loaded("store: {keep: {deliveries: 2w}}").store.keep.deliveries


def test_a_password_is_shown_nowhere():
    settings = loaded("", PREBELL_STORE__URL=URL)

    assert "hidden" not in f"{settings} {settings!r} {settings.model_dump()}"


@pytest.mark.usefixtures("untouched_logging")
def test_a_password_is_taken_out_of_every_log(capsys: pytest.CaptureFixture[str]):
    """As it was written, and as it is said to the server."""
    import logging  # noqa: PLC0415 (what is configured here is put back by the fixture)

    configure_logs(loaded("", PREBELL_STORE__URL=URL))
    logging.getLogger("any").error("cannot reach %s with hidden/word", URL)

    said = capsys.readouterr().err
    assert (False, False, 2) == (
        "hidden/word" in said,
        "hidden%2Fword" in said,
        said.count("[hidden]"),
    )


@pytest.mark.parametrize(
    "url",
    [
        "hidden-word",
        "mysql://ana:hidden-word@db/bell",
        "postgresql://ana:hidden-word@db.example",
        "postgresql://ana:hidden-word@db.example:port/bell",
        "postgresql://ana:hidden-word@[db/bell",
    ],
)
def test_what_is_no_address_is_a_fault_that_repeats_nothing(url: str):
    with pytest.raises(SetupError) as caught:
        loaded(f"store: {{url: '{url}'}}")

    said = str(caught.value)
    assert "prebell.yaml:1:14: this is no address of a store; write one like" in said
    assert "hidden-word" not in said
