"""Feeds that nobody would write, by the thousand: `python -m tests.fuzz_feeds --minutes 10`.

Seeds of each format are cut, doubled, crossed with one another and strewn with what parsers
stumble over. Each is either read within bounds or refused with a FeedError; the first that ends
otherwise is shown, with the number that makes it again.
"""

import argparse
import random
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

import msgspec

from bot.errors import FeedError
from bot.feeds.news.documents.document import read
from bot.feeds.news.filings import filings
from bot.feeds.news.item import ADDRESS, MOST, NAME, TEXT, TITLE, Entries, Item
from tests.feed_documents import URL, an_item, atom, rss

MOST_BYTES = 40_000
"""Bytes of a document; larger ones are for tests/feed_bombs.py."""

_ITEM = an_item(
    title="Hut 8’s &lt;b&gt;plan&lt;/b&gt; &amp; more",
    guid="one",
    link="https://wire.example/a?b=1&amp;c=2",
    pubDate="Fri, 10 Oct 2025 12:30 EDT",
    category="Nasdaq:WULF",
    description="<![CDATA[<p>Two <a href='x'>GW</a> of power</p><script>1 < 2</script>]]>",
)
_ENTRY = (
    "<id>urn:tag:sec.gov,2008:accession-number=0001083743-25-000042</id>"
    "<title type='html'>8-K - TERAWULF INC. (0001083301) (Filer)</title>"
    "<link rel='alternate' type='text/html' href='/Archives/1'/><category term='8-K' scheme='x'/>"
    "<summary type='html'>&lt;b&gt;Filed:&lt;/b&gt; 2025-10-10&lt;br&gt;Item 1.01: a deal</summary>"
    "<updated>2025-10-10T08:30:00-04:00</updated><author><name>A. Desk</name></author>"
)
_XHTML = "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>a</p>b</div></content>"
_JSON = (
    '{"version":"https://jsonfeed.org/version/1.1","title":"The Wire","items":[{"id":1,"url":"/a",'
    '"title":"A","content_html":"<p>b</p>","date_published":"2025-10-10T12:30:00Z","tags":["c"],'
    '"authors":[{"name":"d"}]},{"id":"2","content_text":"e"}]}'
)
_RDF = (
    '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-'
    f'syntax-ns#"><channel/><item rdf:about="x">{an_item()}</item></rdf:RDF>'
)
_DECLARED = '<?xml version="1.0" encoding="ISO-8859-1"?>'
SEEDS = tuple(
    text.encode()
    for text in (
        rss(_ITEM, an_item()),
        rss(_ITEM * 3, channel="<title>t</title><ttl>15</ttl>"),
        _DECLARED + atom(_ENTRY, _ENTRY),
        atom(_ENTRY + _XHTML, root=" xml:base='https://desk.example/'"),
        _JSON,
        _RDF,
    )
)
STUMBLES = tuple(
    text.encode("utf-8", "surrogatepass")
    for text in (
        *("<", ">", "&", "&amp;", "&#0;", "&#xD800;", "&#1114112;", "&nbsp;", "&bogus;", "]]>"),
        *("<![CDATA[", "<!--", "-->", "<?", "?>", "<!DOCTYPE rss>", "<!ENTITY a 'b'>", "</item>"),
        *("<item>", "<entry>", "<item/>", "</channel>", "<x:y>", " a=b", " a='1' a='2'", "\x00"),
        *("\ud800", "\ufeff", "\uffff", "\u202e", "\U0001f514", "encoding='utf-16'", "<script>"),
        *("encoding='punycode'", "xmlns='", "xml:base='http://['", "http://[::1", "//user@x/"),
        *('"', "'", "{", "}", "[", "]", ",", "null", "-1e999", '\\ud800"', "\\u0000", '"id":{}'),
        *("Fri, 99 Foo 0000 99:99 ZZZ", "9999-12-31T23:59:59-14:00", "0000-00-00", "9" * 400),
        *(
            "<div>" * 70,
            "<a>" * 300,
            "</b>" * 50,
            "<title><title>",
            "\r",
            "<svg>",
            "<base href='x'>",
        ),
    )
)
ENCODINGS = ("utf-8", "utf-16", "utf-16-be", "utf-32", "cp1252", "shift_jis", "utf-7")
TYPES = ("", "text/xml", "text/xml; charset=utf-16", "application/json", "text/html;charset=\x00")


