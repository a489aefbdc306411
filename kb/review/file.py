"""A review file as it comes back, whatever a spreadsheet made of it: separator, encoding, order of columns and rows."""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import itertools
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.document import SolieuError
from kb.review.cells import typed
from kb.review.columns import (
    ASKED,
    CORRECTED,
    EVERY_ASKED,
    GUARD,
    HEAD_WITHIN,
    Header,
    column_of,
    head_line,
    heading,
    read_header,
)
from kb.review.log import read_log
from kb.review.refused import RefusedError

SEPARATORS = (";", ",", "\t")
_MOST_BYTES = 100_000_000
_MOST_ROWS = 250_000
"""What is larger than either is told at once: it would not be judged within the memory and the minute that a machine
gives to it. An export of a province or of some thousand rows is far below."""
_SPLIT = (
    "Chia tệp thành nhiều phần, mỗi phần giữ dòng tiêu đề, hoặc xuất theo tỉnh (--province, --limit). Split it, each"
    " part with the head line, or export by province"
)
_HEAD_BYTES = 400_000
_ZIP, _OLE = b"PK\x03\x04", bytes.fromhex("d0cf11e0a1b11ae1")


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number as a spreadsheet shows it, and the text of each known column; ``at`` says where it stands
    in ``texts``, one for all rows of a file. Columns that are absent, or behind the row's end, are not ``in`` it."""

    number: int
    at: Mapping[str, int]
    texts: tuple[str, ...]

    def __getitem__(self, name: str) -> str:
        at = self.at.get(name, len(self.texts))
        return self.texts[at] if at < len(self.texts) else ""

    def __contains__(self, name: str) -> bool:
        return self.at.get(name, len(self.texts)) < len(self.texts)

    def cells(self) -> dict[str, str]:
        """The texts by the names of their columns."""
        return {name: self.texts[at] for name, at in self.at.items() if at < len(self.texts)}


@dataclass(frozen=True, slots=True)
class ReviewFile:
    """A file that was read: the hash of its bytes, its separator, its head line and its rows that are not blank.
    ``strange`` are the columns in which something stands and that are no column of a review, by their heads, or counted
    from 1 where they have none; ``merged`` are the numbers of rows that share a cell with another, ``emptied`` of those
    that lost an answer by it."""

    path: Path
    file_hash: str
    separator: str
    header: Header
    rows: tuple[Row, ...]
    strange: tuple[str, ...] = ()
    merged: frozenset[int] = frozenset()
    emptied: frozenset[int] = frozenset()

    @property
    def is_untouched(self) -> bool:
        """Whether it is an export in which nobody has written anything."""
        return "id" in self.header.at and not any(row[name] for row in self.rows for name in EVERY_ASKED)

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
            raise SolieuError(str(path), "tệp lớn hơn 100 MB. It is larger than 100 MB", _SPLIT)
        data = path.read_bytes()
    except OSError as error:
        raise SolieuError(str(path), f"it cannot be read ({error.strerror})", "Check the path") from error
    merged: frozenset[int] = frozenset()
    emptied: frozenset[int] = frozenset()
    if data.startswith((_ZIP, _OLE)):
        # The reader of workbooks is loaded for a workbook only.
        from kb.review.workbook import read_workbook

        sheet = read_workbook(str(path), data)
        separator, merged, emptied = ";", sheet.merged, sheet.emptied
        lines: Iterator[tuple[int, list[str]]] = iter(sheet.rows)
    else:
        separator, text = _separator(_utf8(path, data))
        lines = _parsed(path, text, separator)
        first = list(itertools.islice(lines, HEAD_WITHIN))
        lines = itertools.chain(first[head_line([cells for _, cells in first]) :], lines)
    _, head = next(lines, (0, []))
    header = read_header(head)
    rows, filled = _rows(path, header, lines)
    strange = _strange(head, filled)
    return ReviewFile(path, hashlib.sha256(data).hexdigest(), separator, header, rows, strange, merged, emptied)


