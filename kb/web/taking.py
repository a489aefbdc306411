"""A page's table as a file: ``/compare/METRIC.xlsx``, ``/search.csv?q=…``, ``.json``. What the page shows it holds: the
same choices, rows, ranks and reasons, in the page's language. ``sep=comma`` or ``sep=semicolon`` parts a CSV."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from datasette.utils.asgi import Request, Response

from kb.ask.table import FORMATS, Table, word
from kb.ask.table_files import TYPES, Separator, write_table
from kb.ask.table_of import found_entries, made_table
from kb.ask.table_rows import Entry
from kb.web import compare_page, search_page
from kb.web.answer import connection_of, labels_for, metric_asked, site_address
from kb.web.comparison import Line, View
from kb.web.language import Words, words
from kb.web.ranking import side_label
from kb.web.safe_csv import SAFE
from kb.web.site import Site

_SEPARATORS: dict[str, Separator] = {"comma": ",", "semicolon": ";"}
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-")


async def compared_file(datasette: Site, request: Request) -> Response:
    """The comparison of a metric as a file, ranked values first, then why the others have no rank."""
    metric = await metric_asked(datasette, request)
    if isinstance(metric, Response):
        return metric
    shown = await compare_page.compared(datasette, request, metric)
    said = words(request)
    ranks = len(shown["comparison"].lines) > 1
    entries = [*_ranked(shown["lines"], ranks), *_apart([*shown["apart"], *shown["unsure"]], said)]
    if not shown["computed_ranked"]:
        entries += [computed_entry(row, said) for row in shown["computed"]]
    entries += (Entry(row, "owners", row["rank"]) for row in shown["owners"])
    site = site_address(datasette, request)
    table = made_table(
        connection_of(datasette),
        metric["id"],
        metric[f"name_{said.language}"],
        entries,
        said.language,
        metrics=(metric["id"],),
        site=site,
        notes=(
            (word("table.view", said.language), chosen_words(shown["view"], said)),
            (word("table.address", said.language), f"{site}{shown['here']}"),
        ),
    )
    return table_file(table, request)


async def searched_file(datasette: Site, request: Request) -> Response:
    """The figures of a search as a file, in the order of the page."""
    said = words(request)
    typed, found = await search_page.found_for_file(datasette, request)
    site = site_address(datasette, request)
    notes = [(word("table.address", said.language), f"{site}{said.link('/search', **_asked(request))}")]
    if found.count > len(found.figures):
        notes.append((word("table.view", said.language), word("table.more", said.language)))
    table = made_table(
        connection_of(datasette),
        "solieu-search",
        word("table.search", said.language, words=typed),
        found_entries(found.figures),
        said.language,
        site=site,
        notes=notes,
    )
    return table_file(table, request)


def _ranked(lines: Iterable[Line], ranks: bool) -> Iterable[Entry]:
    """The lines that the page shows, in its order; one that has nothing to be compared with has no rank."""
    for line in lines:
        yield Entry(line.row, "ranked", line.rank if ranks else None, made_of=_made_of(line))


def _apart(lines: Iterable[Line], said: Words) -> Iterable[Entry]:
    for line in lines:
        given: Mapping[str, Any] = line.given
        if line.reason == "level":
            given = {"level": side_label((None, line.row["level"]), labels_for(said.language))}
        yield Entry(line.row, "apart", reason=said(f"reason.{line.reason}", **given), made_of=_made_of(line))


def _made_of(line: Line) -> tuple[str, ...]:
    return tuple(part["figure_id"] for part in line.parts)


def computed_entry(row: Mapping[str, Any], said: Words) -> Entry:
    """What follows from two figures, with what it was computed from."""
    third = row["derived"]
    reason = said["reason.derived_wide" if third.is_wide else "reason.derived"]
    named = {"metric": row["name_vi"], "metric_en": row["name_en"]}
    return Entry(
        {**row, **named}, "computed", reason=reason, made_of=tuple(source["figure_id"] for source in third.sources)
    )


def chosen_words(view: View, said: Words) -> str:
    """What the address chose, in words: side, year, status, the 63 or the 34 provinces."""
    spoken = labels_for(said.language)
    side = side_label((view.item, view.level), spoken)
    year = said("compare.caption_year", year=view.year) if view.year else said["compare.caption_newest"]
    return ", ".join((str(side), year, spoken.STATUSES[view.status], said[f"chart.{view.era}"]))


def over_years_words(view: View, said: Words) -> str:
    """What the address chose of a chart over the years: side and provinces."""
    spoken = labels_for(said.language)
    return ", ".join((str(side_label((view.item, view.level), spoken)), said[f"chart.{view.era}"]))


def _asked(request: Request) -> dict[str, str]:
    return {name: request.args.get(name) for name in request.args if name not in ("lang", "sep")}


def file_name(words: str) -> str:
    """A stem that every system takes as the name of a file."""
    return "".join(letter for letter in words if letter in LETTERS) or "solieu"


def table_file(table: Table, request: Request) -> Response:
    """The table as the file that the address asks for."""
    ending = next(one for one in FORMATS if one == request.url_vars["format"])
    data = write_table(table, ending, _SEPARATORS.get(request.args.get("sep") or ""))
    attached = f'attachment; filename="{file_name(table.name)}.{ending}"'
    headers = {"content-disposition": attached, SAFE.decode(): "1"}
    answer: Any = Response
    return cast(Response, answer(data, headers=headers, content_type=TYPES[ending]))
