"""Figures that the machine missed and a person added: where their sentence stands, and their rows in the base.

An added figure is known by the same anchors as any other: its document's identity, its sentence, its printed number.
Its place is looked for at each build. Where the machine reads a figure at that very place by now, the person's words
are laid over that one, and no second figure is made.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kb.fields import FIELDS
from kb.identity import added_row
from kb.review.find import ALIKE, Finder
from kb.review.log import ADDED, Event
from kb.review.refused import RefusedError
from rules.language.fold import bare_letters, bare_words

COLUMNS = ("figure_row", "id", "document_id", "seq", *(one.name for one in FIELDS if not one.added), "found_as")
_CLOSING = '%)]”".;:!?…'
Row = tuple[str | int | float | None, ...]


@dataclass(frozen=True, slots=True)
class _Passage:
    id: int
    kind: str
    page: int | None
    text: str
    char_start: int
    footnote: str | None
    folded: str
    at: tuple[int, ...]
    """Which letter of ``text`` each of ``folded`` is."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a sentence stands: its passage, and the offsets of sentence and number in that passage's text."""

    document_id: str
    passage: _Passage
    start: int
    end: int
    number: int

    @property
    def quote(self) -> str:
        """The sentence as the document has it."""
        return self.passage.text[self.start : self.end]


class Locator:
    """Looks for sentences in the passages of documents, each document read once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        self._known: dict[str, list[_Passage]] = {}

    def locate(self, document: str, quote: str, number: str, alike: bool = False) -> Spot:
        """The one place of a sentence in a document, and the one of the number in it. Spaces, signs, case and accents
        may differ; where ``alike``, a tenth of the letters as well. RefusedError where there is none, or several.
        """
        wanted = bare_letters(quote)
        if len(wanted) < 2:
            raise RefusedError("câu trích quá ngắn", "the quote is too short")
        spots = list(self._exact(document, wanted))
        if not spots and alike:
            spots = list(self._alike(document, quote, number))
        if not spots:
            raise RefusedError(
                "không thấy câu này trong tài liệu. Hãy chép nguyên văn trong một đoạn văn hoặc một hàng của bảng",
                "the quote does not stand in the document; copy it from one paragraph or one row of a table",
            )
        if len(spots) > 1:
            raise RefusedError(
                f"câu này có {len(spots)} lần trong tài liệu. Hãy chép dài hơn",
                f"the quote stands {len(spots)} times in the document; copy more of it",
            )
        passage, start, end = spots[0]
        printed = rf"(?<!\d)(?<!\d[.,]){re.escape(number)}(?![.,]?\d)"
        found = [match.start() for match in re.finditer(printed, passage.text) if start <= match.start() < end]
        if len(found) != 1:
            often, often_en = (f"có {len(found)} lần", f"{len(found)} times") if found else ("không có", "not")
            how = "chép đoạn có số ấy đúng một lần" if found else "viết số đúng như đã in, kể cả dấu chấm (1.289)"
            raise RefusedError(
                f"số “{number}” {often} trong câu. Hãy {how}",
                f"{number} stands {often_en} in the quote; copy a part that holds it once",
            )
        return Spot(document, passage, start, end, found[0])

    def _exact(self, document: str, wanted: str) -> Iterable[tuple[_Passage, int, int]]:
        for passage in self._passages(document):
            at = passage.folded.find(wanted)
            while at >= 0:
                end = passage.at[at + len(wanted) - 1] + 1
                while end < len(passage.text) and passage.text[end] in _CLOSING:
                    end += 1
                yield passage, passage.at[at], end
                at = passage.folded.find(wanted, at + 1)

    def _alike(self, document: str, quote: str, number: str) -> Iterable[tuple[_Passage, int, int]]:
        from rapidfuzz import fuzz

        wanted = bare_words(quote)
        for passage in self._passages(document):
            text = bare_words(passage.text)
            # A short passage is a part of every long sentence that has its few words.
            whole = len(text) * 100 >= len(wanted) * ALIKE
            if whole and number in passage.text and fuzz.partial_ratio(wanted, text) >= ALIKE:
                yield passage, 0, len(passage.text)

    def _passages(self, document: str) -> list[_Passage]:
        if document not in self._known:
            query = "select id, kind, page, text, char_start, footnote from passages where document_id = ? order by seq"
            self._known[document] = [_passage(row) for row in self._db.execute(query, (document,))]
        return self._known[document]


def machine_figure(db: sqlite3.Connection, spot: Spot, number: str) -> str | None:
    """The figure that the machine reads at this very place, if any."""
    start, end = spot.number, spot.number + len(number)
    row = db.execute(
        "select id from figures where passage_id = ? and passage_start < ? and passage_start + length(number) > ?",
        (spot.passage.id, end, start),
    ).fetchone()
    return str(row[0]) if row else None


def added_figure(db: sqlite3.Connection, spot: Spot, number: str) -> str | None:
    """The figure that a person added at this very place, if any, in whatever words it was quoted."""
    start, end = spot.number, spot.number + len(number)
    row = db.execute(
        "select id from figures_added where passage_id = ? and passage_start < ? and passage_start + length(number) > ?"
        " and found_as is null",
        (spot.passage.id, end, start),
    ).fetchone()
    return str(row[0]) if row else None


def lay_added(db: sqlite3.Connection, events: Iterable[Event], undone: Iterable[str]) -> None:
    """Make ``figures_added`` of the events that add a figure; a row that stays the same is left alone. One whose
    sentence is not found has no row: its events are orphans. Where two people added the same number, each into a log,
    the first holds. Within the caller's transaction."""
    gone = set(undone)
    standing = {
        event.figure_id: event
        for event in events
        if event.field == ADDED and not event.reverses and event.event not in gone
    }
    before = {row[1]: tuple(row) for row in db.execute(f"select {', '.join(COLUMNS)} from figures_added")}
    if not standing and not before:
        return
    finder, locator = Finder(db, ()), Locator(db)
    after: dict[str | int | float | None, Row] = {}
    first: dict[tuple[object, ...], str | int | float | None] = {}
    for event in standing.values():
        if row := _row(db, finder, locator, event):
            cells = dict(zip(COLUMNS, row, strict=True))
            holds = first.setdefault((cells["passage_id"], cells["passage_start"]), cells["id"])
            if holds != cells["id"]:
                cells["found_as"] = cells["found_as"] or holds
            after[cells["id"]] = tuple(cells.values())
    dropped = [(figure,) for figure, row in before.items() if after.get(figure) != row]
    db.executemany("delete from figures_added where id = ?", dropped)
    marks = ", ".join("?" * len(COLUMNS))
    new = [row for figure, row in after.items() if before.get(figure) != row]
    db.executemany(f"insert into figures_added({', '.join(COLUMNS)}) values ({marks})", new)


