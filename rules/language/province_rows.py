"""Which columns of a table name the provinces that its rows are about: wherever they stand, with or without accents.

A name is taken only in a column of such names: ``Hoa Binh`` alone may be a commune. Regions and totals stand in the
same column and are no province; the row has none then. Brackets may name the provinces that one was made of.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from rules.language.provinces import Place, place_called
from rules.language.wording import Wording

FEWEST = 4
"""So many different provinces make a column one of provinces."""
_AROUND = re.compile(
    r"^\s*(?:\d{1,2}\s*[.)/-]\s*)?|(?:\s+(?:city|province))?[\s*]*(?:\(\s*[\d*]{1,2}\s*\))?[\s*.:;]*$", re.IGNORECASE
)
_LONGEST = 40
_MADE_OF = Wording(r"(?P<name>[^()]{2,40}?)\s*\((?:{merged_now}\s*:?\s*)?(?P<merged>[^()]{4,90})\)\s*")
_AND = Wording(r"\s*(?:[+;,&]|\b{and}\b)\s*")


@lru_cache(maxsize=4_096)
def province_cell(text: str) -> str | None:
    """The bare name of the province that a cell is nothing but the name of (``12. Đà Nẵng (*)``), else None.

    >>> province_cell(" CÀ MAU"), province_cell("Ba Ria - Vung Tau"), province_cell("TP.HCM"), province_cell("Cả nước")
    ('Cà Mau', 'Bà Rịa - Vũng Tàu', 'Hồ Chí Minh', None)
    >>> province_cell("Lào Cai (Yên Bái + Lào Cai)"), province_cell("Lào Cai (Sa Pa, Yên Bái)")
    ('Lào Cai', None)
    """
    if (made := _MADE_OF.fullmatch(text)) and all(map(place_called, _AND.split(made["merged"]))):
        text = made["name"]
    if len(text) > _LONGEST or text.isdigit():
        return None
    place: Place | None = place_called(_AROUND.sub("", text))
    return place.name if place is not None and place.kind != "country" else None


def province_rows(cells: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """The cells (row, column) that say which province the values to the right of them are about, by that name, or that
    it is none that is known (``""``): a region, a total, a name written in a way of its own.

    ``cells`` are the words of a table's cells below its header.
    """
    said: dict[int, dict[int, str]] = {}
    for (row, column), text in cells.items():
        if any(c.isalpha() for c in text):
            said.setdefault(column, {})[row] = province_cell(text) or ""
    return {
        (row, column): name
        for column, rows in said.items()
        if len(set(rows.values()) - {""}) >= FEWEST and sum(map(bool, rows.values())) * 2 >= len(rows)
        for row, name in rows.items()
    }
