"""How often the rules were right where people reviewed: the machine's word against the corrections in force.

A figure is reviewed where a person confirmed it, corrected a field of it or struck it out. What the person left alone
in a row counts as right, and so does a correction that the rules agree with by now; a figure that was struck out is
wrong as a whole, its fields are not judged. Doubtful figures are reviewed first, so that all shares are rather too low.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kb.fields import CELLS
from kb.score.measure import COMPLETE
from kb.score.signs import signs_in

_REVIEWED = """
select d.filename, f.document_id, f.id, f.rule, f.metric_id, o.dropped, o.fields
from figures_overruled o
join figures f on f.id = o.figure_id
join documents d on d.id = f.document_id
order by d.filename, f.seq
"""
_MISSED = """
select d.filename, count(*)
from figures_added a
join documents d on d.id = a.document_id
left join figures_overruled o on o.figure_id = a.id
where a.found_as is null and coalesce(o.dropped, 0) = 0
group by d.filename order by d.filename
"""
_RECORD = frozenset({*COMPLETE, "value_max", "metric_id", "place_id"})
"""The columns of a whole record, which must all be right: what ``solieu score`` asks of annotated figures, too."""
_FIELDS: Mapping[str, frozenset[str]] = {
    name: frozenset(field.name for field in fields) for name, fields in CELLS.items()
}
"""The fields by the names that are shown, each with its columns: a place and its id are one word of a person."""


@dataclass(frozen=True, slots=True)
class Tally:
    """``right`` of the ``seen`` figures were right."""

    right: int
    seen: int


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A figure that a person judged: ``document`` is its file name, ``named`` whether the machine gave it a metric,
    ``wrong`` the columns in which the person's word is another than the machine's."""

    document: str
    rule: str
    signs: frozenset[str]
    named: bool
    dropped: bool
    wrong: frozenset[str]

    @property
    def right(self) -> bool:
        """Whether the whole record is as the person has it."""
        return self.right_but_for()

    def right_but_for(self, *fields: str) -> bool:
        """Whether the whole record is, whatever these fields are (named as in ``_FIELDS``)."""
        left = frozenset().union(*(_FIELDS[name] for name in fields))
        return not self.dropped and (_RECORD - left).isdisjoint(self.wrong)

    def is_right(self, field: str) -> bool:
        """Whether one field is (named as in ``_FIELDS``)."""
        return _FIELDS[field].isdisjoint(self.wrong)


def read_reviewed(db: sqlite3.Connection) -> tuple[Reviewed, ...]:
    """All reviewed figures of a base, by document and in reading order."""
    rows = db.execute(_REVIEWED).fetchall()
    signs = {document: signs_in(db, document) for document in {row["document_id"] for row in rows}}
    return tuple(
        Reviewed(
            row["filename"],
            row["rule"],
            signs[row["document_id"]][row["id"]],
            row["metric_id"] is not None,
            bool(row["dropped"]),
            frozenset(row["fields"].split()),
        )
        for row in rows
    )


def counts(db: sqlite3.Connection) -> dict[str, Tally]:
    """Of each rule how many reviewed figures were right as a whole, of how many, by its name."""
    return by(read_reviewed(db), lambda one: one.rule)


def by(figures: Iterable[Reviewed], key: Callable[[Reviewed], str]) -> dict[str, Tally]:
    """How many whole records were right of each rule or document, by name."""
    judged: dict[str, list[bool]] = {}
    for one in figures:
        judged.setdefault(key(one), []).append(one.right)
    return {name: Tally(sum(rights), len(rights)) for name, rights in sorted(judged.items())}


def by_field(figures: Sequence[Reviewed]) -> dict[str, Tally]:
    """How often each field was right, of the figures that were not struck out."""
    standing = [one for one in figures if not one.dropped]
    return {
        name: Tally(sum(columns.isdisjoint(one.wrong) for one in standing), len(standing))
        for name, columns in _FIELDS.items()
    }


def missed(db: sqlite3.Connection) -> dict[str, int]:
    """How many figures people added that the rules still do not find, by file name."""
    return {row[0]: row[1] for row in db.execute(_MISSED)}


def not_counted(db: sqlite3.Connection) -> dict[str, int]:
    """How many corrections say nothing about the rules as they are, by their state: what they were made on is gone
    (``orphan``) or says a third thing (``conflict``)."""
    query = "select state, count(*) from corrections where state in ('orphan', 'conflict') group by 1 order by 1"
    return {row[0]: row[1] for row in db.execute(query)}
