"""What has been heard of: instruments that a viewer may name, and none that only others watch."""

from collections.abc import Collection, Iterable

from bot.market.instruments import Symbol
from bot.market.watchlists import Watchlist
from bot.owners import EVERYBODY
from bot.rules.sources import reads
from handlers.desk import Desk


def instruments(desk: Desk) -> list[Symbol]:
    """Name every instrument that the viewer's lists and rules are about, or that is everybody's."""
    listed = dict.fromkeys(_on(sector.watchlist for sector in desk.lists.values()))
    others = [symbol for symbol in desk.market.tapes if symbol not in listed]
    hidden = _hidden(desk) if others and desk.viewer != EVERYBODY else ()
    return [*listed, *(symbol for symbol in others if symbol not in hidden)]


# What another room watches is its own; the feeds speak of it because that room does.
def _hidden(desk: Desk) -> Collection[str]:
    sectors = desk.market.sectors.items()
    theirs: set[str] = set(_on(s.watchlist for name, s in sectors if not desk.sees(name)))
    ours: set[str] = set()
    roster = desk.engine.instances
    for number, rule, subject in roster.owners():
        mine = ours if desk.sees(rule.name) else theirs
        mine.add(subject)
        mine.update(() if roster.is_row(number) else reads(roster[number].part))
    return theirs - ours


def _on(lists: Iterable[Watchlist]) -> Iterable[Symbol]:
    return (m for w in lists for m in (*w.members, *filter(None, [w.benchmark])))
