"""Plain text: each ``tests/documents/text-*.txt`` gives the pieces in the file beside it, and bad bytes are refused."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.document import ReadError, Source
from extract.pieces import Grid, GridCell, Note, Paragraph, Piece
from extract.text.lines import Wrapping, group_lines, without_emphasis, wrapping
from extract.text.notes import take_marks
from extract.text.read import read_text
from extract.text.stream import place

DOCUMENTS = Path(__file__).parent / "documents"
REPORTS = Path(__file__).parents[2] / "shared" / "reports"


def _source(name: str) -> Source:
    return Source(Path(name), name, "0" * 64, "text")


def _words(paragraph: Paragraph) -> str:
    """A paragraph with its marks put back as ``{1}``, so that a person can check them."""
    text = paragraph.text
    for offset, label in sorted(paragraph.marks, reverse=True):
        text = f"{text[:offset]}{{{label}}}{text[offset:]}"
    return text + (" [torn]" if paragraph.torn else "")


def _cell(cell: GridCell) -> str:
    span = f"<{cell.row_span}x{cell.column_span}>" if (cell.row_span, cell.column_span) != (1, 1) else ""
    return span + " / ".join(map(_words, cell.paragraphs))


def _lines(pieces: list[Piece]) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        if isinstance(piece, Paragraph):
            lines.append(f"P {_words(piece)}")
        elif isinstance(piece, Note):
            lines += [f"N {piece.label}: {_words(p)}" for p in piece.paragraphs]
        elif isinstance(piece, Grid):
            for row in sorted({cell.row for cell in piece.cells}):
                lines.append("T " + " | ".join(_cell(c) for c in piece.cells if c.row == row))
    return lines


@pytest.mark.parametrize("document", sorted(DOCUMENTS.glob("text-*.txt")), ids=lambda path: path.stem)
def test_pieces(document: Path) -> None:
    """``WRITE_EXPECTED=1 pytest`` writes the expected pieces anew; read the difference before it is committed."""
    found = _lines(list(read_text(_source(document.name), document.read_bytes()).pieces))
    beside = document.with_suffix(".pieces")
    if os.environ.get("WRITE_EXPECTED"):
        beside.write_text("\n".join(found) + "\n", encoding="utf-8")
    assert found == beside.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_and_windows_line_ends(encoding: str) -> None:
    data = "Tỷ lệ đạt 72,4%¹.\r\n\r\n¹ Cấp xã 77%.\r\n".encode(encoding)
    assert _lines(list(read_text(_source("a.txt"), data).pieces)) == [
        "P Tỷ lệ đạt 72,4%{1}. [torn]",
        "N 1: Cấp xã 77%.",
    ]


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\x0c\n---\n"])
def test_empty_files_are_told_as_empty(data: bytes) -> None:
    with pytest.raises(ReadError) as error:
        read_text(_source("rong.txt"), data)
    assert error.value.status == "empty"


@pytest.mark.parametrize(
    "data", ["Tỷ lệ đạt".encode("cp1258", "replace") + b"\xd2\xec", b"C\xe9ng ho\xb5 x\xb7 h\xe9i"]
)
def test_old_encodings_are_refused(data: bytes) -> None:
    with pytest.raises(ReadError, match="TCVN3") as error:
        read_text(_source("cu.txt"), data)
    assert error.value.status == "error"
    assert "UTF-8" in error.value.remedy


@pytest.mark.parametrize(
    ("printed", "text", "labels"),
    [
        ("đạt 72,4%¹³; còn", "đạt 72,4%; còn", ["13"]),
        ("2.136 tin bài ¹⁰, tăng", "2.136 tin bài, tăng", ["10"]),
        ("hộ nghèo còn 6,3% 1, giảm 2%", "hộ nghèo còn 6,3%, giảm 2%", ["1"]),
        ("giáo dục¹⁸,¹⁹ và y tế", "giáo dục và y tế", ["18", "19"]),
        ("rộng 145 km² và 30 m³", "rộng 145 km² và 30 m³", []),
        ("Bộ Thông tin và Truyền thông1", "Bộ Thông tin và Truyền thông", ["1"]),
        ("ở địa phương12. Các xã", "ở địa phương. Các xã", ["12"]),
        ("mạng 4G, 5G và VTV8", "mạng 4G, 5G và VTV8", []),
        ("chuẩn IPv6", "chuẩn IPv6", []),
        ("tốp đầu, top10", "tốp đầu, top10", []),
        ("rộng 12 km2", "rộng 12 km2", []),
    ],
)
def test_marks(printed: str, text: str, labels: list[str]) -> None:
    found, marks = take_marks(printed)
    assert (found, [label for _, label in marks]) == (text, labels)


@pytest.mark.parametrize(
    ("printed", "text", "bold"),
    [
        ("- *Hạn chế*: còn thiếu", "- Hạn chế: còn thiếu", False),
        ("“*Chủ đề*”.", "“Chủ đề”.", False),
        ("**Tiêu đề**", "Tiêu đề", True),
        ("5 * 3 * 2 và 3*4*5", "5 * 3 * 2 và 3*4*5", False),
        ("xem (*) và (*) dưới đây", "xem (*) và (*) dưới đây", False),
    ],
)
def test_emphasis(printed: str, text: str, bold: bool) -> None:
    assert without_emphasis(printed) == (text, bold)


def test_a_line_is_a_paragraph_unless_lines_were_wrapped() -> None:
    lines = ["Toàn tỉnh có 12 trạm.", "Các huyện đều có mạng", "CÁC GIẢI PHÁP", "- Một là đầu tư,", "hai là đào tạo"]
    assert wrapping(lines) == Wrapping()
    assert group_lines(lines, Wrapping()) == [*lines[:3], "- Một là đầu tư, hai là đào tạo"]


def test_a_lost_header_cell_is_the_empty_first_one() -> None:
    cells = ["Nhận thức số", "Thể chế số", "DTI 2021", "40", "12", "DTI 2022", "28", "15", "Tăng", "12", "3"]
    found = place(cells)
    assert [(p.index, p.row, p.column) for p in found[:4]] == [(None, 0, 0), (0, 0, 1), (1, 0, 2), (2, 1, 0)]


def _read(text: str) -> list[str]:
    return _lines(list(read_text(_source("a.txt"), text.encode()).pieces))


def test_page_numbers_without_form_feeds_are_left_out() -> None:
    found = _read("Toàn tỉnh có 12 trạm và\n\n1\n\n13 tuyến cáp.\n\n2\n\nHết.")
    assert found == ["P Toàn tỉnh có 12 trạm và", "P 13 tuyến cáp.", "P Hết."]


def test_a_body_with_a_plain_label_needs_its_mark() -> None:
    assert _read("Có 12 tổ ở địa phương1.\n\n1 Gồm 05 tổ cấp xã.") == [
        "P Có 12 tổ ở địa phương{1}. [torn]",
        "N 1: Gồm 05 tổ cấp xã.",
    ]
    assert _read("Có 12 tổ.\n\n1 Gồm 05 tổ cấp xã.") == ["P Có 12 tổ.", "P 1 Gồm 05 tổ cấp xã."]


def test_a_stream_of_cells_behind_a_lead() -> None:
    cells = ["Kết quả từng huyện:\nHuyện", "Số xã", "Tỷ lệ", "Trà Cú", "17", "90,3%", "Càng Long", "14", "81%"]
    found = _read("".join(f"{cell}\n|\n" for cell in cells) + "Nhìn chung đạt yêu cầu.\n")
    assert found == [
        "P Kết quả từng huyện:",
        "T Huyện | Số xã | Tỷ lệ",
        "T Trà Cú | 17 | 90,3%",
        "T Càng Long | 14 | 81%",
        "P Nhìn chung đạt yêu cầu.",
    ]


@pytest.mark.shared
@pytest.mark.parametrize(("name", "notes", "grids"), [("ninh-thuan-2024", 10, 2), ("quang-nam-2024", 27, 0)])
def test_reports_keep_all_footnotes(name: str, notes: int, grids: int) -> None:
    path = REPORTS / f"{name}.txt"
    if not path.exists():
        pytest.skip("the reports are not here")
    pieces = read_text(_source(path.name), path.read_bytes()).pieces
    assert sum(isinstance(piece, Note) for piece in pieces) == notes
    assert sum(isinstance(piece, Grid) for piece in pieces) == grids


HEAD = """
Chỉ tiêu                     Kế hoạch    Thực hiện    Tỷ lệ
"""
RULED = "-" * 59
OPEN = """Số trạm BTS                      1.204        1.198    99,5%
Số xã có Tổ công nghệ số            95           95     100%
Số hộ có Internet              120.500            -    98,3%
"""
COUNTED = """Kết quả như sau:

