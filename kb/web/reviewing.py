"""``/review``: what waits for a person and why, what was decided, the command that gives it as a CSV. It only reads."""

from __future__ import annotations

import json
import os
import re
import shlex
import sqlite3
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from extract.document import SolieuError
from kb.labels import FLAGS, MILD
from kb.review.candidates import offered_in
from kb.review.precision import Of, Precision, precisions
from kb.review.queue import Queued, Wanted, alike, queue
from kb.store import corrections_files
from kb.web import queries_compare
from kb.web import queries_review as queries
from kb.web.answer import Row, ask, base_file, connection_of, database_name, fill
from kb.web.naming import named_candidates
from kb.web.queries_evidence import METRIC_NAMES
from kb.web.site import Site
from rules.trust.sure import SURE

LIMIT = 50
MOST_LINES = 30
OFS: tuple[Of, ...] = ("metric", "format", "kind")
DOCUMENTS = 200
TROUBLES = 100
WHOLE = 100_000
"""A base of more figures is not put in order as a whole for a page: a province or a document is chosen first."""
ASKED = ("province", "document", "metric", "flag")
BASE = "kb.db"
"""What the commands open where no other base is named."""
FILE = "ra-soat.csv"
# PowerShell parts a bare word that begins with a dash at its dots.
_BARE = re.compile(r"-[\w=-]+|\w[\w.-]*", re.ASCII)
# Inside of double quotes these mean something to a shell, to PowerShell or to Windows' command line.
_NOT_IN_DOUBLE = frozenset('"$`\\!%^“”„')
_NOT_IN_SINGLE = frozenset("'‘’‚‛")


async def review(datasette: Site, request: Request) -> Response:
    """The page, narrowed to a province, a document, a metric or a flag."""
    asked = asked_of(request)
    progress = (await ask(datasette, queries.PROGRESS))[0]
    waiting, wrong, slow = await waiting_for(datasette, asked, progress["figures"], LIMIT)
    rows = await _rows(datasette, waiting)
    base, file = base_file(datasette).name, _beside(datasette)
    context = {
        "progress": progress,
        "states": await ask(datasette, queries.STATES),
        "documents": await ask(datasette, queries.DOCUMENTS, limit=DOCUMENTS),
        "provinces": await ask(datasette, queries.PROVINCES),
        "troubles": await ask(datasette, queries.TROUBLE, limit=TROUBLES),
        "waiting": [(one, rows[one.figure_id]) for one in waiting if one.figure_id in rows],
        "precisions": await _precisions(datasette),
        "called": {str(row["id"]): row for row in await ask(datasette, queries.METRICS)},
        "flags": FLAGS,
        "sure": SURE,
        "asked": asked,
        "wrong": wrong,
        "findings": await findings_of(datasette, waiting),
        "candidates": await _candidates(datasette, rows),
        "metrics": await ask(datasette, queries_compare.METRICS),
        "alike": await _alike(datasette, waiting),
        "mild": MILD,
        "too_many": slow,
        "command": command(asked, base, file),
        "check": applying(base, file),
        "apply": applying(base, file, "--apply"),
    }
    return await fill(datasette, request, "solieu_review.html", context, status=404 if wrong else 200)


async def _precisions(datasette: Site) -> list[tuple[Of, list[Precision]]]:
    """How often the machine was right where people decided, of each kind those of which the most was decided."""

    def run(connection: sqlite3.Connection) -> list[tuple[Of, list[Precision]]]:
        return [(of, precisions(connection, of)[:MOST_LINES]) for of in OFS]

    return await datasette.get_database(database_name(datasette)).execute_fn(run)


def command(asked: dict[str, str | None], base: str, file: str) -> str:
    """The command that writes what is shown as a CSV, fit to be pasted into a shell or PowerShell where the base lies.

    The page offers no file itself: an export keeps what it showed beside the corpus, so that a correction never meets
    a figure that changed in between, and the pages only read."""
    # Option and value are one word, so that a value that begins with a dash is no option.
    chosen = [f"--{name}={value}" for name, value in asked.items() if value]
    return _pasted(["solieu", "review", "export", *chosen, "--limit", str(LIMIT), "-o", file, *_where(base)])


def applying(base: str, file: str, *more: str) -> str:
    """The command that takes the CSV back, filled in."""
    return _pasted(["solieu", "review", "apply", file, *_where(base), *more])


