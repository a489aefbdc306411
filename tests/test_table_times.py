"""When the numbers of a table hold: by the notes around it, by the result that a column of comparison is about, by the
term before the document's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.read import read
from rules.find import find_figures
from rules.letterhead import read_letterhead

HEAD = "UBND TỈNH CAO MẪU\nSố: 12/BC-UBND\nCao Mẫu, ngày 20 tháng 9 năm 2025\n\nBÁO CÁO\nKết quả công tác {}\n\n"
NINE, QUARTER = "9 tháng đầu năm 2025", "quý III năm 2025"
UP_TO_SEPTEMBER = "2025-01-01/2025-09-30"


def periods(tmp_path: Path, of: str, text: str) -> dict[str, str | None]:
    """The printed number of each figure of a report ``of`` a time -> its period."""
    path = tmp_path / "report.txt"
    path.write_text(HEAD.format(of) + text.replace(" | ", "\t") + "\n", encoding="utf-8")
    document = read(path)
    return {figure.number: figure.period for figure in find_figures(document, read_letterhead(document)).figures}


ROWS = "Cấp | Tiếp nhận | Đã giải quyết\nCấp tỉnh | 2.416 | 2.330\nCấp xã | 7.039 | 6.918"


@pytest.mark.parametrize(
    ("above", "below", "period"),
    [
        ("(Số liệu tính đến ngày 15/9/2025)\n", "", "2025-09-15"),
        ("2. Hồ sơ (số liệu lấy từ Hệ thống, từ 15/12/2024 đến 14/9/2025):\n", "", "2024-12-15/2025-09-14"),
        ("Số liệu từ ngày 01/01/2025 đến ngày 31/5/2025\n", "", "2025-01-01/2025-05-31"),
        ("Bảng 1. Giải quyết hồ sơ\n(Thời điểm 31/8/2025)\nĐơn vị tính: hồ sơ\n", "", "2025-08-31"),
        ("Kết quả giải quyết hồ sơ trong tháng 8/2025 như sau:\n", "", "2025-08"),
        ("", "\nGhi chú: Số liệu tính từ 15/12/2024 đến 14/9/2025.", "2024-12-15/2025-09-14"),
        ("", "\nNguồn: Sở Nội vụ, số liệu đến ngày 31/8/2025.", "2025-08-31"),
        ("", "\n(*) Số liệu chốt đến 10/9/2025; chưa gồm ngành dọc.", "2025-09-10"),
        ("Biểu 01. Hồ sơ\n", "\n\nNơi gửi báo cáo.\n\nGhi chú: Biểu 01 tính từ 15/12/2024 đến 14/9/2025.", None),
        # near misses: what is no time of the table
        ("(Kèm theo Báo cáo số 12/BC-UBND ngày 15/9/2025)\n", "", None),
        ("Thực hiện Kế hoạch số 12/KH-UBND ngày 12/3/2025, kết quả như sau:\n", "", None),
        ("", "\nGhi chú: Quyết định số 12/QĐ-UBND ngày 12/3/2025 giao chỉ tiêu.", None),
        ("", "\nGhi chú: Biểu 07 tính từ 15/12/2024 đến 14/9/2025.", None),
    ],
)
def test_notes_around_a_table_say_its_time(tmp_path: Path, above: str, below: str, period: str | None) -> None:
    found = periods(tmp_path, NINE, f"1. Kết quả\n\n{above}{ROWS}{below}")
    assert [found[number] for number in ("2.416", "2.330", "7.039", "6.918")] == [period] * 4


def test_a_note_that_names_a_table_is_of_that_table(tmp_path: Path) -> None:
    other = "Biểu 02. Xã\nXã | Số tổ\nXã Hà Mẫu | 14\nXã Tân Mẫu | 15"
    note = "Ghi chú: Biểu 01 tính từ 15/12/2024 đến 14/9/2025."
    found = periods(tmp_path, NINE, f"Biểu 01. Hồ sơ\n{ROWS}\n\n{other}\n\n{note}")
    assert (found["2.416"], found["6.918"]) == ("2024-12-15/2025-09-14",) * 2
    assert (found["14"], found["15"]) == (None, None)


def test_a_note_gives_no_time_to_a_goal(tmp_path: Path) -> None:
    rows = "Nội dung | Kế hoạch giao | Kết quả\nSố lớp tập huấn | 30 | 24"
    found = periods(tmp_path, NINE, f"(Số liệu tính đến ngày 15/9/2025)\n{rows}")
    assert (found["30"], found["24"]) == (None, "2025-09-15")


@pytest.mark.parametrize(
    "compares", ["So với dự toán (%)", "% so dự toán", "Đạt (%)", "Tỷ lệ thực hiện so với dự toán"]
)
def test_a_column_of_comparison_has_the_time_of_its_result(tmp_path: Path, compares: str) -> None:
    header = f"Nội dung | Dự toán năm 2025 | Thực hiện 9 tháng năm 2025 | {compares} | So với cùng kỳ (%)"
    found = periods(
        tmp_path, NINE, f"{header}\nThu nội địa | 12.130 | 9.502 | 81,3 | 117,9\nChi | 900 | 720 | 80,0 | 99,1"
    )
    assert (found["12.130"], found["9.502"]) == ("2025", UP_TO_SEPTEMBER)
    assert (found["81,3"], found["117,9"]) == (UP_TO_SEPTEMBER,) * 2


@pytest.mark.parametrize("rate", ["Tỷ lệ (%)", "%", "Đạt tỷ lệ (%)", "TH/KH (%)"])
def test_a_column_that_says_only_that_it_is_a_rate_is_of_the_column_to_its_left(tmp_path: Path, rate: str) -> None:
    rows = f"Chủ đầu tư | Kế hoạch 2025 | Giải ngân đến 15/9/2025 | {rate}\nBan A | 900 | 720 | 80,5"
    found = periods(tmp_path, NINE, f"1. Kết quả\n\n{rows}")
    assert (found["720"], found["80,5"]) == ("2025-09-15", "2025-09-15")


def test_another_rate_is_not(tmp_path: Path) -> None:
    rows = "Xã | Giải ngân đến 15/9/2025 | Tỷ lệ hộ nghèo (%)\nXã A | 720 | 3,5"
    assert periods(tmp_path, NINE, f"1. Kết quả\n\n{rows}")["3,5"] is None


@pytest.mark.parametrize(
    ("of", "header", "period"),
    [
        (QUARTER, "Kỳ trước", "2025-Q2"),
        (QUARTER, "Quý trước", "2025-Q2"),
        (QUARTER, "Cùng kỳ năm trước", "2024-Q3"),
        ("năm 2024", "Năm trước", "2023"),
        ("tháng 01 năm 2025", "Tháng trước", "2024-12"),
        (QUARTER, "Kỳ này", None),
        (NINE, "Kỳ trước", None),
    ],
)
def test_a_column_of_the_term_before(tmp_path: Path, of: str, header: str, period: str | None) -> None:
    rows = f"Nội dung | {header} | Kỳ báo cáo\nTrạm BTS | 1.200 | 1.250\nThuê bao | 30.100 | 31.200"
    found = periods(tmp_path, of, f"1. Kết quả\n\n{rows}")
    assert [found[number] for number in ("1.200", "30.100")] == [period] * 2


def test_a_share_of_a_plan_is_of_the_time_of_its_result(tmp_path: Path) -> None:
    header = "Nội dung | Dự toán năm 2025 | Thực hiện 8 tháng năm 2025 | 8 tháng/dự toán (%) | Dự toán năm 2026"
    found = periods(tmp_path, QUARTER, f"1. Kết quả\n\n{header}\nThu phí | 120 | 108 | 90,0 | 130")
    assert (found["108"], found["90,0"], found["130"]) == ("2025-01-01/2025-08-31", "2025-01-01/2025-08-31", "2026")
