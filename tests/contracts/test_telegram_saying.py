"""What the courier has Telegram say: in order, where it belongs, and told truly what came of it."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.chat import Action, Destination, Fact
from bot.clock import ManualClock
from bot.delivery.parcel import Manner
from bot.errors import (
    DeliveryError,
    DeliveryMoved,
    DeliveryRefused,
    DeliveryUnfit,
    DeliveryUnsure,
)
from bot.platforms.telegram import Telegram
from tests.parcels import NOW, a_message, a_parcel
from tests.telegram_bot import PICTURE, PNG, a_telegram
from tests.telegram_faults import Fault, Refused
from tests.telegram_server import TelegramServer
from tests.telegram_world import Chat

DESK, FORUM = -1001, -1002
ACK = Action("Ack", "/ack 4Fh2a")


@pytest.fixture
async def server() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(ManualClock(NOW)) as server:
        yield server


@pytest.fixture
async def desk(server: TelegramServer) -> Chat:
    return server.group(DESK, "Desk")


@pytest.fixture
async def telegram(server: TelegramServer) -> AsyncIterator[Telegram]:
    async with a_telegram(server) as telegram:
        yield telegram


def to(chat: int, thread: str | None = None) -> Destination:
    return Destination(platform="telegram", chat=str(chat), thread=thread)


async def says(  # noqa: PLR0913 (what may vary is the point of a builder)
    telegram: Telegram,
    title: str = "IREN +4 %",
    chat: int = DESK,
    *,
    thread: str | None = None,
    face: str = "",
    manner: Manner = Manner.NEW,
    repeat: bool = False,
    **more: object,
) -> str:
    parcel = a_parcel(a_message(title, **more), to(chat, thread), manner=manner, incident="i")
    return await telegram.send(parcel, face=face, repeat=repeat)


async def test_a_message_is_read_with_its_title_its_facts_and_its_buttons(
    server: TelegramServer, desk: Chat, telegram: Telegram
):
    """All there is to know of an alert, and what can be done about it."""
    await says(telegram, body="over 4 %", facts=(Fact("Source", "x"),), actions=(ACK,))
    [seen] = server.read_in(desk)

    assert ("IREN +4 %\nover 4 %\nSource x", ["IREN +4 %"], "/ack 4Fh2a") == (
        seen.text,
        seen.has("bold"),
        seen.button("Ack").data,
    )


async def test_what_may_repeat_says_so(server: TelegramServer, desk: Chat, telegram: Telegram):
    """Telegram knows no key: who reads it twice is to know why."""
    await says(telegram, repeat=True)

    assert "IREN +4 % (may repeat)" == server.read_in(desk)[0].text


async def test_an_edit_changes_the_face_and_keeps_its_buttons(
    server: TelegramServer, desk: Chat, telegram: Telegram
):
    """What follows must not ping, and must not take away what can be done."""
    face = await says(telegram, actions=(ACK,))
    again = await says(telegram, "over", face=face, manner=Manner.EDIT, actions=(ACK,))
    [seen] = server.read_in(desk)

    assert (face, "over", ["IREN +4 %"], "Ack") == (
        again,
        seen.text,
        seen.edits,
        seen.button("Ack").label,
    )


async def test_an_edit_that_changes_nothing_is_all_right(
    server: TelegramServer, desk: Chat, telegram: Telegram
):
    """Telegram calls it an error; what is to be read there is read there."""
    face = await says(telegram)

    assert face == await says(telegram, face=face, manner=Manner.EDIT)
    assert 1 == len(server.read_in(desk))


async def test_an_edit_of_what_somebody_deleted_is_said_as_new_without_a_sound(
    server: TelegramServer, desk: Chat, telegram: Telegram
):
    """How things stand is to be read somewhere, and is still no news."""
    face = await says(telegram)
    server.seen.clear()
    fresh = await says(telegram, "over", face=face, manner=Manner.EDIT)
    [seen] = server.read_in(desk)

    assert (str(seen.number), "over", True) == (fresh, seen.text, seen.silent)


async def test_a_reply_answers_its_face(server: TelegramServer, desk: Chat, telegram: Telegram):
    """It pings, and leads back to where it began."""
    face = await says(telegram)
    await says(telegram, "confirmed", face=face, manner=Manner.REPLY)

    assert int(face) == server.read_in(desk)[1].answers


async def test_a_reply_to_what_somebody_deleted_is_said_all_the_same(
    server: TelegramServer, desk: Chat, telegram: Telegram
):
    """An alert is not lost over what it answers."""
    face = await says(telegram)
    server.seen.clear()
    await says(telegram, "confirmed", face=face, manner=Manner.REPLY)

    assert ["confirmed"] == [seen.text for seen in server.read_in(desk)]


@pytest.mark.parametrize(("thread", "topic"), [("7", 7), ("1", None), (None, None)])
async def test_a_topic_is_told_what_is_for_it(
    thread: str | None, topic: int | None, server: TelegramServer, telegram: Telegram
):
    """The general topic has a number, and Telegram refuses whoever names it."""
    forum = server.group(FORUM, "Forum", topics={7: "Alerts"})
    await says(telegram, chat=FORUM, thread=thread)

    assert [topic] == [seen.topic for seen in server.read_in(forum)]


async def test_a_short_message_stands_under_its_picture(
    server: TelegramServer, desk: Chat, telegram: Telegram
):
    """One message says and shows it, and an edit of it changes the words."""
    face = await says(telegram, picture=PICTURE)
    await says(telegram, "over", face=face, manner=Manner.EDIT, picture=PICTURE)
    [seen] = server.read_in(desk)

    assert (PNG, "over") == (seen.photo, seen.text)


async def test_a_long_message_goes_without_its_picture(
    server: TelegramServer, desk: Chat, telegram: Telegram
):
    """A caption holds 1,024 units, and what is told is one message: its words come whole."""
    face = await says(telegram, body="y" * 2000, picture=PICTURE)
    [seen] = server.read_in(desk)

    assert (str(seen.number), b"", 2000) == (face, seen.photo, seen.text.count("y"))


async def test_a_picture_that_is_refused_costs_no_words(
    server: TelegramServer, desk: Chat, telegram: Telegram
):
    """The picture is an extra."""
    server.fails("sendPhoto", Refused(400, "Bad Request: PHOTO_INVALID_DIMENSIONS"))
    await says(telegram, picture=PICTURE)

    assert ["IREN +4 %"] == [seen.text for seen in server.read_in(desk)]


@pytest.mark.parametrize(
    "fault", [Fault.RESET_BEFORE, Fault.RESET_AFTER, Fault.HALF, Fault.BROKEN_AFTER, Fault.NONSENSE]
)
async def test_a_lost_answer_leaves_it_unsure(
    fault: Fault, server: TelegramServer, desk: Chat, telegram: Telegram
):
    """Nobody can know whether it was said; to say that it was not would double it."""
    server.fails(str(desk.id), fault)

    with pytest.raises(DeliveryUnsure):
        await says(telegram)


REFUSALS = [
    (Refused(429, "Too Many Requests", retry_after=7), DeliveryError, ""),
    (Refused(400, "Bad Request: ?", migrate_to_chat_id=-1009), DeliveryMoved, "supergroup"),
    (Refused(403, "Forbidden: bot was blocked by the user"), DeliveryRefused, "blocked the bot"),
    (Refused(403, "Forbidden: bot was kicked from the group chat"), DeliveryRefused, "add it"),
    (Refused(403, "Forbidden: whatever else"), DeliveryRefused, "does not let the bot"),
    (Refused(400, "Bad Request: chat not found"), DeliveryRefused, "no such chat"),
    (Refused(400, "Bad Request: TOPIC_CLOSED"), DeliveryRefused, "topic is closed"),
    (Refused(400, "Bad Request: message thread not found"), DeliveryRefused, "no such topic"),
    (Refused(400, "Bad Request: not enough rights to send text"), DeliveryRefused, "admin"),
    (Refused(400, "Bad Request: can't parse entities"), DeliveryUnfit, "parse entities"),
    (Refused(401, "Unauthorized"), DeliveryError, "token"),
    (Refused(404, "Not Found"), DeliveryError, "token"),
    (Refused(503, "Service Unavailable"), DeliveryError, "down"),
    (Refused(500, "Internal Server Error"), DeliveryUnsure, "500"),
    (Refused(502, "Bad Gateway"), DeliveryUnsure, "502"),
]


@pytest.mark.parametrize(("refused", "kind", "said"), REFUSALS, ids=[str(no[0]) for no in REFUSALS])
async def test_a_no_is_told_in_the_couriers_words(  # noqa: PLR0913, PLR0917 (a row and its room)
    refused: Refused,
    kind: type[DeliveryError],
    said: str,
    server: TelegramServer,
    desk: Chat,
    telegram: Telegram,
):
    """Whether it is tried again, given up, or told elsewhere hangs on nothing else."""
    server.fails(str(desk.id), refused)
    with pytest.raises(DeliveryError) as raised:
        await says(telegram)

    assert (kind, True) == (type(raised.value), said in str(raised.value))


async def test_patience_is_passed_on_for_the_one_chat(
    server: TelegramServer, desk: Chat, telegram: Telegram
):
    """A chat that is full holds up no other."""
    server.fails(str(desk.id), Refused(429, "Too Many Requests", retry_after=7))
    with pytest.raises(DeliveryError) as raised:
        await says(telegram)

    assert (timedelta(seconds=7), False) == (raised.value.retry_after, raised.value.everywhere)


async def test_a_group_that_moved_is_named_anew(
    server: TelegramServer, desk: Chat, telegram: Telegram
):
    """What is for it follows it."""
    server.moves(desk, -1009)
    with pytest.raises(DeliveryMoved) as raised:
        await says(telegram)

    assert "-1009" == raised.value.chat


async def test_nothing_listens_where_nothing_is_open():
    """A server that is not there was not told: it is tried again, and doubles nothing."""
    async with TelegramServer(ManualClock(NOW)) as gone:
        pass
    async with a_telegram(gone, base_url=gone.url) as telegram:
        with pytest.raises(DeliveryError, match="not reached") as raised:
            await says(telegram)

    assert DeliveryError is type(raised.value)
