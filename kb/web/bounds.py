"""What one query may take of the machine: its time is Datasette's setting, its memory is bounded here.

``hex(randomblob(4e8))`` took 3.5 GB and no longer than a second. A value has a bound, all rows of an answer together
have one, and SQLite as a whole has one for what it sorts and gathers.
"""

from __future__ import annotations

import re
import sqlite3
import weakref
from collections.abc import Sequence
from typing import Any

import datasette.utils as utils

MOST_IN_A_VALUE = 8 * 1024**2
"""Bytes of a text or blob. The longest passage of a report has some thousand."""
MOST_IN_AN_ANSWER = 64 * 1024**2
"""Bytes of all rows of an answer: 5,000 rows of 12 KB each."""
MOST_OF_SQLITE = 256 * 1024**2
"""Bytes that SQLite may take in this process, caches and all."""


def bound(connection: sqlite3.Connection) -> None:
    """Give a connection these bounds. What goes beyond them ends in an error of SQLite, and nothing else does."""
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, MOST_IN_A_VALUE)
    connection.execute(f"pragma hard_heap_limit = {MOST_OF_SQLITE}")
    connection.row_factory = _Rows()


class _Rows:
    """Makes Datasette's rows and counts what those of one answer hold."""

    def __init__(self) -> None:
        self._cursor: weakref.ref[sqlite3.Cursor] | None = None
        self._bytes = 0

    def __call__(self, cursor: sqlite3.Cursor, values: tuple[Any, ...]) -> sqlite3.Row:
        if self._cursor is None or self._cursor() is not cursor:
            self._cursor, self._bytes = weakref.ref(cursor), 0
        self._bytes += _size(values)
        if self._bytes > MOST_IN_AN_ANSWER:
            problem = f"the answer is larger than {MOST_IN_AN_ANSWER // 1024**2} MB: ask for fewer rows or columns"
            raise sqlite3.OperationalError(problem)
        return sqlite3.Row(cursor, values)


def _size(values: Sequence[Any]) -> int:
    return sum(len(value) for value in values if isinstance(value, str | bytes))


def hide_where_the_base_lies() -> None:
    """Refuse the one question whose answer is the path of the base on this machine."""
    message = "Statement contained a disallowed PRAGMA: pragma_database_list tells where files lie"
    refused: list[tuple[re.Pattern[str], str]] = utils.disallawed_sql_res
    if not any(said == message for _, said in refused):
        refused.append((re.compile("pragma_database_list"), message))
