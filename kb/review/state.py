"""What the base says of a figure now: the machine's word and the person's over it.

Everything is text here, empty where the base has nothing: the log, the snapshot and the CSV compare such words.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import ItemsView, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from kb.fields import ASKED
from kb.review.slot import Slots, slot_of

FIELDS = tuple(field.name for field in ASKED)
JUDGED = tuple(field.name for field in ASKED if not field.rare)
"""What every file shows: who says that a figure is right has judged these."""
NUMBERS = tuple(field.name for field in ASKED if field.type == "decimal")
IN_FORCE = ("active", "confirmed", "stale")
"""States of a correction that is laid over the machine's word. ``views.sql`` says the same."""
_CHUNK = 500


class Fields(Mapping[str, str]):
    """The fields of a figure, each with its word, in half the memory of a dictionary: a review may hold hundreds of
    thousands. ``at`` says which word is whose, one for all figures that have the same fields."""

    __slots__ = ("_at", "_words")

    def __init__(self, at: Mapping[str, int], words: tuple[str, ...]) -> None:
        self._at, self._words = at, words

    def __getitem__(self, name: str) -> str:
        return self._words[self._at[name]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Fields) and self._at is other._at:
            return self._words == other._words
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]  # as of a dictionary

    def items(self) -> ItemsView[str, str]:
        """As of a dictionary, which is quicker than what a mapping has by itself."""
        return dict(zip(self._at, self._words, strict=True)).items()


@cache
def _places(names: tuple[str, ...]) -> dict[str, int]:
    return {name: at for at, name in enumerate(names)}


def fields_of(words: Mapping[str, str]) -> Fields:
    """Fields with these words."""
    return Fields(_places(tuple(words)), tuple(words.values()))


@dataclass(frozen=True, slots=True)
class Standing:
    """A figure as the base has it: ``machine`` and ``now`` are its fields as read and as they hold, ``decision`` what
    a person said of it as a whole (empty, or a word of the log), ``slot`` its second key where it has one,
    ``candidates`` are the metrics that fit it best, with their chances, ``pattern`` is shared by those that were read
    alike. Of a figure that a person added, ``machine`` is what it began with."""

    figure_id: str
    document_id: str
    identity: str
    filename: str
    sha256: str
    anchor: str
    number: str
    occurrence: int
    quote: str
    machine: Mapping[str, str]
    now: Mapping[str, str]
    decision: str
    slot: str = ""
    candidates: tuple[tuple[str, float], ...] = ()
    pattern: str = ""


def same(field: str, one: str, other: str) -> bool:
    """Whether two words of a field mean the same: ``98.5`` and ``98.50`` do."""
    if one == other:
        return True
    return field in NUMBERS and bool(one and other) and Decimal(one) == Decimal(other)


def same_reading(field: str, then: str, now: str) -> bool:
    """Whether the machine reads now what it read then: a province whose id the merger changed is the same place."""
    return same(field, then, now) or (field == "place_id" and then.removesuffix("-old") == now.removesuffix("-old"))


def standings(db: sqlite3.Connection, ids: Iterable[str] | None = None) -> dict[str, Standing]:
    """What the base says of these figures, or of all; an id that it does not have is not in the answer."""
    wanted = None if ids is None else sorted(set(ids))
    said, slots = _decisions(db), Slots(db)
    found: dict[str, Standing] = {}
    for row in _of_table(db, "figures", wanted):
        found[row[0]] = _standing(row, said, slots)
    if wanted is None or any(figure.startswith("H-") for figure in wanted):
        for row in _of_table(db, "figures_added", wanted):
            found[row[0]] = _standing(row, said, None)
    return found


def _of_table(db: sqlite3.Connection, table: str, ids: list[str] | None) -> Iterator[tuple[Any, ...]]:
    candidates, pattern = ("f.candidates", "f.pattern") if table == "figures" else ("'[]'", "''")
    laid = ", ".join(f"o.{field}" for field in FIELDS)
    added = {field.name: field.added for field in ASKED if field.added and table != "figures"}
    read = ", ".join(added.get(field, f"f.{field}") for field in FIELDS)
    query = (
        "select f.id, f.document_id, d.identity, d.filename, d.sha256, f.anchor, f.number, f.occurrence, f.quote,"
        f" {read}, {laid}, {pattern}, {candidates}, o.fields from {table} f join documents d on d.id = f.document_id"
        " left join figures_overruled o on o.figure_id = f.id"
    )
    return rows_of(db, query, "f.id", ids)


def _standing(row: tuple[Any, ...], said: dict[str, str], slots: Slots | None) -> Standing:
    # What many figures say alike, or a snapshot says of the same one, is kept once: SQLite makes each word anew.
    row = tuple(sys.intern(word) if isinstance(word, str) else word for word in row)
    behind = 9 + len(FIELDS)
    machine = Fields(_places(FIELDS), tuple(word or "" for word in row[9:behind]))
    fields = row[-1] or ""
    # Most figures were never corrected: the same fields then say both.
    now = machine
    if fields.strip():
        laid_over = zip(FIELDS, row[behind:], strict=False)
        now = fields_of({name: (word or "") if f" {name} " in fields else machine[name] for name, word in laid_over})
    figure, document, identity, filename, sha256, anchor, number, occurrence, quote = row[:9]
    slot = slot_of(machine, identity) if slots else ""
    if slots and slots.of(document, identity).get(slot) != figure:
        slot = ""
    where = (document, identity, filename, sha256, anchor, number, occurrence, quote)
    candidates = tuple((name, chance) for name, chance in json.loads(row[-2]))
    return Standing(figure, *where, machine, now, said.get(figure, ""), slot, candidates, row[-3])


def _decisions(db: sqlite3.Connection) -> dict[str, str]:
    """The latest decision in force on each figure."""
    marks = ", ".join("?" * len(IN_FORCE))
    query = f"select figure_id, new from corrections where field = 'decision' and state in ({marks}) order by at, event"
    return {figure: new or "" for figure, new in db.execute(query, IN_FORCE)}


def rows_of(
    db: sqlite3.Connection, query: str, key: str, ids: Iterable[str] | None, more: str = ""
) -> Iterator[tuple[Any, ...]]:
    """The rows of a query whose ``key`` is one of these ids, or all of them; ``more`` stands behind the condition."""
    if ids is None:
        yield from (tuple(row) for row in db.execute(f"{query}{more}"))
        return
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), _CHUNK):
        some = wanted[start : start + _CHUNK]
        marks = ", ".join("?" * len(some))
        yield from (tuple(row) for row in db.execute(f"{query} where {key} in ({marks}){more}", some))
