"""ODS by its own XML, in a zip file or flat (``.fods``): it keeps what a cell shows beside what it holds. Repeated
empty cells are stepped over."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any

from lxml import etree

from extract.document import ReadError, Source
from extract.head import ZIP
from extract.sheets.book import Book, Filled, Sheet, broken
from extract.sheets.shown import plain

_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_X = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_S = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_MOST_REPEATED = 1_000
"""How often one filled cell may be repeated: more is a fill that says nothing."""


def read_ods(source: Source, data: bytes) -> Book:
    """The workbook in ``data``. Raises ReadError where it is damaged, locked or too large."""
    place = source.filename
    book = Book()
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        root = etree.fromstring(_content(place, data), parser)
        hidden = {
            style.get(f"{_S}name")
            for style in root.iter(f"{_S}style")
            if any(p.get(f"{_T}display") == "false" for p in style.iter(f"{_S}table-properties"))
        }
        for table in root.iter(f"{_T}table"):
            sheet = Sheet(table.get(f"{_T}name", ""), is_hidden=table.get(f"{_T}style-name") in hidden)
            book.sheets.append(sheet)
            _read_table(place, book, sheet, table)
    except (ReadError, MemoryError):
        raise
    except Exception as error:
        broken(place, error)
    return book


def _content(place: str, data: bytes) -> bytes:
    if not data.startswith(ZIP):
        return data
    with zipfile.ZipFile(BytesIO(data)) as archive:
        if b"encryption-data" in archive.read("META-INF/manifest.xml"):
            remedy = "open it with its password and save it without one"
            raise ReadError(place, "is protected with a password", remedy)
        return archive.read("content.xml")


def _read_table(place: str, book: Book, sheet: Sheet, table: Any) -> None:
    row = 0
    for line in table.iter(f"{_T}table-row"):
        again = int(line.get(f"{_T}number-rows-repeated", "1"))
        cells = list(_cells(line))
        if cells:
            for repeat in range(min(again, _MOST_REPEATED)):
                if line.get(f"{_T}visibility") in ("collapse", "filter"):
                    sheet.hidden_rows += 1
                for column, filled, span in cells:
                    book.put(place, sheet, (row + repeat, column), filled)
                    if span != (1, 1):
                        sheet.spans[row + repeat, column] = span
        row += again
    for column in table.iter(f"{_T}table-column"):
        if column.get(f"{_T}visibility") in ("collapse", "filter"):
            again = int(column.get(f"{_T}number-columns-repeated", "1"))
            sheet.hidden_columns += again if again < _MOST_REPEATED else 0


def _cells(line: Any) -> list[tuple[int, Filled, tuple[int, int]]]:
    found = []
    column = 0
    for cell in line.iterchildren(f"{_T}table-cell", f"{_T}covered-table-cell"):
        again = int(cell.get(f"{_T}number-columns-repeated", "1"))
        filled = _filled(cell) if cell.tag == f"{_T}table-cell" else None
        if filled is not None and filled.text.strip():
            span = int(cell.get(f"{_T}number-rows-spanned", "1")), int(cell.get(f"{_T}number-columns-spanned", "1"))
            found += [(column + i, filled, span) for i in range(min(again, _MOST_REPEATED))]
        column += again
    return found


def _filled(cell: Any) -> Filled:
    text = "\n".join("".join(p.itertext()) for p in cell.iterchildren(f"{_X}p"))
    kind = cell.get(f"{_O}value-type")
    if kind not in ("float", "percentage", "currency"):
        return Filled(text)
    try:
        number = Decimal(cell.get(f"{_O}value", ""))
    except InvalidOperation:
        return Filled(text)
    number = Decimal(format(number, ".15g")) * (100 if kind == "percentage" else 1)
    return Filled(_vietnamese(text, number), plain(number))


def _vietnamese(text: str, number: Decimal) -> str:
    """What is shown, with Vietnamese separators where an English office showed it (``1,204.5``): the number that is
    held tells which way it was printed."""
    found = re.search(r"\d[\d.,]*\d|\d", text)
    if found is None:
        return text
    shown = found.group()
    tail = shown.replace(",", "")
    if re.fullmatch(r"\d+(?:\.\d+)?", tail) and _near(Decimal(tail), abs(number)):
        return text[: found.start()] + shown.translate(str.maketrans(",.", ".,")) + text[found.end() :]
    return text


def _near(shown: Decimal, held: Decimal) -> bool:
    step = Decimal(1).scaleb(min(0, int(shown.as_tuple().exponent)))
    return abs(shown - held) <= step
