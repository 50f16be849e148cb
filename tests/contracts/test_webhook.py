"""Webhooks: a program takes each message once, and knows who sent it; faults are sorted."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest

from bot.chat import Destination, Fact, Reply, Severity
from bot.clock import ManualClock, SystemClock
from bot.delivery.courier import Courier
from bot.delivery.means import Means
from bot.delivery.outbox import MemoryOutbox
from bot.delivery.parcel import Manner, Outcome, Parcel
from bot.delivery.patience import Patience
from bot.errors import DeliveryError, DeliveryRefused, DeliveryUnfit, DeliveryUnsure
from bot.platforms.webhook import PATIENCE, Hook, Webhooks, body_of
from tests.parcels import NOW, a_message, a_parcel, to
from tests.receiver import (
    CANARY,
    SECRET,
    Play,
    Receiver,
    resets_afterwards,
    resets_at_once,
    says,
    says_nothing,
    talks_nonsense,
    talks_on,
)

DESK = to("desk", "webhook")
SOON = aiohttp.ClientTimeout(total=0.2)
IN_A_MOMENT = Patience(first=timedelta(milliseconds=1))


@asynccontextmanager
async def told(
    *receivers: Receiver, patience: aiohttp.ClientTimeout = PATIENCE
) -> AsyncIterator[Webhooks]:
    """Webhooks that lead to some receivers: `desk`, and `desk2` and so on."""
    names = ["desk", *(f"desk{number}" for number in range(2, len(receivers) + 1))]
    hooks = {
        name: Hook(url=receiver.url, secret=SECRET)
        for name, receiver in zip(names, receivers, strict=True)
    }
    webhooks = Webhooks(hooks, clock=ManualClock(NOW), patience=patience)
    await webhooks.start(nobody)
    try:
        yield webhooks
    finally:
        await webhooks.stop()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with Receiver() as receiver:
        yield receiver


async def nobody(_: object) -> Reply:
    return pytest.fail("a webhook asks nothing")


async def send(
    receiver: Receiver, parcel: Parcel, patience: aiohttp.ClientTimeout = PATIENCE
) -> str:
    async with told(receiver, patience=patience) as webhooks:
        return await webhooks.send(parcel, face="", repeat=False)


async def fault(
    receiver: Receiver, play: Play, patience: aiohttp.ClientTimeout = PATIENCE
) -> DeliveryError:
    """Say what a program that answers so is found to have done."""
    receiver.plays(play)
    with pytest.raises(DeliveryError) as raised:
        await send(receiver, a_parcel("a", DESK), patience)
    return raised.value


async def test_a_program_is_told_everything(receiver: Receiver):
    """It needs no sentence to be taken apart."""
    message = a_message(
        "IREN +4.0% ↑",
        body="over 4%",
        facts=(Fact("Source", "x, 2 s old"),),
        severity=Severity.WARNING,
        fingerprints=("f1", "f2"),
        reason="new member",
    )
    parcel = a_parcel(message, DESK, incident="i", manner=Manner.REPLY)

    await send(receiver, parcel)

    assert {
        "key": parcel.key,
        "incident": "i",
        "manner": "reply",
        "severity": "warning",
        "at": "2025-10-10T12:00:00Z",
        "platform": "webhook",
        "chat": "desk",
        "thread": None,
        "reason": "new member",
        "title": "IREN +4.0% ↑",
        "body": "over 4%",
        "facts": {"Source": "x, 2 s old"},
        "fingerprints": ["f1", "f2"],
    } == receiver.took[parcel.key]


async def test_a_program_can_be_sure_who_told_it(receiver: Receiver):
    """The receiver of these tests takes nothing that is not signed as the manual says."""
    await send(receiver, a_parcel("a", DESK))

    assert ([], 1) == (receiver.doubted, len(receiver.took))


def test_a_parcel_is_the_same_bytes_each_time():
    """A receiver may compare what comes again with what it has."""
    parcel = a_parcel("a", DESK)

    assert body_of(parcel) == body_of(parcel)


@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_any_yes_will_do(status: int, receiver: Receiver):
    receiver.plays(says(status))

    assert "" == await send(receiver, a_parcel("a", DESK))


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("7", timedelta(seconds=7)),
        ("Fri, 10 Oct 2025 12:00:30 GMT", timedelta(seconds=30)),
        ("Fri, 10 Oct 2025 11:00:00 GMT", timedelta()),
        ("999999999999999999999", timedelta(hours=1)),
        ("Wed, 31 Dec 9999 23:59:59 GMT", timedelta(hours=1)),
        ("soon", None),
        ("-1", None),
        ("²", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
async def test_who_asks_for_patience_gets_it(
    status: int, header: str, wait: timedelta | None, receiver: Receiver
):
    """In seconds or as a date, up to an hour."""
    found = await fault(receiver, says(status, {"Retry-After": header}))

    assert (DeliveryError, wait) == (type(found), found.retry_after)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (500, DeliveryError),
        (503, DeliveryError),
        (409, DeliveryError),
        (502, DeliveryUnsure),
        (504, DeliveryUnsure),
        (301, DeliveryRefused),
        (302, DeliveryRefused),
        (308, DeliveryRefused),
        (401, DeliveryRefused),
        (403, DeliveryRefused),
        (404, DeliveryRefused),
        (405, DeliveryRefused),
        (410, DeliveryRefused),
        (400, DeliveryUnfit),
        (413, DeliveryUnfit),
        (415, DeliveryUnfit),
        (422, DeliveryUnfit),
        (599, DeliveryError),
    ],
)
async def test_a_no_is_sorted_by_who_must_act(
    status: int, kind: type[DeliveryError], receiver: Receiver
):
    """Try again, nobody knows, disable it, or give this one message up."""
    found = await fault(receiver, says(status, {"Location": "http://127.0.0.1:9/"}))

    assert (kind, True) == (type(found), str(status) in str(found))


async def test_a_redirect_is_not_followed(receiver: Receiver):
    """What is signed for one program is nobody else's to read."""
    async with Receiver() as elsewhere:
        await fault(receiver, says(307, {"Location": elsewhere.url}))

    assert [] == elsewhere.headers


