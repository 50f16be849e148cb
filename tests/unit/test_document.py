"""XML is read to a depth, and nothing in it may grow."""

import pytest

from bot.errors import FeedError
from bot.feeds import document
from bot.feeds.document import DEEPEST


def nested(depth: int, *, closed: bool = True) -> bytes:
    return b"<a>" * depth + (b"</a>" * depth if closed else b"")


def test_a_document_as_deep_as_it_may_be_is_read():
    """However many elements stand beside one another."""
    wide = b"<a>" + b"<b><c>x</c></b>" * 1000 + b"</a>"

    assert "a" == document.root(nested(DEEPEST), "a-feed").tag
    assert 1000 == len(document.root(wide, "a-feed"))


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("depth", [DEEPEST + 1, 100_000])
def test_a_deeper_one_is_no_feed(depth: int, closed: bool):
    """A hundred thousand elements in one another would exhaust whoever walks through them."""
    with pytest.raises(FeedError, match="a-feed answered with something that is no feed"):
        document.root(nested(depth, closed=closed), "a-feed")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"Too Many Requests",
        b"<a>",
        b"<a></b>",
        b"\xff\xfe<a/>",
        b"<?xml version='1.0' encoding='x-none'?><a/>",
        b"<!DOCTYPE a><a/>",
        b"<!DOCTYPE a [<!ENTITY b 'bb'>]><a>&b;</a>",
        b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
    ],
)
def test_what_is_no_document_is_said_in_one_way(body: bytes):
    """What grows as it is read is none either."""
    with pytest.raises(FeedError, match="no feed"):
        document.root(body, "a-feed")
