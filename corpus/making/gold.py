"""The annotated figures of a sample report as gold rows: the answer that a reader of it should find."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from markup import value_of
from sample import Figure, Grid, Mark, MarkupError, Report, Span, Torn


@dataclass
class Piece:
    """A stretch of words without a footnote mark, with the figures in it and their offsets."""

    text: str
    figures: list[tuple[int, Figure]]
    footnote: str | None = None
    in_table: bool = False


def plain(spans: list[Span]) -> str:
    """The printed words without marks."""
    return "".join(s if isinstance(s, str) else s.number if isinstance(s, Figure) else "" for s in spans)


def stretches(spans: list[Span], footnote: str | None, torn: bool) -> Iterator[Piece | Mark | Torn]:
    """A line cut at its marks and, where the format shows page breaks, at these."""
    piece = Piece("", [], footnote)
    for span in spans:
        if isinstance(span, str):
            piece.text += span
        elif isinstance(span, Figure):
            piece.figures.append((len(piece.text), span))
            piece.text += span.number
        elif isinstance(span, Mark) or torn:
            yield piece
            yield span
            piece = Piece("", [], footnote)
    yield piece


def reading_order(report: Report, notes_last: bool, torn: bool) -> Iterator[Piece]:
    """All pieces as they are read; a footnote's body follows the paragraph (or page) of its mark, or all come last."""
    waiting: list[str] = []

    def bodies() -> Iterator[Piece]:
        for name in waiting:
            yield from (p for p in stretches(report.notes[name], report.labels[name], False) if isinstance(p, Piece))
        waiting.clear()

    for block in report.blocks:
        if isinstance(block, Grid):
            for row in range(block.rows):
                piece = Piece("", [], in_table=True)
                for i, cell in enumerate(block.row(row)):
                    piece.text += "\t" if i else ""
                    for part in stretches(cell.spans, None, False):
                        if isinstance(part, Piece):
                            piece.figures += [(len(piece.text) + at, f) for at, f in part.figures]
                            piece.text += part.text
                        elif isinstance(part, Mark):
                            waiting.append(part.name)
                yield piece
        else:
            for part in stretches(block.spans, None, torn):
                if isinstance(part, Piece):
                    yield part
                elif isinstance(part, Mark):
                    waiting.append(part.name)
                elif not notes_last:
                    yield from bodies()
        if not notes_last:
            yield from bodies()
    yield from bodies()


def quote_of(piece: Piece, at: int, number: str, whole: str) -> tuple[str, int]:
    """Words around a number, as few as make them unique in the document, and which occurrence in them it is."""
    start, end = 0, len(piece.text)
    if not piece.in_table:
        before, after = piece.text[:at].split(" "), piece.text[at + len(number) :].split(" ")
        for width in range(6, 60):
            left, right = " ".join(before[-width:]), " ".join(after[:width])
            start, end = at - len(left), at + len(number) + len(right)
            if whole.count(piece.text[start:end]) == 1:
                break
    while piece.text[start].isspace():
        start += 1
    quote = piece.text[start:end].rstrip()
    nth, found = 0, quote.find(number)
    while found != at - start:
        nth, found = nth + 1, quote.find(number, found + 1)
        if found < 0:
            raise MarkupError(f"{number!r} is not in its quote {quote!r}")
    return quote, nth


def kind_of(figure: Figure, unit: str) -> str:
    """The kind that the unit and the shape of a number give, where none was written."""
    known = {"%": "rate", "hạng": "rank", "bậc": "change", "điểm": "score", "đồng": "amount"}
    return known.get(unit) or ("rate" if "/" in figure.number else "count")


def as_json(value: Decimal | None) -> int | float | None:
    """A JSON number: whole where it is whole."""
    return None if value is None else int(value) if value == value.to_integral_value() else float(value)


def row_of(figure: Figure, piece: Piece, at: int, whole: str, report: Report) -> dict[str, object]:
    """One gold row but for ``part_of``."""
    given = figure.given
    for key in ("unit", "subject"):
        if key not in given:
            raise MarkupError(f"{report.name}: {figure.number} in {piece.text[:60]!r} has no {key}")
    quote, nth = quote_of(piece, at, figure.number, whole)
    low, _, denominator = figure.number.partition("/")
    low, _, high = (low, "", "") if low.startswith("-") else low.partition("-")
    metric = given.get("metric", "-")
    times = Decimal(given.get("times", "1"))
    return {
        "quote": quote, "number": figure.number, "nth": nth,
        "value": as_json(Decimal(given["value"]) if "value" in given else value_of(low) * times),
        "value_max": as_json(value_of(high) * times if high else None),
        "denominator": as_json(value_of(denominator) * abs(times) if denominator else None),
        "unit": given["unit"], "qualifier": given.get("qualifier", "exact"),
        "kind": given.get("kind") or kind_of(figure, given["unit"]), "status": given.get("status", "actual"),
        "metric": None if metric == "-" else metric, "subject": given["subject"],
        "place": given.get("place", report.text("place")), "level": given.get("level"),
        "period": given.get("period"), "footnote": piece.footnote,
        "marks": [report.labels[m] for m in figure.marks], "part_of": None, "in_table": piece.in_table,
        "optional": figure.optional, **({"note": given["note"]} if "note" in given else {}),
    }  # fmt: skip


def gold_lines(report: Report, fmt: str) -> str:
    """The gold file of a report in a format, one JSON object a line."""
    pieces = list(reading_order(report, notes_last=fmt == "html", torn=fmt == "text"))
    whole = "\n".join(p.text for p in pieces)
    rows: list[dict[str, object]] = []
    names: dict[str, int] = {}
    parts: list[str | None] = []
    for piece in pieces:
        for at, figure in piece.figures:
            if figure.name:
                if figure.name in names:
                    raise MarkupError(f"{report.name}: two figures are named {figure.name}")
                names[figure.name] = len(rows)
            parts.append(figure.given.get("of"))
            rows.append(row_of(figure, piece, at, whole, report))
    for row, part in zip(rows, parts, strict=True):
        row["part_of"] = names[part] if part else None
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
