"""What a table says about the number in one of its cells: row name, headers, the row's unit, the caption above."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar, cast

from extract.document import Cell, Document, Table
from rules.language.letters import CELL_GAP
from rules.language.numbers import DASHES
from rules.language.organisations import named_alone
from rules.language.places import opening_place
from rules.language.province_rows import province_rows
from rules.language.units import Unit, find_unit
from rules.language.wording import Wording, Words
from rules.table_columns import HELD_AGAINST, ratio_columns
from rules.table_times import noted_times

T = TypeVar("T")
_UNIT_HEADER = Wording(r"{unit_headers}")
_UNIT_OR_OFFICE = Wording(r"{unit_or_office}$")
_CAPTION = Wording(r"{captions}\b")
_TIME_HEADER = Wording(r"{time_headers}|{time_headers_alone}$")
_OWNER_HEADER = Wording(r"{owner_headers}\s*")
_NUMBER_HEADER = Wording(r"^{row_number_headers}\b")
_IN_HEADER = Wording(r"\(\s*(?:{unit_labels}\s*:?\s*)?([^()]{1,20})\)|{unit_label_short}\s*:\s*(\S+(?:\s\S+)?)")
_CAPTION_UNIT = Wording(r"(?<!\d\s){unit_labels}\s*:\s*([^.;()\n]{1,25})")
_UNIT_ENDS_CAPTION = re.compile(r"\(\s*([^()\d]{1,20}?)\s*\)\s*[.:]?\s*$")
_AT_MOST = Wording(r"\s*{at_most_words}\s*")
_POINTS = Words("points")
_PER_ANOTHER = re.compile(r"[^\W\d_]+(?:\s[^\W\d_]+)?\s?/\s?[^\W\d_]+(?:\s[^\W\d_]+){0,2}")
_TIMES_AS_UNITS = Words("times_as_units")
_VALUE = Wording(
    r"\s*(?:(?i:{value_cues}|{ways})\s*)*"
    rf"[{DASHES}+]?\s?\d(?:[\d.,]*\d)?(?: \d{{3}}(?!\d)(?:[\d.,]*\d)?)*"
    rf"(?:\s?[{DASHES}/]\s?\d(?:[\d.,]*\d)?)?"
    r"\s*(?:%|[^\W\d]+(?:\s[^\W\d]+){0,3})?\s*{or_more}?\s*[.;*]?\s*",
    re.NOFLAG,
)
_CODES = re.compile(r"[^\W\d_][^=\n\d]{0,40}=\s*\d{1,2}\b(?![.,%]\d?)[^=\d]{1,42}=\s*\d")
"""``Có = 1; Không = 0``: what is answered in the row are codes."""
_IN_BRACKETS = re.compile(r"\(\s?\d[\d.,]*\s?%?\s?\)%?")
_RATE = Wording(r"{rates}")
_ANSWERS = Wording(r"\(\s*%\s*{survey_answers}\b|^\W*{those_asked}\b")
_ITEM_NUMBER = re.compile(r"^[-+*•\s]*(?:[\dIVX]+(?:\.\d+)*[.)]\s*|[^\W\d][.)]\s+)?")
_PER_NUMBER = re.compile(r"/ ?\d[\d. ]*(?= )")
_NO_UNIT_NAMES = Words("no_unit_names")
_CHANGE_HEADERS = Words("change_headers")
_COMPARES = Wording(r"\s*%?\s*(?:{comparing_headers}|{held_against})")
_OF_A_PLAN = Wording(r"(?<=\w)\s*/\s*{plans_below_a_stroke}(?!\w)")
_NO_RESULT = Wording(r"(?<!\w)(?:{target_headers}|^{same_time}|^{term_before})(?!\w)")

MOST_HEADERS = 10_000
MOST_QUOTED = 10_000
"""Letters of all headers, of a row with its headers: each figure of a table of thousands of columns would hold them."""


class _Parts(NamedTuple):
    """A row in words: the text ``of`` each of its blocks with its headers, all that is ``said``, and the ``whole``."""

    of: Mapping[int, str]
    said: frozenset[str]
    whole: str


@dataclass(frozen=True, slots=True)
class CellContext:
    """The surroundings of a cell. ``is_value`` says that it holds a number and little else; ``name_header`` stands over
    the names of the rows; ``headers`` is the header path, ``all_headers`` every header of the table. ``province`` is
    the one that a column of provinces names for the cell ("" where it names none that is known, None without such a
    column), ``notes`` what stands around the table and may say its time,
    ``row_owner`` the cell of its row in a column of organisations.
    ``is_coded``: the row says what the codes stand for that answer it; ``is_ratio``: its column holds shares.
    ``opening`` is the paragraph that leads into the table."""

    table: int
    row: int
    column: int
    row_name: str
    name_header: str
    row_number: str
    section: str
    headers: tuple[str, ...]
    all_headers: str
    unit: Unit | None
    is_value: bool
    is_header: bool
    is_number: bool
    is_unit: bool
    is_coded: bool
    is_ratio: bool
    row_place: str | None
    province: str | None
    row_owner: str
    row_time: str
    result_header: str
    caption: str
    notes: tuple[str, ...]
    opening: str
    row_text: str
    quote: str

    @property
    def header(self) -> str:
        """The header path in one line."""
        return " - ".join(self.headers)


def read_cells(document: Document) -> Mapping[int, CellContext]:
    """Index of a block -> the context of the table cell that it is."""
    found: dict[int, CellContext] = {}
    notes = noted_times(document)
    for number, table in enumerate(document.tables):
        found.update(_read_table(document, number, table, notes))
    return found


def tables_of_provinces(document: Document) -> frozenset[int]:
    """The tables, by their index, with a column that names provinces: none of them is the document's own place."""
    return frozenset(
        number
        for number, table in enumerate(document.tables)
        if province_rows(
            {(c.row, c.column): document.block_text(document.blocks[c.block]) for c in table.cells if not c.is_header}
        )
    )


