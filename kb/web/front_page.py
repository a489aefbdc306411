"""``/``: what is in the base and the ways into it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from datasette.utils.asgi import Request, Response

from kb.web import queries_compare as queries
from kb.web.answer import Row, ask, fill
from kb.web.language import words
from kb.web.merging import Territory
from kb.web.site import Site
from kb.web.tilemap import Era, tile_map

NEWEST_DOCUMENTS = 8
METRICS_OF_A_GROUP = 6
MOST_SHARED = 12
"""So many metrics that most provinces state stand before the groups."""
MOST_OF_A_GROUP = 3
"""So many of these are of one group."""


async def front(datasette: Site, request: Request) -> Response:
    """Search, counts, the map of who reports how much, the metric groups. ``places`` is ``old`` or ``new``."""
    said = words(request)
    metrics = await ask(datasette, queries.METRICS)
    shared = _shared(metrics)
    groups: dict[str, list[Row]] = {}
    for metric in (one for one in metrics if one not in shared):
        groups.setdefault(metric[f"group_{said.language}"], []).append(metric)
    territory = Territory(await ask(datasette, queries.PLACES))
    provinces = await ask(datasette, queries.PROVINCES)
    era = _era(request, provinces, territory)
    here = {territory.place_today(row["id"], era): row for row in provinces}
    texts = {
        place: said("front.tile", metrics=row["metrics"], documents=row["documents"]) for place, row in here.items()
    }
    context = {
        "counts": (await ask(datasette, queries.BASE))[0],
        "shared": shared,
        "groups": [(name, *_first(rows)) for name, rows in groups.items() if rows[0]["provinces"] > 1],
        "of_one": {name: len(rows) for name, rows in groups.items() if rows[0]["provinces"] == 1},
        "provinces": provinces,
        "era": era,
        "map": tile_map(era, {place: float(row["metrics"]) for place, row in here.items() if row["metrics"]}, texts),
        "place_name": territory.name,
        "documents": await ask(datasette, queries.DOCUMENTS, limit=NEWEST_DOCUMENTS),
        "failed": await ask(datasette, queries.FAILED),
    }
    return await fill(datasette, request, "solieu_front.html", context)


def _shared(metrics: Iterable[Row]) -> list[Row]:
    """What most provinces state, no more than some of a group: the ten components of an index would fill the list."""
    found: list[Row] = []
    of_group: Counter[str] = Counter()
    for metric in metrics:
        if metric["provinces"] > 1 and of_group[metric["group_id"]] < MOST_OF_A_GROUP and len(found) < MOST_SHARED:
            of_group[metric["group_id"]] += 1
            found.append(metric)
    return found


def _first(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """The metrics of a group that are shown at once, and the others: those that a single province states are none of
    the first."""
    first = [row for row in rows[:METRICS_OF_A_GROUP] if row["provinces"] > 1]
    return first, rows[len(first) :]


def _era(request: Request, provinces: list[Row], territory: Territory) -> Era:
    asked = request.args.get("places")
    if asked in ("old", "new"):
        return "new" if asked == "new" else "old"
    return "new" if 2 * sum(territory.is_new(row["id"]) for row in provinces) > len(provinces) else "old"
