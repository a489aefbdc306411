"""Which columns of a table name the provinces that its rows are about: wherever they stand, with or without accents.

A name is taken only in a column of such names: ``Hoa Binh`` alone may be a commune. Regions and totals stand in the
same column and are no province; the row has none then.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rules.language.provinces import Place, place_called

FEWEST = 4
"""So many different provinces make a column one of provinces."""
_AROUND = re.compile(r"^\s*(?:\d{1,2}\s*[.)/-]\s*)?|[\s*]*(?:\(\s*[\d*]{1,2}\s*\))?[\s*.:;]*$")
_LONGEST = 40


@lru_cache(maxsize=4_096)
def province_cell(text: str) -> str | None:
    """The bare name of the province that a cell is nothing but the name of (``12. Đà Nẵng (*)``), else None.

    >>> province_cell(" CÀ MAU"), province_cell("Ba Ria - Vung Tau"), province_cell("TP.HCM"), province_cell("Cả nước")
    ('Cà Mau', 'Bà Rịa - Vũng Tàu', 'Hồ Chí Minh', None)
    """
    if len(text) > _LONGEST or text.isdigit():
        return None
    place: Place | None = place_called(_AROUND.sub("", text))
    return place.name if place is not None and place.kind != "country" else None


def province_rows(cells: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """The cells (row, column) that say which province the values to the right of them are about, by that name.

    ``cells`` are the words of a table's cells below its header.
    """
    named: dict[int, dict[int, str]] = {}
    words: dict[int, int] = {}
    for (row, column), text in cells.items():
        if any(c.isalpha() for c in text):
            words[column] = words.get(column, 0) + 1
            if name := province_cell(text):
                named.setdefault(column, {})[row] = name
    return {
        (row, column): name
        for column, rows in named.items()
        if len(set(rows.values())) >= FEWEST and len(rows) * 2 >= words[column]
        for row, name in rows.items()
    }
