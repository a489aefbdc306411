"""Result or target by the document, its sections and lists, where sentences say little; and what sentences say."""

from __future__ import annotations

import pytest

from rules.decide import status
from rules.digits import find_printed
from rules.document_kind import kind_of
from rules.figure import Letterhead
from rules.find import find_figures
from rules.letterhead import read_letterhead
from rules.matching import default_matcher
from rules.scene import Stage
from tests.documents_of import document_of

PLAN = Letterhead(issuer="ỦY BAN NHÂN DÂN TỈNH SƠN LA", issued_on="2031-01-05", doc_type="KẾ HOẠCH",
                  title="Phát triển kinh tế số giai đoạn 2031 - 2035", period="2031/2035")  # fmt: skip
REPORT = Letterhead(issuer="ỦY BAN NHÂN DÂN TỈNH SƠN LA", issued_on="2031-12-05", doc_type="BÁO CÁO",
                    title="Kết quả thực hiện Kế hoạch chuyển đổi số năm 2031", period="2031")  # fmt: skip
RESOLUTION = Letterhead(issuer="HỘI ĐỒNG NHÂN DÂN TỈNH SƠN LA", issued_on="2031-12-09", doc_type="NGHỊ QUYẾT",
                        title="Về dự toán ngân sách năm 2032", period="2032")  # fmt: skip


def statuses(head: Letterhead, *paragraphs: str) -> dict[str, str]:
    """Printed number -> status."""
    return {figure.number: figure.status for figure in find_figures(document_of(*paragraphs), head).figures}


@pytest.mark.parametrize(
    ("doc_type", "title", "kind"),
    [
        ("BÁO CÁO", "Kết quả thực hiện Kế hoạch năm 2031", "report"),
        ("KẾ HOẠCH", "Chuyển đổi số năm 2032", "plan"),
        ("CHƯƠNG TRÌNH", "Hành động thực hiện Nghị quyết số 5", "plan"),
        ("QUYẾT ĐỊNH", "Về việc giao dự toán ngân sách năm 2032", "plan"),
        ("QUYẾT ĐỊNH", "Về việc khen thưởng 12 tập thể", "report"),
        ("NGHỊ QUYẾT", "Về kế hoạch năm 2032", "resolution"),
        ("NGHỊ QUYẾT", "Kết quả giám sát việc giải quyết đơn thư", "report"),
        ("CHỈ THỊ", "Về đẩy mạnh giải ngân", "directive"),
        ("CÔNG VĂN", "báo cáo tình hình quý I", "report"),
        (None, None, "press"),
    ],
)
def test_kinds_of_documents(doc_type: str | None, title: str | None, kind: str) -> None:
    assert kind_of(Letterhead(doc_type=doc_type, title=title), "Thu ngân sách tăng") == kind


@pytest.mark.parametrize(
    ("headline", "kind"),
    [
        ("Quy hoạch bảo vệ rừng tỉnh Sơn La giai đoạn 2031-2035", "plan"),
        ("Mộc Châu: một số chỉ tiêu nhiệm kỳ 2030 - 2035", "plan"),
        ("Kết quả thực hiện mục tiêu giai đoạn 2026 - 2030", "press"),
        ("Quy hoạch mới mở đường cho du lịch", "press"),
        ("Sơn La đạt 12 chỉ tiêu năm 2031", "press"),
    ],
)
def test_a_headline_may_name_a_plan_with_its_years(headline: str, kind: str) -> None:
    assert kind_of(Letterhead(), f"{headline}\nTrồng rừng 2.226 ha.") == kind


def test_an_annex_without_a_letterhead_is_a_form() -> None:
    assert kind_of(Letterhead(), "Phụ lục II Tổng hợp số liệu") == "form"


def test_goals_of_a_plan_are_targets_and_what_it_found_results() -> None:
    said = statuses(
        PLAN,
        "I. HIỆN TRẠNG",
        "Toàn tỉnh lắp 1.200 trạm BTS.",
        "II. MỤC TIÊU",
        "- Kinh tế số chiếm 30% GRDP (năm 2029 là 9,1%).",
        "- 70 xã có sóng 5G; hiện có 45 xã có sóng 5G.",
        "III. TỔ CHỨC THỰC HIỆN",
        "Mở 40 lớp tập huấn cho cán bộ.",
    )
    assert said == {"1.200": "actual", "30": "target", "9,1": "actual", "70": "target", "45": "actual", "40": "target"}


