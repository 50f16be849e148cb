"""Limits: a slot comes back one span after the answer, and a no is learned from."""

from datetime import datetime, timedelta

import hypothesis.strategies as st
from hypothesis import given

from bot.delivery.limits import SMOOTH, Gate, Learned, Limits, Window
from tests.limit_rules import Sliding
from tests.parcels import NOW, to

SECOND = timedelta(seconds=1)


def a_gate(count: int = 2, span: timedelta = SECOND) -> Gate:
    return Gate([Window(count, span)])


def sent(gate: Gate, now: datetime) -> None:
    gate.take()
    gate.answered(now)


def test_a_slot_is_free_one_span_after_its_answer():
    """When the platform counted it nobody knows; by its answer it had."""
    gate = a_gate(1)
    gate.take()
    before = gate.opens(NOW)
    gate.answered(NOW + SECOND / 2)

    assert (None, NOW + 1.5 * SECOND) == (before, gate.opens(NOW + SECOND / 2))


def test_the_narrowest_window_decides():
    """A group takes 1 a second, and 20 a minute."""
    gate = Gate([Window(2, SECOND), Window(3, 60 * SECOND)])
    for _ in range(3):
        sent(gate, NOW)

    assert NOW + 60 * SECOND == gate.opens(NOW)


def test_a_slot_that_was_not_used_is_free_at_once():
    """What turned out to be stale was never sent."""
    gate = a_gate(1)
    gate.take()
    gate.spare()

    assert NOW == gate.opens(NOW)


def test_a_chat_that_said_no_is_left_alone_as_long_as_it_asked():
    """And no longer: what is frozen thaws by itself."""
    gate = a_gate()
    gate.freeze(NOW + 17 * SECOND)

    assert NOW + 17 * SECOND == gate.opens(NOW)
    assert NOW + 18 * SECOND == gate.opens(NOW + 18 * SECOND)


def test_after_a_no_less_is_sent():
    """The limits are nowhere written down exactly; what answered 429 told something of them."""
    gate = a_gate(1, 4 * SECOND)
    gate.freeze(NOW)
    sent(gate, NOW)

    assert NOW + 5 * SECOND == gate.opens(NOW)


def test_a_window_never_grows_past_all_measure():
    """However often a chat says no, it is heard again."""
    gate = a_gate(1)
    for _ in range(100):
        gate.freeze(NOW)
    sent(gate, NOW)

    assert NOW + 4 * SECOND == gate.opens(NOW)


def test_what_goes_well_for_long_is_as_it_was():
    """A bad minute is no reason to be slow all day."""
    gate, now = a_gate(1, 4 * SECOND), NOW
    gate.freeze(NOW)
    for _ in range(SMOOTH):
        now += 10 * SECOND
        sent(gate, now)

    assert now + 4 * SECOND == gate.opens(now)


def told(limit: int, remaining: int, seconds: float) -> Learned:
    reset = timedelta(seconds=seconds)
    return Learned(destination=to(), limit=limit, remaining=remaining, reset_after=reset)


def test_a_bucket_that_is_empty_is_waited_for():
    """Discord says so in its headers, before it has to say no."""
    gate = a_gate(5, 5 * SECOND)
    sent(gate, NOW)
    gate.learn(told(5, 0, 3.5), NOW)

    assert NOW + 3.5 * SECOND == gate.opens(NOW)


def test_a_bucket_is_as_large_as_its_platform_says():
    """Discord tells bots not to know beforehand."""
    gate = a_gate(5, 5 * SECOND)
    sent(gate, NOW)
    gate.learn(told(2, 1, 8), NOW)
    sent(gate, NOW)

    assert NOW + 8 * SECOND == gate.opens(NOW)


def test_a_platform_without_limits_may_tell_of_one():
    """And is held to it from then on."""
    gate = Gate([])
    gate.learn(told(1, 0, 9), NOW)

    assert NOW + 9 * SECOND == gate.opens(NOW)


TELEGRAM = Limits(
    chat=(Window(1, SECOND),),
    group=(Window(20, 60 * SECOND),),
    is_group=lambda destination: destination.chat.startswith("-"),
)


def test_a_minute_of_a_group_is_less_than_one_of_a_person():
    """More than that waiting is merged."""
    within = (TELEGRAM.within(60 * SECOND, to(chat)) for chat in ("7", "-7"))

    assert [60, 20] == list(within)
    assert Limits().within(60 * SECOND, to()) is None


def test_threads_of_a_chat_share_its_limits_unless_they_are_chats():
    """Telegram counts a forum as one group; Discord's threads are channels."""
    thread = to("7", thread="9")

    assert ("7", "9") == (TELEGRAM.chat_of(thread), Limits(threads_apart=True).chat_of(thread))


def arrivals(gate: Gate, trips: list[tuple[int, int]]) -> list[datetime]:
    """Send as soon as the gate lets us; each trip takes so many ms there, and so many back."""
    now, coming, arrived = NOW, list[datetime](), list[datetime]()
    for there, back in trips:
        while (opens := gate.opens(now)) != now:
            answer = min(coming, default=None)
            if answer is not None and (opens is None or answer <= opens):
                coming.remove(answer)
                now = answer
                gate.answered(now)
            else:
                assert opens is not None
                now = opens
        gate.take()
        arrived.append(now + timedelta(milliseconds=there))
        coming.append(arrived[-1] + timedelta(milliseconds=back))
    return sorted(arrived)


@given(
    count=st.integers(1, 4),
    trips=st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), min_size=1, max_size=60),
)
def test_whenever_the_platform_counts_it_never_says_no(count: int, trips: list[tuple[int, int]]):
    """It counts somewhere between our sending and its answer, over any stretch of time."""
    platform, refused = Sliding(count, SECOND), []
    for arrived in arrivals(a_gate(count), trips):
        if platform.closed_for(arrived):
            refused.append(arrived)
        platform.arrived.append(arrived)

    assert [] == refused
