"""What of the read-only cells of a row is not as it was shown, and whether a spreadsheet did it by itself.

Nothing of it is ever read as a correction. A person who typed there is told where to type instead; what Excel made of
the cells (dates, lost zeros, numbers typed anew, lost letters) is told as Excel's work.

>>> damage("6.100", "6.1"), damage("10/18", "18-Oct"), damage("1.204", "1204"), damage("1.204", "1.250")
('zeros', 'date', 'number', 'person')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from kb.review.file import Row
from kb.review.numbers import is_date

Damage = Literal["date", "zeros", "number", "letters", "cut", "person"]
TOLD = {
    "date": "Excel tự đổi thành ngày tháng",
    "zeros": "Excel làm mất số 0",
    "number": "Excel viết lại con số",
    "letters": "mất dấu khi lưu tệp",
    "cut": "bảng tính cắt bớt chữ",
    "person": "cột này chỉ để xem",
}
TOLD_EN = {
    "date": "Excel made a date of it",
    "zeros": "Excel lost zeros",
    "number": "Excel wrote the number otherwise",
    "letters": "letters were lost when the file was saved",
    "cut": "the spreadsheet cut it off",
    "person": "this column is only to be read",
}
_LONG = 250
_SERIAL = re.compile(r"[0-9]{5}")
_DAY = re.compile(r"(?:Thg|tháng) ?[0-9]{1,2}", re.IGNORECASE)


def damage(shown: str, cell: str) -> Damage | None:
    """What became of a cell that was shown as ``shown``; None where it says the same, or nothing is left of it."""
    if cell == shown or not cell:
        return None
    if any(letter.isdigit() for letter in shown):
        if is_date(cell) or (_SERIAL.fullmatch(cell) and not _same_digits(shown, cell)) or _DAY.search(cell):
            return "date"
        if (kind := _of_number(shown, cell)) is not None:
            return kind
    if len(cell) == len(shown) and all(a == b or b in "?\ufffd" for a, b in zip(shown, cell, strict=True)):
        return "letters"
    if len(shown) > _LONG < len(cell) and shown.startswith(cell):
        return "cut"
    return "person"


def changed_cells(row: Row, shown: Mapping[str, str]) -> list[tuple[str, str, Damage]]:
    """The read-only cells of a row that are not as they were shown: (column, the cell, what became of it)."""
    found = []
    for name, cell in shown.items():
        if name in row and (became := damage(" ".join(cell.split()), row[name])):
            found.append((name, row[name], became))
    return found


def _of_number(shown: str, cell: str) -> Damage | None:
    """Whether the digits are the same but for separators and zeros at the ends, as a spreadsheet retypes a number."""
    if re.search(r"[^\d.,/%−+\-–eE\s\u00a0\u202f]", cell) or re.search(r"[^\d.,/%−+\-–\s]", shown):
        return None
    if re.fullmatch(r"[+\-−]?\d+(?:[.,]\d+)?[eE][+\-]?\d+", cell):
        digits = format(Decimal(cell.replace(",", ".").replace("−", "-")), "f")
        mantissa = re.sub(r"\D", "", re.split("[eE]", cell)[0]).strip("0")
        return "number" if _digits(shown).startswith(mantissa[:-1]) or _same_digits(shown, digits) else None
    if re.sub(r"\D", "", shown) == re.sub(r"\D", "", cell):
        return "number"
    # Behind a separator zeros get lost at the end, 6.100 becomes 6.1; without one only those in front do.
    if re.search(r"[.,]", shown):
        return "zeros" if _same_digits(shown, cell) else None
    return "zeros" if shown.isdigit() and shown.lstrip("0") == cell else None


def _same_digits(one: str, other: str) -> bool:
    return bool(_digits(one)) and _digits(one) == _digits(other)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text).strip("0")