def test_a_noun_of_goals_among_results_tells_of_results() -> None:
    said = statuses(
        REPORT,
        "I. KẾT QUẢ THỰC HIỆN",
        "1. Nhiệm vụ phát triển hạ tầng",
        "Toàn tỉnh có 1.200 trạm BTS.",
        "2. Mục tiêu về chính quyền số",
        "Tỷ lệ hồ sơ trực tuyến là 78%.",
        "3. Giải pháp về nhân lực",
        "Mở 12 lớp tập huấn.",
        "II. NHIỆM VỤ, GIẢI PHÁP NĂM 2032",
        "Mở 20 lớp tập huấn.",
    )
    assert said == {"1.200": "actual", "78": "actual", "12": "actual", "20": "target"}


def test_a_noun_of_results_among_tasks_tells_of_tasks() -> None:
    said = statuses(PLAN, "III. NHIỆM VỤ", "1. Đánh giá, giám sát kết quả", "Tổ chức 12 cuộc giám sát.")
    assert said == {"12": "target"}
    said = statuses(PLAN, "III. NHIỆM VỤ", "1. Kết quả đã đạt được", "Tổ chức 12 cuộc giám sát.")
    assert said == {"12": "actual"}


def test_articles_part_a_resolution() -> None:
    said = statuses(
        RESOLUTION,
        "Điều 1. Đánh giá kết quả thực hiện năm 2031",
        "Thu ngân sách được 11.200 tỷ đồng.",
        "Điều 2. Quyết định dự toán ngân sách năm 2032",
        "1. Tổng thu ngân sách: 12.300 tỷ đồng.",
    )
    assert said == {"11.200": "actual", "12.300": "target"}


def test_a_time_ahead_of_the_report_is_a_goals() -> None:
    said = statuses(REPORT, "Đến năm 2035, 70 xã có sóng 5G. Đến ngày 30/11/2031, 45 xã có sóng 5G.")
    assert said == {"70": "target", "45": "actual"}


def test_all_heights_stay_in_the_evidence() -> None:
    # the drafts of a chain are not handed out: the decider is asked itself
    document = document_of("II. MỤC TIÊU", "- 70 xã có sóng 5G; hiện có 45 xã có sóng 5G.")
    drafts = [draft for block in find_printed(document) for draft in block.drafts]
    stage = Stage(document, PLAN, drafts, default_matcher(), None)
    last = next(scene for scene in stage.scenes if scene.draft.claim.number.text == "45")
    decided = status.decide(last.draft, last)
    assert decided.value == "actual"
    assert [(one.rule, one.height) for one in decided.evidence] == [
        ("actual_before", "sentence"),
        ("target_section", "section"),
        ("target_document", "document"),
    ]
    assert [document.text[one.start : one.end] for one in decided.evidence[:2]] == ["hiện có", "MỤC TIÊU"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dự toán chi năm 2031 là 12.400 tỷ đồng, đã chi 5.200 tỷ đồng.", {"12.400": "target", "5.200": "actual"}),
        ("Tổng kế hoạch vốn được giao 900 tỷ đồng, giải ngân 400 tỷ đồng.", {"900": "target", "400": "actual"}),
        ("Giải ngân 400 tỷ đồng trong tổng số 900 tỷ đồng kế hoạch vốn.", {"400": "actual", "900": "target"}),
        ("Biên chế được giao 2.300 người, có mặt 2.250 người.", {"2.300": "actual", "2.250": "actual"}),
        ("Vốn bổ sung có mục tiêu 120 tỷ đồng.", {"120": "actual"}),
        ("Thực hiện mục tiêu giảm nghèo, tỉnh xây 450 căn nhà.", {"450": "actual"}),
        ("Đưa ra khỏi kế hoạch 55 lớp.", {"55": "actual"}),
        ("Thu ước đạt 900 tỷ đồng, bằng 97% dự toán, tăng 6% so với cùng kỳ.",
         {"900": "forecast", "97": "forecast", "6": "forecast"}),
        ("Thu ước đạt 900 tỷ đồng, trong đó thu nội địa 700 tỷ đồng.", {"900": "forecast", "700": "forecast"}),
        ("Thu ước đạt 900 tỷ đồng (cùng kỳ 800 tỷ đồng).", {"900": "forecast", "800": "actual"}),
        ("Chi dự kiến 90 tỷ đồng (đầu tư 60 tỷ đồng).", {"90": "forecast", "60": "forecast"}),
        ("Ước đạt 900 tỷ đồng, đến nay đã thu 700 tỷ đồng.", {"900": "forecast", "700": "actual"}),
        ("Ước có 18 chỉ tiêu đạt, 04 chỉ tiêu không đạt.", {"18": "forecast", "04": "forecast"}),
        ("Đã ban hành Kế hoạch kiểm tra, trong đó kiểm tra 12 xã.", {"12": "target"}),
        ("Kế hoạch năm 2031 kiểm tra tại 12 xã; đã kiểm tra 9 xã.", {"12": "target", "9": "actual"}),
        ("Nhiệm vụ năm 2032: trồng mới 410 ha rừng; thu ngân sách 31 tỷ đồng; đàn lợn tăng 4%.",
         {"410": "target", "31": "target", "4": "target"}),
        ("Năm 2032, huyện phấn đấu: làm mới 12 km đường; giảm 3% hộ nghèo.", {"12": "target", "3": "target"}),
        ("Huyện đặt mục tiêu trồng 410 ha rừng; thu ngân sách 65 tỷ đồng.", {"410": "target", "65": "target"}),
        ("Nhiệm kỳ 2030-2035, xã đề ra các chỉ tiêu làm 12 km đường; giảm 3% hộ nghèo.",
         {"12": "target", "3": "target"}),
        ("Huyện đặt mục tiêu trồng 410 ha rừng; đến nay trồng được 380 ha.", {"410": "target", "380": "actual"}),
        ("Phương hướng năm 2032: xây mới 2 trường; mở 14 lớp.", {"2": "target", "14": "target"}),
        ("Nhiệm vụ năm 2031: đã hoàn thành 38/40 nhiệm vụ; mới trồng được 12 ha.", {"38/40": "actual", "12": "actual"}),
    ],
)  # fmt: skip
def test_what_a_sentence_says(text: str, expected: dict[str, str]) -> None:
    assert statuses(REPORT, text) == expected


