"""A document and its findings as rows that know no ids yet, and these rows as lines of JSON.

A worker process makes the rows; they cross a pipe, and the parent takes nothing from it that is not of this shape.
Rows point at each other by ``seq``, counted from 0 within the document: ids are given where the base is written.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from kb.fields import SAID

Value = str | int | float | None
"""What a column holds. Decimals are exact, as text."""


class DocumentRow(NamedTuple):
    """What was read of the file itself. ``notes`` and ``suspicions`` are JSON arrays, ``characters`` the length of its
    text, ``personal`` how much in it is of a person's own and was masked."""

    sha256: str
    format: str
    title: str | None
    doc_type: str | None
    number: str | None
    issuer: str | None
    issued_on: str | None
    place: str | None
    period: str | None
    pages: int | None
    notes: str
    characters: int
    suspicions: str
    personal: int = 0


class PassageRow(NamedTuple):
    """A block, or a whole table row with its cells parted by `` | ``; ``cells`` says where each stands in ``text``."""

    seq: int
    kind: str
    page: int | None
    trail: str
    text: str
    char_start: int
    char_end: int
    table_seq: int | None
    footnote: str | None
    cells: str | None


class FootnoteRow(NamedTuple):
    """A footnote with its whole body; ``passage`` is the first passage of it."""

    seq: int
    label: str
    text: str
    marks: str
    passage: int | None


class FigureRow(NamedTuple):
    """A figure: where it stands and what it is known by, and in ``said`` what the rules say of it, a value for each of
    :data:`kb.fields.SAID`. ``passage`` and ``part_of`` are a passage's and a figure's ``seq``."""

    seq: int
    number: str
    part_of: int | None
    quote: str
    page: int | None
    bbox: str | None
    passage: int
    char_start: int
    char_end: int
    passage_start: int
    anchor: str
    occurrence: int
    said: tuple[Value, ...]


class ExclusionRow(NamedTuple):
    """Digits that are no figure, with the reason."""

    seq: int
    text: str
    reason: str
    passage: int
    char_start: int
    char_end: int


class LeftoverRow(NamedTuple):
    """Digits that no rule explains."""

    seq: int
    text: str
    passage: int
    char_start: int
    char_end: int


class RelationRow(NamedTuple):
    """What the words say about a figure and one other: a relation with several others has a row for each, under one
    ``number``. ``figure`` and ``other`` are figures' ``seq``, ``other`` is None where none is printed; ``counts`` is a
    JSON array."""

    seq: int
    number: int
    relation: str
    how: str
    figure: int
    other: int | None
    words: str | None
    char_start: int | None
    char_end: int | None
    counts: str


