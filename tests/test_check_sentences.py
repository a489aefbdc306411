"""What looks like a contradiction and is none, beside what is one: pairs of small documents through the real build."""

from __future__ import annotations

import json
from typing import Any

import pytest
from checked_documents import PLACES, head, page
from click.testing import CliRunner

from kb.build.child import Limits
from kb.build.run import build
from kb.cli import main

FINE: dict[str, str] = {
    # Parts that overlap, that are divided twice, or that are not all.
    "overlap": "Toàn tỉnh có 5.126 trạm BTS, trong đó 4.870 trạm phát sóng 4G, 612 trạm phát sóng 5G.",
    "two-ways": "Toàn tỉnh có 201 hợp tác xã, trong đó 176 hợp tác xã nông nghiệp, 25 hợp tác xã phi nông nghiệp; "
    "58 hợp tác xã ứng dụng công nghệ cao.",
    "levels-and-more": "Sáu tháng đầu năm tiếp nhận 148.220 hồ sơ, trong đó 121.540 hồ sơ trực tuyến; cấp tỉnh 38.914 "
    "hồ sơ, cấp huyện 35.206 hồ sơ, cấp xã 74.100 hồ sơ.",
    "said-to-overlap": "Qua rà soát, kiến nghị xử lý 29 văn bản, gồm sửa đổi 17 văn bản, bãi bỏ 9 văn bản, thay thế 6 "
    "văn bản, trong đó có văn bản vừa sửa đổi vừa bãi bỏ một phần.",
    "three-kinds": "Tỉnh có 102 đơn vị hành chính cấp xã, gồm 85 xã, 14 phường và 03 đặc khu.",
    "money-fine": "Quỹ vận động được 31,2 tỷ đồng, trong đó cấp tỉnh 9,6 tỷ đồng, cấp huyện 13,4 tỷ đồng.",
    # One index of many places.
    "districts": "Huyện Cao Lộc xếp thứ 1 về Chỉ số chuyển đổi số (DTI) cấp huyện năm 2023.\n"
    "Huyện Chi Lăng xếp thứ 2 về Chỉ số chuyển đổi số (DTI) cấp huyện năm 2023.",
    # The value before, in brackets.
    "base-of-a-rank": "Năm 2022, Chỉ số PAR INDEX của tỉnh xếp thứ 25/63, giảm 8 bậc so với năm 2021 (xếp thứ 17/63).\n"
    "Như vậy, Chỉ số PAR INDEX năm 2022 của tỉnh xếp thứ 25/63.",
    "base-of-a-count": "Trong năm xảy ra 391 vụ tai nạn, giảm 52 vụ so với cùng kỳ năm trước (443 vụ).",
    "base-in-percent": "Trong năm ghi nhận 684 ca sốt xuất huyết, giảm 39,5% so với cùng kỳ (1.131 ca).",
    "base-in-times": "Trong năm cấp 46.200 tài khoản, tăng 2,1 lần so với năm trước (22.000 tài khoản).",
    "base-in-points": "Tỷ lệ hộ gia đình có cáp quang đạt 82,7%, vượt 2,7 điểm phần trăm so với kế hoạch (80%).",
    "base-of-another": "Toàn tỉnh có 702 đơn vị sự nghiệp, giảm 12 đơn vị so với năm trước (kế hoạch giảm 20 đơn vị).",
    "base-rounded": "Tỷ lệ hộ có máy tính đạt 41,2%, tăng 1,3 điểm phần trăm so với năm trước (khoảng 40%).",
    "base-behind-a-plan": "Doanh thu đạt 1.860 tỷ đồng, bằng 104,5% kế hoạch (1.780 tỷ đồng), tăng 16,3% so với "
    "cùng kỳ (1.600 tỷ đồng).",
    "base-turned": "Chỉ số DTI năm 2023 của tỉnh đạt 0,6958 điểm, xếp hạng 20/63, so với năm 2022 tăng 0,0717 điểm "
    "(năm 2022 đạt 0,6241 điểm).",
    "base-beside-a-score": "Năm 2023, PAR INDEX của tỉnh đạt 87,95%, xếp thứ 36/63, giảm 6 bậc so với năm 2022 "
    "(87,48%, hạng 30/63).",
    "base-of-a-year": "DTI năm 2023 của tỉnh xếp hạng 6/63, tăng 1 bậc (năm 2022 xếp hạng 7/63).",
    "base-of-growth": "Sản xuất nông nghiệp tăng 4,0%, dịch vụ tăng 8,1% (năm 2022 tăng 7,4%).",
    "base-of-one-thing": "Toàn tỉnh có 1.402 trạm thu phát sóng, tăng 85 trạm so với năm 2022 (1.317 trạm).",
    # Before, after and the change, one after the other.
    "in-a-row": "Đầu năm có 45.918 hộ nghèo; cuối năm còn 36.412 hộ nghèo, giảm 9.506 hộ.",
    "in-a-row-of-a-plan": "Kế hoạch năm 2023 có 200 lớp; đến nay mở 150 lớp, giảm 20 lớp so với cùng kỳ.",
    # Lists that no parts are known of.
    "listed": "Tỉnh giao 42 chỉ tiêu chuyển đổi số. Kết quả: 35 chỉ tiêu đạt, 05 chỉ tiêu chưa đạt, 02 chỉ tiêu chưa "
    "đánh giá.",
    "listed-behind-a-colon": "Toàn tỉnh có 895.300 học sinh: mầm non 178.200 học sinh, tiểu học 331.400 học sinh, "
    "trung học 385.700 học sinh.",
    "listed-other-things": "Tỉnh trang bị 42 hệ thống, gồm: 250 máy chủ, 30 máy trạm, 14 máy in.",
    # Shares and what they are of.
    "share-long-noun": "Có 412/460 trạm y tế xã đạt tiêu chí quốc gia về y tế xã, đạt 89,6%.",
    "share-of-part": "Có 512 sản phẩm OCOP, trong đó 466 sản phẩm được đưa lên sàn thương mại điện tử, đạt 91,0%.",
    "share-of-another-plan": "Có 512 sản phẩm OCOP, trong đó 466 sản phẩm lên sàn điện tử, đạt 104% kế hoạch.",
    "share-of-brackets": "Tạo việc làm cho 47.900 lao động, đạt 106,4% kế hoạch (45.000 lao động).",
    "share-of-brackets-of-a-year": "Giải ngân 5.148 tỷ đồng, bằng 78,0% kế hoạch năm 2023 (6.600 tỷ đồng).",
    "share-of-the-year-before": "Thu ngân sách 5.148 tỷ đồng, bằng 103% so với cùng kỳ, dự toán giao (6.600 tỷ đồng).",
    "share-of-a-plan-and-brackets": "Giải ngân 19.620 tỷ đồng, đạt 77,0% kế hoạch. Cùng kỳ (18.000 tỷ đồng) ít hơn.",
    "share-of-a-plan-of-a-part": "Thu ngân sách 4.230 tỷ đồng, bằng 56,4% dự toán giao (7.500 tỷ đồng); trong đó "
    "thu nội địa 1.102 tỷ đồng, đạt 48,8% dự toán.",
    "share-of-plan": "Kế hoạch nhà ở xã hội là 9.074 căn, đã hoàn thành 3.176 căn, đạt 35,0% kế hoạch.",
    "share-of-last-year": "Kế hoạch nhà ở xã hội là 9.074 căn, đã hoàn thành 3.176 căn, bằng 120% so với năm trước.",
    "share-of-total": "Có 51.012 hộ cận nghèo, chiếm 5,0% trên tổng số 1.020.240 hộ dân cư.",
    "share-on-time": "Đã giải quyết 1.075.310 hồ sơ, đúng hạn 1.066.708 hồ sơ, đạt 99,2%.",
    "share-on-time-apart": "Đã giải quyết 12.400 hồ sơ, trong đó trước và đúng hạn 12.350 hồ sơ.\n"
    "Tỷ lệ hồ sơ giải quyết trước và đúng hạn đạt 99,6%.",
    "share-of-another-status": "Cấp tỉnh đã giải quyết 5.200 hồ sơ, trong đó trễ hạn 26 hồ sơ.\n"
    "Mục tiêu năm 2025 tỷ lệ hồ sơ trễ hạn ở cấp tỉnh là 0,1%.",
    "share-of-another-level": "Cấp xã đã giải quyết 5.200 hồ sơ, trong đó trễ hạn 26 hồ sơ.\n"
    "Tỷ lệ hồ sơ trễ hạn của cấp tỉnh là 1,4%.",
    "share-of-full-services": "Tiếp nhận 1.102.846 hồ sơ, trong đó hồ sơ trực tuyến 937.419 hồ sơ.\n"
    "Tỷ lệ hồ sơ trực tuyến toàn trình đạt 73,5%.",
    "more-than-the-plan": "Có 5.214 lượt cán bộ được tập huấn chuyển đổi số, đạt 118,5% kế hoạch.",
    # Names in brackets.
    "names": "Có 3 huyện đạt chuẩn nông thôn mới (Chợ Lách, Mỏ Cày Nam, Thạnh Phú).",
    "names-with-and": "Có 3 sở chậm báo cáo (Sở Y tế, Sở Nông nghiệp và Môi trường, Sở Nội vụ).",
    "names-joined": "Có 3 huyện đạt chuẩn nông thôn mới (Chợ Lách, Mỏ Cày Nam và Thạnh Phú).",
    "names-of-some": "Có 6 huyện đạt chuẩn nông thôn mới (như Chợ Lách, Mỏ Cày Nam, Thạnh Phú).",
    "names-and-more": "Có 6 huyện đạt chuẩn nông thôn mới (Chợ Lách, Mỏ Cày Nam, Thạnh Phú…).",
    "words-in-brackets": "Có 4 huyện chưa đạt chuẩn (do thiếu vốn, Trung ương chậm phân bổ).",
}
WRONG: dict[str, tuple[str, str, str]] = {
    # document: text, rule, words of the message
    "exclusive": (
        "Toàn tỉnh có 702 trường, trong đó 650 trường công lập, 152 trường ngoài công lập.",
        *("parts", "cộng lại là 802, không phải 702"),
    ),
    "all-of-two-kinds": (
        "Tỉnh có 102 đơn vị hành chính cấp xã, gồm 85 xã và 14 phường.",
        *("parts", "cộng lại là 99, không phải 102"),
    ),
    "money": (
        "Quỹ vận động được 31,2 triệu đồng, trong đó cấp tỉnh 9,6 tỷ đồng, cấp huyện 13,4 tỷ đồng, cấp xã 8,2 tỷ đồng.",
        *("parts", "cộng lại là 31,2 tỷ đồng, không phải 31,2 triệu đồng"),
    ),
    "rank-wrong-way": (
        "Năm 2023, Chỉ số PAR INDEX của tỉnh xếp thứ 24/63, giảm 3 bậc so với năm 2022 (xếp thứ 27/63).",
        *("change", "từ 27/63 hạng đến 24/63 hạng là 3 bậc, nhưng văn bản ghi -3"),
    ),
    "count-wrong-way": (
        "Trong năm xảy ra 391 vụ tai nạn, tăng 52 vụ so với cùng kỳ năm trước (443 vụ).",
        *("change", "là -52 vụ, nhưng văn bản ghi 52"),
    ),
    "district": (
        "Huyện Cao Lộc xếp thứ 1 về chỉ số DTI năm 2023.\nHuyện Cao Lộc xếp thứ 2 về chỉ số DTI năm 2023.",
        *("same_document", "1 hạng và 2 hạng"),
    ),
    "points": (
        "Tỷ lệ hộ gia đình có Internet cáp quang đạt 82,7%, vượt 3,7 điểm phần trăm so với kế hoạch (80%).",
        *("target", "mục tiêu 80%, kết quả 82,7%, chênh 2,7, nhưng văn bản ghi 3,7"),
    ),
    "growth": (
        "Trong năm ghi nhận 684 ca sốt xuất huyết, giảm 59,5% so với cùng kỳ (1.131 ca).",
        *("change", "nhưng văn bản ghi -59,5"),
    ),
    "base-behind-a-plan-wrong": (
        "Doanh thu đạt 1.860 tỷ đồng, bằng 104,5% kế hoạch (1.780 tỷ đồng), tăng 61,3% so với cùng kỳ (1.600 tỷ đồng).",
        *("change", "từ 1.600 tỷ đồng đến 1.860 tỷ đồng là 16,25%, nhưng văn bản ghi 61,3"),
    ),
    "base-turned-wrong": (
        "Chỉ số DTI năm 2023 đạt 0,6958 điểm, xếp hạng 20/63, so với năm 2022 tăng 0,0817 điểm (năm 2022 đạt 0,6241).",
        *("change", "là 0,0717 điểm, nhưng văn bản ghi 0,0817"),
    ),
    "base-beside-a-score-wrong": (
        "Năm 2023, PAR INDEX của tỉnh đạt 87,95%, xếp thứ 36/63, giảm 3 bậc so với năm 2022 (87,48%, hạng 30/63).",
        *("change", "là -6 bậc, nhưng văn bản ghi -3"),
    ),
    "base-of-a-year-wrong": (
        "DTI năm 2023 của tỉnh xếp hạng 6/63, giảm 1 bậc (năm 2022 xếp hạng 7/63).",
        *("change", "là 1 bậc, nhưng văn bản ghi -1"),
    ),
    "base-of-one-thing-wrong": (
        "Toàn tỉnh có 1.402 trạm thu phát sóng, tăng 95 trạm so với năm 2022 (1.317 trạm).",
        *("change", "là 85 trạm, nhưng văn bản ghi 95"),
    ),
    "listed-behind-a-colon-wrong": (
        "Tỉnh có 905.300 học sinh: mầm non 178.200 học sinh, tiểu học 331.400 học sinh, trung học 385.700 học sinh.",
        *("parts", "cộng lại là 895.300, không phải 905.300"),
    ),
    "listed-wrong": (
        "Tỉnh giao 42 chỉ tiêu. Kết quả: 35 chỉ tiêu đạt, 05 chỉ tiêu chưa đạt, 03 chỉ tiêu chưa đánh giá.",
        *("parts", "cộng lại là 43, không phải 42"),
    ),
    "share-on-time-wrong": (
        "Đã giải quyết 1.075.310 hồ sơ, đúng hạn 1.066.708 hồ sơ, đạt 89,2%.",
        *("share", "là 99,2%, không phải 89,2%"),
    ),
    "share-of-all-wrong": (
        "Tiếp nhận 1.102.846 hồ sơ, trong đó hồ sơ trực tuyến 937.419 hồ sơ.\nTỷ lệ hồ sơ trực tuyến đạt 73,5%.",
        *("share_of_metrics", "là 85%, không phải 73,5%"),
    ),
    "share-on-time-apart-wrong": (
        "Giải quyết 12.400 hồ sơ, trong đó đúng hạn 12.350 hồ sơ.\nTỷ lệ hồ sơ giải quyết đúng hạn đạt 96,6%.",
        *("share_of_metrics", "là 99,6%, không phải 96,6%"),
    ),
    "share-late-apart-wrong": (
        "Trong năm đã giải quyết 31.200 hồ sơ, trong đó trễ hạn 312 hồ sơ.\nTỷ lệ hồ sơ trễ hạn là 0,1%.",
        *("share_of_metrics", "là 1%, không phải 0,1%"),
    ),
    "share-of-an-estimate-wrong": (
        "Ước năm 2023 giải quyết 40.000 hồ sơ, trong đó trễ hạn 200 hồ sơ.\nƯớc năm 2023, tỷ lệ hồ sơ trễ hạn là 5,0%.",
        *("share_of_metrics", "là 0,5%, không phải 5,0%"),
    ),
    "share-of-total-wrong": (
        "Có 51.012 hộ cận nghèo, chiếm 6,0% trên tổng số 1.020.240 hộ dân cư.",
        *("share", "là 5%, không phải 6,0%"),
    ),
    "in-a-row-wrong": (
        "Đầu năm có 45.918 hộ nghèo; cuối năm còn 36.412 hộ nghèo, giảm 9.056 hộ.",
        *("change", "là -9.506 hộ, nhưng văn bản ghi -9.056"),
    ),
    "share-long-noun-wrong": (
        "Có 412/460 trạm y tế xã đạt tiêu chí quốc gia về y tế xã, đạt 98,6%.",
        *("share", "412/460 là 89,57%, không phải 98,6%"),
    ),
    "share-of-part-wrong": (
        "Có 512 sản phẩm OCOP, trong đó 466 sản phẩm được đưa lên sàn thương mại điện tử, đạt 81,0%.",
        *("share", "466 sản phẩm/512 sản phẩm OCOP là 91,02%, không phải 81,0%"),
    ),
    "share-of-brackets-wrong": (
        "Tạo việc làm cho 47.900 lao động, đạt 104,6% kế hoạch (45.000 lao động).",
        *("share", "là 106,44%, không phải 104,6%"),
    ),
    "share-of-plan-wrong": (
        "Kế hoạch nhà ở xã hội là 9.074 căn, đã hoàn thành 3.176 căn, đạt 53,0% kế hoạch.",
        *("share", "3.176 căn/9.074 căn là 35%, không phải 53,0%"),
    ),
    "names-wrong": (
        "Có 4 huyện đạt chuẩn nông thôn mới (Chợ Lách, Mỏ Cày Nam, Thạnh Phú).",
        *("named", "nêu 4 huyện, nhưng trong ngoặc có 3 tên"),
    ),
}
_SHARES = "Nguồn vốn|Kế hoạch|Giải ngân|Tỷ lệ (%)|Ghi chú\nTrung ương|12.480|5.616|45,0|{}\nTỉnh|15.920|7.005|{}|\n"
_SHARES += "Xã|7.800|2.583|33,1|\nNguồn khác|1.000|620|62,0|\nTổng cộng|37.200|15.824|{}|"
_GROWN = "Tuyến|Năm 2023|Năm 2024|Tăng (%)\nTỉnh|812.466|884.152|8,8\nHuyện|1.204.318|1.305.204|8,4\n"
_GROWN += "Trạm y tế|498.212|509.130|{}\nTư nhân|185.904|215.820|16,1\nTổng cộng|2.700.900|2.914.306|7,9"
_LEFT = "Đơn vị|Tiếp nhận|Đã giải quyết|Đang giải quyết\nSở Tư pháp|21.460|20.912|548\nSở Xây dựng|3.218|2.964|{}\n"
_LEFT += "Sở Giao thông vận tải|18.740|18.302|438\nSở Y tế|4.126|3.847|279"
_SECTIONS = "Nguồn vốn|Số tiền (tỷ đồng)\nI. Trung ương|6.840\n1. Trong nước|5.920\n2. Nước ngoài|920\n"
_SECTIONS += "II. Địa phương|22.100\n1. Vốn tập trung|6.150\n2. Sử dụng đất|15.950\nTổng số|{}"
_MEAN = "Huyện|Số xã|Tiêu chí bình quân\nHòa An|14 xã|14,2 tiêu chí\nQuảng Hòa|16 xã|13,6 tiêu chí\n"
_MEAN += "Hạ Lang|12 xã|10,9 tiêu chí\nToàn tỉnh|{} xã|13,0 tiêu chí"
_COMMUNES = "Xã|Thuê bao Internet cáp quang\nXã Nà Hẩu|96 thuê bao\nXã Mỏ Vàng|{} thuê bao"
FINE_TABLES: dict[str, str] = {
    "column": _SHARES.format("", "44,0", "42,5"),
    "column-notes": _SHARES.format("Có 02 dự án chậm", "44,0", "42,5"),
    "column-mean": _SHARES.format("", "44,0", "46,0"),
    "column-empty": _SHARES.format("", "", "42,5"),
    "growth": _GROWN.format("2,2"),
    "left": _LEFT.format("254"),
    "sections": _SECTIONS.format("28.940"),
    "mean": _MEAN.format("42"),
    "commune-below-a-province": _COMMUNES.format("406"),
}
WRONG_TABLES: dict[str, tuple[str, str, str]] = {
    "column-wrong": (_SHARES.format("", "54,0", "42,5"), "column", "7.005/15.920 là 44% như các dòng khác"),
    "growth-wrong": (_GROWN.format("12,2"), "column", "từ 498.212 đến 509.130 là 2,2%"),
    "left-wrong": (_LEFT.format("524"), "column", "là 254 như các dòng khác của bảng, không phải 524"),
    "sections-wrong": (_SECTIONS.format("29.840"), "total", "Dòng tổng ghi 29.840"),
    "mean-wrong": (_MEAN.format("44"), "total", "cộng lại là 42"),
}


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What the checks find, by the document that it is about."""
    folder = tmp_path_factory.mktemp("sentences") / "corpus"
    folder.mkdir()
    texts = {**FINE, **{name: text for name, (text, *_) in WRONG.items()}}
    tables = {**FINE_TABLES, **{name: rows for name, (rows, *_) in WRONG_TABLES.items()}}
    for number, (name, text) in enumerate(texts.items()):
        above = head(PLACES[number % len(PLACES)], number + 1)
        (folder / f"{name}.txt").write_text(above + "\n\n".join(text.split("\n")) + "\n", encoding="utf-8")
    for number, (name, rows) in enumerate(tables.items(), 200):
        (folder / f"t-{name}.html").write_text(page(head(PLACES[number % 40], number), rows), encoding="utf-8")
    assert not build([folder], folder.parent / "kb.db", Limits(workers=2)).failed
    told = CliRunner().invoke(main, ["check", "--db", str(folder.parent / "kb.db"), "--json"])
    by_name: dict[str, list[dict[str, Any]]] = {}
    for one in json.loads(told.stdout):
        files = {figure["filename"].rsplit(".", 1)[0] for figure in one["figures"]}
        if len(files) == 1:
            by_name.setdefault(files.pop(), []).append(one)
    return by_name


@pytest.mark.parametrize("name", [*FINE, *(f"t-{name}" for name in FINE_TABLES)])
def test_what_only_looks_wrong_is_left_alone(found: dict[str, list[dict[str, Any]]], name: str) -> None:
    assert [one["message"] for one in found.get(name, [])] == []


@pytest.mark.parametrize("name", [*WRONG, *(f"t-{name}" for name in WRONG_TABLES)])
def test_what_is_wrong_is_found_once(found: dict[str, list[dict[str, Any]]], name: str) -> None:
    _, rule, words = WRONG_TABLES[name.removeprefix("t-")] if name.startswith("t-") else WRONG[name]
    (one,) = found.get(name, [])
    assert one["rule"] == rule
    assert words in one["message"]