def test_a_plan_is_not_asked_where_roads_are_measured() -> None:
    assert statuses(PLAN, "III. NHIỆM VỤ", "Khởi công tuyến đường dài 18,6 km.") == {"18,6": "actual"}


def test_parts_with_letters_part_a_plan() -> None:
    said = statuses(PLAN, "Phần A. HIỆN TRẠNG", "1. Tỉnh lắp 90 trạm BTS.", "Phần B. MỤC TIÊU", "1. Lắp 70 trạm BTS.")
    assert said == {"90": "actual", "70": "target"}


def test_what_leads_up_to_a_directive_is_no_goal() -> None:
    head = Letterhead(doc_type="CHỈ THỊ", title="Về đẩy mạnh giải ngân", issued_on="2031-05-11")
    said = statuses(
        head,
        "Giải ngân của tỉnh mới đạt 2.846 tỷ đồng, thấp hơn bình quân cả nước.",
        "Để khắc phục, Chủ tịch UBND tỉnh yêu cầu:",
        "1. Các chủ đầu tư giải ngân 7.000 tỷ đồng.",
    )
    assert said == {"2.846": "actual", "7.000": "target"}


def test_points_that_are_at_most_to_be_had() -> None:
    assert statuses(REPORT, "Phần đánh giá tối đa 60 điểm, tỉnh đạt 51,2 điểm.") == {"60": "maximum", "51,2": "actual"}


def test_small_letters_part_a_section_and_end_none() -> None:
    said = statuses(PLAN, "I. HIỆN TRẠNG", "a) Hạ tầng số", "Tỉnh lắp 90 trạm BTS.", "b) Nhân lực số", "Mở 12 lớp.")
    assert said == {"90": "actual", "12": "actual"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what opens a sentence as an estimate holds for it, until a result is told
        (
            "Ước 9 tháng đầu năm, bán lẻ đạt 195 tỷ đồng, tăng 14,1%; xuất khẩu 18 tỷ đồng, xuất siêu 5,2 tỷ đồng.",
            {"195": "forecast", "14,1": "forecast", "18": "forecast", "5,2": "forecast"},
        ),
        ("Ước cả năm 2031, thu 40 tỷ đồng; đã chi 20 tỷ đồng.", {"40": "forecast", "20": "actual"}),
        ("Có 12 xã ước đạt chuẩn; 15 xã có sóng 5G.", {"12": "actual", "15": "actual"}),
        # what makes up a number that is expected
        (
            "Quy mô kinh tế ước 160 tỷ đồng. Cơ cấu: khu vực I chiếm 33,6%, khu vực II 28,9%.",
            {"160": "forecast", "33,6": "forecast", "28,9": "forecast"},
        ),
        ("Quy mô kinh tế đạt 160 tỷ đồng. Cơ cấu: khu vực I chiếm 33,6%.", {"160": "actual", "33,6": "actual"}),
        # firms that an expected sum came from are there; parts of the sum are expected
        (
            "Vốn thu hút ước 68 tỷ đồng, gồm 3.871 doanh nghiệp mới và 702 dự án.",
            {"68": "forecast", "3.871": "actual", "702": "actual"},
        ),
        ("Thu ước 68 tỷ đồng, gồm thu nội địa 50 tỷ đồng.", {"68": "forecast", "50": "forecast"}),
        # the sum behind the stroke was to be reached
        ("Giải ngân đạt 6 tỷ đồng/13 tỷ đồng, bằng 45%.", {"6": "actual", "13": "target", "45": "actual"}),
        ("Hỗ trợ 6 tỷ đồng/13 tỷ đồng dự toán.", {"6": "actual", "13": "target"}),
        # the aim goes on over what is digitised
        (
            "Tỉnh phấn đấu thanh toán trực tuyến đạt từ 70% trở lên, số hóa kết quả 100%.",
            {"70": "target", "100": "target"},
        ),
    ],
)
def test_what_an_estimate_or_an_aim_reaches(text: str, expected: dict[str, str]) -> None:
    assert statuses(REPORT, text) == expected


