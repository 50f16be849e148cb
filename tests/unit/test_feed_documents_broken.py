"""What is not written by the book is read all the same, says the same, and is said to be broken."""

import pytest

from bot.errors import FeedError
from bot.feeds.news.documents import tolerant
from bot.feeds.news.documents.letters import letters
from tests.feed_bombs import external, laughs, laughs_in_a_broken_one, parameters, quadratic
from tests.feed_documents import URL, an_item, atom, rss, the_item, told

ITEM = an_item(
    title="Hut 8’s plan &amp; more",
    guid="one",
    link="https://wire.example/a?b=1",
    description="&lt;p&gt;One&lt;/p&gt; Two",
    pubDate="Fri, 10 Oct 2025 12:30:00 GMT",
    category="power",
)
WHOLE = rss(ITEM)
BARE = rss(ITEM.replace("&amp;", "&"))
BROKEN = {
    "a bare ampersand": BARE,
    "a complaint before it": f"\n<b>Warning</b>: it is gone\n<?xml version='1.0'?>{WHOLE}",
    "a letter by a name of HTML's": rss(ITEM.replace(" &amp; ", "&nbsp;&amp; ")),
    "a prefix nobody declared": rss(ITEM, channel="<sy:x>1</sy:x>"),
    "such a prefix in an item": rss(f"{ITEM}<dc:b x:y='1'></dc:b><z:a/>"),
    "control characters": rss(ITEM.replace("&amp;", "\x0b&amp;\x00")),
    "a control character by its number": rss(ITEM.replace("&amp;", "&#11;&amp;")),
    "a word behind it": f"{WHOLE}<!-- served --> 0.1 s",
    "an end that is missing": WHOLE.replace("</channel>", ""),
    "an element that never ends": rss(f"{ITEM}<x>"),
    "an element that ends only": rss(f"{ITEM}</x>"),
    "a second one that breaks off": rss(ITEM, an_item(title="half of").replace("</title>", ""))[
        :-40
    ],
}


def xml(declared: str, title: str) -> str:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>'
    return declaration + rss(an_item(title=title))


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_feed_says_what_a_whole_one_does(broken: str):
    """Else all that it had told before would be told again as corrected, on the day it breaks."""
    first, *_ = told(broken).items

    assert the_item(WHOLE) == first
    assert told(broken).tolerant


def test_what_is_broken_is_said():
    """An operator can tell its publisher."""
    (fault,) = told(BARE).faults

    assert fault.startswith("it is no whole XML: not well-formed")
    assert not told(WHOLE).tolerant


def test_of_too_many_in_a_broken_one_the_first_are_read():
    """The rest is counted, as in a whole one."""
    items = [an_item(guid=str(n)) for n in range(700)]
    entries = told(rss(*items, channel="<title>A & B</title>"))

    assert (500, 200) == (len(entries.items), entries.left_out)
    assert ("A & B", "499") == (entries.title, entries.items[-1].id)


@pytest.mark.parametrize(
    "document",
    [
        rss("<title>" + "&" * 200_000 + "</title>"),
        rss("".join(f"<p{n}:a/>" for n in range(100))),
        rss("<item " + " ".join(f"a{n}='1'" for n in range(20_000)) + "/>"),
        rss("<a/>" * 70_000),
        "<" + "\xe9" * 100,
        "nothing in it",
        "<rss>&<item></item>" + "<div>" * 300,
    ],
    ids=["ampersands", "prefixes", "attributes", "elements", "letters", "words", "depth"],
)
def test_what_is_too_broken_is_no_feed(document: str):
    """There is an end to mending."""
    with pytest.raises(FeedError, match="answered"):
        told(document)


def test_sections_are_not_mended():
    """An ampersand in them is one already."""
    section = "<description><![CDATA[<p>a & b &amp; c</p>]]></description>"
    item = the_item(rss(f"<title>t</title>{section}<link>/a?b&c</link>"))

    assert ("a & b & c", "https://wire.example/a?b&c") == (item.text, item.url)


def test_half_an_item_is_not_read():
    """It would be a correction as soon as it is whole."""
    document = rss(an_item(guid="one"), an_item(guid="two", description="the beginning of"))

    assert ["one"] == [item.id for item in told(document[:-60]).items]


