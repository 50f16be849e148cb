"""What the core stands on, and how it is put together: calendars, market, rules, pipeline."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.chat import Message
from bot.market.sessions import Calendar
from bot.market.state import Market
from bot.market.watchlists import Watchlist
from bot.pipeline import Pipeline
from bot.rules.engine import Engine
from bot.rules.loading import load
from bot.rules.model import Rule


def _untold(_message: Message) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Holds what is known before anything is heard; plain data, which another process can take."""

    calendars: Mapping[str, Calendar]
    watchlists: tuple[Watchlist, ...] = ()

    def pipeline(
        self, rules: Iterable[Rule], now: datetime, tell: Callable[[Message], None] = _untold
    ) -> Pipeline:
        """Put a pipeline with these rules together, for a market that begins `now`."""
        market = Market(self.calendars, self.watchlists, now)
        engine = Engine(market)
        load(engine, rules)
        return Pipeline(market, engine, tell)
