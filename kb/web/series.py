"""One series a province of today, over the years, with those that went into it as its parts.

Before the merger a series has a value only where its parts add up; after it the province's own. A year has the latest
value that falls into it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.web.chosen_values import newest
from kb.web.comparison import Row
from kb.web.merging import Territory, merge_parts

Cells = Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Series:
    """A place with its value of each year. ``sums`` are years whose value is put together of parts; ``broken`` is the
    first year of the province of today, where its line goes on from parts."""

    place_id: str
    cells: Cells
    sums: frozenset[str] = frozenset()
    broken: str = ""
    parts: tuple[Series, ...] = ()


def lines(metric: Row, rows: Iterable[Row], territory: Territory) -> list[Series]:
    """The series of the provinces of today, those with most years first."""
    of_place: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_place[territory.place_today(row["place_id"], "new")].append(row)
    today: dict[str, list[str]] = defaultdict(list)
    for place in of_place:
        today[territory.places.get(place, {}).get("merged_into") or place].append(place)
    found = [_series(metric, place, members, of_place, territory) for place, members in today.items()]
    return sorted(found, key=lambda one: (-len(years_of(one)), territory.places[one.place_id]["sort_key"]))


def _series(
    metric: Row, place: str, members: Sequence[str], of_place: Mapping[str, Sequence[Row]], territory: Territory
) -> Series:
    own = _cells(metric, of_place.get(place, ()))
    parts = tuple(
        Series(member, _cells(metric, of_place[member]))
        for member in sorted(members, key=lambda one: str(territory.places[one]["sort_key"]))
        if member != place
    )
    sums = {}
    for year in {year for part in parts for year in part.cells} - set(own):
        some = [part.cells[year] for part in parts if year in part.cells]
        merged = merge_parts(metric, territory, place, some)
        if merged.row is not None:
            sums[year] = merged.row
    first = min(own, default="")
    broken = first if parts and first and any(year < first for part in parts for year in part.cells) else ""
    return Series(place, {**own, **sums}, frozenset(sums), broken, parts)


def _cells(metric: Row, rows: Sequence[Row]) -> Cells:
    by_year: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_year[row["as_of"][:4]].append(row)
    return {year: best for year, some in by_year.items() if (best := newest(metric, some)) is not None}


def years_of(series: Series) -> set[str]:
    """The years of which a series or one of its parts has a value."""
    return {*series.cells, *(year for part in series.parts for year in part.cells)}
