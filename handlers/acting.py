"""Acting: what people do about alerts is told and written at once, with who it was."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar

from bot.chat import Call
from bot.delivery.dispatch import Dispatch
from bot.errors import StoreError, UserError
from bot.pipeline import Pipeline
from bot.reading import ANYBODY, reading
from bot.texts import said

T = TypeVar("T")

PATIENCE = timedelta(seconds=2)
"""How long an answer waits for what was done to be safe."""

NAME = 40
"""Characters of a person's name that are repeated to others."""


class Acting:
    """Lets people act on incidents and silences; `looking` shows them.

    `present` is when they act, and `written` returns once everything is safe. Where nothing would
    come of it, `closed` says why.
    """

    def __init__(
        self,
        dispatch: Dispatch,
        pipeline: Pipeline,
        *,
        present: Callable[[], datetime],
        written: Callable[[], Awaitable[None]],
    ) -> None:
        self.closed = ""
        self.people = dispatch.people
        self.silencing = dispatch.silencing
        self.looking = dispatch.looking
        self._pipeline = pipeline
        self._present = present
        self._written = written

    async def do(self, call: Call, act: Callable[[str, datetime], T]) -> T:
        """Let somebody do something; every message that stands for it is edited. Raises UserError.

        It is done even where it cannot be written down yet; the answer then says so.
        """
        if self.closed:
            raise UserError(self.closed)
        if self._pipeline.herald.retracing:
            raise UserError(
                said("What was told before is being read again; try once more in a moment.")
            )
        now = self._present()
        with reading(ANYBODY):  # others read of it as well
            done = act(author(call), now)
            self._pipeline.herald.sign(str(call.room), call.person_id)
            self._pipeline.herald.acted(now)
        with suppress(TimeoutError, StoreError):
            async with asyncio.timeout(PATIENCE.total_seconds()):
                await self._written()
        return done


def author(call: Call) -> str:
    """Name who asked, and on which platform: `ann on telegram`."""
    shown = "".join(c if c.isprintable() else "·" for c in call.person).strip()
    person = shown if len(shown) <= NAME else f"{shown[: NAME - 1]}…"
    return f"{person or 'somebody'} on {call.room.platform}"
