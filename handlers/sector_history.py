"""What a sector was worth at the end of each day we have seen."""

from bot import figures
from bot.chat import Call, Reply, Table
from bot.market.history import DayCap
from bot.market.sessions import Calendar
from handlers import ledger
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName

ROWS = 20


@command(
    "sector history",
    "What a sector was worth at the end of each day we have seen",
    example="/sector history miners",
)
async def history(call: Call, desk: Desk, name: ListName | None = None) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with the daily closes of the cap, newest first."""
    asked, default = ledger.asked_for(desk, name)
    chapter = ledger.annals(desk).chapters[asked.watchlist.name]
    days = list(chapter.history.days)
    if not days:
        untold = "No day has ended yet with every member heard of."
        return Reply(
            title=f"{asked.watchlist.title}: no history",
            body="\n".join(filter(None, [default, untold])),
        )
    calendar = chapter.first.calendar
    pairs = zip([None, *days], days, strict=False)
    shown = [_row(before, day, calendar) for before, day in pairs][: -ROWS - 1 : -1]
    more = f"The last {ROWS} of {len(days)} days:" if len(days) > ROWS else ""
    return Reply(
        title=f"{asked.watchlist.title}: {figures.money(days[-1].cap)} on {days[-1].day}",
        body="\n".join(filter(None, [default, more])),
        table=Table(("Day", "Cap", "Change", "Closes", "Rebased"), tuple(shown)),
    )


def _row(before: DayCap | None, day: DayCap, calendar: Calendar) -> tuple[str, ...]:
    return (
        str(day.day),
        figures.money(day.cap),
        _change(before, day, calendar),
        figures.percent(day.coverage * 100, places=0, signed=False),
        ", ".join(day.rebased) or "no",
    )


# Across a rebase, or a day we did not see, a percent would say what nobody's shares did.
def _change(before: DayCap | None, day: DayCap, calendar: Calendar) -> str:
    if before is None or day.rebased or calendar.previous_day(day.day) != before.day:
        return figures.UNKNOWN
    return figures.percent((day.cap / before.cap - 1) * 100)
