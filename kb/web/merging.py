"""The 63 provinces until the end of June 2025 and the 34 since: which is which, and what may be added up.

A value of a merged province is made of its parts only where every part reports and all hold for comparable periods;
it never stands without them. Rates are weighted by their own denominators; ranks and scores are never merged.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

Row = Mapping[str, Any]
Apart = tuple[Row, str, Mapping[str, Any]]
"""A value that is not ranked: its row, the reason's name, what fills the reason's words."""
LONGEST = 366
"""Parts that hold for days further apart than this are not added up."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged value with its parts, or no value and why."""

    row: dict[str, Any] | None
    parts: tuple[Row, ...]
    reason: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


class Territory:
    """Who went into whom, out of the rows of ``places``."""

    def __init__(self, places: Iterable[Row]) -> None:
        self.places = {row["id"]: row for row in places}
        self.parts: dict[str, list[str]] = {}
        for row in self.places.values():
            if row["merged_into"]:
                self.parts.setdefault(row["merged_into"], []).append(row["id"])

    def name(self, place_id: str) -> str:
        """The name of a place."""
        return str(self.places[place_id]["name"]) if place_id in self.places else place_id

    def is_new(self, place_id: str) -> bool:
        """Whether a place is one of the 34."""
        return place_id in self.parts

    def is_former(self, place_id: str) -> bool:
        """Whether a place is one of the 63 that was merged with others."""
        into = self.places.get(place_id, {}).get("merged_into")
        return into is not None and len(self.parts[into]) > 1

    def place_today(self, place_id: str, era: str) -> str:
        """The place of the same territory in an era; the place itself where it was merged with others."""
        if era == "old" and len(self.parts.get(place_id, ())) == 1:
            return self.parts[place_id][0]
        into = self.places.get(place_id, {}).get("merged_into")
        return str(into) if era == "new" and into and len(self.parts[into]) == 1 else place_id

    def sort_out(self, rows: Iterable[Row], era: str) -> tuple[list[Row], list[Apart]]:
        """The values of places of one era, the later where a place speaks as both, and those of the other era."""
        mine: dict[str, Row] = {}
        apart: list[Apart] = []
        for row in rows:
            place = self.place_today(row["place_id"], era)
            if era == "old" and self.is_new(place):
                apart.append((row, "merged", {"parts": ", ".join(map(self.name, self.parts[place]))}))
            elif era == "old" or self.is_new(place) or not self.places.get(place, {}).get("merged_into"):
                other = mine.get(place)
                if other is None or (row["as_of"] or "") > (other["as_of"] or ""):
                    mine[place] = {**row, "place_id": place, "province": self.name(place)}
        return list(mine.values()), apart

    def parts_of(self, rows: Iterable[Row], known: set[str]) -> dict[str, list[Row]]:
        """The values of old provinces by the merged province that they went into, where it says nothing itself."""
        found: dict[str, list[Row]] = {}
        for row in rows:
            into = self.places.get(row["place_id"], {}).get("merged_into")
            if into and len(self.parts[into]) > 1 and into not in known:
                found.setdefault(into, []).append(row)
        return found


def merge_parts(metric: Row, territory: Territory, place: str, parts: Sequence[Row]) -> Merged:
    """One value of a merged province out of those of its parts. ``parts`` are rows of ``kept_timeline``, one a part."""
    parts = sorted(parts, key=lambda row: str(row["place_id"]))
    known = tuple(parts)
    if metric["total"] == "never" or metric["kind"] in ("rank", "score", "frequency"):
        return Merged(None, known, "never_merged", {"into": territory.name(place)})
    reported = {row["place_id"] for row in parts}
    silent = [territory.name(one) for one in territory.parts[place] if one not in reported]
    if silent:
        return Merged(None, known, "parts_missing", {"into": territory.name(place), "missing": ", ".join(silent)})
    if len({(row["basis"], row["unit"]) for row in parts}) > 1:
        return Merged(None, known, "parts_scale", {"into": territory.name(place)})
    days = sorted(row["as_of"] for row in parts if row["as_of"])
    if len(days) < len(parts) or (date.fromisoformat(days[-1]) - date.fromisoformat(days[0])).days > LONGEST:
        return Merged(None, known, "parts_time", {"into": territory.name(place)})
    if any(row["value_max"] is not None or row["doubt"] for row in parts):
        return Merged(None, known, "parts_doubt", {"into": territory.name(place)})
    fractions = all(row["denominator"] is not None for row in parts)
    if metric["total"] != "sum" and not (fractions and parts[0]["unit"] != "%"):
        return Merged(None, known, "no_denominator", {"into": territory.name(place)})
    return Merged(_sum(territory, place, parts, fractions), known)


def _sum(territory: Territory, place: str, parts: Sequence[Row], fractions: bool) -> dict[str, Any]:
    value = sum((Decimal(row["value"]) for row in parts), Decimal(0))
    whole = sum((Decimal(row["denominator"]) for row in parts), Decimal(0)) if fractions else None
    percent = parts[0]["basis"] == "%" and whole
    return {
        **parts[0],
        "place_id": place,
        "province": territory.name(place),
        "number": "",
        "figure_id": None,
        "document_id": None,
        "value": str(value),
        "denominator": str(whole) if whole is not None else None,
        "comparable": round(float(100 * value / whole), 4) if percent and whole else float(value),
        "qualifier": _qualifier({row["qualifier"] for row in parts}),
        "as_of": min(row["as_of"] for row in parts),
        "flags": "[]",
        "marks": "[]",
        "reviewed": "none",
        "people": 0,
    }


def _qualifier(words: set[str]) -> str:
    """How exact a sum is: over where some parts are over and none is less than it says, else about."""
    if words == {"exact"}:
        return "exact"
    for word in ("over", "under", "nearly", "min", "max"):
        if words <= {"exact", word}:
            return word
    return "about"
