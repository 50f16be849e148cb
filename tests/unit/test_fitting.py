"""Text from outside is shown as it was meant, and does nothing: no direction, no heap, no ghost."""

from unicodedata import category, combining

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot import fitting
from bot.fitting import ELLIPSIS, MARKS, Measure, broken, clean, cut, pages, utf16
from tests.hostile import texts

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
WAVING = "\U0001f44b\U0001f3fd"
RAINBOW = "\U0001f3f3\ufe0f\u200d\U0001f308"
GERMANY, FRANCE = "\U0001f1e9\U0001f1ea", "\U0001f1eb\U0001f1f7"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
KEYCAP = "1\ufe0f\u20e3"
NEPALI = "\u0936\u094d\u0930\u0940\u092e\u093e\u0928\u094d\u200c\u0915\u094b"
SINHALA = "\u0d9a\u0dca\u200d\u0dc2"
BENGALI = "\u09b0\u200d\u09cd\u09af"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
VIETNAMESE = "Hue\u0302\u0301"
BURMESE = "\u1019\u103c\u103d\u103e\u1031\u1037"
THAI = "\u0e01\u0e33\u0e25\u0e31\u0e07"
KOREAN = "\u1112\u1161\u11ab\u1100\u1173\u11af"

MEANT = [
    *("IREN +4.01% at $66.40", "two\nlines\n\nand a third", "Zürich", "10\xa0000 \u202f \u3000"),
    *(FAMILY, WAVING, RAINBOW, GERMANY, ENGLAND, KEYCAP, "\u2764\ufe0f"),
    *(NEPALI, SINHALA, BENGALI, PERSIAN, VIETNAMESE, BURMESE, THAI, KOREAN),
]


def bytes_of(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def escaped(text: str) -> int:
    """Count as whoever escapes first and measures then; some letters count for five."""
    return len(text) + 4 * text.count("&") + 3 * text.count("<")


def squares(text: str) -> int:
    """Count more for every letter than for the one before; no two parts add up to the whole."""
    return len(text) ** 2


MEASURES = st.sampled_from([len, utf16, bytes_of, escaped, squares])


@pytest.mark.parametrize("text", MEANT)
def test_what_was_meant_is_left_alone(text: str):
    """Emoji are joined, Persian and Indic words are shaped, by what elsewhere is a trick."""
    assert text == clean(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("user\u202egnp.exe", "usergnp.exe"),
        ("\u2066\u2067\u2068a\u2069\u200e\u200f\u061c", "a"),
        ("I\u200bR\u2060E\ufeffN\u00ad", "IREN"),
        ("I\u200dR\u200cEN", "IREN"),
        ("\u0645\u200d\u0647", "\u0645\u0647"),
        ("\U0001f600\u200d\u200d\U0001f600", "\U0001f600\U0001f600"),
        ("a\ufe0fb\ufe0e", "ab"),
        ("\u845b\U000e0100", "\u845b"),
        ("hi\U000e0049\U000e0067\U000e006e\U000e006f\U000e0072\U000e0065", "hi"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e0078\U000e007f", "\U0001f3f4"),
        ("\x00a\x1b[31mb\x7f\x9b", "a[31mb"),
        ("\ud83d \udc4b", " "),
        ("\ue000\U000f0000\ufdd0\uffff\u0378", ""),
        ("\u3164\u115f\uffa0\u034f\ufffc", ""),
        ("a\u2800b\tc", "a b c"),
        ("a\r\nb\rc\u2028d\u2029e\x85f\x0bg", "a\nb\nc\nd\ne\nf\ng"),
        ("a\n\n\n \n\n\nb", "a\n\nb"),
        ("\u0301\u0302b\n\u0303c \u0301d", "b\nc d"),
        ("a" + "\u0301" * 50 + "b", "a" + "\u0301" * MARKS + "b"),
        ("\u0e01" + "\u0e47" * 50, "\u0e01" + "\u0e47" * MARKS),
        ("a" + "\u0301\u0903" * 50, "a" + "\u0301\u0903" * MARKS + "\u0903" * (50 - MARKS)),
        ("x" + "\u094d\u200d" * 50, "x" + "\u094d\u200d" * MARKS),
    ],
)
def test_what_does_something_and_shows_nothing_is_left_out(text: str, shown: str):
    """A name that turns the line around, a price hidden in another, a heap over three lines."""
    assert shown == clean(text)


def test_an_emoji_that_is_newer_than_python_is_shown():
    """What it will look like is not ours to know; that it is one is reserved already."""
    assert "\U0001fae8 \U0001faff" == clean("\U0001fae8 \U0001faff")


def test_every_virama_is_one():
    """They are written out, for looking them up takes as long as all the rest."""
    assert [] == [hex(ord(c)) for c in fitting.VIRAMAS if combining(c) != 9]


@given(st.text() | texts)
@example("\u0301" * 10 + "\u200d\u094d\u200d")
def test_what_was_cleaned_is_clean(text: str):
    """It is cleaned at more than one place, and compared with what was cleaned elsewhere."""
    once = clean(text)

    assert once == clean(once)


@given(st.text() | texts)
def test_nothing_is_added_and_nothing_moves(text: str):
    """What is left out changes no word; only breaks and odd spaces are written another way."""
    left = iter(text.replace("\r\n", "\n"))
    breaks = {"\n": "\n\r\x0b\x0c\x85\u2028\u2029", " ": " \t\u2800"}

    assert all(any(c in breaks.get(kept, kept) for c in left) for kept in clean(text))


@given(st.text() | texts)
def test_nothing_unseen_is_left_by_itself(text: str):
    """A name of ghosts is no name: whoever looks for something to see finds nothing as well."""
    unseen = {"Cc", "Cs", "Co", "Zl", "Zp"}
    kinds = [category(c) for c in clean(text) if c != "\n"]

    assert not unseen & set(kinds)
    assert not clean("".join(c for c in text if category(c) in {"Cf", *unseen})).strip()


@given(texts, st.integers(0, 60), MEASURES)
@example("a" * 10, 0, len)
@example("\U0001f600" * 10, 1, utf16)
@example("&" * 10, 5, escaped)
def test_what_was_cut_is_never_too_long(text: str, most: int, measure: Measure):
    """However a platform counts: one that is too long is refused, and then nobody hears of it."""
    assert measure(cut(text, most, measure)) <= most


@given(texts, st.integers(1, 60), MEASURES)
@example(" one two", 5, len)
def test_what_was_cut_is_the_beginning(text: str, most: int, measure: Measure):
    shown = cut(text, most, measure)

    assert shown == text or text.startswith(shown.removesuffix(ELLIPSIS))
    assert shown == text or not shown or shown.endswith(ELLIPSIS)


@given(texts, st.integers(1, 60))
def test_what_fits_is_not_cut(text: str, spare: int):
    assert text == cut(text, len(text) + spare - 1)


@pytest.mark.parametrize(
    "letter",
    [
        *(FAMILY, WAVING, RAINBOW, GERMANY, ENGLAND, KEYCAP),
        *(SINHALA, "\u0915\u094d\u0937", "e\u0301", THAI[:2], KOREAN[:3]),
    ],
)
def test_a_letter_is_whole_or_is_not_there(letter: str):
    """Half a flag is another flag's beginning, half a family is somebody else."""
    text = clean(letter * 20)
    shown = [cut(text, most).removesuffix(ELLIPSIS) for most in range(2, len(text))]

    assert [] == [s for s in shown if len(s) % len(letter)]


def test_of_flags_in_a_row_none_is_taken_apart():
    """They are pairs only as counted from the first."""
    shown = cut(GERMANY + FRANCE * 3, 6)

    assert GERMANY + FRANCE + ELLIPSIS == shown


def test_a_heap_without_end_is_cut_all_the_same():
    """What some call one letter may be a thousand characters; then something is to be seen."""
    shown = cut(clean(f"{FAMILY}\u200d" * 500), 100)

    assert 90 < len(shown) <= 100


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("IREN signs a contract", 16, "IREN signs a…"),
        ("IREN\nsigns", 7, "IREN…"),
        ("IREN has a verylongwordofnospaces", 20, "IREN has a verylong…"),
        ("one  two", 5, "one…"),
        ("abc", 3, "abc"),
        ("abcd", 1, "…"),
        ("abcd", 0, ""),
    ],
)
def test_a_text_is_cut_between_words_where_one_ends_nearby(text: str, most: int, shown: str):
    assert shown == cut(text, most)


