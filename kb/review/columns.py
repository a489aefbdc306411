"""The columns of the review CSV by name, and which column of a file is which, in whatever order they come.

A heading is Vietnamese with the column's name in brackets: ``giá trị mới (new_value)``. Left stands what is shown,
right what a person fills in. Names are those of the base; one that begins with ``new_`` corrects the field behind it.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.fields import CELLS
from rules.language.fold import bare_letters

_NAMES = {name: fields[0].vi for name, fields in CELLS.items()}
SHOWN = {
    "quote": "câu",
    "number": "số in",
    "why": "vì sao cần xem",
    "group": "nhóm",
    "page": "trang",
    "footnote": "cước chú",
    "document": "tài liệu",
    "province": "tỉnh",
    "link": "liên kết",
    "id": "mã",
    "batch": "đợt",
    "metric_id": "mã chỉ tiêu",
    "candidates": "ứng viên",
    **_NAMES,
}
"""What a person sees, with its Vietnamese heading: first the sentence, last what the machine made of it, in the order
of the columns that correct it; in ``footnote`` stands that footnote's text. Nothing that is written here is ever read
as a correction; only a row without an id, of a figure that the machine missed, says here which document, sentence and
number it is about."""

RARE = tuple(name for name, fields in CELLS.items() if fields[0].rare)
"""What few reviewers ever correct: it has columns only in a file with all of them."""
CORRECTED = {name: f"{words} mới" for name, words in _NAMES.items()}
"""What a person may correct, by what it is called in the column's name behind ``new_``."""

EVERY_ASKED = {
    "decision": "quyết định",
    "for_group": "áp dụng",
    **{f"new_{name}": heading for name, heading in CORRECTED.items()},
    "reason": "lý do",
    "confirm": "xác nhận",
    "reviewer": "người duyệt",
}
EVERY = {**SHOWN, **EVERY_ASKED}
"""All columns of a file, as an export with all of them has it."""
_FEW = {f"new_{name}" for name in RARE} | (set(RARE) - {"number", "footnote"})
ASKED = {name: words for name, words in EVERY_ASKED.items() if name not in _FEW}
ALL = {name: words for name, words in EVERY.items() if name not in _FEW}
"""The columns that every export has."""
TOLD = {
    "row": "dòng",
    "outcome": "kết quả",
    "message_vi": "giải thích",
    "message_en": "explanation",
}
"""What a receipt says beside the columns of its file; an apply of the receipt passes over it."""
GUARD = ("number", "value", "unit")
"""Without a snapshot these tell what the person saw; the file cannot be applied where one of them is missing."""


_HEADS = {**TOLD, **EVERY}


@dataclass(frozen=True, slots=True)
class Header:
    """Where each known column stands (``at``), and what of the head line is unknown or stands twice."""

    at: dict[str, int]
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()
    close: dict[str, str] = field(default_factory=dict)


def heading(name: str) -> str:
    """The head of a column: ``giá trị mới (new_value)``."""
    return f"{_HEADS[name]} ({name})"


def column_of(head: str) -> str | None:
    """The name of the column with this head, given in full, as its name or as its Vietnamese words; None if unknown."""
    words = unicodedata.normalize("NFC", head).strip()
    if words.endswith(")") and "(" in words:
        inside = words[words.rindex("(") + 1 : -1].strip().lower()
        if inside in _HEADS:
            return inside
    if words.lower() in _HEADS:
        return words.lower()
    return _BY_WORDS.get(bare_letters(words)) if bare_letters(words) else None


HEAD_WITHIN = 12
"""In how many lines the head line is looked for."""


def head_line(lines: Sequence[Sequence[str]]) -> int:
    """Which of the first lines has the heads of the columns, 0 where none has more than two: titles may stand above."""
    lines = lines[:HEAD_WITHIN]
    known = [sum(column_of(cell) is not None for cell in line) for line in lines]
    best = max(range(len(lines)), key=lambda at: (known[at], -at), default=0)
    return best if lines and known[best] > 2 else 0


def read_header(cells: Sequence[str]) -> Header:
    """Which column is where. A head that is close to a known one, yet none, is named with that one in ``close``."""
    at: dict[str, int] = {}
    unknown: list[str] = []
    twice: list[str] = []
    close: dict[str, str] = {}
    for position, cell in enumerate(cells):
        name = column_of(cell)
        if name is None:
            if cell.strip():
                unknown.append(cell.strip())
                near = difflib.get_close_matches(bare_letters(cell), _BY_WORDS, n=1, cutoff=0.8)
                if near:
                    close[cell.strip()] = heading(_BY_WORDS[near[0]])
        elif name in TOLD:
            continue
        elif name in at:
            twice.append(heading(name))
        else:
            at[name] = position
    return Header(at, tuple(unknown), tuple(twice), close)


_BY_WORDS = {
    **{bare_letters(words): name for name, words in _HEADS.items()},
    **{bare_letters(name): name for name in _HEADS},
    **{bare_letters(heading(name)): name for name in _HEADS},
}


def columns_of(header: Header) -> dict[str, str]:
    """The columns that a file with this head is written again with: all of them where it has a rare one."""
    return EVERY if _FEW & header.at.keys() else ALL
