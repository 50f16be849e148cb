"""Documents: XML read to a bounded depth, with nothing in it that grows as it is read."""

from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from bot.errors import FeedError

DEEPEST = 40
"""Elements that may stand in one another; a feed has six, and what walks a tree may recurse."""


def root(body: bytes, provider: str) -> Element:
    """Read a document; raises FeedError where it is none, or would grow, or is too deep."""
    parser = XMLParser(target=_Bounded(), forbid_dtd=True)
    try:
        parser.feed(body)
        whole: Element = parser.close()
    # What is no XML, what would grow when it is read, and what is in no encoding.
    except (ParseError, DefusedXmlException, LookupError, ValueError) as error:
        raise FeedError(f"{provider} answered with something that is no feed") from error
    return whole


class _Bounded(TreeBuilder):
    """Builds a tree that is no deeper than it may be."""

    def __init__(self) -> None:
        super().__init__()
        self._depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> Element:
        self._depth += 1
        if self._depth > DEEPEST:
            message = f"more than {DEEPEST} elements stand in one another"
            raise ValueError(message)
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> Element:
        self._depth -= 1
        return super().end(tag)
