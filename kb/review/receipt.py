"""The receipt: the reviewed file once more, with what became of each row, to be corrected and applied itself.

A row whose figure changed since shows what holds now and is empty right: what its person wrote stands in the message,
and an unchanged receipt does not write it over somebody else's word. Its batch is a new one, so that what is decided on
it is held against what it shows. All other rows are as they were.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from extract.document import SolieuError
from kb.review.columns import EVERY_ASKED, TOLD, columns_of
from kb.review.export import as_csv, shown_cells
from kb.review.file import ReviewFile, Row, read_file
from kb.review.snapshot import keep, new_batch
from kb.review.state import standings
from kb.review.verdict import Outcome, Verdict
from kb.store import corrections_files, read_base

OUTCOMES: dict[Outcome, str] = {
    "applied": "đã ghi",
    "ready": "chưa ghi, không có lỗi",
    "confirm": "cần xác nhận",
    "already": "đã có",
    "left": "để nguyên, không theo nhóm",
    "unchanged": "không đổi",
    "ignored": "không đổi, ô chỉ để xem đã khác",
    "conflict": "xung đột",
    "unknown id": "không tìm thấy số liệu",
    "invalid": "không hợp lệ",
    "missing column": "thiếu cột",
}
_NUMBERED = re.compile(r"(.*)\.receipt(?:-([0-9]+))?\Z")


def receipt_path(file: Path) -> Path:
    """Where the receipt of a file lies: of ``a.csv`` in ``a.receipt.csv``, of that one in ``a.receipt-2.csv``."""
    stem, number = answered_by(file)
    return file.with_name(f"{stem}.receipt{f'-{number + 1}' if number else ''}.csv")


def answered_by(path: Path) -> tuple[str, int]:
    """The name, without its ending, of the file that a receipt answers, and which of its receipts it is; 0 for a file
    that is none.

    >>> answered_by(Path("a.receipt.csv")), answered_by(Path("a.receipt-2.xlsx")), answered_by(Path("a.csv"))
    (('a', 1), ('a', 2), ('a', 0))
    """
    match = _NUMBERED.match(path.stem)
    return (match[1], int(match[2] or 1)) if match else (path.stem, 0)


def write_receipt(base: Path, file: ReviewFile, verdicts: Sequence[Verdict]) -> Path:
    """Write the receipt, whole or not at all, in place of an older one that asks for nothing else than the file.

    Raises OSError where that is not possible, SolieuError where there is no base, and where what the receipt shows of a
    conflict cannot be kept.
    """
    clashed = {verdict.row for verdict in verdicts if verdict.moved}
    rows = {row.number: row for row in file.rows}
    with closing(read_base(base)) as db:
        # The rows of sqlite3 are wanted by position here.
        db.row_factory = None
        now = standings(db, [rows[number]["id"] for number in clashed])
        names = dict(db.execute("select id, name_vi from metrics").fetchall())
        logs = corrections_files(db, existing=False)
    batch = new_batch()

    def line(verdict: Verdict) -> dict[str, str]:
        row = rows.get(verdict.row)
        cells = dict(verdict.shown) or (row.cells() if row else {})
        figure = now.get(cells.get("id", "")) if verdict.row in clashed and not verdict.shown else None
        if figure:
            cells |= {**shown_cells(figure, names), "batch": batch, **dict.fromkeys(EVERY_ASKED, "")}
        if verdict.named:
            # A receipt may have another batch than the one that was handed out.
            cells["reviewer"] = verdict.named
        told = {"row": str(verdict.row), "outcome": f"{OUTCOMES[verdict.outcome]} ({verdict.outcome})"}
        return {**cells, **told, "message_vi": verdict.vi, "message_en": verdict.en}

    if now:
        keep(logs, batch, now.values(), {"receipt": file.path.name})
    path = receipt_path(file.path)
    named = {verdict.row: verdict.named for verdict in verdicts}
    while path.exists() and _may_hold_more(path, file, named):
        # Somebody has corrected that receipt, and not applied it yet.
        path = receipt_path(path)
    aside = path.with_name(f".{path.name}.new")
    with aside.open("wb") as out:
        out.write(as_csv(map(line, verdicts), file.separator, {**TOLD, **columns_of(file.header)}))
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)
    return path


def holds_more(receipt: ReviewFile, file: ReviewFile, named: Mapping[int, str]) -> bool:
    """Whether something is asked for in a receipt that is not in the file. ``named`` is whose word a row of the file is
    that names nobody itself."""
    said = {_asked(row, named.get(row.number, "")) for row in file.rows} | {()}
    return any(_asked(row) not in said for row in receipt.rows)


def _may_hold_more(path: Path, file: ReviewFile, named: Mapping[int, str]) -> bool:
    """The same of a receipt that may be one that cannot be read."""
    try:
        return holds_more(read_file(path), file, named)
    except SolieuError:
        return True


def _asked(row: Row, named: str = "") -> tuple[str, ...]:
    """What a person wrote into a row, with what tells the row and whose word it is; nothing where only a name is
    written."""
    cells = tuple(row[name] for name in EVERY_ASKED if name != "reviewer")
    return (row["id"], row["quote"], row["number"], row["reviewer"] or named, *cells) if any(cells) else ()
