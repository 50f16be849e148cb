"""The sieve: news is told once, what stood there before is not, and a flood is counted."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.news.item import Item
from bot.feeds.news.memory import Known, digest_of
from bot.feeds.news.sieve import (
    LATE,
    PAUSE,
    REMEMBERED,
    SAME_DAY,
    VERSIONS,
    Bounds,
    Seen,
    Sieve,
    Sifted,
)
from tests.newsfeeds import DAY, HOUR, MINUTE, NOON, an_item

SECOND = timedelta(seconds=1)
KEPT = an_item("kept", published=NOON - 2 * HOUR)
BEFORE = Known(ids=frozenset({"kept"}), newest=KEPT.published)


class Told:
    """A sieve that is given documents one after the other, a minute apart."""

    def __init__(self, known: Known | None = None, **bounds: int) -> None:
        self.now = NOON
        self.sieve = Sieve(
            Seen(known or Known()),
            Bounds(**bounds),
            matters=lambda item: "OURS" in item.tickers,
        )
        self.last: Sifted = Sifted(told=(), known=0, left_out=0)

    def of(self, *items: Item, later: timedelta = MINUTE) -> list[str]:
        """Return the ids that are told of a document, in the order they are told."""
        self.now += later
        digests = [digest_of(item.title, item.text) for item in items]
        self.last = self.sieve.sift(items, digests, self.now)
        return [item.id for item, _, _ in self.last.told]

    @property
    def backlog(self) -> list[str]:
        return [item.id for item, _, is_backlog in self.last.told if is_backlog]


def some(number: int, *, first: int = 0) -> list[Item]:
    """Make so many items a second apart, the newest first."""
    return [
        an_item(f"{n}", published=NOON - HOUR + n * SECOND)
        for n in range(first + number - 1, first - 1, -1)
    ]


def test_of_a_feed_that_is_new_the_last_few_are_filed_and_the_rest_is_counted():
    told = Told()

    assert ["95", "96", "97", "98", "99"] == told.of(*some(100))
    assert (told.of(*some(100)), 100) == ([], told.last.known)


def test_what_stood_there_at_first_is_backlog_and_what_comes_later_is_news():
    told = Told()
    told.of(*some(3))
    before = told.backlog

    later = told.of(*some(1, first=3), *some(3))

    assert (["0", "1", "2"], ["3"], []) == (before, later, told.backlog)


def test_a_feed_that_was_empty_at_first_tells_what_comes():
    told = Told()
    told.of()

    assert (["0"], []) == (told.of(*some(1)), told.backlog)


def test_after_a_pause_only_what_is_newer_is_told():
    """A restart in the middle of a day repeats none of it."""
    older = an_item("older", published=NOON - 3 * HOUR)
    newer = an_item("newer", published=NOON - HOUR)
    told = Told(BEFORE)

    assert ["newer"] == told.of(newer, KEPT, older)
    assert [] == told.backlog


def test_after_a_pause_no_more_than_so_many_are_told_the_newest():
    told = Told(BEFORE, at_most=20)

    assert [f"{n}" for n in range(80, 100)] == told.of(*some(100), KEPT)
    assert 80 == told.last.left_out
    assert [] == told.of(*some(100), KEPT)


def test_after_a_pause_undated_items_are_new_above_the_last_that_is_known():
    """Feeds have the newest first; below what is known stands what was left out at first."""
    undated = [an_item(name, published=None) for name in ("new", "kept", "old")]
    told = Told(BEFORE)

    assert ["new"] == told.of(*undated)


def test_after_a_pause_items_of_the_same_instant_are_new_above_the_last_that_is_known():
    """Some feeds date by the day."""
    same = [an_item(name, published=KEPT.published) for name in ("new", "kept", "old")]

    assert ["new"] == Told(BEFORE).of(*same)


def test_after_a_pause_a_feed_whose_ids_change_tells_nothing_that_was_kept():
    known = Known(
        ids=frozenset({"1"}),
        newest=NOON - HOUR,
        digests=frozenset({digest_of("Story", "of the day")}),
    )
    again = an_item("2", "Story", text="of the day", published=None)

    assert [] == Told(known).of(again)


def test_after_a_pause_words_that_changed_are_told():
    """The newsroom decides whether that is a correction."""
    known = Known(ids=frozenset({"kept"}), newest=NOON, digests=frozenset({digest_of("Old", "")}))

    assert ["kept"] == Told(known).of(an_item("kept", "New"))


def test_words_that_changed_are_told_again_and_what_they_were_before_is_not():
    told = Told()
    first, second = an_item("a", "IREN led with 4 %"), an_item("a", "TeraWulf led with 5 %")
    told.of(first)

    assert [["a"], [], []] == [told.of(second), told.of(second), told.of(first)]


def test_an_item_that_changes_each_time_is_told_only_so_often():
    """`Updated 3 minutes ago` is no news."""
    told = Told()

    versions = [told.of(an_item("a", f"Updated {n} minutes ago")) for n in range(50)]

    assert VERSIONS == len([one for one in versions if one])


def test_ids_that_change_each_time_tell_nothing_twice():
    told = Told()
    told.of(an_item("1", "Same words"))

    assert [[], []] == [told.of(an_item(f"{n}", "Same words")) for n in (2, 3)]


def test_the_same_words_of_another_day_are_another_item():
    told = Told()
    told.of(an_item("monday", "Markets are open", published=NOON - DAY))

    assert ["tuesday"] == told.of(an_item("tuesday", "Markets are open", published=NOON))
    assert SAME_DAY < DAY


def test_one_document_tells_an_item_once():
    told = Told()

    assert ["a"] == told.of(an_item("a"), an_item("a"), an_item("b", "Story a"))


def test_an_item_without_a_date_or_of_no_time_is_of_now():
    told = Told()
    odd = ("1970-01-01T00:00Z", "1999-12-31T23:59Z", "2099-01-01T00:00Z", None)
    told.of(*(an_item(f"{n}", published=date) for n, date in enumerate(odd)))

    assert {told.now} == {at for _, at, _ in told.last.told}


def test_a_date_in_the_future_hides_nothing_that_comes_after_it():
    told = Told()
    told.of(an_item("2099", published="2099-01-01T00:00Z"))

    assert (["new"], []) == (told.of(an_item("new", published=NOON)), told.backlog)


def test_what_is_put_there_late_is_filed_and_rings_nobody():
    """An archive that is moved comes back whole."""
    told = Told()
    told.of(an_item("new", published=NOON))

    late = an_item("late", published=NOON - LATE - HOUR)

    assert (["late"], ["late"]) == (told.of(late), told.backlog)


def test_after_a_long_outage_it_is_as_after_a_restart():
    """A feed that was down over the weekend comes back with all of it."""
    told = Told(at_most=20, a_minute=60)
    told.of(*some(3))

    assert 20 == len(told.of(*some(50, first=3), later=PAUSE + HOUR))
    assert 30 == len(told.of(*some(30, first=53), later=HOUR))


def test_a_quiet_feed_was_not_away():
    """Nothing new for a night is no outage."""
    told = Told(at_most=20, a_minute=60)
    told.of(*some(3))
    told.now += PAUSE
    told.sieve.unchanged(told.now)

    assert 50 == len(told.of(*some(50, first=3), later=HOUR))


def test_in_a_minute_no_more_than_so_many_are_told():
    told = Told(a_minute=60)
    told.of()
    first = told.of(*some(50), later=MINUTE)
    second = told.of(*some(50, first=50), later=10 * SECOND)

    assert (50, 10, 40) == (len(first), len(second), told.last.left_out)


def test_ten_thousand_an_hour_are_told_within_bounds():
    """A feed that broke must not hide every other one's news."""
    told = Told(a_minute=60)
    told.of()

    counts = [len(told.of(*some(84, first=84 * n), later=30 * SECOND)) for n in range(120)]

    assert sum(counts) <= 60 * 61


