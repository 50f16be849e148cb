"""Stories told again: corrections, misprints put right, reprints, and items under new ids."""

import pytest

from bot.news.shelving.edits import trivial
from bot.news.shelving.shelf import Shelf
from bot.news.stories import Step
from bot.news.words import Words
from tests.told import a_piece, later, placed, steps

TITLE = "Bitcoin miners near $90 billion"
TEXT = "IREN led with a gain of 4% after Thursday's 6% rise. TeraWulf added 5% to $14.27."
FIRST = a_piece(TITLE, TEXT, id="desk-1")


def again(text: str = TEXT, *, title: str = TITLE, id: str = "desk-1", outlet: str = "Miner Desk"):  # noqa: A002 (what a feed calls it)
    """Tell it an hour later, in these words."""
    return a_piece(title, text, id=id, outlet=outlet, at=later(1))


def test_an_item_in_the_same_words_is_nothing():
    assert ["new", "same"] == steps(FIRST, again())


def test_an_item_that_says_something_else_is_a_correction_that_says_what():
    _, corrected = placed(FIRST, again(TEXT.replace("6% rise", "7% rise")))

    assert (Step.CORRECTION, ("7 %",)) == (corrected.step, corrected.fresh)


def test_a_correction_stays_in_its_story_and_both_versions_are_kept():
    first, corrected = placed(FIRST, again(TEXT.replace("$14.27", "$14.72")))

    assert (first.story, 2) == (corrected.story, len(corrected.story.pieces))


def test_why_something_is_a_correction_can_be_checked():
    _, corrected = placed(FIRST, again(TEXT.replace("TeraWulf added 5% to $14.27", "It led")))

    assert (
        "another version of Miner Desk's of 12:20 UTC; it no longer says 5 %, $14.27 and WULF"
        == corrected.why
    )


def test_a_correction_without_another_fact_is_one_all_the_same():
    _, corrected = placed(FIRST, again(f"{TEXT} Read our guide to trading hours and to taxes."))

    assert (
        "another version of Miner Desk's of 12:20 UTC; its words differ, not its facts"
        == corrected.why
    )


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE, f"{TEXT} Hut 8 gained 2%."),
        (f"UPDATE 1-{TITLE}", "IREN led with a gain of 5%."),
        (TITLE, f"(Updates prices) {TEXT.replace('4%', '5%')}"),
        (f"{TITLE}; Fed cuts", TEXT.replace("4%", "7%")),
    ],
    ids=["more", "by its title", "by its own word", "what prices did meanwhile"],
)
def test_a_version_that_adds_to_what_was_said_is_an_update(title: str, text: str):
    assert ["new", "update"] == steps(FIRST, again(text, title=title))


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (TITLE, f"{TEXT} Hut 8 gained 2%. (Corrects an earlier version.)"),
        (f"CORRECTED-{TITLE}", f"{TEXT} Hut 8 gained 2%."),
        (f"{TITLE}; Fed cuts", TEXT.replace("$14.27", "$14.72")),
    ],
    ids=["by its own word", "by its title", "what was no price of the hour"],
)
def test_a_version_that_takes_something_back_is_a_correction(title: str, text: str):
    assert ["new", "correction"] == steps(FIRST, again(text, title=title))


def test_what_was_corrected_is_no_longer_compared_with():
    """The sum that was wrong is not the story's; whoever tells the right one joins."""
    wrong = a_piece("CleanSpark borrows $200M", "CleanSpark borrowed $200 million.", id="loan")
    right = a_piece(
        "CleanSpark borrows $100M", "CleanSpark borrowed $100 million.", id="loan", at=later(1)
    )
    other = a_piece(
        "CleanSpark takes a $100M loan",
        "CleanSpark borrowed $100 million from a bank.",
        outlet="Grid Wire",
        at=later(2),
    )

    assert ["new", "correction", "joined"] == steps(wrong, right, other)


def test_an_id_that_is_used_for_something_else_begins_a_story():
    """Some feeds call their newest item `latest`, whatever it is."""
    other = again("Officers rehearse on Saturday.", title="Police prepare for riot drills")

    assert ["new", "new"] == steps(FIRST, other)


