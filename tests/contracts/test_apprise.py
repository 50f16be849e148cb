"""Apprise: services it knows are told in plain text, each once, and nobody sees their addresses."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from datetime import timedelta

import apprise
import apprise.decorators
import pytest

from bot.chat import Fact, Message, Severity
from bot.errors import DeliveryError, DeliveryRefused, DeliveryUnsure, SetupError
from bot.logs import CHATTY
from bot.platforms.apprise import Apprises
from tests.parcels import a_message, a_parcel, to
from tests.service import CANARY, Heard, Service

PHONE = to("phone", "apprise")
SOON = timedelta(milliseconds=100)


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with Service() as service:
        yield service


async def send(apprises: Apprises, said: str | Message = "a", *, repeat: bool = False) -> str:
    return await apprises.send(a_parcel(said, PHONE), face="", repeat=repeat)


async def test_a_service_is_told_the_title_and_the_evidence(service: Service):
    """Without a mark of ours, and without a picture that its reader would load from elsewhere."""
    message = a_message(
        "IREN <b>+4%</b> :smile: \\n",
        body="over 4% & *more*",
        facts=(Fact("Source", "x, 2 s old"), Fact("Rule", "r")),
        severity=Severity.WARNING,
    )

    await send(Apprises({"phone": [service.url]}), message)

    text = "over 4% & *more*\nSource: x, 2 s old\nRule: r"
    assert [Heard("IREN <b>+4%</b> :smile: \\n", text, "warning")] == service.heard


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        (a_message(severity=Severity.INFO), "info"),
        (a_message(severity=Severity.CRITICAL), "failure"),
        (a_message(severity=Severity.CRITICAL, reason="resolved"), "success"),
    ],
    ids=["info", "critical", "resolved"],
)
async def test_how_much_it_matters_is_said_in_apprise_s_words(
    message: Message, kind: str, service: Service
):
    await send(Apprises({"phone": [service.url]}), message)

    assert [kind] == [heard.kind for heard in service.heard]


async def test_what_may_repeat_says_so(service: Service):
    """No service knows a key."""
    await send(Apprises({"phone": [service.url]}), repeat=True)

    assert ["a (may repeat)"] == [heard.title for heard in service.heard]


async def test_a_no_is_tried_again(service: Service):
    service.says(500)

    with pytest.raises(DeliveryError, match="1 of 1 services of Apprise did not take it") as raised:
        await send(Apprises({"phone": [service.url]}))

    assert DeliveryError is type(raised.value)


async def test_a_second_try_asks_those_alone_that_did_not_take_it(service: Service):
    """One of three is down; the other two are not told twice."""
    async with Service() as down, Service() as third:
        apprises = Apprises({"phone": [service.url, down.url, third.url]})
        parcel = a_parcel("a", PHONE)
        down.says(503)
        with pytest.raises(DeliveryError):
            await apprises.send(parcel, face="", repeat=False)
        await apprises.send(parcel, face="", repeat=False)

        assert [1, 1, 1] == [len(one.heard) for one in (service, down, third)]


async def test_a_slow_service_is_not_waited_for(service: Service):
    """Whether it took the message nobody knows; until it is done it gets no other."""
    apprises = Apprises({"phone": [service.url]}, patience=SOON)
    service.door.clear()
    with pytest.raises(DeliveryUnsure):
        await send(apprises)
    with pytest.raises(DeliveryError, match="still busy"):
        await send(apprises)
    before = len(service.heard)
    service.door.set()
    await _threads_end()
    await send(apprises, "b")

    assert (0, ["a", "b"]) == (before, [heard.title for heard in service.heard])


async def test_a_slow_service_holds_no_other(service: Service):
    async with Service() as slow:
        apprises = Apprises({"phone": [service.url], "mail": [slow.url]})
        slow.door.clear()
        parcel = a_parcel("a", to("mail", "apprise"))
        waiting = asyncio.create_task(apprises.send(parcel, face="", repeat=False))
        await send(apprises, "b")
        held = not waiting.done()
        slow.door.set()
        await waiting

    assert (True, ["b"]) == (held, [heard.title for heard in service.heard])


async def test_who_is_not_there_is_tried_again():
    async with Service() as gone:
        pass

    with pytest.raises(DeliveryError, match="did not take it"):
        await send(Apprises({"phone": [gone.url]}))


async def test_a_name_that_is_no_more_is_said():
    """The settings changed while something waited for it."""
    with pytest.raises(DeliveryRefused, match="no service of Apprise is named 'phone'"):
        await send(Apprises({}))


async def test_an_address_is_told_to_nobody(service: Service, caplog: pytest.LogCaptureFixture):
    """Neither the one that works, nor the one that fails, nor the one that is none."""
    caplog.set_level(1)
    said = []
    for status in (200, 500):
        service.says(status)
        try:
            await send(Apprises({"phone": [service.url]}))
        except DeliveryError as error:
            said.append(f"{error!r} {error.__cause__!r}")
    with pytest.raises(SetupError) as raised:
        Apprises({"phone": [f"nothing-like-it://{CANARY}"]})
    said.append(f"{raised.value!r} {raised.value.__cause__!r}")

    # The library under it says more where nobody has set its level, as our logs do.
    records = [r for r in caplog.records if not r.name.startswith("urllib3")]
    assert [] == [r.getMessage() for r in records if CANARY in r.getMessage()]
    assert CANARY not in " ".join(said)


def test_our_logs_are_spared_the_addresses_of_requests():
    """A path is told at the level of debugging, which ours never show of these."""
    assert {"urllib3", "requests"} <= set(CHATTY)


async def test_a_plug_in_that_breaks_has_not_taken_it(service: Service):
    """They are many, and of many hands; the other services are told."""

    @apprise.decorators.notify(on="breaks")  # type: ignore[untyped-decorator]  # its own
    def breaks(*_: object, **__: object) -> bool:
        raise ZeroDivisionError(CANARY)

    with pytest.raises(DeliveryError, match="1 of 2 services of Apprise did not take it"):
        await send(Apprises({"phone": ["breaks://", service.url]}))

    assert 1 == len(service.heard)


async def _threads_end() -> None:
    for thread in threading.enumerate():
        if thread.name == "apprise":
            await asyncio.to_thread(thread.join)
    await asyncio.sleep(0)


def test_nothing_of_apprise_is_logged():
    Apprises({})

    assert logging.getLogger("apprise").disabled
