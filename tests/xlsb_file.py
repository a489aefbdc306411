"""Binary workbooks (.xlsb) drawn for a test, record by record as MS-XLSB says: no program here writes them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence

GENERAL, PERCENT, GROUPED = 0, 1, 2
"""The places of the styles that a cell may have: as it is, ``0.0%``, ``#,##0``."""
_TYPES = "application/vnd.ms-excel"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Cell = str | tuple[float, int] | None
"""Text, or a number with its style; None where there is nothing."""


def record(kind: int, data: bytes = b"") -> bytes:
    """One record: its type and length in groups of seven bits, then its data."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(data)
    sizes = b""
    while True:
        sizes += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + sizes + data


def wide(text: str) -> bytes:
    """A string as such records hold it."""
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(*sheets: tuple[str, Sequence[Sequence[Cell]]], merged: Sequence[tuple[int, int, int, int]] = ()) -> bytes:
    """A workbook of these sheets (name, rows); ``merged`` are ranges of the first: first and last row, first and last
    column."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _types(len(sheets)))
        archive.writestr("_rels/.rels", _related([("officeDocument", "xl/workbook.bin")]))
        parts = [("worksheet", f"worksheets/sheet{n}.bin") for n in range(1, len(sheets) + 1)]
        archive.writestr("xl/_rels/workbook.bin.rels", _related([*parts, ("styles", "styles.bin")]))
        archive.writestr("xl/workbook.bin", _workbook([name for name, _ in sheets]))
        archive.writestr("xl/styles.bin", _styles())
        for number, (_, rows) in enumerate(sheets, 1):
            ranges = merged if number == 1 else ()
            archive.writestr(f"xl/worksheets/sheet{number}.bin", _sheet(rows, ranges))
    return out.getvalue()


def _types(sheets: int) -> str:
    parts = [("/xl/workbook.bin", "sheet.binary.macroEnabled.main"), ("/xl/styles.bin", "styles")]
    parts += [(f"/xl/worksheets/sheet{number}.bin", "worksheet") for number in range(1, sheets + 1)]
    overrides = "".join(f'<Override PartName="{part}" ContentType="{_TYPES}.{kind}"/>' for part, kind in parts)
    defaults = (
        f'<Default Extension="bin" ContentType="{_TYPES}.sheet.binary.macroEnabled.main"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{defaults}{overrides}</Types>'


def _related(parts: Sequence[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def _workbook(names: Sequence[str]) -> bytes:
    sheets = b"".join(
        record(0x9C, struct.pack("<II", 0, number) + wide(f"rId{number}") + wide(name))
        for number, name in enumerate(names, 1)
    )
    return record(0x83) + record(0x8F) + sheets + record(0x90) + record(0x84)


def _styles() -> bytes:
    formats = record(0x2C, struct.pack("<H", 164) + wide("0.0%"))
    font = struct.pack("<HHHHBBBB", 220, 0, 400, 0, 0, 0, 0, 0) + struct.pack("<BBhBBBB", 1, 0, 0, 0, 0, 0, 255)
    fonts = record(0x263, struct.pack("<I", 1)) + record(0x2B, font + b"\x02" + wide("Arial")) + record(0x264)
    fills = record(0x25B, struct.pack("<I", 1)) + record(0x2D, struct.pack("<I", 0) + bytes(64)) + record(0x25C)
    borders = record(0x265, struct.pack("<I", 1)) + record(0x2E, bytes(51)) + record(0x266)

    def style(parent: int, shown: int) -> bytes:
        return record(0x2F, struct.pack("<HHHHHBBHBB", parent, shown, 0, 0, 0, 0, 0, 0, 0x3F, 0))

    parents = record(0x272, struct.pack("<I", 1)) + style(0xFFFF, 0) + record(0x273)
    own = record(0x269, struct.pack("<I", 3)) + style(0, 0) + style(0, 164) + style(0, 3) + record(0x26A)
    named = record(0x26B, struct.pack("<I", 1)) + record(0x30, struct.pack("<IHBB", 0, 1, 0, 0) + wide("Normal"))
    shown = record(0x267, struct.pack("<I", 1)) + formats + record(0x268)
    return record(0x116) + shown + fonts + fills + borders + parents + own + named + record(0x26C) + record(0x117)


def _sheet(rows: Sequence[Sequence[Cell]], merged: Sequence[tuple[int, int, int, int]]) -> bytes:
    width = max(len(row) for row in rows)
    body = b""
    for number, row in enumerate(rows):
        body += record(0x00, struct.pack("<IIHBBBI", number, 0, 300, 0, 0, 0, 1) + struct.pack("<II", 0, width - 1))
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                body += record(0x06, struct.pack("<II", column, 0) + wide(cell))
            elif cell is not None:
                body += record(0x05, struct.pack("<IId", column, cell[1], cell[0]))
    ranges = b"".join(record(0xB0, struct.pack("<IIII", *one)) for one in merged)
    if merged:
        ranges = record(0xB1, struct.pack("<I", len(merged))) + ranges + record(0xB2)
    extent = record(0x94, struct.pack("<IIII", 0, len(rows) - 1, 0, width - 1))
    return record(0x81) + extent + record(0x91) + body + record(0x92) + ranges + record(0x82)
