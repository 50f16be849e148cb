"""Sessions: works done in one transaction, on a file or on a server."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

from bot.storage.address import Address
from bot.storage.trouble import is_lost

T = TypeVar("T")
Work = Callable[[Connection], T]
"""What is done within a transaction. It may be done again where a commit failed."""

_NUMBER = text("SELECT CAST(pg_current_xact_id_if_assigned() AS text)")
_FATE = text("SELECT pg_xact_status(CAST(CAST(:number AS text) AS xid8))")


class Session(Protocol):
    """Does works in one transaction; raises what they or the database raise.

    One thread uses it. After a raise it may be used again.
    """

    def transact(self, works: Sequence[Work[Any]]) -> list[Any]:
        """Do works in their order and commit; return what each returned."""
        ...

    def close(self) -> None:
        """Let go of the database."""
        ...


def session(address: Address, *, reads: bool = False) -> Session:
    """Make the session that an address calls for; nothing is opened before its first use."""
    if address.path is not None:
        return FileSession(address, reads=reads)
    return ServerSession(address)


class FileSession:
    """Works on a file of SQLite."""

    def __init__(self, address: Address, *, reads: bool) -> None:
        self._engine = address.engine(reads=reads)

    def transact(self, works: Sequence[Work[Any]]) -> list[Any]:
        with self._engine.begin() as connection:
            return [work(connection) for work in works]

    def close(self) -> None:
        self._engine.dispose()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A commit that was asked for and not answered."""

    works: Sequence[Work[Any]]
    results: list[Any]
    number: str


class ServerSession:
    """Works on a database of PostgreSQL, in an event loop of its own.

    A connection that breaks while it commits leaves open whether it has. The next one asks what
    became of that transaction, so that nothing is done twice.
    """

    def __init__(self, address: Address) -> None:
        self._runner = asyncio.Runner()
        self._engine = address.async_engine()
        self._connection: AsyncConnection | None = None
        self._unclear: Unclear | None = None

    def transact(self, works: Sequence[Work[Any]]) -> list[Any]:
        try:
            return self._runner.run(self._transact(works))
        except Exception as error:
            if is_lost(error):
                self._runner.run(self._let_go())
            raise

    def close(self) -> None:
        self._runner.run(self._let_go())
        self._runner.run(self._engine.dispose())
        self._runner.close()

    async def _transact(self, works: Sequence[Work[Any]]) -> list[Any]:
        if self._connection is None:
            self._connection = await self._engine.connect()
        unclear, done = self._unclear, False
        if unclear is not None:
            done = await self._committed(self._connection, unclear)
            self._unclear = None
        if unclear is not None and done and list(unclear.works) == list(works):
            return unclear.results
        async with self._connection.begin() as transaction:
            results = await self._connection.run_sync(lambda sync: [work(sync) for work in works])
            await self._commit(transaction, works, results)
        return results

    async def _commit(
        self, transaction: AsyncTransaction, works: Sequence[Work[Any]], results: list[Any]
    ) -> None:
        number: str | None = await transaction.connection.scalar(_NUMBER)
        try:
            await transaction.commit()
        except (DBAPIError, OSError) as error:
            if number is not None and is_lost(error):
                self._unclear = Unclear(works=works, results=results, number=number)
            raise

    # Raises OSError while the server itself does not know yet.
    async def _committed(self, connection: AsyncConnection, unclear: Unclear) -> bool:
        async with connection.begin():
            fate = await connection.scalar(_FATE, {"number": unclear.number})
        if fate == "in progress":
            raise TimeoutError("the server is still at a commit that was cut off")
        return bool(fate == "committed")

    async def _let_go(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(DBAPIError, OSError):
                await connection.close()