class OriginalRow(NamedTuple):
    """What stood in a ``column`` of the row ``row`` of a table of the base before something personal in it was masked;
    rows are counted from 0 within the document."""

    seq: int
    table: str
    row: int
    column: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of one document. ``faults`` are findings that were not written because they contradict the text,
    ``originals`` never get into the base itself."""

    document: DocumentRow
    passages: tuple[PassageRow, ...]
    footnotes: tuple[FootnoteRow, ...]
    figures: tuple[FigureRow, ...]
    exclusions: tuple[ExclusionRow, ...]
    leftovers: tuple[LeftoverRow, ...]
    relations: tuple[RelationRow, ...] = ()
    faults: tuple[str, ...] = ()
    originals: tuple[OriginalRow, ...] = ()


Row = DocumentRow | PassageRow | FootnoteRow | FigureRow | ExclusionRow | LeftoverRow | RelationRow | OriginalRow
_SHAPES: dict[str, type[Row]] = {
    "document": DocumentRow,
    "passage": PassageRow,
    "footnote": FootnoteRow,
    "figure": FigureRow,
    "exclusion": ExclusionRow,
    "leftover": LeftoverRow,
    "relation": RelationRow,
    "original": OriginalRow,
}


class GarbageError(ValueError):
    """Lines that are not a reading: the worker that sent them is broken."""


def encode(reading: Reading) -> Iterator[bytes]:
    """The reading as lines of JSON, one a row, ended by a line that says that it is whole."""
    yield _line("document", *reading.document)
    rows: tuple[tuple[str, Iterable[Row]], ...] = (
        ("passage", reading.passages),
        ("footnote", reading.footnotes),
        ("figure", reading.figures),
        ("exclusion", reading.exclusions),
        ("leftover", reading.leftovers),
        ("relation", reading.relations),
        ("original", reading.originals),
    )
    for name, of_one_kind in rows:
        for row in of_one_kind:
            yield _line(name, *row)
    for fault in reading.faults:
        yield _line("fault", fault)
    yield _line("end")


def decode(lines: Iterable[bytes]) -> Reading:
    """The reading of such lines. Raises GarbageError on whatever else they are."""
    found: dict[str, list[Any]] = {name: [] for name in (*_SHAPES, "fault")}
    ended = False
    for line in lines:
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise GarbageError("a line is not JSON") from error
        if ended or not isinstance(values, list) or not values or not isinstance(values[0], str):
            raise GarbageError("a line is not a row")
        name = values[0]
        if name == "end":
            ended = True
        elif name == "fault" and len(values) == 2 and isinstance(values[1], str):
            found[name].append(values[1])
        elif name in _SHAPES:
            found[name].append(_row(name, values[1:]))
        else:
            raise GarbageError(f"unknown row {name[:40]}")
    if not ended or len(found["document"]) != 1:
        raise GarbageError("the answer is not whole")
    for name in _SHAPES:
        if name != "document" and [row.seq for row in found[name]] != list(range(len(found[name]))):
            raise GarbageError(f"the rows of kind {name} are not counted from 0")
    return Reading(
        found["document"][0],
        tuple(found["passage"]),
        tuple(found["footnote"]),
        tuple(found["figure"]),
        tuple(found["exclusion"]),
        tuple(found["leftover"]),
        tuple(found["relation"]),
        tuple(found["fault"]),
        tuple(found["original"]),
    )


def _line(name: str, *values: object) -> bytes:
    return json.dumps([name, *values], allow_nan=False, separators=(",", ":")).encode() + b"\n"


def _row(name: str, values: list[Any]) -> Row:
    shape = _SHAPES[name]
    allowed = _ALLOWED[name]
    if len(values) != len(allowed):
        raise GarbageError(f"a row of kind {name} has {len(values)} values")
    _check(name, shape._fields, allowed, values)
    if shape is FigureRow:
        said = values[-1]
        if len(said) != len(SAID):
            raise GarbageError(f"a row of kind {name} says {len(said)} fields")
        _check(name, [field.name for field in SAID], _SAID_TYPES, said)
        values[-1] = tuple(said)
    return shape(*values)


def _check(name: str, fields: Sequence[str], allowed: Sequence[tuple[type, ...]], values: Sequence[object]) -> None:
    for value, types_of_field, field in zip(values, allowed, fields, strict=True):
        if type(value) not in types_of_field:
            raise GarbageError(f"{field} of a row of kind {name} is a {type(value).__name__}")


def _allowed_types(shape: type[Row]) -> tuple[tuple[type, ...], ...]:
    allowed = []
    for hint in typing.get_type_hints(shape).values():
        options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
        if typing.get_origin(hint) is tuple:
            options = (list,)
        # JSON knows one kind of number: 5.0 may arrive as 5, and an int may stand for a float, never the other way.
        allowed.append((*options, int) if float in options else tuple(options))
    return tuple(allowed)


# JSON knows one kind of number: 5.0 may arrive as 5.
_OF_SQL: dict[str, tuple[type, ...]] = {"text": (str,), "integer": (int,), "real": (float, int)}
_SAID_TYPES = [(*_OF_SQL[field.sql_type], *((type(None),) if field.empty == "null" else ())) for field in SAID]
_ALLOWED = {name: _allowed_types(shape) for name, shape in _SHAPES.items()}
