"""Feeds of rooms: read for their owner, within bounds, and never twice."""

import pytest

from bot.belongings import PAUSED
from bot.clock import ManualClock
from bot.errors import UserError
from bot.feeds.news.following import Following
from bot.feeds.news.item import Entries
from bot.feeds.news.memory import nothing
from bot.feeds.news.newsstand import Newsstand, Opened
from bot.feeds.news.publication import Publication
from bot.feeds.news.sieve import Bounds
from bot.feeds.web.answer import Answer
from bot.feeds.web.request import Request
from bot.keepers.feeds import URL, Feeds
from tests.newsfeeds import NOON, a_publication, means

ROOM, OTHER = "telegram:1", "discord:2"
WIRE = "https://example.com/feed.xml"


class Nobody:
    """Is asked for nothing."""

    async def get(self, request: Request) -> Answer:
        raise AssertionError(f"nobody was to be asked for {request.where}")

    def forget(self, request: Request) -> None: ...

    async def read(self, _answer: Answer, url: str) -> Entries:
        raise AssertionError(f"nothing was to be read of {url}")


NOBODY = Nobody()


class Shelf:
    """A stand whose feeds are followed by nobody but the list of their names."""

    def __init__(self, *written: Publication, **how: object) -> None:
        self.joined: list[str] = []
        self.stand = Newsstand(written)
        self.stand.open(Opened(live=self, following=self._following, web=NOBODY, reads=NOBODY.read))
        self.feeds = Feeds(self.stand, bounds=Bounds(), **how)  # type: ignore[arg-type]  # as it takes them

    def join(self, source: Following) -> None:
        self.joined.append(source.name)

    def leave(self, source: Following) -> None:
        self.joined.remove(source.name)

    def _following(self, publication: Publication) -> Following:
        return Following(publication, means(NOBODY, NOBODY.read, ManualClock(NOON), nothing))


def take(shelf: Shelf, name: str = "mine", url: str = WIRE, owner: str = ROOM) -> None:
    shelf.feeds.take(owner, name, {URL: url})


def refused(shelf: Shelf, *given: str) -> str:
    before = list(shelf.joined)
    with pytest.raises(UserError) as error:
        take(shelf, *given)
    assert before == shelf.joined
    return str(error.value)


def test_a_feed_is_its_owners_alone():
    shelf = Shelf()
    take(shelf)
    take(shelf, owner=OTHER)
    found = [shelf.stand.of(name) for name in ("mine@telegram:1", "mine@discord:2")]

    assert [ROOM, OTHER] == [one.publication.owner for one in found if one]
    assert [] == list(shelf.stand.shared)


def test_what_everybody_has_is_not_read_twice():
    shelf = Shelf(a_publication(WIRE))
    take(shelf)

    assert ["wire"] == shelf.joined


def test_a_paused_feed_is_not_asked_and_goes_on_when_it_is_resumed():
    shelf = Shelf()
    take(shelf)
    shelf.feeds.take(ROOM, "mine", {URL: WIRE, PAUSED: True})
    paused = list(shelf.joined)
    take(shelf)

    assert ([], ["mine@telegram:1"]) == (paused, shelf.joined)


def test_a_feed_that_is_dropped_is_asked_no_more():
    shelf = Shelf()
    take(shelf)
    shelf.feeds.drop(ROOM, "mine")

    assert [] == shelf.joined


def test_an_address_that_leads_within_is_refused():
    assert "open internet" in refused(Shelf(), "mine", "http://169.254.169.254/latest")


def test_what_everybody_reads_is_written_in_the_settings():
    assert "settings file" in refused(Shelf(), "mine", WIRE, "")


def test_an_operator_may_keep_this_to_themselves():
    assert "operator alone" in refused(Shelf(may=lambda: False))


def test_all_rooms_together_have_an_end():
    shelf = Shelf(most=2)
    take(shelf, "a")
    take(shelf, "b")
    take(shelf, "b", "https://example.com/other.xml")

    assert "no more" in refused(shelf, "c")


def test_a_stand_that_is_closed_follows_nothing_until_it_is_opened():
    """What rooms own is taken up before anything is asked of the web."""
    stand = Newsstand()
    Feeds(stand, bounds=Bounds()).take(ROOM, "mine", {URL: WIRE})
    before = stand.of("mine@telegram:1")
    shelf = Shelf()
    stand.open(
        Opened(live=shelf, following=shelf._following, web=NOBODY, reads=NOBODY.read)  # noqa: SLF001 (as the shelf follows)
    )

    assert (None, ["mine@telegram:1"]) == (before, shelf.joined)