def test_a_pair_that_was_never_joined_is_not_torn():
    """Some programs write an emoji as two halves, and Python keeps them apart."""
    assert "a\ud83d\udc4b" + ELLIPSIS == cut("a\ud83d\udc4bbcd", 4)
    assert "a" + ELLIPSIS == cut("a\ud83d\udc4bbcd", 3)


@given(texts, st.integers(1, 60), MEASURES)
def test_a_line_that_is_broken_is_whole(text: str, most: int, measure: Measure):
    """On a page of its own each part fits, and put together they are what was said."""
    parts = broken(text, most, measure)

    assert text == "".join(parts)
    assert [] == [part for part in parts if measure(part) > most and len(part) > 1]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("one two three", ["one two ", "three"]),
        ("onetwothree", ["onetwoth", "ree"]),
        (GERMANY * 5, [GERMANY * 4, GERMANY]),
        ("", [""]),
    ],
)
def test_a_line_is_broken_between_words_or_else_between_letters(line: str, parts: list[str]):
    assert parts == broken(line, 9 if " " in line else 8)


@given(st.lists(texts, max_size=12), st.integers(1, 80), MEASURES)
def test_pages_hold_every_line_in_order(lines: list[str], most: int, measure: Measure):
    """Nothing is lost but what no page could hold."""
    found = pages(lines, most, measure)

    assert "\n".join(cut(line, most, measure) for line in lines) == "\n".join(found)
    assert [] == [page for page in found if measure(page) > most]


def test_a_page_is_filled_before_another_is_begun():
    assert ["one\ntwo", "three"] == pages(["one", "two", "three"], 7)


def test_telegram_counts_an_emoji_twice():
    assert 3 == utf16("a\U0001f600")


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        ([], []),
        (["one", "two"], [False, False]),
        (["wrong:", "  IREN prise", "       ^^^^^"], [False, True, True]),
        (["^ 4% of it", "", "  "], [False, False, False]),
    ],
)
def test_carets_stand_in_columns_with_what_they_point_at(lines: list[str], columns: list[bool]):
    """Letters of many widths would have them point at another word."""
    assert columns == fitting.in_columns(lines)
