"""``/differ``: all that is stated with different values, what differs most first; each leads to its sources.

Documents that contradict each other stand apart from one that states several values itself: those are mostly parts, or
things that the catalogue does not tell apart. Documents that all state one of the values do not contradict.
"""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from kb.web import queries_differ
from kb.web.answer import ask, fill
from kb.web.carried import files_offered
from kb.web.site import Site

MOST = 300
KINDS = {"between": 1, "within": 0}


async def conflicts(datasette: Site, request: Request) -> Response:
    """The page. Addresses choose ``place``, the id of a province, and ``within`` (1: values of one document)."""
    shown = await chosen_conflicts(datasette, request)
    return await fill(datasette, request, "solieu_conflicts.html", {**shown, "files": files_offered(request)})


async def chosen_conflicts(datasette: Site, request: Request) -> dict[str, Any]:
    """The rows that the address chose, how many there are of each kind, and the provinces that it may choose."""
    found = {name: await ask(datasette, queries_differ.ALL, between=is_so, limit=MOST) for name, is_so in KINDS.items()}
    every = sorted((row for rows in found.values() for row in rows), key=lambda row: str(row["sort_key"]))
    provinces = {row["place_id"]: row["province"] for row in every}
    place = request.args.get("place") if request.args.get("place") in provinces else ""
    kept = {name: [row for row in rows if not place or row["place_id"] == place] for name, rows in found.items()}
    kind = "within" if request.args.get("within") == "1" or not kept["between"] else "between"
    counts = {name: len(rows) for name, rows in kept.items()}
    return {"place": place, "provinces": provinces, "kind": kind, "counts": counts, "rows": kept[kind]}
