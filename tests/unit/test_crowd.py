"""The crowd's own arithmetic: when somebody of either platform has their answer."""

from datetime import datetime, timedelta

from benchmarks.crowd import Asked, Heard, answered
from tests.builders import at
from tests.discord.form import Pings
from tests.discord.interactions import DEFERRED, MESSAGE, Interaction
from tests.discord.world import Channel, Said
from tests.telegram_world import Seen

NOW = at("2025-10-10T13:30:00Z")
SOON, LATER = timedelta(milliseconds=20), timedelta(seconds=2)
ROOM = Channel()


def a_said(text: str, *edits: datetime, when: datetime = NOW + SOON) -> Said:
    body = {"content": text}
    return Said(
        id="1", channel=ROOM, at=when, body=body, files={}, pings=Pings(), edits=list(edits)
    )


def an_interaction(kind: int, *said: Said) -> Interaction:
    first, *more = said
    return Interaction(
        id="1",
        token="of-this-test",  # noqa: S106 (made up)
        at=NOW,
        person="ann",
        channel=ROOM,
        type=2,
        kind=kind,
        after=SOON,
        message=first,
        more=more,
    )


def asked(text: str | None) -> Asked:
    said = None if text is None else (NOW + SOON, text)
    return Asked(platform="discord", text="/alerts", at=NOW, answer=lambda: said)


def test_what_comes_at_once_is_the_answer():
    """Its acknowledgement is all there is to wait for."""
    assert (NOW + SOON, "done") == answered(an_interaction(MESSAGE, a_said("done")))


def test_a_promise_of_an_answer_is_none():
    """Discord says that somebody thinks; nobody has learnt anything by that."""
    assert None is answered(an_interaction(DEFERRED, a_said("")))


def test_what_was_promised_is_there_when_the_promise_is_edited():
    """A second edit of it is another page, or an ack."""
    said = a_said("done", NOW + LATER, NOW + 2 * LATER)

    assert (NOW + LATER, "done") == answered(an_interaction(DEFERRED, said))


def test_an_answer_for_one_alone_may_follow_the_promise():
    """What was promised to everybody is taken back, and said again to whoever asked."""
    first = a_said("")
    first.deleted = True

    found = answered(an_interaction(DEFERRED, first, a_said("yours", when=NOW + LATER)))

    assert (NOW + LATER, "yours") == found


def test_in_telegram_an_answer_names_what_it_answers():
    """Two who ask at once do not get each other's."""
    said = [
        Seen(chat=1, number=7, at=NOW, text="an alert"),
        Seen(chat=1, number=8, at=NOW + SOON, text="first", answers=5),
        Seen(chat=1, number=9, at=NOW + LATER, text="as a file", answers=5),
    ]

    assert (NOW + SOON, "first") == Heard(said).answer(5)


def test_an_answer_that_comes_after_the_first_look_is_found():
    """Whoever looks once looks again."""
    said: list[Seen] = []
    heard = Heard(said)
    before = heard.answer(5)
    said.append(Seen(chat=1, number=8, at=NOW, text="done", answers=5))

    assert (None, (NOW, "done")) == (before, heard.answer(5))


def test_an_apology_is_no_answer():
    """A bot that fails quickly is not quick."""
    texts = ("two alerts", "That went wrong on our side; it has been logged.", None)

    assert [SOON, None, None] == [asked(text).took for text in texts]
