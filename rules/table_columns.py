"""What the numbers of a column say together: are they ratios (``118,2`` per cent of before), or changes (``8,2``)?"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from extract.document import Table
from rules.language.numbers import parse_number
from rules.language.wording import Wording

HELD_AGAINST = Wording(r"{held_against}|(?<!\w){no_whole}(?!\w)")
"""A header that sets its column against a plan or an earlier time."""
_WAYS = Wording(r"(?<!\w)(?:{up}|{down})(?!\w)")
LEAST_RATIO = Decimal(30)
"""What fell to less than this share of before is told as a change."""


def ratio_columns(table: Table, words: Mapping[int, str]) -> frozenset[int]:
    """The columns held against an earlier time or a plan whose numbers bear no sign and lie around a hundred: ``So với
    cùng kỳ (%)`` over 118,2 and 94,0 says what is left of before, over 8,2 and -6,0 by how much it changed. ``words``
    are the texts of the cells by their blocks."""
    found: dict[int, list[Decimal | None]] = {}
    for cell in table.cells:
        text = words[cell.block].strip()
        header = cell.headers[-1] if cell.headers else ""
        if cell.is_header or not text or not HELD_AGAINST.search(header) or _WAYS.search(header):
            continue
        read = parse_number(text.removesuffix("%").strip())
        found.setdefault(cell.column, []).append(read[0] if read else None)
    return frozenset(column for column, values in found.items() if all(v and v >= LEAST_RATIO for v in values))
