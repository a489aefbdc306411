"""The tables of lists and profiles as files: ``/targets.xlsx``, ``/province/ID.csv``, ``/years/METRIC.json`` …

As :mod:`kb.web.taking` has it: what the page shows the file holds, chosen by the same address, in the page's language.
A list that has pages is whole here, a profile has all of each group; what a row is about stands in stable columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from datasette.utils.asgi import Request, Response

from kb.ask.table import Value
from kb.ask.table_of import list_table, made_table
from kb.ask.table_rows import Entry
from kb.ask.value_words import row_label
from kb.web import queries_targets
from kb.web.answer import Row, ask, connection_of, labels_for, metric_asked, missing, site_address
from kb.web.conflicts_page import chosen_conflicts
from kb.web.country_page import of_country
from kb.web.coverage_page import Cell, covered
from kb.web.differ_page import differing
from kb.web.language import Words, words
from kb.web.province_page import Value as Latest
from kb.web.province_page import place_asked, profiled
from kb.web.ranking import reason_of, side_label, target_label
from kb.web.reaching_page import chosen_rates
from kb.web.series import Series
from kb.web.site import Site
from kb.web.taking import computed_entry, table_file
from kb.web.targets_page import chosen_targets
from kb.web.years_page import over_all_years

MOST_ROWS = 5000
"""So many targets are written at most: each takes two figures with their documents."""


class _Page:
    """The page that a file is of: its words, its address, what every table says of where it is from."""

    def __init__(self, datasette: Site, request: Request) -> None:
        self.datasette, self.request = datasette, request
        self.db = connection_of(datasette)
        self.said: Words = words(request)
        self.labels = labels_for(self.said.language)
        self.site = site_address(datasette, request)

    def address(self, path: str, **given: object) -> str:
        """The whole address of a page."""
        return f"{self.site}{self.said.link(path, **given)}"

    def notes(self, *said: tuple[str, str]) -> list[tuple[str, str]]:
        """The page's own address behind what else is to be said."""
        asked = {name: self.request.args.get(name) for name in self.request.args if name not in ("lang", "sep", "page")}
        page = self.request.path.rpartition(".")[0]
        return [*said, (self.said["table.address"], self.address(page, **asked))]

    def figures(self, name: str, title: str, entries: Iterable[Entry], more: str = "", **told: Any) -> Response:
        """A table whose rows are figures. ``told`` may name ``metrics`` and ``notes``."""
        notes = self.notes(*told.pop("notes", ()))
        made = made_table(
            self.db, name, title, entries, self.said.language, site=self.site, notes=notes, more=more, **told
        )
        return table_file(made, self.request)

    def list(self, name: str, title: str, section: str, rows: Iterable[Mapping[str, Value]]) -> Response:
        """A table whose rows are no figures."""
        made = list_table(self.db, name, title, section, rows, self.said.language, self.notes())
        return table_file(made, self.request)

    def name(self, row: Row, key: str = "name") -> str:
        """What a row is called in the page's language."""
        return str(row[f"{key}_{self.said.language}"])

    def side(self, row: Row) -> dict[str, Value]:
        """The columns of the side of a metric that is not the whole province's."""
        level = row["level"]
        return {"item": row["item"] or None, "level": self.labels.LEVELS.get(level, level) if level else None}


async def targets_file(datasette: Site, request: Request) -> Response:
    """The targets of a year in one state, each with the result that it is held against."""
    page = _Page(datasette, request)
    shown = await chosen_targets(datasette, request)
    rows = await ask(datasette, queries_targets.TARGETS, **shown["asked"], limit=MOST_ROWS + 1, offset=0)
    state = page.said[f"targets.{shown['state']}"]
    notes = [(page.said["table.view"], state)]
    if len(rows) > MOST_ROWS:
        notes.append((page.said["table.rows"], page.said("table.cut", most=MOST_ROWS)))
    entries = [_aimed(row, state, page) for row in rows[:MOST_ROWS]]
    name = f"solieu-targets-{shown['year']}-{shown['state']}"
    return page.figures(name, shown["said_title"], entries, "target_column", notes=notes)


