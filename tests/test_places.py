"""Whose figure it is where a sentence or a table names several places; and units of a table that names offices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from extract.assemble import assemble
from extract.document import Document, Source
from extract.pieces import Grid, GridCell, Paragraph, Pieces
from rules.find import find_figures
from rules.letterhead import read_letterhead
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
    # A change is of the place that changed or is ahead, not of the one that it is held against.
    ("Chỉ số kém Hà Nam 1,2 điểm, xếp thứ 20/63.", [OWN, OWN]),
    ("Tỉnh hơn Nghệ An 07 bậc; tỷ lệ cấp mới thấp hơn Quảng Trị 2,4%.", [OWN, OWN]),
    ("Bình quân cả nước đạt 71,2%, xếp thứ 20/63.", ["cả nước", OWN]),
]
DAYS = [
    ("Đến 30/11 giải ngân được 4.120 tỷ đồng.", ["4.120"]),
    ("Tính đến 31/12, toàn tỉnh có 812 trạm BTS.", ["812"]),
    ("Đến 10/12 huyện đã ban hành kế hoạch.", ["10/12"]),
    ("Từ 9/11 chỉ tiêu hoàn thành, năm nay còn 2 chỉ tiêu.", ["9/11", "2"]),
]


LEADS = [
    # Where a province stands in the country is no figure of the country's.
    ("Tăng trưởng đạt 9,2%, cao nhất cả nước.", [OWN]),
    ("Tỷ lệ số hóa đạt 97%, đứng đầu toàn quốc, vượt 12%.", [OWN, OWN]),
    ("Giá trị thấp nhất trong cả nước, chỉ 3,1 điểm.", [OWN]),
    ("Đến nay cả nước đạt 71%, cao nhất là Hà Nam.", ["cả nước"]),
    ("Tỉnh đạt 64%, thấp nhất vùng; cả nước đạt 71%.", [OWN, "cả nước"]),
]
MEANT = [
    # A district or commune that the words only mean is the one named before in the paragraph, else unknown.
    ("Hội thi của huyện Sìn Hồ mở từ tháng 3; trên địa bàn huyện đã có 1.250 người dự.", ["huyện Sìn Hồ"]),
    ("Toàn huyện còn 412 hộ nghèo.", [""]),
    ("Trong toàn xã đã lắp 14 điểm phát wifi.", [""]),
    ("Trên địa bàn xã Tân Lập có 12 chợ.", ["xã Tân Lập"]),
    ("Trên địa bàn các huyện có 12 chợ.", [OWN]),
    ("Vốn đầu tư toàn xã hội đạt 12 tỷ đồng.", [OWN]),
    ("Trên địa bàn xã, phường có 12 điểm phục vụ.", [OWN]),
    ("Trong huyện nghèo có 12 chợ.", [OWN]),
]


OTHERS = [
    # A part of a sentence that opens with another province is about it, until the own one is named again.
    ("Trong năm, tỉnh Hà Nam: HĐND ra 6 nghị quyết, UBND tỉnh ra 23 quyết định; tỉnh Sơn La: 4 nghị quyết.",
     ["Hà Nam", "Hà Nam", "Sơn La"]),
    ("Sở Tư pháp tỉnh Hà Nam tự kiểm tra 45 văn bản do UBND tỉnh Lai Châu ban hành.", ["Hà Nam"]),
    ("Tỉnh Hà Nam rà soát 35 văn bản, đã xử lý 3 văn bản.", ["Hà Nam", "Hà Nam"]),
    ("Tỉnh Hà Nam rà soát 35 văn bản, toàn tỉnh còn 3 văn bản.", ["Hà Nam", OWN]),
    # Three provinces in a row are none of them, but each with its own number is.
    ("Lai Châu, Sơn La, Điện Biên (trước sáp nhập) tổng số lớp là 82 lớp.", [OWN]),
    ("Toàn vùng có 100 trạm, trong đó Sơn La 58, Điện Biên 30.", [OWN, "Sơn La", "Điện Biên"]),
    ("Khu vực Sơn La cũ 58 trạm, Hà Nam 30 trạm.", ["Sơn La (cũ)", "Hà Nam"]),
    # Who is held up as an example, or only took part, has no figure.
    ("Triển khai 19 mô hình theo kinh nghiệm của thành phố Hà Nội.", [OWN]),
    ("Tổ chức 3 đoàn học tập tỉnh Hà Nam.", [OWN]),
    ("Phối hợp với tỉnh Sơn La mở 4 lớp tập huấn.", [OWN]),
    # What is named like a province and is none
    ("Xã Hòa Bình có 12 trạm BTS.", ["xã Hòa Bình"]),
    ("Tại phường Nam Định lắp 12 trạm BTS.", ["phường Nam Định"]),
    ("Tại thành phố Hòa Bình có 12 trạm BTS.", ["thành phố Hòa Bình"]),
    ("Đại học Quốc gia TP Hồ Chí Minh mở 12 lớp.", [OWN]),
    ("Ngân hàng TMCP Sao Mai chi nhánh Hà Nội mở 12 điểm.", [OWN]),
    ("Nạo vét 12 km sông Đồng Nai.", [OWN]),
    # Lower places as the subject of a clause, and zones
    ("Bình quân 40 lượt/tổ; huyện Mường Tè dẫn đầu với 4.812 lượt.", [OWN, "huyện Mường Tè"]),
    ("Phát triển 150 trạm 5G, trong đó tại khu công nghiệp Sao Mai 6 trạm.", [OWN, "khu công nghiệp Sao Mai"]),
    # The country, a block, and what is only held against them
    ("Tỷ lệ của tỉnh đạt 61,8%, cao hơn bình quân cả nước.", [OWN]),
    ("Tỷ lệ thấp hơn bình quân chung cả nước 4,1 điểm phần trăm.", [OWN]),
    ("Khối bộ, ngành đạt 81,5%.", ["khối bộ, ngành"]),
    ("Bình quân vùng Đồng bằng sông Hồng đạt 81,5%.", ["vùng Đồng bằng sông Hồng"]),
    ("Tỷ lệ hộ nghèo của vùng Tây Nguyên là 11,2%.", ["vùng Tây Nguyên"]),
    ("Còn 31 điểm lõm sóng, chủ yếu ở xã Tân Lập, xã Bình Minh.", [OWN]),
    ("Còn 2 bản thuộc xã Tân Lập, huyện Mường Tè.", ["xã Tân Lập"]),
    ("Chỉ số PCI nằm trong nhóm 20 tỉnh dẫn đầu.", [OWN]),
]  # fmt: skip

ROWS = [
    # A row of bare names has the kind that its first name or its lead says.
    ("Còn 24 thôn lõm sóng (huyện Mường Tè 11, Sìn Hồ 8, Nậm Nhùn 5).",
     [OWN, "huyện Mường Tè", "huyện Sìn Hồ", "huyện Nậm Nhùn"]),
    ("Các xã đạt thấp: Tà Tổng 61,2%, Mù Cả 64,8%.", ["xã Tà Tổng", "xã Mù Cả"]),
    ("Một số huyện đạt cao như Tam Đường 98%, kế đến Than Uyên 97%.", ["huyện Tam Đường", "huyện Than Uyên"]),
    ("Huyện Sìn Hồ có 45 sản phẩm, Than Uyên 38 sản phẩm, còn Tân Uyên dẫn đầu với 70 sản phẩm.",
     ["huyện Sìn Hồ", "huyện Than Uyên", "huyện Tân Uyên"]),
    ("Còn 22 trạm xuống cấp, tập trung ở huyện Sìn Hồ (6 trạm), Mường Tè (5 trạm).",
     [OWN, "huyện Sìn Hồ", "huyện Mường Tè"]),
    # Behind a town the next may be of any kind; what is counted is not what the names are of.
    ("Thành phố Lai Châu 5 hộ, Than Uyên 12 hộ.", ["thành phố Lai Châu", "Than Uyên"]),
    ("Có 18 bản chưa có sóng, gồm Phiêng Cằm 7 bản, Nà Ớt 5 bản.", [OWN, "Phiêng Cằm", "Nà Ớt"]),
    # The best and the worst, and a clause between the name and its number
    ("Tiêm chủng đạt 46,8%; huyện Sìn Hồ thấp nhất, mới 38,1%.", [OWN, "huyện Sìn Hồ"]),
    ("Cao nhất: xã Mường Than, 95,02 điểm; thấp nhất: xã Mù Cả, 71,3 điểm.", ["xã Mường Than", "xã Mù Cả"]),
    ("Kích hoạt đạt 81,3%; huyện Mường Tè thấp nhất (64,7%).", [OWN, "huyện Mường Tè"]),
    ("Hướng dẫn 12.480 lượt người dân, trong đó huyện Sìn Hồ 1.950, huyện Than Uyên 2.140.",
     [OWN, "huyện Sìn Hồ", "huyện Than Uyên"]),
    # Villages by name, and a place that its kind means again
    ("Hộ nghèo còn 812 hộ, riêng bản Nậm Xả 64 hộ.", [OWN, "bản Nậm Xả"]),
    ("Trả lời cử tri xã Thèn Sin, huyện Tam Đường: xã có 7 trạm BTS.", ["xã Thèn Sin"]),
    # No places: operators, people, and a paper that is called as a village is
    ("Viettel lắp 12 trạm, VinaPhone 5 trạm.", [OWN, OWN]),
    ("Hoàn thiện bản Kế hoạch 12 trang; mỗi xã có 7 trạm.", [OWN, OWN]),
    ("Tại xã Thèn Sin, ông Nguyễn Văn An bán 300 con gà.", ["xã Thèn Sin"]),
]  # fmt: skip


def of_own_province(text: str) -> Document:
    return document_of("UBND TỈNH LAI CHÂU", "BÁO CÁO", "Kết quả năm 2024", text)


@pytest.mark.parametrize(("sentence", "places"), SENTENCES + LEADS + MEANT)
def test_place_of_each_figure(sentence: str, places: list[str]) -> None:
    assert [figure.place for figure in find_figures(of_own_province(sentence)).figures] == places


@pytest.mark.parametrize(("sentence", "places"), ROWS)
def test_places_in_a_row_of_names(sentence: str, places: list[str]) -> None:
    assert [figure.place for figure in find_figures(of_own_province(sentence)).figures] == places


@pytest.mark.parametrize(("sentence", "places"), OTHERS)
def test_whose_figure_it_is_among_several_places(sentence: str, places: list[str]) -> None:
    assert [figure.place for figure in find_figures(of_own_province(sentence)).figures] == places


def test_the_place_of_a_document_without_a_letterhead() -> None:
    text = "Tỷ lệ thôn có sóng ở Sơn La đạt 96,9%, thấp hơn Hà Nam (98%) và Hà Nội (97%)."
    assert read_letterhead(document_of("Sóng về bản", text)).place == "Sơn La"
    assert read_letterhead(document_of("Phụ lục 2", "Khu vực Sơn La (cũ) 12 trạm.")).place is None
    assert read_letterhead(document_of("Phụ lục 2", "Hòa Bình 12, Thái Bình 14.")).place is None
    named = replace(document_of("Phụ lục 2").source, filename="phu-luc_sonla_2026.docx")
    assert read_letterhead(replace(document_of("Phụ lục 2"), source=named)).place == "Sơn La"


def test_a_province_of_before_has_the_id_of_the_63() -> None:
    figures = find_figures(of_own_province("Khu vực Sơn La (cũ) có 58 trạm, Hà Nam có 30 trạm.")).figures
    assert [(one.place, one.place_id) for one in figures] == [("Sơn La (cũ)", "14-old"), ("Hà Nam", "35-old")]
    town = find_figures(of_own_province("Tại thành phố Hòa Bình có 12 trạm BTS.")).figures[0]
    assert town.place_id is None


def table(*rows: tuple[str, ...], head: tuple[str, ...] = ()) -> Document:
    source = Source(Path("bang.txt"), "bang.txt", "0" * 64, "text")
    cells = [
        GridCell(row, column, (Paragraph(text),), is_header=row == 0)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    return assemble(source, Pieces([*map(Paragraph, head), Grid(tuple(cells))]))


def test_the_rows_of_a_table_are_the_communes_that_they_name() -> None:
    rows = (("TT", "Đơn vị", "Số hồ sơ"), ("1", "UBND xã Tân Lập", "21"), ("2", "Xã Hòa Bình", "18"),
            ("3", "Công an phường Đông", "4"), ("4", "H. Mường Tè", "9"),
            ("5", "Huyện Mường Tè", "9"), ("", "Tổng cộng", "52"))  # fmt: skip
    figures = find_figures(table(*rows, head=("UBND TỈNH LAI CHÂU",))).figures
    assert [one.place for one in figures] == ["xã Tân Lập", "xã Hòa Bình", "phường Đông", *["huyện Mường Tè"] * 2, OWN]


@pytest.mark.parametrize("head", [(), ("UBND TỈNH LAI CHÂU",)])
def test_a_commune_that_has_a_province_s_name_is_not_that_province(head: tuple[str, ...]) -> None:
    rows = (("TT", "Xã, phường", "Số hồ sơ"), ("1", "Liêm Cần", "21"), ("2", "Hòa Bình", "18"), ("3", "Tân Lập", "4"))
    figures = find_figures(table(*rows, head=head)).figures
    assert [(one.number, one.place_id) for one in figures if one.number == "18"] == [("18", None)]
    assert not {one.place for one in figures} & {"Hòa Bình"}


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
