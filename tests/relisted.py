"""Lists that are edited while a bot runs."""

from bot.keepers.lists import Lists
from bot.market.watchlists import Watchlist
from config.documents import watchlist_of
from tests.builders import Watched, a_watchlist


def edits(bot: Watched, members: str, *, name: str = "miners") -> None:
    """Put other members on a list, as the operator would."""
    put(bot, a_watchlist(name, members))


def put(bot: Watched, watchlist: Watchlist) -> None:
    """Put a list in the place of the one of its name, and tell what comes of it."""
    Lists(bot.pipeline, watchlist_of).follow(watchlist)
    bot.pipeline.herald.turn_in()