def _aimed(row: Row, state: str, page: _Page) -> Entry:
    more: dict[str, Value] = {"state": state}
    if row["result_id"]:
        result = {**row, "unit": row["result_unit"]}
        more |= {
            "result": Decimal(row["value"]),
            "result_unit": row["result_unit"],
            "result_text": row_label(result, page.labels),
            "result_period": page.labels.period_label(row["period_effective"]),
            "result_address": page.address(f"/figure/{row['result_id']}"),
            "result_id": row["result_id"],
        }
    beside = (row["result_id"],) if row["result_id"] else ()
    return Entry({"figure_id": row["figure_id"], "province": row["province"]}, "target", more=more, beside=beside)


async def differ_file(datasette: Site, request: Request) -> Response:
    """What sources say differently of one place and period, with what may explain it."""
    metric = await metric_asked(datasette, request)
    if isinstance(metric, Response):
        return metric
    page = _Page(datasette, request)
    shown = await differing(datasette, request, metric)
    if shown is None:
        return await missing(datasette, request, page.said["differ.nothing"])
    why = [(page.said["differ.why"], page.said[f"differ.{one}"]) for one in shown["reasons"]]
    entries = [
        Entry(one.row, "differ", more={"own_words": ", ".join(one.own_words) or None}) for one in shown["stated"]
    ]
    title = page.said("differ.title", name=page.name(metric))
    return page.figures(f"{metric['id']}-differ", title, entries, "differ_column", metrics=(metric["id"],), notes=why)


async def conflicts_file(datasette: Site, request: Request) -> Response:
    """All that is stated with different values, a row each."""
    page = _Page(datasette, request)
    shown = await chosen_conflicts(datasette, request)
    rows = [
        {
            "province": row["province"],
            "metric": page.name(row),
            **page.side(row),
            "status": page.labels.STATUSES[row["status"]],
            "period": page.labels.period_label(row["period_effective"]) or None,
            "numbers": row["numbers"],
            "documents": row["filenames"],
            "address": page.address(
                f"/differ/{row['metric_id']}",
                place=row["place_id"],
                period=row["period_effective"],
                item=row["item"],
                level=row["level"],
                status=row["status"],
            ),
            "metric_id": row["metric_id"],
            "place_id": row["place_id"],
        }
        for row in shown["rows"]
    ]
    return page.list("solieu-differ", page.said["differ.all"], "conflict_column", rows)


async def province_file(datasette: Site, request: Request) -> Response:
    """The profile of a province: values with ranks and targets, targets without a result, what is computed."""
    place = await place_asked(datasette, request)
    if isinstance(place, Response):
        return place
    page = _Page(datasette, request)
    if place["kind"] == "country":
        entries = [Entry(row, "country") for row in await of_country(datasette)]
        return page.figures("solieu-vn", place["full_name"] or place["name"], entries)
    shown = await profiled(datasette, request, place, whole=True)
    entries = [_latest(value, page) for group in shown["groups"] for value in group.values]
    only = shown["group"], shown["only_targets"]
    if not only[0]:
        entries += [Entry({"figure_id": row["figure_id"]}, "promised") for row in shown["promised"]]
    if not any(only):
        entries += [computed_entry(row, page.said) for row in shown["computed"]]
    if not only[1]:
        entries += [
            Entry({**merged.row, **_of_metric(metric, page)}, "merged", made_of=_ids(merged.parts))
            for metric, _, merged in shown["merged"]
        ]
    return page.figures(f"solieu-{place['id']}", place["full_name"] or place["name"], entries, "profile_column")


def _latest(value: Latest, page: _Page) -> Entry:
    rank, target = value.rank, value.target
    more: dict[str, Value] = {"ranked_of": Decimal(rank["ranked"]) if rank["rank"] and rank["ranked"] > 1 else None}
    if target is not None:
        more |= {
            "target": Decimal(target["target_value"]),
            "target_text": target_label(target, page.labels),
            "target_period": page.labels.period_label(target["target_period"]),
            "target_reached": None if target["reached"] is None else bool(target["reached"]),
            "target_id": target["figure_id"],
        }
    why = rank["not_ranked"]
    name = reason_of(why) if why else None
    reason = page.said[f"reason.{name}"] if name else why or ""
    ranked = rank["rank"] if more["ranked_of"] is not None else None
    beside = (target["figure_id"],) if target is not None else ()
    return Entry(value.row, "apart" if why else "ranked", ranked, reason, more=more, beside=beside)


