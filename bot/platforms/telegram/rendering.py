"""Rendering: messages and replies as Telegram's HTML, which no text of anybody's can break.

A text is made harmless, then fitted, and marked up last: so nothing is cut inside a tag, and what
Telegram counts is what was counted here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby
from urllib.parse import urlsplit

from bot.chat import Fact, Message, Reply, Table
from bot.fitting import ELLIPSIS, clean, cut, in_columns, utf16

TEXT_LIMIT = 4096  # https://core.telegram.org/bots/api#sendmessage, after entities are parsed
CAPTION_LIMIT = 1024  # https://core.telegram.org/bots/api#sendphoto, likewise
NOTE_LIMIT = 200  # https://core.telegram.org/bots/api#answercallbackquery

TITLE = 512
FACT = 512
HOST = 253  # characters of a name: https://www.rfc-editor.org/rfc/rfc1035#section-2.3.4
PAGE = 3000
"""Units of UTF-16 on a page of an answer: with its title it fits, and it can still be read."""

NARROW = 40
"""Columns of a table that a phone shows without breaking its lines."""

NOTHING = "(no text)"

_JOINER = "\u2060"
# What apps make links of by themselves: names, addresses and hosts. A joiner, which nobody sees,
# keeps them from it: https://core.telegram.org/api/entities lists what is found without markup.
_NAMES = re.compile(r"@(?=\w)")
_SCHEMES = re.compile(r":(?=//)")
_HOSTS = re.compile(r"(?<=\S)\.(?=[^\W\d_]{2})|(?<=\d)\.(?=\d+\.\d+\.\d)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a message: pieces with the tag each stands in, "" for none.

    Lines that are `solid` stand together as a table, letter under letter.
    """

    pieces: tuple[tuple[str, str], ...]
    solid: bool = False

    @property
    def plain(self) -> str:
        return "".join(text for _, text in self.pieces)

    @property
    def html(self) -> str:
        return "".join(_tagged(tag, escape(text, quote=False)) for tag, text in self.pieces)


@dataclass(frozen=True, slots=True)
class Said:
    """What is said at once: as Telegram takes it, and how long it is as Telegram counts."""

    html: str
    length: int


