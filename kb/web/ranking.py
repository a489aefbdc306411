"""Lays the values of one metric side by side: which are ranked together, and why the others are not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.web.labels import LEVELS, period_label, value_label

Row = Mapping[str, Any]
Side = tuple[str | None, str | None]
"""What is compared within a metric: its item (a component, a pillar) and its level (commune, village)."""


@dataclass(frozen=True, slots=True)
class Line:
    """A province's value in a comparison. ``bar`` and ``target_bar`` are percentages of the longest bar."""

    row: Row
    label: str
    period: str
    place: int | None
    bar: float | None
    target: Row | None
    target_label: str
    target_bar: float | None
    footnotes: tuple[Row, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One side of a metric laid out; ``others`` are the values of other levels, ``sides`` all sides with
    their sizes."""

    side: Side
    lines: tuple[Line, ...]
    unranked: tuple[Line, ...]
    promised: tuple[Row, ...]
    others: tuple[Line, ...]
    sides: tuple[tuple[Side, str, int], ...]
    rest: int


MOST_OTHERS = 60


def side_label(side: Side) -> str:
    """A side in words: ``toàn tỉnh``, ``cấp xã``, ``mục 6.12``."""
    item, level = side
    words = [f"mục {item}"] if item else []
    if level:
        words.append(LEVELS.get(level, level))
    return ", ".join(words) or "toàn tỉnh"


def lay_out(
    rows: Sequence[Row], targets: Iterable[Row], footnotes: Iterable[Row], wanted: Side | None = None
) -> Comparison:
    """Compare the values of one metric on the side that is wanted, else on the one that most provinces report.

    ``rows`` are rows of ``profile``, ``targets`` of ``targets`` (oldest first), ``footnotes`` of ``with_footnotes``.
    """
    targets = list(targets)
    sides = _sides(rows, targets)
    side = wanted if wanted in sides else (next(iter(sides)) if sides else (None, None))
    promised = {row["place_id"]: row for row in targets if (row["item"], row["level"]) == side}
    notes: dict[str, list[Row]] = {}
    for note in footnotes:
        notes.setdefault(note["figure_id"], []).append(note)
    mine = [row for row in rows if (row["item"], row["level"]) == side]
    full = _longest(mine, promised.values())

    def line(row: Row, place: int | None, reason: str = "") -> Line:
        target = promised.get(row["place_id"]) if not reason else None
        return Line(
            row=row,
            label=row_label(row),
            period=period_label(row["period_effective"]),
            place=place,
            bar=_share(row["comparable"], full) if not reason and row["kind"] != "rank" else None,
            target=target,
            target_label=target_label(target) if target else "",
            target_bar=_share(target["target_comparable"], full) if target and row["kind"] != "rank" else None,
            footnotes=tuple(notes.get(row["figure_id"], ())),
            reason=reason,
        )

    ranked = [row for row in mine if row["not_ranked"] is None]
    ranked.sort(key=lambda row: (row["comparable"] * (1 if row["better"] == "lower" else -1), row["province"]))
    reported = {row["place_id"] for row in mine}
    # Other items are other things, chosen above the table; another level of the same item needs to be told apart.
    others = [row for row in rows if row["item"] == side[0] and row["level"] != side[1]]
    return Comparison(
        side=side,
        lines=tuple(line(row, row["rank"]) for row in ranked),
        unranked=tuple(line(row, None, row["not_ranked"]) for row in mine if row["not_ranked"] is not None),
        promised=tuple(row for key, row in promised.items() if key not in reported),
        others=tuple(line(row, None, f"tính cho {side_label((None, row['level']))}") for row in others[:MOST_OTHERS]),
        sides=tuple((key, side_label(key), size) for key, size in sides.items()),
        rest=max(0, len(others) - MOST_OTHERS),
    )


def best_year(comparison: Comparison, years: Iterable[Row]) -> str | None:
    """The year to compare first where the newest values rank few provinces: one that has more than twice as many,
    the latest of those that have most; else None. ``years`` say how many provinces each side has in each year."""
    mine = [row for row in years if (row["item"], row["level"]) == comparison.side]
    most = max((row["provinces"] for row in mine), default=0)
    if most <= 2 * len(comparison.lines):
        return None
    return str(max(row["year"] for row in mine if row["provinces"] == most))


def row_label(row: Row) -> str:
    """The value of a row of ``profile``, ``compare``, ``timeline`` or ``figures_final`` in words."""
    return value_label(
        row["value"],
        row["unit"],
        qualifier=row["qualifier"],
        value_max=row["value_max"],
        denominator=row["denominator"],
        kind=row["kind"],
    )


def target_label(row: Row) -> str:
    """The target of a row of ``targets`` in words."""
    return value_label(row["target_value"], row["unit"], qualifier=row["target_qualifier"])


def _sides(rows: Iterable[Row], targets: Iterable[Row]) -> dict[Side, int]:
    sizes: dict[Side, int] = {}
    for row in rows:
        key = (row["item"], row["level"])
        sizes[key] = sizes.get(key, 0) + 1
    for row in targets:
        sizes.setdefault((row["item"], row["level"]), 0)

    def order(side: Side) -> tuple[int, bool, str, str]:
        return -sizes[side], side != (None, None), side[0] or "", side[1] or ""

    return {side: sizes[side] for side in sorted(sizes, key=order)}


def _longest(rows: Iterable[Row], targets: Iterable[Row]) -> float:
    ranked = [row for row in rows if row["not_ranked"] is None]
    values = [row["comparable"] for row in ranked] + [row["target_comparable"] for row in targets]
    if any(row["basis"] == "%" for row in ranked):
        values.append(100.0)
    return max(values, default=0.0)


def _share(value: float, full: float) -> float | None:
    return round(max(0.0, 100.0 * value / full), 2) if full > 0 else None
