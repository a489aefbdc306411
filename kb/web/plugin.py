"""The Datasette plugin: our routes before Datasette's, figure ids as links, our words on its pages. Holds no state."""

from __future__ import annotations

import re
from typing import Any

from jinja2 import Environment
from markupsafe import Markup
from pluggy import HookimplMarker

from kb.fields import FIELD
from kb.labels import decimal_label
from kb.web import (
    alike,
    api_page,
    at_point,
    changes_page,
    cite_page,
    compare_page,
    conflicts_page,
    coverage_page,
    deciding,
    differ_page,
    document,
    evidence,
    feed_page,
    front_page,
    handing_in,
    help_page,
    metric_page,
    metrics_page,
    original,
    picturing,
    province_page,
    reaching_page,
    reviewing,
    search_page,
    suggest,
    taking,
    taking_lists,
    targets_page,
    things_page,
    years_page,
)
from kb.web.guard import Scope
from kb.web.language import Words
from kb.web.site import Site

hookimpl = HookimplMarker("datasette")

_TABLE = r"\.(?P<format>csv|xlsx|json|parquet)$"
_FIGURE_ID = re.compile(r"F-[A-Z2-7a-z0-9]{10}\Z")


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """The pages; all other addresses stay Datasette's own."""
    return [
        (r"^/$", front_page.front),
        (r"^/compare/(?P<metric>[^/]+)\.(?P<format>svg|png)$", picturing.charted_file),
        (rf"^/compare/(?P<metric>[^/]+){_TABLE}", taking.compared_file),
        (r"^/compare/(?P<metric>[^/]+)$", compare_page.compare),
        (r"^/embed/compare/(?P<metric>[^/]+)$", picturing.embedded),
        (r"^/compare$", things_page.things),
        (r"^/metric$", metrics_page.metrics),
        (r"^/metric/(?P<metric>[^/]+)\.atom$", feed_page.metric),
        (r"^/metric/(?P<metric>[^/]+)$", metric_page.metric),
        (r"^/feed/documents\.atom$", feed_page.documents),
        (r"^/feed/changes\.atom$", feed_page.changes),
        (r"^/figure/(?P<figure>[^/]+)$", evidence.figure),
        (r"^/figure/(?P<figure>[^/]+)/page\.png$", evidence.page_image),
        (r"^/figure/(?P<figure>[^/]+)/cite\.(?P<format>txt|bib|ris|json)$", cite_page.figure_file),
        (r"^/compare/(?P<metric>[^/]+)/cite\.(?P<format>txt|bib|ris|json)$", cite_page.compared_file),
        (r"^/document/(?P<document>[^/]+)$", document.document),
        (r"^/document/(?P<document>[^/]+)/original$", original.original),
        (r"^/document/(?P<document>[^/]+)/changes$", changes_page.changed),
        (r"^/province/(?P<place>[^/]+)\.atom$", feed_page.province),
        (rf"^/province/(?P<place>[^/]+){_TABLE}", taking_lists.province_file),
        (r"^/province/(?P<place>[^/]+)$", province_page.province),
        (r"^/coverage$", coverage_page.coverage),
        (rf"^/coverage{_TABLE}", taking_lists.coverage_file),
        (r"^/targets$", targets_page.targets),
        (rf"^/targets{_TABLE}", taking_lists.targets_file),
        (r"^/reaching$", reaching_page.reaching),
        (rf"^/reaching{_TABLE}", taking_lists.reaching_file),
        (rf"^/years/(?P<metric>[^/]+){_TABLE}", taking_lists.years_file),
        (r"^/years/(?P<metric>[^/]+)\.(?P<format>svg|png)$", picturing.years_file),
        (r"^/years/(?P<metric>[^/]+)$", years_page.years),
        (r"^/search$", search_page.search),
        (rf"^/search{_TABLE}", taking.searched_file),
        (r"^/suggest$", suggest.suggest),
        (r"^/differ$", conflicts_page.conflicts),
        (rf"^/differ{_TABLE}", taking_lists.conflicts_file),
        (rf"^/differ/(?P<metric>[^/]+){_TABLE}", taking_lists.differ_file),
        (r"^/differ/(?P<metric>[^/]+)$", differ_page.differ),
        (r"^/api$", api_page.api),
        (r"^/api/openapi\.json$", api_page.openapi),
        (r"^/help$", help_page.guides),
        (r"^/help/(?P<guide>[^/]+)$", help_page.guide),
        (r"^/help/pictures/(?P<picture>[^/]+)$", help_page.picture),
        (r"^/review$", reviewing.review),
        (r"^/review/do$", deciding.decide),
        (r"^/review/do/alike$", alike.alike),
        (r"^/review/do/at$", at_point.at_point),
        (r"^/review/do/check$", handing_in.check),
        (r"^/review/do/apply$", handing_in.apply),
    ]


@hookimpl
def skip_csrf(scope: Scope) -> bool:
    """What a page hands in is held against its origin and its token; Datasette's own token would need a cookie."""
    return str(scope["path"]).startswith("/review/do/")


@hookimpl
def render_cell(value: object, column: str, datasette: Site) -> Markup | None:
    """A figure's id in a table of Datasette leads to its page."""
    if column in ("id", "figure_id", "result_figure_id", "part_of") and isinstance(value, str):
        if not _FIGURE_ID.match(value):
            return None
        return Markup('<a href="{}">{}</a>').format(datasette.urls.path(f"/figure/{value}"), value)
    return None


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """What the pages of Datasette need to speak our words, those of its errors too: they are Vietnamese, no address of
    theirs says another."""
    env.globals.update(tw=Words("vi"), column_name=column_name, decimal=decimal_label)


def column_name(name: str) -> str:
    """What a column is called: as the field of its name, else as our words call it, else as the base does."""
    field = FIELD.get(name)
    return field.vi if field is not None else Words("vi").get(f"column.{name}", name)
