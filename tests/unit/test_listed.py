"""Lists as they are typed and pasted: whatever comes is a list, or is refused in a sentence."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import UserError
from bot.market.instruments import Symbol
from handlers.listed import Sheet, amounts, is_slip, sheet, symbols

IREN, WULF = Symbol("IREN"), Symbol("WULF")


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("IRNE", "IREN", True),  # two letters swapped
        ("IRE", "IREN", True),  # one less
        ("IRREN", "IREN", True),  # one more
        ("IREM", "IREN", True),  # one else
        ("RIEN", "IREN", True),
        ("MSTR", "MSFT", False),  # two else
        ("NERI", "IREN", False),
        ("IR", "IREN", False),
        ("F", "T", False),  # both are there
        ("BTC-EUR", "BTC-USD", False),
    ],
)
def test_a_slip_is_one_letter_from_what_was_meant(typed: str, meant: str, expected: bool):
    """Either way round."""
    assert (expected, expected) == (is_slip(typed, meant), is_slip(meant, typed))


@given(st.text(st.sampled_from("IRENWULF"), min_size=3, max_size=6), st.data())
def test_every_symbol_with_two_neighbours_swapped_is_a_slip_of_it(word: str, data: st.DataObject):
    """It is the slip people make most."""
    at = data.draw(st.integers(0, len(word) - 2))

    assert is_slip(f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}", word)


def test_symbols_are_read_once_each_in_the_order_they_were_typed():
    """With whatever between them, and a sign in front."""
    assert (WULF, IREN) == symbols("$wulf, iren;IREN\n WULF", [IREN])


@pytest.mark.parametrize(
    ("text", "expected"),
    [("90b 80B, 80B", ("80B", "90B")), ("none", ()), ("1.5T 999B", ("999B", "1.5T"))],
)
def test_amounts_rise(text: str, expected: tuple[str, ...]):
    """However they were typed."""
    assert expected == amounts(text)


@given(st.text(max_size=200))
def test_any_text_is_a_list_or_is_refused(text: str):
    """What people paste comes from anywhere; nothing of it is our fault."""
    found: object = None
    try:
        found = sheet(text)
    except UserError as error:
        found = error

    assert isinstance(found, Sheet | UserError)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
)


@given(ANYTHING, ANYTHING)
def test_any_json_is_a_list_or_is_refused(members: object, milestones: object):
    """Its members may be anything at all."""
    found: object = None
    try:
        found = sheet(json.dumps({"members": members, "milestones": milestones}))
    except UserError as error:
        found = error

    assert isinstance(found, Sheet | UserError)
