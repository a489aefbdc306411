"""``/years/METRIC``: one metric over the years, a line a province of today, those that went into it as its parts.

Before the merger a line has a value only where its parts add up; after it the province's own. The break is marked, for
the territory is another one. A year has the latest value that falls into it; a doubtful one is told as such.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from datasette.utils.asgi import Request, Response

from kb.web import queries_compare as queries
from kb.web.answer import Row, ask, fill, metric_asked
from kb.web.carried import files_offered, pictures_offered
from kb.web.language import words
from kb.web.merging import Territory
from kb.web.over_time import Wanted, panels
from kb.web.series import lines, years_of
from kb.web.site import Site


async def years(datasette: Site, request: Request) -> Response:
    """The page. Addresses choose ``item``, ``level`` and ``place`` (a province of today, or a former one)."""
    metric = await metric_asked(datasette, request)
    if isinstance(metric, Response):
        return metric
    shown = await over_all_years(datasette, request, metric)
    offered = {"files": files_offered(request), "pictures": pictures_offered(request)}
    return await fill(datasette, request, "solieu_years.html", {**shown, **offered})


async def over_all_years(datasette: Site, request: Request, metric: Row) -> dict[str, Any]:
    """What the page shows of the side and the place that its address chose."""
    territory = Territory(await ask(datasette, queries.PLACES))
    counts = await ask(datasette, queries.SIDES, metric=metric["id"])
    sides = _sides(counts)
    side = _side(request, sides)
    rows = await ask(datasette, queries.SIDE_ROWS, metric=metric["id"], item=side[0], level=side[1], status="actual")
    place = request.args.get("place") or None
    place = place if place in territory.places else None
    basis = _main_basis(rows)
    alike = [row for row in rows if row["basis"] == basis and row["as_of"]]
    series = lines(metric, alike, territory)
    if place:
        wanted = territory.places[place]["merged_into"] or place
        series = [one for one in series if one.place_id == wanted]
    bound = {"metric": metric["id"], "item": side[0], "level": side[1]}
    targets = await ask(datasette, queries.SIDE_ROWS, **bound, status="target")
    common = [
        row
        for row in await ask(datasette, queries.COMMON, **bound, status="actual")
        if (row["unit"] == "%") == (basis == "%") and row["as_of"]
    ]
    return {
        "metric": metric,
        "drawn": panels(
            metric,
            [*alike, *(row for row in targets if row["basis"] == basis)],
            common,
            Wanted(territory, (place,) if place else (), f"{{name}} {words(request)['years.before']}"),
        ),
        "side": side,
        "sides": sides,
        "place": place,
        "series": series,
        "columns": sorted({year for one in series for year in years_of(one)}),
        "place_name": territory.name,
        "former": territory.is_former,
        "others": Counter(row["basis"] for row in rows if row["basis"] != basis),
        "undated": sum(1 for row in rows if row["basis"] == basis and not row["as_of"]),
    }


def _main_basis(rows: Iterable[Row]) -> str | None:
    bases = Counter(row["basis"] for row in rows)
    return min(bases, key=lambda one: (-bases[one], one)) if bases else None


def _sides(counts: Iterable[Row]) -> list[tuple[str | None, str | None]]:
    """The sides that have results, those of most years and provinces first, of equals the whole province."""
    sizes: Counter[tuple[str | None, str | None]] = Counter()
    for row in counts:
        if row["status"] == "actual":
            sizes[row["item"], row["level"]] += row["provinces"]
    return sorted(sizes, key=lambda side: (-sizes[side], side != (None, None), side[0] or "", side[1] or ""))


def _side(request: Request, sides: Sequence[tuple[str | None, str | None]]) -> tuple[str | None, str | None]:
    asked = (request.args.get("item") or None, request.args.get("level") or None)
    if asked in sides and ("item" in request.args or "level" in request.args):
        return asked
    return sides[0] if sides else (None, None)
