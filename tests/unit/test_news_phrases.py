"""A phrase is said however it is written, counted and abbreviated, and never by chance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.news.names.phrases import LONGEST, MEANS, Phrase, spelled
from bot.news.words import MOST, Words, plain


def said(phrase: str, text: str) -> list[str]:
    """Return the words that say it."""
    words = Words.of("", text)
    return [words.said(span) for span in Phrase(phrase).find(words)]


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("gigawatt", "Two gigawatts, a Gigawatt", ["gigawatts", "Gigawatt"]),
        ("data center", "data-center and Data Centers", ["data-center", "Data Centers"]),
        ("tariffs", "a tariff, then Tariffs", ["tariff", "Tariffs"]),
        ("policy", "policies of a policy", ["policies", "policy"]),
        ("subsidies", "a subsidy", ["subsidy"]),
        ("news", "no new news", ["news"]),
        ("gas", "gas, gases, and ga", ["gas", "gases"]),
        ("class", "classes", ["classes"]),
        ("riot", "riotous rioters", []),
        ("8-K", "an 8-K filing", ["8-K"]),
        ("C++", "in C++ now", ["C++"]),
        ("Lowe's", "Lowe\u2019s and lowe's", ["Lowe\u2019s", "lowe's"]),
    ],
)
def test_a_phrase_is_found_as_whole_words_in_any_number(phrase: str, text: str, found: list[str]):
    assert found == said(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("AI", "AI said Ai maintains aid", ["AI"]),
        ("AIs", "an AIs' race", ["AIs"]),
        ("GPU", "GPUs, gpus", ["GPUs"]),
        ("lawsuit", "LAWSUIT", ["LAWSUIT"]),
        ("Azure", "azure skies and AZURE", ["azure", "AZURE"]),
    ],
)
def test_short_words_of_capitals_are_found_in_capitals_alone(
    phrase: str, text: str, found: list[str]
):
    assert found == said(phrase, text)


@pytest.mark.parametrize(
    ("phrase", "text"),
    [
        ("AI", "artificial-intelligence customers"),
        ("artificial intelligence", "an A.I. boom"),
        ("HPC", "High-performance computing"),
        ("gigawatts", "2 GW"),
        ("GW", "two gigawatts"),
        ("MW", "a 750MW site"),
        ("megawatt", "a 750 MW site"),
        ("EH/s", "18 exahashes"),
    ],
)
def test_what_means_the_same_is_found_as_well(phrase: str, text: str):
    assert Phrase(phrase).said(Words.of("", text))


@pytest.mark.parametrize("row", MEANS)
def test_each_form_of_a_meaning_leads_to_all_of_them(row: tuple[str, ...]):
    ways = [{one.text.casefold() for one in spelled(form)} for form in row]

    assert all(ways[0] == other for other in ways)


def test_a_headline_and_its_text_are_not_one_phrase():
    assert not Phrase("data center").said(Words.of("New data", "Center of town"))


@pytest.mark.parametrize("text", ["", "   ", "!?", "---", "x" * (LONGEST + 1)])
def test_what_has_no_letter_or_no_end_is_no_phrase(text: str):
    with pytest.raises(ValueError, match="at most 100 characters"):
        Phrase(text)


def test_two_phrases_of_one_text_are_equal():
    """Rules are compared by what they say."""
    assert Phrase("AI") == Phrase("AI")


@given(st.text(max_size=LONGEST // 18))  # a letter may stand for as many as 18
def test_any_text_with_a_letter_is_a_phrase(text: str):
    assert bool(spelled(text)) is any(map(str.isalnum, plain(text)))


@given(
    st.lists(st.sampled_from(["a", "ab", "b-a", "bab", "-ab"]), min_size=1, max_size=20).map(
        " ".join
    )
)
def test_a_phrase_is_said_where_it_is_written(text: str):
    assert Phrase(text).said(Words.of("", f"so: {text} (indeed)"))


def test_a_hostile_text_is_searched_in_its_length():
    assert [] == said("a a a a a a b", "a " * MOST)
