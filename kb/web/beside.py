"""What stands beside a ranking and is no part of it: lines of the country and regions, promises, who is silent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kb.web.comparison import Comparison, Line, Row, View
from kb.web.merging import Territory


@dataclass(frozen=True, slots=True)
class Common:
    """A value of the country or of a region: a line to hold provinces against, neither drawn as a bar nor ranked.

    ``at`` is where its line crosses the bars, in percent of the longest; None where it is on no scale of theirs."""

    row: Row
    at: float | None


def common_lines(rows: Iterable[Row], comparison: Comparison, metric: Row, view: View) -> list[Common]:
    """The common lines of a view, each said once, in the order given. What the provinces add up to is no line among
    them: of a metric that is a sum none is drawn."""
    found: dict[tuple[str, str, str | None], Common] = {}
    for row in rows:
        if view.year is not None and (row["as_of"] or "")[:4] != view.year:
            continue
        alike = (row["unit"] == "%") == (comparison.basis == "%") and metric["total"] != "sum"
        inside = comparison.full > 0 and 0 <= row["comparable"] <= comparison.full
        at = round(100 * row["comparable"] / comparison.full, 2) if alike and inside and row["kind"] != "rank" else None
        found.setdefault((row["place"], row["value"], row["period_effective"]), Common(row, at))
    return list(found.values())


def drawn_line(common: Iterable[Common]) -> Common | None:
    """The one that is drawn through the bars: the first that is on their scale."""
    return next((one for one in common if one.at is not None), None)


def promised(targets: Iterable[Row], comparison: Comparison, territory: Territory, view: View) -> list[Row]:
    """The latest target of each place that has no value here."""
    if view.status != "actual":
        return []
    known = {row["place_id"] for row in shown(comparison.lines, comparison.apart)}
    latest = {territory.place_today(row["place_id"], view.era): row for row in targets}
    return [row for place, row in latest.items() if place not in known]


def shown(*groups: Sequence[Line]) -> list[Row]:
    """The rows of lines, with those of the parts that were put together."""
    return [row for lines in groups for line in lines for row in (line.row, *line.parts)]


def silent(rows: Iterable[Row], told: Iterable[Row], territory: Territory, view: View) -> list[Row]:
    """Of the provinces that sent a document and state nothing (``id``, ``name``) those that the page does not name
    already: Huế before and after July 2025 is one name, and whoever reads "not stated" below its value is misled."""
    names, places = set(), set()
    for row in told:
        names.add(row["province"])
        places.add(territory.place_today(row["place_id"], view.era))
    found: dict[str, Row] = {}
    for row in rows:
        if row["name"] not in names and territory.place_today(row["id"], view.era) not in places:
            found.setdefault(row["name"], row)
    return list(found.values())
