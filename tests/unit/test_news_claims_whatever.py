"""Claims of texts that nobody wrote: whatever the words, they are read to the end."""

from hypothesis import given
from hypothesis import strategies as st

from bot.news import claiming
from bot.news.claims import Figure
from bot.news.contradictions import contradictions
from tests.news_pieces import CALENDAR, a_piece

VOCABULARY = (
    "IREN TeraWulf Bitcoin 4% $66 $90 billion rose fell led with by of to at near up down higher"
    " gain after Thursday's this year since June before the bell and , . ; : ( ) — which if could"
    " not shares it both miners worth market value revenue respectively tripled 's - + Acme &"
    " from more than 150 MW by year-end within weeks on October 32 in Q3 each for a an"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
TEXTS = st.lists(WORDS, max_size=60).map(" ".join)


@given(TEXTS)
def test_no_order_of_words_is_too_much(text: str):
    piece = a_piece(text)

    found = claiming.read(piece, CALENDAR)

    assert all(0 <= claim.start < claim.end <= len(piece.words.all) for claim in found)


@given(TEXTS)
def test_the_same_text_makes_the_same_claims(text: str):
    piece = a_piece(text)

    assert claiming.read(piece, CALENDAR) == claiming.read(piece, CALENDAR)


@given(TEXTS)
def test_a_number_has_no_more_than_one_figure_of_a_subject(text: str):
    found = [
        (claim.subject, claim.start)
        for claim in claiming.read(a_piece(text), CALENDAR)
        if claim.figure is not Figure.LEADER
    ]

    assert len(set(found)) == len(found)


@given(TEXTS)
def test_only_what_was_claimed_contradicts(text: str):
    found = claiming.read(a_piece(text), CALENDAR)

    pairs = contradictions(found)

    assert all(pair.claim in found and pair.against in found for pair in pairs)


def test_a_long_text_of_numbers_is_read_to_its_end():
    """What a stranger writes may be 20,000 characters of one sentence."""
    text = "IREN rose 4% to $66 on Thursday and " * 550

    assert claiming.read(a_piece(text), CALENDAR)
