"""A tally: how much a feed gave since a moment, on one line."""

from collections import Counter
from datetime import datetime

from bot import figures
from bot.market.events import Event
from bot.market.instruments import Symbol
from bot.market.sanity import Refusal


class Tally:
    """Counts events, the instruments they are of, and refusals by their reason."""

    def __init__(self, since: datetime) -> None:
        self.since = since
        self.events = 0
        self.symbols: set[Symbol] = set()
        self.refused: Counter[str] = Counter()

    def came(self, event: Event) -> None:
        self.events += 1
        symbol: Symbol | None = getattr(event, "symbol", None)
        if symbol is not None:
            self.symbols.add(symbol)

    def turned_away(self, _where: str, refusal: Refusal) -> None:
        self.refused[refusal.reason] += 1

    def told(self, now: datetime) -> str:
        """Sum up in one line."""
        said = (
            f"{_counted(self.events, 'event')} of {_counted(len(self.symbols), 'instrument')}"
            f" since {figures.time_of_day(self.since)}, {figures.age(now - self.since)}"
        )
        if not self.refused:
            return f"{said}; nothing refused"
        reasons = ", ".join(f"{count} {reason}" for reason, count in self.refused.most_common())
        return f"{said}; {self.refused.total():,} refused ({reasons})"


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
