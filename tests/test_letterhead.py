"""Letterheads: who, number, when, what, where, and the reporting period of a title."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import pytest

from extract import layout_words
from extract.document import Block, Document, Source
from kb.identity import identity_of
from rules.figure import Letterhead
from rules.find import find_figures
from rules.language.heads import load_heads
from rules.language.title_period import read_period
from rules.letterhead import read_letterhead
from tests.documents_of import document_of

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def read_head(blocks: Sequence[str], filename: str = "a.txt") -> Letterhead:
    """The letterhead of a document of these blocks; a cell of its head may hold several lines."""
    text = "\n".join(blocks)
    starts = list(accumulate((len(block) + 1 for block in blocks), initial=0))
    made = tuple(Block("paragraph", start, start + len(block)) for start, block in zip(starts, blocks, strict=False))
    return read_letterhead(Document(Source(Path(filename), filename, "0" * 64, "text"), text, made))


def test_a_department_takes_its_province_from_the_body_above() -> None:
    assert read_head(
        [
            "UBND TỈNH CÀ MAU\nSỞ THÔNG TIN VÀ TRUYỀN THÔNG\nSố: 88/BC-STTTT",
            f"{MOTTO}\nĐộc lập - Tự do - Hạnh phúc\nCà Mau, ngày 02 tháng 01 năm 2024",
            "BÁO CÁO",
            "Kết quả chuyển đổi số năm 2023",
            "Thực hiện Công văn số 12/UBND-VX, Sở báo cáo như sau:",
        ]
    ) == Letterhead(
        "SỞ THÔNG TIN VÀ TRUYỀN THÔNG TỈNH CÀ MAU",
        "88/BC-STTTT",
        "2024-01-02",
        "BÁO CÁO",
        "Kết quả chuyển đổi số năm 2023",
        "Cà Mau",
        "2023",
    )


def test_two_columns_printed_on_one_line_and_a_date_over_two() -> None:
    head = [
        f"ỦY BAN NHÂN DÂN {MOTTO}",
        "TỈNH ĐỒNG THÁP Độc lập - Tự do - Hạnh phúc",
        "Số: 215/KH-UBND Đồng Tháp, ngày",
        "28 tháng 6 năm 2024",
        "KẾ HOẠCH",
        "NÂNG CAO CHỈ SỐ CHUYỂN ĐỔI SỐ",
        "TỈNH ĐỒNG THÁP NĂM 2025",
        "Để nâng cao chỉ số, tỉnh ban hành kế hoạch như sau:",
    ]
    found = read_head(head)
    assert (found.issuer, found.number, found.issued_on) == (
        "ỦY BAN NHÂN DÂN TỈNH ĐỒNG THÁP",
        "215/KH-UBND",
        "2024-06-28",
    )
    assert (found.title, found.period) == ("NÂNG CAO CHỈ SỐ CHUYỂN ĐỔI SỐ TỈNH ĐỒNG THÁP NĂM 2025", "2025")


def test_a_party_body() -> None:
    found = read_head(["TỈNH ỦY BẾN TRE", "*", "Số 45-CTr/TU", "ĐẢNG CỘNG SẢN VIỆT NAM", "CHƯƠNG TRÌNH", "hành động"])
    assert (found.issuer, found.number, found.doc_type) == ("TỈNH ỦY BẾN TRE", "45-CTr/TU", "CHƯƠNG TRÌNH")
    assert found.place == "Bến Tre"


def test_an_official_letter_has_its_subject_as_title() -> None:
    found = read_head(
        ["UBND TỈNH BÀ RỊA - VŨNG TÀU", "Số: 1234/UBND-VP", "V/v kết quả quý III năm 2023", "Kính gửi: Bộ Công an"]
    )
    assert (found.doc_type, found.title, found.period) == ("CÔNG VĂN", "kết quả quý III năm 2023", "2023-Q3")
    assert (found.issuer, found.place) == ("ỦY BAN NHÂN DÂN TỈNH BÀ RỊA - VŨNG TÀU", "Bà Rịa - Vũng Tàu")


def test_what_the_head_lacks_comes_from_an_annex_and_the_signature() -> None:
    blocks = ["BÁO CÁO", "Tình hình quý I/2024", "I. KẾT QUẢ", "Toàn tỉnh Kon Tum có 102 trạm.", "TM. ỦY BAN NHÂN DÂN"]
    annex = "(Kèm theo Báo cáo số 31/BC-UBND ngày 05/4/2024 của UBND tỉnh)"
    found = read_head([*blocks, annex])
    assert (found.number, found.issued_on) == ("31/BC-UBND", "2024-04-05")
    assert (found.issuer, found.place, found.period) == ("ỦY BAN NHÂN DÂN TỈNH KON TUM", "Kon Tum", "2024-Q1")


def test_nothing_is_made_up() -> None:
    assert read_head(["TT", "Kế hoạch", "Thực hiện", "1", "20"]) == Letterhead()
    assert read_head(["Số: /BC-UBND", "ngày tháng năm"]) == Letterhead()


@pytest.mark.parametrize(
    ("printed", "date"),
    [
        ("ngày 15 tháng 12 năm 2025", "2025-12-15"),
        ("ngày … tháng 12 năm 2025", "2025-12"),
        ("ngày ..... tháng 12 năm 2025", "2025-12"),
        ("ngày    tháng 6 năm 2024", "2024-06"),
        ("ngày ___ tháng ___ năm 2024", "2024"),
        ("ngày 31 tháng 6 năm 2024", None),
        ("ngày … tháng 13 năm 2024", None),
        ("ngày … tháng 12 năm 20251", None),
    ],
)
def test_a_date_is_as_exact_as_it_is_printed(printed: str, date: str | None) -> None:
    head = ["UBND TỈNH LÀO CAI", f"Lào Cai, {printed}", "BÁO CÁO", "Kết quả cải cách hành chính"]
    assert read_head(head).issued_on == date


def test_a_whole_date_of_an_annex_goes_before_half_a_date() -> None:
    head = ["UBND TỈNH LÀO CAI", "Lào Cai, ngày … tháng 12 năm 2025", "BÁO CÁO", "Kết quả năm 2025"]
    annex = "(Kèm theo Báo cáo số 31/BC-UBND ngày 05/12/2025 của UBND tỉnh)"
    assert read_head([*head, annex]).issued_on == "2025-12-05"


def test_half_a_date_is_no_identity() -> None:
    assert identity_of("UBND tỉnh Lào Cai", "12/BC-UBND", "2025-12", "a" * 64) == "sha256:" + "a" * 64


@pytest.mark.parametrize(
    ("issuer", "place"),
    [
        ("UBND TỈNH BÀ RỊA VŨNG TÀU", "Bà Rịa - Vũng Tàu"),
        ("UBND TỈNH BÀ RỊA – VŨNG TÀU", "Bà Rịa - Vũng Tàu"),
        ("UBND TP. HCM", "Hồ Chí Minh"),
        ("UBND TP.HỒ CHÍ MINH", "Hồ Chí Minh"),
        ("ỦY BAN NHÂN DÂN T.P HỒ CHÍ MINH", "Hồ Chí Minh"),
        ("UBND TỈNH THỪA THIÊN - HUẾ", "Thừa Thiên Huế"),
        ("UBND TỈNH ĐAKLAK", "Đắk Lắk"),
        ("UBND TỈNH ĐĂK LĂK", "Đắk Lắk"),
        ("TỈNH UỶ KHÁNH HOÀ", "Khánh Hòa"),
        ("UBND TỈNH HÀ TÂY", "Hà Tây"),
        ("ỦY BAN NHÂN DÂN\nTỈNH LÂM\nĐỒNG", "Lâm Đồng"),
        ("UBND HUYỆN MƯỜNG TÈ", "Mường Tè"),
    ],
)
def test_place_of_an_issuer_in_every_spelling(issuer: str, place: str) -> None:
    found = read_head([issuer, "BÁO CÁO", "Kết quả năm 2023"])
    assert found.place == place
    assert found.issuer is not None and not found.issuer.endswith((" HUẾ HUẾ", f"TỈNH {place.upper()} TỈNH"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Trên địa bàn tỉnh Bà Rịa Vũng Tàu có 210 trạm.", "Bà Rịa - Vũng Tàu"),
        ("Toàn TP. HCM có 210 trạm.", "Hồ Chí Minh"),
        ("Toàn TPHCM có 210 trạm.", "Hồ Chí Minh"),
        ("Toàn tỉnh Thừa Thiên - Huế có 210 trạm.", "Thừa Thiên Huế"),
        ("Tỉnh ĐakLak có 210 trạm.", "Đắk Lắk"),
        ("tỉnh Đắc Lắk có 210 trạm.", "Đắk Lắk"),
        ("Tiền Giang (tháng 6/2022): 210 trạm.", "Tiền Giang"),
        ("Huyện ta có 210 trạm.", None),
        ("Số trạm của tỉnh không giảm, có 210 trạm.", None),
        ("Tỉnh KHÔNG GIẢM số trạm, có 210 trạm.", None),
        ("Tỉnh Lâm thời chưa báo cáo, có 210 trạm.", None),
        ("Xếp sau các tỉnh Đắk Nông, Lâm Đông, Gia Lai, có 210 trạm.", None),
        ("Xếp sau một số tỉnh Kon Tum và Đắk Lắk, có 210 trạm.", None),
        ("Khác các tỉnh Kon Tum, Gia Lai, tỉnh Đắk Lắk có 210 trạm.", "Đắk Lắk"),
        ("Các sở của tỉnh Kon Tum có 210 trạm.", "Kon Tum"),
        ("Sau khi sáp nhập Bình Thuận, tỉnh Lâm Đồng có 210 trạm của tỉnh Lâm Đồng.", "Lâm Đồng"),
    ],
)
def test_a_document_is_of_the_province_that_its_figures_are_of(text: str, place: str | None) -> None:
    document = document_of("BÁO CÁO", "Kết quả hạ tầng số", text)
    found = find_figures(document)
    assert found.letterhead.place == place
    assert {figure.place for figure in found.figures} == {place or ""}


@pytest.mark.parametrize(
    ("title", "period"),
    [
        ("Tình hình 6 tháng đầu năm và nhiệm vụ trọng tâm 6 tháng cuối năm 2024", "2024-H1"),
        ("Tổng kết công tác 6 tháng cuối năm 2023", "2023-H2"),
        ("Nhiệm vụ trọng tâm 6 tháng cuối năm 2024", "2024-H2"),
        ("Kết quả chuyển đổi số quý I/2024", "2024-Q1"),
        ("Kết quả cải cách hành chính quý III năm 2023", "2023-Q3"),
        ("Công tác quý I, phương hướng nhiệm vụ quý II năm 2024", "2024-Q1"),
        ("TÌNH HÌNH KINH TẾ - XÃ HỘI QUÝ III VÀ 9 THÁNG ĐẦU NĂM 2023", "2023-01-01/2023-09-30"),
        ("Tình hình tháng 6/2024", "2024-06"),
        ("Tình hình tháng 6 năm 2024", "2024-06"),
        ("Kết quả thực hiện nhiệm vụ năm 2023; mục tiêu, nhiệm vụ năm 2024", "2023"),
        ("Kế hoạch chuyển đổi số năm 2024", "2024"),
        ("Kết quả thực hiện giai đoạn 2021 - 2023", "2021/2023"),
        ("Kết quả thực hiện từ năm 2021 đến năm 2023", "2021/2023"),
        ("Chuyển đổi số của tỉnh đến năm 2025, định hướng đến năm 2030", None),
        ("Sơ kết 03 năm thực hiện Nghị quyết số 04-NQ/TU, ngày 12/4/2021 về chuyển đổi số", None),
        ("Kết quả (từ ngày 15/12/2023 đến ngày 14/6/2024)", "2023-12-15/2024-06-14"),
    ],
)
def test_reporting_period(title: str, period: str | None) -> None:
    assert read_period(title) == period


def test_the_year_that_is_only_expected_is_no_reporting_period() -> None:
    assert read_period("Thu ngân sách 6 tháng đầu năm, ước cả năm 2031 và giải pháp 6 tháng cuối năm") == "2031-H1"
    assert read_period("Kinh tế tháng 5, ước 6 tháng đầu năm 2031") == "2031-H1"


def test_a_title_without_year_takes_the_year_of_issue() -> None:
    assert read_period("Kết quả 6 tháng đầu năm", 2024) == "2024-H1"
    assert read_period("Kết quả 6 tháng đầu năm") is None


def test_a_province_left_out_behind_its_kind_is_put_there_once() -> None:
    head = read_head(
        [
            "BAN CHỈ ĐẠO CẢI CÁCH\nHÀNH CHÍNH TỈNH\nSố: 12/BC-BCĐ",
            f"{MOTTO}\nĐộc lập - Tự do - Hạnh phúc\nCà Mau, ngày 02 tháng 01 năm 2024",
            "BÁO CÁO",
            "Kết quả cải cách hành chính năm 2023 của tỉnh Cà Mau",
        ]
    )
    assert (head.issuer, head.place) == ("BAN CHỈ ĐẠO CẢI CÁCH HÀNH CHÍNH TỈNH CÀ MAU", "Cà Mau")


def test_a_title_that_begins_a_document_in_plain_text_is_a_type_that_the_letterhead_knows() -> None:
    layout = tomllib.loads((Path(layout_words.__file__).with_name("layout.toml")).read_text(encoding="utf-8"))
    assert set(layout["titles"]) <= set(load_heads().types)


@pytest.mark.parametrize(
    ("head", "place"),
    [
        # the text tells where a name in capitals ends, or what stands behind it
        (("UBND XÃ NẬM HĂN", "TỈNH SƠN LA", "Nậm Hăn, ngày 3 tháng 4 năm 2031"), "xã Nậm Hăn"),
        (("ỦY BAN NHÂN DÂN HUYỆN MƯỜNG TÈ, TỈNH LAI CHÂU", "PHÒNG TƯ PHÁP"), "huyện Mường Tè"),
        (("ỦY BAN NHÂN DÂN PHƯỜNG 7, TỈNH TRÀ VINH",), "phường 7"),
        (("HUYỆN ỦY MỘC CHÂU",), "huyện Mộc Châu"),
        (("ĐẢNG ỦY ĐẶC KHU LÝ SƠN", "TỈNH QUẢNG NGÃI"), "đặc khu Lý Sơn"),
        (("UBND THỊ XÃ KINH MÔN", "TỈNH HẢI DƯƠNG"), "thị xã Kinh Môn"),
        (("UBND HUYỆN THUẬN CHÂU, TỈNH SƠN LA", "TRUNG TÂM Y TẾ"), "huyện Thuận Châu"),
        # no district's and no commune's
        (("UBND TỈNH SƠN LA", "SỞ LAO ĐỘNG, THƯƠNG BINH VÀ XÃ HỘI"), "Sơn La"),
        (("BẢO HIỂM XÃ HỘI TỈNH SƠN LA",), "Sơn La"),
        (("LIÊN MINH HỢP TÁC XÃ TỈNH SƠN LA",), "Sơn La"),
        (("ỦY BAN NHÂN DÂN THÀNH PHỐ HỒ CHÍ MINH",), "Hồ Chí Minh"),
        (("UBND THÀNH PHỐ HUẾ", "SỞ NỘI VỤ"), "Huế"),
        # where the name ends nothing tells
        (("UBND XÃ NẬM HĂN PHÁT TRIỂN SÁNG ĐẸP TỈNH SƠN LA",), "Sơn La"),
    ],
)
def test_what_a_district_or_a_commune_reports_is_its_own(head: tuple[str, ...], place: str) -> None:
    document = document_of(*head, "BÁO CÁO", "Kết quả năm 2031", "Có 412 hộ được vay vốn, 96,5% trẻ ra lớp.")
    assert {figure.place for figure in find_figures(document).figures} == {place}


@pytest.mark.parametrize(
    ("lines", "title", "period"),
    [
        (("THÔNG CÁO BÁO CHÍ", "Tình hình kinh tế - xã hội quý I năm 2031"), "kinh tế", "2031-Q1"),
        (("THÔNG CÁO", "Kết quả sản xuất 6 tháng đầu năm 2031"), "sản xuất", "2031-H1"),
        (("TÓM TẮT BÁO CÁO", "Kinh tế - xã hội 6 tháng đầu năm 2031"), "xã hội", "2031-H1"),
        (("TỔNG HỢP", "Kết quả rà soát hộ nghèo năm 2031"), "hộ nghèo", "2031"),
        (("TÌNH HÌNH KINH TẾ - XÃ HỘI THÁNG MƯỜI VÀ 10 THÁNG NĂM 2031",), "KINH TẾ", "2031-01-01/2031-10-31"),
        (("Tình hình chăn nuôi 9 tháng năm 2031",), "chăn nuôi", "2031-01-01/2031-09-30"),
        (("Thông cáo của tỉnh nêu 3 việc.",), None, None),
        (("Vụ xuân năm 2031 nông dân gieo cấy sớm",), None, None),
    ],
)
def test_a_press_release_has_a_title_and_a_period(
    lines: tuple[str, ...], title: str | None, period: str | None
) -> None:
    found = read_head(["CỤC THỐNG KÊ TỈNH SƠN LA", *lines, "Có 412 hộ được vay vốn."])
    assert (found.period, title is None or title in (found.title or "")) == (period, True)


def test_a_statistics_office_and_the_type_that_ran_into_its_line() -> None:
    head = read_head(["THỐNG KÊ TỈNH SƠN LA THÔNG CÁO BÁO CHÍ", "Kinh tế - xã hội 5 tháng đầu năm 2031", "Có 412 hộ."])
    assert (head.issuer, head.doc_type) == ("THỐNG KÊ TỈNH SƠN LA", "THÔNG CÁO BÁO CHÍ")
    assert head.period == "2031-01-01/2031-05-31"
