"""A process of its own, as the bot sees it: asked one thing at a time, and ended when told."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import Self, TypeVar

from bot.pipes import LENGTH

_HERE = Path(__file__).parents[1]  # where `bot` is found, wherever the bot was started
_TOLD = 2000  # letters of what it said last


class WorkerGone(Exception):
    """Says that the process has ended, or answers nothing that can be read."""


class Worker:
    """Does what it is asked; one that has failed once is of no use any more."""

    def __init__(self, process: Process, most: int) -> None:
        self._process = process
        self._most = most

    @classmethod
    async def start(
        cls, module: str, *, most: int, environment: Mapping[str, str] | None = None
    ) -> Self:
        """Start a module and wait until it has sent its first piece. Raises WorkerGone.

        It answers with at most so many bytes. It has the bot's own environment, unless another one
        is given.
        """
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", module),
            cwd=_HERE,
            env=environment,
            start_new_session=True,  # Ctrl-C in the terminal is for the bot alone, which ends it
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
        worker = cls(process, most)
        async with AsyncExitStack() as failed:
            failed.push_async_callback(worker.end)
            await worker._answer()
            failed.pop_all()
        return worker

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def lives(self) -> bool:
        return self._process.returncode is None

    async def ask(self, asked: bytes) -> bytes:
        """Have something done. Raises WorkerGone; who does not wait for it has to end it."""
        pipe = _there(self._process.stdin)
        try:
            pipe.write(LENGTH.pack(len(asked)))
            pipe.write(asked)
            await pipe.drain()
        except ConnectionError as error:
            raise WorkerGone(await self._last_words()) from error
        return await self._answer()

    async def end(self) -> None:
        """End it, whatever it is doing, and wait until it is gone."""
        with suppress(ProcessLookupError):  # it may have ended by itself meanwhile
            self._process.kill()
        await self._process.communicate()

    async def _answer(self) -> bytes:
        pipe = _there(self._process.stdout)
        try:
            (length,) = LENGTH.unpack(await pipe.readexactly(LENGTH.size))
            if length <= self._most:
                return await pipe.readexactly(length)
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
