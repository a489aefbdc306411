"""The queue as a CSV: the figures that most need a look first, what is known of each left, empty cells right."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.document import SolieuError
from kb.identity import fold
from kb.places import load_places
from kb.review_cells import shown
from kb.review_columns import ALL, ASKED, SHOWN, heading
from kb.review_numbers import written
from kb.review_periods import written as written_period
from kb.review_snapshot import keep, new_batch
from kb.review_state import Standing, standings
from kb.review_values import CHOICES, shown_choice
from kb.store import corrections_files
from kb.web.labels import FLAGS, MILD

# Doubt first, then the least sure, then reading order: a person stays in one document as long as it can be.
_QUEUE = """
select f.id, f.page, f.flags, f.confidence, d.filename, d.place as document_place, p.name as province,
    n.text as footnote_text, f.quote,
    (select group_concat(c.state, ' ') from corrections c where c.figure_id = f.id) as states,
    (select group_concat(k.message, '; ') from findings_checks k, json_each(k.figure_ids) i where i.value = f.id)
        as findings
from figures f
join documents d on d.id = f.document_id
left join figures_overruled o on o.figure_id = f.id
left join places p on p.id = coalesce(f.place_id, d.place_id)
left join footnotes n on n.document_id = f.document_id and n.label = f.footnote
where {where}
order by
    findings is null,
    not exists (select 1 from json_each(f.flags) where value not in ({mild})),
    f.flags = '[]' and f.confidence >= 0.9,
    f.confidence, d.filename, d.id, f.seq
"""
_STATES = {
    "conflict": "số liệu đã đổi sau lần duyệt trước",
    "stale": "máy nay đọc khác, đang giữ lời người duyệt",
}
SURE = 0.9
"""From this confidence on it is no reason for the queue."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which figures an export is asked for. ``everything``: those, too, that somebody reviewed or struck out."""

    document: str | None = None
    province: str | None = None
    metric: str | None = None
    flag: str | None = None
    limit: int | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """A finished export: its name, its bytes, how many rows, where the snapshot lies."""

    batch: str
    data: bytes
    rows: int
    snapshot: Path


def export(db: sqlite3.Connection, wanted: Wanted, separator: str) -> Export | None:
    """The CSV (UTF-8 with BOM) and the snapshot that guards it; None where no figure is in the queue.

    Raises SolieuError on a document, province, metric or flag that the base does not have, and where no snapshot can
    be written.
    """
    figures = _queue(db, wanted)
    if not figures:
        return None
    batch = new_batch()
    known = standings(db, [row["id"] for row in figures])
    names = {row[0]: row[1] for row in db.execute("select id, name_vi from metrics")}
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow([heading(name) for name in ALL])
    for row in figures:
        cells = _cells(batch, row, known[row["id"]], names)
        writer.writerow([shown(cells[name]) for name in SHOWN] + [""] * len(ASKED))
    asked = {key: str(getattr(wanted, key)) for key in Wanted.__slots__ if getattr(wanted, key)}
    snapshot = keep(corrections_files(db, existing=False), batch, known.values(), asked)
    return Export(batch, text.getvalue().encode("utf-8-sig"), len(figures), snapshot)


def guard_cells(figure: Standing) -> dict[str, str]:
    """How the CSV shows the fields of a figure; without a snapshot an apply compares the cells with them."""
    now = figure.now
    return {
        "number": figure.number,
        **{name: written(now[name]) for name in ("value", "value_max", "denominator")},
        **{name: shown_choice(name, now[name]) for name in CHOICES if name != "decision"},
        **{name: now[name] for name in ("unit", "item", "place", "metric_id")},
        "period": written_period(now["period"]),
    }


