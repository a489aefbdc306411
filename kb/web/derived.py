"""What follows from two figures of a document and is stated by none: beside a comparison, of a province, of a figure.

It is computed when a page is asked for, and bears its mark, its two figures and what rounding leaves open.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from kb.check.thirds import Third, as_row, best_by_place, read_measures, related, thirds
from kb.web import queries_derived as queries
from kb.web.answer import Row, ask
from kb.web.comparison import Comparison, View
from kb.web.merging import Territory
from kb.web.site import Site


async def beside(
    datasette: Site, metric: Row, view: View, comparison: Comparison, territory: Territory
) -> list[dict[str, Any]]:
    """A row of each place that the comparison does not rank, in the words of ``kept_timeline``; ``derived`` is how it
    was computed, and ``figure_id`` is None. None of a part of a merged province stands beside the merged ones."""
    bound = {"item": view.item, "level": view.level, "status": view.status}
    found, names = await _thirds(datasette, metric["id"], queries.OF_SIDE, **bound)
    here = [one for one in found if one.metric == metric["id"]]
    here = [one for one in here if view.year in (None, (one.sources[0]["as_of"] or "")[:4])]
    ranked = {line.row["place_id"] for line in comparison.lines}
    best = {territory.place_today(place, view.era): third for place, third in best_by_place(here).items()}
    return [
        _row(third, names) | {"place_id": place, "province": territory.name(place)}
        for place, third in best.items()
        if place not in ranked and _is_of(place, view.era, territory)
    ]


def rankable(rows: Iterable[Row]) -> list[Row]:
    """Those of which rounding does not leave so much open that a rank says nothing."""
    return [row for row in rows if not row["derived"].is_wide]


async def of_place(datasette: Site, place: str, known: set[tuple[Any, ...]]) -> list[dict[str, Any]]:
    """A row of each metric, item and level that a province does not state, but for those that are ``known``."""
    sides: dict[tuple[Any, ...], list[Third]] = {}
    found, names = await _thirds(datasette, None, queries.OF_PLACE, place=place)
    for third in found:
        sides.setdefault((third.metric, third.sources[0]["item"], third.sources[0]["level"]), []).append(third)
    return [_row(best_by_place(some)[place], names) for key, some in sides.items() if key not in known]


async def of_figure(datasette: Site, row: Row) -> list[dict[str, Any]]:
    """A row of each value that follows from a figure and another one of its document."""
    if row["metric_id"] is None:
        return []
    found, names = await _thirds(datasette, row["metric_id"], queries.OF_DOCUMENT, document=row["document_id"])
    return [_row(one, names) for one in found if any(source["figure_id"] == row["id"] for source in one.sources)]


async def _thirds(
    datasette: Site, metric: str | None, query: str, **bound: object
) -> tuple[Sequence[Third], dict[str, Row]]:
    """What the figures of a query give, and the metrics by their ids."""
    metrics = {row["id"]: row for row in await ask(datasette, queries.MEASURES)}
    measures = read_measures(metrics.values())
    names = related(measures, metric)
    stated = await ask(datasette, query, metrics=json.dumps(names), **bound) if names else []
    return thirds(stated, measures), metrics


def _row(third: Third, metrics: dict[str, Row]) -> dict[str, Any]:
    named = metrics[third.metric]
    return as_row(third) | {"name_vi": named["name_vi"], "name_en": named["name_en"]}


def _is_of(place: str, era: str, territory: Territory) -> bool:
    is_new = territory.is_new(place)
    return is_new or not territory.places.get(place, {}).get("merged_into") if era == "new" else not is_new
