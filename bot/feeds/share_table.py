"""The share counts that the operator wrote down."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from bot.feeds.polling import Told
from bot.feeds.share_count import ShareCount


class ShareTable:
    """Tells each count once, before anybody else has had time to tell another."""

    name = "settings"

    def __init__(self, counts: Sequence[ShareCount]) -> None:
        self._counts = tuple(counts)

    def told(self) -> str:
        """Say in a line what it told."""
        written = ", ".join(f"{count.symbol} as of {count.as_of}" for count in self._counts)
        return f"{self.name}: share counts of {written}"

    async def run(self, tell: Callable[[Told], Awaitable[None]]) -> None:
        """Tell all of them, and wait until cancelled."""
        for count in self._counts:
            await tell(count)
        await asyncio.Event().wait()
