"""Patience: waits come to an end, and none of them sets a timer of its own."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

Come = TypeVar("Come")


class Patience:
    """Ends the wait that is on once the loop's clock shows what it was to take at most.

    asyncio.timeout sets and lifts a timer for each wait, and a stream waits a thousand times a
    second. Here one timer stays set, and looks as it rings whether a wait has really to end.
    """

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[object] | None = None
        self._until = 0.0
        self._rang = False

    async def wait(self, coming: Awaitable[Come], until: float) -> Come:
        """Return what comes; raises TimeoutError where `until` comes first."""
        task = self._task = asyncio.current_task()
        if task is None:
            raise RuntimeError("only a task can wait")
        self._until, self._rang = until, False
        asked_to_end = task.cancelling()
        if self._timer is None or until < self._timer.when():
            self._set()
        try:
            return await coming
        except asyncio.CancelledError as error:
            # Whoever else cancelled the task meanwhile has the last word.
            if self._rang and task.uncancel() <= asked_to_end:
                raise TimeoutError from error
            raise
        finally:
            self._task = None

    def close(self) -> None:
        """Let go of the timer."""
        if self._timer is not None:
            self._timer.cancel()

    def _set(self) -> None:
        self.close()
        self._timer = self._loop.call_at(self._until, self._ring)

    def _ring(self) -> None:
        self._timer = None
        if self._task is None:
            return
        if self._loop.time() < self._until:
            self._set()
        else:
            self._rang = True
            self._task.cancel()
