"""A server of limits in a process of its own, so that nobody's work slows its answers."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection

from tests.limit_server import ANSWERS, LimitServer


@contextmanager
def served() -> Iterator[str]:
    """Serve at the address that is returned, for as long as the block runs."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield str(ours.recv())
    finally:
        ours.send("enough")
        process.join()


def _serve(pipe: Connection) -> None:
    asyncio.run(_served(pipe))


async def _served(pipe: Connection) -> None:
    async with LimitServer(answers=ANSWERS) as server:
        pipe.send(server.url)
        await asyncio.to_thread(pipe.recv)
