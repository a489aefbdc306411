"""``/api``: the addresses for programs, in both languages; ``/api/openapi.json``: the same for tools."""

from __future__ import annotations

from typing import Any, cast

from datasette.utils.asgi import Request, Response

from kb.ask.table import all_columns
from kb.web import queries_compare, queries_metric
from kb.web.answer import ask, database_name, fill, site_address
from kb.web.language import words
from kb.web.openapi import Address, addresses, described, examples
from kb.web.site import Site


async def api(datasette: Site, request: Request) -> Response:
    """The page, with examples that answer on the base that is served."""
    base, known = database_name(datasette), await _known(datasette)
    site, said = site_address(datasette, request), words(request)
    filled = [(one.name, _filled(one.code, site, base, known["a_metric"])) for one in examples()]
    context = {
        "addresses": [(one, _example(one, base, known)) for one in addresses()],
        "base_name": base,
        "columns": all_columns(),
        "examples": filled,
        "feeds": (
            ("/feed/documents.atom", said["feed.documents"]),
            ("/feed/changes.atom", said["feed.changes"]),
            (f"/metric/{known['a_metric']}.atom", said["feed.follow"]),
        ),
        "openapi": "/api/openapi.json",
    }
    return await fill(datasette, request, "solieu_api.html", context)


async def openapi(datasette: Site, request: Request) -> Response:
    """The description that tools read."""
    said = words(request)
    json: Any = Response.json
    return cast(Response, json(described(site_address(datasette, request), database_name(datasette), said.language)))


async def _known(datasette: Site) -> dict[str, str]:
    """A metric that most provinces report, a figure of it, a place; names that stand for any where there is none."""
    found = await ask(datasette, queries_metric.MOST_REPORTED)
    places = await ask(datasette, queries_compare.PLACES)
    known = {"a_metric": "bts_stations", "a_figure": "F-ABCDEFGHIJ", "a_place": places[0]["id"] if places else "48"}
    return known | (dict(found[0]) if found else {})


def _example(one: Address, base: str, known: dict[str, str]) -> str:
    return one.example.format(base=base, **known)


def _filled(code: str, site: str, base: str, metric: str) -> str:
    return code.replace("SITE", site).replace("BASE", base).replace("METRIC", metric)
