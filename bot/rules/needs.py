"""Needs: the instruments that somebody watches, by a list or by a rule."""

from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.rules.coverage import Coverage
from bot.rules.joins import Part
from bot.rules.roster import Roster
from bot.rules.sources import reads


def needed(market: Market, roster: Roster) -> list[Symbol]:
    """Name every instrument of which quotes are needed, lists before rules."""
    lists = [sector.watchlist for sector in market.sectors.values()]
    listed = [m for w in lists for m in (*w.members, *filter(None, [w.benchmark]))]
    return list(dict.fromkeys([*listed, *sorted(_read(roster))]))


def _read(roster: Roster) -> set[Symbol]:
    return {s for part in roster.parts for found in (reads(part), _named(part)) for s in found}


# Who is named in news goes by the name that its reference has.
def _named(part: Part) -> set[Symbol]:
    leaves = (leaf for leaf in part.leaves() if isinstance(leaf, Coverage))
    return {s for leaf in leaves for whom in leaf.search.about for s in whom.symbols}
