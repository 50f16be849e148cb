"""The hours of the exchanges as another library publishes them."""

import warnings
from datetime import UTC, date, datetime
from functools import cache

OpenHours = tuple[datetime, datetime, datetime, datetime]
"""Pre-market, opening bell, closing bell, end of after hours."""


@cache
def published(exchange: str = "NYSE") -> dict[date, OpenHours]:
    """Ask pandas_market_calendars for the hours of each session day, in UTC."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library uses what pandas is about to drop
        import pandas_market_calendars as markets  # noqa: PLC0415 (half a second, 100 MB)

        table = markets.get_calendar(exchange).schedule(
            "2014-12-31", "2030-12-31", market_times="all"
        )
    parts = table[["pre", "market_open", "market_close", "post"]]
    return {
        day.date(): tuple(instant.to_pydatetime().astimezone(UTC) for instant in row)
        for day, *row in parts.itertuples()
    }
