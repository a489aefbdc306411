"""What holds wherever Datasette serves a base and Solieu is installed, also without ``solieu serve``: bounds on
queries, and the guard before every page. This is the plugin that the entry point ``datasette`` names.
``solieu serve`` stands behind its own guard; a plain ``datasette kb.db`` gets one here. It answers this computer, and
others only with the password of ``SOLIEU_PASSWORD``.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any, cast

from datasette.utils.asgi import Response
from pluggy import HookimplMarker

from kb.web.bounds import MOST_OF_SQLITE, bound, hide_where_the_base_lies
from kb.web.guard import FEWEST_LETTERS, GUARDED, LOOPBACK, PASSWORD, App, Names, Receive, Scope, Send, answer, guard
from kb.web.site import Site

hookimpl = HookimplMarker("datasette")
hide_where_the_base_lies()


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Each connection that answers questions of people has its bounds."""
    bound(conn)


@hookimpl
def handle_exception(request: Any, exception: Exception) -> Response | None:
    """A query that SQLite had no more memory for is told, as one that took too long is."""
    if not isinstance(exception, MemoryError):
        return None
    problem = f"The query needs more than {MOST_OF_SQLITE // 1024**2} MB of memory: ask for less at once."
    made: Any = Response
    if request.path.endswith(".json"):
        return cast(Response, made.json({"ok": False, "error": problem, "status": 400}, status=400))
    return cast(Response, made.text(problem, status=400))


@hookimpl
def asgi_wrapper(datasette: Site) -> Callable[[App], App]:
    """The guard, where ``solieu serve`` has not put one before it."""
    said = os.environ.get(PASSWORD) or ""
    password = said if len(said) >= FEWEST_LETTERS else None

    def wrapped(app: App) -> App:
        here = guard(app, hosts=LOOPBACK)
        elsewhere = guard(app, hosts=Names(), password=password)

        async def chosen(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http" or scope.get(GUARDED):
                await app(scope, receive, send)
            elif password:
                await _without_sql(elsewhere)(scope, receive, send)
            elif _is_here(scope):
                await here(scope, receive, send)
            else:
                what = f"Set {PASSWORD}, of at least {FEWEST_LETTERS} characters, and start again"
                await answer(send, 403, f"{what}: other machines need a password.\n")

        return chosen

    return wrapped


def _is_here(scope: Scope) -> bool:
    """Whether the request comes from this computer."""
    client = scope.get("client")
    try:
        return client is not None and ip_address(client[0]).is_loopback
    except ValueError:
        return False


def _without_sql(app: App) -> App:
    """No free SQL and no download of the base for who came with a password: as ``solieu serve --host`` has it."""

    async def asked(scope: Scope, receive: Receive, send: Send) -> None:
        query = bytes(scope.get("query_string", b""))
        if scope["path"].endswith(".db") or b"sql=" in query.lower():
            await answer(send, 403, "Free SQL and the download of the base are off here.\n")
        else:
            await app(scope, receive, send)

    return asked
