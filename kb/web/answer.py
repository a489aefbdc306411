"""What every page needs: rows of a named query, a template filled in the language asked for, a plain refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from datasette.utils.asgi import Request, Response

from kb.web import labels
from kb.web.language import words
from kb.web.marking import marked
from kb.web.ranking import row_label, side_label, target_label
from kb.web.site import Site

Row = Mapping[str, Any]


def database_name(datasette: Site) -> str:
    """The name under which Datasette serves the base: the only database that is not its own."""
    names = [name for name in datasette.databases if not name.startswith("_")]
    return str(names[0])


async def ask(datasette: Site, sql: str, *, within_ms: int | None = None, **bound: object) -> list[Row]:
    """The rows of a named query, as dictionaries by column, within so many milliseconds (None: the site's limit)."""
    result = await datasette.execute(
        database_name(datasette), sql, bound, page_size=100_000, truncate=False, custom_time_limit=within_ms
    )
    return [dict(row) for row in result.rows]


async def fill(
    datasette: Site, request: Request, template: str, context: Mapping[str, object], status: int = 200
) -> Response:
    """A page made of a template, with what every page needs."""
    said = words(request)
    shared = {
        "w": said,
        "lang": said.language,
        "link": lambda path, **given: datasette.urls.path(said.link(path, **given)),
        "elsewhere": datasette.urls.path(said.elsewhere),
        "base": database_name(datasette),
        "labels": labels,
        "marked": marked,
        "row_label": row_label,
        "target_label": target_label,
        "side_label": side_label,
        "json_list": json.loads,
    }
    html: Any = Response.html
    page = await datasette.render_template(template, {**shared, **context}, request=request)
    return cast(Response, html(page, status=status))


async def missing(datasette: Site, request: Request, message: str) -> Response:
    """What was asked for is not in the base: said on a page of ours."""
    return await fill(datasette, request, "solieu_missing.html", {"message": message}, status=404)
