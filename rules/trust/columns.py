"""How sure the values of a column of provinces are: they are judged as one.

Each of them stands under the same header, and its row names whose it is. What makes tables doubtful elsewhere (torn
rows, columns that mean another thing in each row) would show in a column that does not agree in itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.catalogue import Catalogue
from rules.figure import Figure
from rules.trust.seen import chance_of, fits

IN_COLUMN = 0.95
"""How likely the record of a figure is right that stands in a column which agrees in itself. In the columns of
provinces of tests/province_tables and in two workbooks of ministries, looked through by eye, it was so in all that are
about a metric; as sure as that nothing is of which so few were seen."""
_ALIKE = ("unit", "kind", "qualifier", "status", "level", "owner", "period", "metric", "item")
_OF_COLUMN = frozenset({"unit", "kind", "status", "level", "place"})
"""The fields that a column which agrees in itself leaves no doubt of."""


def as_columns(
    figures: Sequence[Figure], columns: Sequence[Sequence[int]], catalogue: Catalogue, dated: bool
) -> list[Figure]:
    """The figures, judged one by one before, with the chances of their column where they stand in one that agrees in
    itself: that of its metric, else the mean. ``columns`` are indexes into them; ``dated`` says that the document tells
    its own period, which is theirs where they have none."""
    found = list(figures)
    for column in columns:
        members = [figures[at] for at in column]
        if not _agrees(members):
            continue
        settled: frozenset[str] = frozenset()
        chance = sum(one.confidence for one in members) / len(members)
        record = sum(one.record_confidence for one in members) / len(members)
        if _is_of_provinces(members[0], catalogue):
            named = chance_of(members[0].metric, ((one.metric, one.chance) for one in members[0].candidates))
            chance, record = max(chance, IN_COLUMN * named), max(record, IN_COLUMN)
            settled = _OF_COLUMN | ({"period"} if dated or members[0].period else frozenset())
        for at, one in zip(column, members, strict=True):
            doubts = tuple(doubt for doubt in one.in_doubt if doubt.field not in settled)
            found[at] = replace(
                one, confidence=round(chance, 3), record_confidence=round(record, 3), in_doubt=doubts
            )
    return found


def _agrees(members: Sequence[Figure]) -> bool:
    """Whether the figures say the same but for whose they are and their value."""
    alike = all(getattr(one, name) == getattr(members[0], name) for one in members for name in _ALIKE)
    return alike and all(one.place_id is not None for one in members)


def _is_of_provinces(figure: Figure, catalogue: Catalogue) -> bool:
    """Whether a figure is about a metric of the whole province, in its own unit."""
    fitting = all(fits(figure.metric, figure.unit, figure.kind, catalogue))
    return figure.metric is not None and fitting and not figure.level and not figure.owner
