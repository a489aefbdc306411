"""At which level a figure holds: the words that limit it, what breaks it down, and what only stands near."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Document, Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from rules.find import find_figures
from tests.documents_of import document_of

SENTENCES = [
    # What is broken down stays at its level, until a total or the whole province comes.
    ("Cấp xã tiếp nhận 468 hồ sơ; trong đó: đúng hạn 467 hồ sơ (tỷ lệ 99,8%), trễ hạn 1 hồ sơ (tỷ lệ 0,2%).",
     ["commune"] * 5),
    ("Cấp xã tiếp nhận 468 hồ sơ, trong đó 93,6% nộp trực tuyến; tổng số toàn tỉnh 900 hồ sơ.",
     ["commune", "commune", None]),
    ("Các sở, ngành giải quyết 195 hồ sơ; trong đó: trước hạn 190 hồ sơ, trễ hạn 5 hồ sơ.", ["province"] * 3),
    # More than what stands before cannot be a part of it.
    ("Có 300 thủ tục cấp huyện và 120 thủ tục cấp xã; trong đó mức độ 3 là 380 thủ tục.",
     ["district", "commune", None]),
    ("Cả nước tăng 8,02%; trong đó: công nghiệp tăng 9%.", ["national", None]),
    ("Thành lập 446 tổ công nghệ số cấp thôn với 2.439 thành viên.", ["village", "village"]),
    ("Hiện có 205 tổ, gồm 25 tổ cấp xã, 180 tổ cấp thôn với 1.300 người.", [None, "commune", "village", None]),
    ("Lập 1.126 tổ, gồm: cấp tỉnh 214, cấp huyện 387, cấp xã 525.", [None, "province", "district", "commune"]),
    # What a level, or the places that are counted, has or did is theirs; a bare share is of what was counted.
    ("Cấp tỉnh tiếp nhận 61.208 hồ sơ, tỷ lệ trực tuyến 97,8%; cấp xã tiếp nhận 153.400 hồ sơ, tỷ lệ trực tuyến 90,2%.",
     ["province", "province", "commune", "commune"]),
    ("Sau sắp xếp, 124 xã, phường được giao 3.118 biên chế nhưng mới có 2.790 người, thiếu 10,5%.", ["commune"] * 4),
    ("Có 124 xã đã nộp báo cáo, toàn tỉnh còn 30 hồ sơ.", ["commune", None]),
    ("Có 149/182 xã được công nhận, bằng 81,87%.", ["commune", "commune"]),
    ("Sóng phủ 4.342 thôn, bản, đạt 99,66%; nâng tỷ lệ thôn, bản có sóng từ 93,8% lên 96,9%.", ["village"] * 4),
    ("Hài lòng ở các sở, ngành 95,39%, giảm 0,44%; các huyện 94,54%, giảm 1,78%.",
     ["province", "province", "district", "district"]),
    # A village with a name is a place, no level.
    ("Riêng thôn Đông Thành còn 5 hộ.", [None]),
    # Offices that are counted are at the level of their name; a level inside one system's name is none.
    ("Thành lập 124 Trung tâm Phục vụ hành chính công xã, phường, đặc khu.", ["commune"]),
    ("Có 12 dịch vụ trên Cổng dịch vụ công cấp tỉnh.", [None]),
    # Two levels at once are none.
    ("Đã khai báo cho 169 đơn vị cấp tỉnh, xã với hơn 30.000 tài khoản người dùng.", [None, None]),
    # What a department has is of the province's level; what is called its own, or of another authority, is none.
    ("Sở Y tế còn 118 hồ sơ quá hạn.", ["province"]),
    ("Có 02 chi cục thuộc Sở Y tế.", [None]),
    ("Thuế tỉnh có 217 thủ tục.", [None]),
    ("Viettel có 217 trạm BTS.", [None]),
    # Some of the provinces, and what is only held against the country
    ("Chỉ số PCI nằm trong nhóm 20 tỉnh dẫn đầu.", [None]),
    ("Tỷ lệ thấp hơn bình quân cả nước 4,1 điểm phần trăm.", [None]),
    ("Ở nông thôn, 85% hộ có nước sạch.", [None]),
]  # fmt: skip


def report(text: str) -> Document:
    return document_of("UBND TỈNH LAI CHÂU", "BÁO CÁO", "Kết quả năm 2024", text)


def table(rows: Sequence[Sequence[str]]) -> Document:
    cells = [
        GridCell(row, column, (Paragraph(text),), is_header=row == 0)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    source = Source(Path("bang.txt"), "bang.txt", "0" * 64, "text")
    return assemble(source, Pieces([Grid(tuple(cells))]))


@pytest.mark.parametrize(("sentence", "levels"), SENTENCES)
def test_level_of_each_figure(sentence: str, levels: list[str | None]) -> None:
    assert [figure.level for figure in find_figures(report(sentence)).figures] == levels


def test_a_heading_that_is_a_level_holds_below_it() -> None:
    document = report("Cấp xã: Tiếp nhận 40 hồ sơ. Giải quyết 38 hồ sơ.")
    assert [one.level for one in find_figures(document).figures] == ["commune", "commune"]


def test_a_row_below_another_has_the_level_of_its_own_column() -> None:
    rows = (
        ("STT", "Chỉ tiêu", "Tổng số", "Cấp tỉnh", "Cấp xã"),
        ("1.", "Biên chế được giao", "590", "230", "360"),
        ("1.1.", "Số có mặt", "530", "210", "320"),
    )
    assert [one.level for one in find_figures(table(rows)).figures] == [None, "province", "commune"] * 2


def test_a_row_numbered_below_another_has_its_level() -> None:
    rows = (
        ("STT", "Chỉ tiêu", "Đơn vị", "Kết quả"),
        ("1.", "Tỷ lệ hồ sơ do các sở, ngành giải quyết đúng hạn", "%", "99,1"),
        ("1.1.", "Tổng số hồ sơ đã giải quyết", "Hồ sơ", "195"),
        ("2.", "Tỷ lệ hồ sơ do UBND cấp xã giải quyết đúng hạn", "%", "99,8"),
        ("2.1.", "Tổng số hồ sơ đã giải quyết", "Hồ sơ", "468"),
        ("3.", "Tỷ lệ phản ánh đã trả lời", "%", "100"),
        ("3.1.", "Tổng số phản ánh", "Phản ánh", "12"),
    )
    figures = find_figures(table(rows)).figures
    assert [one.level for one in figures] == ["province", "province", "commune", "commune", None, None]
