"""A number of things named where another number follows: ``07 chỉ số không đạt điểm, gồm:`` and eight rows, ``4 huyện
(Chợ Lách, Mỏ Cày Nam, Thạnh Phú)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from kb.check.finding import Finding, finding
from kb.check.report import Passage, Report, Said

_ANNOUNCES = re.compile(r"[^.;:\d]{1,180}:\s*")
_CUE = re.compile(r"\b(?:bao gồm|gồm|cụ thể|sau|như sau|sau đây|dưới đây)\b[^.;:]{0,12}:\s*$", re.IGNORECASE)
_MARK = re.compile(r"\s*(?:[-–+•*·]|\(?[a-zđ]\)|\(?\d{1,2}[.)])(?=\s)")
_MOST = 60
_IN_BRACKETS = re.compile(r"(?P<noun>[^.;:()\d]{2,80})\((?P<names>[^()\d:]{8,600})\)")
_NOT_ALL = re.compile(
    r"\.\.\.|…|\bv\.?v\b|\b(?:như|ví dụ|nhất là|trong đó|chủ yếu|riêng|kể cả|gồm cả|trừ|thuộc|của|tại|theo)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:(?:các|huyện|thị xã|thành phố|xã|phường|thị trấn|tỉnh|thôn|TX|TP)\.?\s+)*[A-ZÀ-ỸĐ]")
_LONGEST_NAME = 7
"""Words: what is longer is a clause."""


def find(report: Report) -> list[Finding]:
    """The announcements of a document that other numbers of rows, list items or names follow."""
    found: list[Finding] = [one for passage in report.passages for one in _names(passage)]
    for at, passage in enumerate(report.passages):
        said = _announced(passage)
        if said is None:
            continue
        counts = set(_following(report.passages[at + 1 : at + 2 * _MOST], report))
        if not counts or int(_number_of(said)) in counts:
            continue
        seen = min(counts, key=lambda count: abs(count - int(_number_of(said))))
        vi = f"Văn bản nêu {said.shown}, nhưng sau đó có {seen} dòng."
        en = f"{said.shown} are announced, but {seen} rows follow."
        found.append(finding("named", [said], str(seen), said.number, (vi, en)))
    return found


def _number_of(said: Said) -> int:
    return int(said.value)


def _announced(passage: Passage) -> Said | None:
    """The last number of things that the passage's end announces."""
    if passage.cells or not passage.figures or not _CUE.search(passage.text):
        return None
    said = passage.figures[-1]
    return said if _is_number(said) and _ANNOUNCES.fullmatch(passage.text[said.end :]) else None


def _is_number(said: Said) -> bool:
    """Whether it is a number of things, few enough to be listed."""
    whole = said.kind == "count" or (said.kind == "rate" and said.denominator is not None and not said.percent)
    return whole and said.qualifier == "exact" and said.value == int(said.value) and 1 < said.value <= _MOST


def _names(passage: Passage) -> Iterator[Finding]:
    """Counts whose things are named one by one in the brackets behind, and are more or fewer."""
    for said in passage.figures:
        match = _IN_BRACKETS.match(passage.text, said.end)
        if not match or not _is_number(said) or _NOT_ALL.search(match["names"]):
            continue
        names = [name.strip() for name in re.split(r"[,;]", match["names"])]
        # ``Sở Nông nghiệp và Môi trường`` is one, ``Ba Tri và Bình Đại`` are two.
        most = len(names) + len(re.findall(r"\bvà\b", match["names"]))
        if len(names) < 2 or not all(_NAME.match(name) and len(name.split()) <= _LONGEST_NAME for name in names):
            continue
        if not len(names) <= said.value <= most:
            vi = f"Văn bản nêu {said.shown}, nhưng trong ngoặc có {most} tên."
            en = f"{said.shown} are announced, but {most} names stand in the brackets."
            yield finding("named", [said], str(most), said.number, (vi, en))


def _following(passages: Sequence[Passage], report: Report) -> Iterator[int]:
    """How many things follow, in each way of counting them: all rows, or those with a number of their own."""
    following = [one for one in passages if one.kind != "footnote"]
    if not following:
        return
    table = following[0].table
    if table is not None:
        rows = [row for row in following if row.table == table and not row.is_header]
        rows = list(takewhile(lambda row: row in rows, [one for one in following if not one.is_header]))
        numbered = [row for row in rows if re.match(r"\d", row.cell_text(0))]
        counts = (len(rows), len(numbered)) if numbered else (len(rows),)
        yield from (count for count in counts if count > 1)
        return
    items = list(takewhile(lambda one: one.kind == "list_item", following))
    if len(items) > 1:
        yield len(items)
        marks = [_kind_of_mark(one.text) for one in items]
        first = marks[0]
        if first:
            yield marks.count(first)


def _kind_of_mark(text: str) -> str:
    """``-``, ``+``, ``a)`` or ``1.``: items of one level bear marks of one kind."""
    match = _MARK.match(text)
    if not match:
        return ""
    mark = match[0].strip()
    return re.sub(r"\d+", "1", re.sub(r"[a-zđ](?=\))", "a", mark))
