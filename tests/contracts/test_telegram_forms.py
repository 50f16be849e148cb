"""Forms on Telegram: one question after another, asked of one person, and kept for a while."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.chat import Call, Reply
from bot.clock import ManualClock
from handlers.base import command
from handlers.desk import Desk
from tests.parcels import NOW
from tests.telegram_bot import COMMANDS, a_telegram
from tests.telegram_people import Person
from tests.telegram_server import TelegramServer
from tests.telegram_world import BOT, Button, Chat

DESK = -1001


@command("begin", "Ask for another")
async def begin(call: Call, desk: Desk) -> Reply:
    """Ask for what `/alert create` asks."""
    del call, desk
    return Reply(title="Fill this in", asks="alert create")


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[TelegramServer]:
    async with (
        TelegramServer(clock) as server,
        a_telegram(server, open=True, commands=(*COMMANDS, begin)),
    ):
        yield server


@pytest.fixture
async def ann(server: TelegramServer) -> Person:
    return server.person("Ann")


@pytest.fixture
async def desk(server: TelegramServer, ann: Person) -> Chat:
    return server.group(DESK, "Desk", admins=[ann])


async def test_a_form_is_filled_in_by_answers_and_taps(ann: Person):
    """Nobody has to know the grammar; what is typed last is what was asked for first."""
    first = await ann.asks("/alert_create")
    second = await ann.asks("dips")
    third = await ann.taps(second, "critical")
    last = await ann.taps(third, "Skip")

    assert (True, ["info", "critical"], ["Skip"]) == (first.asks, second.words, third.words)
    assert "Made\ndips, critical, no note" == last.text


async def test_a_form_says_what_it_is_for_and_how_it_ends(ann: Person):
    """What is a mistake can be taken back at any time."""
    seen = await ann.asks("/alert_create")

    assert "Make an alert (1 of 3; /cancel ends it)\nName\ndips" == seen.text


async def test_in_a_group_the_one_who_began_is_asked(ann: Person, desk: Chat):
    """The question answers them, so that only their app shows the keyboard."""
    number = ann.types("/alert_create", desk)
    first = await ann.server.next_in(desk, 0)
    bob = ann.server.person("Bob")
    bob.types("mine", desk, answers=first)
    second = await ann.asks("hers", desk, answers=first)
    third = await ann.taps(second, "info")
    last = await ann.taps(third, "Skip")

    assert (number, "Made\nhers, info, no note") == (first.answers, last.text)


async def test_two_people_fill_in_their_own(ann: Person):
    """Whoever asks at the same time is asked something else."""
    bob = ann.server.person("Bob")
    await ann.asks("/alert_create")
    await bob.asks("/alert_create")
    for person, name in ((ann, "hers"), (bob, "his")):
        await person.asks(name)
        await person.asks("info")

    assert ["Made\nhers, info, no note", "Made\nhis, info, x"] == [
        (await ann.asks("Skip")).text,
        (await bob.asks("x")).text,
    ]


async def test_what_is_no_answer_is_asked_again(ann: Person):
    """Where only some words will do, another one is not taken."""
    await ann.asks("/alert_create")
    await ann.asks("dips")
    seen = await ann.asks("loud")

    assert "It can only be one of these.\nSeverity\nhow much" == seen.text


async def test_cancel_ends_a_form(ann: Person):
    """Nothing was changed, and what is typed next is no answer."""
    await ann.asks("/alert_create")
    ended = await ann.asks("/cancel")
    after = await ann.asks("echo dips")

    assert ("Cancelled. Nothing was changed.", True) == (
        ended.text,
        after.text.startswith("dips\n"),
    )


async def test_another_command_ends_a_form(ann: Person):
    """One thing at a time; nobody is to wonder what an answer is an answer to."""
    await ann.asks("/alert_create")
    await ann.asks("/echo a")

    assert (await ann.asks("echo b")).text.startswith("b\n")


async def test_a_form_ends_after_a_quarter_of_an_hour(ann: Person, clock: ManualClock):
    """What somebody types an hour later is meant otherwise."""
    await ann.asks("/alert_create")
    clock.turn_to(clock.now() + timedelta(minutes=15))

    assert (await ann.asks("echo late")).text.startswith("late\n")


async def test_who_may_not_change_anything_is_asked_nothing(ann: Person, desk: Chat):
    """It would be refused at the end, after five questions."""
    bob = ann.server.person("Bob")
    seen = await bob.asks("/alert_create", desk)

    assert seen.text.startswith("/alert_create changes what this room has")


async def test_an_answer_may_ask_for_a_form(ann: Person):
    """A command that lacks everything asks instead of complaining."""
    assert "Name" in (await ann.asks("/begin")).text


async def test_a_button_may_ask_for_a_form(ann: Person, desk: Chat):
    """It calls whoever pressed it: what they pressed is not theirs to be answered."""
    seen = await ann.asks("/echo a", desk)
    note = await ann.sends(seen, Button("Begin", "/begin"))
    asked = await ann.server.next_in(desk, 1)

    assert ("", [f"tg://user?id={ann.id}"]) == (
        note.text,
        [entity.url for entity in asked.entities if entity.kind == "text_link"],
    )


async def test_the_keyboard_goes_when_all_is_said(ann: Person):
    """What was to tap on must not stand there for ever."""
    await ann.asks("/alert_create")
    for word in ("dips", "info", "Skip"):
        await ann.asks(word)
    last = [asked for method, asked in ann.server.asked if method == "sendMessage"][-1]

    assert last["reply_markup"]["remove_keyboard"] is True
    assert [] == ann.server.wrong


async def test_old_words_are_not_heeded(ann: Person, clock: ManualClock):
    """What was typed while the bot was down for longer than ten minutes was meant for then."""
    server = ann.server
    ann.types("/echo now")
    await server.next_in(ann.private, 0)
    date = int((clock.now() - timedelta(minutes=11)).timestamp())
    ann.types("/echo then", date=date)
    await ann.asks("/echo after")

    said = [s.text.split("\n")[0] for s in server.seen if s.person == BOT]
    assert ["now", "after"] == said
