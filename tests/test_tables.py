"""Tables: header paths, row names, sections, and parts of one table over pages."""

from __future__ import annotations

import pytest

from extract.pieces import Grid, GridCell, Paragraph
from extract.tables.parts import continues, join
from extract.tables.roles import CellRole, PlainCell, understand


def _table(text: str) -> list[PlainCell]:
    """Cells of lines ``a | b``; ``a >3`` spans three columns, ``a ^2`` two rows; ``.`` is covered by a span."""
    cells: list[PlainCell] = []
    for row, line in enumerate(text.strip().splitlines()):
        for column, printed in enumerate(part.strip() for part in line.split("|")):
            if printed == ".":
                continue
            words, wide, high = printed, 1, 1
            if " >" in printed:
                words, wide = printed.rsplit(" >", 1)[0], int(printed.rsplit(" >", 1)[1])
            if " ^" in printed:
                words, high = printed.rsplit(" ^", 1)[0], int(printed.rsplit(" ^", 1)[1])
            cells.append(PlainCell(row, column, high, wide, words))
    return cells


def _role(text: str, words: str) -> CellRole:
    cells = _table(text)
    return next(role for cell, role in zip(cells, understand(cells), strict=True) if cell.text == words)


def _grid(text: str, page: int | None = None) -> Grid:
    made = [
        GridCell(c.row, c.column, (Paragraph(c.text),) if c.text else (), c.row_span, c.column_span)
        for c in _table(text)
    ]
    return Grid(tuple(made), page)


def _rows(grid: Grid) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in grid.cells:
        rows.setdefault(cell.row, []).append(" / ".join(p.text for p in cell.paragraphs))
    return [rows[row] for row in sorted(rows)]


PLAN = """
STT | Mục tiêu | Đơn vị thực hiện | Mục tiêu năm 2024 | Kết quả | Ghi chú
II | Phát triển Chính quyền số | | | |
3 | Tỷ lệ hồ sơ công việc trên mạng | Các sở | | |
 | - Cấp tỉnh | | 100% | 99,27% | Chưa đạt
 | + Sở Nội vụ | | 90% | 91% |
 | - Cấp xã | | 75% | 96,72% | Đạt và vượt 21,72%
 | Tỷ lệ hồ sơ trực tuyến | Các sở | 70% | 77,47% | Đạt
4 | Dân số | | | |
 | Nam | | 510 | 512 |
"""


def test_a_sub_row_carries_its_parents_name() -> None:
    role = _role(PLAN, "99,27%")
    assert role == CellRole(
        False, ("Kết quả",), "Tỷ lệ hồ sơ công việc trên mạng - Cấp tỉnh", "-", "Phát triển Chính quyền số"
    )
    assert _role(PLAN, "91%").row_name == "Tỷ lệ hồ sơ công việc trên mạng - Cấp tỉnh - Sở Nội vụ"
    assert _role(PLAN, "Đạt và vượt 21,72%").row_name == "Tỷ lệ hồ sơ công việc trên mạng - Cấp xã"


def test_a_row_without_number_or_dash_behind_dashed_ones_stands_for_itself() -> None:
    assert _role(PLAN, "77,47%").row_name == "Tỷ lệ hồ sơ trực tuyến"


def test_a_row_without_number_under_a_row_without_values_is_a_sub_row() -> None:
    assert _role(PLAN, "512").row_name == "Dân số - Nam"


PILLARS = """
Năm ^2 | Chính quyền số >2 | . | Kinh tế số >2 | .
. | Điểm | Xếp hạng | Điểm | Xếp hạng
2021 | 0,4689 | 27 | 0,4581 | 19
2022 | 0,6674 | 30 | 0,6062 | 45
"""


def test_headers_over_two_rows() -> None:
    assert _role(PILLARS, "0,6062") == CellRole(False, ("Kinh tế số", "Điểm"), "2022", "", "")
    assert _role(PILLARS, "Xếp hạng") == CellRole(True, ("Chính quyền số",))


def test_a_top_row_with_an_empty_corner_and_lost_spans() -> None:
    text = PILLARS.replace("Năm ^2 ", "").replace(" >2 | .", " | ").replace(". | Điểm", "Năm | Điểm")
    assert _role(text, "45").headers == ("Kinh tế số", "Xếp hạng")
    assert _role(text, "45").row_name == "2022"


def test_columns_numbers_are_no_header_words() -> None:
    text = """
TT | Chỉ tiêu | ĐVT | Năm 2023 >2 | . | So sánh (%)
 | | | Kế hoạch | Thực hiện |
A | B | 1 | 2 | 3 | 4=3/2
1 | Trạm BTS | trạm | 1.000 | 1.100 | 110
"""
    assert _role(text, "1.100") == CellRole(False, ("Năm 2023", "Thực hiện"), "Trạm BTS", "1", "")
    assert _role(text, "110").headers == ("So sánh (%)",)
    assert _role(text, "4=3/2").is_header


def test_years_in_a_top_row_are_headers() -> None:
    text = "Chỉ tiêu | 2021 | Năm 2022\nTrạm BTS | 1.905 | 2.128\nThuê bao | 800 | 931"
    assert _role(text, "931") == CellRole(False, ("Năm 2022",), "Thuê bao", "", "")


def test_components_whose_group_stands_in_the_counters_place() -> None:
    text = (
        "1 | Chỉ số thành phần | Điểm tối đa | Điểm thẩm định\n1.3 | Văn bản chỉ đạo | 10 | 0\n1.10 | Tần suất | 10 | 5"
    )
    assert _role(text, "5") == CellRole(False, ("Điểm thẩm định",), "Tần suất", "1.10", "")


