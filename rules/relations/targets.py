"""What the words say of a target and its result: ``vượt 7,47%``, ``còn thiếu 5%``; a cell ``Đạt``, ``Chưa đạt``."""

from __future__ import annotations

from collections.abc import Iterator

from rules.figure import Relation
from rules.language.wording import Wording
from rules.relations.passages import Passage, Scene, Stated

_BEYOND = Wording(r"{beyond_target}(?:\s+{beyond_goes_on})*\s*$", 0)
_VERDICT = Wording(r"\s*(?P<no>{not_so})?\s*{verdict}")
_WINDOW = 80
_LONGEST_VERDICT = 40
_MEASURED = ("rate", "count", "amount", "score")


def find(scene: Scene) -> Iterator[Relation]:
    """What lies between targets and results, and the cells that say whether a target was reached."""
    for passage in scene.passages:
        for stated in passage.figures:
            low = max(stated.start - _WINDOW, 0)
            match = _BEYOND.search(passage.text[low : stated.start]) if stated.kind == "change" else None
            if match:
                yield passage.relation("beyond", stated, span=match.span(), shift=low)
        if passage.table is not None:
            yield from _verdicts(passage)


def _verdicts(row: Passage) -> Iterator[Relation]:
    told = [
        (part.column, (part.start, part.end), match)
        for part in row.parts
        if (match := _VERDICT.match(row.text[part.start : part.end].strip())) and len(match.string) <= _LONGEST_VERDICT
    ]
    if not told:
        return
    measured = [one for one in row.figures if one.kind in _MEASURED]
    for target in (one for one in measured if one.figure.status == "target"):
        for result in (one for one in measured if one.figure.status == "actual" and _same(one, target)):
            columns = {row.column(target), row.column(result)} - {None}
            cell = next((one for one in told if len(columns) > 1 and _is_behind(one[0], columns)), None)
            if cell:
                yield row.relation("missed" if cell[2]["no"] else "met", result, [target], cell[1])


def _is_behind(column: int, columns: set[int | None]) -> bool:
    return column not in columns and column >= max(one or 0 for one in columns)


def _same(one: Stated, other: Stated) -> bool:
    keys = ("metric", "item", "kind")
    return one.percent == other.percent and all(getattr(one.figure, key) == getattr(other.figure, key) for key in keys)
