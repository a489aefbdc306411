"""How values and periods are written for Vietnamese readers."""

from __future__ import annotations

import pytest

from kb import labels_en
from kb.labels import doubts, period_label, value_label
from kb.web.marking import marked, marked_at


@pytest.mark.parametrize(
    ("value", "unit", "more", "label"),
    [
        ("2128", "trạm", {}, "2.128 trạm"),
        ("2128", "trạm", {"qualifier": "nearly"}, "gần 2.128 trạm"),
        ("76.8", "%", {}, "76,8\u202f%"),
        ("90", "%", {"value_max": "100", "kind": "rate"}, "90–100\u202f%"),
        ("10", "huyện", {"denominator": "18", "kind": "rate"}, "10/18 huyện"),
        ("31", "hạng", {"denominator": "63", "kind": "rank"}, "hạng\u202f31/63"),
        ("28900000000", "đồng", {"kind": "amount"}, "28,9 tỷ đồng"),
        ("1500000", "đồng", {"kind": "amount", "qualifier": "over"}, "trên 1,5 triệu đồng"),
        ("500", "đồng", {"kind": "amount"}, "500 đồng"),
        ("1000000000", "đồng", {"value_max": "2000000000"}, "1 tỷ đồng – 2 tỷ đồng"),
        ("-3", "bậc", {"kind": "change"}, "giảm 3 bậc"),
        ("73.8", "%", {"kind": "change", "qualifier": "about"}, "tăng khoảng 73,8\u202f%"),
        ("0.6674", "điểm", {"kind": "score"}, "0,6674 điểm"),
        ("12", "", {}, "12"),
        ("-0.5", "%", {}, "−0,5\u202f%"),
    ],
)
def test_a_value_is_written_as_a_person_would(value: str, unit: str, more: dict[str, str], label: str) -> None:
    assert value_label(value, unit, **more) == label


@pytest.mark.parametrize(
    ("period", "label"),
    [
        ("2024-H1", "6 tháng đầu năm 2024"),
        ("2024-H2", "6 tháng cuối năm 2024"),
        ("2023-12", "tháng 12/2023"),
        ("2023-03", "tháng 3/2023"),
        ("2024", "năm 2024"),
        ("2024-Q3", "quý III/2024"),
        ("2024-06-05", "ngày 5/6/2024"),
        ("2024-01-01/2024-06-05", "từ 1/1/2024 đến 5/6/2024"),
        ("2021/2025", "2021–2025"),
        ("2024-01/2024-09", "9 tháng đầu năm 2024"),
        ("2024-01-01/2024-09-30", "9 tháng đầu năm 2024"),
        ("2024-01-01/2024-09-28", "từ 1/1/2024 đến 28/9/2024"),
        ("2024-01-01/2024-02-29", "2 tháng đầu năm 2024"),
        ("giữa năm", "giữa năm"),
        (None, ""),
    ],
)
def test_a_period_is_written_in_words(period: str | None, label: str) -> None:
    assert period_label(period) == label


def test_only_flags_that_ask_for_a_look_are_doubts() -> None:
    assert doubts('["decimal_point", "rate_over_100", "new_flag"]') == ["tỷ lệ vượt 100 %", "new_flag"]


def test_a_number_is_marked_by_itself() -> None:
    assert marked("có 2.128 trạm, 12 huyện, 12 xã", "12") == ("có 2.128 trạm, ", "12", " huyện, 12 xã")
    assert marked("không có", "12") == ("không có", "", "")
    assert marked_at("5 tổ, 5 xã", 6, "5") == ("5 tổ, ", "5", " xã")
    assert marked_at("5 tổ", 3, "5") == ("", "5", " tổ")


@pytest.mark.parametrize(
    ("value", "unit", "more", "label"),
    [
        ("2128", "trạm", {"qualifier": "nearly"}, "nearly 2,128 stations"),
        ("1", "trạm", {}, "1 station"),
        ("10", "huyện", {"denominator": "18", "kind": "rate"}, "10/18 districts"),
        ("24", "bậc", {"kind": "change"}, "up 24 places"),
        ("0.4014", "Điểm", {"kind": "score"}, "0.4014 points"),
        ("7", "thước lạ", {}, "7 thước lạ"),
        ("500", "đồng", {}, "500 đồng"),
    ],
)
def test_english_units_stand_where_they_are_known(value: str, unit: str, more: dict[str, str], label: str) -> None:
    assert labels_en.value_label(value, unit, **more) == label
    assert labels_en.unit_label("lạ") == "lạ" and labels_en.unit_label("hồ sơ") == "dossiers"
