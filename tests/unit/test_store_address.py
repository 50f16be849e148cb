"""Where a store is: what may be written there, and what is shown of it."""

from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.storage.address import Address

FOLDER = Path("data")


def test_nothing_written_is_a_file_in_the_data_directory():
    assert FOLDER / "prebell.db" == Address.of("", folder=FOLDER).path


def test_a_file_may_be_elsewhere():
    assert (
        Path("elsewhere/bell.db") == Address.of("sqlite:///elsewhere/bell.db", folder=FOLDER).path
    )


def test_a_server_s_database_has_no_file():
    assert Address.of("postgresql://ana@db.example/bell", folder=FOLDER).path is None


@pytest.mark.parametrize("driver", ["postgresql", "postgresql+psycopg", "postgresql+asyncpg"])
def test_whatever_driver_is_written_ours_is_used(driver: str):
    """People copy addresses from elsewhere."""
    engine = Address.of(f"{driver}://ana@db.example/bell", folder=FOLDER).async_engine()

    assert "postgresql+asyncpg" == engine.url.drivername


def test_a_password_is_not_shown():
    """Not in a sentence, nor where an address is looked at while something is sought."""
    address = Address.of("postgresql://ana:hidden-word@db.example/bell", folder=FOLDER)

    assert "postgresql://ana:***@db.example/bell" == str(address)
    assert "hidden-word" not in repr(address)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("hidden-word", "is no URL; write one like postgresql://user@host/database"),
        ("postgresql://ana:hidden-word@db:port/x", "is no URL; write one like"),
        ("mysql://ana:hidden-word@db/bell", "'mysql' is not known; there is sqlite and postgresql"),
        ("postgresql://ana:hidden-word@db.example", "names no database; add its name"),
        ("sqlite://", "names no database; add its name"),
        ("sqlite:///:memory:", "names no database; add its name"),
    ],
)
def test_what_is_no_address_is_said_without_repeating_a_password(written: str, said: str):
    with pytest.raises(SetupError) as caught:
        Address.of(written, folder=FOLDER)

    assert (True, False) == (said in str(caught.value), "hidden-word" in str(caught.value))
