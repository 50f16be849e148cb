"""A pre-market in which stocks move, and what a bot tells of it."""

from datetime import timedelta

from bot.market.events import Event
from tests.builders import a_quote, at
from tests.watched import Watched

EARLY, PRE, BELL = "2025-10-10T07:55Z", "2025-10-10T12:00Z", "2025-10-10T13:30Z"


def states(bot: Watched) -> list[str]:
    return [state for _, _, state in bot.told]


def prices(bot: Watched, *told: float | str, symbol: str = "IREN", start: str = PRE) -> None:
    """Let a stock trade once a minute."""
    for minute, price in enumerate(told, start=1):
        when = at(start) + timedelta(minutes=minute)
        bot.trades(symbol, str(price), when)


def all_at(price: int) -> list[Event]:
    """Let each member trade once, just before the rules are looked at."""
    return [a_quote(s, price, at="2025-10-10T11:59Z") for s in ("IREN", "WULF", "CIFR")]
