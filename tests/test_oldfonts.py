"""Old Vietnamese charsets: by the name of a font, and by the words of a whole document."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.styles import Font

from extract.assemble import assemble
from extract.document import Source
from extract.oldfonts.charts import CHARTS, Charset
from extract.oldfonts.convert import charset_of, convert, decoded, judge
from extract.pieces import Paragraph, Pieces
from extract.read import read

WORDS = (
    "Năm 2024 toàn tỉnh có 1.204 trạm phát sóng, đạt 75% kế hoạch; tỷ lệ hồ sơ trực tuyến là 62,5%. "
    "Các sở, ngành được giao rà soát những thủ tục còn chậm, hướng dẫn người dân nộp hồ sơ qua mạng, bảo đảm trả "
    "kết quả đúng hẹn và giữ vững ổn định ở cả những xã vùng sâu, vùng xa; nước sạch, điện lưới, đường giao thông "
    "đều tăng khá. "
)


def old(text: str, charset: Charset) -> str:
    """The text as a program that knows Latin-1 shows it when it was written in ``charset``."""
    back: dict[str, str] = {}
    for code, letter in CHARTS[charset].items():
        if code < 256:
            back.setdefault(letter, chr(code))
    if charset != "VNI":
        return "".join(back.get(letter, letter) for letter in text)
    made = ""
    for letter in text:
        if letter in back or letter.isascii():
            made += back.get(letter, letter)
            continue
        base, *marks = list(unicodedata.normalize("NFD", letter))
        if "\u031b" in marks:  # ơ and ư are letters of their own there
            made += back[unicodedata.normalize("NFC", base + "\u031b")]
            marks.remove("\u031b")
        else:
            made += base
        made += next((back[key] for key in ("".join(marks), "".join(marks[::-1])) if key in back), "")
    return made


@pytest.mark.parametrize("charset", list(CHARTS))
def test_every_charset_is_told_from_the_others_and_read(charset: Charset) -> None:
    written = old(WORDS, charset)
    assert written != WORDS
    assert judge(written) == charset
    assert decoded(written, charset) == WORDS


@pytest.mark.parametrize(
    "text",
    [
        WORDS,
        unicodedata.normalize("NFD", WORDS),
        "The café of Genève and the naïve façade in Zürich were visited by many people. " * 10,
        "El niño y la señora según también será más fácil en el país con índice público. " * 10,
        "Nam 2024 toan tinh co 1204 tram phat song, dat 75% ke hoach. " * 10,
        old(WORDS, "TCVN3")[:60],
    ],
    ids=["Unicode", "decomposed", "French", "Spanish", "no marks", "too few words"],
)
def test_what_is_in_no_old_charset_stays(text: str) -> None:
    assert judge(text) is None


@pytest.mark.parametrize(
    ("font", "charset"),
    [
        (".VnTime", "TCVN3"), ("ABCDEF+.VnArial Narrow", "TCVN3"), ("VnTime", "TCVN3"), (".VNTIME", "TCVN3"),
        ("VNI-Times", "VNI"), ("VPS Times", "VPS"), ("Times New Roman", None), ("Vnunicode", None), (None, None),
    ],
)  # fmt: skip
def test_fonts(font: str | None, charset: str | None) -> None:
    assert charset_of(font) == charset


@pytest.mark.parametrize(
    ("written", "font", "words"),
    [
        ("TØnh B×nh Ph­íc", ".VnTime", "Tỉnh Bình Phước"),
        ("n-íc, th«ng t-, kinh tÕ-x· héi, 12-15", ".VnTime", "nước, thông tư, kinh tế-xã hội, 12-15"),
        ("B¸o c¸o 12%", ".VnTimeH", "Báo cáo 12%"),
        ("Ñoäc laäp, nöôùc", "VNI-Times", "Độc lập, nước"),
        ("tỉnh Đà Nẵng", ".VnTime", "tỉnh Đà Nẵng"),
        ("café", "Arial", "café"),
        ("75% - 1.204 m²", ".VnTime", "75% - 1.204 m²"),
    ],
)
def test_a_run_by_its_font(written: str, font: str, words: str) -> None:
    assert convert(written, font) == words


@pytest.mark.parametrize("charset", list(CHARTS))
def test_a_whole_document_keeps_its_digits_and_marks(charset: Charset) -> None:
    written = old(WORDS, charset)
    at = written.index("75%") + 3
    source = Source(Path("a.txt"), "a.txt", "0" * 64, "text")
    document = assemble(source, Pieces([Paragraph(written, marks=((at, "1"),))]))
    assert document.text == WORDS.strip()
    assert document.text[: document.footnotes[0].marks[0]].endswith("đạt 75%")
    assert charset in document.notes[0]


def test_word_runs_of_two_fonts_in_one_paragraph(tmp_path: Path) -> None:
    file = docx.Document()
    paragraph = file.add_paragraph()
    for font, text in ((".VnTime", "TØnh cã "), ("Times New Roman", "1.204 trạm"), ("VNI-Times", ", nöôùc saïch 75%")):
        paragraph.add_run(text).font.name = font
    file.save(str(tmp_path / "a.docx"))
    document = read(tmp_path / "a.docx")
    assert document.text == "Tỉnh có 1.204 trạm, nước sạch 75%"
    assert document.notes == ()


def test_a_cell_of_a_workbook_by_its_font(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("X·", "Sè hé"), ("Ph­íc An", 1204)):
        sheet.append(row)
    for cell in (cell for row in sheet.iter_rows() for cell in row):
        cell.font = Font(name=".VnTime")
    book.save(tmp_path / "a.xlsx")
    assert "Xã\tSố hộ\nPhước An\t1204" in read(tmp_path / "a.xlsx").text


def test_a_pdf_by_the_names_of_its_fonts(tmp_path: Path) -> None:
    words = [(".VnTime", "Ph\u00adíc cã 1.204 tr¹m"), ("VNI-Times", "nöôùc saïch 75%"), ("Times-Roman", "caf\u00e9 12")]
    fonts = " ".join(
        f"/F{i} << /Type /Font /Subtype /Type1 /BaseFont /{font} /Encoding /WinAnsiEncoding >>"
        for i, (font, _) in enumerate(words)
    )
    drawn = "".join(f"BT /F{i} 12 Tf 50 {700 - 40 * i} Td ({text}) Tj ET\n" for i, (_, text) in enumerate(words))
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 800] /Contents 4 0 R /Resources << /Font << {fonts} >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn.encode("cp1252")), drawn.encode("cp1252")),
    ]
    made = [part.encode() if isinstance(part, str) else part for part in parts]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, part) for number, part in enumerate(made, 1))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n" + body + b"trailer << /Root 1 0 R >>\n%%EOF")
    document = read(tmp_path / "a.pdf")
    assert document.text == "Phước có 1.204 trạm nước sạch 75% café 12"
    assert ".VnTime" in document.notes[0]
