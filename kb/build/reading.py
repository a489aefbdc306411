"""What a worker does for one file: read it, find its figures, make rows of both, and check them against the text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from extract.document import Document, ReadError
from extract.member import on_disk
from kb.build.masking import masked
from kb.fields import SAID, Field
from kb.records import (
    DocumentRow,
    ExclusionRow,
    FigureRow,
    FootnoteRow,
    LeftoverRow,
    PassageRow,
    Reading,
    RelationRow,
    Value,
)
from rules.figure import Candidate, Evidence, FieldDoubt, Figure, Findings, Letterhead
from rules.language.letters import CELL_GAP
from rules.relations.passages import rows_together

# A row is quoted with its headers, "row name | header - sub-header: value": its pieces are the document's own words.
_PIECES = re.compile(r"\s*[|›»→\t\n]+\s*|\s+[—–-]\s+|\s*:\s+")


@dataclass(frozen=True, slots=True)
class Job:
    """One document to read: its ``path`` (through an archive where it stands in one), the ``name`` that messages use,
    and what ``sources.toml`` says of its letterhead (``place``, ``period``, ``title``, ``issuer``, ``number``,
    ``issued_on``, ``doc_type``)."""

    path: str
    name: str
    overrides: dict[str, str] = field(default_factory=dict)


def read_job(job: Job) -> Reading:
    """Read a file, find its figures and return the rows. Raises ReadError where there is nothing to read in it."""
    from rules.find import find_figures

    document = read_document(job)
    return rows_of(document, find_figures(document, letterhead_of(document, job.overrides)))


def read_document(job: Job) -> Document:
    """Read a file, or a member of an archive, as the rules will see it. Raises ReadError where nothing is in it."""
    from extract.read import read

    with on_disk(Path(job.path)) as path:
        document = read(path)
    document = replace(document, source=replace(document.source, path=Path(job.path), filename=Path(job.path).name))
    if not document.text.strip():
        remedy = "If it is a scan, give a version with text; else name it under ignore in sources.toml"
        raise ReadError(job.name, "there are no words in it", remedy, status="empty")
    return document


def letterhead_of(document: Document, overrides: Mapping[str, str]) -> Letterhead:
    """The letterhead as the document has it, where ``overrides`` (of ``sources.toml``) say nothing else."""
    from rules.letterhead import read_letterhead

    return replace(read_letterhead(document), **overrides)


def rows_of(document: Document, findings: Findings) -> Reading:
    """The rows of a document and its findings, with what is of a person's own masked: this is the one place where text
    goes into the base. A figure whose words are not in the text is told in ``faults``."""
    passages, places = _passages(document)
    quotes = _Quotes(document.text)
    faults: list[str] = []
    kept: dict[int, int] = {}
    for index, figure in enumerate(findings.figures):
        fault = _fault(document, passages, places, quotes, figure)
        if fault:
            faults.append(fault)
        else:
            kept[index] = len(kept)
    figures = [_figure_row(document, places, findings.figures[index], seq, kept) for index, seq in kept.items()]
    reading = Reading(
        _document_row(document, findings),
        tuple(passages),
        tuple(_footnotes(document, places)),
        tuple(figures),
        tuple(
            ExclusionRow(seq, out.text, out.reason, places[out.block][0], out.start, out.end)
            for seq, out in enumerate(findings.exclusions)
        ),
        tuple(
            LeftoverRow(seq, left.text, places[left.block][0], left.start, left.end)
            for seq, left in enumerate(findings.leftovers)
        ),
        tuple(_relations(document, findings, kept)),
        tuple(faults),
    )
    return masked(reading, [document.text[one.start : one.end] for one in findings.personal])


def _document_row(document: Document, findings: Findings) -> DocumentRow:
    head = findings.letterhead
    return DocumentRow(
        document.source.sha256,
        document.source.format,
        head.title,
        head.doc_type,
        head.number,
        head.issuer,
        head.issued_on,
        head.place,
        head.period,
        document.pages,
        _json(list(document.notes)),
        len(document.text),
        _json(list(findings.suspicions)),
    )


def _passages(document: Document) -> tuple[list[PassageRow], dict[int, tuple[int, int]]]:
    """The passages, and for each block its passage and the offset of its first letter in the passage's text."""
    passages: list[PassageRow] = []
    places: dict[int, tuple[int, int]] = {}
    spans = {cell.block: cell for table in document.tables for cell in table.cells}
    for blocks in rows_together(document):
        first, last = document.blocks[blocks[0]], document.blocks[blocks[-1]]
        seq, text = len(passages), ""
        cells: list[list[int]] = []
        for index in blocks:
            block = document.blocks[index]
            text += CELL_GAP if index != blocks[0] else ""
            places[index] = (seq, len(text))
            start, text = len(text), text + document.block_text(block)
            cell = spans.get(index)
            if first.table is not None:
                across, down, header = (cell.column_span, cell.row_span, int(cell.is_header)) if cell else (1, 1, 0)
                cells.append([block.column or 0, across, down, header, start, len(text)])
        passages.append(
            PassageRow(
                seq,
                "table_row" if first.kind == "table_cell" else first.kind,
                first.page,
                _json(list(first.trail)),
                text,
                first.start,
                last.end,
                first.table,
                first.footnote,
                _json(cells) if cells else None,
            )
        )
    return passages, places


