"""``/``: what is in the base and the ways into it."""

from __future__ import annotations

from datasette.utils.asgi import Request, Response

from kb.web import queries_compare as queries
from kb.web.answer import Row, ask, fill
from kb.web.language import words
from kb.web.merging import Territory
from kb.web.site import Site
from kb.web.tilemap import Era, tile_map

NEWEST_DOCUMENTS = 8
METRICS_OF_A_GROUP = 6


async def front(datasette: Site, request: Request) -> Response:
    """Search, counts, the map of who reports how much, the metric groups. ``places`` is ``old`` or ``new``."""
    said = words(request)
    groups: dict[str, list[Row]] = {}
    for metric in await ask(datasette, queries.METRICS):
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
        "groups": [(name, rows[:METRICS_OF_A_GROUP], rows[METRICS_OF_A_GROUP:]) for name, rows in groups.items()],
        "provinces": provinces,
        "era": era,
        "map": tile_map(era, {place: float(row["metrics"]) for place, row in here.items() if row["metrics"]}, texts),
        "place_name": territory.name,
        "documents": await ask(datasette, queries.DOCUMENTS, limit=NEWEST_DOCUMENTS),
        "failed": await ask(datasette, queries.FAILED),
    }
    return await fill(datasette, request, "solieu_front.html", context)


def _era(request: Request, provinces: list[Row], territory: Territory) -> Era:
    asked = request.args.get("places")
    if asked in ("old", "new"):
        return "new" if asked == "new" else "old"
    return "new" if 2 * sum(territory.is_new(row["id"]) for row in provinces) > len(provinces) else "old"
