"""Names: elements of a feed called alike, whichever namespace somebody put them into."""

from xml.etree.ElementTree import Element

_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dc",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://search.yahoo.com/mrss": "media",
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.w3.org/1999/xhtml": "xhtml",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://purl.org/rss/1.0/modules/syndication/": "sy",
}
BASE = "{http://www.w3.org/XML/1998/namespace}base"
"""Where the links in an element start from."""

ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
"""How RSS 1.0 calls an item."""


class Parts:
    """The elements directly in one, by short names: `title`, `dc:date`, `nasdaq:tickers`.

    What is in the same namespace as its parent has no prefix, be it RSS 1.0's, Atom's or a made-up
    one; what is in a namespace that is not known is called `?:name`.
    """

    def __init__(self, parent: Element) -> None:
        home = _namespace(parent.tag)
        self._parts: dict[str, list[Element]] = {}
        for part in parent:
            self._parts.setdefault(_name(part.tag, home), []).append(part)

    def all(self, *names: str) -> list[Element]:
        """List those of these names, in the order of the names."""
        return [part for name in names for part in self._parts.get(name, ())]

    def first(self, *names: str) -> Element | None:
        """Return the first that says something, by the first of these names that one has."""
        parts = self.all(*names)
        return next((part for part in parts if len(part) or (part.text or "").strip()), None)

    def text(self, *names: str) -> str:
        """Say what stands in the first, without elements that stand in it; "" where none does."""
        part = self.first(*names)
        return "" if part is None else (part.text or "").strip()

    def ending(self, *locals_: str) -> list[Element]:
        """List those of these names in whatever namespace."""
        named = (name.rpartition(":")[2] for name in self._parts)
        found = [key for key, name in zip(self._parts, named, strict=True) if name in locals_]
        return self.all(*found)


def _namespace(tag: str) -> str:
    return tag[1:].partition("}")[0] if tag.startswith("{") else ""


def _name(tag: str, home: str) -> str:
    where, name = _namespace(tag), tag.rpartition("}")[2]
    if where == home:
        return name
    if not where:
        return name  # an Atom feed whose extensions stand in none
    return f"{_PREFIXES.get(where, '?')}:{name}"