def _read_table(
    document: Document, number: int, table: Table, notes: Mapping[int, tuple[str, ...]]
) -> Mapping[int, CellContext]:
    words = {cell.block: document.block_text(document.blocks[cell.block]) for cell in table.cells}
    rows: dict[int, list[Cell]] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            rows.setdefault(row, []).append(cell)
    headers = CELL_GAP.join(dict.fromkeys(words[c.block] for c in table.cells if c.is_header and words[c.block]))
    headers = headers if len(headers) <= MOST_HEADERS else ""
    above = _caption(document, table)
    caption = _caption_unit(document, table) or _unit_ending(above)
    opening = _opening(document, table)
    provinces = province_rows({(c.row, c.column): words[c.block] for c in table.cells if not c.is_header})
    found: dict[int, CellContext] = {}
    said: dict[tuple[int, object], Any] = {}
    ratios = ratio_columns(table, words)

    def once(row: int, ask: Callable[[list[Cell], Mapping[int, str]], T]) -> T:
        """What is the same for all cells of a row: rows of a workbook have hundreds."""
        if (row, ask) not in said:
            said[row, ask] = ask(rows[row], words)
        return cast(T, said[row, ask])

    for cell in table.cells:
        own_row = rows[cell.row]
        text = words[cell.block]
        header = cell.headers[-1] if cell.headers else ""
        found[cell.block] = CellContext(
            table=number,
            row=cell.row,
            column=cell.column,
            row_name=cell.row_name,
            name_header=once(cell.row, _name_header),
            row_number=cell.row_number,
            section=cell.section,
            headers=cell.headers,
            all_headers=headers,
            unit=_share_unit(cell.headers)
            or once(cell.row, _row_unit)
            or _header_unit(cell.headers)
            or _bracketed_unit(cell.row_name)
            or caption,
            is_value=bool(_VALUE.fullmatch(text)) or _is_bracketed_change(cell, text),
            is_header=cell.is_header,
            is_number=bool(_NUMBER_HEADER.match(header)) or _is_row_number(cell, own_row, once(cell.row, _first_with)),
            is_unit=_names_unit(cell, text),
            is_ratio=cell.column in ratios,
            is_coded=any(block != cell.block for block in once(cell.row, _coded)),
            row_place=_row_place(cell, once(cell.row, _row_places)),
            province=_province(cell, own_row, provinces) if provinces else None,
            row_owner=once(cell.row, _row_owner),
            row_time=_row_time(cell, once(cell.row, _times), words),
            result_header=_result_header(cell, once(cell.row, _with_digits)),
            caption=above,
            notes=notes.get(number, ()),
            opening=opening,
            row_text=once(cell.row, _row_text),
            quote=_quote(cell, once(cell.row, _row_parts), own_row),
        )  # fmt: skip
    return found


