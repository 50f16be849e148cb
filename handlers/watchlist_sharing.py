"""Sharing watchlists: a code for another room, a file for another program, and both taken in."""

import csv
import io
import json
import re
import secrets
from collections.abc import Iterator
from datetime import datetime

from bot.belongings import Belonging, Kind
from bot.chat import Attachment, Call, Reply, Right
from bot.commands import Question
from bot.errors import UserError
from bot.holdings import Change, read
from bot.market.watchlists import Watchlist
from bot.owners import plain
from bot.texts import counted, said, unsaid
from handlers import listing
from handlers.base import command
from handlers.desk import Desk
from handlers.listed import Pasted, Sheet, sheet
from handlers.words import ListName, echo

CODE = 9
"""Random bytes of a code: nobody guesses one of 72 bits, and it is twelve characters to type."""

_CODE = re.compile(r"[A-Za-z0-9_-]{12}")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_COMMAND = re.compile(r"/?watchlist[ _]import(?:@\w+)?\s*", re.IGNORECASE)


@command(
    "watchlist share",
    "Get a code with which another room can copy a watchlist as it is now",
    example="/watchlist share miners",
    right=Right.CHANGE,
    private=True,
)
async def share(call: Call, desk: Desk, name: ListName) -> Reply:
    """Answer with the code; the one before it of the same list gives the list as it is now too."""
    shared = desk.lists[name].watchlist
    body = {"list": plain(shared.name), **listing.as_document(shared)}
    theirs = desk.holdings.of(call.viewer, Kind.SHARE)
    before = next((one.name for one in theirs if read(one).get("list") == body["list"]), None)
    code = before or secrets.token_urlsafe(CODE)

    def change(by: str, now: datetime) -> Belonging:
        made = Change(by=by, room=call.room, at=now, action="shared")
        return desk.holdings.put(call.viewer, Kind.SHARE, code, body, made)

    await desk.acting.do(call, change)
    elsewhere = said("In another room: {command}", command=f"/watchlist import {code}")
    return Reply(
        title=said("{name} is shared as {code}", name=plain(shared.name), code=code),
        body=f"{elsewhere}\n{_copied(len(shared.members))}",
    )


@command(
    "watchlist import",
    "Take in a shared list by its code, or one pasted as symbols, CSV or JSON",
    example="/watchlist import mine IREN, WULF, CIFR",
    right=Right.CHANGE,
    form=(
        Question(
            name="pasted",
            label=unsaid("A code, or a name and a list"),
            hint=unsaid("mine IREN, WULF, CIFR"),
        ),
    ),
)
async def import_(call: Call, desk: Desk, pasted: Pasted) -> Reply:
    """Answer with the list as it came."""
    first, _, rest = _pasted(call, pasted).partition(" ")
    found = _shared(first, desk) if _CODE.fullmatch(first) else None
    if found is not None:
        body = read(found)
        name = rest.strip().lower() or str(body.pop("list"))
        body.pop("list", None)
        return await _take(call, desk, name, body)
    if not _NAME.fullmatch(first) or not rest.strip():
        raise UserError(_unnamed(first))
    return await _take(call, desk, first, _document(first, sheet(rest)))


@command(
    "watchlist export",
    "Get a watchlist as CSV, and as JSON",
    example="/watchlist export miners",
)
async def export(call: Call, desk: Desk, name: ListName) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with what /watchlist import takes in again."""
    shared = desk.lists[name].watchlist
    own = plain(shared.name)
    return Reply(
        title=counted(len(shared.members), "{name}: {n} symbol", "{name}: {n} symbols", name=own),
        body=json.dumps(listing.as_document(shared)),
        attachment=Attachment(name=f"{own}.csv", content=_csv(shared, desk).encode()),
    )


async def _take(call: Call, desk: Desk, name: str, body: dict[str, object]) -> Reply:
    listing.free(name, call, desk)
    made = await listing.put(call, desk, name, body, "imported")
    return listing.reply(listing.watched(name, len(made.watchlist.members)), made, desk)


def _copied(symbols: int) -> str:
    return counted(
        symbols,
        "They get a copy of its {n} symbol as it is now; what either of you changes later stays"
        " with them. The code ends with the list.",
        "They get a copy of its {n} symbols as they are now; what either of you changes later stays"
        " with them. The code ends with the list.",
    )


def _document(name: str, read_: Sheet) -> dict[str, object]:
    return {
        listing.TITLE: read_.title or name,
        listing.MEMBERS: list(read_.members),
        listing.MILESTONES: list(read_.milestones),
    }


# As it was typed: the rows of a table are told by their ends of line.
def _pasted(call: Call, given: Pasted) -> str:
    if call.given is not None:
        return given.strip()
    whole = _COMMAND.sub("", call.text.strip(), count=1)
    first, *_ = whole.split(maxsplit=1) or [""]
    return f"{first} {whole[len(first) :].strip()}".strip()


def _shared(code: str, desk: Desk) -> Belonging | None:
    found = (desk.holdings.find(owner, Kind.SHARE, code) for owner in desk.holdings.owners())
    return next(filter(None, found), None)


def _unnamed(first: str) -> str:
    if _CODE.fullmatch(first) and not first.isupper():
        return said("No list is shared as {code}; ask for the code again.", code=echo(first))
    return said("Name it first, as in /watchlist import mine IREN, WULF, CIFR.")


def _csv(shared: Watchlist, desk: Desk) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(_rows(shared, desk))
    return out.getvalue()


def _rows(shared: Watchlist, desk: Desk) -> Iterator[tuple[str, str]]:
    yield "symbol", "name"
    for symbol in shared.members:
        tape = desk.market.tapes.get(symbol)
        yield symbol, tape.reference.name if tape and tape.reference else ""
