"""Live feeds for tests: providers on loopback, and the settings that lead there."""

import json
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.clock import SystemClock
from bot.market.sessions import ExchangeCalendar, Hours
from tests.faulty_server import FaultyServer

NEW_YORK = ZoneInfo("America/New_York")
YAHOO = "/v8/finance/chart/IREN"
CNBC = "/quote-html-webservice/restQuote/symbolType/symbol"
COINBASE = "/api/v3/brokerage/market/products/BTC-USD/ticker"


class LastDay:
    """The last day that has closed, and the one before: a door lets nothing older in.

    IREN traded half an hour before its bell, and is measured from the day before.
    """

    def __init__(self) -> None:
        self.calendar = ExchangeCalendar.load()
        self.day = self.calendar.last_finished(SystemClock().now())
        self.base_day = self.calendar.previous_day(self.day)

    @property
    def traded(self) -> datetime:
        return self._hours(self.day).open - timedelta(minutes=30)

    def chart(self, price: str = "104.08", *, base_day: date | None = None) -> str:
        """Write what Yahoo answers about IREN; it closed at 100."""
        hours = self._hours(self.day)
        close = self._hours(base_day or self.base_day).close
        meta = {
            "currency": "USD",
            "symbol": "IREN",
            "instrumentType": "EQUITY",
            "longName": "IREN Limited",
            "gmtoffset": _seconds(close.astimezone(NEW_YORK).utcoffset()),
            "regularMarketTime": _since_epoch(close),
            "regularMarketPrice": 100.0,
            "currentTradingPeriod": {
                "regular": {"start": _since_epoch(hours.open), "end": _since_epoch(hours.close)}
            },
        }
        bars: dict[str, object] = {
            "timestamp": [_since_epoch(self.traded)],
            "indicators": {"quote": [{"close": [float(price)]}]},
        }
        return json.dumps({"chart": {"result": [{"meta": meta, **bars}], "error": None}})

    def _hours(self, day: date) -> Hours:
        hours = self.calendar.hours(day)
        assert hours is not None
        return hours


def _since_epoch(at: datetime) -> int:
    return int(at.timestamp())


def _seconds(span: timedelta | None) -> int:
    return int((span or timedelta()).total_seconds())


def settings_for(server: FaultyServer, folder: Path, quotes: Iterable[str], **more: object) -> Path:
    """Write settings whose providers all live on this server; `more` are those of the feeds."""
    names = list(quotes)
    at_will = {"url": server.url, "a_second": "100", "at_once": "20"}
    streams = {"stream": server.stream_url}
    feeds = {name: at_will | (streams if name in {"coinbase", "finnhub"} else {}) for name in names}
    settings = {
        "data_dir": str(folder / "data"),
        "web": {"port": "18080"},
        "feeds": {
            "quotes": names,
            "private": "true",
            "halts": {"enabled": "false"},
            **feeds,
            **more,
        },
        "watchlists": {"miners": {"members": ["IREN"]}},
        "rules": [{"name": "mover", "for_each": "miners", "when": "premarket > 4%"}],
    }
    file = folder / "prebell.yaml"
    file.write_text(json.dumps(settings), encoding="utf-8")
    return file
