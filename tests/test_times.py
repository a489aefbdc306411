"""Times of figures in a whole document: what its own time completes, and times that are no figure's."""

from __future__ import annotations

import pytest

from rules.figure import Letterhead
from rules.find import find_figures
from rules.language.periods import Now, find_times
from tests.documents_of import document_of

OCTOBER = Now(2031, "2031-01-01/2031-10-31", "2031-10-31")
MARCH = Now(2031, "2031-03", "2031-03")
HALF = Now(2031, "2031-H1", "2031-H1")


def periods(*paragraphs: str, period: str | None = None, issued_on: str | None = None) -> dict[str, str | None]:
    """Printed number -> period."""
    head = Letterhead(period=period, issued_on=issued_on)
    return {figure.number: figure.period for figure in find_figures(document_of(*paragraphs), head).figures}


@pytest.mark.parametrize(
    ("words", "now", "iso"),
    [
        ("Từ đầu năm đến nay", MARCH, "2031-01-01/2031-03"),
        ("Từ đầu năm 2031 tới nay", MARCH, "2031-01-01/2031-03"),
        ("Kể từ đầu năm đến thời điểm báo cáo", HALF, "2031-H1"),
        ("Từ đầu năm đến nay", Now(2031), None),
        ("Từ đầu năm đến hết tháng 5", HALF, "2031-01-01/2031-05"),
        ("Từ đầu năm đến ngày 20/5/2031", HALF, "2031-01-01/2031-05-20"),
        ("Từ ngày 15/3/2031 đến nay", HALF, "2031-03-15/2031-H1"),
        ("Từ tháng 4/2030 đến nay", HALF, "2030-04/2031-H1"),
        ("Từ năm 2028 đến nay", Now(2031, "2031", "2031"), "2028/2031"),
        ("Từ tháng 02 đến tháng 4/2031", HALF, "2031-02/2031-04"),
        ("Từ tháng 11/2030 đến hết tháng 4 năm 2031", HALF, "2030-11/2031-04"),
        ("Kể từ ngày 15/8/2030 đến hết tháng 3/2031", MARCH, "2030-08-15/2031-03"),
        ("Mười một tháng năm 2030", MARCH, "2030-01-01/2030-11-30"),
        ("11T/2030", MARCH, "2030-01-01/2030-11-30"),
        ("9T 2030", MARCH, "2030-01-01/2030-09-30"),
        ("Ước 8 tháng 2030 (tấn)", MARCH, "2030-01-01/2030-08-31"),
        ("Tính chung 10 tháng", OCTOBER, "2031-01-01/2031-10-31"),
        ("Doanh thu 9 tháng", OCTOBER, "2031-01-01/2031-09-30"),
        ("3 tháng", MARCH, "2031-Q1"),
        ("10 tháng", Now(2031, "2031-10", "2031-10"), "2031-01-01/2031-10-31"),
        ("Trong tháng, ", MARCH, "2031-03"),
        ("Trong quý, ", MARCH, "2031-Q1"),
        ("Trong kỳ báo cáo, ", HALF, "2031-H1"),
        ("Trong năm, ", MARCH, None),
        ("Trong tháng, ", HALF, None),
        ("Chín tháng đầu năm 2031", HALF, "2031-01-01/2031-09-30"),
        ("03 tháng cuối năm 2030", HALF, "2030-Q4"),
        ("12 tháng năm 2030", HALF, "2030"),
        ("03 năm (2028 - 2030)", HALF, "2028/2030"),
        ("Cùng kỳ năm trước", HALF, "2030-H1"),
        ("Cùng kỳ năm 2029", HALF, "2029-H1"),
        ("Cùng kỳ", MARCH, "2030-03"),
        ("Cùng thời điểm năm trước", Now(2031, "2031-01-01/2031-05-20"), "2030-01-01/2030-05-20"),
    ],
)
def test_what_words_leave_out_the_document_completes(words: str, now: Now, iso: str | None) -> None:
    assert [time.iso for time in find_times(words, now)] == [iso]


