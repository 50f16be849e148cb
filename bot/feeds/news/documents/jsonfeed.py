"""JSON Feed 1.0 and 1.1, one item after the other, so that one that is broken stands alone."""

from itertools import takewhile

import msgspec

from bot.errors import FeedError
from bot.feeds.news.documents.budget import Budget
from bot.feeds.news.documents.links import absolute
from bot.feeds.news.documents.marks import Marks
from bot.feeds.news.documents.markup import plain
from bot.feeds.news.documents.moments import moment
from bot.feeds.news.item import ADDRESS, NAME, TEXT, TITLE, Entries, Item

_DEEP = "answered JSON that is too deep"


class _Person(msgspec.Struct):
    name: str | None = None


class _Feed(msgspec.Struct):
    items: list[msgspec.Raw]
    version: str | None = None
    title: str | None = None


class _Item(msgspec.Struct):
    id: str | int | float | None = None
    url: str | None = None
    external_url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    date_modified: str | None = None
    author: _Person | None = None
    authors: list[_Person] | None = None
    tags: list[str] | None = None


def feed(utf8: bytes, base: str, most: int) -> Entries:
    """Read a JSON Feed; raises FeedError where it is none."""
    try:
        whole = msgspec.json.decode(utf8, type=_Feed)
    except RecursionError as error:
        raise FeedError(_DEEP) from error
    except msgspec.ValidationError as error:
        raise FeedError("answered JSON that is no JSON Feed") from error
    except msgspec.DecodeError as error:
        raise FeedError("answered JSON that is broken") from error
    faults = [] if "jsonfeed.org" in (whole.version or "") else ["it does not say its version"]
    budget, said = Budget(), [_said(raw, faults) for raw in whole.items[:most]]
    known = [one for one in said if one is not None]
    read = takewhile(lambda one: budget.affords((one.title or "", _body(one))), known)
    items = tuple(_item(one, base) for one in read)
    return Entries(
        title=plain(whole.title or "", TITLE),
        items=items,
        left_out=max(0, len(whole.items) - most) + len(known) - len(items),
        tolerant=bool(faults),
        faults=tuple(dict.fromkeys(faults)),
    )


def _said(raw: msgspec.Raw, faults: list[str]) -> _Item | None:
    try:
        return msgspec.json.decode(raw, type=_Item)
    except (msgspec.DecodeError, RecursionError):
        faults.append("an item in it is none")
        return None


def _body(said: _Item) -> str:
    return said.content_html or said.content_text or said.summary or ""


def _item(said: _Item, base: str) -> Item:
    marks = Marks()
    marks.each(said.tags or ())
    people = (said.authors or []) + ([said.author] if said.author else [])
    return Item(
        id="" if said.id is None else f"{said.id}".strip()[:ADDRESS],
        url=absolute(said.url or said.external_url or "", base),
        title=plain(said.title or "", TITLE),
        text=plain(_body(said), TEXT),
        published=moment(said.date_published or ""),
        updated=moment(said.date_modified or ""),
        tickers=marks.tickers,
        labels=marks.labels,
        author=next((plain(person.name, NAME) for person in people if person.name), ""),
    )
