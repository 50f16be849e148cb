"""Buttons on Telegram: who presses one is told something, and alone what is theirs alone."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.clock import ManualClock
from tests.parcels import NOW
from tests.telegram_bot import a_telegram
from tests.telegram_faults import Refused
from tests.telegram_people import Note, Person
from tests.telegram_server import TelegramServer
from tests.telegram_world import Button, Chat

DESK = -1001


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(ManualClock(NOW)) as server, a_telegram(server, open=True):
        yield server


@pytest.fixture
async def ann(server: TelegramServer) -> Person:
    return server.person("Ann")


@pytest.fixture
async def desk(server: TelegramServer) -> Chat:
    return server.group(DESK, "Desk")


async def test_what_is_said_in_a_few_words_is_no_message(ann: Person, desk: Chat):
    """A group of thirty who each ack something would read of nothing else."""
    desk.admins.add(ann.id)
    seen = await ann.asks("/echo a", desk)
    note = await ann.sends(seen, Button("Keep", "/keep"))
    await ann.asks("/echo b", desk)

    assert (Note("Kept by Ann", alert=False), 2) == (note, len(ann.server.read_in(desk)))


async def test_a_refusal_is_seen_by_whoever_pressed_alone(ann: Person, desk: Chat):
    """In a box that stays until they have read it."""
    seen = await ann.asks("/echo a", desk)
    note = await ann.sends(seen, Button("Keep", "/keep"))
    await ann.asks("/echo b", desk)

    assert (True, True) == (note.alert, note.text.startswith("/keep changes what this room has"))
    assert 2 == len(ann.server.read_in(desk))


async def test_what_is_for_one_alone_comes_in_private(ann: Person, desk: Chat):
    """The group sees neither the figures nor that there are any."""
    seen = await ann.asks("/echo a", desk)
    note = await ann.sends(seen, Button("Mine", "/mine"))
    told = await ann.server.next_in(ann.private, 0)

    assert (Note("Only for Ann", alert=True), "Only for Ann\nSecret 42") == (note, told.text)
    assert 1 == len(ann.server.read_in(desk))


async def test_a_chat_that_asks_for_what_is_private_is_led_to_it(ann: Person, desk: Chat):
    """Who speaks in the name of a group cannot be told anything alone."""
    seen = await ann.asks("/mine", desk, sender_chat=desk.json)

    assert ("Open the chat", False) == (seen.button("Open").label, "Secret" in seen.text)


async def test_a_press_that_is_answered_too_late_is_done_all_the_same(ann: Person, desk: Chat):
    """Telegram ends the wait by itself; what was asked for is answered in the chat."""
    why = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    seen = await ann.asks("/echo a", desk)
    ann.server.fails("answerCallbackQuery", Refused(400, why))
    pressing = asyncio.create_task(ann.presses(seen, "Again"))
    answer = await ann.server.next_in(desk, 1)
    pressing.cancel()

    assert answer.text.startswith("pressed\n")


async def test_a_button_that_nobody_knows_any_more_says_so(ann: Person, desk: Chat):
    """An older version may have made it; and anybody can forge one."""
    seen = await ann.asks("/echo a", desk)
    notes = [await ann.sends(seen, Button("x", data)) for data in ("/gone", "~9", "~2 /gone", "~")]

    assert [True] * 4 == [note.alert and "There is no" in note.text for note in notes]


async def test_a_page_that_is_there_no_more_is_the_last(ann: Person):
    """What is asked again may have become shorter."""
    seen = await ann.asks("/long 100")
    await ann.sends(seen, Button("»", "~99 /long 100"))
    await ann.server.until(lambda: seen.edits)

    assert ("4/4", True) == (seen.buttons[0][1].label, "line 99" in seen.text)
