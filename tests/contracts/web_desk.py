"""A desk to look at: a snapshot made by hand, a clock that stands, and a page that listens."""

import asyncio
import json
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp

from bot.chat import (
    Action,
    Attachment,
    Call,
    Drawing,
    Fact,
    Message,
    Picture,
    Reply,
    Severity,
    Table,
)
from bot.commands import Offered
from bot.commands import Question as Asked
from bot.platforms.web import WebDesk
from tests import canaries
from tests.parcels import a_parcel, to

NOON = datetime(2025, 10, 10, 12, 52, tzinfo=UTC)
TOKEN = canaries.DESK

DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
"""A PNG of one pixel."""

Json = dict[str, Any]


def a_member(symbol: str = "IREN", **more: Any) -> Json:  # noqa: ANN401 - any figure
    return {
        "list": "miners",
        "symbol": symbol,
        "name": "IREN Limited",
        "price": "66.41",
        "premarket": "+4.01%",
        "change": "+4.01%",
        "yesterday": "+6.26%",
        "ytd": "+576.27%",
        "cap": "$18.06B",
        "cap_share": "20.5%",
        "volume": "307,962",
        "age": "12 s",
        "stale": False,
        "up": 1,
    } | more


def a_sector(**more: Any) -> Json:  # noqa: ANN401 - any figure
    start = NOON.timestamp() - 292 * 60
    return {
        "name": "miners",
        "title": "Bitcoin miners",
        "cap": "$88.27B",
        "cap_value": 88.27,
        "change": "+3.13%",
        "coverage": "100%",
        "note": "",
        "coverage_ok": True,
        "next": {"milestone": "$90B", "distance": "$1.73B", "percent": "+1.96%"},
        "previous": {"milestone": "$85B", "distance": "$3.27B", "percent": "-3.70%"},
        "progress": 0.65,
        "benchmark": {"symbol": "BTC-USD", "price": "121,621.00", "change": "n/a"},
        "milestones": [{"label": f"${value}B", "value": float(value)} for value in (80, 85, 90)],
        "sessions": [{"session": "pre", "from": start, "to": start + 330 * 60}],
        "series": [[start + 60 * minute, 85.6 + minute / 110] for minute in range(293)],
    } | more


def an_alert(**more: Any) -> Json:  # noqa: ANN401 - any figure
    return {
        "at": "08:00:00 EDT",
        "epoch": NOON.timestamp() - 3120,
        "state": "firing",
        "rule": "premarket-mover",
        "subject": "APLD",
        "title": "APLD +9.01% before the bell at 31.93",
        "because": "premarket +9.01% > 4%, against the close of 29.29",
        "severity": "info",
        "fingerprint": "apld",
    } | more


def a_snapshot(**more: Any) -> Json:  # noqa: ANN401 - any part
    return {
        "version": "0.1.0",
        "clock": "Fri 2025-10-10 08:52:00 EDT",
        "at": NOON.timestamp(),
        "session": "pre-market",
        "source": {
            "recording": True,
            "title": "Bitcoin miners, 10 October 2025",
            "speed": "120×",
            "ended": False,
            "progress": 0.37,
        },
        "sectors": [a_sector()],
        "members": [
            a_member(),
            a_member("MARA", name="MARA Holdings", price="20.15", change="-0.25%", up=-1),
            a_member("ABTC", name="American Bitcoin", price="6.60", ytd="n/a", stale=True, up=0),
        ],
        "alerts": [an_alert()],
        "rules": [
            {
                "name": "premarket-mover",
                "when": "premarket > 4% or premarket < -4%",
                "state": "firing",
                "subjects": [
                    {"subject": "IREN", "state": "firing", "detail": "+4.01% of 4%"},
                    {"subject": "MARA", "state": "armed", "detail": "-0.25% of 4%"},
                ],
                "fired": 3,
            }
        ],
        "status": [{"label": "Feed", "value": "recording"}],
        "commands": [
            {"usage": "/sector [LIST]", "summary": "A sector's cap"},
            {"usage": "/quote SYM", "summary": "What it trades at"},
            {"usage": "/help", "summary": "Every command"},
        ],
    } | more


