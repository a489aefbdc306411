"""What is counted in a cell: its own column, its row's unit, never the name of whoever the row belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from rules.find import find_figures


def figures(*rows: str, title: str = "") -> list[tuple[str, str, str, str]]:
    """Number, value, unit and kind of the figures of a table, whose rows are written with ``|`` between cells;
    ``title`` is the paragraph above it."""
    cells = [
        GridCell(r, c, (Paragraph(text.strip()),), is_header=r == 0)
        for r, row in enumerate(rows)
        for c, text in enumerate(row.split("|"))
    ]
    pieces = Pieces([*([Paragraph(title)] if title else []), Grid(tuple(cells))])
    found = find_figures(assemble(Source(Path("x.docx"), "x.docx", "0", "docx"), pieces)).figures
    return [(f.number, f"{f.value:f}", f.unit, f.kind) for f in found]


ROWS = [
    ("Đơn vị | Số trạm", "Huyện Hương Khê | 210", ("210", "210", "trạm", "count")),
    ("Đơn vị | Số lượng", "UBND xã Sơn Tây | 17", ("17", "17", "", "count")),
    ("Đơn vị | Thành viên tổ (người)", "Phường Hương Trà | 312", ("312", "312", "người", "count")),
    ("Chỉ số | Năm 2031 (Hưng Yên)", "PAR Index (%) | 87,98", ("87,98", "87.98", "%", "score")),
    ("Nội dung | Số lượng", "Hộ nghèo | 345", ("345", "345", "hộ nghèo", "count")),
    ("Nội dung | Số lượng", "Trạm BTS | 345", ("345", "345", "trạm BTS", "count")),
    ("Chỉ tiêu | ĐVT | Kết quả", "Thu nhập | triệu đồng/người | 45-50", ("45-50", "45000000", "đồng/người", "amount")),
    ("Chỉ tiêu | ĐVT | Kết quả", "Sản lượng | tấn | 12 350", ("12 350", "12350", "tấn", "amount")),
    ("Chỉ tiêu | ĐVT | Năm 2031", "Tăng trưởng GRDP | % | -2,5", ("-2,5", "-2.5", "%", "change")),
    ("Chỉ tiêu | ĐVT | Năm 2031", "Tăng trưởng GRDP | % | 6,8", ("6,8", "6.8", "%", "change")),
    ("Chỉ tiêu | ĐVT | Tăng/giảm (%)", "Thu ngân sách | tỷ đồng | (3,1)", ("3,1", "-3.1", "%", "change")),
    ("Chỉ tiêu | ĐVT | Tăng/giảm", "Số hộ nghèo | hộ | (31)", ("31", "-31", "hộ", "change")),
    ("Chỉ báo | Đơn vị | Trị số", "Tuổi thọ bình quân | Năm | 73,4", ("73,4", "73.4", "năm", "amount")),
    ("Chỉ báo | Đơn vị | Trị số", "Mức sinh | Con/phụ nữ | 2,05", ("2,05", "2.05", "con/phụ nữ", "rate")),
    ("Chỉ báo | Trị số", "Bác sĩ bình quân 1 vạn dân | 9,7", ("9,7", "9.7", "bác sĩ/vạn dân", "rate")),
    ("Chỉ báo | Trị số", "Khách vận chuyển (nghìn lượt) | 41,5", ("41,5", "41500", "lượt", "count")),
    ("Nhà mạng | Trạm", "Mạng A | 1.204", ("1.204", "1204", "trạm", "count")),
]


@pytest.mark.parametrize(("header", "row", "expected"), ROWS, ids=[row for _, row, _ in ROWS])
def test_unit_and_kind_of_a_cell(header: str, row: str, expected: tuple[str, str, str, str]) -> None:
    assert figures(header, row) == [expected]


TITLES = [
    ("Bảng 2. Thiếu hụt của hộ nghèo (%)", "Chiều thiếu hụt | Hộ nghèo", "Việc làm | 38,4", ("38,4", "%", "rate")),
    ("Bảng 3. Số xã đạt từng tiêu chí, theo năm", "Tiêu chí | 2031", "Trường học | 64", ("64", "xã", "count")),
    ("BẢNG. Đăng ký doanh nghiệp", "Địa bàn | Tạm ngừng", "Huyện Bình Lục | 38", ("38", "doanh nghiệp", "count")),
    ("Biểu: Quyết toán (ĐVT: triệu đồng)", "Khoản mục | Số tiền", "Thu nội địa | 5.210", ("5.210", "đồng", "amount")),
    # no total stands in these titles
    ("SỐ LIỆU TỔNG HỢP MỘT SỐ ĐỊA BÀN", "Xã, phường | Đã kích hoạt", "Xã Tiên Lữ | 19.206", ("19.206", "", "count")),
]


@pytest.mark.parametrize(("title", "header", "row", "expected"), TITLES, ids=[title for title, *_ in TITLES])
def test_what_a_title_says_is_counted(title: str, header: str, row: str, expected: tuple[str, str, str]) -> None:
    assert [(number, unit, kind) for number, _, unit, kind in figures(header, row, title=title)] == [expected]


def test_units_in_prose_before_a_table_are_not_its_own() -> None:
    prose = "Trong 563 đơn vị: tự bảo đảm chi đầu tư 1 đơn vị."
    rows = ("Khoản mục | Số tiền (triệu đồng)", "Thu nội địa | 5.210")
    assert figures(*rows, title=prose)[-1] == ("5.210", "5210000000", "đồng", "amount")


def test_what_is_the_most_in_a_table_of_points_are_points() -> None:
    rows = ("Nội dung | Tối đa | Điểm đạt", "Hộ có địa chỉ số | 20 | 16,9")
    assert [(number, unit, kind) for number, _, unit, kind in figures(*rows)] == [
        ("20", "điểm", "score"),
        ("16,9", "điểm", "score"),
    ]
    assert figures("Nội dung | Tối đa", "Nhiệt độ | 39")[0][2:] == ("", "count")


def test_people_are_counted_where_accidents_harmed_them() -> None:
    rows = ("Địa bàn | Số vụ | Chết | Bị thương", "Huyện Bình Lục | 16 | 9 | 10")
    assert [unit for _, _, unit, _ in figures(*rows)] == ["vụ", "người", "người"]
    assert figures("Loại vật nuôi | Chết", "Trâu, bò | 12")[0][2] != "người"


def test_codes_that_answer_a_form_are_no_figures() -> None:
    row = "Có trang thông tin | Có = 1; Không = 0 | 1"
    assert figures("Nội dung | Đơn vị tính | Số liệu", row, "Số xã | xã | 14") == [("14", "14", "xã", "count")]


def test_a_column_around_a_hundred_is_a_ratio_and_no_change() -> None:
    header = "Nội dung | Năm 2031 (tỷ đồng) | So với cùng kỳ (%)"
    ratios = figures(header, "Thu nội địa | 540 | 112,6", "Thu xuất nhập khẩu | 75 | 91,3")
    changes = figures(header, "Thu nội địa | 540 | 12,6", "Thu xuất nhập khẩu | 75 | -8,7")
    assert [(number, kind) for number, _, unit, kind in ratios if unit == "%"] == [("112,6", "rate"), ("91,3", "rate")]
    assert [value for _, value, unit, kind in changes if unit == "%" and kind == "change"] == ["12.6", "-8.7"]


TITLES = [
    ("2. Hồ sơ đã nhận (tính đến ngày 15):", "Cấp | Tiếp nhận", "Cấp tỉnh | 4.120", "hồ sơ"),
    ("Bảng 3. Hồ sơ theo cấp", "Cấp | Tiếp nhận | Quá hạn", "Cấp xã | 412 | 6", "hồ sơ"),
    ("Kết quả tiếp nhận, xử lý phản ánh (từ ngày 01/3/2031):", "Đơn vị | Trong hạn", "Sở Y tế | 44", "phản ánh"),
    ("Biểu 2. Tình hình thuê bao viễn thông", "Huyện | Tháng 6/2031", "Huyện Bình Lục | 8.120", "thuê bao"),
    ("KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", "Đơn vị | Đã giải quyết", "Xã Phú Xuân | 812", "hồ sơ"),
    ("Bảng 1. Thống kê doanh nghiệp theo địa bàn", "Xã | Giải thể", "Xã Sơn Tây | 17", "doanh nghiệp"),
]


@pytest.mark.parametrize(("title", "header", "row", "unit"), TITLES, ids=[title for title, *_ in TITLES])
def test_what_a_title_tells_of_is_counted_where_header_and_row_say_only_its_state(
    title: str, header: str, row: str, unit: str
) -> None:
    assert {found[2] for found in figures(header, row, title=title)} == {unit}


NO_TITLES = [
    ("Bảng 3. Hồ sơ theo cấp", "Cấp | Kinh phí", "Cấp xã | 412"),
    ("Bảng 4. Biên chế và đơn vị sự nghiệp", "Cấp | Đã giao", "Cấp xã | 412"),
    ("Bảng 5. Hộ nghèo, trang trại", "Khu vực | Tổng số", "Khu vực ven biển | 412"),
    ("Biểu 6. Chỉ tiêu giao cho các xã", "Nội dung | Năm 2031", "Giải quyết việc làm | 412"),
    ("Bảng 7. Thuê bao viễn thông", "Nội dung | Cấp tỉnh", "Vốn đầu tư | 412"),
    ("Danh mục dự án", "Nội dung | Năm 2031", "Cầu Bến Thủy | 412"),
]


@pytest.mark.parametrize(("title", "header", "row"), NO_TITLES, ids=[title for title, *_ in NO_TITLES])
def test_a_title_lends_no_unit_to_what_is_another_thing(title: str, header: str, row: str) -> None:
    assert [found[2] for found in figures(header, row, title=title)] == [""]


def test_a_row_counts_what_the_row_above_it_does() -> None:
    rows = ("1 | Hồ sơ tiếp nhận | 500", "1.1 | Trực tuyến | 480", "1.2 | Kỳ trước chuyển sang | 20", "2 | Lệ phí | 12")
    assert [found[2] for found in figures("TT | Nội dung | Cấp tỉnh", *rows)] == ["hồ sơ", "hồ sơ", "hồ sơ", ""]


def test_rows_are_kinds_of_what_their_header_names() -> None:
    rows = ("Điện thoại cố định | 6.204", "Internet băng rộng | 7.310")
    assert [found[2] for found in figures("Loại thuê bao | Tháng 6/2031", *rows)] == ["thuê bao", "thuê bao"]
    assert [found[2] for found in figures("Nội dung | Tháng 6/2031", *rows)] == ["", ""]


def test_columns_count_what_the_header_over_them_names() -> None:
    cells = [
        GridCell(0, 0, (Paragraph("Đơn vị"),), row_span=2, is_header=True),
        GridCell(0, 1, (Paragraph("Hồ sơ tiếp nhận"),), column_span=2, is_header=True),
        *(GridCell(1, at, (Paragraph(words),), is_header=True) for at, words in ((1, "Tổng số"), (2, "Trực tuyến"))),
        *(GridCell(2, at, (Paragraph(words),)) for at, words in enumerate(("Sở Y tế", "9.412", "6.087"))),
    ]
    source = Source(Path("x.docx"), "x.docx", "0", "docx")
    assert [f.unit for f in find_figures(assemble(source, Pieces([Grid(tuple(cells))]))).figures] == ["hồ sơ", "hồ sơ"]


def test_the_words_for_data_are_no_number_of_anything() -> None:
    assert [found[2] for found in figures("Nội dung | Số liệu", "Lưu trữ | 345")] == [""]


def test_a_word_of_direction_before_the_number_of_a_cell_signs_it() -> None:
    header = "Nội dung | Tháng 6/2031 (hộ) | Tăng, giảm (%)"
    rows = ("Hộ nghèo | 345 | giảm 12,8", "Hộ cận nghèo | 410 | tăng 4,5")
    changes = [(value, unit, kind) for number, value, unit, kind in figures(header, *rows) if "," in number]
    assert changes == [("-12.8", "%", "change"), ("4.5", "%", "change")]
