"""When: times as reports write them, in ISO and as exact as they are printed, and which of them a figure takes.

``tháng 12/2023`` is 2023-12, ``6 tháng đầu năm 2024`` 2024-H1, ``quý III/2022`` 2022-Q3, ``cuối năm 2023`` 2023-12,
``từ ngày 01/01/2024 đến ngày 05/6/2024`` 2024-01-01/2024-06-05. A time that opens a sentence holds on until another is
named or ``đến nay`` takes it back; a time that is only compared with (``so với năm 2021``) is no figure's own.

>>> [(t.iso, t.role) for t in find_times("Tính đến tháng 12/2023, tăng so với năm 2022")]
[('2023-12', 'opening'), ('2022', 'reference')]
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rules.language.calendar import days_of, first_months

Role = Literal["opening", "inner", "reference", "now", "span"]

_DAY = r"(?:ngày\s+)?(?P<{0}d>\d{{1,2}})\s?[/.-]\s?(?P<{0}m>\d{{1,2}})(?:\s?[/.-]\s?(?P<{0}y>(?:19|20)\d{{2}}))?"
_LONG_DAY = r"ngày\s+(?P<ld>\d{1,2})\s+tháng\s+(?P<lm>\d{1,2})(?:\s+năm\s+(?P<ly>(?:19|20)\d{2}))?"
_YEAR = r"(?:19|20)\d{2}"
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        (
            "days",
            r"(?:từ\s+)?" + _DAY.format("a") + r"\s*(?:đến(?:\s+hết)?|tới|-|–)\s*" + _DAY.format("b"),
        ),
        ("since_start", r"từ\s+đầu\s+năm\s+đến\s+(?:nay|hiện\s+nay|thời\s+điểm)"),
        ("since", rf"từ\s+(?:đầu\s+)?năm\s+(?P<y>{_YEAR})\s+đến\s+(?:nay|hiện\s+nay|thời\s+điểm)"),
        ("years", rf"(?:giai đoạn|thời kỳ|từ năm)\s+(?P<a>{_YEAR})\s*(?:-|–|đến(?:\s+năm)?)\s*(?P<b>{_YEAR})"),
        ("half", rf"(?:0?6|sáu)\s+tháng\s+(?P<which>đầu|cuối)(?:\s+năm)?(?:\s+(?P<y>{_YEAR}))?"),
        ("half_name", rf"nửa\s+(?P<which>đầu|cuối)\s+năm(?:\s+(?P<y>{_YEAR}))?"),
        ("months", rf"(?P<n>0?[2-9]|1[01])\s+tháng(?:\s+đầu)?\s+năm(?:\s+(?P<y>{_YEAR}))?"),
        ("quarter", rf"quý\s+(?P<q>IV|I{{1,3}}|[1-4])(?:\s*(?:/|năm|-)\s*(?P<y>{_YEAR}))?"),
        ("long_day", _LONG_DAY),
        ("day", r"ngày\s+(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})(?:\s?[/.-]\s?(?P<y>(?:19|20)\d{2}))?"),
        ("bare_day", r"(?<![\d/.,-])(?P<d>\d{1,2})/(?P<m>\d{1,2})/(?P<y>(?:19|20)\d{2})"),
        ("month", rf"tháng\s+(?P<m>\d{{1,2}})\s*(?:/|-|,?\s*năm\s+)\s*(?P<y>{_YEAR})"),
        ("month_only", r"tháng\s+(?P<m>\d{1,2})(?!\s*[/\d])"),
        ("bare_month", rf"(?<![\d/.,-])(?P<m>0?[1-9]|1[0-2])/(?P<y>{_YEAR})"),
        ("year_end", rf"(?:cuối|hết)\s+năm\s+(?P<y>{_YEAR})"),
        ("year", rf"năm\s+(?:học\s+)?(?P<y>{_YEAR})(?!\s*[-–]\s*\d)"),
        ("index_year", rf"\b(?:DTI|PAPI|PCI|SIPAS|PAR\s?INDEX|PAR-INDEX)\s+(?P<y>{_YEAR})"),
        ("now", r"(?:tính\s+)?đến\s+(?:thời điểm\s+)?(?:nay|hiện\s+nay|hiện tại)|hiện\s+(?:nay|tại|có)"),
    )
)  # fmt: skip
_OPENING = re.compile(
    r"(?:^|[;:(–-]|\b(?:trong|tính đến|đến|đến hết|tính từ|từ|vào|tại thời điểm|kể từ|hết|riêng|cả|tính|kết thúc|trước|"
    r"sau|thời điểm|qua|bước sang|tính tới|tới|cuối|đầu|giữa|ngày|so sánh|kết quả|quý|năm))\s*$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:so với|cùng kỳ|so|bằng|hơn)\s*(?:cùng kỳ|thời điểm|với|kế hoạch|các)?\s*(?:năm\s*)?(?:trước\s*)?\(?\s*$", re.I
)
# "tăng từ 52,7% năm 2023 lên 78,3% năm 2024": the time right behind number and unit
_BEHIND_UNIT = re.compile(r"[\d.,/]+\s?(?:%|điểm|[^\W\d]+(?:\s[^\W\d]+)?)?\s*\(?(?:vào |trong )?")
_NAMED = re.compile(r"(?:Luật|Hiến pháp|Nghị định|Bộ luật|Pháp lệnh|Chiến lược)\b[^,;.]{0,60}$")
_LAW = re.compile(r"(?:[A-ZĐ]{2,}[\w./–-]*|số\s+\d+\S*)\s*,?\s*(?:ban hành\s+)?$")


@dataclass(frozen=True, slots=True)
class Time:
    """A time in a text: ``iso`` is None where the year is not printed and for ``now`` (``đến nay``)."""

    start: int
    end: int
    iso: str | None
    role: Role


def find_times(text: str, year: int | None = None) -> list[Time]:
    """The times of ``text`` in order; ``year`` is taken where the words leave the year out (``6 tháng đầu năm``)."""
    taken: list[Time] = []
    of_laws: list[tuple[int, int]] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            spans = [(t.start, t.end) for t in taken] + of_laws
            if any(match.start() < end and start < match.end() for start, end in spans):
                continue
            before = text[: match.start()]
            if name in ("day", "long_day", "bare_day") and _LAW.search(before[-40:]):
                of_laws.append(match.span())
                continue
            if name == "year" and _NAMED.search(before[-70:]):
                continue
            if name == "since_start":
                # it goes on from the time named before, or from the report's own
                of_laws.append(match.span())
                continue
            iso = _iso(name, match, year)
            if iso is None and name != "now":
                continue
            taken.append(Time(match.start(), match.end(), iso, _role(name, before)))
    return sorted(taken, key=lambda t: t.start)


def _role(name: str, before: str) -> Role:
    if name == "now":
        return "now"
    if _REFERENCE.search(before[-40:]):
        return "reference"
    first_clause = len(before) < 60 and not re.search(r"\d|[.;:]\s", before)
    opening = (
        first_clause
        or not before.strip()
        or bool(_OPENING.search(before[-30:]))
        or bool(re.search(r"[.!?]\s+$", before))
    )
    if name in ("years", "since") and not opening:
        return "span"
    return "opening" if opening or name in ("days", "since") else "inner"


def _iso(name: str, match: re.Match[str], year: int | None) -> str | None:
    got = match.groupdict()
    if name == "now":
        return None
    if name == "days":
        last = got["by"] or got["ay"] or (str(year) if year else None)
        first = got["ay"] or last
        ends = [_date(first, got["am"], got["ad"]), _date(last, got["bm"], got["bd"])]
        return "/".join(e for e in ends if e) if all(ends) else None
    if name == "since":
        return f"{got['y']}/{year}" if year and year > int(got["y"]) else got["y"]
    if name == "years":
        return f"{got['a']}/{got['b']}"
    y = got.get("y") or got.get("ly") or (str(year) if year else None)
    if y is None:
        return None
    if name in ("half", "half_name"):
        return f"{y}-H{1 if got['which'].lower() == 'đầu' else 2}"
    if name == "months":
        return first_months(int(y), int(got["n"]))
    if name == "quarter":
        return f"{y}-Q{_ROMAN[got['q'].upper()]}"
    if name == "long_day":
        return _date(y, got["lm"], got["ld"])
    if name in ("day", "bare_day"):
        return _date(y, got["m"], got["d"])
    if name in ("month", "month_only", "bare_month"):
        return f"{y}-{int(got['m']):02}" if 1 <= int(got["m"]) <= 12 else None
    return f"{y}-12" if name == "year_end" else y


def _date(y: str | None, m: str, d: str) -> str | None:
    day = f"{y}-{int(m):02}-{int(d):02}"
    return day if days_of(day) else None


def period_at(
    times: Sequence[Time], position: int, claim: tuple[int, int], lead: tuple[int, int], text: str
) -> Time | None:
    """The time that a number at ``position`` takes from the times of its own paragraph ``text``; None where none
    holds there. ``claim`` is the stretch of text that is about this number alone, ``lead`` the one
    whose times hold for all numbers of a sentence (up to its first number, or the number's own segment).

    In order: a time directly before it in brackets or clause, one inside its claim, one in the lead, the last
    that opened a sentence before it (``đến nay`` takes that back: a Time whose iso is None).
    """
    for time in times:
        if (
            time.role != "reference"
            and time.iso
            and claim[0] <= time.start
            and _BEHIND_UNIT.fullmatch(text[position : time.start])
        ):
            return time
    for time in reversed(times):
        if time.end <= position and text[time.end : position].strip(" ") in ("(", ":", "là", "đạt", "là:", "("):
            return time
    inside = [t for t in times if claim[0] <= t.start and t.end <= claim[1] and t.role != "reference"]
    before = [t for t in inside if t.end <= position and t.role != "now"]
    if before:
        return before[-1]
    shared = [t for t in times if t.role == "inner" and lead[0] <= t.start and t.end <= min(lead[1], position)]
    if shared and not any(t.role in ("opening", "now") and shared[-1].end <= t.start < position for t in times):
        return shared[-1]
    held = [t for t in times if t.end <= position and t.role in ("opening", "now")]
    if held and held[-1].role == "opening":
        return held[-1]
    behind = [t for t in inside if t.start >= position and t.role not in ("now", "span")]
    if behind:
        return behind[0]
    return held[-1] if held else None


def heading_period(trail: Sequence[str], year: int | None) -> str | None:
    """The period that the nearest heading with a time states, or None."""
    for heading in reversed(trail):
        times = [t for t in find_times(heading.lower(), year) if t.iso and t.role != "reference"]
        if times:
            return times[-1].iso
    return None
