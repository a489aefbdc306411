"""``/compare/METRIC``: one metric between provinces, as its address asks, with what cannot be ranked told apart."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from datasette.utils.asgi import Request, Response

from kb.web import cited, derived
from kb.web import queries_compare as queries
from kb.web.answer import Row, absolute, ask, database_name, fill, metric_asked, script_version
from kb.web.as_of import comparison_mark, told_since
from kb.web.beside import common_lines, drawn_line, promised, shown, silent
from kb.web.carried import FILE_NAMES, PICTURE_NAMES, file_address
from kb.web.charts import Plot, scatter
from kb.web.comparison import NEWEST, STATUSES, UNSURE, Comparison, Line, Side, View, best_year, lay_out, spread_days
from kb.web.language import Words, words
from kb.web.looking import looked_at
from kb.web.merging import Territory
from kb.web.site import Site

MOST_OTHERS = 60
MOST_OWNERS = 100


async def compare(datasette: Site, request: Request) -> Response:
    """One metric between provinces. Addresses choose ``item``, ``level``, ``year`` (or ``newest``), ``status``,
    ``places`` (``old`` or ``new``), ``owner`` (an organisation), ``with`` (another metric, for a scatter) and
    ``derived`` (1 ranks what only follows from two figures, too). ``tab``, ``sort`` and ``place`` say how one looks."""
    metric = await metric_asked(datasette, request)
    if isinstance(metric, Response):
        return metric
    shown = await compared(datasette, request, metric)
    lines = shown["comparison"].lines
    behind = [row["figure_id"] for line in lines for row in (line.row, *line.parts)]
    return await fill(
        datasette,
        request,
        "solieu_compare.html",
        {
            **shown,
            "citation": cited.comparison_cited(datasette, request, shown).sentence,
            "since": await told_since(datasette, request, comparison_mark(shown), behind),
            **cited.offered(datasette, shown["here"]),
        },
    )


async def compared(datasette: Site, request: Request, metric: Row) -> dict[str, Any]:
    """All that the page of a metric shows, as its address asks; the files of the page are made of the same."""
    territory = Territory(await ask(datasette, queries.PLACES))
    counts = await ask(datasette, queries.SIDES, metric=metric["id"])
    sides = await _sides(datasette, metric, counts)
    side = _side(request, sides)
    bound = {"metric": metric["id"], "item": side[0], "level": side[1]}
    status = _status(request, side, counts)
    rows = await ask(datasette, queries.SIDE_ROWS, **bound, status=status)
    targets = await ask(datasette, queries.SIDE_TARGETS, **bound)
    view = _view(request, side, status, rows, territory)
    comparison = lay_out(metric, rows, targets, territory, view)
    asked = request.args.get("year")
    years = _years(counts, side, view.status)
    if asked is None and (year := best_year(comparison, years)):
        view = View(view.item, view.level, view.status, year, view.era)
        comparison = lay_out(metric, rows, targets, territory, view)
    computed = await derived.beside(datasette, metric, view, comparison, territory)
    chosen = bool(computed) and request.args.get("derived") == "1"
    if chosen:
        comparison = lay_out(metric, [*rows, *derived.rankable(computed)], targets, territory, view)
    others = await ask(datasette, queries.OTHER_LEVELS, **bound, limit=MOST_OTHERS)
    apart = [*comparison.apart, *(Line(row, reason="level", given={"level": row["level"]}) for row in others)]
    owners = await ask(datasette, queries.OWNERS, **bound, owner=request.args.get("owner") or "", limit=MOST_OWNERS)
    promises = promised(targets, comparison, territory, view)
    found = await ask(datasette, queries.COMMON, **bound, status=view.status)
    common = common_lines(found, comparison, metric, view)
    here = _address(metric, view, request)
    aims = await ask(datasette, queries.SIDE_ROWS, **bound, status="target") if view.status == "actual" else []
    looked = looked_at(request, metric, [*rows, *aims], comparison, common, territory, view)
    partner = await _partner(datasette, request.args.get("with"), view, territory)
    plot = _plot(metric, comparison, partner)
    drawn = [*(one for one in looked["ways"] if one != "table"), *(["scatter"] if plot else [])]

    def again(**changes: object) -> str:
        return datasette.urls.path(_address(metric, view, request, **changes))

    framed = datasette.urls.path(f"/embed{here}")
    return {
        "metric": metric,
        "view": view,
        "comparison": comparison,
        "apart": [line for line in apart if line.reason not in UNSURE],
        "unsure": [line for line in apart if line.reason in UNSURE],
        "computed": computed,
        "computed_ranked": chosen,
        "owners": owners,
        "owner": request.args.get("owner") or "",
        "promised": promises,
        "forms": _forms(sides, side, years, view, counts),
        "years": years,
        "metrics": await ask(datasette, queries.METRICS),
        "version": script_version("rows.js"),
        "days": spread_days(line.row for line in comparison.lines),
        "undated": sum(line.reason == "undated" for line in apart),
        "periods": Counter(line.row["period_effective"] for line in comparison.lines).most_common(),
        "common": common,
        "common_line": drawn_line(common),
        "conflicts": await _conflicts(datasette, bound, view),
        "silent": silent(
            await ask(datasette, queries.SILENT, metric=metric["id"]),
            [*shown(comparison.lines, apart), *promises],
            territory,
            view,
        ),
        "neighbours": await _neighbours(datasette, metric),
        "partner": partner,
        "plot": plot,
        **looked,
        "former": territory.is_former,
        "again": again,
        "take": _take(datasette, metric, view),
        "files": {name: file_address(here, ending) for ending, name in FILE_NAMES.items()},
        "pictures": {
            one: {name: file_address(again(tab=one), ending) for ending, name in PICTURE_NAMES.items()} for one in drawn
        },
        "embed": absolute(request, framed),
        "preview": framed,
        "here": here,
        "built_at": (await ask(datasette, queries.BUILT))[0]["built_at"],
        "place_name": territory.name,
        **await evidence_of(datasette, comparison, [*apart, *(Line(row) for row in owners)]),
    }


async def _sides(datasette: Site, metric: Row, counts: Sequence[Row]) -> dict[Side, int]:
    """All sides of a metric with how many provinces have a result there, the whole province first of equals."""
    found: dict[Side, int] = {(row["item"], row["level"]): 0 for row in counts}
    for row in await ask(datasette, queries.SIDE_SIZES, metric=metric["id"]):
        found[row["item"], row["level"]] = row["provinces"]

    def order(side: Side) -> tuple[int, bool, str, str]:
        return -found[side], side != (None, None), side[0] or "", side[1] or ""

    return {side: found[side] for side in sorted(found, key=order)}


def _side(request: Request, sides: dict[Side, int]) -> Side:
    first = next(iter(sides), (None, None))
    if "item" not in request.args and "level" not in request.args:
        return first
    asked = (request.args.get("item") or None, request.args.get("level") or None)
    return asked if asked in sides else next((side for side in sides if side[0] == asked[0]), first)


def _status(request: Request, side: Side, counts: Sequence[Row]) -> str:
    given = str(request.args.get("status"))
    here = {row["status"] for row in counts if (row["item"], row["level"]) == side}
    return given if given in STATUSES else next((one for one in STATUSES if one in here), "actual")


def _view(request: Request, side: Side, status: str, rows: Sequence[Row], territory: Territory) -> View:
    merged = sum(territory.is_new(row["place_id"]) and len(territory.parts[row["place_id"]]) > 1 for row in rows)
    era = request.args.get("places")
    if era not in ("old", "new"):
        era = "new" if 2 * merged > len(rows) else "old"
    year = request.args.get("year") or None
    return View(*side, status, None if year == NEWEST else year, era)


def _years(counts: Iterable[Row], side: Side, status: str) -> dict[str, int]:
    found = [row for row in counts if (row["item"], row["level"]) == side and row["status"] == status and row["year"]]
    return {row["year"]: row["provinces"] for row in sorted(found, key=lambda row: row["year"], reverse=True)}


def _forms(
    sides: dict[Side, int], side: Side, years: dict[str, int], view: View, counts: Sequence[Row]
) -> dict[str, list[Any]]:
    """What each control of the form offers."""
    here = {row["status"] for row in counts if (row["item"], row["level"]) == side}
    return {
        "items": list(dict.fromkeys(item for item, _ in sides)),
        "levels": list(dict.fromkeys(level for item, level in sides if item == side[0])),
        "years": list(years.items()),
        "statuses": [one for one in STATUSES if one in here or one == view.status],
    }


async def _conflicts(datasette: Site, bound: dict[str, Any], view: View) -> dict[tuple[str, str | None], Row]:
    rows = await ask(datasette, queries.CONFLICTS, **bound, status=view.status, year=view.year or "")
    return {(row["place_id"], row["period_effective"]): row for row in rows}


async def _neighbours(datasette: Site, metric: Row) -> list[Row]:
    stem = str(metric["id"]).split("_")[0].replace("!", "!!").replace("%", "!%").replace("_", "!_") + "!_%"
    return await ask(datasette, queries.NEIGHBOURS, metric=metric["id"], unit=metric["unit"], stem=stem)


async def _partner(datasette: Site, metric_id: str | None, view: View, territory: Territory) -> dict[str, Any] | None:
    """The other metric of a scatter, laid out on the side that most provinces report."""
    metrics = await ask(datasette, queries.METRIC, metric=metric_id) if metric_id else []
    if not metrics:
        return None
    sides = await _sides(datasette, metrics[0], await ask(datasette, queries.SIDES, metric=metric_id))
    item, level = next(iter(sides), (None, None))
    rows = await ask(datasette, queries.SIDE_ROWS, metric=metric_id, item=item, level=level, status="actual")
    comparison = lay_out(metrics[0], rows, [], territory, View(item, level, "actual", view.year, view.era))
    return {"metric": metrics[0], "side": (item, level), "comparison": comparison}


def _plot(metric: Row, comparison: Comparison, partner: dict[str, Any] | None) -> Plot | None:
    if partner is None:
        return None
    across = {line.row["place_id"]: line for line in partner["comparison"].lines}
    pairs = [
        (float(across[place].row["comparable"]), float(line.row["comparable"]), (line, across[place]))
        for line in comparison.lines
        if (place := line.row["place_id"]) in across
    ]
    turned = partner["metric"]["kind"] == "rank", metric["kind"] == "rank"
    return scatter(pairs, [pair[0].row["province"] for _, _, pair in pairs], turned)


async def evidence_of(datasette: Site, comparison: Comparison, apart: Sequence[Line]) -> dict[str, Any]:
    """The sentences and footnotes behind all values of the page, by figure id."""
    lines = [*comparison.lines, *apart]
    ids = json.dumps([row["figure_id"] for line in lines for row in (line.row, *line.parts) if row["figure_id"]])
    notes: dict[str, list[Row]] = {}
    for note in await ask(datasette, queries.FOOTNOTES, ids=ids):
        notes.setdefault(note["figure_id"], []).append(note)
    return {"sources": {row["id"]: row for row in await ask(datasette, queries.SOURCES, ids=ids)}, "notes": notes}


def _address(metric: Row, view: View, request: Request, **changes: object) -> str:
    """The address that shows this very view again, or one that differs in what is named."""
    said: Words = words(request)
    given = {"item": view.item, "level": view.level or None, "status": view.status, "year": view.year or NEWEST}
    given |= {name: request.args.get(name) or None for name in ("owner", "derived", "with", "tab", "sort")}
    given["places"] = view.era
    chosen = changes.pop("place", request.args.getlist("place"))
    places = urlencode({"place": chosen}, doseq=True)
    return said.link(f"/compare/{metric['id']}" + (f"?{places}" if places else ""), **(given | changes))


def _take(datasette: Site, metric: Row, view: View) -> dict[str, str]:
    """Where the rows of this view are had as SQL, CSV and JSON."""
    chosen = {"metric": metric["id"], "item": view.item or "", "level": view.level or ""}
    query = urlencode({**chosen, "status": view.status, "year": view.year or ""})
    start = f"/{database_name(datasette)}/so_sanh_loc"
    return {
        "SQL": f"{start}?{query}",
        "CSV": f"{start}.csv?{query}&_size=max",
        "JSON": f"{start}.json?{query}&_shape=array",
    }