def test_the_same_words_under_an_id_of_their_own_each_time_are_nothing():
    assert ["new", "same", "same"] == steps(FIRST, again(id="x"), again(id="y"))


def test_a_misprint_put_right_under_another_id_is_nothing():
    fixed = again(TEXT.replace("Thursday's", "Thurdsay's"), id="desk-1b")

    assert ["new", "same"] == steps(FIRST, fixed)


def test_another_outlet_that_prints_the_same_words_joins():
    _, joined = placed(FIRST, again(outlet="Grid Wire", id="wire-9"))

    assert (Step.JOINED, "the same words as Miner Desk's of 12:20 UTC") == (joined.step, joined.why)


def test_a_headline_that_anybody_may_write_is_not_told_by_its_words_alone():
    """`Market update` of two outlets is not one event."""
    first, second = placed(
        a_piece("Market update", id="a"), a_piece("Market update", id="b", outlet="Grid Wire")
    )

    assert first.story is not second.story


def test_an_item_of_one_feed_is_none_of_another():
    first = a_piece(TITLE, TEXT, id="1", feed="desk")
    other = a_piece("IREN hires a chief of staff", "She starts today.", id="1", feed="wire")

    assert ["new", "new"] == steps(first, other)


@pytest.mark.parametrize(
    "after",
    [
        TEXT,
        TEXT.upper(),
        TEXT.replace("'", "’").replace(". ", " -- "),
        TEXT.replace("gain of", "gian of"),
        TEXT.replace("led with a gain", "led with gain"),
        f"{TEXT} Updated 10 October, 13:05 UTC",
        f"{TEXT} Last updated: Oct 10, 2025 9:05 am ET",
    ],
)
def test_tidying_up_says_nothing(after: str):
    assert trivial(Words.of(TITLE, TEXT), Words.of(TITLE, after))


@pytest.mark.parametrize(
    "after",
    [
        TEXT.replace("4%", "5%"),
        TEXT.replace("led", "did not lead"),
        TEXT.replace("6% rise", "6% fall"),
        TEXT.replace("IREN", "MARA"),
        TEXT.replace("$14.27", "€14.27"),
        TEXT.replace("rise", "rose").replace("led", "may lead"),
        TEXT.replace("after", "before"),
        f"{TEXT} The companies declined to comment on any of it.",
        "",
    ],
)
def test_what_changes_a_fact_is_never_trivial(after: str):
    assert not trivial(Words.of(TITLE, TEXT), Words.of(TITLE, after))


def test_versions_of_any_length_are_compared():
    assert not trivial(Words.of("", "a b " * 5_000), Words.of("", "c d " * 5_000))


def test_a_story_is_on_the_shelf_once_however_often_it_is_told():
    shelf = Shelf()

    placed(FIRST, again(), again(f"{TEXT} More of it follows."), shelf=shelf)

    assert 1 == len(shelf)


@pytest.mark.parametrize(
    ("said", "again", "step"),
    [
        ("$68,400", "$68,000", "joined"),
        ("$1.955 billion", "$2 billion", "joined"),
        ("$68,400", "$69,000", "update"),
        ("$1.955 billion", "$2.1 billion", "update"),
    ],
)
def test_who_rounds_a_number_tells_nothing_new(said: str, again: str, step: str):
    """An outlet that writes $68,000 has rounded what the first one wrote to the hundred."""
    text = "CleanSpark signed a lease with Microsoft in Texas worth {}. It runs for 12 years."
    first = a_piece("CleanSpark leases a Texas site to Microsoft", text.format(said))
    other = a_piece(
        "Microsoft takes CleanSpark's Texas site", text.format(again), outlet="Wire", at=later(1)
    )

    assert ["new", step] == steps(first, other)


def test_a_version_is_held_to_every_digit():
    _, corrected = placed(FIRST, again(TEXT.replace("$14.27", "$14.30")))

    assert (Step.CORRECTION, ("$14.3",)) == (corrected.step, corrected.fresh)
