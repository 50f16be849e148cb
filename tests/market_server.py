"""A recorded day behind the addresses of providers: each answers what it would have then."""

from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.market.events import Quote, Reference
from bot.market.instruments import Symbol
from bot.market.sessions import Calendar, Session

EASTERN = ZoneInfo("America/New_York")


class MarketServer:
    """Serves what was traded by `now` in the shapes of CNBC, Massive and Coinbase.

    A provider that `is_down` says is down answers 503; `asked` are the requests so far.
    """

    def __init__(
        self,
        quotes: list[Quote],
        references: list[Reference],
        *,
        calendar: Calendar,
        now: Callable[[], datetime],
        is_down: Callable[[str], bool],
    ) -> None:
        self.asked: list[str] = []
        self.url = ""
        self._quotes = quotes
        self._told = 0
        self._calendar = calendar
        self._now = now
        self._is_down = is_down
        self._last: dict[str, Quote] = {}
        self._at_the_bell: dict[str, Quote] = {}
        self._rows: dict[str, tuple[tuple[Quote, Session] | None, dict[str, Any]]] = {}
        self._closes = {r.symbol: r.previous_close for r in references}
        app = web.Application()
        app.router.add_get("/cnbc/{rest:.*}", self._answer("cnbc", self._cnbc))
        app.router.add_get("/massive/{rest:.*}", self._answer("massive", self._massive))
        app.router.add_get("/coinbase/{rest:.*}", self._answer("coinbase", self._coinbase))
        self._runner = web.AppRunner(app, access_log=None)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._runner.cleanup()

    def _answer(
        self, name: str, body: Callable[[web.Request], dict[str, Any]]
    ) -> Callable[[web.Request], Any]:
        async def answered(request: web.Request) -> web.Response:
            self.asked.append(name)
            if self._is_down(name):
                return web.Response(status=503)
            self._catch_up()
            return web.json_response(body(request))

        return answered

    def _catch_up(self) -> None:
        while self._told < len(self._quotes) and self._quotes[self._told].seen <= self._now():
            quote = self._quotes[self._told]
            self._last[quote.symbol] = quote
            if self._calendar.session(quote.at) is Session.REGULAR:
                self._at_the_bell[quote.symbol] = quote
            self._told += 1

    def _cnbc(self, request: web.Request) -> dict[str, Any]:
        symbols = request.query["symbol"] if "symbol" in request.query else request.query["symbols"]
        rows = [self._cnbc_row(s) for s in symbols.split("|") if s in self._last]
        return {"FormattedQuoteResult": {"FormattedQuote": rows}}

    # Written once for each trade and session: a day of them is asked for ten thousand times.
    def _cnbc_row(self, symbol: str) -> dict[str, Any]:
        quote, session = self._last[symbol], self._calendar.session(self._now())
        written, row = self._rows.get(symbol, (None, {}))
        if written != (quote, session):
            row = self._cnbc_written(symbol, quote)
            self._rows[symbol] = ((quote, session), row)
        return row

    def _cnbc_written(self, symbol: str, quote: Quote) -> dict[str, Any]:
        now = self._now()
        close = self._closes[Symbol(symbol)]
        row = {"symbol": symbol, "code": 0, "name": symbol, "currencyCode": "USD"}
        traded = f"{quote.at.astimezone(EASTERN):%Y-%m-%dT%H:%M:%S.000%z}"
        if self._calendar.session(now) is Session.PRE:
            extended = {"type": "PRE_MKT", "last": str(quote.price), "last_time": traded}
            yesterday = self._calendar.hours(self._calendar.last_finished(now))
            assert yesterday is not None
            ended = f"{yesterday.close.astimezone(EASTERN):%Y-%m-%dT%H:%M:%S.000%z}"
            regular = {"last": str(close), "last_time": ended, "curmktstatus": "PRE_MKT"}
            return row | regular | {"ExtendedMktQuote": extended}
        if self._calendar.session(now) is Session.REGULAR:
            regular = {"last": str(quote.price), "last_time": traded, "curmktstatus": "REG_MKT"}
            return row | regular | {"previous_day_closing": str(close)}
        last = self._at_the_bell[symbol]
        ended = f"{last.at.astimezone(EASTERN):%Y-%m-%dT%H:%M:%S.000%z}"
        regular = {"last": str(last.price), "last_time": ended, "curmktstatus": "POST_MKT"}
        extended = {"type": "POST_MKT", "last": str(quote.price), "last_time": traded}
        return row | regular | ({"ExtendedMktQuote": extended} if quote is not last else {})

    def _massive(self, request: web.Request) -> dict[str, Any]:
        symbols = request.query["tickers"].split(",")
        rows = [self._massive_row(s) for s in symbols if s in self._last]
        return {"status": "OK", "count": len(rows), "tickers": rows}

    def _massive_row(self, symbol: str) -> dict[str, Any]:
        quote = self._last[symbol]
        nanos = (quote.at - datetime.fromtimestamp(0, quote.at.tzinfo)) // timedelta(microseconds=1)
        trade = {"p": float(quote.price), "t": nanos * 1000, "c": [12]}
        return {"ticker": symbol, "lastTrade": trade, "day": {"c": 0}, "prevDay": {}}

    def _coinbase(self, _request: web.Request) -> dict[str, Any]:
        quote = self._last.get("BTC-USD")
        if quote is None:
            return {"trades": []}
        trade = {"product_id": "BTC-USD", "price": str(quote.price), "time": quote.at.isoformat()}
        return {"trades": [trade]}
