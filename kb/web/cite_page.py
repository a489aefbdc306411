"""``/figure/ID/cite.bib``, ``/compare/METRIC/cite.ris?…``: a figure or a comparison as a citation in a file."""

from __future__ import annotations

from typing import Any, cast

from datasette.utils.asgi import Request, Response

from kb.ask.citing import FORMATS, TYPES, Cited, cite
from kb.web import compare_page, queries_evidence
from kb.web.answer import ask, metric_asked, missing
from kb.web.cited import comparison_cited, figure_cited
from kb.web.language import words
from kb.web.site import Site


async def figure_file(datasette: Site, request: Request) -> Response:
    """The citation of a figure; a page that says so where there is none."""
    name = request.url_vars["figure"]
    rows = await ask(datasette, queries_evidence.FIGURE, figure=name)
    if not rows:
        return await missing(datasette, request, words(request)("figure.unknown", id=name))
    return _file(figure_cited(datasette, request, rows[0]), request)


async def compared_file(datasette: Site, request: Request) -> Response:
    """The citation of a comparison, as its address chose."""
    metric = await metric_asked(datasette, request)
    if isinstance(metric, Response):
        return metric
    shown = await compare_page.compared(datasette, request, metric)
    return _file(comparison_cited(datasette, request, shown), request)


def _file(cited: Cited, request: Request) -> Response:
    ending = next(one for one in FORMATS if one == request.url_vars["format"])
    headers = {"content-disposition": f'attachment; filename="{cited.key}.{ending}"'}
    answer: Any = Response
    return cast(Response, answer(cite(cited, ending), headers=headers, content_type=TYPES[ending]))
