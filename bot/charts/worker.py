"""The process that draws, as the bot sees it: asked one thing at a time, and ended when told."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Self, TypeVar

MOST = 2**20
"""Bytes of an answer; a longer one is no picture of ours."""

_PAINTER = "bot.charts.painter"  # it imports matplotlib, which the bot itself has no use for
_HERE = Path(__file__).parents[2]  # where `bot` is found, wherever the bot was started
_LENGTH = 4
_TOLD = 2000  # letters of what it said last


class WorkerGone(Exception):
    """Says that the process has ended, or answers nothing that can be read."""


class Worker:
    """Draws what it is given; one that has failed once is of no use any more."""

    def __init__(self, process: Process) -> None:
        self._process = process

    @classmethod
    async def start(cls) -> Self:
        """Start one and wait until it is ready. Raises WorkerGone."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", _PAINTER),
            cwd=_HERE,
            start_new_session=True,  # Ctrl-C in the terminal is for the bot alone, which ends it
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
        worker = cls(process)
        async with AsyncExitStack() as failed:
            failed.push_async_callback(worker.end)
            await worker._answer()
            failed.pop_all()
        return worker

    @property
    def pid(self) -> int:
        return self._process.pid

    async def draw(self, scene: bytes) -> bytes:
        """Have a scene drawn. Raises WorkerGone; who does not wait for it has to end it."""
        asked = _there(self._process.stdin)
        try:
            asked.write(len(scene).to_bytes(_LENGTH, "big") + scene)
            await asked.drain()
        except ConnectionError as error:
            raise WorkerGone(await self._last_words()) from error
        return await self._answer()

    async def end(self) -> None:
        """End it, whatever it is doing, and wait until it is gone."""
        with suppress(ProcessLookupError):  # it may have ended by itself meanwhile
            self._process.kill()
        await self._process.communicate()

    async def _answer(self) -> bytes:
        drawn = _there(self._process.stdout)
        try:
            length = int.from_bytes(await drawn.readexactly(_LENGTH), "big")
            if length <= MOST:
                return await drawn.readexactly(length)
        except asyncio.IncompleteReadError as error:
            raise WorkerGone(await self._last_words()) from error
        raise WorkerGone(f"an answer of {length} bytes")

    async def _last_words(self) -> str:
        said = await _there(self._process.stderr).read()
        return said.decode(errors="replace").strip()[-_TOLD:] or "its process ended"


Pipe = TypeVar("Pipe")


def _there(pipe: Pipe | None) -> Pipe:
    if pipe is None:
        raise WorkerGone("its process cannot be reached")
    return pipe
