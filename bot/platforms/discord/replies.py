"""Replies: an answer as Discord takes it, on as many pages as it needs."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.chat import Attachment, Reply
from bot.fitting import clean, in_columns, utf16
from bot.platforms.discord import bounds, tables
from bot.platforms.discord.buttons import FORM, fits, page_name, rows, turning
from bot.platforms.discord.embeds import PICTURE, fields, filled, head, lines_of, titled
from bot.platforms.discord.markup import code, escaped, measure
from bot.platforms.discord.shown import Button, Json, Shown

PAGE_LINES = 25
PAGE_MEASURE = 3500
"""What a page holds: ours, for a page is read at a glance; with its facts it fits an embed."""

WHOLE = 45
"""Lines that are not turned over for: a brief is read in one go."""

MOST_PAGES = 10
"""A longer answer is a file as well: nobody turns that many pages."""

FILE = 10 * 1024 * 1024
"""Bytes of a file: https://docs.discord.com/developers/reference#uploading-files."""

_COLOUR = 0x5B7FA6
_TOO_LARGE = "The file is too large for Discord; ask on the web desk."


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    in_columns: bool = False

    @property
    def size(self) -> int:
        return (utf16 if self.in_columns else measure)(self.text) + 1


def of_reply(
    reply: Reply, *, question: str = "", page: int = 1, picture: bytes | None = None
) -> Shown:
    """Show a page of an answer; `question` is what is asked for the others, where it may be."""
    title, body = head(reply.title, reply.body)
    heading, lines = _lines(reply, body)
    pages = _pages(lines, len(heading))
    turns = bool(question) and fits(page_name(question, len(pages)))
    page = min(max(page, 1), len(pages)) if turns else 1
    facts, whole = fields(reply.facts)
    embed: Json = titled(title) | {"color": _COLOUR}
    if (text := _text(pages[page - 1], heading)).strip():
        embed |= {"description": text}
    if facts and page == 1:
        embed |= {"fields": facts}
    reached = len(pages) == 1 or (turns and len(pages) <= MOST_PAGES)
    files = list(_files(reply, whole=whole and reached))
    if picture is not None and page == 1:
        embed |= {"image": {"url": f"attachment://{PICTURE}"}}
        files.append(Attachment(name=PICTURE, content=picture))
    return Shown(
        embeds=(filled(embed),),
        rows=_rows(reply, turning(question, page, len(pages)) if turns and len(pages) > 1 else ()),
        files=tuple(files),
    )


def _rows(reply: Reply, turns: tuple[Button, ...]) -> tuple[tuple[Button, ...], ...]:
    asked = ((Button(label="Fill in", name=FORM + reply.asks),),) if reply.asks else ()
    more = (*asked, *((turns,) if turns else ()))
    return (*rows(reply.actions, most=bounds.ROWS - len(more)), *more)


def _lines(reply: Reply, body: str) -> tuple[str, list[_Line]]:
    said = lines_of(body) if body else []
    lines = [_Line(*it) for it in zip(said, in_columns(said), strict=True)]
    if reply.table is None:
        return "", lines
    heading, rows_of_it, aligned = tables.lines(reply.table)
    parts = (part for row in rows_of_it for part in lines_of(row))
    return heading, [*lines, *(_Line(part, aligned) for part in parts)]


def _pages(lines: list[_Line], heading: int) -> list[list[_Line]]:
    if len(lines) <= WHOLE and sum(line.size for line in lines) <= PAGE_MEASURE - heading:
        return [lines]
    pages: list[list[_Line]] = [[]]
    size = 0
    for line in lines:
        if pages[-1] and (
            len(pages[-1]) >= PAGE_LINES or size + line.size > PAGE_MEASURE - heading
        ):
            pages.append([])
            size = 0
        pages[-1].append(line)
        size += line.size
    return pages


def _text(page: list[_Line], heading: str) -> str:
    said = "\n".join(escaped(line.text) for line in page if not line.in_columns)
    columns = [line.text for line in page if line.in_columns]
    table = code("\n".join([*filter(None, [heading]), *columns])) if columns else ""
    return "\n".join(filter(None, (said, table)))


def _files(reply: Reply, *, whole: bool) -> Iterator[Attachment]:
    if not whole:
        yield Attachment(name="answer.txt", content=plain(reply).encode()[:FILE])
    if reply.attachment is None:
        return
    if len(reply.attachment.content) > FILE:
        yield Attachment(name="too-large.txt", content=_TOO_LARGE.encode())
    else:
        yield reply.attachment


def plain(reply: Reply) -> str:
    """Write all of an answer down, as text."""
    facts = [f"{fact.label}: {fact.value}" for fact in reply.facts]
    table = [reply.table.headings, *reply.table.rows] if reply.table else []
    cells = ["\t".join(" ".join(clean(cell).split()) for cell in row) for row in table]
    return "\n".join([*filter(None, map(clean, (reply.title, reply.body, *facts))), *cells])
