"""What the reports speak of often and the catalogue does not know: things without a metric, counted."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kb.ask.things import words_of

MOST_EXAMPLES = 3

_FIGURES = """
select f.id, f.thing, f.subject, f.unit, f.kind, f.number, f.value, f.value_num, f.quote, f.document_id, f.filename,
    f.page, f.place_id
from figures_of_things f
order by f.document_id, f.seq
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure of a subject, with where it is printed."""

    figure_id: str
    number: str
    value: float
    quote: str
    filename: str
    page: int | None


@dataclass(frozen=True, slots=True)
class Subject:
    """Figures about one ``thing``: ``phrase`` are its words, ``highest`` the greatest value."""

    phrase: str
    thing: str
    unit: str
    kind: str
    figures: int
    documents: int
    provinces: int
    highest: float
    examples: tuple[Seen, ...]


def uncovered_subjects(db: sqlite3.Connection, limit: int) -> list[Subject]:
    """The ``limit`` things without a metric that most provinces, then most figures tell of; a document that states a
    value twice states it once. Changes are left out: they take the metric of what changes."""
    groups: dict[str, dict[tuple[str, str], sqlite3.Row]] = defaultdict(dict)
    for row in db.execute(_FIGURES):
        groups[row["thing"]].setdefault((row["document_id"], row["value"]), row)
    found = [_subject(thing, list(members.values())) for thing, members in groups.items()]
    return sorted(found, key=lambda one: (-one.provinces, -one.figures, -one.documents, one.phrase, one.unit))[:limit]


def _subject(thing: str, rows: Sequence[sqlite3.Row]) -> Subject:
    by_document = {row["document_id"]: row for row in reversed(rows)}
    # An example of each document first: three of one report would show one way of wording it.
    shown = list({row["id"]: row for row in (*reversed(by_document.values()), *rows)}.values())[:MOST_EXAMPLES]
    return Subject(
        phrase=words_of(thing),
        thing=thing,
        unit=Counter(row["unit"] for row in rows).most_common(1)[0][0],
        kind=rows[0]["kind"],
        figures=len(rows),
        documents=len(by_document),
        provinces=len({row["place_id"] for row in rows}),
        highest=max(row["value_num"] for row in rows),
        examples=tuple(
            Seen(row["id"], row["number"], row["value_num"], row["quote"], row["filename"], row["page"])
            for row in shown
        ),
    )