def test_a_feed_of_many_documents_tells_no_more_than_one_of_one():
    """A restart with fifty shares on lists is no flood either."""
    whole = Bounds(first=5, at_most=20, a_minute=60)

    assert whole == whole.shared(1)
    assert Bounds(first=1, at_most=5, a_minute=15) == whole.shared(4)
    assert Bounds(first=1, at_most=1, a_minute=5) == whole.shared(50)


def test_where_there_are_too_many_those_that_matter_come_first():
    told = Told(BEFORE, at_most=2)
    ours = an_item("ours", published=NOON - HOUR, tickers=["OURS"])

    assert ["ours", "9"] == told.of(*some(10, first=0)[:1], *some(9), ours, KEPT)


def test_what_is_remembered_has_an_end():
    seen = Seen(Known())
    for n in range(2 * REMEMBERED):
        item = an_item(f"{n}")
        seen.keep(item, digest_of(item.title, item.text))

    assert not seen.is_changed(an_item("0"))
    assert seen.is_changed(an_item(f"{2 * REMEMBERED - 1}"))


documents = st.lists(
    st.lists(
        st.builds(
            an_item,
            st.sampled_from("abcdefgh"),
            st.sampled_from(["", "One", "Two", "Three"]),
            published=st.sampled_from([None, NOON - DAY, NOON - HOUR, NOON, NOON + DAY]),
        ),
        max_size=8,
    ),
    max_size=6,
)


@given(documents, st.booleans())
def test_nothing_is_told_twice_and_never_more_than_there_is_room_for(
    given_documents: list[list[Item]],
    known: bool,
):
    """Whatever a feed does."""
    told = Told(BEFORE if known else None, first=2, at_most=3, a_minute=4)
    words: list[tuple[str, str]] = []
    for document in given_documents:
        told.of(*document)
        assert len(told.last.told) <= 4
        assert len(document) == len(told.last.told) + told.last.known + told.last.left_out
        words += [(item.id, item.title) for item, _, _ in told.last.told]

    assert len(words) == len(set(words))


@given(st.lists(st.builds(an_item, st.text(max_size=3), st.text(max_size=5)), max_size=20))
def test_the_same_document_again_tells_nothing(items: list[Item]):
    told = Told()
    told.of(*items)

    assert [] == told.of(*items)
