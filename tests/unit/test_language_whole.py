"""The language as a whole: what is written out is read back, and any text is read or refused."""

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.rules.conditions import Condition
from bot.rules.language import KEYWORDS, LENGTH_LIMIT, RuleFault, lead, parse, parse_led
from bot.rules.measure import Scope
from tests.writing import LISTS, printed, rules


def read(text: str, own: Scope | None) -> Condition:
    return parse(text, watchlists=LISTS, own=own)


@settings(max_examples=300)
@given(rules())
def test_what_is_written_out_is_read_back_the_same(rule: tuple[Condition, Scope | None]):
    """No form, sign, symbol or bracket is lost or moved on the way."""
    condition, own = rule
    text = printed(condition)
    assume(len(text) <= LENGTH_LIMIT)

    assert condition == read(text, own)


SOUP = st.lists(
    st.sampled_from([*sorted(KEYWORDS), *"()+-*/,%$.", "..", "price", "premarkt", "miners", "IREN"])
    | st.sampled_from(["miners.cap", "IREN.change", "iren.price", "4", "4%", "90B", "1.2.3", "$5"])
    | st.sampled_from(["sma(20)", "sma(", "beta", "15m", "2x", "high", "low", "news", "minrs"])
    | st.sampled_from(["news", "stories", "claim", "mismatch", "about", "mentions", "from", "on"])
    | st.sampled_from(['"AI"', "\u201cHPC\u201d", '"', "ai-hpc", "any of", "or", "and", "not"])
    | st.sampled_from(["60..70", "IREN.sma(20", "miners.required(100B,2030-12-31)"])
    | st.sampled_from([">", "<=", "=", "==", "&&", "!", "≥", "Ünder", "\x00", "\ud800", "x" * 99]),
    max_size=14,
)
TEXTS = st.text(max_size=60) | st.builds(str.join, st.sampled_from(["", " "]), SOUP)


@settings(max_examples=800)
@given(text=TEXTS, own=st.sampled_from([None, *Scope]))
@example(text="(" * LENGTH_LIMIT, own=None)
@example(text="." * LENGTH_LIMIT, own=None)
@example(text="a." * 250, own=None)
@example(text="price within 2% of", own=None)
@example(text=f"{'(' * 245}price{')' * 245} > 4", own=Scope.INSTRUMENT)
@example(text=f"{'gap+' * 120}gap > 4%", own=Scope.INSTRUMENT)
@example(text="price at new", own=Scope.INSTRUMENT)
@example(text="sma(20", own=Scope.INSTRUMENT)
def test_any_text_is_read_or_refused_within_its_bounds(text: str, own: Scope | None):
    """Nothing else comes out of a text, whatever somebody pastes into a chat."""
    try:
        read(text, own)
    except RuleFault as found:
        assert 0 <= found.at <= found.at + found.length <= len(text)  # noqa: PT017 (or no fault at all) (both are fine)
        assert str(found).startswith(found.message)  # noqa: PT017 (or no fault at all)


@settings(max_examples=300)
@given(TEXTS | st.builds("{} {}".format, st.sampled_from(["IREN", "F", "miners", "$x"]), TEXTS))
def test_any_typed_text_is_read_or_refused_within_its_bounds(text: str):
    """What is put in for a figure that was not named is no part of what was typed."""
    try:
        parse_led(text, watchlists=LISTS)
    except RuleFault as found:
        assert 0 <= found.at <= found.at + found.length <= len(text)  # noqa: PT017 (or no fault at all) (both are fine)
        assert found.text == text  # noqa: PT017 (or no fault at all)


@given(rules())
def test_a_condition_that_leads_with_no_subject_stays_as_it_is(
    rule: tuple[Condition, Scope | None],
):
    """Whatever a rule begins with, it is not taken for the name of a subject."""
    text = printed(rule[0])

    assert (None, text) == lead(text, watchlists=LISTS)


@pytest.mark.parametrize("form", ["price {} 4", "price > 4 {} gap > 1%", "{} > 4"])
@given(word=st.sampled_from(sorted(KEYWORDS)))
def test_a_word_of_the_language_out_of_place_is_told(form: str, word: str):
    """The table of what may follow has a sentence for every place in the grammar."""
    text = form.format(word)
    try:
        read(text, Scope.INSTRUMENT)
    except RuleFault as found:
        assert found.message  # noqa: PT017 (or no fault at all) (both are fine)