@pytest.mark.parametrize(
    "words",
    [
        "Trong tháng 5 huyện",  # its own month, not the report's
        "nguồn năm trước chuyển sang",
        "nhiệm kỳ 2030 - 2035",
        "theo Thông tư 03/2030/TT-BNV",
        "Quyết định của Chủ tịch UBND tỉnh ngày 12/3/2031",
    ],
)
def test_what_only_looks_like_the_time_of_figures(words: str) -> None:
    assert [time.iso for time in find_times(words, MARCH)] in ([], ["2031-05"])


@pytest.mark.parametrize(
    "words",
    [
        "thời hạn 10 tháng", "sau 10 tháng thi công", "trẻ dưới 10 tháng tuổi", "mỗi 10 tháng", "10 tháng liên tục",
        "10 tháng lương", "10 tháng/lần", "trong 9 tháng", "7 tháng", "10 tháng tới",
    ],
)  # fmt: skip
def test_months_that_are_a_length_are_no_first_months_of_the_year(words: str) -> None:
    assert [time.iso for time in find_times(words, OCTOBER) if time.iso] == []


def test_months_that_a_report_counts_up_go_on_behind_its_month() -> None:
    text = "Xuất khẩu tháng 10 đạt 905 triệu USD; 10 tháng đạt 8.412 triệu USD. Nhập khẩu đạt 7.105 triệu USD."
    so_far = "2031-01-01/2031-10-31"
    assert periods(text, period=so_far) == {"905": "2031-10", "8.412": so_far, "7.105": so_far}


def test_days_without_their_word_are_a_stretch_and_no_fraction() -> None:
    week = "2031-06-15/2031-06-21"
    text = "Tay chân miệng: tuần 25 (từ 15/6 đến 21/6/2031) có 214 ca, thêm 5 ổ dịch."
    assert periods(text, period="2031-H1") == {"214": week, "5": week}
    assert periods("Tỷ lệ tăng từ 5/12 đến 7/12 xã.", period="2031-H1").keys() == {"5/12", "7/12"}


def test_brackets_before_a_colon_say_when_all_of_it_was() -> None:
    text = "Thi hành án (số của Cục, từ 01/10/2030 đến 31/5/2031): xong 3.964 việc, thu 412 tỷ đồng."
    assert set(periods(text, period="2031-H1").values()) == {"2030-10-01/2031-05-31"}


def test_when_a_value_was_made_public_is_not_when_it_holds() -> None:
    text = "DTI năm 2029 của tỉnh (công bố tháng 5/2030) đạt 0,61 điểm, xếp thứ 38."
    assert periods(text, period="2031") == {"0,61": "2029", "38": "2029"}
    assert periods("Tính đến tháng 5/2030 có 61 xã.", period="2031") == {"61": "2030-05"}


def test_a_goal_that_goes_up_from_what_there_is() -> None:
    text = "Phấn đấu đến hết năm 2033 đưa số xã đạt chuẩn từ 45 xã lên 60 xã."
    assert periods(text, period="2031", issued_on="2031-12-05") == {"45": None, "60": "2033"}


def test_a_time_in_brackets_beside_a_number_holds_inside_them_only() -> None:
    said = periods("Cả tỉnh còn 4.100 hộ nghèo (năm 2025 là 9.800 hộ), chiếm 3,2% tổng số hộ.", period="2031")
    assert said == {"4.100": None, "9.800": "2025", "3,2": None}


def test_brackets_that_only_say_when_hold_for_their_sentence() -> None:
    assert periods("Tỷ lệ hộ nghèo (số liệu đến ngày 31/12/2030) là 3,2%.", period="2031") == {"3,2": "2030-12-31"}


def test_brackets_that_say_more_than_when_do_not() -> None:
    text = "Chi đầu tư (không kể phần vốn đã tạm ứng của dự án khởi công từ năm 2029) đạt 410 tỷ đồng."
    assert periods(text, period="2031") == {"410": None}


def test_the_day_of_a_decision_is_not_that_of_what_it_decides() -> None:
    decided = "Ngày 12/3/2031, Chủ tịch UBND tỉnh ký Quyết định số 410/QĐ-UBND hỗ trợ 36 hộ dân."
    done = "Ngày 14/3/2031, tỉnh khánh thành 24 căn nhà."
    assert periods(decided, done, period="2031-03") == {"36": None, "24": "2031-03-14"}


