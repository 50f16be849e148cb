"""What RSS, Atom and JSON Feed say is read the same, whichever of their dialects says it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import FeedError
from bot.feeds.news.item import MOST, TEXT, TITLE
from tests.feed_documents import NAMESPACES, URL, an_item, atom, rss, the_item, told

AT = datetime(2025, 10, 10, 12, 30, tzinfo=UTC)
PRESS_RELEASE = """
    <guid isPermaLink="true">https://wire.example/release/1</guid>
    <link>https://wire.example/release/1</link>
    <category domain="https://wire.example/rss/stock">Nasdaq:WULF</category>
    <category domain="https://wire.example/rss/ISIN">US0000000000</category>
    <category>Mergers &amp; acquisitions</category>
    <title>TeraWulf prices notes</title>
    <description><![CDATA[<p align="left">EASTON, Md.</p><p>TeraWulf priced <b>$3.2</b>&nbsp;
      billion of notes.</p>]]></description>
    <pubDate>Fri, 10 Oct 2025 12:30 GMT</pubDate>
    <dc:identifier>1</dc:identifier>
    <dc:contributor>TeraWulf Inc.</dc:contributor>
"""


def test_a_press_release_is_read_whole():
    """As GlobeNewswire writes it: tagged with an exchange, and dated without seconds."""
    item = the_item(rss(PRESS_RELEASE))

    assert "https://wire.example/release/1" == item.id == item.url
    assert "TeraWulf prices notes" == item.title
    assert "EASTON, Md. TeraWulf priced $3.2 billion of notes." == item.text
    assert (item.published, item.updated) == (AT, None)
    assert ("Nasdaq:WULF",) == item.tickers
    assert ("US0000000000", "Mergers & acquisitions") == item.labels
    assert "TeraWulf Inc." == item.author


def test_a_feed_says_its_name_and_how_long_it_stays_as_it_is():
    """A day is the longest that is believed."""
    entries = told(rss(an_item(), channel="<title>A &amp; B</title><ttl>90</ttl>"))
    longest = told(rss(channel="<ttl>99999</ttl>"))

    assert ("A & B", timedelta(minutes=90)) == (entries.title, entries.ttl)
    assert ("", timedelta(days=1)) == (longest.title, longest.ttl)
    assert told(rss()).ttl is None


def test_a_feed_with_nothing_in_it_is_a_feed():
    """A quiet day is no fault."""
    assert (told(rss()).items, told(rss()).tolerant) == ((), False)


def test_the_whole_text_is_preferred_to_its_teaser():
    """Where it is more than a picture."""
    teaser = "<title>t</title><description>Half of it.</description>"
    whole = "<content:encoded>&lt;p&gt;All of it.&lt;/p&gt;</content:encoded>"
    picture = "<content:encoded>&lt;img src='a.png'&gt;</content:encoded>"

    assert "All of it." == the_item(rss(teaser + whole)).text
    assert "Half of it." == the_item(rss(teaser + picture)).text


@pytest.mark.parametrize(
    "document",
    [
        (
            f'<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
            f'syntax-ns#"{NAMESPACES}><channel rdf:about="x"><title>The Wire</title></channel>'
            '<item rdf:about="one"><title>A miner mines</title><link>/a</link>'
            "<dc:date>2025-10-10T12:30:00Z</dc:date></item></rdf:RDF>"
        ),
        (
            "<rss version='0.91'><channel><title>The Wire</title><item><title>A miner mines</title>"
            "<guid>one</guid><link>../a</link><pubDate>10 Oct 25 08:30 EDT</pubDate></item>"
            "</channel></rss>"
        ),
        (
            '<rss xmlns="urn:made-up"><channel><title>The Wire</title><item><guid>one</guid>'
            "<link>/a</link><title>A miner mines</title><pubDate>1760099400</pubDate></item>"
            "</channel></rss>"
        ),
        (
            "<rss><channel><title>The Wire</title><item><item><title>A miner mines</title>"
            "<guid>one</guid><link>/a</link><pubDate>2025-10-10 12:30</pubDate></item></item>"
            "</channel></rss>"
        ),
        atom(
            "<title>A miner mines</title><id>one</id><link href='/a'/>"
            "<published>2025-10-10T08:30:00.000-04:00</published>",
            head="<title>The Wire</title>",
        ),
        (
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>The Wire</title><entry>'
            "<title>A miner mines</title><id>one</id><link rel='alternate' href='/a'/>"
            "<issued>2025-10-10T12:30Z</issued></entry></feed>"
        ),
        json.dumps(
            {
                "version": "https://jsonfeed.org/version/1.1",
                "title": "The Wire",
                "items": [
                    {
                        "id": "one",
                        "url": "/a",
                        "title": "A miner mines",
                        "date_published": "2025-10-10T12:30:00Z",
                    }
                ],
            }
        ),
    ],
    ids=["1.0", "0.91", "namespaced", "item in item", "atom", "atom 0.3", "json"],
)
def test_all_dialects_say_the_same(document: str):
    """Who changes from one to another tells no news by that."""
    entries = told(document)
    (item,) = entries.items

    assert "The Wire" == entries.title
    assert "one" == item.id
    assert "A miner mines" == item.title
    assert AT == item.published
    assert item.url.endswith("wire.example/a") or item.url == "https://wire.example/a"
    assert not entries.tolerant


def test_an_entry_of_atom_is_read_whole():
    """Its link is the one that people read, from where xml:base says that it starts."""
    item = the_item(
        atom(
            '<id>urn:a</id><title type="html">&lt;b>Hashrate&lt;/b> &amp;amp; power</title>'
            '<link rel="enclosure" href="sound.mp3"/><link rel="alternate" type="text/plain"'
            ' href="plain"/><link rel="alternate" type="text/html" href="page"/>'
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>One &lt;MW&gt;</p>'
            "<p>Two<b>s</b></p></div></content><updated>2025-10-10T12:30:00Z</updated>"
            '<category term="mining"/><category scheme="x/symbol" term="$IREN"/>'
            "<author><name>A. Desk</name></author>",
            root=' xml:base="https://desk.example/2025/"',
        )
    )

    assert "Hashrate & power" == item.title
    assert "https://desk.example/2025/page" == item.url
    assert "One <MW> Twos" == item.text
    assert (item.published, item.updated) == (AT, AT)
    assert (item.labels, item.tickers) == (("mining",), ("IREN",))
    assert "A. Desk" == item.author


def test_an_item_of_a_json_feed_is_read_whole():
    """A number may be its id, and HTML is preferred to nothing."""
    one = {
        "id": 7,
        "external_url": "https://other.example/x",
        "content_html": "<p>One</p><p>Two</p>",
        "date_modified": "2025-10-10T12:30:00Z",
        "tags": ["power", "NYSE: CLSK"],
        "authors": [{}, {"name": "A. Desk"}],
    }
    item = the_item(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [one]}))

    assert ("7", "https://other.example/x") == (item.id, item.url)
    assert ("One Two", "") == (item.title, item.text)
    assert (AT, ("power",), ("NYSE:CLSK",)) == (item.updated, item.labels, item.tickers)
    assert "A. Desk" == item.author


def test_one_broken_item_of_a_json_feed_stands_alone():
    """The others are read, and the fault is said."""
    items = [{"id": "one", "title": ["no", "title"]}, {"id": "two", "title": "A title"}]
    entries = told(json.dumps({"items": items}))

    assert ["two"] == [item.id for item in entries.items]
    assert ("it does not say its version", "an item in it is none") == entries.faults
    assert entries.tolerant


@pytest.mark.parametrize(
    ("category", "tickers"),
    [
        ("<category>NASDAQ: RIOT</category>", ("NASDAQ:RIOT",)),
        ("<category>NYSE American:BTCM</category>", ("NYSE American:BTCM",)),
        ('<category type="symbol">BRK.B</category>', ("BRK.B",)),
        ("<ndaq:tickers>MARA, RIOT,,mara</ndaq:tickers>", ("MARA", "RIOT")),
        ("<category>Topic: AI</category>", ()),
        ("<category>RIOT</category>", ()),
        ("<category domain='http://[broken'>HIVE</category>", ()),
        ("<category domain='x/stock'>Nasdaq:CAN</category>" * 2, ("Nasdaq:CAN",)),
    ],
)
def test_an_instrument_is_what_an_exchange_or_a_scheme_makes_one(
    category: str, tickers: tuple[str, ...]
):
    """A word in capitals alone is a word."""
    assert tickers == the_item(rss(an_item() + category)).tickers


@pytest.mark.parametrize(
    ("inside", "name"),
    [
        ("<guid>g</guid><link>/a</link>", "g"),
        ("<guid></guid><link>/a</link>", "https://wire.example/a"),
        ("<title>t</title>", "digest:"),
    ],
)
def test_an_item_without_a_name_is_called_by_its_link_or_its_words(inside: str, name: str):
    """So that it is the same item when it is read again."""
    document = rss(inside)

    assert the_item(document).id.startswith(name)
    assert the_item(document).id == the_item(document).id


def test_a_link_that_all_share_names_none_of_them():
    """Some lead from every item to their front page."""
    link = "<link>https://wire.example/</link>"
    ids = {
        item.id for item in told(rss(an_item(title="a") + link, an_item(title="b") + link)).items
    }

    assert 2 == len(ids)


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("<link> https://a.example/b?c=d&amp;e#f </link>", "https://a.example/b?c=d&e#f"),
        ("<link>/über uns</link>", "https://wire.example/%C3%BCber%20uns"),
        ("<link>file:///etc/passwd</link>", ""),
        ("<link>HTTPS://wire.example/A</link>", "https://wire.example/A"),
        ("<link>javascript:alert(1)</link>", ""),
        ("<link>//a.example/b</link>", "https://a.example/b"),
        ("<link>https://bank.example@evil.example/</link>", ""),
        ("<link>http://[::1</link>", ""),
        ("<link>https://a.example:port/</link>", ""),
        (f"<link>https://a.example/{'x' * 3000}</link>", ""),
        ("<link/><guid>https://a.example/b</guid>", "https://a.example/b"),
        ('<guid isPermaLink="false">https://a.example/b</guid>', ""),
        ('<atom:link rel="self" href="/me"/><atom:link href="/it"/>', "https://wire.example/it"),
    ],
)
def test_a_link_is_absolute_and_of_the_web(written: str, url: str):
    """What leads anywhere else leads nowhere."""
    assert url == the_item(rss(an_item() + written)).url


def test_the_newest_stands_first():
    """One without a date stays behind the one before it."""
    days = [("c", "10 Oct 2025"), ("b", ""), ("a", "8 Oct 2025"), ("d", "9 Oct 2025")]
    document = rss(*(an_item(guid=name, pubDate=day) for name, day in days))

    assert ["c", "b", "d", "a"] == [item.id for item in told(document).items]


@pytest.mark.parametrize("backwards", [True, False])
def test_of_too_many_the_newest_are_read_and_the_rest_counted(backwards: bool):
    """An archive goes on at its end; a feed at its beginning."""
    begins = datetime(2025, 1, 1, tzinfo=UTC)
    items = [
        an_item(guid=str(n), pubDate=(begins + timedelta(hours=n)).isoformat())
        for n in range(MOST + 700)
    ]
    entries = told(rss(*(items[::-1] if backwards else items)))

    assert str(MOST + 699) == entries.items[0].id
    assert (MOST, 700) == (len(entries.items), entries.left_out)


def test_everything_in_an_item_is_bounded():
    """What strangers write is stored, searched and shown."""
    item = the_item(
        rss(
            an_item(title="t" * 60_000, guid="g" * 5000, description="d" * 60_000)
            + "<category>c</category>" * 3
            + "".join(f"<category>{n:x<999}</category>" for n in range(99))
        )
    )

    assert (TITLE, TEXT, 2000) == (len(item.title), len(item.text), len(item.id))
    assert (50, 200) == (len(item.labels), max(map(len, item.labels)))


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        ("", "an empty body"),
        ("\ufeff \n", "an empty body"),
        ("Too many requests", "no feed"),
        ("<!DOCTYPE html><title>Sorry</title>", "a web page, no feed"),
        ("<!-- hi --><html><body>Sorry</body></html>", "a web page, no feed"),
        ("<x:html xmlns:x='a'/>", "a web page, no feed"),
        ("<?xml version='1.0'?><!DOCTYPE HTML><p>Sorry</p>", "a web page, no feed"),
        ("<urlset/>", "XML that is no feed"),
        ("<a>" * 9, "no feed"),
        ("{", "JSON that is broken"),
        ('{"items": 1}', "JSON that is no JSON Feed"),
        ('{"error": "no"}', "JSON that is no JSON Feed"),
        ("[1, 2]", "JSON that is no JSON Feed"),
        ('{"items": ' + "[" * 100_000, "JSON that is too deep"),
        ("<!DOCTYPE rss><rss/>", "with a DTD, which is not read"),
        ("<rss>" + "<a>" * 100, "more than 64 elements in one another"),
    ],
)
def test_what_is_no_feed_is_said_in_a_sentence(document: str, fault: str):
    """Whoever added it can see what is there instead."""
    with pytest.raises(FeedError, match=fault):
        told(document)


def test_what_has_no_title_is_called_by_its_first_words():
    """As what is posted rather than written."""
    short = the_item(rss("<description>Power is short.</description>"))
    long = the_item(
        rss("<description>Power is short. " + "So they build. " * 20 + "</description>")
    )

    assert ("Power is short.", "") == (short.title, short.text)
    assert long.title.endswith("So they build. So they …")
    assert long.text.startswith(long.title.rstrip(" …"))


def test_more_than_anybody_reads_is_left_out():
    """A feed that comes with whole books in it is read as far as its newest."""
    items = [an_item(description="word " * 150_000, guid=str(n)) for n in range(5)]
    entries = told(rss(*items))

    assert (["0", "1"], 3) == ([item.id for item in entries.items], entries.left_out)


def test_of_too_many_labels_the_first_are_read():
    """However they are written."""
    keywords = "<media:keywords>" + ",".join(f"{n:x}" for n in range(500)) + "</media:keywords>"

    assert 50 == len(the_item(rss(an_item() + keywords * 9)).labels)


def test_a_relative_link_starts_where_the_feed_is():
    """Not where its channel says that people read it."""
    channel = "<title>t</title><link>https://elsewhere.example/</link>"
    item = the_item(rss(an_item(link="a"), channel=channel))

    assert URL.replace("feed.xml", "a") == item.url
