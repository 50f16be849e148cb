"""Hearing Telegram whatever it says: it is asked again, with patience, and people are told why."""

import io
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.clock import ManualClock
from bot.errors import DeliveryError
from bot.platforms.telegram import Options
from bot.platforms.telegram.options import room
from tests.parcels import NOW, a_parcel
from tests.stepped import SteppedClock
from tests.telegram_bot import a_telegram
from tests.telegram_faults import Fault, Refused
from tests.telegram_people import Person
from tests.telegram_server import TelegramServer

UNAUTHORIZED = Refused(401, "Unauthorized")
TROUBLE = [
    (Fault.DOWN, "503"),
    (Fault.GATEWAY, "502"),
    (Fault.RESET_BEFORE, "broke off"),
    (Fault.RESET_AFTER, "broke off"),
    (Fault.HALF, "broke off"),
    (Fault.NONSENSE, "cannot be read"),
    (UNAUTHORIZED, "does not know the token"),
    (Refused(404, "Not Found"), "does not know the token"),
    (Refused(409, "Conflict: terminated by other getUpdates request"), "another program"),
    (Refused(429, "Too Many Requests: retry after 9", retry_after=9), "asks for patience"),
]


@pytest.fixture
async def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock) as server:
        yield server


@pytest.fixture
async def ann(server: TelegramServer) -> Person:
    return server.person("Ann")


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook", "getUpdates"])
@pytest.mark.parametrize(("fault", "said"), TROUBLE, ids=[str(fault) for fault, _ in TROUBLE])
async def test_nothing_telegram_says_ends_the_hearing(
    method: str,
    fault: Fault | Refused,
    said: str,
    ann: Person,
    caplog: pytest.LogCaptureFixture,
):
    """Neither a bad token, which may be a proxy's word, nor another program ends it for good."""
    ann.server.fails(method, fault)
    async with a_telegram(ann.server, open=True) as telegram:
        answer = await ann.asks("/echo a")

        assert (True, True) == (answer.text.startswith("a\n"), said in caplog.text)
        assert ["telegram: @prebell_bot hears by polling since 2025-10-10"] == [
            line.partition("T")[0] for line in telegram.details()
        ]


async def test_a_token_that_is_wrong_is_told_and_tried_seldom(
    server: TelegramServer, clock: ManualClock
):
    """Only the operator can mend it; Telegram is not asked a thousand times meanwhile."""
    server.revoked = True
    begun = clock.now()
    async with a_telegram(server) as telegram:
        await server.until(lambda: len(server.asked) >= 3)
        told = telegram.details()

    assert ("telegram: Telegram does not know the token; write the one that @BotFather gives",) == (
        told
    )
    assert clock.now() - begun >= timedelta(minutes=10)


async def test_nothing_is_lost_while_nobody_listened(ann: Person):
    """What was typed a moment before the start is answered; what was taken is not told again."""
    ann.types("/echo before")
    async with a_telegram(ann.server, open=True):
        await ann.server.next_in(ann.private, 0)
    async with a_telegram(ann.server, open=True):
        await ann.asks("/echo after")

    said = [seen.text.split("\n")[0] for seen in ann.server.read_in(ann.private)]
    assert ["before", "after"] == said


async def test_what_was_taken_is_not_told_to_the_next_process(ann: Person):
    """Whoever is restarted while Telegram cannot be reached would make an alert twice."""
    ann.types("/echo before")
    ann.server.fails("getUpdates", None, Fault.RESET_BEFORE)
    async with a_telegram(ann.server, open=True, clock=SteppedClock(NOW)):
        await ann.server.next_in(ann.private, 0)
        await ann.server.until(lambda: _asked_for_updates(ann.server) == 2)
    async with a_telegram(ann.server, open=True):
        await ann.asks("/echo after")

    said = [seen.text.split("\n")[0] for seen in ann.server.read_in(ann.private)]
    assert ["before", "after"] == said


def _asked_for_updates(server: TelegramServer) -> int:
    return [method for method, _ in server.asked].count("getUpdates")


async def test_what_is_old_is_counted(ann: Person, clock: ManualClock):
    """Operators can see why somebody had no answer."""
    ann.types("/echo then")
    clock.turn_to(clock.now() + timedelta(minutes=11))
    async with a_telegram(ann.server, open=True) as telegram:
        await ann.asks("/echo now")

        assert "telegram: 1 old messages were not heeded" in telegram.details()


async def test_a_button_of_an_older_process_works(ann: Person):
    """All there is to know of it is in it: a restart in between makes no difference."""
    async with a_telegram(ann.server, open=True):
        seen = await ann.asks("/echo a")
    async with a_telegram(ann.server, open=True):
        note = await ann.presses(seen, "Again")

    assert "pressed" == note.text


async def test_an_update_that_cannot_be_read_is_passed_over(ann: Person):
    """The library reads all updates or none; one that breaks it must not come back for ever."""
    ann.server.tell({"message": {"message_id": "?", "date": "never", "chat": []}})
    async with a_telegram(ann.server, open=True):
        assert (await ann.asks("/echo a")).text.startswith("a\n")

    assert [] == ann.server.updates


async def test_a_webhook_set_elsewhere_is_taken_away(ann: Person):
    """With one, nobody may ask for updates, and nothing would be heard."""
    ann.server.hook = {"url": "http://127.0.0.1:9/elsewhere"}
    async with a_telegram(ann.server, open=True):
        assert (await ann.asks("/echo a")).text.startswith("a\n")


@pytest.mark.parametrize("fault", [Fault.RESET_AFTER, Fault.GATEWAY, UNAUTHORIZED, None])
async def test_the_token_is_in_no_log_and_no_error(
    fault: Fault | Refused | None, ann: Person, caplog: pytest.LogCaptureFixture
):
    """It stands in the path of each request, and so wherever a library tells of one."""
    server, secret = ann.server, ann.server.token.partition(":")[2]
    errors = io.StringIO()
    with caplog.at_level(logging.DEBUG):
        if fault is not None:
            server.fails("getUpdates", fault, fault)
            server.fails("sendMessage", fault)
        async with a_telegram(server, open=True) as telegram:
            ann.types("/echo a")
            await ann.asks("/echo b")
            server.revoked = True
            try:
                await telegram.send(a_parcel(chat="1000"), face="", repeat=False)
            except DeliveryError as error:
                errors.write(f"{error!r} {error} {error.__cause__!r} {error.__context__!r}")
            errors.write(f"{telegram!r} {telegram.details()} {vars(telegram)!r}")
            errors.write(repr(Options(token=server.token)))

    assert secret not in caplog.text
    assert secret not in errors.getvalue()


async def test_who_speaks_under_a_new_number_waits_for_nothing_of_the_old_one(ann: Person):
    """That a group has moved is heard at once, whatever is being worked on there."""
    desk = ann.server.group(-1001, "Desk")
    async with a_telegram(ann.server, rooms=(room(-1001),)):
        ann.server.fails("getChatMember", Fault.SLOW)
        ann.types("/echo a", desk)
        moved = ann.server.moves(desk, -1009)
        seen = await ann.asks("/echo b", moved)

    assert "b" == seen.text.partition("\n")[0]
