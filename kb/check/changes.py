"""Value before, value after and the stated change: ``từ 10 xuống 54`` is a fall of 44 places.

A rank that grows is a fall. The same is said by a sentence with both ends (``từ 10 xuống 54``), by one that names the
end before in brackets (``xếp thứ 36, giảm 12 bậc so với năm 2022 (xếp thứ 24)``), by one that tells the two one after
the other (``đầu năm có 45 hộ, cuối năm còn 36 hộ, giảm 9 hộ``), by a row or column of a table that holds the
differences, and by the values of two years that stand anywhere in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from kb.check.finding import Finding, finding, plain, propose
from kb.check.report import Passage, Report, Said
from kb.check.rounding import Range

_CHANGE = re.compile(r"^(?:mức\s+)?(?:tăng|giảm|chênh lệch|so sánh|biến động)", re.IGNORECASE)
_FROM = re.compile(r"\btừ(?:\s+(?:hạng|vị trí|thứ|mức|thứ hạng|vị trí thứ|hạng thứ))*\s*$", re.IGNORECASE)
_TO = re.compile(
    r"[^.;()\d]{0,25}\b(?:lên|xuống|còn|đến|thành)(?:\s+(?:hạng|vị trí|thứ|mức|còn|thứ hạng|vị trí thứ|hạng thứ))*\s*$",
    re.IGNORECASE,
)
_IN_BRACKETS = (
    r"\bso(?: với)?\b[^;()]{0,60}\(\s*"
    r"(?!(?:từ|tăng|giảm|trong đó|gồm|bằng|tương (?:ứng|đương))\b)(?:[^\W\d]+\s+){0,5}"
    r"(?:năm\s+\d{4}\s*(?:[:,]|là|đạt|xếp|hạng|thứ|\s)*)?"
)
_SINCE = re.compile(r"[^.;()]{0,30}" + _IN_BRACKETS, re.IGNORECASE)
"""From a change to the value before it, that alone stands in brackets: ``so với năm 2022 (xếp thứ``."""
_SINCE_BEFORE = re.compile(r"\bso với\b[^.;()]{0,60}$", re.IGNORECASE)
_OPENS = re.compile(
    r"[^.;(),\d]{0,30}\(\s*(?:[^\W\d]+\s+){0,3}năm\s+\d{4}\s*(?:[:,]|là|đạt|xếp|hạng|thứ|\s)*", re.IGNORECASE
)
_ALONE = re.compile(r"[^();\d]{0,40}\)")
_THEN = re.compile(r"\b(?:đầu (?:năm|kỳ|nhiệm kỳ)|(?:năm|kỳ) trước|cùng kỳ|trước đây|năm \d{4})\b", re.IGNORECASE)
_NOW = re.compile(r"\b(?:cuối (?:năm|kỳ)|đến (?:nay|ngày|tháng|hết)|hiện(?: nay| còn| có)?|năm \d{4})\b", re.IGNORECASE)
_HENCE = re.compile(
    r"[^.;()\d]{0,40},\s*(?:(?:tức(?: là)?|như vậy|đã)\s+)?(?:tăng|giảm)(?: thêm| được)?\s*", re.IGNORECASE
)
_LESS = re.compile(r"(?:thấp hơn|ít hơn|còn thiếu|thiếu|kém)(?:\s+\w+){0,2}\s*$", re.IGNORECASE)
_NOT_OF_IT = re.compile(r"kế hoạch|mục tiêu|chỉ tiêu|dự toán|vượt|thiếu", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}\Z")
_SAYS_SINCE = re.compile(r"[^.;,()]{0,30}\bso với\b", re.IGNORECASE)
_NEAR = 120
"""Between a value and the change that is told of it stand no more letters than this."""
IS_BASE = re.compile(_IN_BRACKETS + r"\Z", re.IGNORECASE)
"""What stands before a value in brackets that something else is set against: it is of an earlier time."""
Triple = tuple[Said, Said, Said]


def find(report: Report) -> list[Finding]:
    """The changes of a document that its own values contradict; what is said several times is one finding."""
    triples: dict[tuple[object, ...], list[Said]] = {}
    points = {said.id for passage in report.passages for said in passage.figures if _in_points(passage, said)}
    seen: set[str] = set()
    for source in (_in_sentences, _in_brackets, _in_a_row, _in_tables, _between_years):
        for before, after, change in source(report):
            if change.id in points:
                change = replace(change, kind="points")
            key = (after.metric, after.item, after.where, before.value, after.value, change.value)
            # Where the two ends stand beside their change, years elsewhere in the document are not asked.
            new = change.id not in seen
            seen.add(change.id)
            if (new or key in triples) and not _holds((before, after, change)):
                triples.setdefault(key, []).extend([before, after, change])
    return [_told(list(dict.fromkeys(figures)), report.labels) for figures in triples.values()]


def starts_of_changes(report: Report) -> set[str]:
    """The figures that a sentence only names as where a change began: of an earlier time (``từ 45 lên 21``, ``tăng 24
    bậc so với năm trước (45)``)."""
    starts = {before.id for passage in report.passages for before, _ in _ends(passage)}
    return starts | {base.id for passage in report.passages for _, base in _bases(passage)}


def _in_points(passage: Passage, said: Said) -> bool:
    """``2,7 điểm phần trăm`` are never a growth in percent."""
    return said.percent and bool(re.match(r"\s*%?\s*điểm\b", passage.text[said.end :]))


def _told(figures: list[Said], labels: frozenset[str]) -> Finding:
    before, after, change = figures[:3]
    difference = _difference(before, after)
    if change.percent and not after.percent and before.value:
        difference = round(100 * difference / before.value, 2)
    scale, words = after.scale if not change.percent else (Decimal(1), "")
    expected = plain(difference / scale, 4) + words.removesuffix(f" {change.unit}")
    unit = f" {change.unit}" if change.unit and not change.percent else change.unit
    printed = plain(change.value / scale, 4) + words
    other = "hạng" if after.kind == "rank" else after.unit
    vi = f"{after.what or other}: từ {before.shown} đến {after.shown} là {expected}{unit}, nhưng văn bản ghi {printed}."
    en = (
        f"{after.what_en or other}: from {before.shown} to {after.shown} is {expected}{unit}, but {printed} is printed."
    )
    repair = propose([before, after, change], _holds, labels)
    return finding("change", figures, expected, printed, (vi, en), repair)


def _difference(before: Said, after: Said) -> Decimal:
    return before.value - after.value if after.kind == "rank" else after.value - before.value


def _holds(figures: Sequence[Said]) -> bool:
    """Whether the change is the difference, or, of a change in percent, the growth in percent."""
    before, after, change = figures
    ends = (after.range, before.range)
    if not all(one.is_bounded for one in (*ends, change.range)):
        return True
    difference = ends[1] - ends[0] if after.kind == "rank" else ends[0] - ends[1]
    slack = change.step / 2
    if (not change.percent or after.percent) and change.range.meets(difference, slack):
        return True
    if change.kind == "points":
        return False
    grown = difference.share_of(before.range) if change.percent and difference.low >= 0 else None
    if change.percent and difference.high <= 0:
        fallen = Range(-difference.high, -difference.low).share_of(before.range)
        grown = Range(-fallen.high, -fallen.low) if fallen else None
    return grown is not None and change.range.meets(grown, slack)


def _may(before: Said, after: Said, change: Said) -> bool:
    if change.kind != "change" or "change" in (before.kind, after.kind) or before.kind != after.kind:
        return False
    if after.kind == "rank":
        return not change.percent
    return (
        (before.percent == after.percent)
        and (before.unit == "đồng") == (after.unit == "đồng")
        and (change.percent or not after.percent)
    )


def _in_sentences(report: Report) -> Iterator[Triple]:
    """``tăng 24 bậc (từ 45 lên 21)``, ``từ 12% lên 15%, tăng 3%``."""
    for passage in report.passages:
        changes = [said for said in passage.figures if said.kind == "change"]
        for before, after in _ends(passage) if changes else ():
            near = [
                one
                for one in changes
                if passage.sentence(one) == passage.sentence(after) and one.metric == after.metric
            ]
            near = [one for one in near if _next_to(passage, before, after, one)]
            if near and _may(before, after, near[0]):
                yield before, after, near[0]


def _ends(passage: Passage) -> Iterator[tuple[Said, Said]]:
    """Pairs of figures that stand as ``từ … lên …``."""
    for before, after in pairwise(passage.figures):
        if "change" in (before.kind, after.kind) or not _FROM.search(passage.text[: before.start]):
            continue
        if _TO.fullmatch(passage.text[before.end : after.start]):
            yield before, after if after.metric or after.unit == "%" else _like(after, before)


def _like(after: Said, before: Said) -> Said:
    """The end of a change that bears no word of its own: it is of the kind of its beginning."""
    what = {name: getattr(before, name) for name in ("kind", "unit", "metric", "item", "name", "subject", "better")}
    return replace(after, **what)


def _next_to(passage: Passage, before: Said, after: Said, change: Said) -> bool:
    """Whether nothing else is counted between the change and its two ends, and it is about no plan."""
    low, high = (change.end, before.start) if change.start < before.start else (after.end, change.start)
    between = passage.text[low:high]
    others = [one for one in passage.figures if low <= one.start < high]
    return not others and ";" not in between and not _NOT_OF_IT.search(between)


def _bases(passage: Passage) -> Iterator[tuple[Said, Said]]:
    """Changes with the value before them that stands in brackets behind, alone or as a rank beside a score."""
    for at, change in enumerate(passage.figures if not passage.cells else ()):
        behind = passage.figures[at + 1 : at + 3]
        if change.kind != "change" or not behind:
            continue
        between = passage.text[change.end : behind[0].start]
        # ``so với năm 2022 tăng 0,08 điểm (năm 2022 đạt 0,62 điểm)``
        turned = _OPENS.fullmatch(between) is not None
        # A year in brackets behind a change of rank is the one before; ``tăng 8% (năm 2023: 7%)`` are two rates.
        turned = turned and (change.unit == "bậc" or _SINCE_BEFORE.search(passage.text[: change.start]) is not None)
        if not turned and not _SINCE.fullmatch(between):
            continue
        if behind[0].kind != "change" and _ALONE.match(passage.text, behind[0].end):
            yield change, behind[0]
        elif len(behind) > 1 and behind[1].kind == "rank" and change.unit == "bậc":
            # ``giảm 6 bậc so với năm 2023 (87,48%, hạng 30/63)``
            beside = passage.text[behind[0].end : behind[1].start]
            if not re.search(r"[();]", beside) and _ALONE.match(passage.text, behind[1].end):
                yield change, behind[1]


def _in_brackets(report: Report) -> Iterator[Triple]:
    """``xếp thứ 36, giảm 12 bậc so với năm 2022 (xếp thứ 24)``, ``82,7%, vượt 2,7 điểm so với kế hoạch (80%)``."""
    for passage in report.passages:
        for change, before in _bases(passage):
            after = _told_of(passage, change, before)
            if after is None or change.unit == "lần" or not _may(before, after, change):
                continue
            if change.value > 0 and _LESS.search(passage.text[after.end : change.start]):
                change = replace(change, value=-change.value)
            if _NOT_OF_IT.search(passage.text[change.end : before.start]):
                # What is planned is no rounded number: a plan of 80% is 80,0%.
                before = replace(before, step=min(before.step, after.step))
            yield before, after, change


def _told_of(passage: Passage, change: Said, before: Said) -> Said | None:
    """The value that a change is told of: the nearest before it of the kind of ``before``, outside of brackets.

    Rates of a plan and other indices may stand between (``1.860 tỷ đồng, bằng 104% kế hoạch (1.780 tỷ đồng), tăng …``).
    """
    start, _ = passage.sentence(change)
    for after in reversed([one for one in passage.figures if start <= one.start < change.start]):
        between = passage.text[after.end : change.start]
        if ";" in between or len(between) > _NEAR:
            return None
        if between.count(")") > between.count("("):
            continue
        # ``1.402 trạm thu phát sóng`` and ``1.317 trạm`` are of one thing.
        same_unit = after.unit.split()[:1] == before.unit.split()[:1]
        if after.kind == before.kind and same_unit and after.status == "actual":
            return after
        if after.percent and before.percent:
            return None
    return None


def _in_a_row(report: Report) -> Iterator[Triple]:
    """``đầu năm có 45 hộ nghèo; cuối năm còn 36 hộ nghèo, giảm 9 hộ``."""
    for passage in report.passages:
        for before, after, change in zip(passage.figures, passage.figures[1:], passage.figures[2:], strict=False):
            start, end = passage.sentence(after)
            if passage.cells or not start <= before.start < change.start < end or before.unit != after.unit:
                continue
            then, now = passage.text[start : before.start], passage.text[before.end : after.start]
            if not (_THEN.search(then) and _NOW.search(now) and not _NOT_OF_IT.search(then + now)):
                continue
            hence = _HENCE.fullmatch(passage.text[after.end : change.start])
            same = change.percent or change.unit == after.unit
            if hence and same and _may(before, after, change) and not _SAYS_SINCE.match(passage.text, change.end):
                yield before, after, change


def _in_tables(report: Report) -> Iterator[Triple]:
    for rows in report.tables:
        for at, row in enumerate(rows):
            if at >= 2 and _CHANGE.match(row.cell_text(0)):
                yield from _below(rows[at - 2], rows[at - 1], row)
            yield from _beside(rows, row)


def _below(first: Passage, second: Passage, row: Passage) -> Iterator[Triple]:
    """A row of differences below two rows of values, column by column."""
    for change in row.figures:
        column = row.column(change)
        before = [said for said in first.figures if first.column(said) == column]
        after = [said for said in second.figures if second.column(said) == column]
        if len(before) == len(after) == 1 and before[0].kind == after[0].kind != "change":
            if before[0].period and after[0].period and before[0].period > after[0].period:
                before, after = after, before
            yield before[0], after[0], replace(change, kind="change")


def _beside(rows: Sequence[Passage], row: Passage) -> Iterator[Triple]:
    """A column of differences behind two columns of values."""
    headers = [one for one in rows if one.is_header]
    for change in (said for said in row.figures if said.kind == "change"):
        column = row.column(change)
        if column is None or column < 2 or not any(_CHANGE.match(one.cell_text(column)) for one in headers):
            continue
        ends = [[said for said in row.figures if row.column(said) == column - back] for back in (2, 1)]
        if all(len(one) == 1 for one in ends) and _years_apart(ends[0][0], ends[1][0]):
            before, after = ends[0][0], ends[1][0]
            if _may(before, after, change):
                yield (
                    (before, after, change) if (before.period or "") < (after.period or "") else (after, before, change)
                )


def _years_apart(one: Said, other: Said) -> bool:
    return one.period != other.period and one.status == other.status


def _between_years(report: Report) -> Iterator[Triple]:
    """A change of a year against the values of that year and of the one before, each of which is said in one way."""
    values: dict[tuple[object, ...], dict[str, dict[str, list[Said]]]] = {}
    for said in report.figures:
        if said.metric and said.kind in ("rank", "score") and said.status == "actual" and said.period:
            years = values.setdefault(_slot(said), {}).setdefault(said.basis, {})
            years.setdefault(said.period, []).append(said)
    for change in report.figures:
        if change.kind != "change" or not change.metric or not _YEAR.match(change.period or ""):
            continue
        for years in values.get(_slot(change), {}).values():
            now, then = years.get(change.period or "", []), years.get(str(int(change.period or "0") - 1), [])
            one_way = len({one.value for one in now}) == 1 == len({one.value for one in then})
            # ``tăng 1,84%`` of an index in percent are points; of the same index told in points it says nothing.
            one_way = one_way and (now[0].kind == "rank" or change.percent == now[0].percent)
            if one_way and _may(then[0], now[0], change):
                yield then[0], now[0], change


def _slot(said: Said) -> tuple[object, ...]:
    return (said.metric, said.item, said.where, said.level)
