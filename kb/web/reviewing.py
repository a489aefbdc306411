"""``/review``: what waits for a person and why, what was decided, the command that gives it as a CSV. It only reads."""

from __future__ import annotations

import shlex
import sqlite3
from typing import Any

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from extract.document import SolieuError
from kb.review_export import SURE
from kb.review_queue import Queued, Wanted, queue
from kb.web import queries_review as queries
from kb.web.answer import Row, ask, database_name, fill
from kb.web.labels import FLAGS
from kb.web.site import Site

LIMIT = 50
DOCUMENTS = 200
TROUBLES = 100
WHOLE = 100_000
"""A base of more figures is not put in order as a whole for a page: a province or a document is chosen first."""
ASKED = ("province", "document", "metric", "flag")


async def review(datasette: Site, request: Request) -> Response:
    """The page, narrowed to a province, a document, a metric or a flag."""
    asked: dict[str, str | None] = {name: (request.args.get(name) or "").strip()[:200] or None for name in ASKED}
    progress = (await ask(datasette, queries.PROGRESS))[0]
    waiting: list[Queued] = []
    wrong = ""
    if any(asked.values()) or progress["figures"] <= WHOLE:
        try:
            wanted = Wanted(asked["document"], asked["province"], asked["metric"], asked["flag"], LIMIT)
            waiting = await _queue(datasette, wanted)
        except SolieuError as error:
            wrong = error.place
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
    rows = await _rows(datasette, waiting)
    context = {
        "progress": progress,
        "states": await ask(datasette, queries.STATES),
        "documents": await ask(datasette, queries.DOCUMENTS, limit=DOCUMENTS),
        "provinces": await ask(datasette, queries.PROVINCES),
        "troubles": await ask(datasette, queries.TROUBLE, limit=TROUBLES),
        "waiting": [(one, rows[one.figure_id]) for one in waiting if one.figure_id in rows],
        "flags": FLAGS,
        "sure": SURE,
        "asked": asked,
        "wrong": wrong,
        "too_many": not any(asked.values()) and progress["figures"] > WHOLE,
        "limit": LIMIT,
        "command": command(asked),
    }
    return await fill(datasette, request, "solieu_review.html", context, status=404 if wrong else 200)


def command(asked: dict[str, str | None]) -> str:
    """The command that writes what is shown as a CSV, fit to be pasted into a shell."""
    words = ["solieu", "review", "export"]
    for name, value in asked.items():
        if value:
            # One word, so that a value that begins with a dash is no option.
            words.append(f"--{name}={value}")
    return shlex.join([*words, "--limit", str(LIMIT), "-o", "ra-soat.csv"])


async def _queue(datasette: Site, wanted: Wanted) -> list[Queued]:
    def run(connection: sqlite3.Connection) -> list[Queued]:
        with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
            return queue(connection, wanted)

    return await datasette.get_database(database_name(datasette)).execute_fn(run)


async def _rows(datasette: Site, waiting: list[Queued]) -> dict[str, Row]:
    """What is shown of the figures that wait, by their ids."""
    given: dict[str, Any] = {f"id{at}": one.figure_id for at, one in enumerate(waiting)}
    asked = queries.QUEUED.format(marks=", ".join(f":{name}" for name in given))
    return {row["id"]: row for row in await ask(datasette, asked, **given)}
