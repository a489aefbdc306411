"""A metric over the years as charts: which places are drawn, what is one line, and what must not share an axis.

Doubtful values are not drawn. Scores of two versions of an index have a chart each.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.web.comparison import Row
from kb.web.linechart import Drawn, LineChart, line_chart
from kb.web.merging import Territory
from kb.web.series import Series, lines
from rules.index_versions import version_of

MOST_LINES = 8
"""So many places are drawn at once where nobody chose."""


@dataclass(frozen=True, slots=True)
class Panel:
    """A chart with the values that it shows, as series with a column a year; ``by`` names the version of an index."""

    chart: LineChart
    series: tuple[Series, ...]
    columns: tuple[str, ...]
    by: str
    left_out: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the charts: the places ``chosen`` (none: those with most years), how a former province is
    called (``before``), and its ``era``: among the 63 each has its own line, among the 34 what adds up is one line."""

    territory: Territory
    chosen: Collection[str] = ()
    before: str = "{name}"
    era: str = "new"


def panels(metric: Row, rows: Iterable[Row], common: Sequence[Row], wanted: Wanted) -> list[Panel]:
    """The charts of a metric, the newest version first. ``rows`` are results and targets on one scale, ``common`` the
    lines of the country on it."""
    versions: dict[str, list[Row]] = {}
    for row in rows:
        if row["as_of"] and not row["doubt"]:
            versions.setdefault(version_of_row(metric["id"], row), []).append(row)
    found = (
        _panel(metric, by, some, [row for row in common if version_of_row(metric["id"], row) == by], wanted)
        for by, some in sorted(versions.items(), key=lambda one: max(row["as_of"] for row in one[1]), reverse=True)
    )
    return [panel for panel in found if panel is not None]


def version_of_row(metric_id: str, row: Row) -> str:
    """What the criteria go by that a score was given by; empty for what is no score."""
    change = version_of(metric_id, str(row["as_of"])[:4]) if row["kind"] == "score" and row["as_of"] else None
    return change.by if change else ""


def _panel(metric: Row, by: str, rows: Sequence[Row], common: Sequence[Row], wanted: Wanted) -> Panel | None:
    territory, chosen = wanted.territory, set(wanted.chosen)
    aims: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: row["as_of"]):
        if row["status"] == "target":
            aims.setdefault(territory.place_today(row["place_id"], "new"), []).append(row)
    every = lines(metric, [row for row in rows if row["status"] == "actual"], territory)
    series = [one for one in every if not chosen or _ids(one, territory) & chosen]
    drawn = [line for one in series for line in _drawn(one, aims, wanted)]
    if not chosen:
        drawn = [line for line in drawn if len(line.rows) > 1]
    shown = drawn[:MOST_LINES]
    line = common[0] if common and metric["total"] != "sum" else None
    chart = line_chart(shown, line) if shown else None
    if chart is None:
        return None
    names = {one.place_id for one in shown}
    told = tuple(one for one in series if names & {one.place_id, *(part.place_id for part in one.parts)})
    columns = sorted({year for one in told for part in (one, *one.parts) for year in part.cells})
    return Panel(chart, told, tuple(columns), by, len(drawn) - len(shown))


def _ids(series: Series, territory: Territory) -> set[str]:
    """The ids by which a series may be chosen: of today, of before, of its parts."""
    own = {series.place_id, *(part.place_id for part in series.parts)}
    return own | set(territory.parts.get(series.place_id, ()))


def _drawn(series: Series, aims: Mapping[str, Sequence[Row]], wanted: Wanted) -> list[Drawn]:
    """The lines of a province of today: its own, and those of its parts for years in which it has no value."""
    found, territory = [], wanted.territory
    today = {territory.name(place) for place in territory.parts}
    sums = series.sums if wanted.era == "new" else frozenset()
    own = {year: row for year, row in series.cells.items() if year in sums or year not in series.sums}
    if own:
        breaks = (own[series.broken]["as_of"],) if series.broken else ()
        found.append(_line(territory.name(series.place_id), series.place_id, own, aims, breaks))
    for part in series.parts:
        cells = {year: row for year, row in part.cells.items() if year not in sums}
        if cells:
            name = territory.name(part.place_id)
            # Bắc Ninh is a province before and after, Bắc Giang is none any more.
            called = wanted.before.format(name=name) if name in today else name
            found.append(_line(called, part.place_id, cells, aims))
    return found


def _line(
    name: str, place: str, cells: Mapping[str, Row], aims: Mapping[str, Sequence[Row]], breaks: tuple[str, ...] = ()
) -> Drawn:
    rows = tuple(sorted(cells.values(), key=lambda row: row["as_of"]))
    return Drawn(name, place, rows, tuple(aims.get(place, ())), breaks)
