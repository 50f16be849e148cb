"""The ladder of a sector: which milestones it has passed, since when, and which it lost."""

from datetime import datetime

from bot import figures
from bot.chat import Call, Reply, Table
from bot.market.annals import Annals
from bot.market.milestones import Rung
from bot.market.sector import Sector
from bot.texts import said
from handlers import ledger
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName


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
        return Reply(title=said("{title} has no milestones", title=title), body=default)
    ladder = kept.chapters[asked.watchlist.name].ladder
    if stands.cap is None or not ladder.begun:
        untold = said("Not told: {why}.", why=stands.doubt)
        return Reply(title=f"{title}: {figures.UNKNOWN}", body=untold)
    since = said("Watched since {at}.", at=figures.day_and_time(kept.since, zone))
    return Reply(
        title=f"{title}: {figures.money(stands.cap)}",
        body="\n".join(filter(None, [default, _doubt(stands.doubt), since])),
        table=Table(
            _headings(),
            tuple(_row(rung, asked, kept, desk.now, zone) for rung in reversed(ladder.rungs)),
        ),
    )


def _doubt(why: str) -> str:
    return said("The cap is not to be believed now: {why}.", why=why) if why else ""


def _headings() -> tuple[str, ...]:
    stands = (said("Stands"), said("Away"), said("Last crossed"))
    return (said("Milestone"), *stands, said("Over it"))


def _row(rung: Rung, asked: Sector, kept: Annals, now: datetime, zone: str) -> tuple[str, ...]:
    cap, calendar = asked.cap, kept.chapters[asked.watchlist.name].first.calendar
    return (
        figures.level(rung.level),
        rung.stand(cap, now, calendar).value,
        figures.percent((rung.level / cap - 1) * 100),
        figures.moment(rung.crossed, now, zone) if rung.crossed else said("not seen"),
        _over(rung, kept, now, zone),
    )


def _over(rung: Rung, kept: Annals, now: datetime, zone: str) -> str:
    if rung.over and rung.since is None:
        return said("{age} or longer", age=figures.age(now - kept.since))
    if rung.over and rung.since is not None:
        age = figures.age(now - rung.since)
        return said("{age}, rebased", age=age) if rung.rebased else age
    if rung.lost is None:
        return said("rebased") if rung.rebased else said("no")
    lost = figures.moment(rung.lost, now, zone)
    if rung.held is None:
        return said("from before we watched, until {lost}", lost=lost)
    return said("{age}, until {lost}", age=figures.age(rung.held), lost=lost)
