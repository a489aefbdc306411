"""What a page makes of the whole base and keeps in memory while the base does not change."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import TypeVar

T = TypeVar("T")
MOST = 4
"""So many bases are kept at once."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A connection that does not tell one thing kept from another: the file and its version do."""

    connection: sqlite3.Connection

    def __hash__(self) -> int:
        return 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held)


def while_unchanged(make: Callable[[sqlite3.Connection], T]) -> Callable[[sqlite3.Connection], T]:
    """``make``, asked anew only where the base behind the connection is another one or was written since."""

    @lru_cache(maxsize=MOST)
    def made(file: str, version: int, held: _Held) -> T:
        return make(held.connection)

    @wraps(make)
    def kept(connection: sqlite3.Connection) -> T:
        file = connection.execute("pragma database_list").fetchone()[2]
        return made(file, connection.execute("pragma data_version").fetchone()[0], _Held(connection))

    return kept