def _of_metric(metric: Row, page: _Page) -> dict[str, str]:
    """What a value that adds up, and is no figure, is called."""
    return {"metric": metric["name_vi"], "metric_en": metric["name_en"], "metric_id": metric["id"]}


def _ids(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(row["figure_id"] for row in rows)


async def years_file(datasette: Site, request: Request) -> Response:
    """A metric over the years, a row a place and year."""
    metric = await metric_asked(datasette, request)
    if isinstance(metric, Response):
        return metric
    page = _Page(datasette, request)
    shown = await over_all_years(datasette, request, metric)
    entries = [
        entry for series in shown["series"] for entry in _cells(series, series, shown["place_name"](series.place_id))
    ]
    title = page.said("years.title", name=page.name(metric))
    side = [(page.said["table.view"], str(side_label(shown["side"], page.labels)))]
    name = f"{metric['id']}-years"
    return page.figures(name, title, entries, "year_column", metrics=(metric["id"],), notes=side)


def _cells(one: Series, today: Series, name: str) -> Iterator[Entry]:
    """The values of a line and of its parts, year by year; a sum with what it is made of."""
    for year, row in sorted(one.cells.items()):
        made_of = _ids(part.cells[year] for part in one.parts if year in part.cells) if year in one.sums else ()
        more: dict[str, Value] = {"year": Decimal(year), "today": name, "today_id": today.place_id}
        yield Entry(row, "merged" if year in one.sums else "year", made_of=made_of, more=more)
    for part in one.parts:
        yield from _cells(part, today, name)


async def coverage_file(datasette: Site, request: Request) -> Response:
    """Who reports what, a row a province and group, or a province and metric of the group that is asked for."""
    page = _Page(datasette, request)
    shown = await covered(datasette, request)
    group = shown["group"]
    heads = [(group, one["id"]) for one in shown["columns"]] if group else [(one, None) for one in shown["groups"]]
    names = {one["id"]: page.name(one) for one in shown["columns"]}
    rows = [
        _covered(place, head, cell, page) | {"metric_group": shown["groups"][head[0]], "metric": names.get(head[1])}
        for place, cells in shown["matrix"]
        for head, cell in zip(heads, cells, strict=True)
    ]
    return page.list("solieu-coverage", page.said["coverage.title"], "coverage_column", rows)


def _covered(place: Row, head: tuple[str, str | None], cell: Cell, page: _Page) -> dict[str, Value]:
    group, metric = head
    return {
        "province": place["name"],
        "state": page.said[f"state.{cell.state}"],
        "count": Decimal(cell.count) if cell.count else None,
        "newest": page.labels.period_label(cell.newest) if cell.newest else None,
        "address": page.address(f"/province/{place['id']}", group=group),
        "state_id": cell.state,
        "metric_group_id": group,
        "metric_id": metric,
        "place_id": place["id"],
    }


async def reaching_file(datasette: Site, request: Request) -> Response:
    """Which rates provinces have brought to a percentage, and how many have."""
    page = _Page(datasette, request)
    shown = await chosen_rates(datasette, request)
    rows = [
        {
            "metric": page.name(row),
            **page.side(row),
            "bound": Decimal(shown["least"]),
            "reaching": Decimal(row["reaching"]),
            "provinces": Decimal(row["provinces"]),
            "address": page.address(f"/compare/{row['id']}", item=row["item"] or "", level=row["level"] or ""),
            "metric_id": row["id"],
        }
        for row in shown["rows"]
    ]
    percent = page.labels.amount_label(shown["least"], "%")
    return page.list("solieu-reaching", page.said("reaching.title", percent=percent), "reaching_column", rows)
