"""What the base says of a figure now: the machine's word, the person's over it, and where the figure is found again.

Everything is text here, empty where the base has nothing: the log, the snapshot and the CSV compare such words.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

FIELDS = (
    *("value", "value_max", "denominator", "unit", "qualifier", "kind", "status"),
    *("metric_id", "item", "place", "place_id", "level", "period"),
)
NUMBERS = ("value", "value_max", "denominator")
IN_FORCE = ("active", "confirmed", "stale")
"""States of a correction that is laid over the machine's word. ``views.sql`` says the same."""
_CHUNK = 500


class Anchored(Protocol):
    """What a figure is found by: an event or a line of a snapshot."""

    @property
    def figure_id(self) -> str: ...
    @property
    def document_id(self) -> str: ...
    @property
    def identity(self) -> str: ...
    @property
    def filename(self) -> str: ...
    @property
    def sha256(self) -> str: ...
    @property
    def anchor(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def occurrence(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure as the base has it: ``machine`` and ``now`` are its fields as read and as they hold, ``decision`` what
    a person said of it as a whole (empty, or a word of the log)."""

    figure_id: str
    document_id: str
    identity: str
    filename: str
    sha256: str
    anchor: str
    number: str
    occurrence: int
    quote: str
    machine: dict[str, str]
    now: dict[str, str]
    decision: str


def same(field: str, one: str, other: str) -> bool:
    """Whether two words of a field mean the same: ``98.5`` and ``98.50`` do."""
    if one == other:
        return True
    return field in NUMBERS and bool(one and other) and Decimal(one) == Decimal(other)


def standings(db: sqlite3.Connection, ids: Iterable[str] | None = None) -> dict[str, Standing]:
    """What the base says of these figures, or of all; an id that it does not have is not in the answer."""
    said = _decisions(db)
    laid = ", ".join(f"o.{field}" for field in FIELDS)
    read = ", ".join(f"f.{field}" for field in FIELDS)
    query = (
        "select f.id, f.document_id, d.identity, d.filename, d.sha256, f.anchor, f.number, f.occurrence, f.quote,"
        f" {read}, {laid}, o.fields from figures f join documents d on d.id = f.document_id"
        " left join figures_overruled o on o.figure_id = f.id"
    )
    found: dict[str, Standing] = {}
    for row in _rows(db, query, "f.id", ids):
        machine = dict(zip(FIELDS, (word or "" for word in row[9:]), strict=False))
        laid_over = dict(zip(FIELDS, (word or "" for word in row[9 + len(FIELDS) :]), strict=False))
        fields = row[-1] or ""
        now = {field: laid_over[field] if f" {field} " in fields else machine[field] for field in FIELDS}
        figure, document, identity, filename, sha256, anchor, number, occurrence, quote = row[:9]
        place = (document, identity, filename, sha256, anchor, number, occurrence, quote)
        found[figure] = Standing(figure, *place, machine, now, said.get(figure, ""))
    return found


def _decisions(db: sqlite3.Connection) -> dict[str, str]:
    """The latest decision in force on each figure."""
    marks = ", ".join("?" * len(IN_FORCE))
    query = f"select figure_id, new from corrections where field = 'decision' and state in ({marks}) order by at, event"
    return {figure: new or "" for figure, new in db.execute(query, IN_FORCE)}


def _rows(db: sqlite3.Connection, query: str, key: str, ids: Iterable[str] | None) -> Iterator[tuple[Any, ...]]:
    if ids is None:
        yield from (tuple(row) for row in db.execute(query))
        return
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        marks = ", ".join("?" * len(some))
        yield from (tuple(row) for row in db.execute(f"{query} where {key} in ({marks})", some))


class Finder:
    """Finds a figure again that was written down earlier, perhaps from another form of its document."""

    def __init__(self, db: sqlite3.Connection, ids: Iterable[str]) -> None:
        self._db = db
        self._known = {str(row[0]) for row in _rows(db, "select f.id from figures f", "f.id", ids)}
        self._documents = db.execute(
            "select id, identity, filename, sha256 from documents order by duplicate_of is not null, path"
        ).fetchall()
        self._by_identity: dict[str, list[tuple[str, str, str, str]]] = {}
        self._by_content: dict[str, list[tuple[str, str, str, str]]] = {}
        for document in map(tuple, self._documents):
            self._by_identity.setdefault(document[1], []).append(document)
            self._by_content.setdefault(document[3], []).append(document)
        self._anchors: dict[str, dict[tuple[str, str, int], str]] = {}

    def has(self, figure_id: str) -> bool:
        """Whether the base has this id (of those that were asked for)."""
        return figure_id in self._known

    def find(self, what: Anchored) -> str | None:
        """Its id in the base now: the same id, else the same sentence, number and occurrence in the same document."""
        if what.figure_id in self._known:
            return what.figure_id
        for document in self.documents(what):
            found = self._anchored(document).get((what.anchor, what.number, what.occurrence))
            if found:
                return found
        return None

    def documents(self, what: Anchored) -> list[str]:
        """The ids of the documents that are this figure's document: of the same identity, else with the same bytes;
        the one of the same name first, copies last."""
        documents = self._by_identity.get(what.identity) or self._by_content.get(what.sha256) or []
        return [document[0] for document in sorted(documents, key=lambda one: one[2] != what.filename)]

    def _anchored(self, document: str) -> dict[tuple[str, str, int], str]:
        if document not in self._anchors:
            query = "select anchor, number, occurrence, id from figures where document_id = ?"
            self._anchors[document] = {
                (anchor, number, occurrence): figure
                for anchor, number, occurrence, figure in self._db.execute(query, (document,))
            }
        return self._anchors[document]
