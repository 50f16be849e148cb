"""The audit: who changed what, where and when."""

from bot import figures
from bot.belongings import Entry
from bot.chat import Call, Reply, Right
from bot.errors import StoreError, UserError
from bot.texts import counted, said
from handlers.base import command
from handlers.desk import Desk

LAST = 20
MOST = 100
"""Entries that are told at once; `prebell` keeps more, and the store all."""

ABOUT = 80
"""Characters of what an entry is about that are shown."""


@command(
    "audit",
    "Who changed what, where and when, the newest first",
    example="/audit 20 IREN",
    right=Right.OPERATE,
    private=True,
)
async def audit(call: Call, desk: Desk, number: int = LAST, about: str | None = None) -> Reply:
    """Answer with the last entries, or with the last about one thing."""
    most = max(1, min(number, MOST))
    try:
        entries = await desk.operating.entries(most, about=about)
    except StoreError as error:
        raise UserError(said("The store does not answer just now: {why}", why=error)) from error
    lines = [line(entry, call, desk) for entry in entries]
    return Reply(title=_title(len(lines), about), body="\n".join(lines))


def line(entry: Entry, call: Call, desk: Desk) -> str:
    """Tell one entry on a line: when, who, where, what."""
    when = figures.moment(entry.at, desk.present, call.timezone)
    about = entry.about if len(entry.about) <= ABOUT else f"{entry.about[: ABOUT - 1]}…"
    who = entry.person
    if entry.room:
        who = said("{person} in {room}", person=entry.person, room=entry.room)
    return f"{when} {who}: {entry.action} {about}".rstrip()


def _title(number: int, about: str | None) -> str:
    if not number:
        return (
            said("Nothing was done about {what}", what=about) if about else said("Nothing was done")
        )
    if not about:
        return counted(number, "The last {n} entry", "The last {n} entries")
    return counted(
        number, "The last {n} entry about {what}", "The last {n} entries about {what}", what=about
    )
