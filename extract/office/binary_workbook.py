"""Reading .xlsb: turned into XLSX by LibreOffice or found turned, and read as XLSX.

No library of Python tells how a cell of such a file is shown (``98,5%`` of 0.985); LibreOffice keeps it.
"""

from __future__ import annotations

from dataclasses import replace

from extract.document import ReadError, Source
from extract.office.kept import XLSX, find, store
from extract.office.soffice import NEEDED_FOR_SHEETS, SECONDS, ConversionError, calc, to_xlsx
from extract.patience import ask_for
from extract.pieces import Pieces
from extract.sheets.book import BROKEN
from extract.sheets.pieces import pieces_of
from extract.sheets.xlsx import read_xlsx

_NOTE = "read as LibreOffice converts .xlsb to XLSX"


def read_xlsb(source: Source, data: bytes) -> Pieces:
    """The pieces of all sheets of a binary workbook. Raises ReadError where it cannot be converted, or LibreOffice is
    missing on this machine; status ``empty`` where no cell is filled."""
    made = find(source.path, source.sha256, XLSX)
    if made is None:
        made = _convert(source, data)
        store(source.sha256, made, XLSX)
    as_xlsx = replace(source, format=XLSX)
    pieces = pieces_of(as_xlsx, read_xlsx(as_xlsx, made))
    return replace(pieces, notes=(*pieces.notes, _NOTE))


def _convert(source: Source, data: bytes) -> bytes:
    if calc() is None:
        remedy = f"install it ({NEEDED_FOR_SHEETS.command}), or save the file as XLSX in Excel"
        raise ReadError(source.filename, f"is a .xlsb file, which is read by {NEEDED_FOR_SHEETS.what}", remedy)
    ask_for(SECONDS)
    try:
        return to_xlsx(data, ".xlsb")
    except ConversionError as error:
        raise ReadError(source.filename, f"cannot be converted: {error}", BROKEN) from error
