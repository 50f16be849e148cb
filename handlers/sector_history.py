"""What a sector was worth at the end of each day we have seen."""

from bot import figures
from bot.chat import Call, Reply, Table
from bot.market.history import DayCap
from bot.market.sessions import Calendar
from bot.texts import said
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
        untold = said("No day has ended yet with every member heard of.")
        return Reply(
            title=said("{title}: no history", title=asked.watchlist.title),
            body="\n".join(filter(None, [default, untold])),
        )
    calendar = chapter.first.calendar
    pairs = zip([None, *days], days, strict=False)
    shown = [_row(before, day, calendar) for before, day in pairs][: -ROWS - 1 : -1]
    newest = said("The last {rows} of {number} days:", rows=ROWS, number=len(days))
    more = newest if len(days) > ROWS else ""
    return Reply(
        title=said(
            "{title}: {cap} on {day}",
            title=asked.watchlist.title,
            cap=figures.money(days[-1].cap),
            day=days[-1].day,
        ),
        body="\n".join(filter(None, [default, more])),
        table=Table(_headings(), tuple(shown)),
    )


def _headings() -> tuple[str, ...]:
    return (said("Day"), said("Cap"), said("Change"), said("Closes"), said("Rebased"))


def _row(before: DayCap | None, day: DayCap, calendar: Calendar) -> tuple[str, ...]:
    return (
        str(day.day),
        figures.money(day.cap),
        _change(before, day, calendar),
        figures.percent(day.coverage * 100, places=0, signed=False),
        ", ".join(day.rebased) or said("no"),
    )


# Across a rebase, or a day we did not see, a percent would say what nobody's shares did.
def _change(before: DayCap | None, day: DayCap, calendar: Calendar) -> str:
    if before is None or day.rebased or calendar.previous_day(day.day) != before.day:
        return figures.UNKNOWN
    return figures.percent((day.cap / before.cap - 1) * 100)
