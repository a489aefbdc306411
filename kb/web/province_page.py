"""``/province/ID``: what a province says by group, its place among the others, before and after the merger."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from datasette.utils.asgi import Request, Response

from kb.web import derived
from kb.web import queries_compare as queries
from kb.web.answer import Row, ask, fill, missing
from kb.web.carried import files_offered
from kb.web.charts import Spark, spark
from kb.web.country_page import country
from kb.web.language import words
from kb.web.merging import Merged, Territory, merge_parts
from kb.web.over_time import version_of_row
from kb.web.site import Site

MOST_OF_A_GROUP = 6
"""So many values of a group are shown before one asks for the whole group."""

Key = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Value:
    """A latest value with its rank, its line over time and its target."""

    row: Row
    rank: Row
    over_time: Spark | None
    target: Row | None


@dataclass(frozen=True, slots=True)
class Group:
    """The values of a metric group; ``hidden`` says how many more there are."""

    id: str
    name: str
    values: tuple[Value, ...]
    hidden: int


async def province(datasette: Site, request: Request) -> Response:
    """A province. ``group`` asks for all values of one group, ``targets`` for those that have a target."""
    place = await place_asked(datasette, request)
    if isinstance(place, Response):
        return place
    if place["kind"] == "country":
        return await country(datasette, request, place)
    shown = await profiled(datasette, request, place)
    context = {
        **shown,
        "parts_ids": shown["territory"].parts.get(place["id"], []),
        "documents": await ask(datasette, queries.PLACE_DOCUMENTS, place=place["id"]),
        "files": files_offered(request),
    }
    return await fill(datasette, request, "solieu_province.html", context)


async def place_asked(datasette: Site, request: Request) -> Row | Response:
    """The place that the address names, or the page that says that there is none."""
    place_id = request.url_vars["place"]
    places = await ask(datasette, queries.PLACE, place=place_id)
    return places[0] if places else await missing(datasette, request, words(request)("province.unknown", id=place_id))


async def profiled(datasette: Site, request: Request, place: Row, *, whole: bool = False) -> dict[str, Any]:
    """What a province says, as the address chose; ``whole``: all of each group."""
    said, place_id = words(request), place["id"]
    territory = Territory(await ask(datasette, queries.PLACES))
    ranks = await ask(datasette, queries.PLACE_RANKS, place=place_id)
    targets = await ask(datasette, queries.PLACE_TARGETS, place=place_id)
    asked = request.args.get("group")
    only_targets = request.args.get("targets") == "1" and bool(targets)
    wanted = asked if any(row["group_id"] == asked for row in ranks) and not only_targets else None
    aimed = {_key(row) for row in targets}
    chosen = [row for row in ranks if _key(row) in aimed] if only_targets else ranks
    shown = _shown(chosen, f"group_{said.language}", wanted, whole=whole or only_targets)
    keys = json.dumps([_key(rank) for _, _, some, _ in shown for rank in some])
    rows = await ask(datasette, queries.PLACE_VALUES, place=place_id, keys=keys)
    metrics = {row["id"]: row for row in await ask(datasette, queries.METRIC_LIST)}
    return {
        "place": place,
        "groups": _groups(shown, rows, targets),
        "group": wanted,
        "only_targets": only_targets,
        "aims": len(aimed),
        "count": len(ranks),
        "promised": _promised(ranks, targets),
        "computed": await derived.of_place(datasette, place_id, {_key(row) for row in ranks}),
        "metrics": metrics,
        "territory": territory,
        "merged": await _merged(datasette, place_id, territory, metrics, {_key(row) for row in ranks}),
    }


def _shown(
    ranks: Sequence[Row], name: str, wanted: str | None, *, whole: bool
) -> list[tuple[str, str, list[Row], int]]:
    """Id, name, the latest values to show and how many more there are, of each group or of the one wanted."""
    groups = []
    for (group_id, group_name), some in groupby(ranks, key=lambda row: (row["group_id"], row[name])):
        if wanted and wanted != group_id:
            continue
        # The whole province before its levels and components: these are many, and asked for by name.
        members = sorted(some, key=lambda row: (row["item"] is not None, row["level"] is not None))
        shown = members if wanted or whole else members[:MOST_OF_A_GROUP]
        groups.append((group_id, group_name, shown, len(members) - len(shown)))
    return groups


def _groups(
    shown: Iterable[tuple[str, str, list[Row], int]], rows: Sequence[Row], targets: Iterable[Row]
) -> list[Group]:
    """The values to show with their lines over time and targets."""
    series: dict[Key, list[Row]] = {}
    for row in rows:
        series.setdefault(_key(row), []).append(row)
    goals = {_key(row): row for row in targets}
    groups = []
    for group_id, name, ranks, hidden in shown:
        values = [_value(rank, series.get(_key(rank), []), goals.get(_key(rank))) for rank in ranks]
        groups.append(Group(group_id, name, tuple(value for value in values if value is not None), hidden))
    return groups


def _value(rank: Row, rows: Sequence[Row], target: Row | None) -> Value | None:
    latest = next((row for row in rows if row["figure_id"] == rank["figure_id"]), None)
    if latest is None:
        return None
    by = version_of_row(rank["metric_id"], latest)
    alike = [row for row in rows if row["basis"] == latest["basis"]]
    same = [row for row in alike if version_of_row(rank["metric_id"], row) == by]
    goal = None
    if target is not None and (target["unit"] == "%") == (latest["basis"] == "%"):
        goal = float(target["target_comparable"])
    return Value(latest, rank, spark(same, goal), target)


def _promised(ranks: Iterable[Row], targets: Iterable[Row]) -> list[Row]:
    """Targets of what the province reports no result of, the latest of each."""
    known = {_key(row) for row in ranks}
    return list({_key(row): row for row in targets if _key(row) not in known}.values())


async def _merged(
    datasette: Site, place_id: str, territory: Territory, metrics: dict[str, Row], known: set[Key]
) -> list[tuple[Row, Key, Merged]]:
    """What the parts of a merged province said before, where all of it can be put together."""
    if len(territory.parts.get(place_id, ())) < 2:
        return []
    rows = await ask(datasette, queries.PARTS_NEWEST, place=place_id)
    found = []
    for key, some in groupby(rows, key=_key):
        metric = metrics.get(key[0])
        if metric is None or key in known:
            continue
        merged = merge_parts(metric, territory, place_id, list(some))
        if merged.row is not None:
            found.append((metric, key, merged))
    return found


def _key(row: Row) -> Key:
    return row["metric_id"], row["item"], row["level"]
