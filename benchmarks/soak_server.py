"""The other side of the soak: a web server in a process of its own, whose market never rests.

Every share trades between two questions, and the stream tells each trade of a coin in a frame of
its own, at its own instant: nothing is made easy by coming in handfuls.
"""

import asyncio
import sys
import time
from decimal import Decimal
from random import Random

from aiohttp import WSMsgType, web

from benchmarks.answers import Trade, cnbc, coinbase, coinbase_last
from bot.clock import SystemClock
from bot.market.sessions import ExchangeCalendar

CNBC = "/quote-html-webservice/restQuote/symbolType/symbol"
COINBASE = "/api/v3/brokerage/market/products/{pair}/ticker"
STREAM = "/stream"
CENT = Decimal("0.01")
STEP, BACK = 0.0002, 0.9995  # of a price, at each trade


class Market:
    """Serves prices that wander about a level, and counts what it served."""

    def __init__(self, ticks: int) -> None:
        self.served = self.ticks = 0
        self._pace = 1 / ticks
        self._random = Random(7)
        self._moved: dict[str, float] = {}
        self._calendar = ExchangeCalendar.load()
        self._clock = SystemClock()

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_get(CNBC, self._shares)
        app.router.add_get(COINBASE, self._coin)
        app.router.add_get(STREAM, self._stream)
        app.router.add_get("/served", self._counts)
        return app

    async def _shares(self, request: web.Request) -> web.Response:
        trades = [self._trade(symbol) for symbol in request.query["symbols"].split("|")]
        self.served += len(trades)
        body = cnbc(trades, self._calendar)
        return web.Response(body=body, content_type="application/json")

    async def _coin(self, request: web.Request) -> web.Response:
        pair = request.match_info["pair"]
        body = coinbase_last(pair, self._price(pair), self._clock.now())
        self.served += 1
        return web.Response(body=body, content_type="application/json")

    async def _stream(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        pairs: list[str] = []
        while not pairs:
            message = await socket.receive()
            if message.type is not WSMsgType.TEXT:
                return socket
            pairs = message.json().get("product_ids", [])
        await self._tell(socket, pairs)
        return socket

    # Each frame has its instant; one that was missed is made up for at once.
    async def _tell(self, socket: web.WebSocketResponse, pairs: list[str]) -> None:
        due, number = time.monotonic(), 0
        while not socket.closed:
            due += self._pace
            if (wait := due - time.monotonic()) > 0:
                await asyncio.sleep(wait)
            number += 1
            pair = self._random.choice(pairs)
            await socket.send_str(coinbase(pair, self._price(pair), self._clock.now(), number))
            self.ticks += 1

    async def _counts(self, _request: web.Request) -> web.Response:
        return web.json_response({"served": self.served, "ticks": self.ticks})

    def _trade(self, symbol: str) -> Trade:
        close = _level(symbol)
        volume = int(time.time()) % 10**7
        return Trade(symbol, self._price(symbol), self._clock.now(), volume, close)

    # Up and down by some percent, drawn back to where it began, so that no hour is like another.
    def _price(self, symbol: str) -> Decimal:
        moved = self._moved.get(symbol, 0.0) * BACK + self._random.gauss(0, STEP)
        self._moved[symbol] = moved
        return (_level(symbol) * Decimal(1 + moved)).quantize(CENT)


def _level(symbol: str) -> Decimal:
    return Decimal(20 + sum(map(ord, symbol)) % 180)


async def main() -> None:
    """Serve until the process is ended; the first line printed says on which port."""
    market = Market(int(sys.argv[1]))
    runner = web.AppRunner(market.app(), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
