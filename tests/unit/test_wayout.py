"""The way out: all of an instant on one page, and nobody hears what is not for them."""

from datetime import timedelta

from bot.alerts.model import State
from bot.alerts.plan import Plan
from bot.chat import Audience, Message, Severity
from bot.delivery.dispatch import Dispatch
from bot.delivery.parcel import Fate, Outcome, Parcel
from bot.journal import Progress
from bot.wayout import NEVER, WayOut
from tests.acted import Diary
from tests.dispatches import NOON, a_room, an_alert

DESK, MEMBERS = a_room("web:desk"), a_room("telegram:1")
SOON = timedelta(seconds=30)


def a_way(diary: Diary) -> WayOut:
    """Make a way out to a room of members, and a desk of the operators' that hears all."""
    rooms = (DESK, MEMBERS)
    dispatch = Dispatch(
        Plan(), rooms=lambda: rooms, opening=lambda at: at, price=lambda _symbol: None
    )
    return WayOut(dispatch, diary, rooms=lambda: rooms, operators=lambda: (DESK,))


def rooms_of(parcels: list[Parcel]) -> list[str]:
    return [str(parcel.destination) for parcel in parcels]


def test_what_is_for_operators_reaches_no_members():
    """A suspicious print is theirs to look up, and nobody else's to act on."""
    diary = Diary()
    way = a_way(diary)

    way.say(Message(at=NOON, title="Suspicious print", audience=Audience.OPERATORS))
    way.turn_in(NOON)

    assert ["web:desk"] == rooms_of(diary.parcels)


def test_what_is_for_members_reaches_operators_too():
    diary = Diary()
    way = a_way(diary)

    way.say(Message(at=NOON, title="Back in a minute"))
    way.turn_in(NOON)

    assert ["web:desk", "telegram:1"] == rooms_of(diary.parcels)


def test_what_was_turned_in_is_not_turned_in_again():
    diary = Diary()
    way = a_way(diary)
    way.say(Message(at=NOON, title="Once"))
    way.turn_in(NOON)

    way.turn_in(NOON)

    assert 1 == len(diary.pages)


def test_an_instant_is_one_page():
    """The alert, what the stages remember and how far the feed was followed, or none of it."""
    diary = Diary()
    way = a_way(diary)
    alert = an_alert(severity=Severity.CRITICAL)
    progress = Progress(feed="day", events=7, at=NOON)

    way.note(alert, NOON)
    way.turn_in(NOON, progress)

    (page,) = diary.pages
    assert ([alert], progress, NOON) == (list(page.alerts), page.progress, page.at)
    assert ["web:desk", "telegram:1"] == rooms_of(list(page.parcels))
    assert page.notes


def test_how_far_a_feed_was_followed_is_no_page_by_itself():
    """Nearly every event changes nothing that has to survive."""
    diary = Diary()
    way = a_way(diary)

    way.turn_in(NOON, Progress(feed="day", events=7, at=NOON))

    assert [] == diary.pages


def test_a_pending_alert_is_kept_and_told_nobody():
    """It has not fired; that it began is on record."""
    diary = Diary()
    way = a_way(diary)

    way.note(an_alert(state=State.PENDING), NOON)
    way.turn_in(NOON)

    assert (1, []) == (len(diary.pages[0].alerts), diary.parcels)


def test_it_says_when_it_has_something_to_say():
    """A group waits half a minute for its others, whether or not a quote comes then."""
    diary = Diary()
    way = a_way(diary)
    before = way.due

    way.note(an_alert(), NOON)
    way.turn_in(NOON)

    assert (NEVER, NOON + SOON, []) == (before, way.due, diary.parcels)
    way.tick(way.due)
    way.turn_in(NOON + SOON)
    assert ["web:desk", "telegram:1"] == rooms_of(diary.parcels)


def test_a_storm_is_told_a_little_at_a_time():
    """Five thousand groups in one go would hold up the next quote for a third of a second."""
    diary = Diary()
    way = a_way(diary)
    for number in range(60):
        way.note(an_alert(rule=f"rule-{number}"), NOON)
    way.turn_in(NOON)
    told = []

    while way.due <= NOON + SOON:
        way.tick(way.due)
        way.turn_in(NOON + SOON)
        told.append(len(diary.parcels))

    assert [50, 100, 120] == told  # in two rooms each


def test_what_became_of_a_parcel_is_kept_at_once():
    """By its platform's name it can be edited after a restart, and nothing may happen for hours."""
    diary = Diary()
    way = a_way(diary)
    heard: list[str] = []
    way.moved.append(lambda: heard.append("moved"))
    way.note(an_alert(severity=Severity.CRITICAL), NOON)
    way.turn_in(NOON)
    parcel = diary.parcels[0]

    way.told(parcel, Outcome(at=NOON, destination=DESK, fate=Fate.SENT, reason="first", ref="42"))

    assert (2, ["moved"]) == (len(diary.pages), heard)
    assert '"ref":"42"' in diary.pages[1].notes[0].body


def test_what_was_kept_is_taken_up_again():
    """A restart tells what was to be told, when it was to be told."""
    diary, again = Diary(), Diary()
    way = a_way(diary)
    way.note(an_alert(), NOON)
    way.turn_in(NOON)

    other = a_way(again)
    other.restore([note for page in diary.pages for note in page.notes])
    other.tick(other.due)
    other.turn_in(NOON + SOON)

    assert ["web:desk", "telegram:1"] == rooms_of(again.parcels)
