"""CSV and TSV: rows of texts. Whether ``1.204`` is 1204 is told by its column: one that also holds ``0.985`` or
``1,204.50`` is written the English way, one that holds ``98,5`` the Vietnamese way; where nothing in it tells, the
grammar of Vietnamese numbers decides and no number is held."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from decimal import Decimal

from extract.document import ReadError, Source
from extract.sheets.book import Book, Filled, Sheet
from extract.sheets.shown import plain

DELIMITERS = ",;\t|"
_LOOKED_AT = 60
"""How many lines tell the delimiter."""
_ENGLISH = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.(?:\d{1,2}|\d{4,})|0\.\d+|\d{4,}\.\d+)")
_VIETNAMESE = re.compile(
    r"-?(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,(?:\d{1,2}|\d{4,})|0,\d+|\d{4,},\d+)"
)
_NUMBER = re.compile(r"(?P<number>-?\d[\d.,]*)(?P<percent>\s?%)?")


def read_delimited(source: Source, data: bytes) -> Book:
    """The rows in ``data`` as one sheet. Raises ReadError where a row cannot be parted."""
    text = _decode(data).replace("\x00", "")
    delimiter = delimiter_of(text) or ","
    book = Book()
    sheet = Sheet("")
    book.sheets.append(sheet)
    try:
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise ReadError(source.filename, f"is no CSV file ({error})", "save it as XLSX, or give it as text") from error
    ways = _ways(rows)
    for number, row in enumerate(rows):
        for column, words in enumerate(row):
            book.put(source.filename, sheet, (number, column), _filled(words, ways[column]))
    return book


def delimiter_of(text: str) -> str | None:
    """What parts the cells: the sign that gives most lines the same number of cells, two at least; None where lines
    do not agree, as in prose."""
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    best: tuple[int, int, str] | None = None
    for sign in DELIMITERS:
        try:
            counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        except csv.Error:
            continue
        usual = max(set(counts), key=lambda count: (counts.count(count), count)) if counts else 0
        agreed = counts.count(usual)
        if usual > 1 and agreed * 2 > len(lines) and len(lines) > 1:
            best = max(filter(None, (best, (agreed, usual, sign))))
    return best[2] if best else None


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1258", "replace")


def _ways(rows: Sequence[Sequence[str]]) -> list[str]:
    """How each column writes its numbers: ``english``, ``vietnamese``, nothing where no cell tells or two disagree."""
    ways = []
    for column in range(max(map(len, rows), default=0)):
        cells = [row[column].rstrip("% ") for row in rows if column < len(row)]
        english = any(_ENGLISH.fullmatch(cell) for cell in cells)
        vietnamese = any(_VIETNAMESE.fullmatch(cell) for cell in cells)
        ways.append("" if english == vietnamese else "english" if english else "vietnamese")
    return ways


def _filled(words: str, way: str) -> Filled:
    found = _NUMBER.fullmatch(words)
    if found is None:
        return Filled(words)
    printed, percent = found["number"], found["percent"] or ""
    if printed.lstrip("-").isdigit():
        zeros = printed.lstrip("-").startswith("0") and len(printed) > 1
        return Filled(words, None if zeros else printed)
    if way == "english":
        shown = printed.translate(str.maketrans(",.", ".,")) + percent
        return Filled(shown, _number(printed.replace(",", "")))
    if way == "vietnamese":
        return Filled(words, _number(printed.replace(".", "").replace(",", ".")))
    return Filled(words)


def _number(text: str) -> str | None:
    return plain(Decimal(text)) if re.fullmatch(r"-?\d+(?:\.\d+)?", text) else None
