"""What is said of a figure, once by a person (a line of a gold file) and once by the rules (a row of the base)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Literal

from extract.document import SolieuError
from kb.fields import SCORED
from kb.score.pairs import Printed, printed
from kb.score.signs import signs_of_rows

Part = Literal["prose", "lists", "footnotes", "tables"]
PARTS: tuple[Part, ...] = ("prose", "lists", "footnotes", "tables")
_PART_OF_PASSAGE: Mapping[str, Part] = {"list_item": "lists", "footnote": "footnotes", "table_row": "tables"}
_NEEDED = (
    *("quote", "number", "value", "value_max", "denominator", "unit", "qualifier", "kind", "status", "metric"),
    *("place", "level", "period", "footnote", "marks", "part_of", "in_table"),
)
PLAIN = tuple(
    field.name
    for field in SCORED
    if field.name not in ("value", "denominator", "unit", "place", "period", "footnote", "marks", "part_of", "in_table")
)
"""Fields that are compared word for word: for the others it matters how they are written, or where they were said."""
_SILENT = {"qualifier": "exact"}
_AROUND = 40
"""Letters on each side of a number that an accepted run keeps: enough to tell it from others, readable in a diff."""
_REMEDY = "Write one JSON object a line, as tests/reports/README.md describes them"
_FOUND = """
select f.*, f.metric_id as metric, p.kind as passage, p.text as passage_text
from figures f join passages p on p.id = f.passage_id
where f.document_id = ? order by f.seq
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure as it was annotated or found; ``part_of`` is an index into its own document's rows, ``whole`` the
    number printed there.

    ``said`` are the fields that are compared word for word; what a gold file does not know yet is not among them.
    ``part`` is where it stands; a gold file does not tell a list from prose, there it is None for both. ``marked``
    are the words around it, its number in double brackets, ``signs`` what tells how likely it is right; empty for an
    annotated figure.
    """

    printed: Printed
    number: str
    quote: str
    value: Decimal
    value_max: Decimal | None
    denominator: Decimal | None
    unit: str
    metric: str | None
    subject: str
    place: str
    period: str | None
    footnote: str | None
    marks: frozenset[str]
    part_of: int | None
    whole: str | None
    in_table: bool
    optional: bool
    part: Part | None
    said: Mapping[str, str | None] = dataclass_field(default_factory=dict)
    marked: str = ""
    signs: frozenset[str] = frozenset()


def read_gold(path: Path) -> tuple[Row, ...]:
    """The annotated figures of one document, a JSON object a line. SolieuError names the line that is none."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SolieuError(str(path), f"it cannot be read ({error})", "Name a gold file in UTF-8") from error
    written = [(f"{path}, line {number}", line) for number, line in enumerate(lines, 1) if line.strip()]
    read = [(place, _parsed(place, line)) for place, line in written]
    numbers = [str(one["number"]) for _, one in read]
    return tuple(_expected(place, one, numbers) for place, one in read)


def read_found(db: sqlite3.Connection, document: str) -> tuple[Row, ...]:
    """The figures that the rules found in the document of this id, in reading order; corrections are not laid over."""
    rows = db.execute(_FOUND, (document,)).fetchall()
    index = {row["id"]: at for at, row in enumerate(rows)}
    numbers = [row["number"] for row in rows]
    return tuple(
        replace(
            _row(
                {**dict(row), "marks": json.loads(row["marks"]), "part_of": index.get(row["part_of"])},
                _PART_OF_PASSAGE.get(row["passage"], "prose"),
                numbers,
            ),
            marked=_marked(row["passage_text"], row["passage_start"], row["number"]),
            signs=signs,
        )
        for row, signs in zip(rows, signs_of_rows(rows), strict=True)
    )


