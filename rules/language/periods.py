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
from rules.language.letters import ACRONYMS
from rules.language.wording import Wording, Words

Role = Literal["opening", "inner", "reference", "now", "span"]

_YEAR = r"(?:19|20)\d{2}"
_DAY = r"(?:{{day}}\s+)?(?P<{0}d>\d{{1,2}})\s?[/.-]\s?(?P<{0}m>\d{{1,2}})(?:\s?[/.-]\s?(?P<{0}y>(?:19|20)\d{{2}}))?"
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_FIRST_HALF = Words("beginning")

_PATTERNS = (
    ("days", Wording(r"(?:{from}\s+)?" + _DAY.format("a") + r"\s*(?:{until}|-|–)\s*" + _DAY.format("b"))),
    ("since_start", Wording(r"{from}\s+{beginning}\s+{year}\s+{reaching}\s+{now_or_moment}")),
    (
        "since",
        Wording(rf"{{from}}\s+(?:{{beginning}}\s+)?{{year}}\s+(?P<y>{_YEAR})\s+{{reaching}}\s+{{now_or_moment}}"),
    ),
    (
        "years",
        Wording(rf"{{span_names}}\s+(?P<a>{_YEAR})\s*(?:-|–|{{reaching}}(?:\s+{{year}})?)\s*(?P<b>{_YEAR})"),
    ),
    ("half", Wording(rf"(?:0?6|{{six}})\s+{{months}}\s+(?P<which>{{halves}})(?:\s+{{year}})?(?:\s+(?P<y>{_YEAR}))?")),
    ("half_name", Wording(rf"{{half}}\s+(?P<which>{{halves}})\s+{{year}}(?:\s+(?P<y>{_YEAR}))?")),
    (
        "months",
        Wording(rf"(?P<n>0?[2-9]|1[01])\s+{{months}}(?:\s+{{beginning}})?\s+{{year}}(?:\s+(?P<y>{_YEAR}))?"),
    ),
    ("quarter", Wording(rf"{{quarter}}\s+(?P<q>IV|I{{1,3}}|[1-4])(?:\s*(?:/|{{year}}|-)\s*(?P<y>{_YEAR}))?")),
    (
        "long_day",
        Wording(rf"{{day}}\s+(?P<ld>\d{{1,2}})\s+{{months}}\s+(?P<lm>\d{{1,2}})(?:\s+{{year}}\s+(?P<ly>{_YEAR}))?"),
    ),
    (
        "day",
        Wording(rf"{{day}}\s+(?P<d>\d{{1,2}})\s?[/.-]\s?(?P<m>\d{{1,2}})(?:\s?[/.-]\s?(?P<y>{_YEAR}))?"),
    ),
    ("bare_day", Wording(rf"(?<![\d/.,-])(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})/(?P<y>{_YEAR})")),
    ("month", Wording(rf"{{months}}\s+(?P<m>\d{{1,2}})\s*(?:/|-|,?\s*{{year}}\s+)\s*(?P<y>{_YEAR})")),
    ("month_only", Wording(r"{months}\s+(?P<m>\d{1,2})(?!\s*[/\d])")),
    ("bare_month", Wording(rf"(?<![\d/.,-])(?P<m>0?[1-9]|1[0-2])/(?P<y>{_YEAR})")),
    ("year_end", Wording(rf"{{last_days}}\s+{{year}}\s+(?P<y>{_YEAR})")),
    ("year", Wording(rf"{{year}}\s+(?:{{school}}\s+)?(?P<y>{_YEAR})(?!\s*[-–]\s*\d)")),
    ("index_year", Wording(rf"\b(?:DTI|PAPI|PCI|SIPAS|PAR\s?INDEX|PAR-INDEX)\s+(?P<y>{_YEAR})")),
    ("now", Wording(r"(?:{reckoned}\s+)?{reaching}\s+(?:{moment}\s+)?{this_time}|{at_present}")),
)
_OPENING = Wording(r"(?:^|[;:(–-]|\b{opens_with_time})\s*$")
_REFERENCE = Wording(r"{reference_cues}\s*{reference_things}?\s*(?:{year}\s*)?(?:{earlier}\s*)?\(?\s*$")
# "tăng từ 52,7% năm 2023 lên 78,3% năm 2024": the time right behind number and unit
_BEHIND_UNIT = Wording(r"[\d.,/]+\s?(?:%|{points}|[^\W\d]+(?:\s[^\W\d]+)?)?\s*\(?(?:{at_time} )?", re.NOFLAG)
_DIRECTLY = Wording(r"\(|:|{is}:?|{reach}", re.NOFLAG)
_NAMED = Wording(r"{named_laws}\b[^,;.]{0,60}$", re.NOFLAG)
_LAW = Wording(rf"(?:[{ACRONYMS}]{{2,}}[\w./–-]*|{{number_word}}\s+\d+\S*)\s*,?\s*(?:{{issued}}\s+)?$", re.NOFLAG)


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
        return f"{y}-H{1 if got['which'] in _FIRST_HALF else 2}"
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
        if time.end <= position and _DIRECTLY.fullmatch(text[time.end : position].strip(" ")):
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
