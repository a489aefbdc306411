"""Texts of papers and portals: no letterhead, but a headline, a line with a date, a place told in passing."""

from __future__ import annotations

import pytest

from rules.find import find_figures
from rules.headline import dateline, headline
from rules.letterhead import read_letterhead
from tests.documents_of import document_of


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Thứ Ba, 11/6/2024 | 08:24", "2024-06-11"),
        ("22:13 05-01-2024 | :533", "2024-01-05"),
        ("15:39, ngày 22-06-2023", "2023-06-22"),
        ("Minh Anh - Cập nhật lúc 7h05, 3.9.2025", "2025-09-03"),
        ("Ngày 5 tháng 3 năm 2024", "2024-03-05"),
        ("Ngày 05/01/2024, Sở Nội vụ họp tổng kết công tác năm với 45 đại biểu", None),
        ("Thực hiện Quyết định số 12/QĐ-UBND ngày 05/01/2024 của UBND tỉnh", None),
        ("Ngày 31/02/2024", None),
        ("Lượt xem: 117", None),
    ],
)
def test_day_on_which_a_text_was_put_out(line: str, day: str | None) -> None:
    assert dateline(["Tỉnh mở 12 lớp học số", line]) == day


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["11/6/2024 08:24", "Lai Châu mở rộng mạng 5G"], "Lai Châu mở rộng mạng 5G"),
        (["Lai Châu: hạ tầng số sau một năm", "Toàn tỉnh có 40 trạm."], "Lai Châu: hạ tầng số sau một năm"),
        (["Tin tức"], None),
        (["- Lắp 12 trạm tại các xã vùng cao"], None),
        (["Toàn tỉnh có 1.204 trạm BTS, tăng 12 trạm."], None),
    ],
)
def test_headline(lines: list[str], title: str | None) -> None:
    assert headline(lines) == title


def test_a_report_keeps_the_title_and_the_day_of_its_letterhead() -> None:
    document = document_of("UBND TỈNH LAI CHÂU", "BÁO CÁO", "Kết quả chuyển đổi số năm 2024", "I. KẾT QUẢ", "5/1/2026")
    head = read_letterhead(document)
    assert (head.title, head.issued_on) == ("Kết quả chuyển đổi số năm 2024", None)


def test_a_headline_states_no_reporting_period() -> None:
    head = read_letterhead(document_of("Thu ngân sách Lai Châu cao nhất từ năm 2019", "Toàn tỉnh thu 900 tỷ đồng."))
    assert head.period is None


@pytest.mark.parametrize(
    ("lines", "places"),
    [
        # a district that the headline or the first words name
        (["Huyện Sìn Hồ nhìn lại năm 2023", "Thu ngân sách 41,2 tỷ đồng."], ["huyện Sìn Hồ"]),
        (["Kinh tế thành phố Vinh 9 tháng đầu năm", "Thu ngân sách 412 tỷ đồng."], ["thành phố Vinh"]),
        (["Huyện ủy Na Hang họp lần thứ 4", "Trồng mới 312 ha rừng."], ["huyện Na Hang"]),
        (["Kết quả 9 tháng", "Huyện ủy Na Hang họp ngày 7/10. Thu ngân sách 41,2 tỷ đồng."], ["huyện Na Hang"]),
        # not where the text speaks for all of a province
        (["Huyện Sìn Hồ dẫn đầu Lai Châu về số hóa", "Toàn tỉnh Lai Châu có 1.204 trạm BTS."], ["Lai Châu"]),
        (["Huyện Sìn Hồ nhìn lại năm", "Thu nhập đạt 31 triệu đồng, cao hơn bình quân toàn tỉnh."], ["huyện Sìn Hồ"]),
        # a list of provinces: each paragraph is about the one that heads it
        (
            ["Điểm tin việc làm", "1. Lai Châu: tạo việc làm cho 9.120 người. Xuất khẩu lao động 45 người.",
             "2. Hà Nam: tuyển 3.400 người; mở 31 lớp.", "Cả nước: tạo 1,2 triệu việc làm."],
            ["Lai Châu", "Lai Châu", "Hà Nam", "Hà Nam", "cả nước"],
        ),
        # a text about the country
        (["Cả nước có 312 xã nông thôn mới nâng cao", "Đến nay có 5.340 xã đạt chuẩn."], ["cả nước", "cả nước"]),
        # a province in passing is none that a text is about
        (
            ["Dịch bệnh qua các năm", "Từ đầu năm, cả nước ghi nhận 258.480 ca mắc.", "Số ca tử vong là 102 người.",
             "Hà Nội có 6.779 ca mắc."],
            ["cả nước", "", "Hà Nội"],
        ),
        (["Hà Nam: thu ngân sách tăng", "Cả nước thu đạt 97%.", "Thu nội địa đạt 900 tỷ đồng."], ["cả nước", "Hà Nam"]),
        # a province that calls itself one is no city that it only mentions
        (["Tai nạn giảm", "Công an tỉnh cho biết có 91 vụ. Trước đó TP. Hồ Chí Minh ghi nhận 12 vụ."],
         ["", "Hồ Chí Minh"]),
    ],
)  # fmt: skip
def test_place_of_a_text_without_a_letterhead(lines: list[str], places: list[str]) -> None:
    assert [figure.place for figure in find_figures(document_of(*lines)).figures] == places
