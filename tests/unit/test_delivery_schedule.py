"""The schedule: what matters most goes first, no room waits for ever, and limits are kept."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise

import hypothesis.strategies as st
from hypothesis import given

from bot.chat import Destination
from bot.delivery.limits import Learned, Limits, Window
from bot.delivery.parcel import Priority
from bot.delivery.schedule import Schedule
from tests.parcels import NOW, to

SECOND = timedelta(seconds=1)
CHATS = Limits(overall=(Window(2, SECOND),), chat=(Window(1, SECOND),))


class Desk:
    """Has so much to say in each room; a message is answered at once."""

    def __init__(self, limits: Limits) -> None:
        self.schedule = Schedule(limits)
        self.left: Counter[Destination] = Counter()
        self.matters: dict[Destination, Priority] = {}
        self.said: list[tuple[datetime, str]] = []
        self.now = NOW

    def has(self, chat: str, messages: int = 1, priority: Priority = Priority.INFO) -> None:
        room = to(chat)
        self.left[room] += messages
        self.matters[room] = priority
        self.schedule.want(room, priority, self.left[room], self.now)

    def says(self, messages: int) -> list[str]:
        """Say so many, each as soon as it may be; return where."""
        said: list[str] = []
        while len(said) < messages:
            chosen = self.schedule.choose(self.now)
            if chosen is None:
                wakes = self.schedule.wakes(self.now)
                assert wakes is not None
                self.now = wakes
                continue
            room, _ = chosen
            self.left[room] -= 1
            said.append(room.chat)
            self.said.append((self.now, room.chat))
            self.schedule.answered(room, self.now)
            self.schedule.want(room, self.matters[room], self.left[room], self.now)
        return said


def test_what_is_critical_goes_before_what_came_first():
    """Over all rooms, not in its own alone."""
    desk = Desk(Limits(overall=(Window(1, SECOND),)))
    desk.has("digest", 5, Priority.DIGEST)
    desk.has("info", 5)
    desk.has("critical", 2, Priority.CRITICAL)

    assert ["critical", "critical", "info"] == desk.says(3)


def test_a_room_that_matters_more_at_once_does_so_wherever_it_stood():
    """An alert comes while its room's digest waits."""
    desk = Desk(Limits(overall=(Window(1, SECOND),)))
    desk.has("a", 2)
    desk.has("b", 1, Priority.DIGEST)
    desk.says(1)
    desk.has("b", 1, Priority.CRITICAL)

    assert ["b"] == desk.says(1)


def test_a_chat_that_waits_for_its_second_holds_up_nobody():
    """The others use the time."""
    desk = Desk(CHATS)
    desk.has("hot", 3)
    desk.has("b")
    desk.has("c")

    said = desk.says(4)

    assert (["b", "c", "hot", "hot"], NOW + SECOND) == (sorted(said), desk.now)


def test_the_longest_queue_is_never_behind_because_of_others():
    """It alone decides when everything is out: a chat takes one a second, whatever we do."""
    desk = Desk(CHATS)
    desk.has("hot", 20)
    for number in range(19):
        desk.has(str(number))
    desk.says(39)

    assert NOW + 19 * SECOND == max(at for at, chat in desk.said if chat == "hot")


def test_a_room_with_one_message_waits_its_turn_and_no_longer():
    """Every other turn goes to whoever has waited longest, however long the queues of others."""
    one = (Window(1, SECOND),)
    desk = Desk(Limits(overall=one, chat=one))
    for number in range(5):
        desk.has(f"busy {number}", 100)
    desk.has("quiet")

    assert "quiet" in desk.says(12)


def test_rooms_alike_are_told_alike():
    """Nobody is forgotten for a room with a shorter name."""
    desk = Desk(Limits(overall=(Window(1, SECOND),)))
    for number in range(5):
        desk.has(str(number), 40)
    told = Counter(desk.says(100))

    assert max(told.values()) - min(told.values()) <= 1


def test_a_chat_that_is_frozen_is_left_out_alone():
    """A 429 of one chat says nothing about another."""
    desk = Desk(CHATS)
    desk.has("a", 2)
    desk.has("b", 2)
    desk.schedule.freeze(to("a"), NOW + 60 * SECOND)

    assert ["b", "b", "a"] == desk.says(3)
    assert NOW + 60 * SECOND == desk.now


