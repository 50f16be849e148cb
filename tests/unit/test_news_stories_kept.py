"""The shelf over time: what leaves it, what a restart brings back, and whose articles it shows."""

from datetime import timedelta

import pytest

from bot.news.shelving.filing import KEPT, WINDOW
from bot.news.shelving.shelf import Shelf
from bot.news.stories import Step, latest, seen
from tests.told import a_piece, later, placed
from tests.watched import instant

TEXT = "Northwind Labs rents 140 MW at Childress from IREN for $1.4 billion over five years."
FIRST = a_piece("IREN leases 140 MW", TEXT, id="lease")


def told(hours: float, outlet: str = "Grid Wire", owner: str = "", extra: str = ""):
    """Tell it again so many hours later."""
    text = f"IREN lets Northwind Labs have 140 MW at Childress, for $1.4 billion. {extra}"
    return a_piece("Northwind takes 140 MW", text, outlet=outlet, at=later(hours), owner=owner)


def test_a_story_goes_on_within_its_window():
    assert Step.JOINED is placed(FIRST, told(12))[1].step


def test_a_story_is_over_when_nobody_tells_it_any_more():
    assert Step.NEW is placed(FIRST, told(WINDOW / timedelta(hours=1) + 1))[1].step


def test_an_item_is_known_for_longer_than_its_story_goes_on():
    corrected = a_piece(
        "IREN leases 150 MW", TEXT.replace("140", "150"), id="lease", at=later(hours=100)
    )

    assert Step.CORRECTION is placed(FIRST, corrected)[1].step


def test_what_is_too_old_leaves_the_shelf():
    shelf = Shelf()
    first, _ = placed(FIRST, told(KEPT / timedelta(hours=1) + 1), shelf=shelf)

    assert (1, None) == (len(shelf), shelf.find(first.story.id))


def test_the_shelf_holds_so_many_articles_at_most():
    shelf = Shelf(most=3)

    placed(*(a_piece(f"Riot number {n}", id=str(n)) for n in range(9)), shelf=shelf)

    assert 3 == len(shelf)


def test_nothing_is_left_of_what_left():
    """Otherwise a bot that runs for a year would hold a year of news."""
    shelf = Shelf(most=2)
    placed(FIRST, told(1), told(1, extra="It is $77 million more."), shelf=shelf)
    placed(*(a_piece(f"Else {n}", at=later(2)) for n in "ab"), shelf=shelf)

    assert Step.NEW is shelf.place(told(3)).step


def test_a_date_that_cannot_be_is_not_believed():
    """Outlets send 1970 and 2099; such an article counts from when it was seen."""
    odd = [
        a_piece("Northwind takes 140 MW", TEXT, outlet=outlet, at=later(1), published=published)
        for outlet, published in (("A", "1970-01-01T00:00Z"), ("B", "2099-01-01T00:00Z"))
    ]

    assert 1 == len({placing.story.id for placing in placed(FIRST, *odd)})


def test_a_restart_knows_every_story_again():
    pieces = [FIRST, told(1), a_piece("Police drill", id="p", at=later(2))]
    before = placed(*pieces)
    shelf = Shelf()

    shelf.restore((one.piece, one.story.id, one.step) for one in before)

    assert [one.story for one in before] == [shelf.find(one.story.id) for one in before]


def test_what_comes_after_a_restart_goes_where_it_would_have_gone():
    pieces = [FIRST, told(1)]
    last = told(3, outlet="Morning Board", extra="Microsoft guarantees $350 million of it.")
    without, restored = Shelf(), Shelf()
    before = placed(*pieces, shelf=without)

    restored.restore((one.piece, one.story.id, one.step) for one in before)

    assert without.place(last) == restored.place(last)


def test_an_owner_reads_his_own_feeds_in_the_stories_of_all():
    shelf = Shelf()
    public, private = placed(FIRST, told(1, owner="guild-1"), shelf=shelf)

    assert ((FIRST,), public.story.pieces) == (
        seen(public.story, ""),
        list(seen(private.story, "guild-1")),
    )


@pytest.mark.parametrize("reader", ["", "guild-2"])
def test_nobody_else_reads_what_an_owner_subscribes_to(reader: str):
    first, own = Shelf(), told(0, owner="guild-1")
    placing = first.place(own)

    assert () == seen(placing.story, reader)


def test_an_article_for_all_joins_no_story_that_is_somebodys_own():
    own, public = placed(told(0, owner="guild-1"), FIRST)

    assert (Step.NEW, own.story.id != public.story.id) == (public.step, True)


def test_an_owner_never_joins_the_story_of_another():
    first, second = placed(told(0, owner="guild-1"), told(1, owner="guild-2", outlet="Wire"))

    assert first.story.id != second.story.id


def test_what_one_owner_reads_changes_nothing_for_others():
    """Where an article for all goes, and why, is the same with and without his feeds."""
    own = [told(n / 60, outlet=f"Own {n}", owner="guild-1") for n in range(30)]
    public = told(2)
    with_own, without = Shelf(), Shelf()
    placed(FIRST, *own, shelf=with_own)
    placed(FIRST, shelf=without)

    placing, expected = with_own.place(public), without.place(public)

    assert (expected.step, expected.why, expected.fresh) == (
        placing.step,
        placing.why,
        placing.fresh,
    )


def test_a_story_of_all_is_as_new_as_its_last_article_for_all():
    story = placed(FIRST, told(1), told(2, owner="guild-1", outlet="Own"))[0].story

    assert instant(later(1)) == story.updated


def test_of_an_item_with_versions_the_last_one_is_shown():
    corrected = a_piece("IREN leases 150 MW", TEXT.replace("140", "150"), id="lease", at=later(2))
    story = placed(FIRST, told(1), corrected)[0].story

    assert ["IREN leases 150 MW", "Northwind takes 140 MW"] == [
        piece.article.title for piece in latest(seen(story, ""))
    ]


def test_stories_are_gone_through_in_the_order_they_began():
    shelf = Shelf()

    placings = placed(a_piece("Police drill"), FIRST, told(1), shelf=shelf)

    assert [placings[0].story, placings[1].story] == list(shelf)


def test_two_stories_never_have_one_name():
    """Two feeds of one outlet may bring two things under one id at one instant."""
    shelf = Shelf()
    one = shelf.place(a_piece("Police drill", "On Saturday.", id="x"))
    shelf.place(a_piece("Museum opens", "Films are restored.", id="y"))

    other = shelf.place(a_piece("Storm nears Dallas", "Ice on Thursday.", id="x"))

    assert (True, True) == (other.story.id.startswith(one.story.id), len(other.story.id) > 8)
