"""External alerts: what other programs say lives and ends like what our own rules find."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.alerts import external
from bot.alerts.external import Externals, Heard, mark_of, rule_of
from bot.alerts.hearsay import Hearsay, Sender
from bot.alerts.lifecycle import Book
from bot.alerts.model import Alert, State
from bot.alerts.taken import KNOWN, KNOWN_FOR, Taken
from bot.alerts.wording import message
from bot.chat import Severity
from bot.market.sessions import Session
from bot.notes import Note
from tests.builders import a_market
from tests.parcels import NOW

MINUTE = timedelta(minutes=1)
HOURS = timedelta(hours=4)
SCREENER = Sender(name="screener", severity=Severity.WARNING, labels={"team": "credit"})


class Listener:
    """A book that a screener rings; `told` says what has come of it, in short."""

    def __init__(self, senders: Iterable[Sender] = (SCREENER,)) -> None:
        self.market = a_market(at=NOW)
        self.book = Book(self.market)
        self.externals = Externals(senders, self.book, self.market)
        self.alerts: list[Alert] = []

    def hears(self, said: Hearsay, at: datetime = NOW) -> Heard:
        heard = self.externals.take("screener", said, at)
        self.alerts += heard.alerts
        return heard

    def turns_to(self, when: datetime) -> None:
        while (due := self.externals.next_due()) is not None and due <= when:
            self.alerts += self.externals.tick(due)

    @property
    def told(self) -> list[tuple[str, str]]:
        return [(alert.title, alert.state.value) for alert in self.alerts]


def said(id_: str = "7", title: str = "ETH over 5,000", **more: object) -> Hearsay:
    return Hearsay(**({"id": id_, "title": title} | more))  # type: ignore[arg-type]  # fields of it


def ended(id_: str = "7", **more: object) -> Hearsay:
    return said(id_, "", over=True, **more)


def test_what_is_said_is_an_alert_like_ours():
    """Silences, routes and rooms ask for nothing that it has not."""
    listener = Listener()
    at = NOW - 12 * timedelta(seconds=1)
    listener.hears(said(subject="ETH-USD", body="on three venues", at=at, labels={"a": "b"}))

    assert [
        Alert(
            fingerprint=mark_of("screener", "7"),
            rule="external:screener",
            subject="ETH-USD",
            state=State.FIRING,
            title="ETH over 5,000",
            because="on three venues",
            condition="another program says so",
            severity=Severity.WARNING,
            session=Session.PRE,
            value=None,
            baseline=None,
            threshold=None,
            price=None,
            source="screener",
            priced=at,
            started=NOW,
            updated=NOW,
            fired=True,
            labels={"a": "b", "team": "credit"},
        )
    ] == listener.alerts


def test_a_room_is_told_who_said_so_and_when():
    listener = Listener()
    listener.hears(said(at=NOW - 12 * timedelta(seconds=1)))

    assert {
        "Source": "screener, 12 s old",
        "Session": "pre-market",
        "Rule": "external:screener: another program says so",
    } == {fact.label: fact.value for fact in message(listener.alerts[0]).facts}


def test_a_clock_that_is_ahead_tells_nothing_of_the_future():
    listener = Listener()
    listener.hears(said(at=NOW + MINUTE))

    assert NOW == listener.alerts[0].priced


def test_what_the_operator_says_of_a_sender_wins():
    """Else it could put on the label that leads to another room."""
    listener = Listener()
    listener.hears(said(labels={"team": "boss"}, severity=Severity.CRITICAL))

    assert ({"team": "credit"}, Severity.CRITICAL) == (
        listener.alerts[0].labels,
        listener.alerts[0].severity,
    )


def test_without_a_subject_it_is_about_who_said_it():
    listener = Listener()
    listener.hears(said())

    assert "screener" == listener.alerts[0].subject


def test_what_we_watch_goes_by_our_name():
    """A mute of IREN is meant for iren too."""
    listener = Listener()
    for number, subject in enumerate(["iren", "$IREN", "miners", "GME", "NASDAQ:IREN"]):
        listener.hears(said(str(number), subject=subject))

    assert [
        ("IREN", ""),
        ("IREN", ""),
        ("miners", "miners"),
        ("GME", ""),
        ("NASDAQ:IREN", ""),
    ] == [(alert.subject, alert.watchlist) for alert in listener.alerts]


def test_a_stranger_s_subject_opens_no_tape():
    """Else anybody who may ring could fill the memory, and the lists of what we watch."""
    listener = Listener()
    before = set(listener.market.tapes)
    listener.hears(said(subject="GME"))

    assert before == set(listener.market.tapes)


def test_the_same_said_again_does_nothing():
    """Whoever was not answered says it again."""
    listener = Listener()
    listener.hears(said())
    again = listener.hears(said(title="ETH over 6,000"), NOW + MINUTE)

    assert (1, Heard(fingerprint=mark_of("screener", "7"))) == (len(listener.alerts), again)


def test_an_end_ends_what_began():
    listener = Listener()
    listener.hears(said())
    listener.hears(ended(body="back under it"), NOW + MINUTE)

    over = listener.alerts[1]
    assert (State.RESOLVED, NOW, NOW + MINUTE, "ETH over 5,000: back under it", {}) == (
        over.state,
        over.started,
        over.ended,
        over.because,
        listener.book.living,
    )


def test_an_end_of_nothing_is_nothing():
    """We may have been off when it began."""
    listener = Listener()
    listener.hears(ended())

    assert [] == listener.alerts


def test_what_is_over_does_not_come_back_under_its_id():
    """Somebody who wrote it down could else ring at night."""
    listener = Listener()
    listener.hears(said())
    listener.hears(ended(), NOW + MINUTE)
    listener.hears(said(), NOW + 2 * MINUTE)
    listener.hears(ended(), NOW + 3 * MINUTE)

    assert 2 == len(listener.alerts)


def test_another_id_is_another_alert():
    """About the same subject, too: a screener has many reasons."""
    listener = Listener()
    listener.hears(said("7"))
    listener.hears(said("8"))

    assert 2 == len(listener.book.living)


def test_what_nobody_ends_is_over_in_time():
    """Most senders only ever begin."""
    listener = Listener()
    listener.hears(said("7"))
    listener.hears(said("8"), NOW + MINUTE)
    listener.turns_to(NOW + HOURS)

    assert [("resolved", "ETH over 5,000: nobody has said more of it")] == [
        (alert.state.value, alert.because) for alert in listener.alerts[2:]
    ]


def test_what_was_ended_does_not_end_again():
    """Nor is anybody woken for it."""
    listener = Listener()
    listener.hears(said())
    listener.hears(ended(), NOW + MINUTE)
    due = listener.externals.next_due()
    listener.turns_to(NOW + 2 * HOURS)

    assert (2, None) == (len(listener.alerts), due)


def test_the_oldest_makes_room():
    """A sender that has gone wild costs so much and no more."""
    listener = Listener()
    for number in range(external.LIVING + 2):
        listener.hears(said(str(number), f"n{number}"))

    over = [alert.title for alert in listener.alerts if alert.state is State.RESOLVED]
    assert (["n0", "n1"], external.LIVING) == (over, len(listener.book.living))


def test_after_a_restart_nothing_rings_twice_and_all_ends_in_time():
    """The book and the notes are all that is kept."""
    listener = Listener()
    listener.hears(said("7"))
    listener.hears(said("8", "over"), NOW)
    listener.hears(ended("8"), NOW)
    later = Listener()
    later.book.living.update(listener.book.living)
    later.externals.restore(listener.externals.changes())
    later.hears(said("7"), NOW + MINUTE)
    later.hears(said("8", "over"), NOW + MINUTE)
    later.turns_to(NOW + HOURS)

    assert [("ETH over 5,000", "resolved")] == later.told


def test_what_a_sender_left_who_is_no_more_ends_at_once():
    """Nobody could end it any more."""
    listener = Listener()
    listener.hears(said())
    later = Listener(senders=())
    later.book.living.update(listener.book.living)
    later.externals.restore(listener.externals.changes())
    later.market.turn_to(NOW + MINUTE)
    later.turns_to(NOW + MINUTE)

    assert ([("ETH over 5,000", "resolved")], {}) == (later.told, later.book.living)
    assert NOW + MINUTE == later.alerts[0].ended


def test_its_name_is_no_rule_s():
    """A rule's name has no colon."""
    assert "external:screener" == rule_of("screener")


