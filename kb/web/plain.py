"""What holds wherever Datasette serves a base and Solieu is installed, also without ``solieu serve``: bounds on
queries, and the guard before every page. This is the plugin that the entry point ``datasette`` names.
``solieu serve`` stands behind its own guard; a plain ``datasette kb.db`` gets one here. It answers this computer, and
others only with the password of ``SOLIEU_PASSWORD``.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Coroutine
from ipaddress import ip_address
from typing import Any, cast

from datasette.utils.asgi import Base400, Forbidden, Response
from datasette.views.base import DatasetteError
from pluggy import HookimplMarker

from kb.store import REBUILD, is_of_this_version, is_ours
from kb.web.bounds import MOST_OF_SQLITE, bound, hide_where_the_base_lies
from kb.web.guard import FEWEST_LETTERS, GUARDED, LOOPBACK, PASSWORD, App, Names, Receive, Scope, Send, answer, guard
from kb.web.site import Site

hookimpl = HookimplMarker("datasette")
Answer = Response | Coroutine[Any, Any, Response | None] | None
_OTHER_VERSION = (
    "Một phiên bản Solieu khác đã dựng cơ sở dữ liệu này: hãy chạy solieu build rồi mở lại trang. "
    f"Another version of Solieu made this base. {REBUILD}.\n"
)
hide_where_the_base_lies()


@hookimpl
def prepare_connection(conn: sqlite3.Connection) -> None:
    """Each connection that answers questions of people has its bounds."""
    bound(conn)


@hookimpl
def handle_exception(datasette: Site, request: Any, exception: Exception) -> Answer:
    """A query that SQLite had no more memory for is told, as one that took too long is; and so is a base that another
    version of Solieu built while it is served."""
    if isinstance(exception, MemoryError):
        problem = f"The query needs more than {MOST_OF_SQLITE // 1024**2} MB of memory: ask for less at once."
        return _refused(request.path, 400, problem)
    # What is refused with a reason needs no other; a column that is missed shows as whatever fails first.
    said = isinstance(exception, (Base400, DatasetteError, Forbidden))
    return None if said else _of_another_version(datasette, request.path)


async def _of_another_version(datasette: Site, path: str) -> Response | None:
    for name in datasette.databases:
        database = datasette.get_database(name)
        if await database.execute_fn(lambda db: is_ours(db) and not is_of_this_version(db)):
            return _refused(path, 503, _OTHER_VERSION)
    return None


def _refused(path: str, status: int, problem: str) -> Response:
    made: Any = Response
    if path.endswith(".json"):
        return cast(Response, made.json({"ok": False, "error": problem, "status": status}, status=status))
    return cast(Response, made.text(problem, status=status))


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
