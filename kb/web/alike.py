"""``/review/do/alike``: the figures that wait and were read in one pattern, for the page that decides on all of them.

The page shows them before anybody can decide for all, so each comes with its sentence and the cells of its row. It only
reads.
"""

from __future__ import annotations

import re
import sqlite3
from typing import Any, cast

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from kb.review.cells import shown
from kb.review.export import cells_shown
from kb.review.queue import Wanted, queue
from kb.web.answer import database_name
from kb.web.site import Site

MOST = 500
"""So many are shown at once; more are decided with a file of ``solieu review export --examples``."""
_PATTERN = re.compile(r"[0-9A-F]{10}")


async def alike(datasette: Site, request: Request) -> Response:
    """The figures of ``?pattern=``, in the order of the queue; none where nothing of that pattern waits."""
    pattern = str(request.args.get("pattern") or "")

    def read(connection: sqlite3.Connection) -> list[dict[str, Any]]:
        with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
            figures = queue(connection, Wanted(pattern=pattern, limit=MOST))
            rows = cells_shown(connection, figures)
        return [
            {
                "id": one.figure_id,
                "number": cells["number"],
                "document": one.filename,
                "quote": one.quote,
                "cells": {name: shown(cell) for name, cell in cells.items()},
            }
            for one, cells in zip(figures, rows, strict=True)
        ]

    members: list[dict[str, Any]] = []
    if _PATTERN.fullmatch(pattern):
        members = await datasette.get_database(database_name(datasette)).execute_fn(read)
    answer: Any = Response
    return cast(Response, answer.json({"members": members}, headers={"cache-control": "no-store"}))
