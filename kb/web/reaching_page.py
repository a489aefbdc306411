"""``/reaching``: which rates provinces have brought to 100 %, and how many have; each leads to who they are."""

from __future__ import annotations

from datasette.utils.asgi import Request, Response

from kb.web import queries_reaching
from kb.web.answer import Row, ask, fill
from kb.web.site import Site
from rules.language.numbers import parse_number

MOST = 200
WHOLE = 100


async def reaching(datasette: Site, request: Request) -> Response:
    """The page. Addresses choose ``least``, the percentage."""
    read = parse_number((request.args.get("least") or "").strip().rstrip("%").strip())
    least = float(read[0]) if read and 0 < read[0] <= WHOLE else float(WHOLE)
    groups: dict[str, list[Row]] = {}
    rows = await ask(datasette, queries_reaching.SIDES, least=least, limit=MOST)
    for row in rows:
        groups.setdefault(row["group_id"], []).append(row)
    context = {"least": f"{least:g}", "groups": list(groups.values()), "count": len(rows)}
    return await fill(datasette, request, "solieu_reaching.html", context)
