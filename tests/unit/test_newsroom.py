"""The newsroom: the recorded day's articles, followed from their words to what holds of them."""

import asyncio
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.news import newsroom as rooms
from bot.news.archive import STAGE
from bot.news.findings import Verdict
from bot.news.newsroom import Newsroom
from bot.news.stories import Step
from bot.notes import Note
from tests.builders import a_market, a_quote, a_reference, a_watchlist
from tests.claimed import an_article
from tests.recorded_news import Day, a_newsroom, the_day

IREN = Symbol("IREN")
EVENING = "2025-10-10T16:00Z"


@pytest.fixture(scope="module")
def day() -> Day:
    return asyncio.run(the_day(EVENING))


def why(day: Day, article: str, begins: str) -> str:
    """What became of the claim whose sentence begins so, with its verdict."""
    told = [f"{one.verdict.name}: {one.why}" for one in day.came[article].findings]
    return next((text for text in told if text.partition(": ")[2].startswith(begins)), "")


@pytest.mark.parametrize(
    ("article", "begins", "says"),
    [
        ("desk-1", "IREN the session before", "CONFIRMED said +6%, ours +6.3%"),
        ("desk-1", "IREN this year", "CONFIRMED said over +520%, ours +571.9%"),
        ("desk-1", "miners market value: said", "CONFIRMED said about $90B, ours $88.30B"),
        ("desk-1", "BTC-USD price", "CONFIRMED said about $122,000, ours $121,552.70"),
        ("desk-1", "WULF this year", "CONFIRMED said +150%, ours +150.2%"),
        ("desk-1", "CIFR before the bell", "CONFIRMED said +2% to +4%, ours +3.0%"),
        ("fan-1", "IREN price", "CONFIRMED said $66, ours $66.29"),
        ("fan-1", "IREN this year", "OFF said +520%, ours +575.1%"),
        ("fan-1", "WULF the session before", "CONFIRMED said +10%, ours +10.5%"),
        ("desk-1 2", "WULF as the leader", "OFF ours +5.1%, APLD ahead with +24.8%"),
        ("desk-1 2", "IREN before the bell", "CONFIRMED said +4%, ours +4.4%"),
    ],
)
def test_what_the_day_was_told_has_our_figure_beside_it(
    day: Day, article: str, begins: str, says: str
):
    """What two outlets said of a morning, by what we recorded of it."""
    verdict, _, figures = says.partition(" ")
    told = why(day, article, begins)

    assert (True, True) == (told.startswith(verdict), figures in told)


def test_who_led_contradicts_what_the_same_article_says(day: Day):
    """IREN led with 4 %, and TeraWulf added 5 %."""
    found = [one for one in day.came["desk-1"].findings if one.verdict is Verdict.CONTRADICTS]
    against = found[0].against

    assert [("IREN", "WULF", "5")] == [
        (one.claim.subject, against.subject, str(against.value)) for one in found if against
    ]


def test_what_is_to_come_by_the_end_of_the_year_is_kept(day: Day):
    made = [(str(one.due), one.finding.claim.subject) for one in day.newsroom.predictions.all]

    assert ("2025-12-31", "miners") in made


def test_two_outlets_that_tell_one_event_are_one_story(day: Day):
    came = day.came

    assert came["desk-1"].story.id == came["fan-1"].story.id == came["desk-1 2"].story.id


def test_what_is_another_event_is_another_story(day: Day):
    """The shortage of data centres is told of beside the rally, and is no part of it."""
    stories = {day.came[name].story.id for name in ("wire-1", "local-7", "desk-1", "wire-2")}

    assert 4 == len(stories)


def test_another_version_is_a_correction(day: Day):
    assert Step.CORRECTION is day.came["desk-1 2"].step


def test_words_that_look_like_companies_are_none(day: Day):
    """Riot drills, a beach hut, and a hive of works."""
    assert () == day.came["local-7"].piece.found.symbols


def test_what_does_not_fit_is_found_at_once(day: Day):
    off = {name: len(one.mismatches) for name, one in day.came.items() if one.mismatches}

    assert {"desk-1": 1, "fan-1": 1, "desk-1 2": 1} == off


def a_morning() -> Market:
    market = a_market(watchlists=[a_watchlist(members="IREN WULF")], at="2025-10-10T07:00Z")
    for event in (a_reference("IREN"), a_reference("WULF"), a_quote("IREN", 104)):
        market.take(event)
    return market


def kept(*batches: Iterable[Note]) -> list[Note]:
    """What a store has of these notes: the last body of each key, and none that are empty."""
    last = {(note.stage, note.key): note for batch in batches for note in batch}
    return [note for note in last.values() if note.body]


def taken_up(before: Newsroom, notes: Iterable[Note]) -> Newsroom:
    """Another newsroom, of a bot that was started anew."""
    after = a_newsroom(before.directory._market)  # noqa: SLF001 (the same market, gone on with)
    after.restore(notes)
    return after


def test_the_same_words_again_are_nothing():
    room = a_newsroom(a_morning())
    room.take(an_article())

    assert room.take(an_article(at="2025-10-10T12:30Z")) is None


