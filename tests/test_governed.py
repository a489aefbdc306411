"""What stands before a figure in its sentence and makes it a part, or something done to it: each kind with a sentence
of its own and a near miss that keeps the metric."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.catalogue import load_catalogue
from rules.figure import Figure, Letterhead
from rules.find import find_figures
from rules.naming.governed import load_governing
from rules.strict_toml import CatalogueError
from tests.documents_of import document_of


def figure(sentence: str, number: str) -> Figure:
    found = find_figures(document_of(sentence), Letterhead(place="Hà Nam", period="2024")).figures
    return next(one for one in found if one.number == number)


def told(one: Figure) -> set[str]:
    """The metrics that a figure has or that are offered for it."""
    return {candidate.metric for candidate in one.candidates} | ({one.metric} if one.metric else set())


@pytest.mark.parametrize(
    ("sentence", "number", "metric"),
    [
        ("Đoàn đã kiểm tra 30 đơn vị (gồm: 06 sở và 24 đơn vị hành chính cấp xã).", "24", "communes_count"),
        ("Thanh tra tỉnh tiến hành thanh tra tại 09 chi cục.", "09", "department_branches"),
        ("Tổ chức bồi dưỡng cho 1.120 thành viên Tổ công nghệ số cộng đồng.", "1.120", "community_team_members"),
        ("Tỉnh rà soát 57 văn bản QPPL của cấp huyện.", "57", "legal_documents_issued"),
        ("Cơ quan ngành dọc giải quyết 388 TTHC (Thuế tỉnh 201 TTHC).", "388", "procedures_total"),
        ("Đề nghị sửa đổi quy định của 12 TTHC (cấp tỉnh 07 TTHC, cấp xã 05 TTHC).", "05", "procedures_total"),
        ("Chỉ số PAR Index: điểm trung bình các sở đạt 87,45 điểm.", "87,45", "par_index_score"),
        ("GRDP khu vực dịch vụ đạt 31.200 tỷ đồng.", "31.200", "grdp_current"),
        (
            "GRDP ngành nông nghiệp tăng chậm. Theo giá hiện hành, con số này đạt 9.870 tỷ đồng.",
            "9.870",
            "grdp_current",
        ),
        ("Giá trị chăn nuôi bằng 41,2% tổng giá trị sản xuất nông nghiệp.", "41,2", "sector_share_agriculture"),
        ("Dịch vụ công liên thông phát sinh 310 hồ sơ khai tử.", "310", "death_registrations"),
        ("Chi thường xuyên 8.214 tỷ đồng, bằng 91,3% dự toán tỉnh giao.", "91,3", "budget_expenditure_plan_rate"),
        ("Thu nội địa 6.920 tỷ đồng, bằng 102,4% dự toán.", "102,4", "budget_revenue_plan_rate"),
        (
            "Tổng chi NSĐP 7.320 tỷ đồng, bằng 88,4% dự toán, bằng 81,2% kế hoạch tỉnh giao.",
            "81,2",
            "budget_revenue_plan_rate",
        ),
        ("Thu NSNN đạt 5.120 tỷ đồng, bằng 96,3% dự toán.", "96,3", "budget_expenditure_plan_rate"),
        ("Hồ sơ liên thông là 940 hồ sơ, trong đó 871 hồ sơ đã trả kết quả.", "871", "dossiers_resolved"),
        ("Vốn đầu tư công: giải ngân được 2.140/3.560 tỷ đồng.", "2.140/3.560", "public_investment_plan"),
        ("Đã mở 21/21 lớp bồi dưỡng, đạt 100% kế hoạch.", "100", "tasks_done_rate"),
        ("Công an tỉnh thu nhận 512.300 tài khoản định danh điện tử.", "512.300", "eid_accounts"),
        ("Phê duyệt hồ sơ đề xuất cấp độ cho 06 hệ thống thông tin của ngành Y tế.", "06", "security_level_systems"),
        ("Tổng thu ngân sách địa phương đạt 14.320 tỷ đồng.", "14.320", "budget_revenue"),
        (
            "Giải ngân vốn đầu tư công đạt 71%. Giá trị sản xuất công nghiệp đạt 93,6% kế hoạch năm.",
            "93,6",
            "public_investment_disbursement_rate",
        ),
        ("Giải ngân còn chậm; kim ngạch nhập khẩu vượt 41% kế hoạch.", "41", "public_investment_disbursement_rate"),
        ("Tỉnh có đường bờ biển dài 112 km.", "112", "road_length"),
        ("Công bố thủ tục hành chính ở 3 cấp chính quyền.", "3", "procedures_total"),
    ],
)
def test_what_governs_a_figure_refuses_the_metric_of_the_whole(sentence: str, number: str, metric: str) -> None:
    assert metric in load_catalogue()
    assert metric not in told(figure(sentence, number))


@pytest.mark.parametrize(
    ("sentence", "number", "metric"),
    [
        ("Sau khi kiểm tra, sắp xếp, toàn tỉnh còn lại 09 chi cục thuộc sở.", "09", "department_branches"),
        ("Qua rà soát, tỉnh đã ban hành 57 văn bản QPPL.", "57", "legal_documents_issued"),
        ("Sau khi cắt giảm, tổng số TTHC của tỉnh là 1.870 thủ tục.", "1.870", "procedures_total"),
        ("Chỉ số PAR Index của tỉnh đạt 87,45 điểm.", "87,45", "par_index_score"),
        (
            "GRDP khu vực dịch vụ tăng khá; quy mô GRDP của tỉnh theo giá hiện hành đạt 98.700 tỷ đồng.",
            "98.700",
            "grdp_current",
        ),
        ("Cấp xã đã giải quyết 310 hồ sơ đăng ký khai tử.", "310", "death_registrations"),
        ("Tổng chi ngân sách địa phương đạt 91,3% dự toán tỉnh giao.", "91,3", "budget_expenditure_plan_rate"),
        (
            "Xuất khẩu tăng khá; giải ngân vốn đầu tư công đạt 71,4% kế hoạch.",
            "71,4",
            "public_investment_disbursement_rate",
        ),
        ("Ven bờ biển, tổng chiều dài đường bộ là 640 km.", "640", "road_length"),
        ("Thu ngân sách nhà nước trên địa bàn đạt 102,4% dự toán.", "102,4", "budget_revenue_plan_rate"),
        ("Toàn tỉnh đã kích hoạt 512.300 tài khoản định danh điện tử.", "512.300", "eid_accounts"),
        ("Phê duyệt hồ sơ đề xuất cấp độ cho 06 hệ thống thông tin.", "06", "security_level_systems"),
    ],
)
def test_what_only_looks_alike_keeps_its_metric(sentence: str, number: str, metric: str) -> None:
    assert metric in told(figure(sentence, number))


def test_every_metric_that_is_refused_is_one_of_the_catalogue() -> None:
    assert [one for kind in load_governing() for one in kind.metrics if one not in load_catalogue()] == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[a]\nsaid = ['x']", "the key metrics is missing"),
        ("[a]\nsaid = ['x']\nmetrics = ['m']\nuntil = ['y']", "the key until is unknown"),
        ("a = 'x'", "it is no table"),
    ],
)
def test_a_mistake_in_the_list_is_told(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "governed.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=problem):
        load_governing(path)
