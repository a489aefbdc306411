"""What is reviewed, by document, metric, rule or reviewer; how often the machine was wrong where somebody looked."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, replace
from typing import Literal

from kb.review.precision import wilson

By = Literal["document", "metric", "rule", "format", "kind", "reviewer"]
_KEYS: dict[By, str] = {
    "document": "d.filename",
    "metric": "coalesce(f.metric_id, '')",
    "rule": "f.rule",
    "format": "coalesce(d.format, '')",
    "kind": "coalesce(d.doc_type, '')",
}
_READ = """
select {key}, count(*), count(o.figure_id),
    coalesce(sum(o.dropped = 0 and trim(o.fields) <> ''), 0), coalesce(sum(o.dropped), 0),
    coalesce(sum(o.dropped = 0 and o.people > 1), 0)
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
    where state in ('active', 'confirmed', 'stale') and carried = 0 and field not in ('adopted', 'whole')
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
    that the machine had missed; how many two people or more stand for (``twice``), and who reviewed the document as a
    whole (``whole``), where its figures are still what they were then."""

    name: str
    figures: int
    reviewed: int
    corrected: int
    dropped: int
    added: int
    twice: int = 0
    whole: tuple[str, ...] = ()

    @property
    def interval(self) -> tuple[float, float]:
        """Between which the share of wrong ones lies in 95 of 100 cases."""
        return wilson(self.corrected + self.dropped, self.reviewed)

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
        name: Reviewed(name, figures, seen, corrected, dropped, added.pop(name, 0), twice)
        for name, figures, seen, corrected, dropped, twice in db.execute(_READ.format(key=key))
    }
    for name, people in _as_a_whole(db).items() if by == "document" else ():
        if name in lines:
            lines[name] = replace(lines[name], whole=people)
    lines |= {name: Reviewed(name, 0, 0, 0, 0, number) for name, number in added.items()}
    return sorted(lines.values(), key=lambda one: (-one.reviewed, -one.added, -one.figures, one.name))


def _as_a_whole(db: sqlite3.Connection) -> dict[str, tuple[str, ...]]:
    """Who reviewed each document as a whole, by file name; only what still holds."""
    query = """
    select d.filename, w.reviewer from documents_reviewed w join documents d on d.id = w.document_id
    where w.holds = 1 order by w.reviewer
    """
    found: dict[str, tuple[str, ...]] = {}
    for name, reviewer in db.execute(query):
        found[name] = (*found.get(name, ()), reviewer)
    return found


def key_of(by: By) -> str:
    """How figures that people added are counted: they have no rule."""
    return "'person'" if by == "rule" else _KEYS[by]
