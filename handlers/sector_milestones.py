"""The ladder of a sector: which milestones it has passed, since when, and which it lost."""

from datetime import datetime

from bot import figures
from bot.chat import Call, Reply, Table
from bot.market.annals import Annals
from bot.market.milestones import Rung
from bot.market.sector import Sector
from handlers import ledger
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName

NOT_SEEN = "not seen"


@command(
    "sector milestones",
    "Which milestones a sector holds, is near, or has lost, and since when",
    example="/sector milestones miners",
)
async def milestones(call: Call, desk: Desk, name: ListName | None = None) -> Reply:
    """Answer with every milestone, highest first, and what was seen of it."""
    asked, default = ledger.asked_for(desk, name)
    kept, stands = ledger.annals(desk), ledger.standing(asked, desk.now)
    title, zone = asked.watchlist.title, call.timezone
    if not asked.watchlist.milestones:
        return Reply(title=f"{title} has no milestones", body=default)
    ladder = kept.chapters[asked.watchlist.name].ladder
    if stands.cap is None or not ladder.begun:
        return Reply(title=f"{title}: {figures.UNKNOWN}", body=f"Not told: {stands.doubt}.")
    doubt = f"The cap is not to be believed now: {stands.doubt}." if stands.doubt else ""
    since = f"Watched since {figures.day_and_time(kept.since, zone)}."
    return Reply(
        title=f"{title}: {figures.money(stands.cap)}",
        body="\n".join(filter(None, [default, doubt, since])),
        table=Table(
            ("Milestone", "Stands", "Away", "Last crossed", "Over it"),
            tuple(_row(rung, asked, kept, desk.now, zone) for rung in reversed(ladder.rungs)),
        ),
    )


def _row(rung: Rung, asked: Sector, kept: Annals, now: datetime, zone: str) -> tuple[str, ...]:
    cap, calendar = asked.cap, kept.chapters[asked.watchlist.name].first.calendar
    return (
        figures.level(rung.level),
        rung.stand(cap, now, calendar).value,
        figures.percent((rung.level / cap - 1) * 100),
        figures.moment(rung.crossed, now, zone) if rung.crossed else NOT_SEEN,
        _over(rung, kept, now, zone),
    )


def _over(rung: Rung, kept: Annals, now: datetime, zone: str) -> str:
    if rung.over and rung.since is None:
        return f"{figures.age(now - kept.since)} or longer"
    if rung.over and rung.since is not None:
        return f"{figures.age(now - rung.since)}{', rebased' if rung.rebased else ''}"
    if rung.lost is None:
        return "rebased" if rung.rebased else "no"
    held = figures.age(rung.held) if rung.held is not None else "from before we watched"
    return f"{held}, until {figures.moment(rung.lost, now, zone)}"
