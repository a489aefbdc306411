"""Values as they are written down: the printed digits for what is printed, none that only the scale has left."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from rules.find import find_figures
from tests.documents_of import document_of

VALUES = [
    ("Kinh phí chi cho an toàn thông tin là 4,5 tỷ đồng.", "4500000000"),
    ("Dự toán được giao 28.900 triệu đồng.", "28900000000"),
    ("Toàn tỉnh có 1,30 triệu tài khoản thanh toán.", "1300000"),
    ("Doanh thu đạt 0,0264 triệu đồng.", "26400"),
    ("Tỷ lệ hồ sơ trực tuyến đạt 98,50%.", "98.50"),
    ("Chỉ số đạt 0,510 điểm.", "0.510"),
]


@pytest.mark.parametrize(("sentence", "value"), VALUES)
def test_value_as_text(sentence: str, value: str) -> None:
    (figure,) = find_figures(document_of(sentence)).figures
    assert str(figure.value) == value


def printed(*lines: str) -> list[str]:
    """The figures of a row whose second cell has these lines."""
    cells = [["Tiêu chí", "Điểm"], ["Cải cách thể chế", *lines]]
    grid = [GridCell(r, c, (Paragraph(cells[r][c]),)) for r, c in ((0, 0), (0, 1), (1, 0))]
    grid.append(GridCell(1, 1, tuple(map(Paragraph, lines))))
    source = Source(Path("x.docx"), "x.docx", "0", "docx")
    return [f.number for f in find_figures(assemble(source, Pieces([Grid(tuple(grid))]))).figures]


def test_a_number_that_a_cell_broke_into_two_lines_is_one_and_does_not_stop_the_report() -> None:
    assert [" ".join(number.split()) for number in printed("9,49/", "9,5")] == ["9,49/ 9,5"]


def test_a_dash_that_begins_a_line_makes_no_range() -> None:
    assert printed("5 xã", "- 15% số xã", "- 16% số hộ")[-2:] == ["15", "16"]
    assert "-" not in "".join(printed("5", "- 15% số xã"))
