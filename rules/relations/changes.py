"""What the words say about a change and its two ends: ``từ 10 lên 54``, ``giảm 12 bậc so với năm 2022 (xếp thứ 24)``,
``đầu năm có 45 hộ, cuối năm còn 36 hộ, giảm 9 hộ``, a row or a column of differences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rules.figure import PLACES_OF_A_RANK, TIMES, Relation
from rules.language.wording import Wording
from rules.relations.passages import Passage, Scene, Stated

_CHANGE = Wording(r"^{difference_headings}")
_FROM = Wording(r"\b{from}(?:\s+{standing})*\s*$")
_TO = Wording(r"[^.;()\d]{0,25}\b{end_opens}(?:\s+(?:{standing}|{down_to}))*\s*")
_OF_A_YEAR = r"{of_a_year}\s+\d{4}\s*(?:[:,]|{stood_at}|\s)*"
_IN_BRACKETS = (
    rf"\b{{set_against}}\b[^;()]{{0,60}}\(\s*(?!{{bracket_of_another}}\b)(?:[^\W\d]+\s+){{0,5}}(?:{_OF_A_YEAR})?"
)
_SINCE = Wording(r"[^.;()]{0,30}" + _IN_BRACKETS)
"""From a change to the value before it, that alone stands in brackets: ``so với năm 2022 (xếp thứ``."""
_SINCE_BEFORE = Wording(r"\b{held_against}\b[^.;()]{0,60}$")
_OPENS = Wording(rf"[^.;(),\d]{{0,30}}\(\s*(?:[^\W\d]+\s+){{0,3}}{_OF_A_YEAR}")
_ALONE = re.compile(r"[^();\d]{0,40}\)")
_THEN = Wording(r"\b{then}\b")
_NOW = Wording(r"\b{now}\b")
_HENCE = Wording(r"[^.;()\d]{0,40},\s*(?:{hence}\s+)?{rose_or_fell}\s*")
_LESS = Wording(r"{less_than}(?:\s+\w+){0,2}\s*$")
_OF_A_PLAN = Wording(r"{about_a_plan}")
_SAYS_SINCE = Wording(r"[^.;,()]{0,30}\b{held_against}\b")
_POINTS = Wording(r"\s*%?\s*{points}\b")
_EARLIER = Wording(_IN_BRACKETS + r"\Z")
"""What stands before a value in brackets that something else is set against: it is of an earlier time."""
_WINDOW = 120
"""Letters before a number in which the words stand that lead up to it; a change and its value are no further apart."""


def find(scene: Scene) -> Iterator[Relation]:
    """The changes of a document with their ends, sentence by sentence and table by table."""
    for passage in scene.passages:
        if passage.figures:
            yield from _of_figures(passage)
            yield from _with_both_ends(passage)
            yield from _since(passage)
            if passage.table is None:
                yield from _in_a_row(passage)
    for rows in scene.tables:
        for at, row in enumerate(rows):
            if at >= 2 and _CHANGE.match(row.cell_text(0)):
                yield from _below(rows[at - 2], rows[at - 1], row)
            yield from _beside(rows, row)


def _of_figures(passage: Passage) -> Iterator[Relation]:
    """Percentages that are points, and values that stand in brackets as those of an earlier time."""
    for stated in passage.figures:
        if stated.percent and (match := _POINTS.match(passage.text, stated.end)):
            yield passage.relation("in_points", stated, span=match.span())
        low = max(stated.start - _WINDOW, 0)
        before = passage.text[low : stated.start]
        if passage.table is None and "(" in before and (match := _EARLIER.search(before)):
            yield passage.relation("earlier", stated, span=match.span(), shift=low)


def _with_both_ends(passage: Passage) -> Iterator[Relation]:
    """``tăng 24 bậc (từ 45 lên 21)``, ``từ 12% lên 15%, tăng 3%``."""
    changes = [one for one in passage.figures if one.kind == "change"]
    for before, after, span in _ends(passage):
        yield passage.relation("from_to", after, [before], span)
        metric = after.figure.metric if after.figure.metric or after.percent else before.figure.metric
        near = [
            one
            for one in changes
            if passage.sentence(one) == passage.sentence(after)
            and one.figure.metric == metric
            and _next_to(passage, before, after, one)
        ]
        if near:
            yield passage.relation("change", near[0], [before, after], (span[0], after.start), "sentence")


def _ends(passage: Passage) -> Iterator[tuple[Stated, Stated, tuple[int, int]]]:
    """Pairs of figures that stand as ``từ … lên …``, and where the words of the first do."""
    for before, after in pairwise(passage.figures):
        low = max(before.start - _WINDOW, 0)
        if "change" in (before.kind, after.kind) or not _TO.fullmatch(passage.text, before.end, after.start):
            continue
        if match := _FROM.search(passage.text[low : before.start]):
            yield before, after, (low + match.start(), low + match.end())


def _next_to(passage: Passage, before: Stated, after: Stated, change: Stated) -> bool:
    """Whether nothing else is counted between the change and its two ends, and it is about no plan."""
    low, high = (change.end, before.start) if change.start < before.start else (after.end, change.start)
    between = passage.text[low:high]
    others = [one for one in passage.figures if low <= one.start < high]
    return not others and ";" not in between and not _OF_A_PLAN.search(between)


def _since(passage: Passage) -> Iterator[Relation]:
    """``xếp thứ 36, giảm 12 bậc so với năm 2022 (xếp thứ 24)``, ``82,7%, vượt 2,7 điểm so với kế hoạch (80%)``."""
    for change, base in _bases(passage):
        between = (change.end, base.start)
        yield passage.relation("since", change, [base], between)
        after = _told_of(passage, change, base)
        if after is None or change.unit == TIMES:
            continue
        yield passage.relation("change", change, [base, after], between, "brackets")
        if match := _LESS.search(passage.text[after.end : change.start]):
            yield passage.relation("less_than", change, [after], match.span(), shift=after.end)
        if match := _OF_A_PLAN.search(passage.text, *between):
            yield passage.relation("planned", base, [change], match.span())


def _bases(passage: Passage) -> Iterator[tuple[Stated, Stated]]:
    """Changes with the value before them that stands in brackets behind, alone or as a rank beside a score."""
    for at, change in enumerate(passage.figures if passage.table is None else ()):
        behind = passage.figures[at + 1 : at + 3]
        if change.kind != "change" or not behind:
            continue
        # ``so với năm 2022 tăng 0,08 điểm (năm 2022 đạt 0,62 điểm)``
        turned = _OPENS.fullmatch(passage.text, change.end, behind[0].start) is not None
        # A year in brackets behind a change of rank is the one before; ``tăng 8% (năm 2023: 7%)`` are two rates.
        of_a_rank = change.unit == PLACES_OF_A_RANK
        turned = turned and (of_a_rank or _SINCE_BEFORE.search(passage.text[: change.start]) is not None)
        if not turned and not _SINCE.fullmatch(passage.text, change.end, behind[0].start):
            continue
        if behind[0].kind != "change" and _ALONE.match(passage.text, behind[0].end):
            yield change, behind[0]
        elif len(behind) > 1 and behind[1].kind == "rank" and of_a_rank:
            # ``giảm 6 bậc so với năm 2023 (87,48%, hạng 30/63)``
            beside = passage.text[behind[0].end : behind[1].start]
            if not re.search(r"[();]", beside) and _ALONE.match(passage.text, behind[1].end):
                yield change, behind[1]


def _told_of(passage: Passage, change: Stated, base: Stated) -> Stated | None:
    """The value that a change is told of: the nearest before it of the kind of ``base``, outside of brackets.

    Rates of a plan and other indices may stand between (``1.860 tỷ đồng, bằng 104% kế hoạch (1.780 tỷ đồng), tăng …``).
    """
    start, _ = passage.sentence(change)
    for after in reversed([one for one in passage.figures if start <= one.start < change.start]):
        between = passage.text[after.end : change.start]
        if ";" in between or len(between) > _WINDOW:
            return None
        if between.count(")") > between.count("("):
            continue
        if after.kind == base.kind and _of_one_thing(after, base) and after.figure.status == "actual":
            return after
        if after.percent and base.percent:
            return None
    return None


def _of_one_thing(one: Stated, other: Stated) -> bool:
    """``1.402 trạm thu phát sóng`` and ``1.317 trạm``, ``268 hộ nghèo`` and ``42 hộ``."""
    return one.unit.split()[:1] == other.unit.split()[:1]


def _in_a_row(passage: Passage) -> Iterator[Relation]:
    """``đầu năm có 45 hộ nghèo; cuối năm còn 36 hộ nghèo, giảm 9 hộ``."""
    for before, after, change in zip(passage.figures, passage.figures[1:], passage.figures[2:], strict=False):
        if change.kind != "change" or before.unit != after.unit:
            continue
        hence = _HENCE.fullmatch(passage.text, after.end, change.start)
        start, end = passage.sentence(after)
        if not hence or not start <= before.start < change.start < end:
            continue
        then, now = passage.text[start : before.start], passage.text[before.end : after.start]
        if not (_THEN.search(then) and _NOW.search(now)) or _OF_A_PLAN.search(then + now):
            continue
        if (change.percent or _of_one_thing(change, after)) and not _SAYS_SINCE.match(passage.text, change.end):
            yield passage.relation("change", change, [before, after], hence.span(), "row")


def _below(first: Passage, second: Passage, row: Passage) -> Iterator[Relation]:
    """A row of differences below two rows of values, column by column."""
    label = row.cell(0)
    for change in row.figures:
        column = row.column(change)
        before = [one for one in first.figures if first.column(one) == column]
        after = [one for one in second.figures if second.column(one) == column]
        if label and len(before) == len(after) == 1 and before[0].kind == after[0].kind != "change":
            ends = [before[0], after[0]]
            yield row.relation("change", change, ends, (label.start, label.end), "below")


def _beside(rows: Sequence[Passage], row: Passage) -> Iterator[Relation]:
    """A column of differences behind two columns of values, in the order that they stand in."""
    for change in (one for one in row.figures if one.kind == "change"):
        column = row.column(change)
        if column is None or column < 2:
            continue
        heading = next(
            (one for one in rows if one.is_header and _CHANGE.match(one.cell_text(column))),
            None,
        )
        ends = [[one for one in row.figures if row.column(one) == column - back] for back in (2, 1)]
        cell = heading.cell(column) if heading else None
        if heading and cell and all(len(one) == 1 for one in ends) and ends[0][0].kind == ends[1][0].kind != "change":
            yield heading.relation("change", change, [ends[0][0], ends[1][0]], (cell.start, cell.end), "beside")
