"""A tally says on one line what a feed gave."""

from bot.cli.tally import Tally
from bot.market.events import FeedStatus
from bot.market.sanity import Refusal
from tests.builders import a_quote, a_reference, at

SINCE, NOW = at("2025-10-10T12:00Z"), at("2025-10-10T12:01Z")


def test_an_instrument_counts_once():
    tally = Tally(SINCE)

    for event in (a_reference("IREN"), a_quote("IREN"), a_quote("WULF")):
        tally.came(event)

    assert "3 events of 2 instruments since 08:00:00 EDT, 60 s; nothing refused" == tally.told(NOW)


def test_what_was_refused_is_counted_by_its_reason():
    """The most frequent first: that is the one to look at."""
    tally = Tally(SINCE)
    tally.came(FeedStatus(feed="yahoo", healthy=False, detail="", seen=SINCE))

    for reason in ("future", "base", "base"):
        tally.turned_away("yahoo", Refusal(reason, "…"))

    told = "1 event of 0 instruments since 08:00:00 EDT, 60 s; 3 refused (2 base, 1 future)"
    assert told == tally.told(NOW)
