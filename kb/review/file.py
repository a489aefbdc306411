"""A review file as it comes back, whatever a spreadsheet made of it: separator, encoding, order of columns and rows."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.document import SolieuError
from kb.review.cells import typed
from kb.review.columns import ASKED, CORRECTED, GUARD, HEAD_WITHIN, Header, column_of, head_line, heading, read_header
from kb.review.log import read_log
from kb.review.refused import RefusedError

SEPARATORS = (";", ",", "\t")
_MOST_BYTES = 200_000_000
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number as a spreadsheet shows it, and the text of each known column; ``at`` says where it stands
    in ``texts``, one for all rows of a file. Columns that are absent, or behind the row's end, are not ``in`` it."""

    number: int
    at: Mapping[str, int]
    texts: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        return self.texts[self.at[name]] if name in self else ""

    def __contains__(self, name: str) -> bool:
        return name in self.at and self.at[name] < len(self.texts)

    def cells(self) -> dict[str, str]:
        """The texts by the names of their columns."""
        return {name: self.texts[at] for name, at in self.at.items() if at < len(self.texts)}


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """A file that was read: the hash of its bytes, its separator, its head line and its rows that are not blank.
    ``strange`` are the columns in which something stands and that are no column of a review, by their heads, or counted
    from 1 where they have none; ``merged`` are the numbers of rows that share a cell with another."""

    path: Path
    file_hash: str
    separator: str
    header: Header
    rows: tuple[Row, ...]
    strange: tuple[str, ...] = ()
    merged: frozenset[int] = frozenset()

    @property
    def is_untouched(self) -> bool:
        """Whether it is an export in which nobody has written anything."""
        return "id" in self.header.at and not any(row[name] for row in self.rows for name in ASKED)

    def missing(self, guarded_by_cells: bool) -> RefusedError | None:
        """Which columns are missing, or there twice, so that nothing of the file can be applied; None if none.

        ``guarded_by_cells`` where no snapshot tells what the person saw: then the read-only columns must.
        """
        at = self.header.at
        if self.header.twice:
            columns = ", ".join(self.header.twice)
            return RefusedError(f"Cột {columns} có hai lần.", f"The column {columns} stands twice.")
        lacking = [] if "id" in at else ["id"]
        if not lacking and not ({"decision"} | {f"new_{name}" for name in CORRECTED}) & at.keys():
            lacking = ["decision"]
        gone = [heading(name) for name in ASKED if name not in at]
        if not lacking and gone and self.strange:
            # What stands below a head that was spoilt is a person's work, and must not be passed over.
            which, columns = ", ".join(f"“{one}”" for one in self.strange), ", ".join(gone)
            return RefusedError(
                f"Cột {which} có nội dung nhưng không rõ là cột nào, trong khi thiếu cột {columns}. Hãy chép lại dòng"
                " tiêu đề từ tệp đã nhận, hoặc xóa cột ấy nếu chỉ là ghi chú riêng.",
                f"Something stands in column {which}, which is none of a review, and {columns} is missing. Copy the"
                " head line from the exported file, or take that column out where it holds notes of your own.",
            )
        if not lacking and guarded_by_cells:
            lacking = [name for name in GUARD if name not in at]
        if not lacking:
            return None
        columns = ", ".join(heading(name) for name in lacking)
        close = "".join(f" “{one}” có lẽ là {other}." for one, other in self.header.close.items())
        close_en = "".join(f" {one} is perhaps {other}." for one, other in self.header.close.items())
        return RefusedError(
            f"Thiếu cột {columns}.{close} Hãy chép lại từ tệp đã nhận, hoặc xuất tệp mới; giữ nguyên dòng tiêu đề.",
            f"The column {columns} is missing.{close_en} Export again and keep the head line.",
        )


