"""How often the machine was right where people decided: by metric, by reader (the file's format), by kind of document.

A figure is right where somebody confirmed it, or what was corrected is what the machine reads by now; it is wrong where
a field of it is corrected or it was struck out. The share has the interval of E. B. Wilson, "Probable inference, the
law of succession, and statistical inference", JASA 22 (1927), 209-212, at 95 %: few decisions say little, and it says
how little. The queue shows doubtful figures first, so that the shares are rather too low for all figures.
"""

from __future__ import annotations

import math
import sqlite3
from dataclasses import dataclass
from typing import Literal

Of = Literal["metric", "format", "kind"]
_KEYS: dict[Of, str] = {"metric": "f.metric_id", "format": "d.format", "kind": "d.doc_type"}
_JUDGED = """
select coalesce({key}, ''), count(*), sum(o.dropped = 0 and trim(o.fields) = '')
from figures_overruled o
cross join figures f on f.id = o.figure_id
join documents d on d.id = f.document_id
where d.duplicate_of is null and d.replaced_by is null
group by 1
"""
_Z = 1.959963984540054
"""The quantile of the normal distribution that leaves 2.5 % above it."""


@dataclass(frozen=True, slots=True)
class Precision:
    """Of the figures of a metric, format or kind of document how many were ``right`` of those that were ``judged``."""

    name: str
    judged: int
    right: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where nothing was judged."""
        return self.right / self.judged if self.judged else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Between which the share lies in 95 of 100 cases; all of 0 to 1 where nothing was judged."""
        return wilson(self.right, self.judged)


def precisions(db: sqlite3.Connection, of: Of) -> list[Precision]:
    """One line for each name, the most judged first; the name is empty where a figure or document has none."""
    rows = db.execute(_JUDGED.format(key=_KEYS[of]))
    lines = [Precision(str(name), int(judged), int(right)) for name, judged, right in map(tuple, rows)]
    return sorted(lines, key=lambda one: (-one.judged, one.name))


def wilson(right: int, of: int) -> tuple[float, float]:
    """The interval of a share that was seen ``right`` times ``of`` so many.

    >>> [round(end, 3) for end in wilson(9, 10)], wilson(0, 0)
    ([0.596, 0.982], (0.0, 1.0))
    """
    if not of:
        return 0.0, 1.0
    seen, square = right / of, _Z * _Z
    middle = (seen + square / (2 * of)) / (1 + square / of)
    half = _Z * math.sqrt(seen * (1 - seen) / of + square / (4 * of * of)) / (1 + square / of)
    # At both ends the terms cancel out but for what a float loses.
    return 0.0 if right == 0 else middle - half, 1.0 if right == of else middle + half