def test_the_year_of_a_plan_is_its_goals_and_no_results() -> None:
    done = "Đến nay đã hoàn thành 45 nhiệm vụ của Kế hoạch chuyển đổi số năm 2031."
    campaign = "Hưởng ứng Cuộc thi tìm hiểu pháp luật năm 2030, có 3.200 bài dự thi được gửi về."
    assert periods(done, campaign, period="2031-H1") == {"45": None, "3.200": None}
    assert periods("Phấn đấu hoàn thành 80% kế hoạch năm 2031.", period="2030") == {"80": "2031"}


def test_a_budget_has_its_year_and_what_was_spent_the_reports() -> None:
    text = "Dự toán chi năm 2030 là 12.400 tỷ đồng, đã chi 5.200 tỷ đồng."
    assert periods(text, period="2031-H1") == {"12.400": "2030", "5.200": None}


def test_money_that_goes_on_to_another_year_is_of_its_own() -> None:
    assert periods("Vốn năm 2029 chuyển sang năm 2030 là 120 tỷ đồng.", period="2031") == {"120": "2029"}


def test_the_year_before_holds_for_its_figure_and_not_for_the_change_behind() -> None:
    text = "Tháng 3/2031 có 12 vụ cháy, cùng kỳ là 15 vụ, giảm 20% so với cùng kỳ."
    assert periods(text, period="2031-Q1") == {"12": "2031-03", "15": "2030-03", "20": "2031-03"}
    growth = "GRDP tăng 8,2% (cùng kỳ năm 2030 tăng 7,5%)."
    assert periods(growth, period="2031-H1") == {"8,2": None, "7,5": "2030-H1"}


def test_a_stretch_that_is_not_the_reports_is_told_as_unknown() -> None:
    text = "Trong tháng, xử lý 14 vụ. Trong năm, xử lý 90 vụ."
    assert periods(text, period="2031-03") == {"14": "2031-03", "90": None}


def test_a_clause_aside_gives_its_time_to_none_behind_it() -> None:
    text = "9 tháng đầu năm 2031, IIP tăng 7,2%; riêng tháng 9/2031 giảm 1,9%. Sản xuất 5.870 nghìn tấn xi măng."
    assert periods(text) == {"7,2": "2031-01-01/2031-09-30", "1,9": "2031-09", "5.870": "2031-01-01/2031-09-30"}


def test_months_without_a_year_are_the_reports_where_it_is_on_as_many() -> None:
    text = "Thu ngân sách 9 tháng được 900 tỷ đồng."
    assert periods(text, period="2031-01-01/2031-09-30") == {"900": "2031-01-01/2031-09-30"}
    assert periods(text, period="2031") == {"900": None}


def test_goals_of_a_plan_for_one_year_are_of_that_year() -> None:
    head = Letterhead(doc_type="KẾ HOẠCH", title="Chuyển đổi số năm 2032", period="2032", issued_on="2031-12-20")
    document = document_of("II. MỤC TIÊU", "- 70 xã có sóng 5G; hiện có 45 xã có sóng 5G.")
    assert [figure.period for figure in find_figures(document, head).figures] == ["2032", None]


def test_the_time_that_opens_a_text_holds_until_another_is_named() -> None:
    texts = (
        "6 tháng đầu năm 2031, thu ngân sách của tỉnh được 900 tỷ đồng.",
        "Khu vực công nghiệp có thêm 14 dự án, tổng vốn 400 tỷ đồng.",
        "Hiện nay, cả tỉnh còn 36 dự án chậm tiến độ, vướng mặt bằng.",
        "Tháng 6/2031, các huyện đã trồng thêm được 120 ha rừng mới.",
        "Ngành y tế khám bệnh cho 5.200 lượt người ở vùng cao.",
    )
    said = periods(*texts)
    assert said == {"900": "2031-H1", "14": "2031-H1", "400": "2031-H1", "36": None, "120": "2031-06", "5.200": None}


def test_a_plan_named_behind_a_number_gives_it_its_year() -> None:
    text = "Đến ngày 25/6/2031, giải ngân 300 tỷ đồng trong tổng số 900 tỷ đồng kế hoạch vốn năm 2031."
    assert periods(text) == {"300": "2031-06-25", "900": "2031"}