def _rows(path: Path, header: Header, lines: Iterable[tuple[int, list[str]]]) -> tuple[tuple[Row, ...], list[int]]:
    """The rows that are not blank, and the columns in which something stands. Read line by line: of a large file only
    what is kept is ever in memory."""
    rows: list[Row] = []
    # Most cells say what others say, or the snapshot of their export and the base: each text is kept once.
    once: dict[str, str] = {}
    blank = set(range(len(header.at)))
    filled: set[int] = set()
    for number, cells in lines:
        blank.update(range(len(blank) + len(filled), len(cells)))
        some = {at for at in blank if at < len(cells) and cells[at].strip()}
        if not some and not any(cell.strip() for cell in cells):
            continue
        blank -= some
        filled |= some
        if len(rows) == _MOST_ROWS:
            few = f"{_MOST_ROWS:,}"
            problem = f"tệp có hơn {few.replace(',', '.')} dòng. It has more than {few} rows"
            raise SolieuError(str(path), problem, _SPLIT)
        texts = [once[cell] if cell in once else once.setdefault(cell, sys.intern(typed(cell))) for cell in cells]
        rows.append(Row(number, header.at, tuple(texts)))
    return tuple(rows), sorted(filled)


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


def _strange(head: Sequence[str], filled: Iterable[int]) -> tuple[str, ...]:
    names = [cell.strip() for cell in head]
    heads = [names[at] if at < len(names) and names[at] else str(at + 1) for at in filled]
    return tuple(one for one in heads if column_of(one) is None)


def _utf8(path: Path, data: bytes) -> bytes:
    """The bytes of a text in UTF-8 without a mark before it; whether they are UTF-8 shows itself when they are read."""
    encoding = ""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif data[:200].count(0) * 3 > len(data[:200]):
        encoding = "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"
    if encoding:
        try:
            data = data.decode(encoding).encode()
        except UnicodeError as error:
            raise _no_utf8(path) from error
    if b"\0" in data:
        raise SolieuError(str(path), "it is no text", "Give the CSV that solieu review export wrote")
    return data.removeprefix(codecs.BOM_UTF8)


def _no_utf8(path: Path) -> SolieuError:
    problem = "tệp bị mất chữ có dấu. It is not UTF-8, Vietnamese letters are lost in it"
    remedy = "Mở lại tệp đã nhận, chọn Lưu như, “CSV UTF-8”. Choose Save As, CSV UTF-8 (or Unicode Text)"
    return SolieuError(str(path), problem, remedy)


def _separator(data: bytes) -> tuple[str, bytes]:
    """The separator with which the most columns of the head line are known, and the text behind Excel's ``sep=``."""
    said = data[4:5].decode("ascii", "replace")
    if data[:4].lower() == b"sep=" and said in SEPARATORS:
        return said, data[5:].lstrip(b"\r\n")
    head = data[:_HEAD_BYTES].decode("utf-8", "ignore")
    known = {
        one: _most_known(itertools.islice(_reader(io.StringIO(head, newline=""), one), HEAD_WITHIN))
        for one in SEPARATORS
    }
    return max(SEPARATORS, key=lambda one: known[one]), data


def _most_known(lines: Iterable[Sequence[str]]) -> int:
    return max((len(read_header(line).at) for line in lines), default=0)


def _parsed(path: Path, data: bytes, separator: str) -> Iterator[tuple[int, list[str]]]:
    """The records with their numbers; blank lines count, as they do in a spreadsheet."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")
    try:
        yield from enumerate(_reader(text, separator, strict=True), 1)
    except UnicodeDecodeError as error:
        raise _no_utf8(path) from error
    except csv.Error as error:
        remedy = "Save it again as CSV UTF-8 from the spreadsheet"
        raise SolieuError(
            str(path), f"a quotation mark in it is never closed or stands astray ({error})", remedy
        ) from error


def _reader(text: Iterable[str], separator: str, strict: bool = False) -> Iterator[list[str]]:
    csv.field_size_limit(10_000_000)
    return csv.reader(text, delimiter=separator, strict=strict)