def test_what_was_taken_is_known_for_a_day():
    taken = Taken()
    taken.keep("a", NOW)

    assert (True, False) == (
        taken.knows("a", NOW + KNOWN_FOR),
        taken.knows("a", NOW + KNOWN_FOR + MINUTE),
    )


def test_what_is_forgotten_is_noted_as_forgotten():
    """Else the store would keep it for ever."""
    taken = Taken()
    taken.keep("a", NOW)
    taken.changes()
    taken.keep("b", NOW + KNOWN_FOR + MINUTE)

    assert [("a", False), ("b", True)] == [(n.key, bool(n.body)) for n in taken.changes()]


def test_so_many_are_known_and_no_more():
    taken = Taken()
    for number in range(KNOWN + 1):
        taken.keep(str(number), NOW)

    assert (False, True) == (taken.knows("0", NOW), taken.knows("1", NOW))


_STEPS = st.lists(
    st.tuples(st.integers(0, 3), st.booleans(), st.integers(0, 30), st.booleans()), max_size=40
)


@given(steps=_STEPS)
def test_whatever_is_said_each_alert_begins_once_and_ends_once(
    steps: list[tuple[int, bool, int, bool]],
):
    """In any order within a day, with restarts in between."""
    listener, now = Listener(), NOW
    kept: dict[str, Note] = {}
    for number, over, minutes, restarts in steps:
        now += minutes * MINUTE
        listener.turns_to(now)
        listener.hears(ended(str(number)) if over else said(str(number), str(number)), now)
        kept |= {note.key: note for note in listener.externals.changes()}
        if restarts:
            later = Listener()
            later.alerts, later.book.living = listener.alerts, listener.book.living
            later.externals.restore(kept.values())
            listener = later
    listener.turns_to(now + HOURS)

    lives = [[a.state for a in listener.alerts if a.title == str(n)] for n in range(4)]
    assert [] == [life for life in lives if life not in ([], [State.FIRING, State.RESOLVED])]
