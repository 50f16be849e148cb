"""Rows put into a table, in place of those with the same key; both databases say it alike."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Executable, Table, and_, bindparam, delete, insert
from sqlalchemy.dialects import postgresql, sqlite

Row = Mapping[str, Any]
Dialect = str

AT_ONCE = 250
"""Rows handed over in one go: no other thread runs while a database's driver reads them."""

# Statements are made once: to put one together takes longer than to execute it.


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows that stand for themselves."""
    _execute(connection, _add, table, rows)


def add_new(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add rows but those of which one is there already, by what is to be unique."""
    _execute(connection, _add_new, table, rows)


def put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Put rows in place of those with the same key; of several of one key the last counts."""
    keys = [column.name for column in table.primary_key]
    last = {tuple(row[key] for key in keys): row for row in rows}
    _execute(connection, _put, table, list(last.values()))


def forget(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Delete the rows that have these keys; a row that is not there is no fault."""
    keys = [column.name for column in table.primary_key]
    named = [{f"_{key}": row[key] for key in keys} for row in rows]
    _execute(connection, _forget, table, named)


def inserting(table: Table, dialect: Dialect) -> sqlite.Insert | postgresql.Insert:
    """Begin to say what is inserted, in words that know of conflicts."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _add(table: Table, _dialect: Dialect) -> Executable:
    return insert(table)


@cache
def _add_new(table: Table, dialect: Dialect) -> Executable:
    return inserting(table, dialect).on_conflict_do_nothing()


@cache
def _put(table: Table, dialect: Dialect) -> Executable:
    keys = [column.name for column in table.primary_key]
    statement = inserting(table, dialect)
    changed = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


@cache
def _forget(table: Table, _dialect: Dialect) -> Executable:
    return delete(table).where(and_(*(c == bindparam(f"_{c.name}") for c in table.primary_key)))


def _execute(
    connection: Connection,
    make: Callable[[Table, Dialect], Executable],
    table: Table,
    rows: Sequence[Row],
) -> None:
    for start in range(0, len(rows), AT_ONCE):
        statement = make(table, connection.dialect.name)
        connection.execute(statement, rows[start : start + AT_ONCE])
