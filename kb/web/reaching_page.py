"""``/reaching``: which rates provinces have brought to 100 %, and how many have; each leads to who they are."""

from __future__ import annotations

from typing import Any

from datasette.utils.asgi import Request, Response

from kb.web import queries_reaching
from kb.web.answer import Row, ask, fill
from kb.web.carried import files_offered
from kb.web.site import Site
from rules.language.numbers import parse_number

MOST = 200
WHOLE = 100


async def reaching(datasette: Site, request: Request) -> Response:
    """The page. Addresses choose ``least``, the percentage."""
    shown = await chosen_rates(datasette, request)
    groups: dict[str, list[Row]] = {}
    for row in shown["rows"]:
        groups.setdefault(row["group_id"], []).append(row)
    context = {**shown, "groups": list(groups.values()), "files": files_offered(request)}
    return await fill(datasette, request, "solieu_reaching.html", context)


async def chosen_rates(datasette: Site, request: Request) -> dict[str, Any]:
    """The percentage that the address asks for, and the rates that some province has brought to it."""
    read = parse_number((request.args.get("least") or "").strip().rstrip("%").strip())
    least = float(read[0]) if read and 0 < read[0] <= WHOLE else float(WHOLE)
    return {"least": f"{least:g}", "rows": await ask(datasette, queries_reaching.SIDES, least=least, limit=MOST)}
