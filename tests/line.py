"""A line to a server on this machine, that can be cut: at once, or at a word that is said on it."""

import asyncio
import contextlib
from types import TracebackType
from typing import Self


class Line:
    """Carries bytes both ways between its port and another one.

    `dead` refuses whoever calls. `before` is a word that breaks the line instead of being carried;
    `after` one that is carried, and its answer is not. Each breaks it once.
    """

    def __init__(self, host: str, port: int) -> None:
        self.port = 0
        self.dead = False
        self.before = b""
        self.after = b""
        self.broken = 0
        self._silent = False
        self._to = (host, port)
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._called, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.cut()
        if self._server:
            self._server.close()
            await self._server.wait_closed()

    def cut(self) -> None:
        """Break every call there is."""
        for end in self._ends:
            end.transport.abort()
        self._ends.clear()

    async def _called(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.dead:
            writer.transport.abort()
            return
        there, back = await asyncio.open_connection(*self._to)
        self._ends |= {writer, back}
        with contextlib.suppress(OSError):
            await asyncio.gather(self._said(reader, back), self._answered(there, writer))
        self._let_go(writer, back)

    async def _said(self, reader: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        while chunk := await reader.read(65536):
            if self.before and self.before in chunk:
                self.before = b""
                self._break()
                return
            if self.after and self.after in chunk:
                self.after, self._silent = b"", True
            back.write(chunk)
            await back.drain()
        back.transport.abort()

    async def _answered(self, there: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while chunk := await there.read(65536):
            if self._silent:
                self._silent = False
                self._break()
                return
            writer.write(chunk)
            await writer.drain()
        writer.transport.abort()

    def _break(self) -> None:
        self.broken += 1
        self.cut()

    def _let_go(self, *ends: asyncio.StreamWriter) -> None:
        for end in ends:
            end.transport.abort()
            self._ends.discard(end)
