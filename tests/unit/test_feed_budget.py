"""A document is read up to a number of letters and of tags, and what is beyond is counted."""

import json

import pytest

from bot.feeds.news.documents.budget import LETTERS, TAGS, Budget
from bot.feeds.news.documents.strict import MENDED, opened
from bot.feeds.news.item import MOST
from tests.feed_documents import an_item, rss, told

TAGGED = "<b>" * 5_000
LONG = "a" * 100_000


def items(text: str, count: int) -> list[str]:
    return [
        an_item(guid=str(n), description=f"<![CDATA[{text}]]>", title=f"Number {n}")
        for n in range(count)
    ]


def as_json(text: str, count: int) -> str:
    said = [{"id": str(n), "content_html": text} for n in range(count)]
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": said})


def test_a_budget_is_spent_by_letters_and_by_tags():
    by_letters, by_tags = Budget(), Budget()

    assert [True, False] == [by_letters.affords(["a" * n]) for n in (LETTERS, 1)]
    assert [True, False] == [by_tags.affords(["<" * n]) for n in (TAGS, 1)]


@pytest.mark.parametrize(
    ("text", "read"), [(TAGGED, TAGS // 5_000), (LONG, LETTERS // 100_000 - 1)]
)
def test_what_is_beyond_the_budget_is_counted(text: str, read: int):
    """Whoever looks at the feed's health sees that not all of it is read."""
    entries = told(rss(*items(text, 50)))

    assert (read, 50 - read) == (len(entries.items), entries.left_out)


@pytest.mark.parametrize(("text", "read"), [(TAGGED, TAGS // 5_000), (LONG, LETTERS // 100_000)])
def test_a_json_feed_has_the_same_budget(text: str, read: int):
    entries = told(as_json(text, 50))

    assert (read, 50 - read) == (len(entries.items), entries.left_out)


def test_an_item_that_is_none_is_left_out_of_no_count():
    document = json.loads(as_json("b", 3))
    document["items"].append("none")
    entries = told(json.dumps(document))

    assert (3, 0) == (len(entries.items), entries.left_out)


def test_of_a_large_broken_document_what_can_be_mended_in_time_is_read():
    """Bare ampersands do not end it; what is beyond is counted."""
    one = an_item(title="a & b", description="x" * 5_000)
    each, document = len(f"<item>{one}</item>"), rss(*[one] * 400)
    entries = told(document)

    assert MENDED // each - 2 <= len(entries.items) <= MENDED // each + 2
    assert 400 == len(entries.items) + entries.left_out


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("<item/><item >\n<entry\n>", 3),
        ("<a:item></a:item><b:entry/>", 2),
        ("<items><itemize></item>:item >entry/", 0),
        ("<1:item><item-of/>", 0),
    ],
)
def test_items_are_counted_by_their_names(written: str, count: int):
    assert count == len(opened(written.encode()))


def test_of_a_broken_document_with_too_many_items_the_first_are_read():
    entries = told(rss(*items("a", MOST + 7)).replace("<rss", "<a></b><rss", 1))

    assert (MOST, 7) == (len(entries.items), entries.left_out)