@dataclass(slots=True)
class Tally:
    """Counts what became of the documents, and says which took longest, in seconds of computing."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: tuple[float, int] = (0.0, 0)

    @property
    def documents(self) -> int:
        return sum(self.ends.values())


def mutated(dice: random.Random) -> bytes:
    """Make a document of the seeds that is like none of them."""
    body = bytearray(dice.choice(SEEDS))
    for _ in range(dice.choice((1, 1, 2, 3, 5, 8, 20))):
        place = dice.randrange(len(body) + 1)
        match dice.randrange(8):
            case 0:
                body[place:place] = dice.choice(STUMBLES)
            case 1:
                body[place : place + dice.randrange(30)] = dice.choice(STUMBLES)
            case 2:
                del body[place : place + dice.randrange(1, 60)]
            case 3:
                body[place:place] = body[place : place + dice.randrange(400)] * dice.randrange(1, 9)
            case 4:
                body[place:] = dice.choice(SEEDS)[dice.randrange(200) :]
            case 5:
                body[place : place + 1] = dice.randbytes(dice.randrange(1, 4))
            case 6:
                del body[place:]
            case _:
                body[place : place + 40] = body[place : place + 40].swapcase()
    said = bytes(body[:MOST_BYTES])
    if dice.random() < 0.1:
        return said.decode("utf-8", "replace").encode(dice.choice(ENCODINGS), "replace")
    return said


def tried(number: int, tally: Tally) -> None:
    """Read the document of this number; what it ends in otherwise than it may is raised."""
    dice = random.Random(number)  # noqa: S311 (the same number makes the same document)
    body, content_type = mutated(dice), dice.choice(TYPES)
    begins = time.process_time()
    try:
        entries = read(body, url=URL, content_type=content_type)
    except FeedError as error:
        _check_sentence(str(error))
        tally.ends["refused"] += 1
    else:
        _check(entries)
        tally.ends["tolerated" if entries.tolerant else "read"] += 1
    tally.slowest = max(tally.slowest, (time.process_time() - begins, number))


# What goes through the pipe to the bot, and is within bounds there.
def _check(entries: Entries) -> None:
    assert entries == msgspec.msgpack.decode(msgspec.msgpack.encode(entries), type=Entries)
    assert len(entries.items) <= MOST
    assert len(entries.title) <= TITLE
    for item in (*entries.items, *filings(entries.items)):
        _check_item(item)


def _check_item(item: Item) -> None:
    assert 0 < len(item.id) <= ADDRESS
    assert len(item.title) <= TITLE
    assert len(item.text) <= TEXT
    assert item.url == "" or item.url.startswith(("http://", "https://"))
    assert all(0 < len(label) <= NAME for label in (*item.labels, *item.tickers))
    assert all(text == " ".join(text.split()) for text in (item.title, item.text, item.author))


def _check_sentence(text: str) -> None:
    assert text.startswith("answered ")
    assert len(text) < 200
    assert text.isprintable()


def main() -> None:
    """Read documents for as long as is asked, and say what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--first", type=int, default=0, help="the number of the first document")
    asked = parser.parse_args()
    tally, number = Tally(), asked.first
    ends = time.monotonic() + 60 * asked.minutes
    while time.monotonic() < ends:
        try:
            tried(number, tally)
        except BaseException:
            sys.stderr.write(f"document {number}, after {tally.documents}\n")
            raise
        number += 1
    outcome = ", ".join(f"{count} {end}" for end, count in sorted(tally.ends.items()))
    seconds, slow = tally.slowest
    slowest = f"the slowest, number {slow}, took {seconds * 1000:.0f} ms"
    sys.stdout.write(f"{tally.documents} documents: {outcome}; {slowest}\n")


if __name__ == "__main__":
    main()
