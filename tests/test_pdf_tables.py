"""Ruled tables of PDFs, held against pdfplumber's own reading of them."""

from __future__ import annotations

import io
import itertools
from pathlib import Path

import pdfplumber
import pytest
from pdf_sheet import LEFT, Sheet, grids, read_bytes, texts

from extract.pieces import Grid

SHARED = Path(__file__).parent.parent.parent / "shared" / "reports"
XS, YS = (85.0, 150.0, 300.0, 400.0, 500.0), (100.0, 125.0, 150.0, 190.0)


def draw(sheet: Sheet, missing: frozenset[tuple[str, int, int]] = frozenset()) -> None:
    """A grid of 3 rows and 4 columns. ``missing`` are (``h`` or ``v``, line, part) not drawn: merged cells."""
    for line, y in enumerate(YS):
        for part in range(len(XS) - 1):
            if ("h", line, part) not in missing:
                sheet.rule(XS[part], y, XS[part + 1], y)
    for line, x in enumerate(XS):
        for part in range(len(YS) - 1):
            if ("v", line, part) not in missing:
                sheet.rule(x, YS[part], x, YS[part + 1])


def fill(sheet: Sheet, row: int, column: int, *lines: str) -> None:
    for number, line in enumerate(lines):
        sheet.text(XS[column] + 4, YS[row] + 14 + 12 * number, line, 10)


def rows(grid: Grid) -> list[list[str]]:
    """The words of the cells; a cell under a span is absent."""
    found: dict[int, list[str]] = {}
    for cell in grid.cells:
        found.setdefault(cell.row, []).append(" ".join(p.text for p in cell.paragraphs))
    return [found[row] for row in sorted(found)]


def test_cells_lines_and_empty_cells() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 80, "Bảng 1. Kết quả:")
    draw(sheet)
    for column, name in enumerate(("STT", "Chỉ tiêu", "2023", "2024")):
        fill(sheet, 0, column, name)
    fill(sheet, 1, 0, "1")
    fill(sheet, 1, 1, "Hộ có cáp quang")
    fill(sheet, 1, 3, "86,32%")
    fill(sheet, 2, 0, "2")
    fill(sheet, 2, 1, "Dân số có điện thoại", "thông minh")
    fill(sheet, 2, 2, "-")
    fill(sheet, 2, 3, "87,44")
    sheet.text(LEFT, 220, "Qua bảng trên cho thấy các chỉ tiêu đều tăng.")
    pieces = sheet.read()
    (grid,) = grids(pieces)
    assert rows(grid) == [
        ["STT", "Chỉ tiêu", "2023", "2024"],
        ["1", "Hộ có cáp quang", "", "86,32%"],
        ["2", "Dân số có điện thoại thông minh", "-", "87,44"],
    ]
    assert texts(pieces) == ["Bảng 1. Kết quả:", "Qua bảng trên cho thấy các chỉ tiêu đều tăng."]
    assert [type(piece).__name__ for piece in pieces.pieces] == ["Paragraph", "Grid", "Paragraph"]
    assert grid.page == 1


def test_a_number_broken_by_a_narrow_cell_is_whole_and_two_numbers_are_two() -> None:
    sheet = Sheet()
    draw(sheet)
    fill(sheet, 2, 0, "1.428.3", "22")
    fill(sheet, 2, 1, "2021", "2022")
    fill(sheet, 2, 2, "1.428", "322")
    (grid,) = grids(sheet.read())
    assert rows(grid)[2][:3] == ["1.428.322", "2021 2022", "1.428 322"]


def narrow(*lines: str, wide: float) -> str:
    """The text of a cell of that width, in points, whose lines these are."""
    sheet = Sheet()
    for x in (85, 300, 300 + wide):
        sheet.rule(x, 100, x, 200)
    for y, name in ((100, "Chỉ tiêu"), (120, "Mật độ thuê bao"), (160, "Tỷ lệ hộ nghèo"), (200, "")):
        sheet.rule(85, y, 300 + wide, y)
        sheet.text(90, y + 15, name, 10)
    for number, line in enumerate(lines):
        sheet.text(304, 135 + 12 * number, line, 10)
    (grid,) = grids(sheet.read())
    return next(" ".join(p.text for p in c.paragraphs) for c in grid.cells if (c.row, c.column) == (1, 1))


def test_decimals_are_joined_only_where_the_cell_leaves_no_room() -> None:
    assert narrow("0,000", "187", wide=38) == "0,000187"
    assert narrow("0,000", "187", wide=90) == "0,000 187"
    assert narrow("12,5", "130", wide=30) == "12,5 130"
    assert narrow("18.1", "25,000", wide=60) == "18.1 25,000"
    assert narrow("18.1", "25", wide=32) == "18.125"