def _cells(batch: str, row: dict[str, Any], figure: Standing, metrics: dict[str, str]) -> dict[str, str]:
    return {
        **guard_cells(figure),
        "batch": batch,
        "id": figure.figure_id,
        "document": row["filename"],
        "province": row["province"] or row["document_place"] or "",
        "metric": metrics.get(figure.now["metric_id"], ""),
        "quote": row["quote"],
        "page": str(row["page"] or ""),
        "footnote": row["footnote_text"] or "",
        "why": _why(row, figure),
    }


def _why(row: dict[str, Any], figure: Standing) -> str:
    """The reasons to look at a figure, in Vietnamese."""
    flags = json.loads(row["flags"])
    reasons = [text for word, text in _STATES.items() if word in (row["states"] or "").split()]
    reasons += [row["findings"]] if row["findings"] else []
    reasons += [FLAGS.get(flag, flag) for flag in sorted(flags, key=lambda flag: flag in MILD)]
    if row["confidence"] < SURE:
        reasons.append(f"độ tin cậy {written(format(row['confidence'], '.2f'))}")
    if figure.decision:
        reasons.append(f"đã ghi: {shown_choice('decision', figure.decision)}")
    elif figure.now != figure.machine:
        reasons.append("đã sửa")
    return "; ".join(reasons)


def _queue(db: sqlite3.Connection, wanted: Wanted) -> list[dict[str, Any]]:
    conditions = ["d.status = 'ok'"]
    values: list[object] = []
    if not wanted.everything:
        # Copies say the same as their originals, and what a person has seen need not be seen twice.
        conditions.append("d.duplicate_of is null")
        conditions.append(
            "(o.figure_id is null or exists (select 1 from corrections c where c.figure_id = f.id"
            " and c.state in ('stale', 'conflict')))"
        )
    for text, find in (
        (wanted.document, _documents),
        (wanted.province, _provinces),
        (wanted.metric, _metric),
        (wanted.flag, _flag),
    ):
        if text:
            condition, more = find(db, text)
            conditions.append(condition)
            values += more
    query = _QUEUE.format(where=" and ".join(conditions), mild=", ".join(f"'{flag}'" for flag in MILD))
    if wanted.limit:
        query += " limit ?"
        values.append(wanted.limit)
    cursor = db.execute(query, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _documents(db: sqlite3.Connection, text: str) -> tuple[str, list[object]]:
    found = [
        row[0]
        for row in db.execute("select id, filename from documents")
        if text == row[0] or fold(text) in fold(row[1])
    ]
    if not found:
        raise SolieuError(text, "there is no such document", "Give an id or a part of its file's name")
    return f"f.document_id in ({', '.join('?' * len(found))})", list(found)


def _provinces(db: sqlite3.Connection, text: str) -> tuple[str, list[object]]:
    spellings = {
        place.id: {fold(place.id), fold(place.name), fold(place.full_name), *map(fold, place.aliases)}
        for place in load_places()
    }
    found = [place for place, names in spellings.items() if fold(text) in names]
    if not found:
        raise SolieuError(text, "there is no such province", "Give its name, as Quảng Nam")
    marks = ", ".join("?" * len(found))
    return f"coalesce(f.place_id, d.place_id) in ({marks})", list(found)


def _metric(db: sqlite3.Connection, text: str) -> tuple[str, list[object]]:
    if not db.execute("select 1 from metrics where id = ?", (text,)).fetchone():
        raise SolieuError(text, "there is no such metric", "solieu metrics --all lists them")
    laid = "iif(instr(coalesce(o.fields, ''), ' metric_id '), o.metric_id, f.metric_id)"
    return f"{laid} = ?", [text]


def _flag(db: sqlite3.Connection, text: str) -> tuple[str, list[object]]:
    known = {row[0] for row in db.execute("select distinct j.value from figures f, json_each(f.flags) j")}
    if text not in known | FLAGS.keys():
        raise SolieuError(text, "there is no such flag", f"The flags are {', '.join(sorted(known | FLAGS.keys()))}")
    return "exists (select 1 from json_each(f.flags) where value = ?)", [text]
