"""Watchlists: which there are, whose they are, and who is on them."""

from bot import figures
from bot.chat import Call, Fact, Reply, Table
from bot.market.instruments import Symbol
from bot.market.watchlists import Watchlist
from bot.rules.metrics import percent
from bot.texts import counted, said
from handlers import ledger, listing, moves
from handlers.base import command
from handlers.desk import Desk
from handlers.listing import YOURS
from handlers.words import ListName

MAKE = "/watchlist create mine IREN WULF"
BUTTONS = 5
"""Lists that have a button of their own; Discord has five in a row."""


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
        make = said("To make one: {command}", command=MAKE)
        return Reply(title=said("There is no watchlist yet"), body=make)
    rows = tuple(
        (
            desk.shown(w.name),
            listing.whose(w.name, desk),
            w.title,
            figures.count(len(w.members)),
            w.benchmark or said("none"),
            _milestones(w),
        )
        for w in lists
    )
    first = f"/watchlist show {desk.shown(lists[0].name)}"
    return Reply(
        title=counted(len(lists), "{n} watchlist", "{n} watchlists"),
        body=said("{show} shows who is on it. To make one: {create}", show=first, create=MAKE),
        table=Table(_headings(), rows),
        actions=listing.actions(
            *(
                (desk.shown(w.name), f"/watchlist show {desk.shown(w.name)}")
                for w in lists[:BUTTONS]
            )
        ),
    )


def _headings() -> tuple[str, ...]:
    list_ = (said("List"), said("Whose"), said("Title"), said("Members"))
    return (*list_, said("Benchmark"), said("Milestones"))


def _one(desk: Desk, name: ListName) -> Reply:
    sector = desk.lists[name]
    shown, whose = sector.watchlist, listing.whose(sector.watchlist.name, desk)
    limits = [f"{said(s.label)} {figures.age(limit)}" for s, limit in shown.fresh_within.items()]
    edits = (
        (said("Export"), f"/watchlist export {name}"),
        (said("Share"), f"/watchlist share {name}"),
    )
    return Reply(
        title=f"{shown.title} ({name})",
        body=said("{command} puts more on it.", command=f"/watchlist add {name} SYM…")
        if whose == said(YOURS)
        else "",
        facts=(
            Fact(said("Whose"), whose),
            Fact(said("Members"), figures.count(len(shown.members))),
            *ledger.worth(sector, desk),
            Fact(said("Benchmark"), shown.benchmark or said("none")),
            Fact(said("Milestones"), _milestones(shown)),
            Fact(said("Coverage it takes"), _share(shown)),
            Fact(said("Fresh within"), ", ".join(limits) or said("no limit")),
        ),
        table=Table(
            (said("Symbol"), said("Name"), said("Price"), said("Change")),
            tuple(_row(desk, symbol) for symbol in shown.members),
        ),
        actions=listing.actions((said("Sector"), f"/sector show {name}"), *edits),
    )


def _milestones(shown: Watchlist) -> str:
    return ", ".join(figures.level(m) for m in shown.milestones) or said("none")


def _share(shown: Watchlist) -> str:
    share = figures.percent(shown.coverage * 100, places=0, signed=False)
    return said("{share} of the cap", share=share)


def _row(desk: Desk, symbol: Symbol) -> tuple[str, ...]:
    tape, now = desk.market.tape(symbol), desk.now
    return (
        symbol,
        tape.reference.name if tape.reference else figures.UNKNOWN,
        figures.price(moves.price_now(tape, now)),
        figures.percent(percent.change.read(tape, now).value),
    )