def test_names_of_years_with_index_names_above() -> None:
    text = " | Nhận thức số | Thể chế số\nDTI 2021 | 10 | 1\nDTI 2022 | 54 | 15\nTăng/giảm | -44 | -14"
    assert _role(text, "-14") == CellRole(False, ("Thể chế số",), "Tăng/giảm", "", "")


def test_a_cell_over_several_rows_belongs_to_each() -> None:
    text = """
Nhóm chỉ số | Chỉ tiêu | Điểm
Hạ tầng số ^2 | Trạm BTS | 8
. | Cáp quang | 6
Nhân lực số | Tập huấn | 5
"""
    assert _role(text, "6").row_name == "Hạ tầng số - Cáp quang"


def test_a_row_across_the_table_is_a_section() -> None:
    text = "TT | Chỉ tiêu | Kết quả\nKhối huyện >3 | . | .\n1 | Trạm BTS | 12"
    assert _role(text, "12").section == "Khối huyện"
    assert _role(text, "Khối huyện").headers == ()


def test_a_header_that_stands_again_in_the_middle_is_a_header() -> None:
    text = "TT | Chỉ tiêu | Kết quả\n1 | Trạm | 12\nTT | Chỉ tiêu | Kết quả \n2 | Thuê bao | 40"
    cells = _table(text)
    roles = understand(cells)
    assert [role.is_header for role in roles] == [True] * 3 + [False] * 3 + [True] * 3 + [False] * 3
    assert roles[-1].row_name == "Thuê bao"


def test_a_table_of_figures_only_has_no_header() -> None:
    roles = understand(_table("1 | 2\n3 | 4"))
    assert all(role.headers == () and not role.is_header for role in roles)


HEAD = "TT | Chỉ tiêu | Kết quả | Ghi chú\n"


def test_a_repeated_header_is_dropped() -> None:
    first, second = _grid(HEAD + "1 | Trạm | 12 | Đạt", 1), _grid(HEAD + "2 | Thuê bao | 40 | Đạt", 2)
    assert continues(first, second)
    whole = join(first, second)
    assert _rows(whole)[1:] == [["1", "Trạm", "12", "Đạt"], ["2", "Thuê bao", "40", "Đạt"]]
    assert whole.page == 1


def test_a_part_without_header_goes_on() -> None:
    first, second = _grid(HEAD + "1 | Trạm | 12 | Đạt"), _grid("2 | Thuê bao | 40 | Đạt")
    assert continues(first, second)
    assert len(_rows(join(first, second))) == 3


def test_a_torn_row_is_one_row_again() -> None:
    first, second = (
        _grid(HEAD + "9 | Mỗi cơ quan hoàn thành | 50 | Chưa đủ"),
        _grid(HEAD + " | một sản phẩm | | Năm nay"),
    )
    assert continues(first, second)
    assert _rows(join(first, second))[1:] == [["9", "Mỗi cơ quan hoàn thành một sản phẩm", "50", "Chưa đủ Năm nay"]]


def test_a_sub_row_on_the_next_page_stays_a_row() -> None:
    first, second = _grid(HEAD + "3 | Tỷ lệ hồ sơ | | "), _grid(HEAD + " | - Cấp tỉnh | 99 | Đạt")
    assert _rows(join(first, second))[2] == ["", "- Cấp tỉnh", "99", "Đạt"]


def test_a_header_alone_on_a_page_and_the_empty_strip_behind_it() -> None:
    first, second = _grid(HEAD), _grid(" | | | \n1 | Trạm | 12 | Đạt")
    assert continues(first, second)
    assert _rows(join(first, second))[1:] == [["1", "Trạm", "12", "Đạt"]]


def test_another_table_does_not_go_on() -> None:
    first = _grid(HEAD + "1 | Trạm | 12 | Đạt")
    assert not continues(first, _grid("STT | Tên | Số | Nguồn\n1 | Trạm | 12 | Đạt"))
    assert not continues(first, _grid("2 | Thuê bao | 40"))


def test_a_value_under_two_columns_is_of_neither_alone() -> None:
    text = "STT | Chỉ tiêu | Năm 2023 | Năm 2024\n1 | Số xã | 95 | 96\n2 | Số trạm | 1.204 >2 | ."
    assert _role(text, "1.204").headers == ("Năm 2023 / Năm 2024",)
    under = "STT ^2 | Chỉ tiêu ^2 | Kết quả >2 | .\n. | . | Năm 2023 | Năm 2024\n1 | Số trạm | 1.204 >2 | ."
    assert _role(under, "1.204").headers == ("Kết quả", "Năm 2023 / Năm 2024")


@pytest.mark.parametrize(
    "said",
    [
        "Ghi chú: số liệu tính đến ngày 15 tháng 12",
        "Nguồn: Cục Thống kê",
        "(*) Chỉ tiêu do Bộ giao",
        "Các xã vùng sâu chưa có sóng di động. Tỉnh đã đề nghị doanh nghiệp phủ sóng trong năm.",
    ],
)
def test_a_row_that_explains_is_no_section(said: str) -> None:
    table = (
        f"Chỉ tiêu | Kế hoạch | Kết quả\nHạ tầng số >3 | . | .\nTrạm BTS | 210 | 214\n{said} >3 | . | .\nCáp | 5 | 7"
    )
    assert (_role(table, "214").section, _role(table, "7").section) == ("Hạ tầng số", "Hạ tầng số")
    assert _role(table, said).row_name == ""