def _is_bracketed_change(cell: Cell, text: str) -> bool:
    """``(3,1)`` in a column of changes: a fall, as accountants write it. Elsewhere brackets count columns or rows."""
    return bool(_IN_BRACKETS.fullmatch(text)) and any(_CHANGE_HEADERS.search(header) for header in cell.headers)


def _is_row_number(cell: Cell, row: list[Cell], first_with: Mapping[str, int]) -> bool:
    """Whether the cell only says which row it is (``1.10``), by what the reader took for the row's number."""
    number = cell.row_number.strip(" .)")
    if not number or cell.column > 2:
        return False
    return cell.column == first_with.get(number, -1) and cell.column < row[-1].column


def _first_with(row: list[Cell], words: Mapping[int, str]) -> Mapping[str, int]:
    """The first column with each of the words of a row."""
    first: dict[str, int] = {}
    for cell in row:
        text = words[cell.block].strip(" .)")
        first[text] = min(cell.column, first.get(text, cell.column))
    return first


def _row_parts(row: list[Cell], words: Mapping[int, str]) -> _Parts:
    parts: dict[int, str] = {}
    for one in row:
        text = " ".join(words[one.block].split())
        if not text:
            continue
        above = " › ".join(one.headers)
        shown = bool(above) and any(c.isdigit() for c in text) and not one.is_header and text != one.row_number
        parts[one.block] = f"{above} › {text}" if shown and one.row_name not in ("", text) else text
    said = frozenset(parts.values())
    return _Parts(parts, said, CELL_GAP.join(parts.values()))


def _quote(cell: Cell, parts: _Parts, row: list[Cell]) -> str:
    """The row with its headers, behind what the row stands under where none of its cells says so. Of a row that fills
    pages what names it, in its first cell, and the cell itself: each of its figures would hold the pages else."""
    parent, beneath, _ = cell.row_name.partition(" - ")
    above = [parent] if beneath and parent not in parts.said else []
    if len(parts.whole) <= MOST_QUOTED:
        return CELL_GAP.join([*above, parts.whole])
    own = dict.fromkeys(parts.of[one] for one in (row[0].block, cell.block) if one in parts.of)
    return CELL_GAP.join([*above, *own])


def _row_text(row: list[Cell], words: Mapping[int, str]) -> str:
    return " ".join(words[cell.block] for cell in row if words[cell.block])


def _coded(row: list[Cell], words: Mapping[int, str]) -> list[int]:
    return [cell.block for cell in row if _CODES.search(words[cell.block])]


def _name_header(row: list[Cell], words: Mapping[int, str]) -> str:
    return next((c.headers[-1] for c in row if c.headers and words[c.block] and words[c.block] == c.row_name), "")


def _row_unit(row: list[Cell], words: Mapping[int, str]) -> Unit | None:
    for cell in row:
        if _names_unit(cell, words[cell.block]):
            return unit_named(words[cell.block])
    return None


def _names_unit(cell: Cell, text: str) -> bool:
    """Whether the cell says what is counted in its row. ``Đơn vị`` heads units of measure and, as often, offices: there
    a unit is what stands beside the row's name and is nothing but a unit (``Sở Xây dựng`` and ``Cấp huyện`` are none).
    """
    if not text or any(_UNIT_HEADER.search(h) for h in cell.headers):
        return bool(text)
    if not any(_UNIT_OR_OFFICE.search(h) for h in cell.headers) or text == cell.row_name:
        return False
    unit = unit_named(text)
    return unit is not None and unit.end >= len(" ".join(text.split()).strip(" ."))


@lru_cache(maxsize=4_096)
def _header_unit(headers: tuple[str, ...]) -> Unit | None:
    for header in reversed(headers):
        if "%" in header or _RATE.match(header):
            return unit_named("%")
        for match in _IN_HEADER.finditer(header):
            unit = unit_named(match.group(1) or match.group(2))
            if unit and (unit.family != "noun" or match[0].strip("() ")[:1].islower()):
                return unit
    return None


