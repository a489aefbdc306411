"""Whose figure it is where a sentence or a table names several places; and units of a table that names offices."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Document, Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from rules.find import find_figures
from tests.documents_of import document_of

OWN = "Lai Châu"
SENTENCES = [
    # A clause that names nothing new goes on about the place before it.
    ("Tỉnh Hà Nam đạt 88,12 điểm, xếp thứ 14/63.", ["Hà Nam", "Hà Nam"]),
    ("Năm 2023 tỉnh Bắc Kạn (cũ) đạt 0,58 điểm và đứng thứ 47/63 về chuyển đổi số.", ["Bắc Kạn", "Bắc Kạn"]),
    ("Đứng đầu là Đà Nẵng với 0,79 điểm, tăng 0,04 điểm, giữ vị trí 1/63.", ["Đà Nẵng", "Đà Nẵng", "Đà Nẵng"]),
    ("Bình quân cả nước đạt 71,2%, tăng 3,5%.", ["cả nước", "cả nước"]),
    # What names its own subject, stands behind a semicolon, or was only held against a place does not.
    ("Tỉnh Hà Nam đạt 88,12 điểm, tỉnh ta xếp thứ 20/63.", ["Hà Nam", OWN]),
    ("Tỉnh Hà Nam đạt 88,12 điểm; xếp thứ 20/63.", ["Hà Nam", OWN]),
    ("Tỷ lệ hồ sơ trực tuyến cao hơn cả nước 2,1%, xếp thứ 5/63.", ["cả nước", OWN]),
    ("Chỉ số kém Hà Nam 1,2 điểm, xếp thứ 20/63.", ["Hà Nam", OWN]),
    ("Bình quân cả nước đạt 71,2%, xếp thứ 20/63.", ["cả nước", OWN]),
]
DAYS = [
    ("Đến 30/11 giải ngân được 4.120 tỷ đồng.", ["4.120"]),
    ("Tính đến 31/12, toàn tỉnh có 812 trạm BTS.", ["812"]),
    ("Đến 10/12 huyện đã ban hành kế hoạch.", ["10/12"]),
    ("Từ 9/11 chỉ tiêu hoàn thành, năm nay còn 2 chỉ tiêu.", ["9/11", "2"]),
]


def of_own_province(text: str) -> Document:
    return document_of("UBND TỈNH LAI CHÂU", "BÁO CÁO", "Kết quả năm 2024", text)


@pytest.mark.parametrize(("sentence", "places"), SENTENCES)
def test_place_of_each_figure(sentence: str, places: list[str]) -> None:
    assert [figure.place for figure in find_figures(of_own_province(sentence)).figures] == places


@pytest.mark.parametrize(("sentence", "numbers"), DAYS)
def test_day_without_its_word(sentence: str, numbers: list[str]) -> None:
    assert [figure.number for figure in find_figures(document_of(sentence)).figures] == numbers


def test_a_cell_of_prose_that_names_its_row_is_of_no_level_beyond_its_clauses() -> None:
    source = Source(Path("bang.txt"), "bang.txt", "0" * 64, "text")
    rows = (
        ("TT", "Nội dung", "Chủ trì"),
        ("1", "Xây dựng ít nhất 14 bộ dữ liệu mở về đường bộ; lập 06 kịch bản điều hành cấp tỉnh", "Sở Xây dựng"),
        ("2", "Mở 22 lớp tập huấn về dữ liệu; rà soát 09 quy trình nội bộ cấp xã", "Sở Nội vụ"),
    )
    grid = Grid(
        tuple(
            GridCell(row, column, (Paragraph(text),), is_header=row == 0)
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        )
    )
    figures = find_figures(assemble(source, Pieces([grid]))).figures
    assert [(one.number, one.level) for one in figures] == [
        ("14", None), ("06", "province"), ("22", None), ("09", "commune"),
    ]  # fmt: skip