def test_the_time_that_opens_a_text_ends_where_one_tells_of_now() -> None:
    opening = "Từ ngày 01/7 đến ngày 15/10/2031, toàn tỉnh đã tiếp nhận 412.350 hồ sơ của người dân."
    now = "Hiện toàn tỉnh có 102 trung tâm cấp xã đi vào hoạt động ổn định."
    behind = "Ở các xã vùng cao, 18 tổ công nghệ số đang giúp người dân nộp hồ sơ."
    goes_on = "Các xã vùng cao đã trả kết quả 18 hồ sơ cho người dân tại nhà."
    span = "2031-07-01/2031-10-15"
    assert periods(opening, now, behind) == {"412.350": span, "102": None, "18": None}
    assert periods(opening, goes_on) == {"412.350": span, "18": span}


def test_the_year_of_a_goal_is_not_that_of_a_text() -> None:
    text = "Năm 2031, tỉnh có 22 xã nghèo. Trong tháng 11, lũ làm hỏng 40 cầu."
    goal = "Năm 2032, tỉnh phấn đấu thu 110 tỷ đồng."
    assert periods(f"{text} {goal}") == {"22": "2031", "40": "2031-11", "110": "2032"}


def test_the_documents_own_time_is_told_where_the_paragraph_names_it() -> None:
    text = "Chỉ số sản xuất 9 tháng tăng 7%. Xi măng đạt 58 nghìn tấn."
    own = "2031-01-01/2031-09-30"
    assert periods(text, period=own) == {"7": own, "58": own}
    assert periods("Chỉ số 9 tháng tăng 7%. Đến nay có 58 xã.", period=own) == {"7": own, "58": None}


def test_a_number_behind_months_is_no_month() -> None:
    assert [t.iso for t in find_times("Thu 6 tháng 6.243 tỷ đồng; lãi tháng 6,5%.", Now(2031))] == []
    assert [t.iso for t in find_times("Thu tháng 6, chi tháng 7.", Now(2031))] == ["2031-06", "2031-07"]


def test_the_same_stretch_before_is_of_the_one_outside_of_brackets() -> None:
    found = periods("Quý I/2031, GRDP tăng 5,5% (quý I/2030 tăng 5,8%); dịch vụ tăng 6,2% (cùng kỳ 7,6%).")
    assert found == {"5,5": "2031-Q1", "5,8": "2030-Q1", "6,2": "2031-Q1", "7,6": "2030-Q1"}


def test_a_year_that_something_is_a_multiple_of_is_only_compared_with() -> None:
    found = periods("Năm 2031 có 2.983 trạm BTS, gấp 2,1 lần năm 2026, giúp 100% dân số được phủ sóng.")
    assert found == {"2.983": "2031", "2,1": "2031", "100": "2031"}


def test_the_day_of_a_meeting_is_not_that_of_what_a_text_tells() -> None:
    network = "Mạng lưới viễn thông gồm 1.998 trạm BTS và 956 tuyến truyền dẫn."
    met = "Ngày 05/1/2031, Sở Khoa học và Công nghệ họp tổng kết công tác với 45 đại biểu."
    assert periods("Lào Cai nhìn lại một năm", met, network)["1.998"] is None
    told = "Tính đến ngày 05/1/2031, toàn tỉnh phủ sóng 98% số thôn, bản vùng cao."
    assert periods("Lào Cai nhìn lại một năm", told, network)["1.998"] == "2031-01-05"


def test_a_year_that_only_begins_or_is_planned_opens_no_text() -> None:
    lines = ("Lai Châu: thu ngân sách cao nhất kể từ năm 2026", "9 tháng đầu năm 2031, tỉnh thu 900 tỷ đồng.")
    assert periods(*lines, "- Thu nội địa được 700 tỷ đồng, chiếm phần lớn tổng thu.") == {
        "900": "2031-01-01/2031-09-30",
        "700": "2031-01-01/2031-09-30",
    }
    plan = "Nhiệm vụ năm 2032: trồng mới 410 ha rừng; thu ngân sách 31 tỷ đồng."
    found = periods("Năm 2031, toàn huyện trồng được 380 ha rừng, vượt kế hoạch.", plan)
    assert (found["380"], found["410"], found["31"]) == ("2031", "2032", "2032")