@lru_cache(maxsize=4_096)
def _share_unit(headers: tuple[str, ...]) -> Unit | None:
    """Per cent, where the column itself says that it sets others against each other (``Tăng/giảm (%)``, ``% so với kế
    hoạch``): the unit of the row is that of the others."""
    last = headers[-1] if headers else ""
    shares = "%" in last and (_CHANGE_HEADERS.search(last) or HELD_AGAINST.search(last))
    return unit_named("%") if shares else None


def _row_places(row: list[Cell], words: Mapping[int, str]) -> tuple[tuple[int, str], ...]:
    """The cells of a row, by their blocks, that name a lower place and nothing else."""
    found = []
    for cell in row:
        text = words[cell.block].strip()
        if cell.row_name != text and len(text) < 50 and (name := opening_place(text)) and len(name) == len(text):
            found.append((cell.block, name))
    return tuple(found)


def _row_place(cell: Cell, places: tuple[tuple[int, str], ...]) -> str | None:
    """The lower place that another cell of the row names and says nothing else (``Huyện Cư Kuin`` as a remark)."""
    return next((name for block, name in places if block != cell.block), None)


def _row_owner(row: list[Cell], words: Mapping[int, str]) -> str:
    """The cell of the row in a column of organisations (``Cơ quan, đơn vị``) that names one and nothing else, or ""."""
    for other in row:
        header = other.headers[-1].strip() if other.headers else ""
        if _OWNER_HEADER.fullmatch(header) and named_alone(words[other.block]):
            return words[other.block]
    return ""


def _province(cell: Cell, row: list[Cell], provinces: Mapping[tuple[int, int], str]) -> str | None:
    """The province of the nearest cell to the left in a column that names them; a ranking has several side by side.
    Where none stands to the left, that of the only one in the row. "" where that names none that is known."""
    named = {
        other.column: provinces[other.row, other.column] for other in row if (other.row, other.column) in provinces
    }
    left = [column for column in named if column <= cell.column]
    return named[max(left)] if left else next(iter(named.values())) if len(named) == 1 else None


def _times(row: list[Cell], words: Mapping[int, str]) -> list[Cell]:
    """The cells of a row in its columns of times (``Thời điểm``)."""
    return [cell for cell in row if any(_TIME_HEADER.match(header) for header in cell.headers)]


def _row_time(cell: Cell, times: list[Cell], words: Mapping[int, str]) -> str:
    """The words of the row's own column of times, if it has one."""
    return next((words[other.block] for other in times if other is not cell), "")


def _with_digits(row: list[Cell], words: Mapping[int, str]) -> list[Cell]:
    """The cells of a row that hold a value under a header."""
    return [cell for cell in row if cell.headers and any(c.isdigit() for c in words[cell.block])]


def _result_header(cell: Cell, values: list[Cell]) -> str:
    """The header of the nearest value to the left: a remark (``vượt 3,15%``) is about that column's result."""
    left = [other for other in values if other.column < cell.column]
    if compares(cell.headers):
        # it is about the newest of the results that it compares
        results = [o for o in left if not (compares(o.headers) or _NO_RESULT.search(o.headers[-1]))]
        dated = [(max(re.findall(r"(?:19|20)\d{2}", " ".join(o.headers)), default=""), o.column) for o in results]
        newest = max(dated, default=("", 0))
        return next((" - ".join(o.headers) for o in results if o.column == newest[1]), "") if newest[0] else ""
    return " - ".join(left[-1].headers) if left else ""


def compares(headers: tuple[str, ...]) -> bool:
    """Whether a column sets results against others, by its header: ``Tăng/giảm (%)``, ``So với dự toán (%)``, ``Thực
    hiện/dự toán (%)``."""
    return any(
        _CHANGE_HEADERS.search(header) or _COMPARES.match(header) or result_over_plan(header) != header
        for header in headers
    )


def result_over_plan(header: str) -> str:
    """The header of a column of rates without the plan that its result is held against: ``8 tháng/kế hoạch (%)`` tells
    of eight months, not of a plan. Any other header as it is."""
    over = _OF_A_PLAN.search(header) if "%" in header else None
    return header[: over.start()] if over is not None else header


