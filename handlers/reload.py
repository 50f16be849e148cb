"""Reloading: the settings file, read again while the bot runs."""

from bot.chat import Call, Fact, Reply, Right
from bot.errors import SetupError, UserError
from bot.texts import said
from handlers.base import command
from handlers.desk import Desk


@command(
    "reload",
    "Read the settings file again; with a fault in it nothing changes",
    right=Right.OPERATE,
    private=True,
)
async def reload(call: Call, desk: Desk) -> Reply:
    """Answer with what changed, and with what waits for a restart; or with every fault."""
    try:
        apply = await desk.reread()
    except SetupError as error:
        faults = said("The settings have faults; nothing was changed.")
        raise UserError(f"{faults}\n{error}") from error
    done = await desk.acting.do(call, lambda _by, now: apply(now))
    facts = [Fact(said("Changed"), one) for one in done.changed]
    facts += [Fact(said("Waits for a restart"), one) for one in done.waits]
    title = said("The settings were read again") if done.changed else said("Nothing has changed")
    return Reply(title=title, facts=tuple(facts))
