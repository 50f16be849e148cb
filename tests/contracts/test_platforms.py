"""Platforms: each says a message whole, makes hostile text harmless, and lets go of everything."""

import asyncio
import io
import json
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from rich.console import Console

from bot.chat import Call, Destination, Fact, Message, Reply, Severity
from bot.clock import ManualClock
from bot.delivery.parcel import Manner, Parcel
from bot.delivery.platform import Platform
from bot.errors import DeliveryError
from bot.platforms.apprise import Apprises
from bot.platforms.console import ROOM, ConsolePlatform
from bot.platforms.web import WebDesk
from bot.platforms.webhook import Hook, Webhooks
from tests.discord.served import a_stage, place
from tests.discord_server import DiscordServer
from tests.parcels import NOW, a_message, a_parcel, to
from tests.receiver import SECRET, Receiver, resets_afterwards
from tests.service import Service
from tests.telegram_bot import telegram_of
from tests.telegram_server import TelegramServer

HOSTILE = "[bold]x[/] <script>alert(1)</script> @everyone *_`~ ]]> \\n ' \" {0} %s"
HOSTILE_BODY = 'event: desk\ndata: {"forged": 1}\n\n\x1b[2J</p>'


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Is a platform with a room on it, and what people or programs see in that room."""

    platform: Platform
    room: Destination
    seen: Callable[[], Any]  # the text they see; awaited where it has to be asked for

    async def says(self, message: Message, **more: Any) -> str:  # noqa: ANN401 (of every kind)
        return await self.sends(a_parcel(message, self.room, **more))

    async def sends(self, parcel: Parcel) -> str:
        return await self.platform.send(parcel, face="", repeat=False)

    async def text(self) -> str:
        seen = self.seen()
        return str(await seen if asyncio.iscoroutine(seen) else seen)


@asynccontextmanager
async def console() -> AsyncIterator[Stage]:
    out = io.StringIO()
    platform = ConsolePlatform(Console(file=out, width=400, highlight=False))
    yield Stage(platform=platform, room=ROOM, seen=out.getvalue)


@asynccontextmanager
async def web() -> AsyncIterator[Stage]:
    desk = WebDesk(port=0, snapshot=dict, health=lambda: {"ready": True, "live": True})

    async def seen() -> str:
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{desk.url}/api/desk") as response,
        ):
            return _texts(await response.json())

    yield Stage(platform=desk, room=to("desk", "web"), seen=seen)


@asynccontextmanager
async def webhook() -> AsyncIterator[Stage]:
    async with Receiver() as receiver:
        hooks = {"desk": Hook(url=receiver.url, secret=SECRET)}
        platform = Webhooks(hooks, clock=ManualClock(NOW))
        seen = lambda: _texts(list(receiver.took.values()))  # noqa: E731 (it is one of four)
        yield Stage(platform=platform, room=to("desk", "webhook"), seen=seen)


@asynccontextmanager
async def services() -> AsyncIterator[Stage]:
    async with Service() as service:
        platform = Apprises({"phone": [service.url]})
        seen = lambda: _texts([list(heard) for heard in service.heard])  # noqa: E731 (likewise)
        yield Stage(platform=platform, room=to("phone", "apprise"), seen=seen)


@asynccontextmanager
async def telegram() -> AsyncIterator[Stage]:
    async with TelegramServer(ManualClock(NOW)) as server:
        desk = server.group(-1001)
        seen = lambda: "\n".join(one.text for one in server.read_in(desk))  # noqa: E731 (likewise)
        yield Stage(platform=telegram_of(server), room=to("-1001", "telegram"), seen=seen)


@asynccontextmanager
async def discord() -> AsyncIterator[Stage]:
    async with DiscordServer() as server:
        room = server.guild().channel()
        seen = lambda: "\n".join(one.text for one in server.read_in(room))  # noqa: E731 (likewise)
        yield Stage(platform=a_stage(server).platform, room=place(room), seen=seen)


Opens = Callable[[], AbstractAsyncContextManager[Stage]]
STAGES: list[Opens] = [console, web, webhook, services, telegram, discord]
NAMES = ["console", "web", "webhook", "apprise", "telegram", "discord"]


@pytest.fixture(params=STAGES, ids=NAMES)
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    opens: Opens = request.param
    async with opens() as stage:
        await stage.platform.start(nothing)
        yield stage
        await stage.platform.stop()


async def nothing(_: Call) -> Reply:
    return pytest.fail("nobody asked")


def _texts(told: object) -> str:
    # Every text there is in it, as it is: JSON's own marks are no part of what is said.
    if isinstance(told, dict):
        return "\n".join(_texts(value) for pair in told.items() for value in pair)
    if isinstance(told, list):
        return "\n".join(map(_texts, told))
    return told if isinstance(told, str) else json.dumps(told)


async def test_a_message_arrives_whole(stage: Stage):
    """Title, evidence and every fact; nobody has to look elsewhere for the source of a price."""
    message = a_message(
        "IREN +4.0% before the bell ↑",
        body="over 4%",
        facts=(Fact("Source", "x, 2 s old"), Fact("Rule", "premarket-mover")),
        severity=Severity.WARNING,
    )
    await stage.says(message)
    seen = await stage.text()

    parts = (message.title, message.body, "x, 2 s old", "premarket-mover")
    assert [] == [part for part in parts if part not in seen]


async def test_a_long_message_is_not_lost(stage: Stage):
    """Forty alerts may be told as one; what is too long must be told all the same."""
    await stage.says(a_message("x" * 300, body="y" * 3000))
    seen = (await stage.text()).replace("\n", "")

    assert ("x" * 300 in seen, "y" * 3000 in seen) == (True, True)


async def test_messages_arrive_in_their_order(stage: Stage):
    for title in ("first", "second", "third"):
        await stage.says(a_message(title, body="of three"))
    seen = await stage.text()
    found = [seen.index(title) for title in ("first", "second", "third")]

    # The desk has what is newest on top.
    assert found == sorted(found, reverse=stage.platform.name == "web")


@pytest.mark.parametrize("manner", [Manner.NEW, Manner.REPLY])
async def test_what_has_no_face_to_answer_is_said_as_new(manner: Manner, stage: Stage):
    await stage.says(a_message("as it stands"), manner=manner, incident="i")

    assert "as it stands" in await stage.text()


async def test_an_edit_is_news_to_nobody(stage: Stage):
    """What cannot be edited stays as it was; some can be told without a sound how things stand."""
    await stage.says(a_message("as it stands"), manner=Manner.EDIT, incident="i")

    edits = stage.platform.name in {"webhook", "telegram", "discord"}
    assert edits is ("as it stands" in await stage.text())


async def test_hostile_text_is_text(stage: Stage):
    """A company may be called anything, and other programs may say anything."""
    await stage.says(a_message(HOSTILE))

    assert HOSTILE in await stage.text()


async def test_hostile_text_does_nothing(stage: Stage):
    """No second message, no event of its own, no order to the terminal."""
    await stage.says(a_message("a", body=HOSTILE_BODY))
    await stage.says(a_message("b"))
    seen = await stage.text()

    assert "b" in seen
    assert stage.platform.name != "console" or "\x1b" not in seen


async def test_a_key_is_seen_once_where_it_is_said_to_be(stage: Stage):
    """Whoever is keyed may be told again without a thought; the others say that it may repeat."""
    parcel = a_parcel(a_message("only once", body="or twice"), stage.room)
    await stage.sends(parcel)
    await stage.sends(parcel)
    times = (await stage.text()).count("only once")

    assert times == (1 if stage.platform.keyed else 2)


async def test_a_key_outlives_an_answer_that_was_lost():
    """It was taken, nobody heard so, and it is said once more."""
    async with Receiver() as receiver:
        hooks = {"desk": Hook(url=receiver.url, secret=SECRET)}
        platform = Webhooks(hooks, clock=ManualClock(NOW))
        await platform.start(nothing)
        receiver.plays(resets_afterwards)
        parcel = a_parcel("a", to("desk", "webhook"))
        with pytest.raises(DeliveryError):
            await platform.send(parcel, face="", repeat=False)
        await platform.send(parcel, face="", repeat=True)
        await platform.stop()

    assert (["a"], 1) == ([told["title"] for told in receiver.took.values()], receiver.repeated)


@pytest.mark.parametrize("opens", STAGES, ids=NAMES)
async def test_a_stop_lets_go_of_everything(opens: Opens):
    """No task, no port, no connection: the next start of the same process finds it all free."""
    async with opens() as stage:
        tasks = asyncio.all_tasks()
        await stage.platform.start(nothing)
        await stage.says(a_message("a"))
        await stage.platform.stop()
        begun = asyncio.all_tasks() - tasks
        await stage.platform.stop()

    assert [] == [task for task in begun if not task.done()]


@pytest.mark.parametrize("opens", STAGES, ids=NAMES)
async def test_it_may_start_again_after_a_stop(opens: Opens):
    async with opens() as stage:
        for _ in range(2):
            await stage.platform.start(nothing)
            await stage.platform.stop()
        await stage.platform.start(nothing)
        await stage.says(a_message("still here"))
        seen = await stage.text()
        await stage.platform.stop()

    assert "still here" in seen
