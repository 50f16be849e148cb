"""Menus: what Telegram lists to whom, written once and only where it differs."""

from collections.abc import AsyncIterator

import pytest

from bot.clock import ManualClock
from handlers.base import Command
from tests.parcels import NOW
from tests.telegram_bot import COMMANDS, a_telegram
from tests.telegram_faults import Fault
from tests.telegram_server import TelegramServer


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(ManualClock(NOW)) as server:
        yield server


async def opened(server: TelegramServer, *commands: Command) -> int:
    """Open the bot until it hears; return how many menus it wrote."""
    server.asked.clear()
    async with a_telegram(server, commands=commands or COMMANDS):
        await server.until(lambda: "getUpdates" in [method for method, _ in server.asked])
    return sum(method == "setMyCommands" for method, _ in server.asked)


async def test_each_menu_lists_what_can_be_asked_there(server: TelegramServer):
    """Who may change nothing is not shown what changes; operators' commands are in no menu."""
    await opened(server)
    listed = {scope: [one["command"] for one in menu] for (scope, _), menu in server.menus.items()}

    first, last = ["echo", "long", "much"], ["chart", "brief", "file", "quote"]
    together, everything = [*first, *last], [*first, "mine", "keep", "alert_create", *last]
    assert {
        "default": together,
        "all_group_chats": together,
        "all_private_chats": everything,
        "all_chat_administrators": everything,
    } == listed


async def test_a_menu_that_is_as_it_should_be_is_not_written(server: TelegramServer):
    """A restart changes nothing; a new command changes the menus it is in."""
    first, second = await opened(server), await opened(server)

    assert (4, 0, 4) == (first, second, await opened(server, *COMMANDS[:2]))


async def test_menus_that_cannot_be_written_stop_nothing(server: TelegramServer):
    """People can type without them."""
    server.fails("getMyCommands", Fault.DOWN)
    ann = server.person("Ann")
    async with a_telegram(server, open=True):
        assert "a" == (await ann.asks("/echo a")).text.split("\n")[0]
