"""The courier: every room hears everything once, in order, whatever another room does."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import Answer, Destination, Message
from bot.clock import ManualClock
from bot.delivery.courier import PATIENCE, Courier
from bot.errors import DeliveryError, DeliveryRefused

NOW = datetime(2025, 10, 10, 12, tzinfo=UTC)


class Room:
    """Takes messages, after failing in the ways it was told to."""

    name = "room"

    def __init__(self, *fails: Exception) -> None:
        self.heard: list[str] = []
        self._fails = list(fails)

    async def start(self, answer: Answer) -> None: ...

    async def stop(self) -> None: ...

    async def send(self, destination: Destination, message: Message) -> None:
        assert destination.platform == self.name
        if self._fails:
            raise self._fails.pop(0)
        self.heard.append(message.title)


def a_message(title: str) -> Message:
    return Message(at=NOW, title=title)


def to(chat: str) -> Destination:
    return Destination(platform="room", chat=chat)


async def carried(*rooms: Room, clock: ManualClock, titles: str = "abc") -> Courier:
    courier = Courier(clock=clock)
    for number, room in enumerate(rooms):
        courier.open(to(str(number)), room)
    for title in titles:
        courier.offer(a_message(title))
    await courier.drain()
    await courier.stop()
    return courier


async def test_a_room_hears_everything_in_order():
    """A resolved notice before its alert would make no sense."""
    room = Room()

    await carried(room, clock=ManualClock(NOW))

    assert ["a", "b", "c"] == room.heard


async def test_a_try_that_fails_is_made_again_after_a_pause():
    """A dropped connection costs a second, not an alert."""
    clock, room = ManualClock(NOW), Room(DeliveryError("reset"))

    await carried(room, clock=clock, titles="a")

    assert (["a"], NOW + PATIENCE[0]) == (room.heard, clock.now())


async def test_a_platform_that_says_when_is_obeyed():
    """Coming back sooner than told gets a bot banned."""
    clock = ManualClock(NOW)
    room = Room(DeliveryError("slow down", retry_after=timedelta(seconds=17)))

    await carried(room, clock=clock, titles="a")

    assert NOW + timedelta(seconds=17) == clock.now()


async def test_patience_ends_and_the_next_message_gets_its_turn(
    caplog: pytest.LogCaptureFixture,
):
    """What cannot be delivered must not stop what can."""
    room = Room(*[DeliveryError("down")] * 4)

    courier = await carried(room, clock=ManualClock(NOW), titles="ab")

    assert (["b"], 1, 1) == (room.heard, courier.lanes[0].failed, courier.lanes[0].sent)
    assert "message was given up" in caplog.text


async def test_a_refusal_disables_that_room_alone(caplog: pytest.LogCaptureFixture):
    """A bot that was kicked from one room goes on ringing in the others."""
    refusing, listening = Room(DeliveryRefused("kicked")), Room()

    courier = await carried(refusing, listening, clock=ManualClock(NOW))
    courier.offer(a_message("d"))

    assert ([], ["a", "b", "c"]) == (refusing.heard, listening.heard)
    assert ("kicked", "") == tuple(lane.disabled for lane in courier.lanes)
    assert "destination refuses messages" in caplog.text


async def test_a_platform_that_breaks_keeps_its_neighbours_alive(
    caplog: pytest.LogCaptureFixture,
):
    """One room's bug is not another room's silence."""
    broken, listening = Room(ZeroDivisionError()), Room()

    await carried(broken, listening, clock=ManualClock(NOW))

    assert (["b", "c"], ["a", "b", "c"]) == (broken.heard, listening.heard)
    assert "message was given up" in caplog.text


async def test_what_arrived_is_told_once_for_each_room():
    """The messages file and, later, the delivery log rest on it."""
    left: list[tuple[str, str]] = []
    courier = Courier(clock=ManualClock(NOW), left=lambda m, d: left.append((m.title, str(d))))
    courier.open(to("x"), Room(DeliveryError("once")))
    courier.offer(a_message("a"))

    await courier.drain()
    await courier.stop()

    assert [("a", "room:x")] == left