def a_message(title: str = "IREN +4.01% before the bell", **more: Any) -> Message:  # noqa: ANN401 (of every kind)
    said: Json = {"at": NOON, "title": title, "severity": Severity.WARNING} | more
    return Message(**said)


async def answer(call: Call) -> Reply:
    return Reply(
        title=f"You asked {call.text}",
        body="In two\nlines",
        facts=(Fact("Next", "$90B"),),
        table=Table(("Symbol", "Price"), (("IREN", "66.41"), ("MARA", "n/a"))),
    )


PAINT = Offered(
    name="paint",
    summary="Paint",
    usage="/paint NAME [HUE]",
    example="/paint wall blue",
    parameters=(),
    form=(
        Asked(name="name", label="What", hint="what to paint", options=("wall", "door")),
        Asked(
            name="hue",
            label="Hue",
            hint="in which",
            required=False,
            options=("blue", "red"),
            all_there_is=True,
        ),
    ),
)
"""A command that asks by a form."""

PICTURE = Picture(drawing=Drawing.SESSION, subject="IREN", at=NOON)


async def rich_answer(call: Call) -> Reply:
    """Answer with all that may go with an answer; `/paint` asks first."""
    if call.text == "/paint" and call.given is None:
        return Reply(title="Paint what?", asks="paint")
    given = ", ".join(f"{name}={word}" for name, word in (call.given or {}).items())
    return Reply(
        title=f"You asked {call.text}",
        body=given,
        private=True,
        actions=(Action("Show the list", "/watchlist show miners"), Action("Paint", "/paint")),
        picture=PICTURE,
        attachment=Attachment(name="miners.csv", content=b"symbol\nIREN\n"),
    )


async def drawn(picture: Picture) -> bytes | None:
    """Draw a dot of one pixel, of IREN alone."""
    return DOT if picture.subject == "IREN" else None


class StandingClock:
    """Stands until it is turned, and so does whoever waits for it."""

    def __init__(self) -> None:
        self._now = NOON
        self._turned = asyncio.Event()

    def now(self) -> datetime:
        return self._now

    async def until(self, when: datetime) -> None:
        while self._now < when:
            await self._turned.wait()

    def turn(self, span: timedelta) -> None:
        """Let time pass, for everyone who waits."""
        self._now += span
        self._turned.set()
        self._turned = asyncio.Event()


class Desk(WebDesk):
    """Is a web desk with what it shows and the clock it runs by."""

    def __init__(self, shown: Json | None = None, **settings: Any) -> None:  # noqa: ANN401 (of every kind)
        self.shown = a_snapshot() if shown is None else shown
        self.well = {"ready": True, "live": True, "detail": "all is well"}
        self.clock = StandingClock()
        given: Json = {
            "port": 0,
            "snapshot": lambda: self.shown,
            "health": lambda: self.well,
            "clock": self.clock,
        }
        super().__init__(**given | settings)

    async def says(self, message: Message) -> None:
        """Say a message as the courier does."""
        await self.send(a_parcel(message, to("desk", "web")), face="", repeat=False)


class Listener:
    """Reads a stream of events as a page would."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self.response = response

    async def block(self) -> list[str]:
        """Return the lines up to the next blank one; none once the stream has ended."""
        lines = []
        while line := (await self.response.content.readline()).decode().rstrip("\n"):
            lines.append(line)
        return lines

    async def event(self) -> tuple[str, Json]:
        """Return the next event, past what is said to the browser alone."""
        while not (lines := await self.block())[0].startswith("event: "):
            continue
        name, data = lines
        return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


@asynccontextmanager
async def listening(desk: WebDesk) -> AsyncIterator[Listener]:
    """Open a page's stream."""
    async with (
        aiohttp.ClientSession(read_bufsize=1 << 20) as session,
        session.get(f"{desk.url}/events") as response,
    ):
        yield Listener(response)
