"""Lays the values of one metric side by side: one a province, which are ranked together, and why the others are not.

What differs in what it counts, in its scale, its time or its territory stands apart with its reason, never in a rank.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from kb.web.merging import Territory, merge_parts
from kb.web.ranking import reason_of
from rules.trust.sure import tenths

Row = Mapping[str, Any]
Side = tuple[str | None, str | None]
"""What is compared within a metric: its item (a component, a pillar) and its level (commune, village)."""
STATUSES = ("actual", "target", "forecast")
"""Statuses of what is compared; the most that a score can be is none."""
NEWEST = "newest"
"""What an address says where the latest value of each province is wanted, of whatever year."""


EDITIONS = ("rank", "score")
"""Kinds that are given out anew each time, by other rules and among others: only those of one year are compared."""
UNSURE = ("doubt", "misread", "bounds", "ocr")
"""Reasons of values that may have been read wrongly; all others are of values that are right, but not alike, or each of
which may be a part only."""


@dataclass(frozen=True, slots=True)
class View:
    """What is asked of a comparison; ``year`` is None for the newest values, ``era`` names 63 or 34 provinces."""

    item: str | None = None
    level: str | None = None
    status: str = "actual"
    year: str | None = None
    era: str = "old"


@dataclass(frozen=True, slots=True)
class Line:
    """A province's value. ``bar`` and ``target_bar`` are percentages of the longest bar, ``parts`` the values that
    were added up; ``reason`` names why it is not ranked, with what fills the reason's words."""

    row: Row
    rank: int | None = None
    bar: float | None = None
    target: Row | None = None
    target_bar: float | None = None
    parts: tuple[Row, ...] = ()
    reason: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The lines that are ranked, in order, and those that stand apart; ``full`` is the value of a full bar."""

    lines: tuple[Line, ...]
    apart: tuple[Line, ...]
    full: float
    basis: str | None


def lay_out(metric: Row, rows: Sequence[Row], targets: Iterable[Row], territory: Territory, view: View) -> Comparison:
    """Compare the values of one side of a metric. ``rows`` are rows of ``kept_timeline`` with their ``province``,
    ``targets`` of ``kept_targets``, oldest first."""
    newest = newest_of_places(metric, [row for row in rows if row["status"] == view.status], view.year)
    mine, apart = territory.sort_out(newest, view.era)
    lines = [Line(row) for row in mine]
    if view.era == "new":
        for place, parts in territory.parts_of(newest, {row["place_id"] for row in mine}).items():
            merged = merge_parts(metric, territory, place, parts)
            if merged.row is not None:
                lines.append(Line(merged.row, parts=merged.parts))
            else:
                apart.extend((row, merged.reason, merged.given) for row in merged.parts)
    basis = _main_basis([line.row for line in lines])
    scene = [line.row for line in lines]
    edition = _edition(scene, basis)
    reasons = {id(line): _reason(line.row, basis, view, scene, edition) for line in lines}
    ranked = [line for line in lines if not reasons[id(line)]]
    ranked.sort(key=lambda line: line.row["comparable"] * (1 if metric["better"] == "lower" else -1))
    aims = {territory.place_today(row["place_id"], view.era): row for row in targets} if view.status == "actual" else {}
    full = _full([line.row for line in ranked], [row for row in aims.values() if _same_scale(row, basis)], basis)
    finished = []
    for line in ranked:
        target = aims.get(line.row["place_id"]) if not line.parts else None
        drawn = line.row["kind"] != "rank"
        finished.append(
            Line(
                line.row,
                rank=_rank(line, ranked, metric["better"]),
                bar=_share(line.row["comparable"], full) if drawn else None,
                target=target,
                target_bar=_share(target["target_comparable"], full)
                if target and drawn and _same_scale(target, basis)
                else None,
                parts=line.parts,
            )
        )
    others = [Line(line.row, parts=line.parts, reason=reasons[id(line)]) for line in lines if reasons[id(line)]]
    others += [Line(row, reason=reason, given=given) for row, reason, given in apart]
    others += [Line(row, reason=_doubt(row)) for row in _newer_doubtful(metric, mine, rows, view)]
    return Comparison(tuple(finished), tuple(others), full, basis)


def newest_of_places(metric: Row, rows: Iterable[Row], year: str | None) -> list[Row]:
    """Of each place its latest value, or its latest of a year: the same choice as the view ``compare`` makes."""
    best: dict[str, Row] = {}
    for row in rows:
        if year is not None and (row["as_of"] or "")[:4] != year:
            continue
        other = best.get(row["place_id"])
        if other is None or _order(metric, row) > _order(metric, other):
            best[row["place_id"]] = row
    return list(best.values())


def best_year(newest: Comparison, counts: Mapping[str, int]) -> str | None:
    """The year to compare first where the newest values rank few provinces: one that has more than twice as many,
    the latest of those that have most; else None. ``counts`` says how many provinces each year has. Ranks and scores
    are compared by the year always: the latest that has nearly as many provinces as the fullest."""
    most = max(counts.values(), default=0)
    if most and any(line.row["kind"] in EDITIONS for line in newest.lines):
        return max(year for year, count in counts.items() if 4 * count >= 3 * most)
    if most <= 2 * len(newest.lines):
        return None
    return max(year for year, count in counts.items() if count == most)


def spread_days(rows: Iterable[Row]) -> int:
    """How many days lie between the earliest and the latest date that the values hold for."""
    days = sorted(row["as_of"] for row in rows if row["as_of"])
    return days_between(days[0], days[-1]) if days else 0


def days_between(first: str, last: str) -> int:
    """Days from one ISO date to another."""
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _order(metric: Row, row: Row) -> tuple[bool, str, str, bool, int]:
    """A doubtful value never stands before an older sure one; chances that are the same in tenths are alike."""
    newest = row["as_of"] or "", row["issued_on"] or "", row["unit"] == metric["unit"]
    return not row["doubt"], *newest, tenths(row["confidence"])


def _main_basis(rows: Sequence[Row]) -> str | None:
    sizes: dict[str, int] = {}
    for row in rows:
        sizes[row["basis"]] = sizes.get(row["basis"], 0) + 1
    return min(sizes, key=lambda basis: (-sizes[basis], basis)) if sizes else None


def _edition(rows: Iterable[Row], basis: str | None) -> str | None:
    """The year of which most provinces have a rank or a score on the scale that is compared, the later of equals."""
    years = Counter(
        row["as_of"][:4]
        for row in rows
        if row["kind"] in EDITIONS and row["basis"] == basis and row["as_of"] and not row["doubt"]
    )
    return max(years, key=lambda year: (years[year], year), default=None)


def _reason(row: Row, basis: str | None, view: View, rows: Sequence[Row], edition: str | None) -> str:
    if row["basis"] != basis:
        return "scale"
    if row["doubt"]:
        return _doubt(row)
    if not row["as_of"]:
        return "undated"
    newest = max((one["as_of"] for one in rows if one["as_of"]), default=None)
    if view.year is None and newest and row["as_of"] and row["as_of"] < _a_year_before(newest):
        return "older"
    if row["kind"] in EDITIONS and row["as_of"][:4] != edition:
        return "edition"
    return ""


def _doubt(row: Row) -> str:
    return reason_of(row["doubt"]) or "doubt"


def _newer_doubtful(metric: Row, chosen: Sequence[Row], rows: Sequence[Row], view: View) -> list[Row]:
    """Of each place whose value is sure the newest doubtful one, where that is newer: it is told, not ranked."""
    sure = {row["place_id"]: row["as_of"] or "" for row in chosen if not row["doubt"]}
    doubtful = [row for row in rows if row["doubt"] and row["status"] == view.status and row["place_id"] in sure]
    newest = newest_of_places(metric, doubtful, view.year)
    return [row for row in newest if (row["as_of"] or "") > sure[row["place_id"]]]


def _a_year_before(day: str) -> str:
    return f"{int(day[:4]) - 1:04}{day[4:]}"


def _rank(line: Line, ranked: Sequence[Line], better: str) -> int | None:
    if better == "none":
        return None
    mine: float = line.row["comparable"]
    ahead = (one.row["comparable"] < mine if better == "lower" else one.row["comparable"] > mine for one in ranked)
    return 1 + sum(1 for one in ahead if one)


def _same_scale(target: Row, basis: str | None) -> bool:
    return bool((target["unit"] == "%") == (basis == "%"))


def _full(rows: Iterable[Row], targets: Iterable[Row], basis: str | None) -> float:
    values = [row["comparable"] for row in rows] + [row["target_comparable"] for row in targets]
    if basis == "%":
        values.append(100.0)
    return max(values, default=0.0)


def _share(value: float, full: float) -> float | None:
    return round(max(0.0, 100.0 * value / full), 2) if full > 0 else None