def message_said(message: Message, most: int = TEXT_LIMIT) -> Said:
    """Write a message; the evidence gives way to title and facts where not all have room."""
    title, link = _one(message.title, TITLE, "b"), _link(message.link)
    left = most - _size([title, *link])
    facts = list(_within(map(_fact, message.facts), min(left, most // 2)))
    left -= _size(facts)
    body = _lines(cut(_shown(message.body), left, utf16)) if left > 0 else []
    return _said([title, *body, *facts, *link])


def reply_pages(reply: Reply) -> list[Said]:
    """Write an answer, on as many pages as it needs; each has its title."""
    title = _one(reply.title, TITLE, "b")
    return [_said([title, *page]) for page in _paged(_content(reply))]


def reply_note(reply: Reply) -> str:
    """Write what matters of an answer in the few words that a pressed button shows."""
    return cut(clean(reply.title), NOTE_LIMIT, utf16)


def reply_alert(reply: Reply) -> str:
    """Write as much of an answer as the box takes that only who pressed a button sees."""
    return cut(clean(f"{reply.title}\n{reply.body}".strip()), NOTE_LIMIT, utf16)


def reply_file(reply: Reply) -> bytes:
    """Write all of an answer as a plain text, for one that is too long to be leafed through."""
    facts = [f"{fact.label} {fact.value}" for fact in reply.facts]
    table = [line.plain for line in _table(reply.table)] if reply.table else []
    lines = [*map(clean, (reply.title, "", reply.body, *facts)), *table]
    return "\n".join(lines).replace(_JOINER, "").encode()


def sentence(text: str) -> Said:
    """Write a sentence of our own."""
    return _said(_lines(cut(_shown(text), TEXT_LIMIT, utf16)))


def question(title: str, label: str, hint: str, *, whom: tuple[int, str] | None = None) -> Said:
    """Write a question; it calls `whom` it is for, where nothing else tells them."""
    called = []
    if whom is not None:
        person, name = whom
        tag = f'a href="tg://user?id={person}"'  # https://core.telegram.org/bots/api#html-style
        called = [(tag, cut(clean(name), TITLE // 4, utf16) or "you"), ("", ", ")]
    lines = [_one(title, TITLE, "b"), _one(label, FACT), _one(hint, FACT, "i")]
    lines[1] = Line((*called, *lines[1].pieces))
    return _said([line for line in lines if line.plain])


# Harmless, and no link that we did not make.
def _shown(text: str) -> str:
    return _unlinked(clean(text))


def _unlinked(text: str) -> str:
    unnamed = _NAMES.sub(f"@{_JOINER}", text)
    return _HOSTS.sub(f".{_JOINER}", _SCHEMES.sub(f":{_JOINER}", unnamed))


def _one(text: str, most: int, tag: str = "") -> Line:
    return Line(((tag, cut(" ".join(_shown(text).split()), most, utf16)),))


def _lines(text: str) -> list[Line]:
    lines = text.split("\n") if text.strip() else []
    found = zip(lines, in_columns(lines), strict=True)
    return [Line((("", line),), solid=columns) for line, columns in found]


def _fact(fact: Fact) -> Line:
    label, value = _one(fact.label, FACT // 4, "i"), _one(fact.value, FACT)
    return Line((*label.pieces, ("", " "), *value.pieces))


def _link(url: str | None) -> list[Line]:
    host = urlsplit(url).hostname if url and url.startswith(("https://", "http://")) else None
    if not url or not host:
        return []
    return [Line(((f'a href="{escape(clean(url))}"', cut(clean(host), HOST, utf16)),))]


def _within(lines: Iterable[Line], most: int) -> Iterator[Line]:
    found, more = list(lines), Line((("", ELLIPSIS),))
    if _size(found) <= most:
        yield from found
        return
    left = most - _size([more])
    for line in found:
        left -= _size([line])
        if left < 0:
            yield more
            return
        yield line


def _size(lines: Iterable[Line]) -> int:
    return sum(utf16(line.plain) + 1 for line in lines)


def _content(reply: Reply) -> list[Line]:
    table = _table(reply.table) if reply.table else []
    return [*_lines(_shown(reply.body)), *map(_fact, reply.facts), *table]


def _table(table: Table) -> list[Line]:
    headings = [_cell(heading) for heading in table.headings]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    if sum(widths) + 2 * (len(widths) - 1) <= NARROW:
        return [Line((("", _aligned(row, widths)),), solid=True) for row in [headings, *rows]]
    return [_spelt_out(headings, row) for row in rows]


def _cell(text: str) -> str:
    return " ".join(clean(text).split())


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    first = row[0].ljust(widths[0])
    rest = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
    return "  ".join((first, *rest)).rstrip()


# What is too wide to stand in columns says in each line what its figures are.
def _spelt_out(headings: Sequence[str], row: Sequence[str]) -> Line:
    rest = zip(headings[1:], row[1:], strict=True)
    told = " · ".join(f"{heading} {cell}".strip() for heading, cell in rest if cell)
    return Line((("b", _unlinked(row[0])), ("", f" {_unlinked(told)}" if told else "")))


def _paged(lines: Sequence[Line]) -> list[list[Line]]:
    pages: list[list[Line]] = [[]]
    left, heading = PAGE, next((line for line in lines if line.solid), None)
    for line in map(_fitted, lines):
        size = utf16(line.plain) + 1
        if size > left and pages[-1]:
            again = [heading] if heading and line.solid else []
            pages.append(again)
            left = PAGE - _size(again)
        pages[-1].append(line)
        left -= size
    return pages


def _fitted(line: Line) -> Line:
    if utf16(line.plain) < PAGE:
        return line
    (tag, text), *rest = line.pieces
    if rest and utf16(text) < PAGE // 2:
        tail = cut("".join(more for _, more in rest), PAGE // 2, utf16)
        return Line(((tag, text), ("", tail)), line.solid)
    return Line(((tag, cut(line.plain, PAGE - 1, utf16)),), line.solid)


def _said(lines: Sequence[Line]) -> Said:
    told = [line for line in lines if line.plain.strip() or line is not lines[0]]
    if not any(line.plain.strip() for line in told):
        told = [Line((("", NOTHING),))]
    found = []
    for solid, together in groupby(told, key=lambda line: line.solid):
        text = "\n".join(line.html for line in together)
        found.append(_tagged("pre", text) if solid else text)
    return Said("\n".join(found), utf16("\n".join(line.plain for line in told)))


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{text}</{tag.partition(' ')[0]}>" if tag and text else text
