"""Results, goals and estimates by the columns of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.read import read
from rules.find import find_figures
from rules.letterhead import read_letterhead

HEAD = "UBND TỈNH CAO MẪU\nSố: 12/BC-UBND\nCao Mẫu, ngày 20 tháng 9 năm 2025\n\nBÁO CÁO\nKết quả công tác năm 2025\n\n"


def statuses(tmp_path: Path, *rows: str) -> dict[str, str]:
    """The printed number of each figure of a report with this table -> its status."""
    path = tmp_path / "report.txt"
    path.write_text(HEAD + "1. Kết quả\n\n" + "\n".join(rows).replace(" | ", "\t") + "\n", encoding="utf-8")
    document = read(path)
    return {figure.number: figure.status for figure in find_figures(document, read_letterhead(document)).figures}


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Đơn vị | Nghị quyết | Quyết định | Chỉ thị", "actual"),
        ("Đơn vị | Số nghị quyết | Số quyết định | Số chỉ thị", "actual"),
        ("Đơn vị | Kế hoạch | Công văn | Báo cáo", "actual"),
        ("Đơn vị | Nghị quyết | Thực hiện | Ghi chú", "target"),
        ("Đơn vị | Kế hoạch giao | Thực hiện | Ghi chú", "target"),
        ("Đơn vị | Theo Nghị quyết | Kết quả | Ghi chú", "target"),
    ],
)
def test_columns_that_count_papers_are_results(tmp_path: Path, header: str, status: str) -> None:
    found = statuses(tmp_path, header, "Sở Nội vụ | 12 | 40 | 3", "Sở Y tế | 5 | 20 | 1")
    assert (found["12"], found["5"], found["40"], found["20"]) == (status, status, "actual", "actual")


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Đơn vị | Kế hoạch | Ước thực hiện | Tỷ lệ (%)", "forecast"),
        ("Đơn vị | Kế hoạch | Ước thực hiện | Tỷ lệ hoàn thành (%)", "forecast"),
        ("Đơn vị | Kế hoạch | Thực hiện | Tỷ lệ (%)", "actual"),
    ],
)
def test_a_share_of_what_is_expected_is_expected(tmp_path: Path, header: str, status: str) -> None:
    found = statuses(tmp_path, header, "Sở Nội vụ | 120 | 108 | 90,0", "Sở Y tế | 50 | 40 | 80,0")
    assert (found["90,0"], found["80,0"]) == (status, status)


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Nội dung | Dự toán năm 2025 | Thực hiện 8 tháng năm 2025 | 8 tháng/dự toán (%)", "actual"),
        ("Nội dung | Kế hoạch năm 2025 | Thực hiện 8 tháng năm 2025 | TH/KH năm (%)", "actual"),
        ("Nội dung | Dự toán năm 2025 | Thực hiện 8 tháng năm 2025 | Đạt/kế hoạch giao (%)", "actual"),
        # near misses: a plan above the stroke, and expected results
        ("Nội dung | Thu năm 2025 | Thực hiện 8 tháng năm 2025 | Dự toán/thu năm trước (%)", "target"),
        ("Nội dung | Kế hoạch năm 2025 | Ước thực hiện cả năm 2025 | Ước TH/KH (%)", "forecast"),
    ],
)
def test_a_share_of_a_plan_is_a_result(tmp_path: Path, header: str, status: str) -> None:
    found = statuses(tmp_path, header, "Thu phí | 120 | 108 | 90,0", "Thu thuế | 50 | 40 | 80,0")
    assert (found["90,0"], found["80,0"]) == (status, status)


@pytest.mark.parametrize(
    ("caption", "status"),
    [
        ("Bảng 1. Một số chỉ tiêu về an sinh xã hội", "actual"),
        ("Biểu 02. Các chỉ tiêu chủ yếu của ngành", "actual"),
        ("Bảng 1. Chỉ tiêu giao các sở", "target"),
        ("Bảng 1. Chỉ tiêu, nhiệm vụ của các sở", "target"),
        ("Bảng 1. Một số chỉ tiêu năm 2027", "target"),
        ("Bảng 1. Mục tiêu của các sở", "target"),
    ],
)
def test_indicators_in_a_caption_are_no_goals(tmp_path: Path, caption: str, status: str) -> None:
    path = tmp_path / "report.txt"
    rows = "Đơn vị\tSố hồ sơ\tSố tổ\nSở Nội vụ\t120\t108\nSở Y tế\t50\t40\n"
    path.write_text(f"{HEAD}Nội dung cụ thể như sau.\n\n{caption}\n{rows}", encoding="utf-8")
    document = read(path)
    found = {one.number: one.status for one in find_figures(document, read_letterhead(document)).figures}
    assert {found[number] for number in ("120", "108", "50", "40")} == {status}
