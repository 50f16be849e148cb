"""Every spelling is found where it stands as a whole word, and nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.names.keywords import Hit, Keywords, Spelling, folded


def hits(text: str, *spellings: Spelling | str) -> list[str]:
    """Return what is found, in the order of the text."""
    known = [one if isinstance(one, Spelling) else Spelling(one) for one in spellings]
    found = Keywords([(one, one.text) for one in known]).find(text)
    return [
        text[hit.start : hit.end] for hit in sorted(found, key=lambda hit: (hit.start, -hit.end))
    ]


def test_a_spelling_is_found_in_any_case_and_with_any_hyphen():
    text = "DATA CENTER, data-center, Data\u2010Center"

    assert ["DATA CENTER", "data-center", "Data\u2010Center"] == hits(text, "data center")


def test_a_spelling_is_a_whole_word():
    assert [] == hits("siren irene IREN1 4IREN \u00efren", "iren")


def test_what_is_no_letter_and_no_digit_ends_a_word():
    assert ["iren"] * 5 == hits("iren, (iren) iren's #iren\niren", "iren")


def test_names_within_names_are_found_too():
    """An alternation of regular expressions gives one of them; which counts is not ours to say."""
    names = ("bit digital", "bit", "digital", "digital bit")

    assert ["bit digital", "bit", "digital"] == hits("bit digital", *names)


def test_overlapping_names_are_both_found():
    assert ["core data", "data center"] == hits("core data center", "core data", "data center")


def test_one_spelling_may_stand_for_several_things():
    keywords = Keywords([(Spelling("hut 8"), "HUT"), (Spelling("Hut-8"), "shed")])

    assert [Hit("HUT", 0, 5), Hit("shed", 0, 5)] == list(keywords.find("Hut 8 rose"))


def test_an_exact_spelling_is_found_in_its_own_case_alone():
    assert ["AI"] == hits("AI, said Ai, ai", Spelling("AI", exact=True))


def test_an_exact_spelling_of_several_words_has_hyphens_too():
    assert ["EH-s"] == hits("EH-s eh-s", Spelling("EH s", exact=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [("gigawatts", ["gigawatts"]), ("gigawattss", []), ("gigawattes", ["gigawattes"])],
)
def test_a_plural_is_found_where_it_is_asked_for(text: str, found: list[str]):
    assert found == hits(text, Spelling("gigawatt", plural=True))


def test_a_plural_is_another_word_where_it_is_not():
    assert [] == hits("riots", "riot")


def test_a_unit_may_follow_its_number_at_once():
    assert ["MW"] == hits("750MW xMW", Spelling("MW", exact=True, glued=True))


def test_apostrophes_have_many_shapes():
    assert ["Lowe\u2019s"] == hits("Lowe\u2019s rose", "Lowe's")


def test_no_spelling_finds_nothing():
    assert [] == hits("anything", "", "  ")


@given(st.text(max_size=100))
def test_folding_keeps_every_character_s_place(text: str):
    """`\u0130` is two characters in lower case; what follows would be found beside itself."""
    assert len(text) == len(folded(text))


WORDS = st.lists(st.sampled_from(["a", "ab", "b", "ba", "ab a", "a-b", "a b"]), max_size=12)


@given(st.sets(st.sampled_from(["a", "ab", "ab a", "b", "a b", "b ab"])), WORDS)
def test_all_that_a_slow_search_finds_is_found(spellings: set[str], pieces: list[str]):
    """One look at each place for each spelling is what it has to come to."""
    text = " ".join(pieces)
    expected = {
        (found.start(), found.end(), one)
        for one in spellings
        for found in re.finditer(rf"(?<!\w)(?={one.replace(' ', '[ -]')}(?!\w))()", text)
    }
    found = Keywords([(Spelling(one), one) for one in sorted(spellings)]).find(text)

    assert {(start, one) for start, _, one in expected} == {(hit.start, hit.of) for hit in found}
