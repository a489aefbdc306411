"""A reading as rows of the base: ``seq`` becomes an id on the way in, and ``seq`` again on the way out."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from kb.build.pattern import pattern_of
from kb.fields import SAID
from kb.identity import MOST_ROWS, figure_id, row_id
from kb.records import DocumentRow, ExclusionRow, FigureRow, FootnoteRow, LeftoverRow, PassageRow, Reading, RelationRow

_PASSAGE = PassageRow._fields
_TIE = tuple(field for field in RelationRow._fields if field not in ("seq", "figure", "other"))
_PLACED = ("number", "quote", "page", "bbox", "char_start", "char_end", "passage_start", "anchor")
"""What the columns hold as the row has it."""
_SAID = tuple(field.name for field in SAID)


def insert_rows(db: sqlite3.Connection, document: str, key: str, reading: Reading) -> None:
    """Write all rows of a document under ids made of its id and of ``key``, its identity. The transaction is the
    caller's; the row of ``documents`` is there."""
    attempt = 0
    while db.execute(
        "select 1 from passages where id between ? and ?",
        (row_id(document, 0, attempt), row_id(document, 0, attempt) + MOST_ROWS - 1),
    ).fetchone():
        attempt += 1

    def row(seq: int) -> int:
        return row_id(document, seq, attempt)

    write(db, "passages", ("id", "document_id", *_PASSAGE), [(row(p.seq), document, *p) for p in reading.passages])
    notes = [
        (row(n.seq), document, n.label, n.text, n.marks, None if n.passage is None else row(n.passage))
        for n in reading.footnotes
    ]
    write(db, "footnotes", ("id", "document_id", "label", "text", "marks", "passage_id"), notes)
    ids, occurrences = _figure_ids(db, key, reading.figures)
    figures = [
        (
            row(figure.seq),
            ids[figure.seq],
            document,
            figure.seq,
            row(figure.passage),
            None if figure.part_of is None else ids[figure.part_of],
            occurrences[figure.seq],
            pattern_of(figure, reading.passages[figure.passage]),
            *(getattr(figure, field) for field in _PLACED),
            *figure.said,
        )
        for figure in reading.figures
    ]
    # The hidden rowid is given too: the search index hangs on it, and it must not depend on the order of work.
    columns = ("rowid", "id", "document_id", "seq", "passage_id", "part_of", "occurrence", "pattern", *_PLACED, *_SAID)
    write(db, "figures", columns, figures)
    outs = [
        (row(o.seq), document, o.text, o.reason, row(o.passage), o.char_start, o.char_end) for o in reading.exclusions
    ]
    places = ("passage_id", "char_start", "char_end")
    write(db, "exclusions", ("id", "document_id", "text", "reason", *places), outs)
    rest = [(row(r.seq), document, r.text, row(r.passage), r.char_start, r.char_end) for r in reading.leftovers]
    write(db, "leftovers", ("id", "document_id", "text", *places), rest)
    ties = [
        (row(r.seq), document, ids[r.figure], None if r.other is None else ids[r.other], *(getattr(r, f) for f in _TIE))
        for r in reading.relations
    ]
    write(db, "relations", ("id", "document_id", "figure_id", "other_id", *_TIE), ties)


def _figure_ids(db: sqlite3.Connection, key: str, figures: tuple[FigureRow, ...]) -> tuple[list[str], list[int]]:
    """Ids in reading order. Where the rules count two figures alike, the later one's occurrence is raised: an id that
    is taken, here or by another document, must never cost a figure."""
    ids: list[str] = []
    occurrences: list[int] = []
    taken: set[str] = set()
    for figure in figures:
        occurrence = figure.occurrence
        while (made := figure_id(key, figure.anchor, figure.number, occurrence)) in taken or db.execute(
            "select 1 from figures where id = ?", (made,)
        ).fetchone():
            occurrence += 1
        taken.add(made)
        ids.append(made)
        occurrences.append(occurrence)
    return ids, occurrences


def load_rows(db: sqlite3.Connection, document: str) -> Reading:
    """The reading that a document was written from."""

    def rows(columns: Iterable[str], table: str, key: str = "document_id") -> list[Any]:
        query = f"select {', '.join(columns)} from {table} where {key} = ? order by rowid"
        return db.execute(query, (document,)).fetchall()

    passage_of = dict(rows(("id", "seq"), "passages"))
    figure_of = dict(rows(("id", "seq"), "figures"))
    digits = ("passage_id", "char_start", "char_end")
    return Reading(
        document=DocumentRow(*rows(DocumentRow._fields, "documents", "id")[0]),
        passages=tuple(PassageRow(*values) for values in rows(_PASSAGE, "passages")),
        footnotes=tuple(
            FootnoteRow(seq, label, text, marks, passage_of.get(passage))
            for seq, (label, text, marks, passage) in enumerate(
                rows(("label", "text", "marks", "passage_id"), "footnotes")
            )
        ),
        figures=tuple(
            FigureRow(
                **dict(zip(_PLACED, values, strict=False)),
                seq=seq,
                passage=passage_of[passage],
                part_of=figure_of.get(whole),
                occurrence=occurrence,
                said=tuple(values[len(_PLACED) :]),
            )
            for seq, passage, whole, occurrence, *values in rows(
                ("seq", "passage_id", "part_of", "occurrence", *_PLACED, *_SAID), "figures"
            )
        ),
        exclusions=tuple(
            ExclusionRow(seq, text, reason, passage_of[passage], start, end)
            for seq, (text, reason, passage, start, end) in enumerate(rows(("text", "reason", *digits), "exclusions"))
        ),
        leftovers=tuple(
            LeftoverRow(seq, text, passage_of[passage], start, end)
            for seq, (text, passage, start, end) in enumerate(rows(("text", *digits), "leftovers"))
        ),
        relations=tuple(
            RelationRow(
                **dict(zip(_TIE, values, strict=True)),
                seq=seq,
                figure=figure_of[figure],
                other=None if other is None else figure_of[other],
            )
            for seq, (figure, other, *values) in enumerate(rows(("figure_id", "other_id", *_TIE), "relations"))
        ),
    )


def write(db: sqlite3.Connection, table: str, columns: tuple[str, ...], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows; the columns are names of ours, the values are bound."""
    db.executemany(f"insert into {table}({', '.join(columns)}) values ({', '.join('?' * len(columns))})", rows)
