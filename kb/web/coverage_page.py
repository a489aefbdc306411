"""``/coverage``: which province reports what, and why a cell is empty. A gap never looks like a zero."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from datasette.utils.asgi import Request, Response

from kb.web import queries_compare as queries
from kb.web.answer import Row, ask, fill
from kb.web.carried import files_offered
from kb.web.language import words
from kb.web.site import Site
from rules.language.provinces import place_called

STATES = ("reported", "doubtful", "forecast", "target", "unreadable", "failed", "silent", "no_document")


@dataclass(frozen=True, slots=True)
class Cell:
    """What a province says of a metric, or of how many metrics of a group; ``count`` is figures or metrics."""

    state: str
    count: int = 0
    newest: str | None = None


async def coverage(datasette: Site, request: Request) -> Response:
    """Provinces by metric groups, or by the metrics of one ``group``; ``year`` narrows it to a year."""
    shown = await covered(datasette, request)
    return await fill(datasette, request, "solieu_coverage.html", {**shown, "files": files_offered(request)})


async def covered(datasette: Site, request: Request) -> dict[str, Any]:
    """The table that the address asks for, a place with its cells a row, and what cannot be shown in it."""
    said = words(request)
    years = [row["year"] for row in await ask(datasette, queries.COVERED_YEARS)]
    year = request.args.get("year") if request.args.get("year") in years else ""
    metrics = await ask(datasette, queries.METRIC_LIST)
    groups = {row["group_id"]: row[f"group_{said.language}"] for row in metrics}
    group = request.args.get("group") if request.args.get("group") in groups else None
    said_by = {(row["place_id"], row["metric_id"]): row for row in await ask(datasette, queries.COVERED, year=year)}
    documents, lost = document_states(await ask(datasette, queries.DOCUMENT_STATES), year)
    everything = {place for place, _ in said_by}
    # Provinces of which nothing was ever given are told by number, not row by row, unless one asks.
    every = request.args.get("all") == "1"
    known = everything | set(documents)
    places = [row for row in await ask(datasette, queries.PLACES) if row["kind"] != "country"]
    shown = [row for row in places if every or row["id"] in known]
    columns = [row for row in metrics if row["group_id"] == group] if group else []
    matrix = []
    for place in shown:
        states = documents.get(place["id"], set())
        if group:
            cells = [cell_of(said_by.get((place["id"], metric["id"])), states) for metric in columns]
        else:
            cells = [_group_cell(place["id"], one, metrics, said_by, states) for one in groups]
        matrix.append((place, cells))
    return {
        "matrix": matrix,
        "columns": columns,
        "groups": groups,
        "group": group,
        "year": year,
        "years": years,
        "every": every,
        "without": sum(row["id"] not in known and row["id"].endswith("-old") for row in places),
        "lost": lost,
        "states": STATES,
    }


def document_states(rows: Iterable[Row], year: str | None) -> tuple[dict[str, set[str]], list[Row]]:
    """The states of the documents of each province (of a year, where one is given), and those that failed and whose
    province nobody knows. A document that could not be read belongs where ``sources.toml`` says."""
    found: dict[str, set[str]] = {}
    lost = []
    for row in rows:
        place = row["place_id"]
        if place is None and row["status"] != "ok":
            entry = json.loads(row["entry"] or "{}")
            named = entry.get("place") or entry.get("province")
            known = place_called(named, entry.get("period"), entry.get("issued_on"))
            place = known.id if known else None
            if place is None:
                lost.append(row)
                continue
        if place is not None and (not year or row["year"] in (year, None)):
            found.setdefault(place, set()).add(row["status"])
    return found, lost


def cell_of(row: Row | None, documents: set[str]) -> Cell:
    """What stands in a cell: a result before a forecast before a target; else why there is nothing."""
    if row is not None:
        said = row["results"] or row["forecasts"] or row["targets"]
        if row["results"]:
            doubtful = row["doubtful"] >= row["results"]
            return Cell("doubtful" if doubtful else "reported", row["results"], row["newest"])
        if said:
            return Cell("forecast" if row["forecasts"] else "target", said, row["newest"])
    if "ok" in documents:
        return Cell("silent")
    if "empty" in documents:
        return Cell("unreadable")
    return Cell("failed" if "error" in documents else "no_document")


def _group_cell(
    place: str,
    group: str,
    metrics: Iterable[Row],
    said_by: Mapping[tuple[str, str], Row],
    documents: set[str],
) -> Cell:
    """How many metrics of a group a province reports; the best state of all where it reports none."""
    cells = [cell_of(said_by.get((place, row["id"])), documents) for row in metrics if row["group_id"] == group]
    best = min((cell.state for cell in cells), key=STATES.index)
    return Cell(best, sum(cell.state == best for cell in cells if cell.count))
