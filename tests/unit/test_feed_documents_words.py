"""HTML becomes the words that somebody would read, in one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.feeds.news.documents.markup import plain


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("<p>One</p><p>Two</p>", "One Two"),
        ("One<br>Two<br/>Three", "One Two Three"),
        ("Tera<b>Wulf</b> <i>added</i> 5&nbsp;%", "TeraWulf added 5 %"),
        ("<ul><li>a<li>b</ul>", "a b"),
        ("<td>1</td><td>2</td>", "1 2"),
        ("90 billion<sup>1</sup>", "90 billion 1"),
        ("P&amp;L &#8217;s &euro;5 &hellip;", "P&L ’s €5 …"),
        ("AT&T < 5 and > 3, x <y and z> w", "AT&T < 5 and > 3, x <y and z> w"),
        ("loss <$5M", "loss <$5M"),
        ("&lt;p&gt;Twice&lt;/p&gt;", "Twice"),
        ("a<script>if (1 < 2) alert('x')</script>b", "a b"),
        ("a<STYLE type=x>p {color: red}</Style >b", "a b"),
        ("a<style>never ends", "a"),
        ("a<!-- <p>no</p> -->b", "a b"),
        ("a<!-- never ends", "a"),
        ("a<![CDATA[ x > y ]]>b", "a b"),
        ("a<?php echo 1 ?>b", "a b"),
        ('<a href="x" title="a > b">c</a>', "c"),
        ("<a href='x\">c</a>", "c"),
        ("<o:p>c</o:p><my-tag>d</my-tag>", "c d"),
        ("cut <a href=", "cut"),
        ("\x00a\u200bb\u202ec\ud800", "abc"),
        (" a \n\t b\u2028c ", "a b c"),
    ],
)
def test_words_are_what_remains(markup: str, words: str):
    """A block ends a word, a letter in bold does not; only what HTML names is a tag."""
    assert words == plain(markup, 1000)


def test_no_more_is_read_than_is_asked_for():
    """Nor is a blank left where it is cut."""
    assert "ab" == plain("ab cd", 3)


@given(st.text(alphabet="<>!-/?&;\"'= apscriptl]["), st.integers(0, 50))
def test_no_markup_breaks_it(markup: str, most: int):
    """And what is given has no line in it and no more letters."""
    words = plain(markup, most)

    assert len(words) <= most
    assert words == " ".join(words.split())


@pytest.mark.parametrize(
    "piece", ["<", "<a ", '<a "', "<!--", "<![CDATA[", "<script", "</", "&", "<a b='"]
)
def test_a_hostile_text_takes_no_longer_than_a_plain_one(piece: str):
    """Each would take the square of its length where something looks for its end each time."""
    assert len(plain(piece * 200_000, 100)) <= 100
