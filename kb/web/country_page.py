"""``/province/vn``: what reports of provinces say of the whole country, of each metric the newest with its source."""

from __future__ import annotations

from datasette.utils.asgi import Request, Response

from kb.web import queries_compare as queries
from kb.web.answer import Row, ask, fill
from kb.web.language import words
from kb.web.site import Site
from rules.figure import COUNTRY


async def country(datasette: Site, request: Request, place: Row) -> Response:
    """The page of the country: no province, so it has no ranks; it is the line that provinces are held against."""
    said = words(request)
    groups: dict[str, list[Row]] = {}
    known = set()
    for row in await ask(datasette, queries.OF_COUNTRY, place=COUNTRY):
        key = row["metric_id"], row["item"], row["level"], row["status"]
        if key not in known:
            known.add(key)
            groups.setdefault(row[f"group_{said.language}"], []).append(row)
    context = {
        "place": place,
        "groups": groups,
        "count": len(known),
        "documents": await ask(datasette, queries.PLACE_DOCUMENTS, place=place["id"]),
    }
    return await fill(datasette, request, "solieu_country.html", context)
