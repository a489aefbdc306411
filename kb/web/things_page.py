"""``/compare?thing=…``: figures that no metric covers, set side by side by the thing that they count.

The same honesty as with a metric: one value a province, of the same level, status and scale, what is unsure or old
stands apart with its reason. Nothing is ranked and provinces are not added up: nobody has said that this may be done.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from datasette.utils.asgi import Request, Response

from kb.ask.things import ENOUGH, Thing, find_things, main_of, things_of
from kb.web import queries_compare, queries_things
from kb.web.answer import Row, ask, connection_of, database_name, fill
from kb.web.compare_page import evidence_of
from kb.web.comparison import NEWEST, STATUSES, UNSURE, Line, View, best_year, lay_out, spread_days
from kb.web.language import Words, words
from kb.web.merging import Territory
from kb.web.site import Site

MOST_TYPED = 300
MOST_LISTED = 60
LEAST = 2
"""A thing that fewer provinces tell of is found by its words, and not listed."""


async def things(datasette: Site, request: Request) -> Response:
    """The comparison of the one thing that is meant, else the things that may be. Addresses choose ``thing`` (its
    words), ``level``, ``year`` (or ``newest``), ``status`` and ``places``."""
    typed = " ".join((request.args.get("thing") or "").split())[:MOST_TYPED]
    connection = connection_of(datasette)
    found = find_things(connection, typed, MOST_LISTED) if typed else things_of(connection, LEAST, MOST_LISTED)
    if typed and (len(found) == 1 or _is_meant(found, typed)):
        return await _compared(datasette, request, found[0])
    return await fill(datasette, request, "solieu_things.html", {"typed": typed, "found": found})


def _is_meant(found: Sequence[Thing], typed: str) -> bool:
    return bool(found) and found[0].thing == typed


async def _compared(datasette: Site, request: Request, thing: Thing) -> Response:
    said = words(request)
    rows = await ask(datasette, queries_things.ROWS, thing=thing.thing)
    territory = Territory(await ask(datasette, queries_compare.PLACES))
    levels = Counter(row["level"] for row in {(row["level"], row["place_id"]): row for row in rows}.values())
    level = _chosen(request.args.get("level"), levels, or_else=_most(levels))
    here = [row for row in rows if row["level"] == level]
    statuses = [one for one in STATUSES if any(row["status"] == one for row in here)]
    status = _chosen(request.args.get("status"), statuses, or_else=statuses[0] if statuses else "actual")
    mine = [row for row in here if row["status"] == status]
    metric = {"unit": main_of(row["unit"] for row in rows), "kind": main_of(row["kind"] for row in rows)}
    metric |= {"better": "none", "total": "never"}
    view = View(None, level, status, _year(request), _era(request, mine, territory))
    comparison = lay_out(metric, mine, [], territory, view)
    years = _years(mine)
    if "year" not in request.args and (year := best_year(comparison, years)):
        view = View(None, level, status, year, view.era)
        comparison = lay_out(metric, mine, [], territory, view)
    others = _newest_elsewhere(row for row in rows if row["level"] != level and row["status"] == "actual")
    apart = [_told_apart(line) for line in comparison.apart]
    apart += (Line(row, reason="level", given={"level": row["level"]}) for row in others)
    told = json.dumps(sorted({row["place_id"] for row in rows}))
    address = partial(_address, said, thing, view)
    context = {
        "thing": thing,
        "metric": metric,
        "view": view,
        "comparison": comparison,
        "apart": [line for line in apart if line.reason not in UNSURE],
        "unsure": [line for line in apart if line.reason in UNSURE],
        "levels": list(levels),
        "statuses": statuses,
        "years": years,
        "days": spread_days(line.row for line in comparison.lines),
        "periods": Counter(line.row["period_effective"] for line in comparison.lines).most_common(),
        "conflicts": _conflicts(mine),
        "covered": await ask(datasette, queries_things.METRICS, thing=thing.thing),
        "enough": thing.provinces >= ENOUGH,
        "silent": await ask(datasette, queries_things.SILENT, told=told),
        "here": address(view.year or NEWEST),
        "again": lambda year: datasette.urls.path(address(year)),
        "rows": f"/{database_name(datasette)}/figures_of_things",
        **await evidence_of(datasette, comparison, apart),
    }
    return await fill(datasette, request, "solieu_thing.html", context)


def _address(said: Words, thing: Thing, view: View, year: str) -> str:
    """The address that shows this very view in a year."""
    return said.link(
        "/compare", thing=thing.thing, level=view.level or "", status=view.status, year=year, places=view.era
    )


def _told_apart(line: Line) -> Line:
    """A score never adds up over provinces; of a thing nobody has said whether it does."""
    return replace(line, reason="thing_merged") if line.reason == "never_merged" else line


def _chosen(asked: str | None, given: Iterable[str | None], or_else: str | None) -> Any:
    return (asked or None) if asked is not None and (asked or None) in given else or_else


def _most(levels: Counter[str | None]) -> str | None:
    """The level that most provinces tell of, of equals the whole province."""
    return min(levels, key=lambda level: (-levels[level], level is not None, level or ""), default=None)


def _year(request: Request) -> str | None:
    year = request.args.get("year") or None
    return None if year == NEWEST else year


def _era(request: Request, rows: Sequence[Row], territory: Territory) -> str:
    era = request.args.get("places")
    if era in ("old", "new"):
        return str(era)
    merged = sum(territory.is_new(row["place_id"]) and len(territory.parts[row["place_id"]]) > 1 for row in rows)
    return "new" if 2 * merged > len(rows) else "old"


def _years(rows: Iterable[Row]) -> dict[str, int]:
    places: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row["as_of"]:
            places[row["as_of"][:4]].add(row["place_id"])
    return {year: len(places[year]) for year in sorted(places, reverse=True)}


def _newest_elsewhere(rows: Iterable[Row]) -> list[Row]:
    """Of each other level and place the newest value."""
    newest: dict[tuple[str, str], Row] = {}
    for row in sorted(rows, key=lambda row: (row["doubt"] is None, row["as_of"] or "")):
        newest[row["level"], row["place_id"]] = row
    return list(newest.values())


def _conflicts(rows: Iterable[Row]) -> dict[tuple[str, str | None], dict[str, str]]:
    """Where documents state several values of one place and period."""
    said: dict[tuple[str, str | None], dict[float, Row]] = defaultdict(dict)
    for row in rows:
        said[row["place_id"], row["period_effective"]].setdefault(row["comparable"], row)
    return {
        key: {
            "numbers": " · ".join(row["number"] for row in values.values()),
            "filenames": " · ".join(dict.fromkeys(row["filename"] for row in values.values())),
        }
        for key, values in said.items()
        if len({row["basis"] for row in values.values()}) == 1 < len({row["number"] for row in values.values()})
    }
