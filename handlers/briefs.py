"""The brief: a sector's story of now, and when a room is told it without asking."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.alerts.brief import brief as written
from bot.alerts.briefing.basis import Basis
from bot.chat import Action, Call, Reply, Right
from bot.keepers.briefs import read
from bot.keepers.briefs import written as noted
from bot.texts import said, unsaid
from handlers import ledger
from handlers.base import command
from handlers.brief_words import Wanted
from handlers.desk import Desk
from handlers.places import owned_by_somebody
from handlers.preferring import BRIEFS, overview, prefer
from handlers.words import ListName

VENUE = ZoneInfo("America/New_York")

_INSTEAD = unsaid("Write them under `briefs` and start Prebell again.")
_DAYS = unsaid("On trading days, by New York's clock; after an early close, as long after it.")
_HERE = unsaid("{time} ({here} here)")
_LISTS = unsaid("Of {lists}.")


@command(
    "brief",
    "A sector's story now: value, movers, news, what fired and what is near",
    example="/brief miners",
)
async def brief(call: Call, desk: Desk, name: ListName | None = None) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with what a room is told in the morning, as it is now."""
    asked, default = ledger.asked_for(desk, name)
    told = written(asked, basis(desk))
    return Reply(
        title=told.title,
        body="\n\n".join(filter(None, [told.body, default])),
        facts=told.facts,
        actions=told.actions,
        picture=told.picture,
    )


@command(
    "settings brief",
    "When this room is told the brief, and of which lists",
    example="/settings brief 08:45 16:15 miners",
    right=Right.CHANGE,
)
async def times(call: Call, desk: Desk, wanted: Wanted) -> Reply:
    """Answer with when it is told from now on, by both clocks."""
    owned_by_somebody(call, said(_INSTEAD))
    others = [line for line in desk.preferences(call.viewer).briefs if read(line)[0] != call.room]
    own = [] if wanted.usual else [noted(call.room, wanted.times, wanted.lists)]
    await prefer(call, desk, BRIEFS, [*others, *own])
    ask = Action(said("The brief now"), "/brief")
    if wanted.usual:
        title = said("This room is told the brief when everybody is")
        return Reply(title=title, actions=(ask, *overview()))
    if not wanted.times:
        title = said("This room is told no brief any more")
        return Reply(title=title, body=said("/brief tells it all the same."), actions=overview())
    lists = said(_LISTS, lists=", ".join(wanted.lists)) if wanted.lists else ""
    return Reply(
        title=said("This room is told the brief at {times}", times=_told(wanted, call, desk)),
        body=" ".join(filter(None, [lists, said(_DAYS), said("Quiet hours do not hold it.")])),
        actions=(ask, *overview()),
    )


def basis(desk: Desk) -> Basis:
    """Return what a brief is made of, as whoever asks sees it."""
    return Basis(
        market=desk.market,
        engine=desk.engine,
        book=desk.book,
        newsroom=desk.pipeline.newsroom,
        viewer=desk.viewer,
    )


# By the venue's clock, and by the room's where that shows another time.
def _told(wanted: Wanted, call: Call, desk: Desk) -> str:
    day = desk.present.astimezone(VENUE).date()
    told = []
    for at in wanted.times:
        here = datetime.combine(day, at, VENUE).astimezone(ZoneInfo(call.timezone))
        shown, theirs = f"{at:%H:%M}", f"{here:%H:%M}"
        told.append(shown if shown == theirs else said(_HERE, time=shown, here=theirs))
    return ", ".join(told)