def read_file(path: Path) -> ReviewFile:
    """Read a review file. Raises SolieuError where it is no CSV and no workbook, with what to do in the spreadsheet."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise SolieuError(
                str(path), "the file is larger than 200 MB", "Give the CSV that solieu review export wrote"
            )
        data = path.read_bytes()
    except OSError as error:
        raise SolieuError(str(path), f"it cannot be read ({error.strerror})", "Check the path") from error
    merged: frozenset[int] = frozenset()
    if data.startswith((_ZIP, _OLE)):
        # The reader of workbooks is loaded for a workbook only.
        from kb.review.workbook import read_workbook

        sheet = read_workbook(str(path), data)
        separator, lines, merged = ";", sheet.rows, sheet.merged
    else:
        separator, text = _separator(_decoded(path, data))
        lines = _parsed(path, text, separator)
        lines = lines[head_line([cells for _, cells in lines[:HEAD_WITHIN]]) :]
    header = read_header(lines[0][1]) if lines else Header({})
    rows = []
    # Most cells say what others say: each text is kept once.
    once: dict[str, str] = {}
    for number, cells in lines[1:]:
        if any(cell.strip() for cell in cells):
            texts = [once[cell] if cell in once else once.setdefault(cell, typed(cell)) for cell in cells]
            rows.append(Row(number, header.at, tuple(texts)))
    strange = _strange([cells for _, cells in lines])
    return ReviewFile(path, hashlib.sha256(data).hexdigest(), separator, header, tuple(rows), strange, merged)


def refuse_to_overwrite(path: Path, logs: Iterable[Path]) -> None:
    """SolieuError where a file is there that may hold a person's work: all but an export that nobody has filled in, and
    one that was applied as it stands."""
    if not path.exists() or not path.stat().st_size:
        return
    try:
        file = read_file(path)
        if file.is_untouched or any(
            event.file_hash == file.file_hash for log in logs for event in read_log(log).events
        ):
            return
    except SolieuError:
        pass
    problem = "tệp đã có và có nội dung đã điền. It is there already, and something was filled in"
    remedy = "Chọn tên khác với -o, hoặc nộp rồi xóa tệp ấy. Name another file with -o, or apply that one and delete it"
    raise SolieuError(str(path), problem, remedy)


def _strange(lines: Sequence[Sequence[str]]) -> tuple[str, ...]:
    head = [cell.strip() for cell in lines[0]] if lines else []
    filled = sorted({at for cells in lines[1:] for at, cell in enumerate(cells) if cell.strip()})
    heads = [head[at] if at < len(head) and head[at] else str(at + 1) for at in filled]
    return tuple(one for one in heads if column_of(one) is None)


def _decoded(path: Path, data: bytes) -> str:
    encoding = "utf-8-sig"
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif data[:200].count(0) * 3 > len(data[:200]):
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        problem = "tệp bị mất chữ có dấu. It is not UTF-8, Vietnamese letters are lost in it"
        remedy = "Mở lại tệp đã nhận, chọn Lưu như, “CSV UTF-8”. Choose Save As, CSV UTF-8 (or Unicode Text)"
        raise SolieuError(str(path), problem, remedy) from error
    if "\0" in text:
        raise SolieuError(str(path), "it is no text", "Give the CSV that solieu review export wrote")
    return text


def _separator(text: str) -> tuple[str, str]:
    """The separator with which the most columns of the head line are known, and the text behind Excel's ``sep=``."""
    if text[:4].lower() == "sep=" and text[4:5] in SEPARATORS:
        return text[4], text[5:].lstrip("\r\n")
    known = {one: _most_known(itertools.islice(_reader(text, one), HEAD_WITHIN)) for one in SEPARATORS}
    return max(SEPARATORS, key=lambda one: known[one]), text


def _most_known(lines: Iterable[Sequence[str]]) -> int:
    return max((len(read_header(line).at) for line in lines), default=0)


def _parsed(path: Path, text: str, separator: str) -> list[tuple[int, list[str]]]:
    """The records with their numbers; blank lines count, as they do in a spreadsheet."""
    try:
        return list(enumerate(_reader(text, separator, strict=True), 1))
    except csv.Error as error:
        remedy = "Save it again as CSV UTF-8 from the spreadsheet"
        raise SolieuError(
            str(path), f"a quotation mark in it is never closed or stands astray ({error})", remedy
        ) from error


def _reader(text: str, separator: str, strict: bool = False) -> Iterator[list[str]]:
    csv.field_size_limit(10_000_000)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