def _beside(datasette: Site) -> str:
    """Where the CSV is to be written, seen from the base's folder: outside of the documents, among which an export
    refuses to lie, because the next build would read it."""
    here = base_file(datasette).parent
    logs = corrections_files(connection_of(datasette), existing=False)
    folders = {Path(os.path.abspath(log.parent)) for log in logs}  # noqa: PTH100 (as the export itself compares)
    ups = next((at for at, folder in enumerate([here, *here.parents]) if not folders & {folder, *folder.parents}), 0)
    return "../" * ups + FILE


def _where(base: str) -> list[str]:
    return [] if base == BASE else ["--db", base]


def _pasted(words: list[str]) -> str:
    return " ".join(map(quoted, words))


def quoted(word: str) -> str:
    """A word as it is typed into bash, PowerShell and, unless it holds what double quotes cannot, Windows' command
    line: bare where it is plain, else in the quotes that none of them looks into."""
    if _BARE.fullmatch(word) or word.removeprefix("../") == FILE:
        return word
    if not _NOT_IN_DOUBLE & set(word):
        return f'"{word}"'
    return f"'{word}'" if not _NOT_IN_SINGLE & set(word) else shlex.quote(word)


def asked_of(request: Request) -> dict[str, str | None]:
    """What a page of the review is narrowed to, by the names of ASKED; None where it is not."""
    return {name: " ".join((request.args.get(name) or "").split())[:200] or None for name in ASKED}


async def waiting_for(
    datasette: Site, asked: Mapping[str, str | None], figures: int, most: int
) -> tuple[list[Queued], str, bool]:
    """The first figures of the queue that is asked for, what of the question the base does not have, and whether the
    base of so many ``figures`` is too large to be put in order for a page: a choice is then made first."""
    if not any(asked.values()) and figures > WHOLE:
        return [], "", True
    wanted = Wanted(asked["document"], asked["province"], asked["metric"], asked["flag"], most)
    try:
        return await _queue_of(datasette, wanted), "", False
    except SolieuError as error:
        return [], error.place, False
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        return [], "", True


async def _queue_of(datasette: Site, wanted: Wanted) -> list[Queued]:
    """The queue, asked for in a thread. Raises SolieuError as the queue does, OperationalError where it takes long."""

    def run(connection: sqlite3.Connection) -> list[Queued]:
        with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
            return queue(connection, wanted)

    return await datasette.get_database(database_name(datasette)).execute_fn(run)


async def findings_of(datasette: Site, waiting: list[Queued]) -> dict[str, list[Row]]:
    """What the checks say against each figure that waits, in both languages."""
    ids = json.dumps([one.figure_id for one in waiting])
    rows = await ask(datasette, queries.FINDINGS, ids=ids)
    return {figure: list(some) for figure, some in groupby(rows, key=lambda row: str(row["figure_id"]))}


async def _alike(datasette: Site, waiting: list[Queued]) -> Mapping[str, int]:
    """How many figures wait that were read in the pattern of one of these, by pattern."""
    patterns = {one.pattern for one in waiting}

    def count(connection: sqlite3.Connection) -> Mapping[str, int]:
        return alike(connection, patterns)

    return await datasette.get_database(database_name(datasette)).execute_fn(count)


async def _candidates(datasette: Site, rows: dict[str, Row]) -> dict[str, list[dict[str, Any]]]:
    """The metrics that each figure may measure, by its id, as the review file offers them."""
    machine = {figure: row for figure, row in rows.items() if row["metric_id_by"] != "person"}
    some = {figure: offered_in(row["metric_id"], row["candidates"]) for figure, row in machine.items()}
    ids = json.dumps(sorted({name for each in some.values() for name, _ in each}))
    metrics = await ask(datasette, METRIC_NAMES, ids=ids)
    return {figure: named_candidates(each, metrics) for figure, each in some.items()}


async def _rows(datasette: Site, waiting: list[Queued]) -> dict[str, Row]:
    """What is shown of the figures that wait, by their ids."""
    given: dict[str, Any] = {f"id{at}": one.figure_id for at, one in enumerate(waiting)}
    asked = queries.QUEUED.format(marks=", ".join(f":{name}" for name in given))
    return {row["id"]: row for row in await ask(datasette, asked, **given)}
