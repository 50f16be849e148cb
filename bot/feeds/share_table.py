"""The share counts that the operator wrote down."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence

from bot.feeds.polling import Told
from bot.feeds.share_count import ShareCount
from bot.market.instruments import Symbol


class ShareTable:
    """Tells each count once, before anybody else has had time to tell another."""

    name = "settings"

    def __init__(self, counts: Sequence[ShareCount], symbols: Collection[Symbol]) -> None:
        self._counts = tuple(counts)
        self._symbols = symbols
        self._said: set[Symbol] = set()
        self._changed = asyncio.Event()

    def follow(self, symbols: Collection[Symbol]) -> None:
        """Tell the counts of these, as far as they were written down."""
        self._symbols = symbols
        self._said.intersection_update(symbols)
        self._changed.set()

    def told(self) -> str:
        """Say in a line what it told; nothing where none of it was asked for."""
        written = ", ".join(f"{count.symbol} as of {count.as_of}" for count in self._ours)
        return f"{self.name}: share counts of {written}" if written else ""

    async def run(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Tell each that is asked for, until cancelled."""
        self._said.clear()
        while True:
            self._changed.clear()
            for count in self._ours:
                if count.symbol not in self._said:
                    self._said.add(count.symbol)
                    await tell(count)
            await self._changed.wait()

    @property
    def _ours(self) -> list[ShareCount]:
        return [count for count in self._counts if count.symbol in self._symbols]
