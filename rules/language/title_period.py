"""The reporting period that a title names: ``read_period(title) -> "2024-H1"``.

``tình hình 6 tháng đầu năm và nhiệm vụ 6 tháng cuối năm 2024`` reports on the first half: what stands behind
``nhiệm vụ`` or ``phương hướng`` is planned. The years of laws (``ngày 12/4/2021``) and horizons (``đến năm 2025``) are
no period.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from rules.language.calendar import first_months, last_months

NUMBER_WORDS = {"ba": 3, "sáu": 6, "chín": 9}
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
NO_PERIOD = re.compile(
    r"(?:nghị quyết|quyết định|nghị định|thông tư|chỉ thị|kế hoạch|công văn|kết luận|chương trình|luật)(?: hành động)?"
    r" số [^\s,]+(?:,? ngày \d{1,2}[/-]\d{1,2}[/-]\d{4})?"
    r"|\bngày \d{1,2}[/-]\d{1,2}[/-]\d{4}"
    r"|(?:định hướng |tầm nhìn )(?:đến )?(?:năm )?\d{4}(?:\s*[-–]\s*\d{4})?"
    r"|(?:so với|cùng kỳ|trước) (?:năm )?\d{4}"
)
YEAR = r"(?P<year>(?:19|20)\d\d)"
SPAN = re.compile(r"(?:giai đoạn|thời kỳ|năm)\s*(?P<a>20\d\d)\s*(?:[-–]|đến(?: hết)?(?: năm)?)\s*(?P<b>20\d\d)")
DATES = re.compile(
    r"từ (?:ngày )?(\d{1,2})/(\d{1,2})/(20\d\d)\s*(?:đến|[-–])\s*(?:ngày |hết ngày )?(\d{1,2})/(\d{1,2})/(20\d\d)"
)
PART = re.compile(
    r"(?P<months>\d{1,2}|ba|sáu|chín) tháng (?:(?P<half>đầu|cuối)(?: năm)?|(?=năm 20))"
    r"|quý (?P<quarter>iv|i{1,3}|[1-4])\b"
    r"|\btháng (?P<month>0?[1-9]|1[0-2])\b"
    r"|\bnăm (?=20\d\d)"
)
OWN_YEAR = re.compile(rf"\s*(?:/|,|-)?\s*(?:năm\s*)?{YEAR}\b")
LATER_YEAR = re.compile(rf"(?:năm\s*|/\s*){YEAR}\b")
HORIZON = re.compile(r"(?:đến|tới|hết|trước)\s*(?:hết\s*)?$")
PLANNED = re.compile(r"(?:nhiệm vụ|phương hướng|giải pháp|dự kiến|kế hoạch|mục tiêu|chương trình công tác)")
CLAUSE = re.compile(r"[;,(]|\bvà\b")


@dataclass(frozen=True, slots=True)
class _Found:
    """A period in a title: ISO, its length in months, whether it is planned and not reported."""

    iso: str
    months: int
    planned: bool


def read_period(title: str, year: int | None = None) -> str | None:
    """The reporting period in ISO, as exact as the title says it: ``2024-H1``, ``2024-Q3``, ``2024-06``, ``2023``,
    ``2023-01-01/2023-09-30``, ``2021/2023``; None where it names none. ``year`` is the year of issue, for a title
    that says only ``6 tháng đầu năm``."""
    text = " ".join(unicodedata.normalize("NFC", title).casefold().split())
    dates = DATES.search(text)
    if dates:
        d1, m1, y1, d2, m2, y2 = map(int, dates.groups())
        return f"{y1:04}-{m1:02}-{d1:02}/{y2:04}-{m2:02}-{d2:02}"
    text = NO_PERIOD.sub(lambda m: " " * len(m.group()), text)
    found: list[_Found] = []
    read_to = 0
    for match in PART.finditer(text):
        part = _read_part(text, match, year) if match.start() >= read_to else None
        own = OWN_YEAR.match(text, match.end())
        read_to = own.end() if own else read_to
        found += [part] if part else []
    reported = [part for part in found if not part.planned] or found[:1]
    if reported:
        return max(reported, key=lambda part: part.months).iso
    span = SPAN.search(text)
    return f"{span['a']}/{span['b']}" if span else None


def _read_part(text: str, part: re.Match[str], issued: int | None) -> _Found | None:
    """A part of a year with its own year, or the next one that the title names."""
    if HORIZON.search(text[: part.start()]) or SPAN.match(text, part.start()):
        return None
    own = OWN_YEAR.match(text, part.end())
    later = own or LATER_YEAR.search(text, part.end())
    year = int(later["year"]) if later else issued
    if year is None:
        return None
    before = text[: part.start()]
    planned = bool(PLANNED.search(before)) and not re.search(r"(?:kết quả|tình hình|sơ kết|tổng kết)", before)
    if not planned:
        cue = max((m.start() for m in PLANNED.finditer(before)), default=-1)
        told = max((m.start() for m in re.finditer(r"kết quả|tình hình|sơ kết|tổng kết|đánh giá", before)), default=-1)
        planned = cue > told and bool(CLAUSE.search(before[told:cue]))
    if part["months"]:
        count = int(NUMBER_WORDS.get(part["months"], 0) or part["months"])
        iso = last_months(year, count) if part["half"] == "cuối" else first_months(year, count)
        return _Found(iso, count, planned) if iso else None
    if part["quarter"]:
        return _Found(f"{year}-Q{QUARTERS[part['quarter']]}", 3, planned)
    if part["month"]:
        return _Found(f"{year}-{int(part['month']):02}", 1, planned)
    return _Found(str(year), 12, planned)
