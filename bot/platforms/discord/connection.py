"""Connection: the gateway, kept open whatever happens to it, and what is known of how it does.

discord.py comes back by itself after a lost socket, and does not after the rest: a dispatch that it
cannot read ends it for good, and so does a gateway that is down when it first connects. So what it
dies of is looked at here, and a new client is made.
"""

import asyncio
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite
from random import Random

import discord
from pydantic import SecretStr

from bot import figures
from bot.clock import Clock
from bot.platforms.discord.listening import Line

log = logging.getLogger(__name__)

SILENCE = timedelta(minutes=2)
"""How long discord.py may try by itself; its pauses grow to 17 minutes, and ours do not."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=3)
"""Between two connections, growing twofold. A bot may identify 1000 times a day.

https://docs.discord.com/developers/events/gateway#identifying
"""

SETTLED = timedelta(minutes=5)
"""A connection that has held so long has got over what ended the last one."""

CLOSING = 5  # seconds a client may take to say goodbye

# https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes
_TOKEN = "Discord does not know the token; set PREBELL_DISCORD__TOKEN, and start again"  # noqa: S105 (a sentence)
_INTENTS = "Discord allows the bot too little; see its page at discord.com/developers"
_FINAL = {
    4004: _TOKEN,
    4010: "Discord does not take the number of shards; set `discord: shards`, and start again",
    4011: "the bot is in too many servers for one shard; set `discord: shards`, and start again",
    4012: "Discord does not speak this version any more; install a newer Prebell",
    4013: _INTENTS,
    4014: _INTENTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Care:
    """What is done for a connection: a client made, greeted once it has connected, and given up.

    `end` hears why there will never be a connection.
    """

    make: Callable[[Line], discord.Client]
    greet: Callable[[discord.Client], None] = lambda _client: None
    end: Callable[[str], None] = lambda _why: None


class Connection:
    """Keeps a client connected until it is stopped, or Discord says that it never will be."""

    def __init__(self, care: Care, token: SecretStr, *, clock: Clock, random: Random) -> None:
        self._care = care
        self._token = token
        self._clock = clock
        self._random = random
        self._task: asyncio.Task[None] | None = None
        self._client: discord.Client | None = None
        self._up: dict[int, datetime] = {}
        self._lost: datetime | None = None
        self._stirred = asyncio.Event()
        self._why = ""
        self._again: datetime | None = None

    def start(self) -> None:
        """Begin to connect; nobody has to wait for it."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End the connection."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task})

    def connected(self, client: discord.Client, shard: int) -> None:
        """Take it from a client that a shard of its is connected."""
        if client is self._client:
            self._up[shard] = self._clock.now()
            self._note()
            self._care.greet(client)

    def lost(self, client: discord.Client, shard: int) -> None:
        """Take it from a client that a shard of its is not connected any more."""
        if client is self._client:
            self._up.pop(shard, None)
            self._why = "the connection was lost"
            self._note()

    def details(self) -> Iterator[str]:
        """Say how the connection does."""
        client = self._client
        if client is None or self._lost is not None:
            yield f"Discord: {self._trouble()}"
            return
        since = figures.moment(min(self._up.values()), self._clock.now())
        servers = len(client.guilds)
        plural = "server" if servers == 1 else "servers"
        shards = f", {self._shards()} shards" if self._shards() > 1 else ""
        latency = client.latency
        away = f", {latency * 1000:.0f} ms away" if isfinite(latency) else ""
        yield f"Discord: connected since {since}, {figures.count(servers)} {plural}{shards}{away}"

    def _trouble(self) -> str:
        if self._again is not None:
            again = figures.time_of_day(self._again)
            return f"not connected, {self._why}; it is tried again at {again}"
        ends = self._client is None and self._why
        return f"not connected, {self._why}" if ends else f"connecting{self._before()}"

    def _before(self) -> str:
        return f", for {self._why}" if self._why else ""

    async def _run(self) -> None:
        tries = 0
        while True:
            begun = self._clock.now()
            error = await self._lived()
            if final := _final(error):
                self._why = final
                log.error("Discord takes no connection", extra={"why": final})
                self._care.end(final)
                return
            self._why = _said(error)
            now = self._clock.now()
            tries = 0 if now - begun > SETTLED else tries + 1
            log.warning("the connection to Discord ended", extra={"why": self._why})
            self._again = now + self._pause(tries)
            await self._clock.until(self._again)
            self._again = None

    # Let a client live, and return what it died of; None where it was given up.
    async def _lived(self) -> BaseException | None:
        self._client = client = self._care.make(self)
        self._up.clear()
        self._lost = self._clock.now()
        living = asyncio.create_task(client.start(self._token.get_secret_value()))
        silence = asyncio.create_task(self._silence())
        try:
            await asyncio.wait({living, silence}, return_when=asyncio.FIRST_COMPLETED)
            return living.exception() if living.done() else None
        finally:
            self._client = None
            silence.cancel()
            living.cancel()
            closing = asyncio.create_task(client.close())
            await asyncio.gather(living, silence, return_exceptions=True)
            await asyncio.wait({closing}, timeout=CLOSING)
            closing.cancel()

    # Return once not every shard was connected for too long.
    async def _silence(self) -> None:
        while True:
            lost = self._lost
            if lost is None:
                self._stirred.clear()
                await self._stirred.wait()
                continue
            await self._clock.until(lost + SILENCE)
            if self._lost == lost:
                return

    def _note(self) -> None:
        whole = len(self._up) >= self._shards()
        self._lost = None if whole else self._lost or self._clock.now()
        self._stirred.set()

    def _shards(self) -> int:
        return max((self._client.shard_count if self._client else None) or 1, 1)

    def _pause(self, tries: int) -> timedelta:
        longest = min(FIRST_PAUSE * (1 << min(tries, 10)), LONGEST_PAUSE)
        return longest * self._random.uniform(0.5, 1)


def _final(error: BaseException | None) -> str:
    match error:
        case discord.LoginFailure():
            return _TOKEN
        case discord.PrivilegedIntentsRequired():
            return _INTENTS
        case discord.ConnectionClosed():
            return _FINAL.get(error.code, "")
    return ""


# What discord.py dies of may hold what it was told, so its kind alone is said.
def _said(error: BaseException | None) -> str:
    match error:
        case None:
            return "nothing was heard of it"
        case discord.ConnectionClosed():
            return f"it was closed with {error.code}"
        case discord.HTTPException():
            return f"Discord answered {error.status}"
    return f"it broke: {type(error).__name__}"
