"""The signs of figures that lie in a base: what ``rules/trust`` took of them when they were read, taken once more."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from rules.catalogue import Catalogue, load_catalogue
from rules.figure import Evidence
from rules.trust.seen import Seen, chance_of, fits
from rules.trust.signs import signs_of

_FIGURES = "select * from figures where document_id = ? order by seq"


def signs_in(db: sqlite3.Connection, document: str) -> dict[str, frozenset[str]]:
    """The signs of each figure of the document of this id, by the ids of the figures."""
    rows = db.execute(_FIGURES, (document,)).fetchall()
    return dict(zip((row["id"] for row in rows), signs_of_rows(rows), strict=True))


def signs_of_rows(rows: Sequence[Mapping[str, Any] | sqlite3.Row]) -> list[frozenset[str]]:
    """The signs of all figures of one document, rows of ``figures`` in reading order."""
    catalogue = load_catalogue()
    return signs_of([_seen(row, catalogue) for row in rows])


def _seen(row: Mapping[str, Any] | sqlite3.Row, catalogue: Catalogue) -> Seen:
    unit_fits, kind_fits = fits(row["metric_id"], row["unit"], row["kind"], catalogue)
    return Seen(
        start=row["char_start"], number=row["number"], rule=row["rule"], flags=tuple(json.loads(row["flags"])),
        unit=row["unit"], qualifier=row["qualifier"], kind=row["kind"], status=row["status"], metric=row["metric_id"],
        metric_chance=chance_of(row["metric_id"], json.loads(row["candidates"])),
        unit_fits=unit_fits, kind_fits=kind_fits, subject=row["subject"], place=row["place"],
        known_place=row["place_id"] is not None, level=row["level"], owner=row["owner"] is not None,
        period=row["period"], footnote=row["footnote"] is not None, part=row["part_of"] is not None,
        denominator=row["denominator"] is not None, in_table=bool(row["in_table"]), quote=row["quote"],
        place_from=row["place_from"], period_from=row["period_from"], level_from=row["level_from"],
        status_from=row["status_from"],
        evidence=tuple(Evidence(field, rule, start, end) for field, rule, start, end in json.loads(row["evidence"])),
    )  # fmt: skip
