"""Backups: a copy of the store, taken while the bot writes to it."""

from bot import figures
from bot.chat import Call, Reply, Right
from bot.errors import PrebellError, UserError
from bot.texts import said
from handlers.base import command
from handlers.desk import Desk


@command(
    "backup",
    "Copy the store as it is now into the data directory",
    right=Right.OPERATE,
    private=True,
)
async def backup(call: Call, desk: Desk) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with the file's name and size."""
    try:
        copied = await desk.operating.back_up(desk.clock.now())
    except UserError:
        raise
    except PrebellError as error:
        raise UserError(said("No backup was made: {why}", why=error)) from error
    return Reply(
        title=said("The store is backed up"),
        body=said(
            "{file}: {size} bytes. To go back: stop the bot, and put it in the place of"
            " prebell.db.",
            file=copied.name,
            size=figures.count(copied.size),
        ),
    )