def test_merged_cells_have_spans() -> None:
    sheet = Sheet()
    draw(sheet, frozenset({("v", 3, 0), ("h", 1, 0), ("h", 1, 1)}))
    fill(sheet, 0, 0, "STT")
    fill(sheet, 0, 1, "Chỉ tiêu")
    fill(sheet, 0, 2, "Năm báo cáo")
    fill(sheet, 1, 2, "2023")
    fill(sheet, 1, 3, "2024")
    (grid,) = grids(sheet.read())
    spans = {
        cell.paragraphs[0].text: (cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in grid.cells
        if cell.paragraphs
    }
    assert spans == {
        "STT": (0, 0, 2, 1),
        "Chỉ tiêu": (0, 1, 2, 1),
        "Năm báo cáo": (0, 2, 1, 2),
        "2023": (1, 2, 1, 1),
        "2024": (1, 3, 1, 1),
    }


def test_a_table_without_outer_sides_keeps_its_outer_columns() -> None:
    sheet = Sheet()
    draw(sheet, frozenset(("v", line, part) for line in (0, 4) for part in range(3)))
    for row in range(3):
        for column in range(4):
            fill(sheet, row, column, f"{row}.{column}")
    sheet.text(LEFT, 220, "Đoạn văn sau bảng.")
    pieces = sheet.read()
    assert [rows(grid) for grid in grids(pieces)] == [[[f"{r}.{c}" for c in range(4)] for r in range(3)]]
    assert texts(pieces) == ["Đoạn văn sau bảng."]


def test_a_table_that_rules_only_its_rows() -> None:
    sheet = Sheet()
    for y in (100, 125, 150, 175):
        sheet.rule(85, y, 500, y)
    for row, (name, value) in enumerate((("Chỉ tiêu", "2024"), ("Hộ có cáp quang", "86,32%"), ("Thôn có sóng", "100"))):
        sheet.text(90, 116 + 25 * row, name, 10)
        sheet.text(400, 116 + 25 * row, value, 10)
    (grid,) = grids(sheet.read())
    assert rows(grid) == [["Chỉ tiêu", "2024"], ["Hộ có cáp quang", "86,32%"], ["Thôn có sóng", "100"]]


def test_prose_between_two_rules_is_prose() -> None:
    sheet = Sheet()
    for y in (60, 300, 310, 790):
        sheet.rule(85, y, 510, y)
    sheet.y = 90
    sheet.paragraph("Trong năm qua tỉnh đã triển khai nhiều nhiệm vụ về hạ tầng số và dữ liệu số cho người dân.")
    assert grids(sheet.read()) == []


def test_a_cell_over_rows_beside_a_cell_over_columns() -> None:
    sheet = Sheet()
    ys = (100, 125, 150, 175, 200, 225)
    for y in ys:
        sheet.rule(85, y, 400 if y in (125, 175 + 25) else 500, y)
    for x in (85, 150, 500):
        sheet.rule(x, 100, x, 225)
    for x in (300, 400):
        sheet.rule(x, 100, x, 150)
        sheet.rule(x, 175, x, 225)
    sheet.text(160, 166, "XÃ HỘI SỐ", 10)
    (grid,) = grids(sheet.read())
    assert [(c.row, c.column, c.row_span, c.column_span) for c in grid.cells if c.paragraphs] == [(2, 1, 1, 3)]
    assert len(grid.cells) == 16


def test_lines_drawn_as_thin_rectangles() -> None:
    sheet = Sheet()
    for y in YS:
        sheet.canvas.rect(XS[0], sheet.height - y, XS[-1] - XS[0], 0.7, stroke=0, fill=1)
    for x in XS:
        sheet.canvas.rect(x, sheet.height - YS[-1], 0.7, YS[-1] - YS[0], stroke=0, fill=1)
    fill(sheet, 1, 1, "Hộ có cáp quang")
    (grid,) = grids(sheet.read())
    assert len(grid.cells) == 12


def test_a_frame_and_an_underline_are_no_table() -> None:
    sheet = Sheet()
    sheet.canvas.rect(80, sheet.height - 200, 400, 100)
    sheet.text(LEFT, 130, "Khung này chỉ có một ô chữ.")
    sheet.rule(LEFT, 133, 200, 133)
    pieces = sheet.read()
    assert grids(pieces) == []
    assert texts(pieces) == ["Khung này chỉ có một ô chữ."]


def test_a_table_on_each_page_is_a_grid_each() -> None:
    sheet = Sheet()
    for _ in range(2):
        draw(sheet)
        fill(sheet, 0, 1, "Chỉ tiêu")
        fill(sheet, 1, 1, "Hộ có cáp quang")
        sheet.turn()
    assert [grid.page for grid in grids(sheet.read())] == [1, 2]


def test_cells_are_those_of_pdfplumber() -> None:
    sheet = Sheet()
    draw(sheet, frozenset({("v", 2, 1), ("h", 2, 3)}))
    for row in range(3):
        for column in range(4):
            fill(sheet, row, column, f"{row}.{column}")
    data = sheet.data()
    with pdfplumber.open(io.BytesIO(data)) as document:
        (table,) = document.pages[0].find_tables()
        theirs = sorted((round(top), round(x0)) for x0, top, _, _ in table.cells)
    (grid,) = grids(read_bytes(data))
    ours = sorted((round(YS[cell.row]), round(XS[cell.column])) for cell in grid.cells)
    assert ours == theirs


@pytest.mark.shared
@pytest.mark.parametrize("name", ["ninh-thuan-2024", "quang-nam-2023-dti"])
def test_tables_of_a_report_are_those_of_pdfplumber(name: str) -> None:
    path = SHARED / f"{name}.pdf"
    if not path.is_file():
        pytest.skip("the reports are not beside the repository")
    theirs: list[list[list[str]]] = []
    with pdfplumber.open(path) as document:
        for page in document.pages:
            for table in page.extract_tables():
                theirs.append([[" ".join((cell or "").split()) for cell in row] for row in table])
    ours = [rows(grid) for grid in grids(read_bytes(path.read_bytes()))]
    assert _hyphens(ours) == _hyphens(theirs)


def _hyphens(tables: list[list[list[str]]]) -> list[list[list[str]]]:
    """pdfplumber leaves the line break in ``36/NQ-`` ``HĐND``; here the number is whole."""
    return [[[cell.replace("- ", "-") for cell in row] for row in table] for table in tables]


def test_a_header_above_the_rulings_is_the_tables() -> None:
    sheet = Sheet()
    sheet.text(LEFT, 70, "Kết quả thực hiện trong hai năm như sau:")
    sheet.text(XS[2] + 20, 96, "Năm 2023", 10)
    sheet.text(XS[3] + 20, 96, "Năm 2024", 10)
    draw(sheet)
    for row, cells in enumerate(
        [("1", "Số xã", "95", "96"), ("2", "Số trạm", "1.204", "1.310"), ("3", "Số thôn", "8", "9")]
    ):
        for column, text in enumerate(cells):
            fill(sheet, row, column, text)
    pieces = sheet.read()
    (grid,) = grids(pieces)
    assert rows(grid)[:2] == [["", "", "Năm 2023", "Năm 2024"], ["1", "Số xã", "95", "96"]]
    assert texts(pieces) == ["Kết quả thực hiện trong hai năm như sau:"]


def test_prose_above_the_rulings_stays_prose() -> None:
    sheet = Sheet()
    sheet.text(XS[0], 96, "Kết quả thực hiện các chỉ tiêu trong năm 2023 và năm 2024 như sau:", 10)
    draw(sheet)
    fill(sheet, 0, 1, "Số xã")
    fill(sheet, 0, 2, "95")
    pieces = sheet.read()
    assert rows(grids(pieces)[0])[0] == ["", "Số xã", "95", ""] and len(texts(pieces)) == 1


@pytest.mark.parametrize("inset", [0.0, 0.5, 3.5])
@pytest.mark.parametrize("strips", [1, 2])
@pytest.mark.parametrize("sides", [True, False])
def test_a_header_ends_where_its_shading_ends(inset: float, strips: int, sides: bool) -> None:
    sheet = Sheet()
    for _ in range(2):
        sheet.canvas.setFillGray(0.85)
        high = (YS[1] - YS[0] - 2 * inset) / strips
        for part, strip in itertools.product(range(4), range(strips)):
            width = XS[part + 1] - XS[part] - 2 * inset
            bottom = sheet.height - YS[1] + inset + strip * high
            sheet.canvas.rect(XS[part] + inset, bottom, width, high, stroke=0, fill=1)
        sheet.canvas.setFillGray(0)
        missing = [("h", 1, part) for part in range(4)]
        missing += [] if sides else [("v", side, part) for side in (0, 4) for part in range(3)]
        draw(sheet, frozenset(missing))
        for row, cells in enumerate([("TT", "Chỉ tiêu", "Năm 2023", "Năm 2024"), ("2", "Số trạm", "1.204", "1.310")]):
            for column, text in enumerate(cells):
                fill(sheet, row, column, text)
        sheet.turn()
    for grid in grids(sheet.read()):
        assert rows(grid)[:2] == [["TT", "Chỉ tiêu", "Năm 2023", "Năm 2024"], ["2", "Số trạm", "1.204", "1.310"]]
