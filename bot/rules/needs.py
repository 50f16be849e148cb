"""Needs: the instruments that somebody watches, by a list or by a rule."""

from bot.market.instruments import Symbol
from bot.market.state import Market
from bot.rules.joins import reads
from bot.rules.roster import Roster


def needed(market: Market, roster: Roster) -> list[Symbol]:
    """Name every instrument of which quotes are needed, lists before rules."""
    lists = [sector.watchlist for sector in market.sectors.values()]
    listed = [m for w in lists for m in (*w.members, *filter(None, [w.benchmark]))]
    return list(dict.fromkeys([*listed, *sorted(_read(roster))]))


def _read(roster: Roster) -> set[Symbol]:
    return {symbol for part in roster.parts for symbol in reads(part)}
