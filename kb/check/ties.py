"""What the words of a document say about how its figures belong together, as it holds now.

The rows are the machine's reading; a figure that a person dropped takes its relations along, a corrected one keeps them
and stands in them with its new value.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass

from kb.check.said import Said


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as it holds now: ``others`` are those of its others that still hold, ``is_whole`` says that all do."""

    relation: str
    how: str
    figure: Said
    others: tuple[Said, ...]
    words: str
    counts: tuple[int, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A row of ``relations``: one of the others of a relation."""

    number: int
    relation: str
    how: str
    figure: str
    other: str | None
    words: str
    counts: tuple[int, ...]


def load_rows(db: sqlite3.Connection, document: str) -> tuple[Row, ...]:
    """The rows of ``relations`` of a document, in the order that they were found in."""
    query = "select number, relation, how, figure_id, other_id, words, counts from relations where document_id = ?"
    return tuple(
        Row(number, relation, how, figure, other, words or "", tuple(json.loads(counts)))
        for number, relation, how, figure, other, words, counts in db.execute(f"{query} order by id", (document,))
    )


def tie(rows: Iterable[Row], figures: Iterable[Said]) -> tuple[Tie, ...]:
    """The relations whose figure is among ``figures``, with those of their others that are."""
    now = {said.id: said for said in figures}
    together: dict[int, list[Row]] = {}
    for row in rows:
        together.setdefault(row.number, []).append(row)
    return tuple(_tie(of_one, now) for of_one in together.values() if of_one[0].figure in now)


def _tie(rows: list[Row], now: dict[str, Said]) -> Tie:
    first, named = rows[0], [row.other for row in rows if row.other is not None]
    others = tuple(now[other] for other in named if other in now)
    figure, is_whole = now[first.figure], len(others) == len(named)
    return Tie(first.relation, first.how, figure, others, first.words, first.counts, is_whole)