def _row(db: sqlite3.Connection, finder: Finder, locator: Locator, event: Event) -> Row | None:
    for document in finder.documents(event):
        try:
            spot = locator.locate(document, event.quote, event.number, alike=True)
        except RefusedError:
            # Not in this form of the document: another may have it, else the event is told as an orphan.
            continue
        return _columns(db, event, spot)
    return None


def _columns(db: sqlite3.Connection, event: Event, spot: Spot) -> Row:
    start = spot.passage.char_start + spot.number
    before = "select max(seq) from figures where document_id = ? and char_start <= ?"
    seq = db.execute(before, (spot.document_id, start)).fetchone()[0] or 0
    said: Mapping[str, str] = event.seen
    values: dict[str, str | int | float | None] = {name: said.get(name) or None for name in COLUMNS}
    values |= {
        "figure_row": added_row(event.figure_id),
        "id": event.figure_id,
        "document_id": spot.document_id,
        "seq": seq,
        "number": event.number,
        "value_num": float(said["value"]),
        "unit": said.get("unit", ""),
        "subject": said.get("subject", ""),
        "place": said.get("place", ""),
        "footnote": spot.passage.footnote,
        "in_table": int(spot.passage.kind == "table_row"),
        "quote": spot.quote,
        "page": spot.passage.page,
        "passage_id": spot.passage.id,
        "char_start": start,
        "char_end": start + len(event.number),
        "passage_start": spot.number,
        "anchor": event.anchor,
        "occurrence": event.occurrence,
        "found_as": machine_figure(db, spot, event.number),
    }
    return tuple(values[name] for name in COLUMNS)


def _passage(row: Sequence[Any]) -> _Passage:
    identity, kind, page, text, start, footnote = row
    letters: list[str] = []
    at: list[int] = []
    for position, letter in enumerate(text):
        for one in bare_letters(letter):
            letters.append(one)
            at.append(position)
    return _Passage(identity, kind, page, text, start, footnote, "".join(letters), tuple(at))
