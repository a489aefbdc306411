"""PDFs whose fonts do not say which letters they draw: told, read by their embedded fonts, or from their pictures."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from fonts import PLAIN, WORLD
from needs import left_out
from pdf_raw import one_page, stream
from pdf_sheet import Sheet, read_bytes, texts
from reportlab.pdfbase.ttfonts import TTFontFile

from extract.document import ReadError, Source
from extract.pdf.open import PageContent, open_pages
from extract.pdf.without_tables import is_unread, read_otherwise
from extract.scan.engine import missing

SAID = (
    "Đến nay, toàn tỉnh có 1.204 trạm thu phát sóng, phủ sóng tới 95,5% số thôn, bản.",
    "Trong năm 2024 đã cấp 12.345 chứng thư số cho cán bộ, công chức trên địa bàn.",
)
TOLD = "its fonts do not say which letters they draw, on pages: 1"


def own_table(face: TTFontFile, letters: str) -> bytes:
    """A font's table of letters (``cmap``, format 4) that names these, each in a segment of its own."""
    codes = sorted(set(map(ord, letters)))
    many = len(codes) + 1
    ends = starts = [*codes, 0xFFFF]
    shifts = [*((face.charToGlyph[code] - code) % 0x10000 for code in codes), 1]
    numbers = [4, 16 + 8 * many, 0, 2 * many, 0, 0, 0, *ends, 0, *starts, *shifts, *([0] * many)]
    return struct.pack(">HHHHL", 0, 1, 3, 1, 12) + struct.pack(f">{len(numbers)}H", *numbers)


def with_table(data: bytes, table: bytes) -> bytes:
    """A font with that table of letters in place of its own; without one it has none."""
    at = data.index(b"cmap")
    entry = struct.pack(">4sLLL", b"cmap" if table else b"none", 0, len(data), len(table))
    return data[:at] + entry + data[at + 16 :] + table


def without_table(font: Path, table: str) -> bytes:
    """A page whose letters are numbers of the embedded font's drawings. What the font's own ``table`` is: as it came,
    with the letters of the page alone, or none, as most programs leave it."""
    face = TTFontFile(str(font))
    data, lines = font.read_bytes(), SAID
    if table != "as it came":
        data = with_table(data, own_table(face, "".join(SAID)) if table == "of the page" else b"")
    widths = {face.charToGlyph[ord(letter)]: round(face.charWidths[ord(letter)]) for line in lines for letter in line}
    drawn = "".join(f"<{''.join(f'{face.charToGlyph[ord(letter)]:04X}' for letter in line)}> Tj T* " for line in lines)
    named = "/BaseFont/ABCDEF+X"
    system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
    wide = " ".join(f"{glyph}[{width}]" for glyph, width in sorted(widths.items()))
    box = "/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 900/Descent -200/CapHeight 700/StemV 80"
    return one_page(
        f"BT /F1 12 Tf 1 0 0 1 70 720 Tm 20 TL {drawn} ET",
        f"<</Type/Font/Subtype/CIDFontType2{named}{system}/FontDescriptor 7 0 R/W[{wide}]/CIDToGIDMap/Identity>>",
        f"<</Type/FontDescriptor/FontName/ABCDEF+X{box}/FontFile2 8 0 R>>",
        stream(zlib.compress(data), f"/Length1 {len(data)}/Filter/FlateDecode"),
        font=f"<</Type/Font/Subtype/Type0{named}/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
    )


def first_page(data: bytes) -> PageContent:
    """What pdfium reads of it."""
    return open_pages(Source(Path("a.pdf"), "a.pdf", "", "pdf"), data)[0][0]


def test_letters_that_the_embedded_font_names_are_read_by_the_second_reader() -> None:
    pieces = read_bytes(without_table(PLAIN, "of the page"))
    assert " ".join(texts(pieces)) == " ".join(SAID)
    assert pieces.notes == (TOLD, "pages that pdfplumber reads by their embedded fonts: 1")


@pytest.mark.parametrize(("font", "table"), [(WORLD, "as it came"), (PLAIN, "as it came"), (WORLD, "none")])
def test_what_the_second_reader_reads_is_taken_only_where_it_is_vietnamese(font: Path, table: str) -> None:
    """It takes Arimo's table for old Macintosh programs for one of Unicode, ``toãn`` and ``phät``, and the other font's
    letters for their neighbours."""
    data = without_table(font, table)
    contents = [first_page(data)]
    assert read_otherwise(data, contents) == [TOLD]
    assert is_unread(contents[0])


def test_what_no_reader_reads_is_read_from_its_picture() -> None:
    if lacks := missing():
        left_out(f"no {lacks[0]}: {lacks[1]}")
    pieces = read_bytes(without_table(WORLD, "none"))
    said = " ".join(texts(pieces))
    assert all(word in said for word in ("1.204 trạm", "95,5% số thôn", "12.345 chứng thư số"))
    assert pieces.notes == (TOLD, "pages read from their pictures by text recognition: 1")


def test_where_recognition_is_missing_the_file_is_refused_with_its_reason(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TESSDATA_PREFIX", str(tmp_path))
    monkeypatch.setenv("SOLIEU_CACHE", str(tmp_path / "no pages were kept"))
    with pytest.raises(ReadError, match=r"its fonts do not say which letters they draw, and .* missing .* Run: "):
        read_bytes(without_table(WORLD, "none"))


@pytest.mark.parametrize(("made_up", "unread"), [(0.04, False), (0.3, False), (0.6, True)])
def test_signs_without_a_table_among_vietnamese_letters_lose_no_page(made_up: float, unread: bool) -> None:
    sheet = Sheet()
    sheet.lines(*SAID)
    page = first_page(sheet.data())
    assert page.letters.made_up == 0
    page.letters.made_up = round(made_up * page.solid)
    assert is_unread(page) is unread
