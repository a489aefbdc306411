"""The queue as a file for a spreadsheet: what is known of each figure left, empty cells right; and its snapshot."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.fields import FIELD
from kb.identity import is_document
from kb.labels import FLAGS, MILD
from kb.review.candidates import candidates_cell
from kb.review.cells import shown
from kb.review.columns import ALL, EVERY, SHOWN, heading
from kb.review.groups import examples, group_cell, group_cells
from kb.review.log import Event, in_order, read_log
from kb.review.queue import Queued, Wanted, alike, provinces_called, queue
from kb.review.snapshot import keep, new_batch
from kb.review.state import FIELDS, Standing, rows_of, standings
from kb.review.values import cell_of, shown_choice
from kb.store import corrections_files
from rules.language.provinces import load_places
from rules.trust.sure import SURE

_STATES = {
    "conflict": "số liệu đã đổi sau lần duyệt trước",
    "stale": "máy nay đọc khác, đang giữ lời người duyệt",
}
_ORPHAN = "KHÔNG CÒN TÌM THẤY số liệu đã sửa: {said}. Sửa ở dòng của số liệu mới, hoặc chọn “xóa” để rút lời cũ"
_CALLED = {"metric": FIELD["metric_id"].vi}
PAGE = "http://127.0.0.1:8001/figure/{}"
"""Where solieu serve shows a figure on this computer."""
Fill = Callable[[Standing], Mapping[str, str]]
"""The cells that are filled in for the person, by the names of their columns."""


@dataclass(frozen=True, slots=True)
class Export:
    """A finished export: its name, its rows by the names of columns (a cell that is not there is empty), how many
    figures were not found any more, where the snapshot lies, and the ids of its figures, those of groups among them of
    which only the example has a row."""

    batch: str
    rows: list[dict[str, str]]
    orphans: int
    snapshot: Path
    figures: tuple[str, ...] = ()


def export(db: sqlite3.Connection, wanted: Wanted, fill: Fill | None = None) -> Export | None:
    """The rows, and the snapshot that guards them; None where no figure is in the queue.

    Raises SolieuError on a document, province, metric or flag that the base does not have, and where no snapshot can
    be written.
    """
    figures = queue(db, wanted)
    lost = [] if fill or wanted.flag else _orphans(db, wanted)
    if not figures and not lost:
        return None
    batch = new_batch()
    known = standings(db, [one.figure_id for one in figures])
    names = {row[0]: row[1] for row in db.execute("select id, name_vi from metrics")}
    people = _people(db, figures)
    told = group_cells(known[one.figure_id] for one in figures)
    rows = [_orphan_cells(batch, standing, said) for standing, said in lost]
    # Of a group only the example has a row where examples are asked for: the first, which needs a look most.
    shown = {some[0].figure_id for some in examples([known[one.figure_id] for one in figures])}
    for one in figures if not wanted.examples else (one for one in figures if one.figure_id in shown):
        standing = known[one.figure_id]
        cells = {**_cells(batch, one, standing, names), "group": told.get(one.figure_id, "")}
        if people.get(one.figure_id, 0) > 1:
            cells["why"] = f"{cells['why']}; {people[one.figure_id]} người xác nhận"
        rows.append({**cells, **(fill(standing) if fill else {})})
    asked = {key: str(getattr(wanted, key)) for key in Wanted.__slots__ if key != "without" and getattr(wanted, key)}
    kept = [*(standing for standing, _ in lost), *known.values()]
    snapshot = keep(corrections_files(db, existing=False), batch, kept, asked)
    return Export(batch, rows, len(lost), snapshot, tuple(standing.figure_id for standing in kept))


def _people(db: sqlite3.Connection, figures: Sequence[Queued]) -> dict[str, int]:
    """How many people confirmed each of these figures, of those that somebody judged."""
    query = "select o.figure_id, o.people from figures_overruled o"
    return dict(rows_of(db, query, "o.figure_id", [one.figure_id for one in figures]))


def cells_shown(db: sqlite3.Connection, figures: Sequence[Queued]) -> list[dict[str, str]]:
    """The left cells of these figures as an export shows them, for one without a snapshot: they bear no batch, and all
    of them guard. A cell that is not there is empty."""
    known = standings(db, [one.figure_id for one in figures])
    names = {row[0]: row[1] for row in db.execute("select id, name_vi from metrics")}
    many = alike(db, {standing.pattern for standing in known.values()})
    told = {name: group_cell(name, number) for name, number in many.items() if number > 1}
    return [
        {**_cells("", one, standing, names), "group": told.get(standing.pattern, "")}
        for one in figures
        if (standing := known[one.figure_id])
    ]


def as_csv(rows: Iterable[Mapping[str, str]], separator: str, columns: Mapping[str, str] = ALL) -> bytes:
    """Rows as a CSV in UTF-8 with BOM; a cell that is not there is empty. All are quoted: LibreOffice parts a line at
    commas and semicolons alike unless it is told otherwise."""
    data = io.BytesIO()
    text = io.TextIOWrapper(data, encoding="utf-8-sig", newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([heading(name) for name in columns])
    # Most cells are empty.
    writer.writerows([shown(cell) if (cell := row.get(name)) else "" for name in columns] for row in rows)
    text.flush()
    return data.getvalue()


def guard_cells(figure: Standing) -> dict[str, str]:
    """How the CSV shows the fields of a figure; without a snapshot an apply compares the cells with them."""
    # A snapshot of an earlier version does not know every field.
    shown = {name: cell_of(name, word) for name, word in figure.now.items() if name in SHOWN and name != "footnote"}
    return {"number": figure.number, **shown}


def shown_cells(figure: Standing, metrics: Mapping[str, str]) -> dict[str, str]:
    """The read-only cells of a figure's row, as far as its snapshot knows them; ``metrics`` are their names."""
    where = {"document": figure.filename, "quote": " ".join(figure.quote.split())}
    return {**guard_cells(figure), **where, "candidates": candidates_cell(figure, metrics)}


