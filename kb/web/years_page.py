"""``/years/METRIC``: one metric over the years, a line a province of today, those that went into it as its parts.

Before the merger a line has a value only where its parts add up; after it the province's own. The break is marked, for
the territory is another one. A year has the latest value that falls into it; a doubtful one is told as such.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from datasette.utils.asgi import Request, Response

from kb.web import queries_compare as queries
from kb.web.answer import Row, ask, fill, metric_asked
from kb.web.chosen_values import newest
from kb.web.merging import Territory, merge_parts
from kb.web.site import Site

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


async def years(datasette: Site, request: Request) -> Response:
    """The page. Addresses choose ``item``, ``level`` and ``place`` (a province of today, or a former one)."""
    metric = await metric_asked(datasette, request)
    if isinstance(metric, Response):
        return metric
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
    context = {
        "metric": metric,
        "side": side,
        "sides": sides,
        "place": place,
        "series": series,
        "columns": sorted({year for one in series for year in _years(one)}),
        "place_name": territory.name,
        "former": territory.is_former,
        "others": Counter(row["basis"] for row in rows if row["basis"] != basis),
        "undated": sum(1 for row in rows if row["basis"] == basis and not row["as_of"]),
    }
    return await fill(datasette, request, "solieu_years.html", context)


def lines(metric: Row, rows: Iterable[Row], territory: Territory) -> list[Series]:
    """The series of the provinces of today, those with most years first."""
    of_place: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of_place[territory.place_today(row["place_id"], "new")].append(row)
    today: dict[str, list[str]] = defaultdict(list)
    for place in of_place:
        today[territory.places.get(place, {}).get("merged_into") or place].append(place)
    found = [_series(metric, place, members, of_place, territory) for place, members in today.items()]
    return sorted(found, key=lambda one: (-len(_years(one)), territory.places[one.place_id]["sort_key"]))


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


def _years(series: Series) -> set[str]:
    return {*series.cells, *(year for part in series.parts for year in part.cells)}


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
