"""What is counted in a cell: its own column, its row's unit, never the name of whoever the row belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from rules.find import find_figures


def figures(*rows: str) -> list[tuple[str, str, str, str]]:
    """Number, value, unit and kind of the figures of a table, whose rows are written with ``|`` between cells."""
    cells = [
        GridCell(r, c, (Paragraph(text.strip()),), is_header=r == 0)
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
    ]
    found = find_figures(assemble(Source(Path("x.docx"), "x.docx", "0", "docx"), Pieces([Grid(tuple(cells))]))).figures
    return [(f.number, f"{f.value:f}", f.unit, f.kind) for f in found]


ROWS = [
    ("Đơn vị | Số trạm", "Huyện Hương Khê | 210", ("210", "210", "trạm", "count")),
    ("Đơn vị | Số lượng", "UBND xã Sơn Tây | 17", ("17", "17", "", "count")),
    ("Đơn vị | Thành viên tổ (người)", "Phường Hương Trà | 312", ("312", "312", "người", "count")),
    ("Chỉ số | Năm 2031 (Hưng Yên)", "PAR Index (%) | 87,98", ("87,98", "87.98", "%", "score")),
    ("Nội dung | Số lượng", "Hộ nghèo | 345", ("345", "345", "hộ", "count")),
    ("Nội dung | Số lượng", "Trạm BTS | 345", ("345", "345", "trạm BTS", "count")),
    ("Chỉ tiêu | ĐVT | Kết quả", "Thu nhập | triệu đồng/người | 45-50", ("45-50", "45000000", "đồng/người", "amount")),
    ("Chỉ tiêu | ĐVT | Kết quả", "Sản lượng | tấn | 12 350", ("12 350", "12350", "tấn", "amount")),
    ("Chỉ tiêu | ĐVT | Năm 2031", "Tăng trưởng GRDP | % | -2,5", ("-2,5", "-2.5", "%", "change")),
    ("Chỉ tiêu | ĐVT | Năm 2031", "Tăng trưởng GRDP | % | 6,8", ("6,8", "6.8", "%", "change")),
    ("Chỉ tiêu | ĐVT | Tăng/giảm (%)", "Thu ngân sách | tỷ đồng | (3,1)", ("3,1", "-3.1", "%", "change")),
    ("Chỉ tiêu | ĐVT | Tăng/giảm", "Số hộ nghèo | hộ | (31)", ("31", "-31", "hộ", "change")),
]


@pytest.mark.parametrize(("header", "row", "expected"), ROWS, ids=[row for _, row, _ in ROWS])
def test_unit_and_kind_of_a_cell(header: str, row: str, expected: tuple[str, str, str, str]) -> None:
    assert figures(header, row) == [expected]


def test_codes_that_answer_a_form_are_no_figures() -> None:
    row = "Có trang thông tin | Có = 1; Không = 0 | 1"
    assert figures("Nội dung | Đơn vị tính | Số liệu", row, "Số xã | xã | 14") == [("14", "14", "xã", "count")]


def test_a_column_around_a_hundred_is_a_ratio_and_no_change() -> None:
    header = "Nội dung | Năm 2031 (tỷ đồng) | So với cùng kỳ (%)"
    ratios = figures(header, "Thu nội địa | 540 | 112,6", "Thu xuất nhập khẩu | 75 | 91,3")
    changes = figures(header, "Thu nội địa | 540 | 12,6", "Thu xuất nhập khẩu | 75 | -8,7")
    assert [(number, kind) for number, _, unit, kind in ratios if unit == "%"] == [("112,6", "rate"), ("91,3", "rate")]
    assert [value for _, value, unit, kind in changes if unit == "%" and kind == "change"] == ["12.6", "-8.7"]


def test_what_leads_into_a_table_says_what_is_counted() -> None:
    paragraph = Paragraph("2. Hồ sơ đã nhận (tính đến ngày 15):")
    rows = ("Cấp | Tiếp nhận", "Cấp tỉnh | 4.120")
    cells = [
        GridCell(r, c, (Paragraph(text.strip()),), is_header=r == 0)
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
    ]
    source = Source(Path("x.docx"), "x.docx", "0", "docx")
    (figure,) = find_figures(assemble(source, Pieces([paragraph, Grid(tuple(cells))]))).figures
    assert (figure.number, figure.unit) == ("4.120", "hồ sơ")
