"""To which organisation a figure is limited: by its clause, the head of its line, its row or its column."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Document, Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from rules.find import find_figures
from rules.language.organisations import named_alone, organisations_in
from tests.documents_of import document_of

TT = "Sở Thông tin và Truyền thông"
CLAUSES = [
    ("Sở Y tế có 12 dịch vụ công trực tuyến.", ["Sở Y tế"]),
    ("Trong tháng, Sở TT&TT tiếp nhận 320 hồ sơ, giải quyết đúng hạn 318 hồ sơ.", [TT, TT]),
    ("Toàn tỉnh có 1.204 trạm BTS, trong đó Viettel có 512 trạm, VNPT có 430 trạm.", [None, "Viettel", "VNPT"]),
    ("Đã lắp 942 trạm (Viettel: 512 trạm; VNPT: 430 trạm).", [None, "Viettel", "VNPT"]),
    ("Đến nay có 35 hồ sơ của Sở Xây dựng và 40 hồ sơ của Sở Tư pháp quá hạn.", ["Sở Xây dựng", "Sở Tư pháp"]),
    ("Viettel đã phát sóng 45 trạm 5G, chiếm 60% số trạm 5G.", ["Viettel", "Viettel"]),
    ("Agribank chi nhánh Lai Châu đã mở 12.400 tài khoản.", ["Agribank"]),
    ("Trường THPT Chuyên Lê Quý Đôn có 1.050 học sinh.", ["Trường THPT Chuyên Lê Quý Đôn"]),
    ("- Công an tỉnh: đã số hóa 12.300 hồ sơ.", ["Công an tỉnh"]),
    ("Đối với Sở Nội vụ, 98% hồ sơ được giải quyết đúng hạn.", ["Sở Nội vụ"]),
    # A company that speaks of itself, by its kind
    ("Lãnh đạo VNPT Lai Châu cho biết, đơn vị đã lắp mới 45 trạm, nâng tổng số lên 300 trạm.", ["VNPT", "VNPT"]),
    ("Đại diện Viettel nói: “Chúng tôi có 412 trạm BTS”.", ["Viettel"]),
    ("Theo Agribank, đến nay, ngân hàng đã mở 12.400 tài khoản.", ["Agribank"]),
    ("Sở TT&TT cho biết, đơn vị đã lắp 12 trạm.", [None]),
    ("VNPT họp với sở; các đơn vị đã lắp 30 trạm.", [None]),
    ("Cùng VNPT, tỉnh có 12 đơn vị sự nghiệp.", [None]),
    # Who only acts, orders, writes or helps owns nothing.
    ("Sở TT&TT đã tổ chức 12 lớp tập huấn.", [None]),
    ("Theo báo cáo của Sở Y tế, toàn tỉnh có 12 bệnh viện.", [None]),
    ("Sở Nội vụ tham mưu ban hành 15 kế hoạch.", [None]),
    ("Viettel phối hợp tổ chức 12 lớp tập huấn.", [None]),
    ("Bộ Công an giao 12 nhiệm vụ cho tỉnh.", [None]),
    ("Nộp qua VNPT được 1.200 hồ sơ.", [None]),
    ("Các sở, ban, ngành có 350 dịch vụ công trực tuyến.", [None]),
    # What comes again of the whole province is not the organisation's.
    ("Sở Y tế có 12 dịch vụ công, toàn tỉnh có 350 dịch vụ công.", ["Sở Y tế", None]),
    # A plan sets departments tasks: what the province shall reach by them is the province's.
    ("- Sở TT&TT: phấn đấu đến năm 2030 phủ sóng 5G đến 95% dân số.", [None]),
]  # fmt: skip
ALONE = [
    ("2. Sở Y tế tỉnh", "Sở Y tế"),
    ("Sở VHTT&DL", "Sở Văn hóa, Thể thao và Du lịch"),
    ("Sở Văn hoá, Thể thao và Du lịch tỉnh Lai Châu", "Sở Văn hóa, Thể thao và Du lịch"),
    ("- VNPT Lai Châu", "VNPT"),
    ("Viettel chi nhánh Lai Châu", "Viettel"),
    ("Bệnh viện Đa khoa tỉnh", "Bệnh viện Đa khoa tỉnh"),
    ("Đại học Quốc gia TP Hồ Chí Minh", "Đại học Quốc gia TP Hồ Chí Minh"),
    ("Công an xã Tân Lập", "Công an xã Tân Lập"),
    ("Trường Tiểu học", None),
    ("Hợp tác xã nông nghiệp", None),
    ("Số dịch vụ công của Sở Y tế", None),
    ("Các sở Y tế, Xây dựng", None),
]


def report(text: str) -> Document:
    return document_of("UBND TỈNH LAI CHÂU", "BÁO CÁO", "Kết quả năm 2024", text)


def table(*rows: tuple[str, ...]) -> Document:
    source = Source(Path("bang.txt"), "bang.txt", "0" * 64, "text")
    grid = Grid(
        tuple(
            GridCell(row, column, (Paragraph(text),), is_header=row == 0)
            for row, texts in enumerate(rows)
            for column, text in enumerate(texts)
        )
    )
    return assemble(source, Pieces([Paragraph("UBND TỈNH LAI CHÂU"), grid]))


def owners(document: Document) -> list[tuple[str, str | None]]:
    return [(one.number, one.owner) for one in find_figures(document).figures]


@pytest.mark.parametrize(("sentence", "expected"), CLAUSES)
def test_owner_of_each_figure(sentence: str, expected: list[str | None]) -> None:
    assert [figure.owner for figure in find_figures(report(sentence)).figures] == expected


@pytest.mark.parametrize(("words", "name"), ALONE)
def test_a_cell_that_is_a_name(words: str, name: str | None) -> None:
    assert named_alone(words) == name


def test_an_organ_of_a_province_ends_before_the_name_and_a_bank_behind_it() -> None:
    for text, printed in (
        ("Sở Y tế Hà Nội có 3 bộ", "Sở Y tế"),
        ("Ngân hàng Nhà nước chi nhánh Hà Nội có 3 bộ", "Ngân hàng Nhà nước chi nhánh Hà Nội"),
        ("Đại học Quốc gia TP Hồ Chí Minh có 3 bộ", "Đại học Quốc gia TP Hồ Chí Minh"),
    ):
        assert [text[one.start : one.end] for one in organisations_in(text)] == [printed]


def test_the_rows_of_a_table_are_the_organisations() -> None:
    document = table(
        ("TT", "Đơn vị", "Số dịch vụ công"),
        ("1", "Sở Y tế", "12"),
        ("2", "Sở Xây dựng", "31"),
        ("3", "UBND xã Tân Lập", "21"),
        ("", "Tổng cộng", "64"),
    )
    assert owners(document) == [("12", "Sở Y tế"), ("31", "Sở Xây dựng"), ("21", None), ("64", None)]


def test_the_columns_of_a_table_are_the_operators() -> None:
    document = table(
        ("Nội dung", "Viettel", "VNPT", "Tổng"),
        ("Số trạm BTS", "512", "430", "942"),
        ("Số trạm 5G", "45", "12", "57"),
    )
    assert [owner for _, owner in owners(document)] == ["Viettel", "VNPT", None, "Viettel", "VNPT", None]


def test_who_has_a_task_to_do_is_no_owner_of_its_row() -> None:
    document = table(
        ("TT", "Chỉ tiêu", "Kết quả", "Cơ quan chủ trì"),
        ("1", "Tỷ lệ hồ sơ trực tuyến", "71,2%", "Sở Nội vụ"),
    )
    assert owners(document) == [("71,2", None)]
