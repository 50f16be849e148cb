"""The bare drivers: the same rows put into the same tables by loops of sqlite3 and asyncpg alone.

What a row holds is made ready before their time counts; they neither encode nor wait in a queue.
"""

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from time import perf_counter
from typing import Any

import asyncpg
from sqlalchemy import Table

from bot.alerts.model import Alert
from bot.journal import Page
from bot.storage import rows
from bot.storage.address import Address
from bot.storage.columns import Instant
from bot.storage.tables import alerts, living, outbox, progress, standings

Statement = tuple[str, list[tuple[Any, ...]]]


def sqlite_seconds(address: Address, pages: Sequence[Page]) -> float:
    """Put the rows of pages into a file, in one transaction."""
    statements = list(_statements(pages, lambda _number: "?"))
    with closing(sqlite3.connect(address.path or "", isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        begun = perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for statement, values in statements:
            connection.executemany(statement, values)
        connection.execute("COMMIT")
        return perf_counter() - begun


def asyncpg_seconds(address: Address, pages: Sequence[Page]) -> float:
    """Put them into a database of PostgreSQL, likewise."""
    statements = list(_statements(pages, lambda number: f"${number}"))

    async def put() -> float:
        connection = await asyncpg.connect(address.url.render_as_string(hide_password=False))
        try:
            begun = perf_counter()
            async with connection.transaction():
                for statement, values in statements:
                    await connection.executemany(statement, values)
            return perf_counter() - begun
        finally:
            await connection.close()

    return asyncio.run(put())


def _statements(pages: Sequence[Page], place: Any) -> Iterable[Statement]:  # noqa: ANN401 (a function of a number)
    found: list[Alert] = [alert for page in pages for alert in page.alerts]
    made = [rows.of_alert(alert) for alert in found]
    lives = [{"fingerprint": row["fingerprint"], "body": row["body"]} for row in made]
    last = [rows.of_progress(page.progress) for page in pages if page.progress][-1:]
    stands = [rows.of_standing(standing) for page in pages for standing in page.standings]
    parcels = [rows.of_parcel(parcel) for page in pages for parcel in page.parcels]
    for table, those in (
        (progress, last),
        (standings, stands),
        (alerts, made),
        (living, lives),
        (outbox, parcels),
    ):
        yield _statement(table, those, place)


def _statement(table: Table, those: Sequence[rows.Row], place: Any) -> Statement:  # noqa: ANN401 (likewise)
    names = list(those[0])
    places = ", ".join(place(number) for number in range(1, len(names) + 1))
    statement = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places})"  # noqa: S608 (ours)
    return statement, [tuple(_value(table, name, row[name]) for name in names) for row in those]


def _value(table: Table, name: str, value: object) -> object:
    kind = table.columns[name].type
    return kind.process_bind_param(value, None) if isinstance(kind, Instant) else value  # type: ignore[arg-type]  # it is a moment
