"""A chart outside of its page: ``/compare/METRIC.svg`` and ``.png`` as files, ``/embed/compare/METRIC`` as a page for
frames, ``/years/METRIC.svg`` and ``.png``. The address chooses as that of the page does; of a comparison ``tab`` also
knows ``scatter``, with ``with``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, cast

from datasette.utils.asgi import Request, Response

from kb.web import compare_page
from kb.web import queries_compare as queries
from kb.web.answer import Row, absolute, ask, fill, labels_for, linked, metric_asked, missing, rendered
from kb.web.carried import file_address
from kb.web.charts import PLOT_WHOLE, PLOT_WIDTH
from kb.web.comparison import Line, View
from kb.web.language import Words, words
from kb.web.picture import Chart, Kind, Said, picture
from kb.web.picture_png import png_of
from kb.web.series import Series
from kb.web.site import Site
from kb.web.styles import light_colours
from kb.web.taking import chosen_words, file_name, over_years_words
from kb.web.years_page import over_all_years

MOST_NAMED = 3
"""So many documents are named on a picture; of more it is said how many there are, and where they are named."""
_OF_YEARS = ("item", "level", "place")
TYPES = {"svg": "image/svg+xml; charset=utf-8", "png": "image/png"}


async def charted_file(datasette: Site, request: Request) -> Response:
    """The chart that the address asks for as a picture; where it asks for none, the way to the first that there is."""
    metric = await metric_asked(datasette, request)
    if isinstance(metric, Response):
        return metric
    shown = await compare_page.compared(datasette, request, metric)
    kind = _kind(request, shown)
    ending = request.url_vars["format"]
    if kind is None:
        if not shown["pictures"]:
            return await missing(datasette, request, words(request)["picture.none"])
        first = next(iter(shown["pictures"]))
        redirect: Any = Response.redirect
        return cast(Response, redirect(file_address(shown["again"](tab=first), ending)))
    return await _file(await _drawn(datasette, request, shown, kind), f"{file_name(metric['id'])}-{kind}", ending)


async def years_file(datasette: Site, request: Request) -> Response:
    """The chart over the years of a metric as a picture, as the page of its years draws it."""
    metric = await metric_asked(datasette, request)
    if isinstance(metric, Response):
        return metric
    over = await over_all_years(datasette, request, metric)
    if not over["drawn"]:
        return await missing(datasette, request, words(request)["picture.none"])
    page = words(request).link(f"/years/{metric['id']}", **{name: request.args.get(name) for name in _OF_YEARS})
    shown = {
        "metric": metric,
        "view": View(over["side"][0], over["side"][1], "actual", None, "new"),
        "over_years": over["drawn"],
        "again": lambda **_: datasette.urls.path(page),
        "built_at": (await ask(datasette, queries.BUILT))[0]["built_at"],
    }
    svg = await _drawn(datasette, request, shown, "line")
    return await _file(svg, f"{file_name(metric['id'])}-years", request.url_vars["format"])


async def _file(svg: str, name: str, ending: str) -> Response:
    """A picture under a name, as the ending asks for it."""
    answer: Any = Response
    body = await png_of(svg) if ending == "png" else svg
    headers = {"content-disposition": f'inline; filename="{name}.{ending}"'}
    return cast(Response, answer(body, headers=headers, content_type=TYPES[ending]))


async def embedded(datasette: Site, request: Request) -> Response:
    """The chart, or the ranking as a short table, without what stands around it on its page."""
    metric = await metric_asked(datasette, request)
    if isinstance(metric, Response):
        return metric
    shown = await compare_page.compared(datasette, request, metric)
    said = words(request)
    kind = _kind(request, shown)
    context = {
        **shown,
        "kind": kind,
        "chosen": _chosen(shown["view"], kind, said),
        "source": await _source(datasette, shown, kind, said),
        "page": shown["again"](tab=kind),
    }
    return await fill(datasette, request, "solieu_embed.html", context)


def _kind(request: Request, shown: dict[str, Any]) -> Kind | None:
    """Which chart is asked for and there; None for the table."""
    if request.args.get("tab") == "scatter":
        return "scatter" if shown["plot"] else None
    found: dict[str, Kind] = {"bars": "bars", "map": "map", "line": "line"}
    return found.get(shown["tab"])


async def _drawn(datasette: Site, request: Request, shown: dict[str, Any], kind: Kind) -> str:
    """The SVG of a chart with all that it says of itself."""
    said = words(request)
    metric = shown["metric"]
    title = _name(metric, said)
    above = [f"{_chosen(shown['view'], kind, said)} · {_unit(metric, said)}"]
    below = [*_legend(shown, kind, said), await _source(datasette, shown, kind, said)]
    if kind == "scatter":
        partner = shown["partner"]["metric"]
        title = said("compare.scatter", across=_name(partner, said), up=title)
        above.append(said("picture.axes", across=_name(partner, said), up=_name(metric, said)))
    if kind == "line":
        title = said("years.title", name=title)
    labels = labels_for(said.language)
    built = labels.date_label(str(shown["built_at"])[:10]) if shown["built_at"] else "–"
    below.append(said("picture.made", date=labels.date_label(datetime.now(UTC).date().isoformat()), built=built))
    address = absolute(request, shown["again"](tab="table" if kind == "scatter" else kind))
    steps = shown["map"].steps if kind == "map" else ()
    laid = picture(Said(title, tuple(above), tuple(below), address), _charts(shown, kind, said), _entries(steps))
    whole = partial(linked, datasette, request)
    context = {**shown, "picture": laid, "title": title, "colour": light_colours(), "steps": steps, "link": whole}
    return rendered(datasette, request, "solieu_picture.svg", context)


def _chosen(view: View, kind: Kind | None, said: Words) -> str:
    """What the address chose; lines over the years show all of them, whatever year the table is of."""
    return over_years_words(view, said) if kind == "line" else chosen_words(view, said)


def _charts(shown: dict[str, Any], kind: Kind, said: Words) -> list[Chart]:
    if kind == "map":
        return [Chart(kind, shown["map"], shown["map"].width, shown["map"].height)]
    if kind == "scatter":
        return [Chart(kind, shown["plot"], PLOT_WIDTH, PLOT_WHOLE)]
    if kind == "bars":
        return [Chart(kind, shown["bars"], shown["bars"].width, shown["bars"].height)]
    panels = shown["over_years"]
    several = len(panels) > 1 or any(panel.by for panel in panels)
    return [
        Chart(
            kind,
            panel.chart,
            panel.chart.width,
            panel.chart.height,
            (said("years.by", by=panel.by) if panel.by else said["years.before_by"]) if several else "",
        )
        for panel in panels
    ]


def _entries(steps: tuple[object, ...]) -> int:
    """How many entries the legend of a map has: its shades, and what has no value."""
    return len(steps) + 1 if steps else 0


def _legend(shown: dict[str, Any], kind: Kind, said: Words) -> list[str]:
    """What the signs of a chart mean, where the chart does not say it."""
    if kind == "line":
        left_out = sum(panel.left_out for panel in shown["over_years"])
        return [said["years.legend"], *([said("years.left_out", n=left_out)] if left_out else [])]
    if kind == "bars" and any(bar.target is not None for bar in shown["bars"].bars):
        return [said["picture.goal"]]
    if kind == "scatter" and (unnamed := len(shown["plot"].dots) - len(shown["plot"].names)):
        return [said("picture.unnamed", n=unnamed)]
    return []


async def _source(datasette: Site, shown: dict[str, Any], kind: Kind | None, said: Words) -> str:
    """The documents that the values of a chart are from, by name where they are few."""
    ids = sorted({row["figure_id"] for row in _rows(shown, kind) if row["figure_id"]})
    found = {row["document_id"]: row for row in await ask(datasette, queries.SOURCES, ids=json.dumps(ids))}
    if len(found) > MOST_NAMED or not found:
        return said("picture.sources", n=len(found))
    return said("picture.source", documents="; ".join(_document(row, said) for row in found.values()))


def _document(row: Row, said: Words) -> str:
    issued = labels_for(said.language).date_label(row["issued_on"]) if row["issued_on"] else None
    told = [row["document_number"], row["issuer"], issued]
    return ", ".join(str(one) for one in told if one) if row["document_number"] else row["title"] or row["filename"]


def _rows(shown: dict[str, Any], kind: Kind | None) -> Iterator[Row]:
    """The rows behind what is drawn; what is added up by its parts."""
    if kind == "line":
        for panel in shown["over_years"]:
            for series in panel.series:
                yield from _cells(series)
    elif kind == "scatter":
        for _, _, pair in shown["plot"].dots:
            yield from (row for line in pair for row in _of(line))
    else:
        lines = shown["comparison"].lines if kind == "map" else shown["lines"]
        yield from (row for line in lines for row in _of(line))


def _cells(series: Series) -> Iterator[Row]:
    yield from series.cells.values()
    for part in series.parts:
        yield from part.cells.values()


def _of(line: Line) -> Iterator[Row]:
    yield from (line.row, *line.parts)


def _name(metric: Row, said: Words) -> str:
    return str(metric[f"name_{said.language}"])


def _unit(metric: Row, said: Words) -> str:
    return said("compare.unit", unit=labels_for(said.language).unit_label(metric["unit"]))