def test_what_tasks_deal_with_is_there() -> None:
    said = statuses(
        PLAN,
        "II. NHIỆM VỤ",
        "- Rà soát 118 trường hợp chưa kích hoạt; khắc phục 14 trạm BTS mất sóng; lắp 15 trạm BTS mới.",
        "- Nâng số mô hình từ 27 lên 34 mô hình; xử lý 9 hồ sơ tồn đọng.",
    )
    assert said == {"118": "actual", "14": "actual", "15": "target", "27": "actual", "34": "target", "9": "actual"}


def test_those_who_voted_are_there() -> None:
    assert statuses(RESOLUTION, "Điều 2. Nghị quyết được thông qua với 52/54 đại biểu tán thành.") == {
        "52/54": "actual"
    }


def test_an_item_of_tasks_for_a_time_ahead_is_a_goal() -> None:
    report = Letterhead(issuer="UBND TỈNH SƠN LA", issued_on="2031-08-25", doc_type="BÁO CÁO",
                        title="Kết quả chuyển đổi số tháng 8 năm 2031", period="2031-08")  # fmt: skip
    lines = ("5. Kết quả tháng 8: mở 12 lớp.", "6. Nhiệm vụ tháng 9/2031: kích hoạt 150 tài khoản; mở 14 lớp.")
    assert statuses(report, *lines) == {"12": "actual", "150": "target", "14": "target"}


def test_parts_of_a_text_that_are_counted_in_words_head_their_items() -> None:
    said = statuses(
        PLAN,
        "Phần thứ nhất. TÌNH HÌNH NĂM 2030",
        "1. Hạ tầng: toàn tỉnh có 1.312 trạm BTS.",
        "2. Nhân lực: 46 lớp cho cán bộ.",
        "Phần thứ hai. MỤC TIÊU NĂM 2031",
        "- 85% hồ sơ nộp trực tuyến.",
    )
    assert said == {"1.312": "actual", "46": "actual", "85": "target"}


def test_what_the_sum_of_a_plan_is_made_up_of_is_planned() -> None:
    planned = (
        "Kế hoạch vốn năm 2031 là 900 tỷ đồng, gồm trung ương 600 tỷ đồng (trong nước 580 tỷ đồng) "
        "và địa phương 300 tỷ đồng."
    )
    assert set(statuses(REPORT, planned).values()) == {"target"}
    spent = "Kế hoạch vốn năm 2031 là 900 tỷ đồng, trong đó đã giải ngân 410 tỷ đồng."
    assert statuses(REPORT, spent) == {"900": "target", "410": "actual"}
    carried = "Kế hoạch vốn năm 2031 là 900 tỷ đồng (gồm vốn giao 820 tỷ đồng; vốn năm 2030 chuyển sang là 80 tỷ đồng)."
    assert statuses(REPORT, carried)["80"] == "actual"


def test_a_headline_about_the_last_months_makes_no_goals() -> None:
    lines = ("(Báo Sơn La) - Thứ Sáu, 07/11/2031", "CỬA KHẨU NHỘN NHỊP NHỮNG THÁNG CUỐI NĂM",
             "Theo Ban Quản lý, có 1.640 xe qua cửa khẩu; hải quan thu 70 tỷ đồng.")  # fmt: skip
    head = read_letterhead(document_of(*lines))
    assert head.issued_on == "2031-11-07"
    assert statuses(head, *lines) == {"1.640": "actual", "70": "actual"}