def _footnotes(document: Document, places: dict[int, tuple[int, int]]) -> list[FootnoteRow]:
    return [
        FootnoteRow(
            seq,
            note.label,
            "\n".join(document.block_text(document.blocks[index]) for index in note.blocks),
            _json(list(note.marks)),
            places[note.blocks[0]][0] if note.blocks else None,
        )
        for seq, note in enumerate(document.footnotes)
    ]


class _Quotes:
    """Whether a quote's own words are in the text: whole, or piece by piece where a row is quoted with its headers."""

    def __init__(self, text: str) -> None:
        self._text = " ".join(text.split())
        # All figures of a row have the same quote, and that of a row of a thousand cells is looked at long.
        self._known: dict[str, bool] = {}

    def holds(self, quote: str) -> bool:
        if quote not in self._known:
            self._known[quote] = self._look_up(quote)
        return self._known[quote]

    def _look_up(self, quote: str) -> bool:
        whole = " ".join(quote.split())
        if not whole:
            return False
        return whole in self._text or all(" ".join(piece.split()) in self._text for piece in _PIECES.split(quote))


def _fault(
    document: Document,
    passages: list[PassageRow],
    places: dict[int, tuple[int, int]],
    quotes: _Quotes,
    figure: Figure,
) -> str:
    """Why a figure must not be written, in a sentence without a stop; empty where all is well."""
    if document.text[figure.start : figure.end] != figure.number:
        return f"internal error: the number {figure.number} is not what stands at {figure.start}"
    seq, begin = places[figure.block]
    start = begin + figure.start - document.blocks[figure.block].start
    if passages[seq].text[start : start + len(figure.number)] != figure.number:
        return f"internal error: the number {figure.number} at {figure.start} is not in its passage"
    if not quotes.holds(figure.quote):
        return f"internal error: the quote of {figure.number} at {figure.start} is not in the document"
    return ""


def _figure_row(
    document: Document, places: dict[int, tuple[int, int]], figure: Figure, seq: int, kept: dict[int, int]
) -> FigureRow:
    passage, begin = places[figure.block]
    box = figure.box
    return FigureRow(
        seq=seq,
        number=figure.number,
        part_of=None if figure.part_of is None else kept.get(figure.part_of),
        quote=figure.quote,
        page=figure.page,
        bbox=None if box is None else _json([box.x0, box.top, box.x1, box.bottom]),
        passage=passage,
        char_start=figure.start,
        char_end=figure.end,
        passage_start=begin + figure.start - document.blocks[figure.block].start,
        anchor=figure.anchor,
        occurrence=figure.occurrence,
        said=tuple(_said(field, figure) for field in SAID),
    )


def _relations(document: Document, findings: Findings, kept: dict[int, int]) -> Iterator[RelationRow]:
    """A row for each pair that a relation ties; one whose figures are not all written is left out."""
    seq = 0
    whole = (one for one in findings.relations if one.figure in kept and all(other in kept for other in one.others))
    for number, one in enumerate(whole):
        start, end = one.words or (None, None)
        words = None if one.words is None else document.text[slice(*one.words)]
        for other in one.others or (None,):
            other = None if other is None else kept[other]
            counts = _json(list(one.counts))
            yield RelationRow(seq, number, one.relation, one.how, kept[one.figure], other, words, start, end, counts)
            seq += 1


def _said(field: Field, figure: Figure) -> Value:
    """A field of a figure as its column holds it."""
    value: Any = getattr(figure, field.figure or field.name)
    if value is None:
        return None
    if field.type == "decimal":
        return format(value, "f")
    if field.type == "json":
        return _json([_listed(one) for one in value])
    if field.type == "integer":
        return int(value)
    return float(value) if field.type == "real" else str(value)


def _listed(one: object) -> object:
    if isinstance(one, Evidence):
        return [one.field, one.rule, one.start, one.end]
    if isinstance(one, Candidate):
        return [one.metric, one.chance]
    return [one.field, one.chance] if isinstance(one, FieldDoubt) else one


def _json(value: list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
