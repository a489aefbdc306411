"""A number of things named where another number of rows follows: ``07 chỉ số không đạt điểm, gồm:`` and eight rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from kb.check_finding import Finding, finding
from kb.check_report import Passage, Report, Said

_ANNOUNCES = re.compile(r"[^.;:\d]{1,180}:\s*")
_CUE = re.compile(r"\b(?:bao gồm|gồm|cụ thể|sau|như sau|sau đây|dưới đây)\b[^.;:]{0,12}:\s*$", re.IGNORECASE)
_MARK = re.compile(r"\s*(?:[-–+•*·]|\(?[a-zđ]\)|\(?\d{1,2}[.)])(?=\s)")
_MOST = 60


def find(report: Report) -> list[Finding]:
    """The announcements of a document that other numbers of rows or list items follow."""
    found: list[Finding] = []
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
    whole = said.kind == "count" or (said.kind == "rate" and said.denominator is not None and not said.percent)
    if not whole or said.qualifier != "exact" or said.value != int(said.value) or not 1 < said.value <= _MOST:
        return None
    return said if _ANNOUNCES.fullmatch(passage.text[said.end :]) else None


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
