"""Discord's answers: acknowledged within 3 seconds, and seen by whom they are for."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.chat import Attachment, Drawing, Picture, Reply
from bot.platforms.discord import bounds
from tests.discord.person import Person
from tests.discord.served import Served, Stage, served
from tests.discord.world import Channel, Guild
from tests.discord_server import DiscordServer
from tests.parcels import NOW
from tests.turned import TurnedClock

SECOND = timedelta(seconds=1)
CHART = Picture(drawing=Drawing.CAP, subject="miners", at=NOW)
LINES = "\n".join(f"line {n}" for n in range(1, 101))


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock(NOW)


@pytest.fixture
async def server(clock: TurnedClock) -> AsyncIterator[DiscordServer]:
    async with DiscordServer(clock) as server:
        yield server


@pytest.fixture
def guild(server: DiscordServer) -> Guild:
    return server.guild()


@pytest.fixture
def room(guild: Guild) -> Channel:
    return guild.channel()


@pytest.fixture
def ann(server: DiscordServer, guild: Guild) -> Person:
    return server.person("ann", guild)


@pytest.fixture
async def stage(server: DiscordServer, room: Channel, clock: TurnedClock) -> AsyncIterator[Stage]:
    del room
    async with served(server, clock=clock) as stage:
        clock.stirred.clear()
        yield stage


async def slowly(stage: Stage, ann: Person, room: Channel, text: str, clock: TurnedClock):
    """Ask something that takes two seconds; return the interaction once it is answered."""
    stage.served.held = asyncio.Event()
    asked = await ann.begins(room, text)
    await clock.stirred.wait()
    clock.turn_to(clock.now() + SECOND)
    await asked.acked.wait()
    clock.turn_to(clock.now() + SECOND)
    stage.served.held.set()
    await asked.over.wait()
    return asked


async def test_what_is_worked_out_at_once_is_answered_at_once(
    stage: Stage, room: Channel, ann: Person
):
    """Nobody sees that anything was thought about."""
    del stage
    answer = await ann.runs(room, "/quote IREN")

    assert ("done", False) == (answer.text, answer.deferred)


async def test_what_takes_its_time_is_acknowledged_first(
    stage: Stage, room: Channel, ann: Person, clock: TurnedClock
):
    answer = await slowly(stage, ann, room, "/quote IREN", clock)

    assert (True, SECOND, "done") == (answer.deferred, answer.after, answer.text)


async def test_thirty_people_at_once_are_all_acknowledged_in_time(
    stage: Stage, server: DiscordServer, guild: Guild, room: Channel, clock: TurnedClock
):
    """Each has three seconds; the bot has 30 answers to work out."""
    stage.served.held = asyncio.Event()
    people = [server.person(f"p{n}", guild) for n in range(30)]
    asked = [await person.begins(room, "/quote IREN") for person in people]
    while len(stage.served.calls) < 30:  # noqa: ASYNC110 (they come by a socket)
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    clock.turn_to(clock.now() + SECOND)
    for one in asked:
        await one.acked.wait()
    stage.served.held.set()
    for one in asked:
        await one.over.wait()

    assert ([SECOND] * 30, ["done"] * 30) == ([a.after for a in asked], [a.text for a in asked])


async def test_a_private_answer_is_seen_by_whoever_asked(stage: Stage, room: Channel, ann: Person):
    stage.served.reply = Reply(title="only you", private=True)
    answer = await ann.runs(room, "/quote IREN")

    assert ann.id == answer.answer.private


async def test_a_private_command_stays_private_while_it_is_worked_out(
    stage: Stage, server: DiscordServer, room: Channel, ann: Person, clock: TurnedClock
):
    answer = await slowly(stage, ann, room, "/mine", clock)

    assert (ann.id, []) == (answer.answer.private, server.read_in(room))


async def test_an_answer_that_turns_out_private_leaves_nothing_in_the_room(
    stage: Stage, server: DiscordServer, room: Channel, ann: Person, clock: TurnedClock
):
    """What was promised to all is taken back, and told to one."""
    stage.served.reply = Reply(title="no such symbol", private=True)
    answer = await slowly(stage, ann, room, "/quote X", clock)

    assert (ann.id, "no such symbol", []) == (
        answer.answer.private,
        answer.text,
        server.read_in(room),
    )


async def test_an_answer_brings_its_chart_and_its_file(stage: Stage, room: Channel, ann: Person):
    file = Attachment(name="rules.yaml", content=b"rules: []")
    stage.served.reply = Reply(title="the cap", picture=CHART, attachment=file)
    answer = await ann.runs(room, "sector show")

    assert {"rules.yaml": b"rules: []", "chart.png": b"png"} == answer.answer.files


async def test_a_chart_that_takes_too_long_is_left_out(
    server: DiscordServer, room: Channel, ann: Person, clock: TurnedClock
):
    """An answer is worth more than its picture."""
    slow = SlowlyDrawn()
    async with served(server, slow, clock=clock):
        clock.stirred.clear()
        asked = await ann.begins(room, "/quote IREN")
        await slow.drawing.wait()
        await clock.stirred.wait()
        clock.turn_to(clock.now() + bounds.ANSWER_WITHIN)
        await asked.acked.wait()
        clock.turn_to(clock.now() + bounds.DRAW_WITHIN)
        await asked.over.wait()

    assert ("the cap", {}) == (asked.text, asked.answer.files)


class SlowlyDrawn(Served):
    """Never has a picture ready."""

    def __init__(self) -> None:
        super().__init__()
        self.reply = Reply(title="the cap", picture=CHART)
        self.drawing = asyncio.Event()

    async def draw(self, picture: Picture) -> bytes | None:
        del picture
        self.drawing.set()
        await asyncio.Event().wait()
        return None


async def test_a_long_answer_has_pages_to_turn(stage: Stage, room: Channel, ann: Person):
    stage.served.reply = Reply(title="many", body=LINES)
    first = await ann.runs(room, "sector history", name="miners", count=5)
    read = first.text
    second = await ann.presses(first.answer, "»")

    assert (True, False, True, "/sector history miners 5") == (
        "line 25\n" in read + "\n",
        "line 26" in read,
        "line 26" in second.text,
        stage.served.calls[-1].text,
    )


async def test_a_page_is_turned_where_it_stands(
    stage: Stage, server: DiscordServer, room: Channel, ann: Person
):
    """No second message, however often people turn."""
    stage.served.reply = Reply(title="many", body=LINES)
    first = await ann.runs(room, "/quote IREN")
    for label in ("»", "»", "«", "»", "»"):
        await ann.presses(first.answer, label)
    (message,) = server.read_in(room)

    assert (True, ["«"]) == ("line 100" in message.text, list(message.buttons))


async def test_a_page_that_takes_its_time_is_turned_all_the_same(
    stage: Stage, server: DiscordServer, room: Channel, ann: Person, clock: TurnedClock
):
    stage.served.reply = Reply(title="many", body=LINES)
    first = await ann.runs(room, "/quote IREN")
    clock.stirred.clear()
    stage.served.held = asyncio.Event()
    turned = await ann.begins_to_press(first.answer, "»")
    await clock.stirred.wait()
    clock.turn_to(clock.now() + SECOND)
    await turned.acked.wait()
    stage.served.held.set()
    await turned.over.wait()

    assert (1, True) == (len(server.read_in(room)), "line 26" in turned.text)


async def test_what_changes_something_is_not_asked_again_for_a_page(
    stage: Stage, room: Channel, ann: Person
):
    """Its long answer is a file instead: turning a page must not add a rule."""
    stage.served.reply = Reply(title="many", body=LINES)
    answer = await ann.runs(room, "rule add", name="dips", when="price < 60")

    assert ({}, ["answer.txt"]) == (answer.answer.buttons, list(answer.answer.files))


async def test_a_very_long_answer_is_a_file_as_well(stage: Stage, room: Channel, ann: Person):
    """Nobody turns forty pages."""
    stage.served.reply = Reply(title="many", body="\n".join(f"line {n}" for n in range(1000)))
    answer = await ann.runs(room, "/quote IREN")

    assert (["answer.txt"], True) == (list(answer.answer.files), "»" in answer.answer.buttons)


async def test_an_answer_nobody_waits_for_breaks_nothing(
    stage: Stage, room: Channel, ann: Person, clock: TurnedClock
):
    """Discord forgets an interaction after three seconds; the next one is answered."""
    stage.served.held = asyncio.Event()
    late = await ann.begins(room, "/quote IREN")
    await clock.stirred.wait()
    clock.turn_to(clock.now() + 4 * SECOND)
    await stage.server.rest.asked_for(f"interactions/{late.id}/{late.token}/callback")
    stage.served.held.set()
    answer = await ann.runs(room, "/quote RIOT")

    assert (0, "done") == (late.kind, answer.text)
