"""Watchlists: which there are, and who is on them."""

from bot import figures
from bot.chat import Call, Fact, Reply, Table
from bot.market.instruments import Symbol
from bot.market.watchlists import Watchlist
from handlers.base import command
from handlers.desk import Desk
from handlers.words import ListName

NONE = "none"


@command(
    "watchlist show",
    "Which watchlists there are, or who is on one",
    example="/watchlist show miners",
)
async def show(call: Call, desk: Desk, name: ListName | None = None) -> Reply:  # noqa: ARG001 (every command takes the call)
    """Answer with all watchlists, or with the members of one."""
    return _all(desk) if name is None else _one(desk, name)


def _all(desk: Desk) -> Reply:
    lists = [sector.watchlist for sector in desk.lists.values()]
    if not lists:
        return Reply(
            title="There is no watchlist yet", body="The operator adds one to the settings."
        )
    rows = tuple(
        (
            desk.shown(w.name),
            w.title,
            figures.count(len(w.members)),
            w.benchmark or NONE,
            _milestones(w),
        )
        for w in lists
    )
    plural = "watchlist" if len(lists) == 1 else "watchlists"
    return Reply(
        title=f"{figures.count(len(lists))} {plural}",
        body=f"/watchlist show {desk.shown(lists[0].name)} shows who is on it.",
        table=Table(("List", "Title", "Members", "Benchmark", "Milestones"), rows),
    )


def _one(desk: Desk, name: ListName) -> Reply:
    shown = desk.lists[name].watchlist
    limits = [f"{s.label} {figures.age(limit)}" for s, limit in shown.fresh_within.items()]
    return Reply(
        title=f"{shown.title} ({name})",
        facts=(
            Fact("Members", figures.count(len(shown.members))),
            Fact("Benchmark", shown.benchmark or NONE),
            Fact("Milestones", _milestones(shown)),
            Fact("Coverage it takes", _share(shown)),
            Fact("Fresh within", ", ".join(limits) or "no limit"),
        ),
        table=Table(
            ("Symbol", "Name"),
            tuple((s, _name(desk, s)) for s in shown.members),
        ),
    )


def _milestones(shown: Watchlist) -> str:
    return ", ".join(figures.level(m) for m in shown.milestones) or NONE


def _share(shown: Watchlist) -> str:
    return f"{figures.percent(shown.coverage * 100, places=0, signed=False)} of the cap"


def _name(desk: Desk, symbol: Symbol) -> str:
    known = desk.market.tape(symbol).reference
    return known.name if known else figures.UNKNOWN
