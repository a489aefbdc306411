"""What is reviewed, by document, metric, rule or reviewer; how often the machine was wrong where somebody looked."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

By = Literal["document", "metric", "rule", "reviewer"]
_KEYS: dict[By, str] = {"document": "d.filename", "metric": "coalesce(f.metric_id, '')", "rule": "f.rule"}
_READ = """
select {key}, count(*), count(o.figure_id),
    coalesce(sum(o.dropped = 0 and trim(o.fields) <> ''), 0), coalesce(sum(o.dropped), 0)
from figures f
join documents d on d.id = f.document_id
left join figures_overruled o on o.figure_id = f.id
group by 1
"""
_BY_REVIEWER = """
with said as (
    select trim(reviewer) as name, figure_id, max(field = 'added') as added,
        max(field = 'decision' and new = 'drop') as dropped, max(field not in ('added', 'decision')) as corrected
    from corrections
    where state in ('active', 'confirmed', 'stale') and carried = 0 and field <> 'adopted'
    group by 1, 2
)
select name, sum(not added), sum(corrected and not dropped and not added), sum(dropped and not added), sum(added)
from said
group by 1
"""
_ADDED = """
select {key}, count(*) from figures_added f
join documents d on d.id = f.document_id
join figures_overruled o on o.figure_id = f.id
where f.found_as is null and o.dropped = 0
group by 1
"""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A document, metric, rule or reviewer (of whom only what they judged counts): how many figures the machine read,
    how many of them somebody judged, how many of those were corrected or struck out, and how many figures people added
    that the machine had missed."""

    name: str
    figures: int
    reviewed: int
    corrected: int
    dropped: int
    added: int

    @property
    def error_rate(self) -> float | None:
        """The share of the judged figures that were wrong, 0 to 1; None where nobody judged any."""
        return (self.corrected + self.dropped) / self.reviewed if self.reviewed else None


def status(db: sqlite3.Connection, by: By) -> list[Reviewed]:
    """One line for each name, the most reviewed first. What the machine reads right by now is no error any more."""
    if by == "reviewer":
        said = [
            Reviewed(name or "?", seen, seen, corrected, dropped, more)
            for name, seen, corrected, dropped, more in db.execute(_BY_REVIEWER)
        ]
        return sorted(said, key=lambda one: (-one.reviewed, -one.added, one.name))
    key = _KEYS[by]
    added: dict[str, int] = {}
    for name, number in db.execute(_ADDED.format(key="coalesce(o.metric_id, '')" if by == "metric" else key_of(by))):
        added[name] = number
    lines = {
        name: Reviewed(name, figures, seen, corrected, dropped, added.pop(name, 0))
        for name, figures, seen, corrected, dropped in db.execute(_READ.format(key=key))
    }
    lines |= {name: Reviewed(name, 0, 0, 0, 0, number) for name, number in added.items()}
    return sorted(lines.values(), key=lambda one: (-one.reviewed, -one.added, -one.figures, one.name))


def key_of(by: By) -> str:
    """How figures that people added are counted: they have no rule."""
    return "'person'" if by == "rule" else _KEYS[by]
