"""``/targets``: the targets of a year and whether they were met, missed, are still behind, or have no result.

A target is held only against a result of its own year, of the same metric, item, level, place and scale. A result of
before the last day of the target tells how far it had come: what is short of it then is behind, and not missed.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from datasette.utils.asgi import Request, Response

from kb.web import queries_compare, queries_targets
from kb.web.answer import Row, ask, fill
from kb.web.asking_lists import STATES
from kb.web.carried import files_offered
from kb.web.language import words
from kb.web.merging import Territory
from kb.web.site import Site

A_PAGE = 100


async def targets(datasette: Site, request: Request) -> Response:
    """The page. Addresses choose ``year``, ``state``, ``place``, ``group``, ``metric`` and ``page``."""
    shown = await chosen_targets(datasette, request)
    count = dict(shown["states"])[shown["state"]]
    page = _page(request.args.get("page"), count)
    rows = await ask(datasette, queries_targets.TARGETS, **shown["asked"], limit=A_PAGE, offset=A_PAGE * (page - 1))
    context = {
        **shown,
        "rows": rows,
        "page": page,
        "pages": max(1, -(-count // A_PAGE)),
        "groups": await ask(datasette, queries_targets.GROUPS),
        "files": files_offered(request),
    }
    return await fill(datasette, request, "solieu_targets.html", context)


async def chosen_targets(datasette: Site, request: Request) -> dict[str, Any]:
    """What the address chose, and how many targets are in which state; ``asked`` is what the rows are asked by."""
    said = words(request)
    territory = Territory(await ask(datasette, queries_compare.PLACES))
    years = await ask(datasette, queries_targets.YEARS)
    year = _year(request.args.get("year"), years)
    place = request.args.get("place") or None
    asked = {
        "year": year,
        "place": json.dumps(_ids(place, territory)) if place in territory.places else None,
        "group": request.args.get("group") or None,
        "metric": request.args.get("metric") or None,
    }
    counts = {row["state"]: row["targets"] for row in await ask(datasette, queries_targets.STATES, **asked)}
    state = request.args.get("state")
    if state not in STATES:
        state = next((one for one in STATES if counts.get(one)), STATES[0])
    names = {row["id"]: row for row in await ask(datasette, queries_compare.METRIC_LIST)}
    return {
        "asked": {**asked, "state": state},
        "year": year,
        "years": years,
        "state": state,
        "states": [(one, counts.get(one, 0)) for one in STATES],
        "place": place if place in territory.places else None,
        "places": _places(territory),
        "place_name": territory.name,
        "group": asked["group"],
        "metric": names.get(asked["metric"] or ""),
        "said_title": said("targets.title", year=year),
    }


def _year(asked: str | None, years: list[Row]) -> str:
    """The year that is asked for, else the last that is over and has targets."""
    known = [row["year"] for row in years]
    if asked in known:
        return str(asked)
    this_year = str(datetime.now(UTC).year)
    return next((year for year in known if year < this_year), known[-1] if known else this_year)


def _page(asked: str | None, count: int) -> int:
    last = max(1, -(-count // A_PAGE))
    return min(last, int(asked)) if asked and asked.isascii() and asked.isdigit() and int(asked[:9]) > 0 else 1


def _ids(place: str | None, territory: Territory) -> list[str]:
    """A province and those that went into it."""
    return [place, *territory.parts.get(place, ())] if place else []


def _places(territory: Territory) -> list[tuple[str, str]]:
    """The provinces of today, then the former ones that no name of today has."""
    places = [place for place in territory.places.values() if place["kind"] != "country"]
    today = {place["name"] for place in places if territory.is_new(place["id"])}
    return [
        (place["id"], place["name"]) for place in places if territory.is_new(place["id"]) or place["name"] not in today
    ]
