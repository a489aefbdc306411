"""Which figures of a table a printed total is the sum of: a row ``Tổng cộng`` holds the sum of the rows above or below
it, or of the numbered sections (I, II, A, B) above it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from rules.figure import Relation
from rules.language.wording import Wording
from rules.relations.passages import Passage, Scene, Stated

_TOTAL = Wording(r"^{total_rows}\s*[:.]?$")
_SECTION = re.compile(r"(?:[IVX]+|[A-D])(?:[.)/]|\s*$)")
"""``II``, ``II. Ngân sách địa phương``, ``A) …``; not the district of A Lưới."""
_NO_SUM = Wording(r"\b{not_summed}\b|%|/")
"""Headings of columns whose total row holds an average or a rate."""
_LABELS = (0, 1)
"""Columns in which a row's name may stand."""


def find(scene: Scene) -> Iterator[Relation]:
    """The totals of a document's tables with their terms."""
    for rows in scene.tables:
        body = [row for row in rows if not row.is_header]
        headers = [row for row in rows if row.is_header]
        for at, row in enumerate(body):
            label = _label(row)
            for total in row.figures if label else ():
                column = row.column(total)
                if column is None or not any(_NO_SUM.search(one.cell_text(column)) for one in headers):
                    yield from _column(row, total, column, (body[:at], body[at + 1 :]), label)


def _label(row: Passage) -> tuple[int, int] | None:
    """The cell that says that the row is a total."""
    for column in _LABELS:
        cell = row.cell(column)
        if cell and _TOTAL.match(row.cell_text(column)):
            return cell.start, cell.end
    return None


def _column(
    row: Passage,
    total: Stated,
    column: int | None,
    around: tuple[Sequence[Passage], Sequence[Passage]],
    label: tuple[int, int] | None,
) -> Iterator[Relation]:
    if total.kind not in ("count", "amount"):
        return
    above, below = around
    terms = _until_total(reversed(above), column)
    if terms:
        yield row.relation("total", total, terms, label, "above")
    if not terms or any(not _alike(one, total) for one in terms):
        terms = _until_total(below, column)
        if terms:
            yield row.relation("total", total, terms, label, "below")
    sections = [one for one in above if _SECTION.match(one.cell_text(0))]
    parts = [stated for one in sections for stated in one.figures if one.column(stated) == column]
    if parts:
        yield row.relation("sections", total, parts, label)


def _until_total(rows: Iterable[Passage], column: int | None) -> list[Stated]:
    """The figures of a column up to the next total; empty where a cell holds several."""
    terms: list[Stated] = []
    for row in rows:
        if _label(row):
            break
        here = [stated for stated in row.figures if row.column(stated) == column]
        if len(here) > 1:
            return []
        terms += here
    return terms


def _alike(one: Stated, total: Stated) -> bool:
    same = one.kind == total.kind and one.figure.status == total.figure.status
    return same and one.figure.is_money == total.figure.is_money
