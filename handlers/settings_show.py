"""Settings of a room: what a server or a chat has set for itself, and what may be set."""

from bot import figures
from bot.chat import Action, Call, Fact, Reply
from bot.texts import said
from handlers import locales, roles
from handlers.base import command
from handlers.desk import Desk


@command("settings show", "What is set here: time zone, language, room, brief, mention and roles")
async def show(call: Call, desk: Desk) -> Reply:
    """Answer with each setting, what it is without being set, and how to set it."""
    set_ = desk.preferences(call.viewer)
    clock = figures.day_and_time(desk.now, call.timezone)
    zone = set_.timezone or said("{zone}, for nothing is set", zone=call.timezone)
    unset = said("English figures, for nothing is set")
    language = locales.title(set_.locale) if set_.locale else unset
    channel = set_.channel or said("where each alert was made, for nothing is set")
    briefs = "; ".join(set_.briefs) or said("when everybody is told it, for nothing is set")
    mention = roles.called(set_.mention) if set_.mention else said("nobody")
    may = ", ".join(map(roles.called, set_.roles)) or said("admins alone")
    return Reply(
        title=said("What is set here"),
        body=said("/settings timezone, language, channel, brief, mention and roles change it."),
        facts=(
            Fact(said("Time zone"), f"{zone} ({clock})"),
            Fact(said("Language"), language),
            Fact(said("Alerts and digests go to"), channel),
            Fact(said("The brief is told"), briefs),
            Fact(said("An alert may call"), mention),
            Fact(said("Who may change things"), may),
        ),
        actions=(Action(said("Help"), "/help settings"),),
    )
