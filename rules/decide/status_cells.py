"""What a table says of the figure in one of its cells: its header, its row, the table's section and caption."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rules.draft import Decided, Draft
from rules.figure import Status
from rules.language.letters import CELL_GAP
from rules.language.wording import Wording, Words
from rules.table_cells import CellContext, is_most_points, result_over_plan

_EARMARKED = Wording(r"\b{earmarked}\b")
_HEADERS: Mapping[Status, Words] = {
    "maximum": Words("maximum_headers"),
    "forecast": Words("forecast_headers"),
    "target": Words("target_headers"),
    "actual": Words("actual_headers"),
}
_PAPERS = Wording(r"{papers_with_goals}")
_OTHER_PAPERS = Wording(r"(?:^|[|\n\t›]|\s{2})\s*(?:{number_of}\s+)?{other_papers}\s*(?:$|[|\n\t›]|\s{2})")
_NUMBER_OF = Wording(r"\s*{number_of}\s")
_BARE_RATE = Wording(r"\s*{bare_rates}\s*(?:\(?\s*%\s*\)?)?\s*|\s*\(?%\)?\s*")
_TIMES = re.compile(r"\d")
_COMPARES = Words("comparing_headers")
_DONE = Wording(r"(?<!\w)(?<!{estimated} ){carried_out_headers}(?!\w)")
_PLANNED_ROW = Wording(r"\s*(?:{before_plan}\s+)*(?:{budget}|{plans})\b(?P<rest>.*)")
_REACHED = Wording(r"\b(?:{reach}|{done_with}|{carried_out_headers})\b")


def said_by_table(draft: Draft) -> Decided[Status] | None:
    """The status that headers, row, section or caption state; None where they state none."""
    cell = draft.cell
    if cell is None:
        return None
    if cell.is_value and _hangs_on_expected(draft, cell):
        return Decided("forecast", "table")
    if cell.is_value and is_most_points(cell):
        return Decided("maximum", "table")
    stated = _by_header(cell.headers, cell.all_headers)
    if stated in (None, "actual") and _planned_row(cell):
        return Decided("target", "table")
    stated = stated or _around(cell)
    return Decided(stated, "table") if stated else None


def _by_header(headers: tuple[str, ...], all_headers: str) -> Status | None:
    """What the innermost header with such words says, by the words that stand first in it."""
    for header in (_EARMARKED.sub("", result_over_plan(header)) for header in reversed(headers)):
        hits: list[tuple[int, int, Status]] = []
        for status, words in _HEADERS.items():
            match = words.search(header)
            if match and not (status == "target" and _counts_papers(match.group(), headers, all_headers)):
                hits.append((match.start(), -len(match.group()), status))
        if hits:
            return min(hits)[2]
    return None


def _counts_papers(word: str, headers: tuple[str, ...], all_headers: str) -> bool:
    """Whether a column headed ``Nghị quyết`` or ``Kế hoạch`` counts papers: it counts by its words, or others beside it
    count papers that set no goals."""
    if not _PAPERS.fullmatch(word):
        return False
    return any(_NUMBER_OF.match(header) for header in headers) or bool(_OTHER_PAPERS.search(all_headers))


def _hangs_on_expected(draft: Draft, cell: CellContext) -> bool:
    """Whether the column compares (``So với dự toán (%)``) in a table whose results are expected ones only."""
    compares = bool(cell.headers) and any(_COMPARES.search(header) for header in cell.headers)
    if cell.headers and _BARE_RATE.fullmatch(cell.headers[-1]) and _HEADERS["target"].search(cell.all_headers):
        compares = True  # "Kế hoạch | Ước thực hiện | Tỷ lệ (%)"
    if not compares or not (draft.kind == "change" or draft.unit == "%"):
        return False
    if _of_a_known_time(cell):
        return False
    return bool(_HEADERS["forecast"].search(cell.all_headers)) and not _DONE.search(cell.all_headers)


def _of_a_known_time(cell: CellContext) -> bool:
    """Whether the column compares another one that is not expected: ``Quý I/2025 so với cùng kỳ (%)`` does not hang on
    ``Ước tháng 3``."""
    last = cell.headers[-1] if cell.headers else ""
    others = (header.strip() for header in cell.all_headers.split(CELL_GAP))
    return any(other and last != other and last.startswith(f"{other} ") and _TIMES.search(other) for other in others)


def _planned_row(cell: CellContext) -> bool:
    """Whether the row is a plan's (``Kế hoạch được giao``), in a table whose columns do not tell plans from results."""
    found = _PLANNED_ROW.match(cell.row_name)
    if found is None or _REACHED.search(found["rest"]):
        return False
    return not any(_HEADERS[one].search(_EARMARKED.sub("", cell.all_headers)) for one in ("target", "forecast"))


def _around(cell: CellContext) -> Status | None:
    """What the section or the caption says of the whole table (``Dự kiến kinh phí``)."""
    for said in (cell.section, cell.caption):
        if _HEADERS["actual"].search(said):
            continue
        for status in ("forecast", "target"):
            if _HEADERS[status].search(said):
                return status
    return None