@pytest.mark.parametrize("play", [resets_at_once, resets_afterwards, talks_nonsense])
async def test_nobody_knows_what_became_of_what_was_not_answered(play: Play, receiver: Receiver):
    """It may have been taken; with its key it can be sent again."""
    assert DeliveryUnsure is type(await fault(receiver, play))


async def test_a_slow_answer_is_not_waited_for(receiver: Receiver):
    assert DeliveryUnsure is type(await fault(receiver, says_nothing, SOON))


async def test_who_is_not_there_has_not_taken_it():
    """A connection that was never made has carried nothing."""
    async with Receiver() as gone:
        pass

    with pytest.raises(DeliveryError) as raised:
        await send(gone, a_parcel("a", DESK))

    assert DeliveryError is type(raised.value)


async def test_an_answer_is_not_read_to_its_end(receiver: Receiver):
    """A yes is a yes, though 64 MB come after it."""
    receiver.plays(talks_on)

    assert "" == await send(receiver, a_parcel("a", DESK))


async def test_a_hook_that_is_no_more_is_said(receiver: Receiver):
    """The settings changed while something waited for it."""
    with pytest.raises(DeliveryRefused, match="no webhook is named 'other'"):
        await send(receiver, a_parcel("a", to("other", "webhook")))


async def test_before_the_start_nothing_is_refused_for_good(receiver: Receiver):
    """A destination that is disabled by mistake stays so."""
    webhooks = Webhooks({"desk": Hook(url=receiver.url, secret=SECRET)}, clock=ManualClock(NOW))

    with pytest.raises(DeliveryError) as raised:
        await webhooks.send(a_parcel("a", DESK), face="", repeat=False)

    assert DeliveryError is type(raised.value)


