"""What our pages need of Datasette, which itself carries no types."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from jinja2 import Environment

from kb.web.guard import App

T = TypeVar("T")


class Database(Protocol):
    """One database that is served."""

    def __hash__(self) -> int: ...

    def connect(self) -> sqlite3.Connection:
        """A connection of one's own that only reads."""

    async def execute_fn(self, run: Callable[[sqlite3.Connection], T]) -> T:
        """Run a function with a read-only connection, in a thread."""


class Urls(Protocol):
    """Addresses below the one that Datasette is served at."""

    def path(self, path: str) -> str:
        """The address of a path that starts with a slash."""


class Site(Protocol):
    """A running Datasette."""

    def __hash__(self) -> int: ...

    databases: Mapping[str, object]
    urls: Urls
    jinja_env: Environment

    def setting(self, key: str) -> Any:
        """The value of a setting."""

    def get_database(self, name: str) -> Database:
        """A database by its name."""

    def app(self) -> App:
        """The web application."""