@pytest.mark.parametrize("published", ["2099-12-31T00:00Z", "1970-01-01T00:00Z"])
def test_dates_that_cannot_be_break_nothing(published: str):
    """Feeds have them."""
    article = an_article("IREN rose 4% before the bell, and 6% on Thursday.", published=published)

    development = a_newsroom(a_morning()).take(article)

    assert development is not None
    assert Step.NEW is development.step


def test_what_is_dated_ahead_is_held_to_now():
    """An hour of a wrong zone is no reason to believe everything."""
    article = an_article("$IREN rose 4% before the bell.", published="2025-10-10T16:20Z")
    market = a_morning()
    market.turn_to(article.seen)

    development = a_newsroom(market).take(article)

    assert development is not None
    assert ["CONFIRMED"] == [one.verdict.name for one in development.findings]


def test_an_article_changes_nothing_of_the_market():
    market = a_morning()
    before = (market.tape(IREN).quote, market.sectors["miners"].cap, market.now, market.edition)

    a_newsroom(market).take(
        an_article("$IREN trades at $999, and the miners are worth $5 trillion.")
    )

    tape, sector = market.tape(IREN), market.sectors["miners"]
    assert before == (tape.quote, sector.cap, market.now, market.edition)


def test_a_restart_keeps_every_article_with_its_story(day: Day):
    after = taken_up(day.newsroom, kept(day.newsroom.changes()))

    assert [_told(one) for one in day.newsroom.archive.newest_first()] == [
        _told(one) for one in after.archive.newest_first()
    ]


def _told(development: object) -> object:
    return (development.article, development.story.id, development.step, development.findings)  # type: ignore[attr-defined]  # a Development


def test_a_story_goes_on_after_a_restart():
    """The other outlet comes once the bot is up again, and is no story of its own."""
    market = a_morning()
    before = a_newsroom(market)
    text = "$IREN rose 4% to $104 before the bell, after a 25% jump on Thursday."
    first = before.take(an_article(text))
    after = taken_up(before, kept(before.changes()))

    later = after.take(
        an_article(f"{text} It was a good week.", outlet="Fan", at="2025-10-10T12:40Z")
    )

    assert first is not None
    assert later is not None
    assert first.story.id == later.story.id


def test_what_is_written_down_is_written_once():
    room = a_newsroom(a_morning())
    room.take(an_article())
    room.changes()

    assert [] == list(room.changes())


def test_articles_of_one_instant_keep_their_order(monkeypatch: pytest.MonkeyPatch):
    """A poll brings a dozen at once; the tenth does not come before the second after a restart."""
    monkeypatch.setattr(rooms, "MOST", 100)
    room = a_newsroom(a_morning())
    for number in range(12):
        room.take(an_article(f"Entry {number} of a list of things.", id=str(number), title=""))
    ids = [one.article.id for one in room.archive.newest_first()]

    after = taken_up(room, kept(room.changes()))

    assert ids == [one.article.id for one in after.archive.newest_first()]


def test_what_is_a_week_old_is_let_go_of_in_the_store_too():
    """Also what a restart took up in between: its notes are the same ones."""
    market = a_morning()
    first = a_newsroom(market)
    first.take(an_article("An old story.", id="old"))
    first.take(an_article("A younger one of others.", id="young", at="2025-10-10T13:00Z"))
    stored = kept(first.changes())
    again = taken_up(first, stored)
    later = market.now + timedelta(days=8)
    market.turn_to(later)

    again.take(an_article("A new story.", id="new", at=later))

    left = [note for note in kept(stored, again.changes()) if note.stage == STAGE]
    assert (1, True) == (len(left), '"id":"new"' in left[0].body)


def test_more_than_enough_articles_are_not_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(rooms, "MOST", 3)
    room = a_newsroom(a_morning())
    for number in range(5):
        room.take(an_article(f"Story {number} on things.", id=str(number), title=f"Of {number}"))

    assert ["4", "3", "2"] == [one.article.id for one in room.archive.newest_first()]


def test_what_a_feed_has_told_is_known_of_it():
    room = a_newsroom(a_morning())
    room.take(replace(an_article("One thing.", id="one"), feed="wire"))
    room.take(replace(an_article("Another thing.", id="two"), feed="other"))

    known = room.known_of("wire")

    assert (frozenset({"one"}), an_article().published) == (known.ids, known.newest)


def test_what_a_rooms_own_feed_has_told_is_known_of_that_alone():
    room = a_newsroom(a_morning())
    """Its name says whose it is."""
    theirs = replace(an_article("One thing.", id="one", owner="discord:1"), feed="wire@discord:1")
    room.take(theirs)

    assert (frozenset(), frozenset({"one"})) == (
        room.known_of("wire").ids,
        room.known_of("wire@discord:1").ids,
    )


def test_predictions_are_due_with_the_clock():
    market = a_morning()
    room = a_newsroom(market)
    room.take(an_article("$IREN could reach $120 by the end of the year."))
    due = room.next_due()
    assert due is not None
    market.turn_to(due)

    room.tick(due)

    assert ([True], None) == (
        [one.scored is not None for one in room.predictions.all],
        room.next_due(),
    )