@pytest.mark.parametrize(
    "play",
    [
        says(404, body=f"<html>Cannot POST /{CANARY}</html>"),
        says(500, body=f"/{CANARY} {SECRET}"),
        says(302, {"Location": f"http://127.0.0.1:9/{CANARY}"}),
        resets_at_once,
        talks_nonsense,
        says_nothing,
    ],
    ids=["404", "500", "302", "reset", "nonsense", "silent"],
)
async def test_a_secret_is_told_to_nobody(
    play: Play, receiver: Receiver, caplog: pytest.LogCaptureFixture
):
    """The address may hold one; servers like to repeat it, and libraries too."""
    caplog.set_level(logging.DEBUG)
    found = await fault(receiver, play, SOON)

    seen = f"{found!r} {found.__cause__!r} {caplog.text} {Hook(url=receiver.url, secret=SECRET)}"
    assert [] == [secret for secret in (CANARY, SECRET) if secret in seen]


class Post:
    """A courier with a few webhooks; `outcomes` says what became of what it was offered."""

    def __init__(self, webhooks: Webhooks) -> None:
        self.outcomes: list[str] = []
        self.outbox = MemoryOutbox()
        self.courier = Courier(
            Means(
                clock=SystemClock(),
                outbox=self.outbox,
                patience=IN_A_MOMENT,
                told=self._note,
                failed=self._note,
            )
        )
        self.courier.serve(webhooks)

    def offers(self, *parcels: Parcel) -> None:
        self.outbox.add(parcels)
        self.courier.offer(parcels)

    def _note(self, _parcel: Parcel, outcome: Outcome) -> None:
        self.outcomes.append(outcome.fate.value)


async def test_every_message_is_taken_once_whatever_happens(receiver: Receiver):
    """Ten faults in a row, some after the message was taken: nothing is lost, nothing doubled."""
    faults = [says(503), resets_afterwards, says(500), resets_at_once, says(502)]
    receiver.plays(*faults, resets_afterwards, talks_nonsense, says(429), talks_on)
    parcels = [a_parcel(f"n{number}", DESK) for number in range(5)]
    async with told(receiver) as webhooks:
        post = Post(webhooks)
        post.offers(*parcels)
        await post.courier.drain()
        await post.courier.stop()

    assert [parcel.key for parcel in parcels] == list(receiver.took)
    assert (["sent"] * 5, 2) == (post.outcomes, receiver.repeated)


async def test_a_silent_program_holds_no_other(receiver: Receiver):
    """Each has a lane of its own, and they share no limit."""
    async with Receiver() as silent, told(receiver, silent) as webhooks:
        silent.plays(says_nothing)
        post = Post(webhooks)
        post.offers(a_parcel("a", to("desk2", "webhook")))
        await silent.has(1)
        post.offers(*[a_parcel(f"n{number}", DESK) for number in range(3)])
        await receiver.has(3)
        lanes = {str(lane.destination): lane.sent for lane in post.courier.lanes}
        await asyncio.gather(post.courier.stop(), silent.__aexit__(None, None, None))

    assert (0, 3) == (lanes["webhook:desk2"], len(receiver.took))


async def test_what_a_program_refuses_disables_it_alone(receiver: Receiver):
    """Its owner is told with the reason, in which is no secret."""
    async with Receiver() as gone, told(receiver, gone) as webhooks:
        gone.plays(says(410, body=CANARY))
        post = Post(webhooks)
        post.offers(a_parcel("a", to("desk2", "webhook")), a_parcel("b", DESK))
        await post.courier.drain()
        lanes = {str(lane.destination): lane.disabled for lane in post.courier.lanes}
        await post.courier.stop()

    assert {"webhook:desk2": "the webhook answered 410 Gone", "webhook:desk": ""} == lanes


def test_a_hook_s_room_is_named_after_it():
    assert "webhook:desk" == str(Destination(platform="webhook", chat="desk"))
