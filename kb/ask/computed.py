"""The rows of a comparison that no document states, but that follow from two figures of one; and their ranks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kb.check.thirds import MEASURES, Third, as_row, best_by_place, read_measures, related, thirds

DERIVED = "suy ra từ hai số trong cùng văn bản"
"""Why a value that is only computed has no rank, where these are not asked for."""
TOO_WIDE = "suy ra, nhưng làm tròn còn để ngỏ quá rộng"
# A rate whose words say that it is the share of something else is left out.
_STATED = """
select f.*, f.id as figure_id
from figures_compared f
where f.metric_id in (select value from json_each(?)) and f.status = 'actual' and f.owner is null
    and not exists (select 1 from relations r where r.figure_id = f.id and r.relation = 'share_of_another')
order by f.document_id, f.seq
"""
_COPIED = (
    *("province", "place_id", "metric_id", "item", "level", "number", "value", "value_max", "denominator"),
    *("comparable", "basis", "unit", "qualifier", "kind", "as_of", "flags", "confidence", "reviewed"),
    *("document_id", "filename", "title", "page", "figure_id"),
)


def computed_rows(db: sqlite3.Connection, metric: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A row of each place, item and level that ``rows`` have no sure figure of, and that two figures tell."""
    measures = read_measures([dict(row) for row in db.execute(MEASURES)])
    asked = json.dumps(related(measures, metric))
    sides: dict[tuple[str, str], list[Third]] = {}
    for third in thirds([dict(row) for row in db.execute(_STATED, (asked,))], measures):
        if third.metric == metric:
            source = third.sources[0]
            sides.setdefault((source["item"] or "", source["level"] or ""), []).append(third)
    name, better = db.execute("select name_vi, better from metrics where id = ?", (metric,)).fetchone()
    sure = {(row["item"] or "", row["level"] or "", row["place_id"]) for row in rows if row["doubt"] is None}
    return [
        _row(third) | {"metric": name, "better": better}
        for side, some in sorted(sides.items())
        for place, third in sorted(best_by_place(some).items())
        if (*side, place) not in sure
    ]


def with_ranks(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with those among the ranked that are only computed: by item and level, on the scale and of the time of
    what is stated. What rounding leaves too open gets no rank."""
    sides: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        sides.setdefault((row["item"] or "", row["level"] or ""), []).append(row)
    return [row for some in sides.values() for row in _ranked(some)]


def _ranked(rows: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    stated = [row for row in rows if row["not_ranked"] is None]
    newest = max((row["as_of"] for row in stated if row["as_of"]), default="")
    fit, others = list(stated), list[dict[str, Any]]()
    for row in rows:
        if row["not_ranked"] == DERIVED and not (stated and row["basis"] != stated[0]["basis"]):
            late = (row["as_of"] or newest) >= f"{int(newest[:4]) - 1}{newest[4:]}" if newest else True
            (fit if late else others).append(row)
        elif row["not_ranked"] is not None:
            others.append(row)
    sign = 1 if rows[0]["better"] == "lower" else -1
    fit.sort(key=lambda row: sign * row["comparable"])
    values = [row["comparable"] for row in fit]
    for row in fit:
        rank = None if row["better"] == "none" else 1 + values.index(row["comparable"])
        yield row | {"rank": rank, "ranked": len(fit), "not_ranked": None}
    yield from others


def _row(third: Third) -> dict[str, Any]:
    made = as_row(third)
    row = {column: made[column] for column in _COPIED}
    row |= {"rank": None, "ranked": None, "doubt": None, "quote": None, "period": made["period_effective"]}
    row["not_ranked"] = TOO_WIDE if third.is_wide else DERIVED
    row["computed_from"] = [source["figure_id"] for source in third.sources]
    return row | {"lowest": f"{third.range.low:f}", "highest": f"{third.range.high:f}"}
