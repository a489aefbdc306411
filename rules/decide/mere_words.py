"""Words around a number that name nothing that could be measured."""

from __future__ import annotations

import re

from rules.language.provinces import provinces_in

_GENERIC = re.compile(
    r"^(?:[\s,;:()–|-]|năm|tỉnh|thành phố|chung|tổng|cộng|xếp|hạng|thứ|vị trí|điểm|số|giá trị|kết quả|đạt|của|"
    r"kỳ đánh giá|đánh giá|kỳ|và|có|với|là|toàn|cả|nước|thay đổi|tăng|giảm|so với|địa phương|trong|từ|lên|xuống|quý|"
    r"tháng|cùng|vùng|theo|thì|tại|trước đó|trong đó|chênh lệch|bậc|nay|đến|hiện|[\d./])*$",
    re.IGNORECASE,
)
_LEVEL_ONLY = re.compile(
    r"^(?:[\s,;:()–-]|cấp|tỉnh|huyện|xã|thôn|và|là|đạt|đối với|của|khối|có|ở|cho|bản|khu phố|trong đó|tuyến|trung ương|"
    r"trở lên|còn|lại|gồm|số|tổng|phường|thị trấn|thành phố|thị xã|nội tỉnh|do|năm|nay|hiện|nhóm|tháng|quý|đến|"
    r"tăng|giảm|lên|xuống|từ|hết|mục tiêu|chỉ tiêu|kế hoạch|đề ra|"
    r"phấn đấu|dự kiến|ước|mới|riêng|trong khi|được|giao|chưa|vượt|so với|kết quả|thực hiện|hoàn thành|các|"
    r"cùng kỳ|trước|mức|[\d./])*$",
    re.IGNORECASE,
)


def only_generic(words: str) -> bool:
    """Whether the words name no thing of their own (``Năm 2022, tỉnh đạt``)."""
    return bool(_GENERIC.match(_without_places(words)))


def only_levels(words: str) -> bool:
    """Whether the words name at most a level, a time or a plan (``cấp xã, mục tiêu đề ra``), so that what is measured
    stands elsewhere."""
    return bool(_LEVEL_ONLY.match(_without_places(words)))


def _without_places(words: str) -> str:
    for start, end, _ in reversed(provinces_in(words)):
        words = f"{words[:start]} {words[end:]}"
    return re.sub(
        r"\b(?:trên địa bàn(?: tỉnh)?|toàn tỉnh|hiện nay|đến nay|mục tiêu đề ra|mục tiêu|chỉ tiêu)\b",
        " ",
        words,
        flags=re.IGNORECASE,
    )
