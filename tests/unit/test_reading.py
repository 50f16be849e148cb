"""Whoever reads is asked once: figures know for whom they are written, and forget it again."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from bot import figures
from bot.chat import Call, Reply
from bot.reading import ANYBODY, Reader, reader, reading
from handlers.answering import Answerer
from handlers.base import command
from handlers.desk import Desk
from tests.builders import a_call, a_desk

NOON = datetime(2025, 10, 10, 12, 52, tzinfo=UTC)
BERLIN = Reader("de", "Europe/Berlin")


@command("tell", "Tell some figures")
async def tell(call: Call, desk: Desk) -> Reply:  # noqa: ARG001 (every command takes them)
    """Tell them by the clock of whoever asks, though nobody says which that is."""
    return Reply(title=f"{figures.percent(Decimal('4.01'))} at {figures.time_of_day(NOON)}")


@command("act", "Do something that others read of")
async def act(call: Call, desk: Desk) -> Reply:
    """Repeat for whom it was worded meanwhile, and for whom after."""
    meanwhile = await desk.acting.do(call, lambda _by, _now: reader())
    return Reply(title=f"{meanwhile.locale} {reader().locale}")


ANSWERER = Answerer(a_desk(), [tell, act])


async def says(text: str, locale: str, timezone: str) -> str:
    call = replace(a_call(text, timezone=timezone), locale=locale)
    return (await ANSWERER.answer(call)).title


@pytest.mark.parametrize(
    ("locale", "timezone", "said"),
    [
        ("en", "America/New_York", "+4.01% at 08:52:00 EDT"),
        ("en", "Europe/Berlin", "+4.01% at 14:52:00 CEST"),
        ("de", "Europe/Berlin", "+4,01\xa0% at 14:52:00 MESZ"),
        ("pt-BR", "America/Sao_Paulo", "+4,01% at 09:52:00 BRT"),
        ("en-US", "America/New_York", "+4.01% at 8:52:00\u202fAM EDT"),
        ("tlh", "Kronos/Capital", "+4.01% at 08:52:00 EDT"),
        ("../../etc", "../../etc/passwd", "+4.01% at 08:52:00 EDT"),
        ("", "", "+4.01% at 08:52:00 EDT"),
    ],
)
async def test_an_answer_is_written_for_whoever_asks(locale: str, timezone: str, said: str):
    """In their language, by their clock; where nobody knows these, as the house does."""
    assert said == await says("tell", locale, timezone)


async def test_those_who_ask_at_once_each_read_their_own():
    """One process answers a room in Berlin and one in New York."""
    asked = [says("tell", "de", "Europe/Berlin"), says("tell", "en", "America/New_York")]

    assert ["+4,01\xa0% at 14:52:00 MESZ", "+4.01% at 08:52:00 EDT"] == await asyncio.gather(*asked)


async def test_what_others_read_is_written_for_nobody_in_particular():
    """An ack from Berlin edits the message of a room in New York."""
    assert "en de" == await says("act", "de", "Europe/Berlin")


async def test_afterwards_nobody_in_particular_reads():
    await says("tell", "de", "Europe/Berlin")

    assert ANYBODY == reader()


def test_who_read_before_reads_again():
    with reading(BERLIN):
        with reading(ANYBODY):
            inner = reader()
        outer = reader()

    assert (ANYBODY, BERLIN) == (inner, outer)


def test_a_zone_that_is_named_counts_for_more_than_the_readers():
    with reading(BERLIN):
        assert "21:52:00 JST" == figures.time_of_day(NOON, "Asia/Tokyo")
