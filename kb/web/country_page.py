"""``/province/vn``: what reports of provinces say of the whole country, of each metric the newest with its source."""

from __future__ import annotations

from datasette.utils.asgi import Request, Response

from kb.web import queries_compare as queries
from kb.web.answer import Row, ask, fill
from kb.web.carried import files_offered
from kb.web.language import words
from kb.web.site import Site
from rules.figure import COUNTRY


async def country(datasette: Site, request: Request, place: Row) -> Response:
    """The page of the country: no province, so it has no ranks; it is the line that provinces are held against."""
    said = words(request)
    groups: dict[str, list[Row]] = {}
    for row in await of_country(datasette):
        groups.setdefault(row[f"group_{said.language}"], []).append(row)
    context = {
        "place": place,
        "groups": groups,
        "documents": await ask(datasette, queries.PLACE_DOCUMENTS, place=place["id"]),
        "files": files_offered(request),
    }
    return await fill(datasette, request, "solieu_country.html", context)


async def of_country(datasette: Site) -> list[Row]:
    """Of each metric, item, level and status of the country the newest row."""
    newest: dict[tuple[object, ...], Row] = {}
    for row in await ask(datasette, queries.OF_COUNTRY, place=COUNTRY):
        newest.setdefault((row["metric_id"], row["item"], row["level"], row["status"]), row)
    return list(newest.values())