def test_the_tolerant_reader_reads_what_the_strict_one_does():
    """Where a document is whole, both may be asked."""
    inside = (
        "<guid>one</guid><title>A &lt;b&gt;miner&lt;/b&gt;</title><link>/a</link>"
        "<description>short</description><content:encoded>&lt;p&gt;long</content:encoded>"
        "<pubDate>Fri, 10 Oct 2025 12:30 EDT</pubDate><dc:creator>A. Desk</dc:creator>"
        '<category domain="https://wire.example/rss/stock">Nasdaq:WULF</category>'
    )
    entries = tolerant.entries(rss(inside), URL, 500)

    assert told(rss(inside)).items == entries.items
    assert entries.tolerant


def test_the_tolerant_reader_reads_atom_too():
    """Links, dates and labels are called otherwise there."""
    document = atom(
        '<id>one</id><title>A miner</title><link href="/a"/><category term="power"/>'
        "<published>2025-10-10T12:30:00Z</published><content type='html'>&lt;p>long</content>"
    )

    assert told(document).items == tolerant.entries(document, URL, 500).items


@pytest.mark.parametrize(
    "text",
    [
        "<rss><channel><item>" + "<div>" * 300,
        "<rss><channel><title>t</title></channel>",
        "<!DOCTYPE rss><rss><channel><item><title>t</title></item>",
        "<rss><![if",
    ],
)
def test_the_tolerant_reader_knows_its_limits_too(text: str):
    """It takes the square of the time for tags in one another, and reads a DTD."""
    with pytest.raises(FeedError):
        tolerant.entries(text, URL, 500)


@pytest.mark.parametrize(
    "bomb", [laughs(), laughs_in_a_broken_one(), quadratic(), external(), parameters()]
)
def test_nothing_in_a_document_grows(bomb: bytes):
    """Whether or not it is broken before it does."""
    with pytest.raises(FeedError, match=r"no feed|a DTD"):
        told(bomb)


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        *(("ISO-8859-1", "cp1252"), ("windows-1252", "cp1252"), ("utf-8", "utf-8")),
        *(("us-ascii", "cp1252"), ("utf-16", "utf-16"), ("utf-16", "utf-16-le")),
        *(("utf-16", "utf-16-be"), ("utf-8", "utf-8-sig"), ("utf-32", "utf-32")),
    ],
)
def test_a_document_is_read_in_the_encoding_it_says(declared: str, written: str):
    """The SEC says ISO-8859-1, and means what Windows writes."""
    title = "Hut 8’s “plan” – 5 € é"
    entries = told(xml(declared, title).encode(written))

    assert (title, False) == (entries.items[0].title, entries.tolerant)


@pytest.mark.parametrize(
    ("declared", "written"),
    [("ISO-8859-1", "utf-8"), ("utf-8", "cp1252"), ("gb2312", "utf-8"), ("x-none", "cp1252")],
)
def test_a_document_that_says_the_wrong_encoding_is_read_all_the_same(declared: str, written: str):
    """What reads as UTF-8 is UTF-8, and what does not was written on Windows."""
    title = "Hut 8’s “plan” – 5 € é"
    entries = told(xml(declared, title).encode(written))

    assert (title, True) == (entries.items[0].title, entries.tolerant)


def test_two_encodings_in_one_document_are_both_read():
    """Some put together what they have from elsewhere."""
    body = rss(an_item(title="é €"), an_item(title="XX")).encode().replace(b"XX", b"\xe9 \x80")

    assert ["é €", "é €"] == [item.title for item in told(body).items]


def test_an_encoding_of_the_east_is_read():
    """Expat knows none of them by itself."""
    entries = told(xml("shift_jis", "採掘").encode("shift_jis"))

    assert ("採掘", False) == (entries.items[0].title, entries.tolerant)


def test_the_server_is_believed_where_the_document_says_nothing():
    """And where it is right."""
    body = rss(an_item(title="Москва")).encode("cp1251")

    assert "Москва" == told(body, content_type='text/xml; charset="windows-1251"').items[0].title


def test_what_is_in_no_encoding_at_all_is_read_as_far_as_it_is():
    """A byte that stands for nothing is shown as such."""
    found = letters(b"\xff\xfea\x00b\x00\x00\xd8")

    assert ("ab\ufffd".encode(), ("some of its bytes are no utf-16-le",)) == (
        found.utf8,
        found.faults,
    )
