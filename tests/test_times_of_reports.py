"""Of when a figure is: clocks before a day, stretches up to a part of a year, now, and the end of a headline."""

from __future__ import annotations

import pytest

from rules.find import find_figures
from rules.language.periods import UNKNOWN, Now, find_times
from tests.documents_of import document_of

TIMES = [
    ("Từ năm 2015 đến quý I năm 2018", ["2015/2018-Q1"]),
    ("Từ tháng 7/2023 đến ngày 15/5/2024", ["2023-07/2024-05-15"]),
    ("Từ năm 2021 đến hết tháng 6/2024", ["2021/2024-06"]),
    ("Từ đầu năm 2025 đến 15-7", ["2025-01-01/2025-07-15"]),
    ("Năm tháng đầu năm 2022", ["2022-01-01/2022-05-31"]),
    ("Tám tháng đầu năm 2022", ["2022-01-01/2022-08-31"]),
    ("Trong năm tháng nào cũng họp", []),
    ("Từ quý I năm 2018", ["2018-Q1"]),
]


@pytest.mark.parametrize(("words", "iso"), TIMES)
def test_how_a_stretch_is_written(words: str, iso: list[str]) -> None:
    assert [time.iso for time in find_times(words, UNKNOWN) if time.iso] == iso


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Đến 6 giờ ngày 1/10/2031, có 9 hộ di dời.", "opening"),
        ("Tính đến 16h30, ngày 1/10/2031, có 9 hộ di dời.", "opening"),
        ("Đội 6 ra quân ngày 1/10/2031.", "inner"),
    ],
)
def test_a_clock_before_a_day_is_of_the_day(words: str, role: str) -> None:
    assert [time.role for time in find_times(words, Now(2031))] == [role]


PERIODS = [
    # A sentence that begins with now takes back the time before it
    ("Năm 2021, xã thu 9 tỷ đồng. Hiện xã còn 11 hộ nghèo.", ["2021", None]),
    ("Năm 2021, xã thu 9 tỷ đồng. Hiện đại hóa 3 trạm bơm.", ["2021", "2021"]),
    ("Năm 2021, xã thu 9 tỷ đồng. Nay đã mở 3 chợ.", ["2021", None]),
    # What opens brackets with a colon holds to their end, and no further
    (
        "Từ đầu năm 2025 đến ngày 15/7, có 189 ca mắc (cùng kỳ năm 2024: 276 ca mắc, 6 ca tử vong), 5 ca nặng.",
        ["2025-01-01/2025-07-15", *["2024-01-01/2024-07-15"] * 2, "2025-01-01/2025-07-15"],
    ),
]


@pytest.mark.parametrize(("sentence", "periods"), PERIODS)
def test_how_far_a_time_holds(sentence: str, periods: list[str | None]) -> None:
    document = document_of("Chuyện ở một xã vùng cao của tỉnh", sentence)
    assert [one.period for one in find_figures(document).figures] == periods


@pytest.mark.parametrize(
    ("headline", "period"),
    [
        ("Kết quả chăn nuôi, trồng trọt và phòng dịch của tỉnh Sơn La 5 tháng đầu năm 2023", "2023-01-01/2023-05-31"),
        ("Tỉnh Sơn La và các huyện vùng cao phấn đấu trồng thêm nhiều rừng gỗ lớn năm 2023", None),
        ("Kết quả chăn nuôi, trồng trọt và phòng chống dịch của tỉnh Sơn La năm 2022 và năm 2023", None),
    ],
)
def test_the_time_that_a_headline_ends_with_opens_its_text(headline: str, period: str | None) -> None:
    document = document_of(headline, "- Trồng mới 218 ha rừng.", "- Có 47 mô hình.", "Đàn lợn của tỉnh có hơn 600 con.")
    assert {one.period for one in find_figures(document).figures} == {period}


def test_a_month_has_the_year_that_the_text_names() -> None:
    text = ("Cải cách ở Quảng Trị đi vào chiều sâu", "Trong tháng 10/2025, tỉnh giao 80 nhiệm vụ.",
            "Đến tháng 10, tỉnh có 837 thủ tục.")  # fmt: skip
    assert [one.period for one in find_figures(document_of(*text)).figures] == ["2025-10", "2025-10"]
