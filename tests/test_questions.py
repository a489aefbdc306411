"""A question as people type it: what is measured, where, when, of which level, and what is asked of it.

Each line is a question of our own with what must be read of it; what is not named must be as it is by default.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from rules.questions.measured import meant
from rules.questions.read import Question, read_question

YEAR = 2026


def read(text: str) -> dict[str, object]:
    """What a question says, by name, without what has its default."""
    question = read_question(text, YEAR)
    default = Question(text)
    found: dict[str, object] = {"metrics": [one.metric for one in meant(question.fits)]}
    if question.places:
        found["places"] = [place.name for place in question.places]
    if question.times:
        found["times"] = list(question.times)
    if question.bound:
        found["bound"] = (question.bound.sign, question.bound.value, question.bound.percent)
    for name in ("aim", "level", "status", "country", "slips", "first_few"):
        if getattr(question, name) != getattr(default, name):
            found[name] = getattr(question, name)
    return found


BTS = ["bts_stations"]
FULL = ["dvctt_full", "dvctt_full_rate"]
COVERED = ["mobile_coverage_rate"]
ALL_OF_100 = ("=", Decimal(100), True)

QUESTIONS: list[tuple[str, dict[str, object]]] = [
    # Those of the issue
    ("tỉnh nào nhiều trạm BTS nhất", {"metrics": BTS, "aim": "most"}),
    ("DVCTT toàn trình Lâm Đồng 2024 2025", {"metrics": FULL, "places": ["Lâm Đồng"], "times": ["2024", "2025"]}),
    ("xã nào phủ 4G 100%", {"metrics": COVERED, "aim": "reach", "level": "commune", "bound": ALL_OF_100}),
    ("kinh phí chuyển đổi số 2025", {"metrics": ["support_budget"], "times": ["2025"]}),
    ("trạm phát sóng", {"metrics": BTS}),
    # Without accents, in capitals, in any order
    ("tinh nao nhieu tram bts nhat", {"metrics": BTS, "aim": "most"}),
    ("TỈNH NÀO NHIỀU TRẠM BTS NHẤT", {"metrics": BTS, "aim": "most"}),
    ("nghe an 2024 tram bts", {"metrics": BTS, "places": ["Nghệ An"], "times": ["2024"]}),
    ("to cong nghe so cong dong nhieu nhat", {"metrics": ["community_teams"], "aim": "most"}),
    ("xa phu song 4g 100%", {"metrics": COVERED, "aim": "reach", "level": "commune", "bound": ALL_OF_100}),
    ("so ho ngheo lam dong 2024 so voi 2023",
     {"metrics": ["poor_households"], "places": ["Lâm Đồng"], "times": ["2024", "2023"]}),
    # The most and the least
    ("Tỉnh nào ít trạm BTS nhất?", {"metrics": BTS, "aim": "least"}),
    ("top 5 tỉnh nhiều trạm BTS", {"metrics": BTS, "aim": "most", "first_few": 5}),
    ("trạm 5G nhiều nhất", {"metrics": ["bts_5g_stations"], "aim": "most"}),
    ("tỷ lệ hộ nghèo thấp nhất năm 2024", {"metrics": ["poor_household_rate"], "aim": "least", "times": ["2024"]}),
    ("tỉ lệ hồ sơ đúng hạn thấp nhất", {"metrics": ["dossiers_on_time_rate"], "aim": "least"}),
    ("tỉnh dẫn đầu DTI 2022", {"metrics": ["dti_rank", "dti_score"], "aim": "best", "times": ["2022"]}),
    ("GRDP tăng trưởng cao nhất", {"metrics": ["grdp_growth"], "aim": "most"}),
    ("PAPI kém nhất", {"metrics": ["papi_rank", "papi_score"], "aim": "worst"}),
    # Bounds
    ("tỷ lệ hồ sơ trực tuyến trên 90 %",
     {"metrics": ["dossiers_online_rate"], "aim": "reach", "bound": (">", Decimal(90), True)}),
    ("đạt từ 80% trở lên hồ sơ trực tuyến",
     {"metrics": ["dossiers_online_rate"], "aim": "reach", "bound": (">=", Decimal(80), True)}),
    ("hồ sơ đúng hạn >= 95,5%",
     {"metrics": ["dossiers_on_time_rate"], "aim": "reach", "bound": (">=", Decimal("95.5"), True)}),
    ("giải ngân vốn đầu tư công dưới 50%",
     {"metrics": ["public_investment_disbursement_rate"], "aim": "reach", "bound": ("<", Decimal(50), True)}),
    ("ít nhất 95% hồ sơ đúng hạn",
     {"metrics": ["dossiers_on_time_rate"], "aim": "reach", "bound": (">=", Decimal(95), True)}),
    ("tỉnh đạt trên 2.500 trạm BTS", {"metrics": BTS, "aim": "reach", "bound": (">", Decimal(2500), False)}),
    ("tren 2000 tram bts", {"metrics": BTS, "aim": "reach", "bound": (">", Decimal(2000), False)}),
    ("thu ngân sách trên 10 nghìn tỷ đồng",
     {"metrics": ["budget_revenue"], "aim": "reach", "bound": (">", Decimal(10) ** 13, False)}),
    # Times
    ("BTS Quảng Nam tháng 12/2023", {"metrics": BTS, "places": ["Quảng Nam"], "times": ["2023-12"]}),
    ("thu ngan sach 6 thang dau nam 2024", {"metrics": ["budget_revenue"], "times": ["2024-H1"]}),
    ("thu ngân sách quý III/2024", {"metrics": ["budget_revenue"], "times": ["2024-Q3"]}),
    ("trạm BTS năm nay", {"metrics": BTS, "times": ["2026"]}),
    ("trạm BTS năm ngoái", {"metrics": BTS, "times": ["2025"]}),
    ("trạm BTS 2021-2023", {"metrics": BTS, "times": ["2021", "2022", "2023"]}),
    ("DTI Quảng Nam qua các năm",
     {"metrics": ["dti_rank", "dti_score"], "places": ["Quảng Nam"], "aim": "over_time"}),
    # Places
    ("thu ngân sách Nghệ An so với Hà Tĩnh 2014",
     {"metrics": ["budget_revenue"], "places": ["Nghệ An", "Hà Tĩnh"], "times": ["2014"]}),
    ("trạm BTS TP.HCM", {"metrics": BTS, "places": ["Hồ Chí Minh"]}),
    ("tram bts brvt", {"metrics": BTS, "places": ["Bà Rịa - Vũng Tàu"]}),
    ("trạm BTS Lâm Đồng cũ", {"metrics": BTS, "places": ["Lâm Đồng"]}),
    ("cả nước có bao nhiêu trạm BTS", {"metrics": BTS, "country": True}),
    ("Cần Thơ DTI xếp thứ mấy năm 2022",
     {"metrics": ["dti_rank"], "places": ["Cần Thơ"], "times": ["2022"], "aim": "rank"}),
    # Levels
    ("thôn phủ sóng di động 100%", {"metrics": COVERED, "aim": "reach", "level": "village", "bound": ALL_OF_100}),
    ("tỉnh có 100% xã có cáp quang",
     {"metrics": ["fiber_coverage_rate"], "aim": "reach", "level": "commune", "bound": ALL_OF_100}),
    # Goals
    ("tỷ trọng kinh tế số Bắc Ninh mục tiêu 2030",
     {"metrics": ["digital_economy_grdp_rate"], "places": ["Bắc Ninh"], "times": ["2030"], "status": "target"}),
    ("mục tiêu 2025 chưa đạt", {"metrics": [], "times": ["2025"], "aim": "missed", "status": "target"}),
    ("chỉ tiêu 2025 không hoàn thành của Quảng Nam",
     {"metrics": [], "places": ["Quảng Nam"], "times": ["2025"], "aim": "missed", "status": "target"}),
    ("targets of 2025 missed", {"metrics": [], "times": ["2025"], "aim": "missed", "status": "target"}),
    # Abbreviations and other words for the same
    ("DVC toàn trình Ninh Thuận", {"metrics": FULL, "places": ["Ninh Thuận"]}),
    ("dịch vụ công trực tuyến toàn trình", {"metrics": FULL}),
    ("Nghệ An có bao nhiêu trạm thu phát sóng?", {"metrics": BTS, "places": ["Nghệ An"]}),
    ("hồ sơ trễ hạn nhiều nhất", {"metrics": ["dossiers_late", "dossiers_late_rate"], "aim": "most"}),
    # Slips of typing
    ("trm bts nghe an", {"metrics": BTS, "places": ["Nghệ An"], "slips": (("trm", "tram"),)}),
    ("trambts", {"metrics": BTS, "slips": (("trambts", "tram bts"),)}),
    ("trajm bts", {"metrics": BTS, "slips": (("trajm", "tram"),)}),
    ("ho so dung hna cao nhat",
     {"metrics": ["dossiers_on_time_rate"], "aim": "most", "slips": (("hna", "han"),)}),
    # English
    ("which province has the most BTS stations", {"metrics": BTS, "aim": "most"}),
    ("how many BTS stations does Nghe An have", {"metrics": BTS, "places": ["Nghệ An"]}),
    ("BTS stations over 2,500", {"metrics": BTS, "aim": "reach", "bound": (">", Decimal(2500), False)}),
    ("provinces at 100 % mobile coverage of villages",
     {"metrics": COVERED, "aim": "reach", "level": "village", "bound": ALL_OF_100}),
    # What is another thing than any metric measures is none of them
    ("số trạm bơm Nghệ An", {"metrics": [], "places": ["Nghệ An"]}),
    ("trạm BTS huyện Đức Trọng", {"metrics": [], "level": "district"}),
    ("trạm BTS của Viettel Quảng Nam", {"metrics": [], "places": ["Quảng Nam"]}),
    ("hộ nuôi tôm Cà Mau", {"metrics": [], "places": ["Cà Mau"]}),
    ("giá vàng hôm nay", {"metrics": []}),
    ("thủ tướng là ai", {"metrics": []}),
    ("dân số Mỹ", {"metrics": []}),
    ("5G", {"metrics": []}),
    ("2.128", {"metrics": []}),
    ("Nghệ An", {"metrics": [], "places": ["Nghệ An"]}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), QUESTIONS, ids=[text for text, _ in QUESTIONS])
def test_a_question_is_read(text: str, expected: dict[str, object]) -> None:
    found = read(text)
    metrics, wanted = found.pop("metrics"), expected["metrics"]
    assert isinstance(metrics, list) and isinstance(wanted, list)
    # A catalogue that grows may know more that fits as well; what fits best stays.
    assert metrics[:1] == sorted(wanted, key=metrics.index if set(wanted) <= set(metrics) else str)[:1], metrics
    assert set(wanted) <= set(metrics)
    assert found == {name: value for name, value in expected.items() if name != "metrics"}
