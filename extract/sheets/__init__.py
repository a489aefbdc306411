"""Reading workbooks: XLSX, XLSM by openpyxl and calamine, XLS by xlrd, ODS by its own XML, CSV. No macro is run."""

from __future__ import annotations

from extract.document import Source
from extract.head import Head
from extract.pieces import Pieces
from extract.reader import Order, Reader


def _accepts_xlsx(head: Head) -> bool:
    return "xl/workbook.xml" in head.parts


def _accepts_xls(head: Head) -> bool:
    locked = head.holds_stream("EncryptionInfo", "EncryptedPackage")
    return not locked and head.holds_stream("Workbook", "Book") and not head.holds_stream("WordDocument")


def _accepts_ods(head: Head) -> bool:
    zipped = "opendocument.spreadsheet" in head.mimetype and "content.xml" in head.parts
    return zipped or "opendocument.spreadsheet" in head.flat_mimetype


def _accepts_csv(head: Head) -> bool:
    """By its name and by lines that agree: without the name, prose with a comma in each line would do."""
    if head.ending not in (".csv", ".tsv", ".tab") or head.text is None or head.start.lstrip().startswith("<"):
        return False
    from extract.sheets.delimited import delimiter_of

    return delimiter_of(head.text) is not None


def _read_csv(source: Source, data: bytes) -> Pieces:
    from extract.sheets.delimited import read_delimited
    from extract.sheets.pieces import pieces_of

    return pieces_of(source, read_delimited(source, data))


def _read_xlsx(source: Source, data: bytes) -> Pieces:
    from extract.sheets.pieces import pieces_of
    from extract.sheets.xlsx import read_xlsx

    return pieces_of(source, read_xlsx(source, data))


def _read_xls(source: Source, data: bytes) -> Pieces:
    from extract.sheets.pieces import pieces_of
    from extract.sheets.xls import read_xls

    return pieces_of(source, read_xls(source, data))


def _read_ods(source: Source, data: bytes) -> Pieces:
    from extract.sheets.ods import read_ods
    from extract.sheets.pieces import pieces_of

    return pieces_of(source, read_ods(source, data))


XLSX = Reader(
    "xlsx",
    (".xlsx", ".xlsm", ".xltx", ".xltm"),
    _accepts_xlsx,
    _read_xlsx,
    order=Order.CONTENT,
    libraries=("openpyxl", "python-calamine"),
)
XLS = Reader("xls", (".xls", ".xlt"), _accepts_xls, _read_xls, order=Order.CONTENT, libraries=("xlrd",))
ODS = Reader("ods", (".ods", ".ots", ".fods"), _accepts_ods, _read_ods, order=Order.CONTENT, libraries=("lxml",))
CSV = Reader("csv", (".csv", ".tsv", ".tab"), _accepts_csv, _read_csv, order=Order.GUESS)
