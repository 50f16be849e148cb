"""The session table is the exchanges' own, and comes with the package."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.market.sessions import (
    TABLE,
    Closure,
    ExchangeCalendar,
)
from tests.exchange_hours import published

ROOT = Path(__file__).parents[2]


def us(*closures: Closure) -> ExchangeCalendar:
    return ExchangeCalendar.load(closures)


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | environment,
    )


@pytest.mark.parametrize("exchange", ["NYSE", "NASDAQ"])
def test_the_table_has_the_hours_of_every_day_as_the_exchange_publishes_them(exchange: str):
    """A wrong holiday is a day of false alarms, or of none; the library is the second opinion."""
    calendar = us()
    days = [date(2015, 1, 1) + timedelta(days=n) for n in range(16 * 365 + 4)]

    hours = {day: found for day in days if (found := calendar.hours(day))}

    assert date(2030, 12, 31) == days[-1]
    assert {day: h for day, h in published(exchange).items() if day.year >= 2015} == {
        day: (h.pre_open, h.open, h.close, h.post_close) for day, h in hours.items()
    }


def test_the_table_in_the_repository_is_what_the_script_writes():
    """Nobody edits the table by hand, and a newer library shows up as a difference."""
    check = python("scripts/make_sessions.py", "--check")

    assert (0, "") == (check.returncode, check.stderr)


def test_the_script_notices_a_table_that_differs_and_can_write_it_again(tmp_path: Path):
    """A check that cannot fail would be no check."""
    table = tmp_path / "sessions.json"
    table.write_text(TABLE.read_text("utf-8").replace("2025-01-09", "2025-01-10"), "utf-8")

    check = python("scripts/make_sessions.py", "--check", "--file", str(table))
    python("scripts/make_sessions.py", "--file", str(table))

    assert (1, f"{table} is not current; run scripts/make_sessions.py\n", TABLE.read_bytes()) == (
        check.returncode,
        check.stderr,
        table.read_bytes(),
    )


def test_the_table_is_read_from_the_package_when_asked_for_and_not_before():
    """Importing stays cheap, and an installed wheel works from any directory."""
    code = """
import os, sys
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
from bot.market.sessions import TABLE, ExchangeCalendar
import bot.market
before = str(TABLE) in opened
os.chdir("/")
ExchangeCalendar.load()
print(before, str(TABLE) in opened, str(TABLE.parent) in bot.market.__path__)
"""

    assert "False True True\n" == python("-c", code).stdout


def test_the_zone_comes_from_tzdata_where_the_machine_has_none():
    """Slim containers and Windows have no zone files."""
    code = """
import zoneinfo
from datetime import UTC, datetime
from bot.market.sessions import ExchangeCalendar
at = datetime(2025, 10, 10, 13, 30, tzinfo=UTC)
print(zoneinfo.TZPATH, ExchangeCalendar.load().session(at))
"""

    assert "() regular\n" == python("-c", code, PYTHONTZPATH="").stdout
