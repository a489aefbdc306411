"""Thresholds of rules are no figures, and say why; goals, results and highest points that look like them stay."""

from __future__ import annotations

import pytest

from rules.figure import Letterhead
from rules.find import find_figures
from tests.documents_of import document_of


def kept_and_excluded(text: str) -> tuple[list[str], list[str]]:
    """The numbers that are figures, and those left out as thresholds."""
    findings = find_figures(document_of(text), Letterhead(period="2031"))
    left = [one.text for one in findings.exclusions if one.reason == "threshold"]
    return [figure.number for figure in findings.figures], left


@pytest.mark.parametrize(
    ("text", "kept", "left"),
    [
        # bounds of classes
        ("Có 36 đơn vị tự bảo đảm từ 70% đến dưới 100% chi thường xuyên.", ["36"], ["70", "100"]),
        ("Nhóm từ 30% - dưới 70% có 58 đơn vị.", ["58"], ["30", "70"]),
        ("Doanh nghiệp có vốn từ trên 5 tỷ đồng đến dưới 10 tỷ đồng: 40 doanh nghiệp.", ["40"], ["5", "10"]),
        ("Sở đạt từ 90 điểm trở lên xếp loại Tốt; dưới 50 điểm xếp loại Yếu.", [], ["90", "50"]),
        # scoring
        ("Tỷ lệ dưới 95% thì 0 điểm; từ 95% trở lên: 1 điểm.", [], ["95", "0", "95", "1"]),
        ("Đạt từ 90% trở lên được cộng tối đa 02 điểm, dưới 70% bị trừ 03 điểm.", [], ["90", "02", "70", "03"]),
        ("Mỗi hồ sơ trễ hạn bị trừ 0,25 điểm nhưng không quá 2 điểm.", [], ["0,25", "2"]),
        ("Xã nào giải ngân dưới 60% sẽ bị điều chuyển vốn.", [], ["60"]),
        # what is asked of a case
        ("Nếu đạt từ 80% trở lên, xã được công nhận.", [], ["80"]),
        ("Trường hợp nợ vượt quá 5% thì không xét khen thưởng.", [], ["5"]),
        ("Đối với trường hợp có tỷ lệ trễ hạn trên 3%, thủ trưởng phải giải trình.", [], ["3"]),
        # a class among what is counted
        ("Còn 11 chủ đầu tư có tỷ lệ giải ngân dưới 30%.", ["11"], ["30"]),
        ("Các sở có tỷ lệ trễ hạn trên 3% phải xin lỗi.", [], ["3"]),
        # near misses
        ("Phấn đấu tỷ lệ hồ sơ trực tuyến đạt từ 80% trở lên.", ["80"], []),
        ("Tỷ lệ đúng hạn đạt trên 95%, hộ nghèo còn dưới 3%.", ["95", "3"], []),
        ("Tỷ lệ hộ nghèo giảm từ 5% xuống dưới 3%.", ["5", "3"], []),
        ("Kinh tế số tăng từ 5% đến 7%.", ["5%"], []),
        ("Sở Nội vụ đạt 92 điểm, xếp loại Tốt; Sở Y tế bị trừ 0,5 điểm.", ["92", "0,5"], []),
        ("Điểm tự đánh giá tối đa 60 điểm.", ["60"], []),
        ("Nếu so với năm trước thì tăng trên 12%.", ["12"], []),
        ("Có 5 trường hợp vượt quá 15 ngày.", ["5", "15"], []),
        ("100% xã có tỷ lệ hồ sơ trực tuyến trên 95%.", ["100", "95"], []),
        ("Tỉnh có tỷ lệ hộ nghèo dưới 3%.", ["3"], []),
        ("Mỗi xã được hỗ trợ 30 triệu đồng.", ["30"], []),
    ],
)  # fmt: skip
def test_thresholds_of_rules(text: str, kept: list[str], left: list[str]) -> None:
    found, excluded = kept_and_excluded(text)
    assert ([number.split()[0] for number in found], excluded) == (kept, left)