def _cells(batch: str, one: Queued, figure: Standing, metrics: dict[str, str]) -> dict[str, str]:
    cells = {
        **guard_cells(figure),
        "batch": batch,
        "id": figure.figure_id,
        "document": one.filename,
        "province": one.province,
        "metric": metrics.get(figure.now["metric_id"], ""),
        "candidates": candidates_cell(figure, metrics),
        "quote": one.quote,
        "page": one.page,
        "footnote": one.footnote,
        "why": _why(one, figure),
        "link": PAGE.format(figure.figure_id),
    }
    # Most cells are empty, and an export may have hundreds of thousands of rows.
    return {name: cell for name, cell in cells.items() if cell}


def _why(one: Queued, figure: Standing) -> str:
    """The reasons to look at a figure, in Vietnamese."""
    reasons = [text for word, text in _STATES.items() if word in one.states]
    reasons += [finding.rstrip(".") for finding in one.findings]
    reasons += [FLAGS.get(flag, flag) for flag in sorted(one.flags, key=lambda flag: flag in MILD)]
    if one.confidence < SURE:
        reasons.append(f"khả năng máy đọc đúng {100 * one.confidence:.0f}%{_in_doubt(one)}")
    if figure.figure_id.startswith("H-"):
        reasons.append("người bổ sung")
    if figure.decision:
        reasons.append(f"đã ghi: {shown_choice('decision', figure.decision)}")
    elif figure.now != figure.machine:
        reasons.append("đã sửa")
    return "; ".join(reasons)


def _in_doubt(one: Queued) -> str:
    """The fields that the machine is least sure of, in Vietnamese."""
    named = [_CALLED.get(name, FIELD[name].vi if name in FIELD else name) for name, _ in one.in_doubt[:3]]
    return f", nên xem {', '.join(named)}" if named else ""


def _orphans(db: sqlite3.Connection, wanted: Wanted) -> list[tuple[Standing, str]]:
    """Figures of which somebody decided something and that are not found any more, with what was said."""
    lost = {row[0] for row in db.execute("select event from corrections where state = 'orphan'")}
    if not lost:
        return []
    provinces = {place.removesuffix("-old") for place in provinces_called(wanted.province)} if wanted.province else None
    homes = {row[0]: (row[1] or "").removesuffix("-old") for row in db.execute("select id, place_id from documents")}
    known = {place.id.removesuffix("-old") for place in load_places()}
    by_figure: dict[str, list[Event]] = {}
    for event in in_order(read_log(path) for path in corrections_files(db)):
        if event.event not in lost:
            continue
        # Of a figure that is gone, its slot tells what it was about; one without a metric had none, and a district's
        # or commune's is found by the province of its document, as in the queue.
        place, metric, *_ = f"{event.slot}||".split("|")
        province = place if place in known else homes.get(event.document_id)
        if (
            (wanted.document is None or is_document(wanted.document, event.document_id, event.filename))
            and (provinces is None or province in provinces)
            and (wanted.metric is None or metric == wanted.metric)
        ):
            by_figure.setdefault(event.figure_id, []).append(event)
    return [(_standing(events), _said(events)) for events in by_figure.values()]


def _standing(events: Sequence[Event]) -> Standing:
    last = events[-1]
    known = {**dict.fromkeys(FIELDS, ""), "number": last.number}
    fields = {**known, **{one.field: one.new for one in events if one.field in FIELDS}}
    where = (last.document_id, last.identity, last.filename, last.sha256, last.anchor, last.number, last.occurrence)
    return Standing(last.figure_id, *where, last.quote, fields, fields, "", last.slot)


def _said(events: Sequence[Event]) -> str:
    return ", ".join(f"{one.field} = {one.new or '<trống>'} ({one.reviewer or '?'}, {one.at[:10]})" for one in events)


def _orphan_cells(batch: str, figure: Standing, said: str) -> dict[str, str]:
    cells = {**dict.fromkeys(EVERY, ""), **shown_cells(figure, {}), "batch": batch, "id": figure.figure_id}
    return {**cells, "why": _ORPHAN.format(said=said)}
