"""Write the table of US sessions from pandas_market_calendars; with --check, only compare it."""

import argparse
import json
import sys
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pandas_market_calendars as markets

TABLE = Path(__file__).parent.parent / "bot" / "market" / "sessions.json"

STARTS = date(2014, 12, 31)  # New Year's Day 2015 belongs to the session day before it
ENDS = date(2030, 12, 31)

EXCHANGES = ("NYSE", "NASDAQ")
EARLY_POST_CLOSE = "17:00:00"

# The library's rules carry the years they hold for; people do not.
NAMES = {
    "New Years Day": "New Year's Day",
    "Dr. Martin Luther King Jr. Day": "Martin Luther King Jr. Day",
    "Presidents Day": "Presidents' Day",
    "Good Friday 1908+": "Good Friday",
    "Juneteenth Starting at 2022": "Juneteenth",
    "July 4th": "Independence Day",
}

# The library has no names for closures by decree, only a comment in holidays/us.py.
DECREED = {
    date(2018, 12, 5): "National day of mourning for George H. W. Bush",
    date(2025, 1, 9): "National day of mourning for Jimmy Carter",
}

Day = tuple[str, str, str, str]  # pre_open, open, close, post_close in the venue's time


def schedule(calendar: markets.MarketCalendar) -> dict[date, Day]:
    """List the session days of one of the library's calendars."""
    table = calendar.schedule(STARTS, ENDS, tz=calendar.tz, market_times="all")
    parts = table[["pre", "market_open", "market_close", "post"]]
    return {
        day.date(): tuple(instant.strftime("%H:%M:%S") for instant in row)
        for day, *row in parts.itertuples()
    }


def holidays(calendar: markets.MarketCalendar, sessions: dict[date, Day]) -> dict[str, str]:
    """Name each weekday without a session."""
    rules = calendar.regular_holidays.holidays(STARTS, ENDS, return_name=True)
    named = {day.date(): NAMES.get(name, name) for day, name in rules.items()} | DECREED
    days = (STARTS + timedelta(days=n) for n in range((ENDS - STARTS).days + 1))
    return {
        str(day): named.get(day, "closed by decree")
        for day in days
        if day.weekday() < 5 and day not in sessions  # noqa: PLR2004 (Saturday)
    }


def contents() -> str:
    """Compose the table; the same library gives the same bytes."""
    first, second = (markets.get_calendar(name) for name in EXCHANGES)
    sessions = schedule(first)
    if schedule(second) != sessions:
        sys.exit(f"{' and '.join(EXCHANGES)} differ: one table no longer serves both")
    usual = Counter(sessions.values()).most_common(1)[0][0]
    pre_open, opens, close, post_close = usual
    early = {day: hours for day, hours in sessions.items() if hours != usual}
    short_days = {(pre, at, post) for pre, at, _, post in early.values()}
    if short_days != {(pre_open, opens, EARLY_POST_CLOSE)}:
        sys.exit("a short day opens late or has other after-hours: the table cannot say so")
    table = {
        "venue": "US",
        "exchanges": EXCHANGES,
        "zone": str(first.tz),
        "source": f"pandas_market_calendars {markets.__version__}",
        "starts": str(STARTS),
        "ends": str(ENDS),
        "pre_open": pre_open,
        "open": opens,
        "close": close,
        "post_close": post_close,
        "early_post_close": EARLY_POST_CLOSE,
        "early_closes": {str(day): hours[2] for day, hours in early.items()},
        "closed": holidays(first, sessions),
    }
    return json.dumps(table, indent=2) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 if the file is not current")
    parser.add_argument("--file", type=Path, default=TABLE, help="the table (default: %(default)s)")
    arguments = parser.parse_args()
    current = contents()
    if not arguments.check:
        arguments.file.write_text(current, encoding="utf-8")
    elif not arguments.file.is_file() or arguments.file.read_text(encoding="utf-8") != current:
        sys.exit(f"{arguments.file} is not current; run scripts/make_sessions.py")


if __name__ == "__main__":
    main()