TT  Chỉ tiêu                          Kế hoạch  Kết quả
                                      năm 2024  6 tháng
1   Tỷ lệ hồ sơ trực tuyến toàn trình     80%     72,4%
    trên tổng số hồ sơ
2   Số trạm BTS                         1.204     1.198
Tổng cộng                               1.299     1.293

Các sở tiếp tục triển khai.
"""


def grid_rows(text: str) -> list[list[str]]:
    """The rows of the only table of a text."""
    (grid,) = [piece for piece in read_text(_source("a.txt"), text.encode()).pieces if isinstance(piece, Grid)]
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(_cell(cell))
    return list(rows.values())


@pytest.mark.parametrize(
    "text",
    [
        f"Kết quả như sau:\n{HEAD}{OPEN}",
        f"Kết quả như sau:\n{RULED}{HEAD}{RULED}\n{OPEN}{RULED}\nCác sở tiếp tục triển khai.",
        HEAD + OPEN.replace("\n", "\n\n"),
    ],
)
def test_columns_that_only_blanks_and_edges_tell(text: str) -> None:
    assert grid_rows(text) == [
        ["Chỉ tiêu", "Kế hoạch", "Thực hiện", "Tỷ lệ"],
        ["Số trạm BTS", "1.204", "1.198", "99,5%"],
        ["Số xã có Tổ công nghệ số", "95", "95", "100%"],
        ["Số hộ có Internet", "120.500", "-", "98,3%"],
    ]


def test_a_header_of_two_lines_and_a_name_of_two() -> None:
    assert grid_rows(COUNTED) == [
        ["TT", "Chỉ tiêu", "Kế hoạch năm 2024", "Kết quả 6 tháng"],
        ["1", "Tỷ lệ hồ sơ trực tuyến toàn trình trên tổng số hồ sơ", "80%", "72,4%"],
        ["2", "Số trạm BTS", "1.204", "1.198"],
        ["", "Tổng cộng", "1.299", "1.293"],
    ]


def test_names_and_one_column_set_left() -> None:
    text = "Số xã              95\nSố trạm            1.204\nTỷ lệ hộ nghèo     6,3%\n"
    assert grid_rows(text) == [["Số xã", "95"], ["Số trạm", "1.204"], ["Tỷ lệ hộ nghèo", "6,3%"]]


@pytest.mark.parametrize(
    "text",
    [
        "Toàn tỉnh   có   95   xã   và  1.204\ntrạm;  đến nay   đạt   98,5%\nkế hoạch   năm,   tăng   12%\n",
        "Số xã      95\nSố trạm phát sóng di động         1.204\n",
        "1.  Về hạ tầng:  1.204 trạm BTS.\n2.  Về dữ liệu:  95 bộ dữ liệu mở.\n3.  Về nhân lực:  12 lớp.\n",
    ],
)
def test_prose_with_wide_blanks_is_no_table(text: str) -> None:
    assert not any(isinstance(piece, Grid) for piece in read_text(_source("a.txt"), text.encode()).pieces)


def test_a_letterhead_in_two_columns_is_read_left_then_right() -> None:
    text = """UBND TỈNH ĐẤT MẪU            CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ THÔNG TIN VÀ                  Độc lập - Tự do - Hạnh phúc
TRUYỀN THÔNG
Số: 12/BC-STTTT              Đất Mẫu, ngày 5 tháng 6 năm 2024

                  BÁO CÁO
Toàn tỉnh có 95 xã, đạt 98,5%  kế hoạch.
"""
    pieces = read_text(_source("a.txt"), text.encode()).pieces
    assert [piece.text for piece in pieces if isinstance(piece, Paragraph)] == [
        "UBND TỈNH ĐẤT MẪU",
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG",
        "Số: 12/BC-STTTT",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Đất Mẫu, ngày 5 tháng 6 năm 2024",
        "BÁO CÁO",
        "Toàn tỉnh có 95 xã, đạt 98,5% kế hoạch.",
    ]
