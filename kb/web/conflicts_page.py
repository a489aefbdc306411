"""``/differ``: all that is stated with different values, what differs most first; each leads to its sources."""

from __future__ import annotations

from datasette.utils.asgi import Request, Response

from kb.web import queries_differ
from kb.web.answer import ask, fill
from kb.web.site import Site

MOST = 300


async def conflicts(datasette: Site, request: Request) -> Response:
    """The page. Addresses choose ``place``, the id of a province."""
    rows = await ask(datasette, queries_differ.ALL, limit=MOST)
    provinces = {row["place_id"]: row["province"] for row in sorted(rows, key=lambda row: str(row["sort_key"]))}
    place = request.args.get("place") or ""
    context = {
        "place": place if place in provinces else "",
        "provinces": provinces,
        "rows": [row for row in rows if place not in provinces or row["place_id"] == place],
    }
    return await fill(datasette, request, "solieu_conflicts.html", context)
