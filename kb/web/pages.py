"""The pages: each asks the base by a named query and fills one template. Nothing is written, nothing is fetched."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import groupby

from datasette.database import QueryInterrupted
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from kb.search import Hit, search
from kb.web import queries
from kb.web.answer import Row, ask, database_name, fill, missing
from kb.web.marking import marked_words
from kb.web.ranking import best_year, lay_out
from kb.web.site import Site

SEARCH_LIMIT = 40
NEWEST_DOCUMENTS = 12
METRICS_OF_A_GROUP = 6
RANKING_MS = 1500
"""A province page ranks every metric within this time or goes without ranks."""
NEWEST = "newest"
"""What the address says where the latest value of each province is wanted, of whatever year."""


async def front(datasette: Site, request: Request) -> Response:
    """``/``: what is in the base and the ways into it."""
    metrics = await ask(datasette, queries.METRICS)
    groups: dict[str, list[Row]] = {}
    for metric in metrics:
        groups.setdefault(metric["group_vi"], []).append(metric)
    context = {
        "counts": (await ask(datasette, queries.BASE))[0],
        "groups": [(name, rows[:METRICS_OF_A_GROUP], rows[METRICS_OF_A_GROUP:]) for name, rows in groups.items()],
        "provinces": await ask(datasette, queries.PROVINCES),
        "documents": await ask(datasette, queries.DOCUMENTS, limit=NEWEST_DOCUMENTS),
        "failed": await ask(datasette, queries.FAILED),
    }
    return await fill(datasette, request, "solieu_front.html", context)


async def compare(datasette: Site, request: Request) -> Response:
    """``/compare/METRIC``: one metric between provinces, with what cannot be ranked told apart."""
    metric_id = request.url_vars["metric"]
    metrics = await ask(datasette, queries.METRIC, metric=metric_id)
    if not metrics:
        return await missing(datasette, request, f"Không có chỉ tiêu «{metric_id}»")
    wanted = None
    if "item" in request.args or "level" in request.args:
        wanted = (request.args.get("item") or None, request.args.get("level") or None)
    targets = await ask(datasette, queries.TARGETS, metric=metric_id)
    footnotes = await ask(datasette, queries.FOOTNOTES, metric=metric_id)
    years = await ask(datasette, queries.YEARS, metric=metric_id)
    comparison = lay_out(await ask(datasette, queries.COMPARED, metric=metric_id), targets, footnotes, wanted)
    sides = comparison.sides
    year = request.args.get("year") or best_year(comparison, years)
    if year and year != NEWEST:
        rows = await ask(datasette, queries.COMPARED_YEAR, metric=metric_id, year=year)
        comparison = lay_out(rows, targets, footnotes, comparison.side)
    context = {
        "metric": metrics[0],
        "comparison": comparison,
        "sides": sides,
        "year": None if year == NEWEST else year,
        "years": [row for row in years if (row["item"], row["level"]) == comparison.side],
        "newest": NEWEST,
        "conflicts": {
            row["place_id"]: row
            for row in await ask(datasette, queries.CONFLICTS, metric=metric_id)
            if (row["item"], row["level"]) == comparison.side and row["status"] == "actual"
        },
        "silent": await ask(datasette, queries.SILENT, metric=metric_id),
    }
    return await fill(datasette, request, "solieu_compare.html", context)


async def province(datasette: Site, request: Request) -> Response:
    """``/province/ID``: the latest value of every metric that a province reports, with its rank."""
    place = request.url_vars["place"]
    places = await ask(datasette, queries.PLACE, place=place)
    if not places:
        return await missing(datasette, request, f"Không có tỉnh «{place}»")
    try:
        values = await ask(datasette, queries.PLACE_VALUES, within_ms=RANKING_MS, place=place)
    except QueryInterrupted:
        values = await ask(datasette, queries.PLACE_VALUES_UNRANKED, place=place)
    targets = await ask(datasette, queries.PLACE_TARGETS, place=place)
    context = {
        "place": places[0],
        "groups": [(name, list(rows)) for name, rows in groupby(values, key=lambda row: row["metric_group"])],
        "targets": {(row["metric_id"], row["item"], row["level"]): row for row in reversed(targets)},
        "count": len(values),
        "documents": await ask(datasette, queries.PLACE_DOCUMENTS, place=place),
    }
    return await fill(datasette, request, "solieu_province.html", context)


async def find(datasette: Site, request: Request) -> Response:
    """``/search?q=``: figures, then passages, that hold all the words in any spelling."""
    words = (request.args.get("q") or "").strip()
    hits: Sequence[Hit] = ()
    slow = False
    if words:

        def run(connection: sqlite3.Connection) -> list[Hit]:
            with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
                return search(connection, words, SEARCH_LIMIT)

        try:
            hits = await datasette.get_database(database_name(datasette)).execute_fn(run)
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            slow = True
    context = {
        "words": words,
        "slow": slow,
        "limit": SEARCH_LIMIT,
        "figures": [(hit, marked_words(hit.text, words)) for hit in hits if hit.kind == "figure"],
        "passages": [(hit, marked_words(hit.text, words)) for hit in hits if hit.kind == "passage"],
    }
    return await fill(datasette, request, "solieu_search.html", context)