def _parsed(place: str, line: str) -> dict[str, Any]:
    try:
        read = json.loads(line, parse_float=Decimal, parse_int=Decimal)
    except json.JSONDecodeError as error:
        raise SolieuError(place, f"it is no JSON ({error.msg})", _REMEDY) from error
    missing = [name for name in _NEEDED if name not in read] if isinstance(read, dict) else list(_NEEDED)
    if missing:
        raise SolieuError(place, f"it lacks {', '.join(missing)}", _REMEDY)
    return dict(read)


def _expected(place: str, read: Mapping[str, Any], numbers: Sequence[str]) -> Row:
    if read["part_of"] is not None and read["part_of"] not in range(len(numbers)):
        remedy = "Give the line of the whole, counted from 0"
        raise SolieuError(place, f"its part_of {read['part_of']} is no line of the file", remedy)
    try:
        return _row(read, "tables" if read["in_table"] else "footnotes" if read["footnote"] else None, numbers)
    except (InvalidOperation, TypeError, ValueError) as error:
        raise SolieuError(place, f"a field is not of the kind that it should be ({error})", _REMEDY) from error


def _row(read: Mapping[str, Any], part: Part | None, numbers: Sequence[str]) -> Row:
    number, quote = str(read["number"]), str(read["quote"])
    part_of = None if read["part_of"] is None else int(read["part_of"])
    return Row(
        printed=printed(number, quote, int(read.get("nth") or 0)),
        number=number,
        quote=quote,
        value=Decimal(read["value"]),
        value_max=_decimal(read["value_max"]),
        denominator=_decimal(read["denominator"]),
        unit=read["unit"] or "",
        metric=read["metric"] or None,
        subject=read.get("subject") or "",
        place=read["place"] or "",
        period=read["period"] or None,
        footnote=str(read["footnote"]) if read["footnote"] else None,
        marks=frozenset(map(str, read["marks"])),
        part_of=part_of,
        whole=None if part_of is None else numbers[part_of],
        in_table=bool(read["in_table"]),
        optional=bool(read.get("optional")),
        part=part,
        said={name: read[name] or _SILENT.get(name) for name in PLAIN if name in read},
    )


def _marked(text: str, start: int, number: str) -> str:
    """The number with whole words on both sides."""
    end = start + len(number)
    before, behind = text[max(0, start - _AROUND - 1) : start], text[end : end + _AROUND + 1]
    if len(before) > _AROUND:
        before = before[before.find(" ") + 1 :] if " " in before else ""
    if len(behind) > _AROUND:
        behind = behind[: behind.rfind(" ")] if " " in behind else ""
    return f"{before}[[{number}]]{behind}".strip()


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def document_of(db: sqlite3.Connection, name: str, gold: Path, exact: bool) -> tuple[str, str]:
    """Id and file name of the document that a gold file annotates.

    ``name`` is its file name where ``exact``, else its file name without the ending. SolieuError where the base has
    none or several.
    """
    rows = db.execute("select id, filename, path from documents order by filename, path").fetchall()
    fitting = [row for row in rows if name in ((row["filename"], row["path"]) if exact else (_stem(row["filename"]),))]
    if len(fitting) == 1:
        return fitting[0]["id"], fitting[0]["filename"]
    wanted = name if exact else f"{name}.*"
    if not fitting:
        remedy = f"Build the document into it, or name the right one with {gold}=FILENAME"
        raise SolieuError(str(gold), f"the base has no document {wanted}", remedy)
    raise SolieuError(str(gold), f"the base has several documents {wanted}: {_list(fitting)}", "Name one of them")


def gold_stem(path: Path) -> str:
    """The name of the document that a gold file annotates: ``a.figures.jsonl`` and ``a.jsonl`` annotate ``a.*``."""
    return path.name.removesuffix(".jsonl").removesuffix(".figures")


def _stem(filename: str) -> str:
    return filename.rsplit(".", 1)[0]


def _list(rows: Sequence[sqlite3.Row]) -> str:
    return ", ".join(row["path"] for row in rows)
