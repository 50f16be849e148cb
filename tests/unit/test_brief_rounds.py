"""When rooms are told a brief: at their times on trading days, once, and never too late."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.rounds import AT_ONCE, LATE, Circuit, Rounds, Timetable
from bot.chat import Destination, Message
from bot.market.sessions import ExchangeCalendar
from bot.notes import Note
from tests.builders import at

HERE, THERE = Destination(platform="telegram", chat="7"), Destination(platform="web", chat="desk")
CALENDAR = ExchangeCalendar.load()
FRIDAY_NIGHT = "2025-10-10T05:00Z"
SECOND = timedelta(seconds=1)
MORNING, EVENING = "2025-10-10T12:45Z", "2025-10-10T20:15Z"


class Walked:
    """Rounds whose clock a test turns; `told` is what was told: where, of which lists, and when."""

    def __init__(
        self,
        rooms: Iterable[Destination] = (HERE,),
        usual: Timetable | None = None,
        *,
        begins: str = FRIDAY_NIGHT,
        asleep: Iterable[Destination] = (),
        notes: Iterable[Note] = (),
    ) -> None:
        self.now = at(begins)
        self.rooms = list(rooms)
        self.told: list[tuple[str, tuple[str, ...], str]] = []
        sleeping = set(asleep)
        self.rounds = Rounds(
            Circuit(
                calendar=CALENDAR,
                now=lambda: self.now,
                rooms=lambda: self.rooms,
                write=lambda _room, lists: [Message(at=self.now, title=",".join(lists))],
                tell=self._tell,
                asleep=lambda room, _now: room in sleeping,
                usual=usual or Timetable(),
            )
        )
        self.rounds.restore(notes)

    def turns_to(self, when: datetime | str) -> None:
        """Turn on, stopping wherever something is due."""
        end = when if isinstance(when, datetime) else at(when)
        while (due := self.rounds.next_due()) is not None and due <= end:
            self.now = max(self.now, due)
            self.rounds.tick(self.now)
        self.now = end

    def jumps_to(self, when: str) -> None:
        """Come round late, at one instant."""
        self.now = at(when)
        while (due := self.rounds.next_due()) is not None and due <= self.now:
            self.rounds.tick(self.now)

    @property
    def times(self) -> list[str]:
        return [when for _, _, when in self.told]

    def _tell(self, room: Destination, message: Message) -> None:
        lists = tuple(filter(None, message.title.split(",")))
        self.told.append((str(room), lists, f"{self.now:%a %H:%M}"))


def test_a_room_is_told_in_the_morning_and_after_the_close():
    """08:45 and 16:15 in New York."""
    walked = Walked()
    walked.turns_to("2025-10-11T05:00Z")

    assert [("telegram:7", (), "Fri 12:45"), ("telegram:7", (), "Fri 20:15")] == walked.told


def test_weekends_and_holidays_have_none():
    """Thanksgiving is a Thursday."""
    walked = Walked(begins="2025-11-26T22:00Z")
    walked.turns_to("2025-12-01T20:00Z")

    assert ["Fri 13:45", "Fri 18:15", "Mon 13:45"] == walked.times


def test_after_an_early_close_it_comes_as_long_after_it():
    """The day after Thanksgiving ends at 13:00; what is told before 16:00 stays where it is."""
    times = Timetable(times=(time(15, 59), time(16), time(16, 15)))
    walked = Walked(usual=times, begins="2025-11-28T05:00Z")
    walked.turns_to("2025-11-29T05:00Z")

    assert ["Fri 18:00", "Fri 18:15", "Fri 20:59"] == walked.times


def test_in_summer_and_in_winter_it_is_by_the_clock_of_the_venue():
    walked = Walked(begins="2025-10-31T05:00Z")
    walked.turns_to("2025-11-03T14:00Z")

    assert ["Fri 12:45", "Fri 20:15", "Mon 13:45"] == walked.times


def test_without_times_nothing_is_ever_due():
    assert None is Walked(usual=Timetable(times=())).rounds.next_due()


def test_a_room_that_opens_later_is_told_with_the_others():
    walked = Walked(rooms=())
    walked.rounds.next_due()
    walked.rooms.append(HERE)
    walked.turns_to(MORNING)

    assert ["Fri 12:45"] == walked.times


def test_nothing_is_told_of_before_it_began():
    walked = Walked(begins="2025-10-10T12:46Z")
    walked.turns_to("2025-10-10T20:00Z")

    assert [] == walked.told


def test_after_a_restart_nothing_is_told_twice():
    walked = Walked()
    walked.turns_to(MORNING)
    again = Walked(begins="2025-10-10T12:46Z", notes=walked.rounds.changes())
    again.turns_to("2025-10-10T20:00Z")

    assert [] == again.told


@pytest.mark.parametrize(("late", "told"), [(LATE - SECOND, 1), (LATE, 0)])
def test_what_is_half_an_hour_late_is_told_no_more(late: timedelta, told: int):
    """The process was down, or the machine asleep."""
    back = Walked(begins="2025-10-10T12:45Z", notes=[_done("2025-10-09T20:15Z")])
    back.jumps_to((at(MORNING) + late).isoformat())

    assert told == len(back.told)


def test_what_was_missed_for_days_is_not_told_one_after_the_other():
    walked = Walked(notes=[_done("2025-10-01T20:15Z")])
    walked.jumps_to("2025-10-10T12:50Z")

    assert ["Fri 12:50"] == walked.times


def test_of_many_rooms_some_have_the_next_turn_at_the_same_instant():
    """So that no quote waits for a thousand briefs."""
    rooms = [Destination(platform="telegram", chat=str(n)) for n in range(AT_ONCE + 1)]
    walked = Walked(rooms)
    walked.now = at(MORNING)
    walked.rounds.tick(walked.now)
    first, due = len(walked.told), walked.rounds.next_due()
    walked.rounds.tick(walked.now)

    assert (AT_ONCE, at(MORNING), AT_ONCE + 1) == (first, due, len(walked.told))


def test_a_crash_between_two_turns_tells_nobody_twice():
    rooms = [Destination(platform="telegram", chat=str(n)) for n in range(AT_ONCE + 5)]
    walked = Walked(rooms)
    walked.now = at(MORNING)
    walked.rounds.tick(walked.now)
    again = Walked(rooms, begins=MORNING, notes=walked.rounds.changes())
    again.jumps_to(MORNING)

    assert sorted(map(str, rooms)) == sorted(room for room, _, _ in (*walked.told, *again.told))


def test_a_room_has_its_own_times_and_lists_instead():
    walked = Walked([HERE, THERE])
    walked.rounds.want("telegram:7", {HERE: Timetable(times=(time(10),), lists=("mine",))})
    walked.turns_to("2025-10-10T14:00Z")

    assert [("web:desk", (), "Fri 12:45"), ("telegram:7", ("mine",), "Fri 14:00")] == walked.told


def test_a_room_that_wants_none_is_told_none():
    walked = Walked()
    walked.rounds.want("telegram:7", {HERE: Timetable(times=())})
    walked.turns_to("2025-10-11T05:00Z")

    assert [] == walked.told


def test_a_room_that_is_no_ones_of_the_house_is_told_when_it_asks():
    walked = Walked(rooms=())
    walked.rounds.want("telegram:7", {HERE: Timetable()})
    walked.turns_to(MORNING)

    assert ["Fri 12:45"] == walked.times


def test_what_was_taken_back_is_as_before():
    walked = Walked()
    walked.rounds.want("telegram:7", {HERE: Timetable(times=())})
    walked.rounds.want("telegram:7", {})
    walked.turns_to(MORNING)

    assert ["Fri 12:45"] == walked.times


def test_a_time_that_is_over_begins_tomorrow():
    """Whoever asks at 10:00 for 09:55 has not missed anything."""
    walked = Walked()
    walked.turns_to("2025-10-10T14:00Z")
    walked.rounds.want("telegram:7", {HERE: Timetable(times=(time(9, 55),))})
    walked.turns_to("2025-10-13T14:00Z")

    assert ["Fri 12:45", "Mon 13:55"] == walked.times


def test_what_everybody_is_told_is_left_out_where_people_sleep():
    """It would be old by the end of the night; /brief tells it then."""
    walked = Walked([HERE, THERE], asleep=[HERE])
    walked.turns_to(MORNING)

    assert ["web:desk"] == [room for room, _, _ in walked.told]


def test_what_was_asked_for_at_a_time_is_told_whoever_sleeps():
    walked = Walked(asleep=[HERE])
    walked.rounds.want("telegram:7", {HERE: Timetable()})
    walked.turns_to(MORNING)

    assert ["Fri 12:45"] == walked.times


def test_what_a_room_has_chosen_can_be_seen():
    walked, own = Walked(), Timetable(times=(time(10),))
    walked.rounds.want("telegram:7", {HERE: own})

    assert (own, None) == (
        walked.rounds.own("telegram:7", HERE),
        walked.rounds.own("telegram:7", THERE),
    )


def test_where_the_calendar_ends_there_are_no_rounds():
    assert None is Walked(begins="2030-12-31T23:00Z").rounds.next_due()


@given(stops=st.lists(st.integers(min_value=0, max_value=60 * 24 * 5), max_size=6, unique=True))
def test_restarts_between_rounds_change_nothing(stops: list[int]):
    """Whenever it is stopped and goes on at once, each round is told once."""
    begins = at(FRIDAY_NIGHT)
    whole = Walked()
    whole.turns_to(begins + timedelta(days=5))
    walked, told, kept = Walked(), [], dict[str, Note]()
    for minutes in sorted(stops):
        walked.turns_to(begins + timedelta(minutes=minutes))
        told += walked.told
        kept |= {note.key: note for note in walked.rounds.changes()}
        walked = Walked(begins=walked.now.isoformat(), notes=kept.values())
    walked.turns_to(begins + timedelta(days=5))

    assert whole.told == [*told, *walked.told]


def _done(when: str) -> Note:
    return Note(stage="brief", key="done", body=f'{{"at":"{at(when).isoformat()}","told":[]}}')


def test_whoever_comes_in_late_and_goes_through_what_was_due_tells_none_of_it():
    """A recording that is begun at the bell passes 08:45 on its way, with the figures of 09:29."""
    walked = Walked()
    walked.now = at("2025-10-10T13:29Z")
    walked.rounds.tick(at("2025-10-10T12:45Z"))

    assert [] == walked.told
    assert at("2025-10-10T20:15Z") == walked.rounds.next_due()