def _caption(document: Document, table: Table) -> str:
    """The title directly above the table: a heading, a line ``Bảng 2. …``, or a short line that is no sentence."""
    first = min((c.block for c in table.cells), default=0)
    if first == 0 or document.blocks[first - 1].table is not None:
        return ""
    block = document.blocks[first - 1]
    text = document.block_text(block)
    title = block.kind == "heading" or _CAPTION.match(text) or not re.search(r"[.;:,]", text.rstrip(".:"))
    return text if title and len(text) <= 160 else ""


def _opening(document: Document, table: Table) -> str:
    """The paragraph that leads into the table with a colon (``3. Hồ sơ đã nhận (tính đến ngày 15):``), or ""."""
    first = min((c.block for c in table.cells), default=0)
    text = document.block_text(document.blocks[first - 1]).strip() if first else ""
    return _ITEM_NUMBER.sub("", text) if text.endswith(":") else ""


def _bracketed_unit(row_name: str) -> Unit | None:
    """The unit in brackets at the end of a row's name (``PAR INDEX (%)``), or None."""
    match = re.search(r"\(([^()]{1,20})\)\s*$", row_name)
    unit = unit_named(match.group(1)) if match else None
    scaled = unit is not None and unit.family == "noun" and unit.factor != 1  # "Khách vận chuyển (nghìn lượt)"
    return unit if unit is not None and (unit.family != "noun" or scaled) else None


def _unit_ending(caption: str) -> Unit | None:
    """The measure in brackets that a title ends with (``Bảng 1. Mức độ thiếu hụt của hộ nghèo (%)``), or None."""
    match = _UNIT_ENDS_CAPTION.search(caption)
    unit = unit_named(match[1]) if match else None
    return unit if unit is not None and unit.family in ("percent", "measure") else None


def _caption_unit(document: Document, table: Table) -> Unit | None:
    first = min((c.block for c in table.cells), default=0)
    for block in reversed(document.blocks[max(0, first - 3) : first]):
        text = document.block_text(block)
        if match := _CAPTION_UNIT.search(text):
            return unit_named(match.group(1))
        if block.table is None and len(text) <= 25 and (unit := unit_named(text)) and unit.family == "measure":
            # "Triệu đồng" alone in the corner above a table
            return unit if unit.end >= len(" ".join(text.split()).strip(" .")) else None
    return None


@lru_cache(maxsize=4_096)
def unit_named(words: str) -> Unit | None:
    """The unit that a cell or a caption names (``Triệu đồng``: đồng, times a million)."""
    # A narrow cell breaks its line behind the stroke or inside the number: "doanh nghiệp/1.0 00 dân"
    cleaned = _PER_NUMBER.sub(lambda per: per.group().replace(" ", ""), " ".join(words.split()).strip(" ."))
    if not cleaned or cleaned in _NO_UNIT_NAMES:
        return None
    if cleaned in _TIMES_AS_UNITS:
        return Unit(cleaned.lower(), "measure", Decimal(1), 0, len(cleaned))
    lowered = cleaned if cleaned[:2].isupper() else cleaned[0].lower() + cleaned[1:]
    unit = find_unit(" " + lowered, 0) or find_unit(lowered, 0)
    if (unit is None or (unit.family == "noun" and "/" not in unit.name)) and _PER_ANOTHER.fullmatch(lowered):
        return Unit(re.sub(r"\s?/\s?", "/", lowered), "noun", Decimal(1), 0, len(lowered))
    return unit


def is_most_points(context: CellContext) -> bool:
    """Whether the column says only ``Tối đa``, in a table of points: the most that there are to get."""
    last = context.headers[-1] if context.headers else ""
    return bool(_AT_MOST.fullmatch(last)) and bool(_POINTS.search(context.all_headers))


def answers_of(context: CellContext) -> str:
    """The words of a value's header or row that make it the share of those who gave an answer in a survey (``Thủ tục
    giấy tờ đơn giản (% đồng ý)``); empty where there are none."""
    said = context.headers[-1] if context.headers else ""
    found = (_ANSWERS.search(said) or _ANSWERS.search(context.row_name)) if context.is_value else None
    return found.group().strip(" (") if found is not None else ""
