"""The receipt: a CSV beside the reviewed file that says of each row what became of it, in both languages."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from kb.review_apply import Verdict
from kb.review_cells import shown

HEAD = ("dòng (row)", "mã (id)", "kết quả (outcome)", "giải thích (message_vi)", "explanation (message_en)")
OUTCOMES = {
    "applied": "đã ghi",
    "ready": "chưa ghi, không có lỗi",
    "already": "đã có",
    "unchanged": "không đổi",
    "conflict": "xung đột",
    "unknown id": "không tìm thấy",
    "invalid": "không hợp lệ",
    "missing column": "thiếu cột",
}


def receipt_path(file: Path) -> Path:
    """Where the receipt of a file lies: ``review.csv`` has ``review.receipt.csv``."""
    return file.with_name(f"{file.stem}.receipt.csv")


def write_receipt(file: Path, verdicts: Sequence[Verdict], separator: str) -> Path:
    """Write the receipt in place of an older one, whole or not at all. Raises OSError where that is not possible."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerow(HEAD)
    for verdict in verdicts:
        cells = (str(verdict.row), verdict.figure_id, verdict.outcome)
        writer.writerow([shown(cell) for cell in (*cells, verdict.vi, verdict.en)])
    path = receipt_path(file)
    aside = path.with_name(f".{path.name}.new")
    with aside.open("wb") as out:
        out.write(text.getvalue().encode("utf-8-sig"))
        out.flush()
        os.fsync(out.fileno())
    aside.replace(path)
    return path
