"""What ``solieu explain`` answers: plain text, or a figure of the base whose document is read again."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from extract.assemble import assemble
from extract.document import Document, ReadError, SolieuError, Source
from extract.member import digest
from extract.pieces import Paragraph, Pieces
from kb.build.reading import Job, letterhead_of, read_document
from kb.fields import SAID
from kb.sources import LETTERHEAD
from rules.explain import FigureWhy, Look, SentenceWhy, explain, look
from rules.figure import Letterhead

_LISTS = ("marks", "flags")
_FROM = tuple(field.name.removesuffix("_from") for field in SAID if field.name.endswith("_from"))
"""Fields that have a column which says where they came from."""
_TOLD_OTHERWISE = ("value_num", "place_id", "in_table", "evidence")
_COLUMNS = ("number", *(field.name for field in SAID if field.name not in _TOLD_OTHERWISE))


@dataclass(frozen=True, slots=True)
class Stored:
    """A figure as the base has it: ``row`` are its columns as text, ``corrections`` what people said of it."""

    id: str
    document_id: str
    filename: str
    path: str
    page: int | None
    start: int
    row: dict[str, str | None]
    corrections: tuple[dict[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A figure of the base beside what the rules say now. ``again`` says that its document was read again; ``told``
    are sentences on what could not be done. ``figure`` is None where the rules find none there now; ``differs`` names
    the columns that they fill otherwise."""

    stored: Stored
    again: bool
    told: tuple[str, ...]
    sentence: SentenceWhy | None
    figure: FigureWhy | None
    differs: tuple[str, ...]


def explain_text(text: str) -> tuple[SentenceWhy, ...]:
    """Every sentence of a text, each line a paragraph. Raises SolieuError where there are no words in it."""
    return tuple(explain(look(_document(text), Letterhead())))


def explain_figure(db: sqlite3.Connection, figure: str, folder: Path) -> Answer:
    """A figure of the base by its id; ``folder`` is the base's. Raises SolieuError where the base does not have it."""
    columns = "f.*, d.filename, d.path, d.sha256, d.entry, w.number as whole, w.unit as whole_unit"
    tables = "figures f join documents d on d.id = f.document_id left join figures w on w.id = f.part_of"
    row = db.execute(f"select {columns} from {tables} where f.id = ?", (figure,)).fetchone()
    if row is None:
        raise SolieuError(figure, "the base has no such figure", "Look its id up with solieu search --json")
    stored = _stored(db, row)
    seen, told = _read_again(row, folder)
    if seen is not None:
        # The offset holds for these bytes and this reader; a newer reader may have moved it.
        at = next((f.start for f in seen.findings.figures if _same(row, f.start, f.number)), None)
        if at is None:
            named = (row["anchor"], row["number"], row["occurrence"])
            at = next((f.start for f in seen.findings.figures if (f.anchor, f.number, f.occurrence) == named), None)
        sentence = next(explain(seen, row["char_start"] if at is None else at), None)
        return _answer(stored, True, told, sentence, at)
    sentences = tuple(explain(look(_document(row["quote"]), _letterhead(db, stored.document_id))))
    of_number = [(one, f.start) for one in sentences for f in one.figures if f.number == row["number"]]
    if not of_number:
        holding = next((one for one in sentences if row["number"] in one.text), None)
        return _answer(stored, False, told, holding, None)
    return _answer(stored, False, told, *of_number[min(row["occurrence"], len(of_number) - 1)])


def _stored(db: sqlite3.Connection, row: sqlite3.Row) -> Stored:
    values = {column: None if row[column] in (None, "") else str(row[column]) for column in _COLUMNS}
    values |= {key: ", ".join(json.loads(row[key])) or None for key in _LISTS}
    values |= {key: _chances(json.loads(row[key])) for key in ("in_doubt", "candidates")}
    values["part_of"] = f"{row['whole']} {row['whole_unit']}".strip() if row["whole"] else None
    said = db.execute(
        "select field, old, new, reason, reviewer, at, state from corrections where figure_id = ? order by at",
        (row["id"],),
    )
    start = int(row["char_start"])
    return Stored(
        row["id"], row["document_id"], row["filename"], row["path"], row["page"], start, values, tuple(map(dict, said))
    )


def _chances(named: Iterable[tuple[str, float]]) -> str | None:
    return ", ".join(f"{name} {chance}" for name, chance in named) or None


def _same(row: sqlite3.Row, start: int, number: str) -> bool:
    return bool(row["char_start"] == start and row["number"] == number)


def _read_again(row: sqlite3.Row, folder: Path) -> tuple[Look | None, tuple[str, ...]]:
    """The document as it was read, under observation; or None and why it cannot be."""
    path = folder / row["path"]
    remedy = "What follows is explained from the figure's quote alone, without headings, table and footnotes"
    try:
        sha256 = digest(path)
    except (OSError, ReadError):
        return None, (f"{path}: the document is gone, or cannot be opened. {remedy}.",)
    if sha256 != row["sha256"]:
        return None, (f"{path}: the document is another than the one that was read. {remedy}. Build again.",)
    entry = {key: words for key, words in json.loads(row["entry"]).items() if key in LETTERHEAD}
    try:
        document = read_document(Job(str(path), row["filename"], entry))
    except ReadError as error:
        return None, (f"{error} {remedy}.",)
    return look(document, letterhead_of(document, entry)), ()


def _letterhead(db: sqlite3.Connection, document: str) -> Letterhead:
    """The letterhead as the base has it: place and period of a figure may come from there."""
    columns = ("issuer", "number", "issued_on", "doc_type", "title", "place", "period")
    row = db.execute(f"select {', '.join(columns)} from documents where id = ?", (document,)).fetchone()
    return Letterhead(**dict(zip(columns, row, strict=True)))


def _document(text: str) -> Document:
    source = Source(Path("text"), "text", hashlib.sha256(text.encode()).hexdigest(), "text")
    lines = [Paragraph(line) for line in text.splitlines() if line.strip()]
    return assemble(source, Pieces(lines))


def _answer(stored: Stored, again: bool, told: tuple[str, ...], sentence: SentenceWhy | None, at: int | None) -> Answer:
    figure = next((one for one in sentence.figures if one.start == at), None) if sentence else None
    if figure is None:
        remedy = (
            "Build again, and the base will say the same" if again else "Put the document back to see why it is one"
        )
        told += (f"{stored.id}: the rules find no such figure there now. {remedy}.",)
        return Answer(stored, again, told, sentence, None, ())
    now: dict[str, str | None] = {field.name: field.value or None for field in figure.fields}
    now |= {"rule": figure.rule, "flags": ", ".join(figure.flags) or None}
    now |= {"confidence": str(figure.confidence), "record_confidence": str(figure.record_confidence)}
    now["in_doubt"] = _chances([(one.field, one.chance) for one in figure.in_doubt])
    now["candidates"] = _chances([(one.metric, one.chance) for one in figure.candidates])
    now |= {f"{field.name}_from": field.origin for field in figure.fields if field.name in _FROM}
    differs = tuple(column for column, value in stored.row.items() if value != now.get(column))
    return Answer(stored, again, told, sentence, figure, differs)