def test_a_no_for_everybody_stops_everybody():
    """Discord says which it is."""
    desk = Desk(CHATS)
    desk.has("a")
    desk.schedule.freeze(None, NOW + 9 * SECOND)
    desk.says(1)

    assert NOW + 9 * SECOND == desk.now


def test_a_destination_that_is_held_is_left_out_till_then():
    """It is between two tries."""
    desk = Desk(Limits())
    desk.has("a")
    desk.has("b")
    desk.schedule.hold(to("a"), NOW + 5 * SECOND)
    desk.has("a", 0)

    assert ["b", "a"] == desk.says(2)
    assert NOW + 5 * SECOND == desk.now


def test_threads_of_a_chat_wait_for_each_other():
    """They share its second, and the answer it hangs on."""
    schedule, first, second = Schedule(CHATS), to("7", thread="1"), to("7", thread="2")
    for room in (first, second):
        schedule.want(room, Priority.INFO, 1, NOW)
    assert (first, NOW) == schedule.choose(NOW)
    assert (None, None) == (schedule.choose(NOW), schedule.wakes(NOW))
    schedule.answered(first, NOW)

    assert (None, NOW + SECOND) == (schedule.choose(NOW), schedule.wakes(NOW))
    assert (second, NOW + SECOND) == schedule.choose(NOW + SECOND)


def test_a_slot_that_was_not_used_is_the_next_ones():
    """What was chosen had grown stale."""
    schedule = Schedule(Limits(overall=(Window(1, SECOND),)))
    schedule.want(to("a"), Priority.INFO, 1, NOW)
    schedule.want(to("b"), Priority.INFO, 1, NOW)
    first = schedule.choose(NOW)
    assert first is not None
    schedule.spare(first[0], NOW)

    assert schedule.choose(NOW) is not None


def test_a_slot_can_be_taken_ahead_and_opens_when_it_does():
    """The outbox is told beforehand what leaves then; nothing leaves sooner for it."""
    schedule = Schedule(CHATS)
    schedule.want(to("a"), Priority.INFO, 2, NOW)
    schedule.choose(NOW)
    schedule.answered(to("a"), NOW)
    schedule.want(to("a"), Priority.INFO, 1, NOW)
    ahead = NOW + 0.9 * SECOND

    assert None is schedule.choose(ahead, SECOND / 20)
    assert (to("a"), NOW + SECOND) == schedule.choose(ahead, SECOND / 5)


def test_what_a_platform_tells_of_a_bucket_is_kept_to():
    """Discord's headers come with each answer."""
    desk = Desk(CHATS)
    desk.has("a")
    told = Learned(destination=to("a"), limit=1, remaining=0, reset_after=7 * SECOND)
    desk.schedule.learn(told, NOW)
    desk.says(1)

    assert NOW + 7 * SECOND == desk.now


def test_with_nothing_to_say_there_is_nothing_to_wait_for():
    """No timer runs for nobody."""
    desk = Desk(CHATS)
    desk.has("a", 3)
    desk.schedule.want(to("a"), Priority.INFO, 0, NOW)

    assert (None, None) == (desk.schedule.choose(NOW), desk.schedule.wakes(NOW))


@given(
    st.lists(st.tuples(st.integers(0, 5), st.sampled_from(Priority)), min_size=1, max_size=40),
    st.integers(1, 3),
)
def test_everything_is_said_and_every_window_kept(wanted: list[tuple[int, Priority]], overall: int):
    """Whatever matters how much, and in whichever room."""
    desk = Desk(Limits(overall=(Window(overall, SECOND),), chat=(Window(1, SECOND),)))
    for chat, priority in wanted:
        desk.has(str(chat), 1, priority)
    desk.says(len(wanted))
    by_chat = [sorted(at for at, c in desk.said if c == chat) for chat in map(str, range(6))]
    moments = sorted(at for at, _ in desk.said)

    assert [] == [a for times in by_chat for a, b in pairwise(times) if b - a < SECOND]
    assert [] == [a for a, b in zip(moments, moments[overall:], strict=False) if b - a < SECOND]
