"""``/search?q=``: figures, then passages, that hold all terms in any spelling, and links that narrow them."""

from __future__ import annotations

import sqlite3

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Request, Response

from kb.search import FACETS, Found, Hit, Narrowed, find
from kb.web.answer import database_name, fill
from kb.web.highlight import highlighted
from kb.web.language import words as words_of
from kb.web.site import Site

LIMIT = 40
MOST = 300
"""A query of more letters is a text that was pasted; its beginning is searched."""
SHOWN = 12
"""So many values of a facet are shown, and always the one chosen."""


async def search(datasette: Site, request: Request) -> Response:
    """The page of a search; an empty one says what may be typed."""
    typed = " ".join((request.args.get("q") or "").split())[:MOST]
    chosen = {name: request.args.get(name) or None for name in FACETS}
    found, slow = Found(), False
    if typed:

        def run(connection: sqlite3.Connection) -> Found:
            with sqlite_timelimit(connection, datasette.setting("sql_time_limit_ms")):
                return find(connection, typed, LIMIT, Narrowed(**chosen), facets=True)

        try:
            found = await datasette.get_database(database_name(datasette)).execute_fn(run)
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            slow = True
    english = words_of(request).language == "en"
    context = {
        "words": typed,
        "slow": slow,
        "limit": LIMIT,
        "count": found.count,
        "broad": found.broad,
        "chosen": chosen,
        "narrowed": any(chosen.values()),
        "facets": [(name, _shown(found, name, chosen[name], english)) for name in FACETS],
        "figures": [(hit, highlighted(hit.text, found.terms, _name(hit))) for hit in found.figures],
        "passages": [(hit, highlighted(hit.text, found.terms)) for hit in found.passages],
    }
    return await fill(datasette, request, "solieu_search.html", context)


def _shown(found: Found, name: str, chosen: str | None, english: bool) -> list[tuple[str, str, int]]:
    """The values of a facet that are shown: value, label, figures."""
    values = [
        (value, in_english if english else label, count)
        for value, label, in_english, count in found.facets.get(name, ())
    ]
    kept = values[:SHOWN] + [one for one in values[SHOWN:] if one[0] == chosen]
    if chosen and all(one[0] != chosen for one in kept):
        kept.append((chosen, chosen, 0))
    return sorted(kept, reverse=True) if name == "year" else kept


def _name(hit: Hit) -> str:
    return " ".join(part for part in (hit.metric, hit.item, hit.subject, hit.place, hit.province) if part)
