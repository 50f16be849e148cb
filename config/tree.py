"""A settings file as it was written: plain data, and where each piece of it stands.

A scalar stays the text it is, so that the tickers `TRUE` and `ON` are no switches, `09:30` is no
number and `1.10` keeps its digit; what a setting reads, its model says.
"""

from config.faults import Fault, Place
from config.nodes import Node, Nodes, Plain
from config.positions import Lines, written_at

MOST_BYTES = 1 << 20

Way = tuple[str | int, ...]
"""The names and indexes that lead to a value: `("rules", 0, "when")`."""


class Tree:
    """Holds what a file says, as far as it can be read, and the faults of its form."""

    def __init__(self, file: str, content: bytes) -> None:
        self._file = file
        self._text, unread = _decoded(content)
        self._lines = Lines(self._text)
        nodes = Nodes("" if unread else self._text)
        found = [*nodes.faults, *([(len(self._text), unread)] if unread else [])]
        self._root = nodes.root or Node(content={}, at=0)
        if not isinstance(self._root.content, dict | None):
            found.append((self._root.at, "this is no setting; write lines such as `name: value`"))
            self._root = Node(content={}, at=0)
        self.faults = [Fault.said(self._place(at), sentence) for at, sentence in found]

    @property
    def values(self) -> dict[str, Plain]:
        plain = self._root.plain
        return plain if isinstance(plain, dict) else {}

    def key(self, way: Way) -> Place:
        """Say where the name of a setting stands, or the item of a list."""
        key, _ = self._found(way)
        return self._place(key.at)

    def place(self, way: Way, offset: int | None = None) -> Place:
        """Say where a value stands, or the character `offset` of it.

        What is not there is where it would belong: at the name it would stand under.
        """
        key, value = self._found(way)
        if value.content is None:
            return self._place(key.at)
        if offset is None or not isinstance(value.content, str):
            return self._place(value.at)
        source = self._text[value.at : value.end]
        return self._place(value.at + written_at(source, value.content, value.style, offset))

    def _found(self, way: Way) -> tuple[Node, Node]:
        key = value = self._root
        for step in way:
            match value.content:
                case dict(names) if step in names:
                    key, value = names[step]
                case list(items) if isinstance(step, int):
                    key = value = items[step]
                case _:
                    return key, Node(content=None, at=key.at)
        return key, value

    def _place(self, at: int) -> Place:
        return Place(self._file, *self._lines.place(at))


def _decoded(content: bytes) -> tuple[str, str]:
    # The text, up to where it can be read, and what is wrong there.
    if len(content) > MOST_BYTES:
        return "", "this file is larger than 1 MiB; keep settings only"
    try:
        return content.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        text = content[: error.start].decode("utf-8-sig")
        return text, "this is not UTF-8; save the file in that encoding"
